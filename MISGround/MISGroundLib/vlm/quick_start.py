"""Imports transformers sooner, without what a model that answers on one computer never uses.

transformers brings in PyTorch's compiler (torch._dynamo), its sharding over several computers
(torch.distributed.tensor) and scipy, whoever asks for it: a third of the time until the first answer. Only for a
process of our own, the worker. Where a release of torch or transformers does not go along, all is imported as usual.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

_COMPILER = "torch._dynamo"
_NEVER_USED = ("is_scipy_available", "is_torch_distributed_available")

log = logging.getLogger(__name__)


def import_transformers() -> None:
    """Import what our other modules take from transformers. Does nothing where it has been imported already."""
    if "transformers" in sys.modules:
        return
    try:
        with without_compiler():
            from transformers import utils

            with _saying_no(_NEVER_USED, utils, utils.import_utils):
                importlib.import_module("transformers.models.qwen3_vl.modeling_qwen3_vl")
                importlib.import_module("transformers.models.qwen3_vl.processing_qwen3_vl")
    except Exception:
        log.warning("transformers is imported whole, which takes longer", exc_info=True)
        for name in [name for name in sys.modules if name.split(".")[0] == "transformers"]:
            del sys.modules[name]


@contextmanager
def without_compiler() -> Iterator[None]:
    """Keep torch._dynamo out while transformers is imported or a network is built: nothing is compiled in there.

    Whoever does need it gets the real one, inside and afterwards. Does nothing where it has been imported already.
    """
    if _COMPILER in sys.modules:
        yield
        return
    sys.modules[_COMPILER] = _NoCompiler()
    try:
        yield
    finally:
        if isinstance(sys.modules.get(_COMPILER), _NoCompiler):
            del sys.modules[_COMPILER]


class _NoCompiler(ModuleType):
    """In the place of torch._dynamo: its marks on functions change nothing, anything else brings in the real one."""

    def __init__(self) -> None:
        super().__init__(_COMPILER)
        self.__path__ = [str(Path(torch.__file__).parent / "_dynamo")]
        self.allow_in_graph = self.assume_constant_result = self.disable = _as_it_is

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(_COMPILER) is self:
            del sys.modules[_COMPILER]
        return getattr(importlib.import_module(_COMPILER), name)


def _as_it_is(function: Callable[..., Any] | None = None, *_: Any, **__: Any) -> Callable[..., Any]:
    """A decorator that does nothing, with or without arguments of its own."""
    return _as_it_is if function is None else function


@contextmanager
def _saying_no(names: tuple[str, ...], *modules: ModuleType) -> Iterator[None]:
    """Let questions for optional packages be answered with no, while others import them from these modules."""
    kept = [(module, name, getattr(module, name)) for module in modules for name in names]
    for module, name, _ in kept:
        setattr(module, name, lambda: False)
    try:
        yield
    finally:
        for module, name, question in kept:
            setattr(module, name, question)
