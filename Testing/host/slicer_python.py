"""Slicer's own Python that slicer-core does not bring: `slicer.i18n` and `slicer.packaging`."""

from __future__ import annotations

import sys
import types
from collections.abc import Sequence
from importlib import metadata
from typing import Any

import slicer
from packaging.requirements import Requirement


def tr(text: str) -> str:
    """A text in the user's language. No translation is loaded here."""
    return text


def translate(context: str, text: str) -> str:
    """A text of a named context in the user's language. No translation is loaded here."""
    return text


def pip_ensure(
    requirements: Sequence[Requirement],
    constraints: Any = None,
    skip_packages: list[str] | None = None,
    prompt_install: bool = True,
    prompt_restart: bool = True,
    requester: str | None = None,
    skip_in_testing: bool = True,
    show_progress: bool = True,
) -> None:
    """Nothing while testing or where nothing is missing, as in Slicer; else RuntimeError, for nothing is installed."""
    if skip_in_testing and slicer.app.testingEnabled():
        return
    missing = [str(needed) for needed in requirements if not _is_met(needed)]
    if missing:
        raise RuntimeError(f"the host installs nothing; missing: {', '.join(missing)}")


def _is_met(needed: Requirement) -> bool:
    try:
        return needed.specifier.contains(metadata.version(needed.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def install(**modules: types.ModuleType) -> None:
    """Put these modules into `slicer`, beside slicer.i18n and slicer.packaging."""
    i18n, packaging = types.ModuleType("slicer.i18n"), types.ModuleType("slicer.packaging")
    i18n.tr, i18n.translate, packaging.pip_ensure = tr, translate, pip_ensure  # type: ignore[attr-defined]
    for name, module in {"i18n": i18n, "packaging": packaging, **modules}.items():
        setattr(slicer, name, module)
        sys.modules[f"slicer.{name}"] = module
