"""A model, ready to answer: device, number type, threads, weights, processor and profile.

transformers is imported by what needs it, so that a process of our own can import it with `import_transformers` first:
it brings in PyTorch's compiler (torch._dynamo), its sharding over several computers (torch.distributed.tensor) and
scipy, whoever asks for it, a third of the time until the first answer.
"""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import logging
import math
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import torch
from packaging.version import Version
from safetensors import SafetensorError, safe_open

from MISGroundLib.errors import Sentence, UserError
from MISGroundLib.settings import AUTOMATIC_BOXES
from MISGroundLib.vlm.checkpoints import family_of
from MISGroundLib.vlm.families import MINI_NAME, Family
from MISGroundLib.vlm.folders import ModelFolder, find_model
from MISGroundLib.vlm.memory import SMALL_BYTES, check_room, kind_on_cpu, need_of
from MISGroundLib.vlm.mini import MiniProfile, mini_profile
from MISGroundLib.vlm.pictures import import_class, load_processor
from MISGroundLib.vlm.precision import check_quantisation, free_on, freed_memory_given_back, rounding

if TYPE_CHECKING:
    from transformers import GenerationConfig

    from MISGroundLib.semsam.graph import NeighbourGraph
    from MISGroundLib.settings import GraphKey
    from MISGroundLib.vlm.generation import PictureCache


# Of each weight file: inode, size, time of change in ns.
Stamp = tuple[tuple[int, int, int], ...]

_COMPILER = "torch._dynamo"
_NEVER_USED = ("is_scipy_available", "is_torch_distributed_available")

log = logging.getLogger(__name__)


@dataclass
class LoadedModel:
    """A model in evaluation mode on its device, with all that goes with it.

    Attributes:
        model: transformers' own.
        processor: the folder's, for pictures and text.
        tokenizer: the processor's.
        profile: how to talk with it.
        family: its classes in transformers, and how it writes boxes.
        folder: where it lies, and the box_format that the user gave: what tells the profile and the family.
        info: what an answer tells of its model (name, revision, device, dtype, embedding_table, scores).
        coordinates: ids (1001,) of the tokens "0" to "1000" where each is one token, else None.
        graphs: neighbour graphs, made when first asked for (decoding.py).
        protected: (V,) bool, what safe mode leaves alone; made with the first graph.
        picture: the last slice that was read (generation.py).
        files: the weight files.
        stamp: what they were like when they were read.
    """

    model: Any
    processor: Any
    tokenizer: Any
    profile: Family | MiniProfile
    family: Family
    info: dict[str, Any]
    coordinates: torch.Tensor | None = None
    graphs: dict[GraphKey, NeighbourGraph] = field(default_factory=dict)
    protected: torch.Tensor | None = None
    picture: PictureCache | None = None
    files: tuple[Path, ...] = ()
    stamp: Stamp = ()
    folder: ModelFolder | None = None
    box_format: str = AUTOMATIC_BOXES

    def write_as(self, box_format: str) -> None:
        """Ask for boxes, and read them, in a format of settings.BOX_FORMATS. Raises UserError as `family_of`."""
        if box_format != self.box_format:
            assert self.folder is not None
            self.profile, self.family = _told(self.folder, box_format)
            self.box_format = box_format

    def was_replaced(self) -> bool:
        """Whether other weights lie where these were read. Where none lie any more, those in memory are still right."""
        return _stamp(self.files) not in (self.stamp, ())


def load(
    model: str,
    device: str = "auto",
    allow_download: bool = False,
    on_stage: Callable[[str], None] = lambda text: None,
    box_format: str = AUTOMATIC_BOXES,
    kinds: Collection[str] = (),
    precision: str = "auto",
    load_anyway: bool = False,
) -> LoadedModel:
    """Load misground-mini, a local folder, or a hub id: safetensors only, no remote code, no network unless allowed.

    Sets the number of torch's threads too.

    Args:
        model: what the user typed.
        device: auto (CUDA, else MPS, else CPU), cpu, cuda, cuda:N or mps.
        allow_download: whether a hub id may be downloaded.
        on_stage: is told what is being done.
        box_format: how it writes its boxes, of settings.BOX_FORMATS.
        kinds: of the queries that it will be asked; refuses a model that cannot answer them.
        precision: of settings.PRECISIONS; 8bit and 4bit on CUDA alone.
        load_anyway: whether to load what needs more memory than is free.

    Raises:
        UserError: for what the user can mend.
    """
    where = choose_device(device)
    if precision != "auto":
        check_quantisation(precision, where)
    folder = find_model(model, allow_download, on_stage)
    profile, family = _told(folder, box_format)
    family.check(kinds)
    if precision != "auto" and not family.writes:
        raise UserError(
            "{family_name} is not loaded in fewer bits. Choose the precision auto.", family_name=family.name
        )
    check_transformers(family)
    size = _check_weights(folder.weights)
    files = tuple(folder.weights)
    stamp = _stamp(files)
    dtype = choose_dtype(where, size if precision == "auto" else math.inf)
    kind = str(dtype).removeprefix("torch.") if precision == "auto" else precision
    if not load_anyway:
        need = need_of(folder.path, folder.config, folder.weights, family, kind, where.type == "cuda")
        check_room(folder.name, need, free_on(where), where.type == "cuda")
    # A small model's steps are too short to share out: waiting for a second thread on a busy machine made an answer ten
    # times slower.
    torch.set_num_threads(1 if size < SMALL_BYTES else physical_cores())
    on_stage(Sentence("Loading {model}", model=folder.name))
    with ThreadPoolExecutor(1) as pool:
        revision = pool.submit(folder.revision)
        with without_compiler(), freed_memory_given_back():
            network = _read_network(folder.path, family, dtype, rounding(precision, dtype, where))
            if precision == "auto":  # rounded ones are on their card already
                network = network.to(where)
            network = network.eval()
            if where.type == "cpu":
                _take_into_memory(network)
        processor = load_processor(folder.path, family)
        commit = revision.result()
    if family.writes:
        network.generation_config = _plain_generation(network.generation_config)
    info = {
        "name": folder.name,
        "revision": commit,
        "device": str(where),
        "dtype": kind,
        "embedding_table": _embedding_table(network) if family.writes else "none: it writes no words",
        "scores": "calibrated on held-out pictures" if profile.calibration else "the model's own probabilities",
    }
    tokenizer = processor.tokenizer
    return LoadedModel(
        network,
        processor,
        tokenizer,
        profile,
        family,
        info,
        coordinate_tokens(tokenizer) if family.writes else None,
        files=files,
        stamp=stamp,
        folder=folder,
        box_format=box_format,
    )


def profile_for(
    config: dict[str, Any], folder: Path, name: str = "", box_format: str = AUTOMATIC_BOXES
) -> Family | MiniProfile:
    """How to talk with the model in a folder. Arguments and errors as `checkpoints.family_of`."""
    family = family_of(config, folder, name, box_format)  # refuses the shape of misground-mini that was shipped once
    return mini_profile(folder / "misground.json") if config.get("misground_profile") == MINI_NAME else family


def _told(folder: ModelFolder, box_format: str) -> tuple[Family | MiniProfile, Family]:
    """(profile, family) of a model's folder."""
    asked = folder.config, folder.path, folder.name, box_format
    return profile_for(*asked), family_of(*asked)


def check_transformers(family: Family) -> None:
    """Raise UserError where the installed transformers is too old for a family, before anything is loaded."""
    installed = importlib.metadata.version("transformers")
    if Version(installed) < Version(family.since):
        raise UserError(
            "{family_name} needs transformers {since} or later, and {installed} is installed. "
            "Update transformers, or choose another model.",
            family_name=family.name,
            since=family.since,
            installed=installed,
        )


def choose_device(name: str) -> torch.device:
    """The device of this name; auto takes CUDA, else MPS, else the CPU. Raises UserError for one that is not there."""
    name = name.strip().lower()
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if name in ("", "auto"):
        return torch.device("cuda" if cuda else "mps" if mps else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise UserError("There is no device {name!r}. Choose auto, cpu, cuda or mps.", name=name) from error
    if device.type == "cpu" or (device.type == "mps" and mps):
        return device
    if device.type == "cuda" and cuda and (device.index or 0) < torch.cuda.device_count():
        return device
    raise UserError("This computer has no device {name} that PyTorch can use. Choose auto or cpu.", name=name)


def choose_dtype(device: torch.device, weight_bytes: float) -> torch.dtype:
    """bfloat16 on a CUDA card that computes in it, else float16 there and on MPS; float32 on a CPU with the memory."""
    if weight_bytes < SMALL_BYTES:
        return torch.float32
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    if device.type == "mps":
        return torch.float16
    return torch.float32 if kind_on_cpu(weight_bytes) == "float32" else torch.bfloat16


def _embedding_table(network: Any) -> str:
    output = network.get_output_embeddings()
    tied = output is not None and output.weight is network.get_input_embeddings().weight
    return "input, tied to the output" if tied else "input, the output has its own"


def coordinate_tokens(tokenizer: Any) -> torch.Tensor | None:
    """The ids (1001,) of the tokens "0" to "1000"; None where the tokenizer spells numbers in several tokens."""
    spelled = [tokenizer.encode(str(value), add_special_tokens=False) for value in range(1001)]
    if any(len(tokens) != 1 for tokens in spelled):
        return None
    return torch.tensor([tokens[0] for tokens in spelled])


def free_memory() -> None:
    """Give back what a dropped model held."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _check_weights(files: list[Path]) -> float:
    """The size of the weights in bytes. Raises UserError for a file that is damaged or cut off."""
    for file in files:
        try:
            with safe_open(file, framework="pt"):
                pass
        except (OSError, SafetensorError) as error:
            raise UserError(
                "The weight file {file} is damaged or not complete ({error}). Copy or download the model again.",
                file=file,
                error=error,
            ) from error
    return float(sum(file.stat().st_size for file in files))


def _read_network(path: Path, family: Family, dtype: torch.dtype, rounding: dict[str, Any]) -> Any:
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    network_class = import_class(family.model_class)
    try:
        network, report = network_class.from_pretrained(
            path,
            dtype=dtype,
            use_safetensors=True,
            local_files_only=True,
            trust_remote_code=False,
            output_loading_info=True,
            **rounding,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise UserError(
            "The model in {path} cannot be loaded ({reason}). Copy or download it again.", path=path, reason=reason
        ) from error
    except RuntimeError as error:
        if "mismatch" not in str(error):
            raise
        raise UserError("The weights in {path} do not fit its config.json. Copy the model again.", path=path) from error
    # transformers would fill what is missing with random numbers.
    missing = sorted(report["missing_keys"])
    if missing:
        raise UserError(
            "The weights in {path} lack {count} parts of the model, the first is {missing}. "
            "Copy or download the model again.",
            path=path,
            count=len(missing),
            missing=missing[0],
        )
    return network


def _take_into_memory(network: Any) -> None:
    """Copy what is still mapped from the weight files: whoever writes into one of them would change the model."""
    for tensor in (*network.parameters(), *network.buffers()):
        tensor.data = tensor.data.clone()


def _stamp(files: Sequence[Path]) -> Stamp:
    """What differs where files were replaced or written to; empty where one is gone."""
    try:
        return tuple((stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in (file.stat() for file in files))
    except OSError:
        return ()


def _plain_generation(config: GenerationConfig) -> GenerationConfig:
    """Only the model's own token ids: no temperature, penalty or beam of its makers may change an answer unasked."""
    from transformers import GenerationConfig

    return GenerationConfig(
        bos_token_id=config.bos_token_id, eos_token_id=config.eos_token_id, pad_token_id=config.pad_token_id
    )


def physical_cores(system: Path = Path("/sys")) -> int:
    """The physical cores this process may use: its affinity without hyper-threads, within the container's quota.

    OMP_NUM_THREADS, where it is set, bounds them too.
    """
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    bound = int(wanted) if wanted.isdecimal() and int(wanted) > 0 else 1 << 16
    if not hasattr(os, "sched_getaffinity"):
        return min(bound, os.cpu_count() or 1)
    cores = {_core(system, cpu) for cpu in os.sched_getaffinity(0)}
    return max(1, min(len(cores), _quota(system), bound))


def _core(system: Path, cpu: int) -> str:
    try:
        topology = system / "devices/system/cpu" / f"cpu{cpu}" / "topology" / "thread_siblings_list"
        return topology.read_text().strip()
    except OSError:
        return str(cpu)


def _quota(system: Path) -> int:
    """CPUs that the control group grants, rounded up; many where there is no limit."""
    try:
        quota, period = (system / "fs/cgroup/cpu.max").read_text().split()
        return math.ceil(int(quota) / int(period))
    except (OSError, ValueError):
        return 1 << 16


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

    Whoever does need it gets the real one, inside and afterwards. Does nothing where it has been imported already, or
    torchvision is installed, which transformers then imports: it imports a module of the compiler.
    """
    if _COMPILER in sys.modules or find_spec("torchvision"):
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
