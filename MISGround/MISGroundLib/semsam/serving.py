"""MIS-SemSam as a vLLM logits processor, under both of its interfaces; loaded with `--logits-processors`.

vLLM's V1 sampler and its model runner V2 want classes of two different bases. One class has both, so that one command
line serves every vLLM that has either. Which requests use the rule, and how, is theirs to say (`vllm_xargs`):
``semsam`` (off, safe or paper), ``semsam_top_m``, ``semsam_top_p``. The graph comes by path through
`--additional-config`: ``{"misground_semsam": {"graph": FILE, "default": "off"}}`` (`misground serve-args` writes all
this). Each row of a batch has settings of its own in one run of the rule; no step waits for the device.

What cannot work ends the start, never a server that runs: a graph of another vocabulary, a file that is not there.
"""

from __future__ import annotations

import logging
import math
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from MISGroundLib.errors import UserError
from MISGroundLib.semsam.graph_files import SERVING_CONFIG, check_command_line, read_served_graph
from MISGroundLib.semsam.rule import RowSettings, rescored_rows

MODES = ("off", "safe", "paper")
KNOWN = ("semsam", "semsam_top_m", "semsam_top_p")
# Every row of a batch is looked at as widely as the widest.
MOST_CANDIDATES = 256
_INTERFACES = (
    "vllm.v1.sample.logits_processor",
    "vllm.v1.worker.gpu.sample.logits_processor.interface",
    "vllm.v1.worker.gpu.sample.logits_processor",
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RequestSettings:
    """What one request asks for. top_m, top_p: the candidate set."""

    mode: str = "off"
    top_m: int = 8
    top_p: float = 0.95


def request_settings(extra: dict[str, Any] | None, default: str = "off") -> RequestSettings:
    """The settings in a request's `vllm_xargs`. Raises ValueError that names the setting and the remedy."""
    given = extra or {}
    for name in given:
        # Other plug-ins have other words.
        if str(name).lower().startswith("semsam") and name not in KNOWN:
            raise ValueError(f"{name} is no setting of semantic sampling: give {', '.join(KNOWN[:-1])} or {KNOWN[-1]}")
    mode = given.get("semsam", default)
    if mode not in MODES:
        raise ValueError(f"semsam is {mode!r}: give off, safe or paper")
    top_m, top_p = given.get("semsam_top_m", 8), given.get("semsam_top_p", 0.95)
    if isinstance(top_m, bool) or not isinstance(top_m, int) or not 1 <= top_m <= MOST_CANDIDATES:
        raise ValueError(f"semsam_top_m is {top_m!r}: give 1 to {MOST_CANDIDATES} candidates")
    if isinstance(top_p, bool) or not isinstance(top_p, int | float) or not 0 < top_p <= 1:
        raise ValueError(f"semsam_top_p is {top_p!r}: give a number above 0 and up to 1")
    return RequestSettings(mode, top_m, float(top_p))


class ServedRule:
    """The rule for a changing batch: slots with settings, rows that belong to slots. Knows nothing of vLLM."""

    def __init__(self, graph: Path, slots: int, device: torch.device, vocabulary: int) -> None:
        """vocabulary: of the server's model. Raises UserError for a graph file that is damaged or of another one."""
        served = read_served_graph(graph)
        self._vocabulary = served.protected.shape[0]
        if self._vocabulary != vocabulary:
            raise UserError(
                "The neighbour graph {graph} is of {origin}, a vocabulary of {tokens} tokens, and the served model has "
                "{wanted}. Write its own with `misground serve-args MODEL --graph-file FILE`.",
                graph=graph,
                origin=served.origin,
                tokens=self._vocabulary,
                wanted=vocabulary,
            )
        self._graph = served.graph.to(device)
        self._protected = served.protected.to(device)
        self._slots = slots
        self._device = device
        self._settings: dict[int, RequestSettings] = {}
        self._table: RowSettings | None = None
        self._has_complained = False

    def set(self, slot: int, settings: RequestSettings | None) -> None:
        """A request enters a slot, or leaves it (None)."""
        self._settings.pop(slot, None)
        if settings is not None and settings.mode != "off":
            self._settings[slot] = settings
        self._table = None

    def move(self, source: int, target: int, swap: bool) -> None:
        """A request changes its slot; the other one comes back where they swap."""
        moved, other = self._settings.pop(source, None), self._settings.pop(target, None)
        if moved is not None:
            self._settings[target] = moved
        if swap and other is not None:
            self._settings[source] = other
        self._table = None

    def apply(self, logits: torch.Tensor, slots_of_rows: torch.Tensor | None = None) -> torch.Tensor:
        """Re-scored logits (rows, V). slots_of_rows: (rows,) ids on the device; row i is slot i without it."""
        if not self._settings:
            return logits
        if logits.shape[1] != self._vocabulary:
            # An error here would end the server, with everybody's requests.
            if not self._has_complained:
                told = "semantic sampling is OFF: the server hands over logits of %s tokens, the model has %s"
                log.error(told, logits.shape[1], self._vocabulary)
            self._has_complained = True
            return logits
        if self._table is None:
            self._table = self._tabulated()
        rows = slice(logits.shape[0]) if slots_of_rows is None else slots_of_rows.long()
        return rescored_rows(logits, self._graph, self._protected, self._table.of(rows))

    def _tabulated(self) -> RowSettings:
        """The settings of all slots."""
        settings = [self._settings.get(slot, RequestSettings()) for slot in range(self._slots)]
        top_p = [one.top_p if one.top_p < 1 else math.inf for one in settings]

        def column(values: list[Any], dtype: torch.dtype) -> torch.Tensor:
            return torch.tensor(values, dtype=dtype).unsqueeze(1).to(self._device, non_blocking=True)

        return RowSettings(
            top_m=column([one.top_m for one in settings], torch.long),
            top_p=column(top_p, torch.float32),
            safe=column([one.mode == "safe" for one in settings], torch.bool),
            wanted=column([one.mode != "off" for one in settings], torch.bool),
            widest=max(one.top_m for one in self._settings.values()),
        )


def _bases() -> tuple[type, ...]:
    """The interfaces that this vLLM has; none where vLLM is not installed."""
    found: list[type] = []
    for name in _INTERFACES:
        try:
            base = import_module(name).LogitsProcessor
        except (ImportError, AttributeError):
            continue
        if base not in found:
            found.append(base)
    return tuple(found)


def make_class(bases: tuple[type, ...]) -> type:
    """The logits processor with these bases."""

    class SemSamLogitsProcessor(*bases):  # type: ignore[misc]
        """What vLLM makes one of, a worker."""

        def __init__(self, vllm_config: Any, place: Any, is_pin_memory: bool = False) -> None:
            """V1: (config, device, pinned); V2: (config, the requests' shared state)."""
            config = (vllm_config.additional_config or {}).get(SERVING_CONFIG) or {}
            if "graph" not in config:
                raise ValueError(
                    f'no neighbour graph: give --additional-config \'{{"{SERVING_CONFIG}": {{"graph": FILE}}}}\', '
                    "as `misground serve-args` prints it"
                )
            self._default = config.get("default", "off")
            request_settings({}, self._default)
            slots = getattr(place, "max_num_reqs", None) or vllm_config.scheduler_config.max_num_seqs
            device = torch.device(getattr(place, "device", place))
            vocabulary = getattr(place, "vocab_size", None) or vllm_config.model_config.get_vocab_size()
            self._rule = ServedRule(Path(config["graph"]), int(slots), device, int(vocabulary))

        @classmethod
        def validate_params(cls, sampling_params: Any) -> None:
            """Raise ValueError when a request comes in, not when it is sampled."""
            request_settings(sampling_params.extra_args)

        def is_argmax_invariant(self) -> bool:
            """It is what it is for to change the argmax."""
            return False

        def update_state(self, batch_update: Any) -> None:
            """V1: requests that left, came, moved."""
            if batch_update is None:
                return
            for slot in batch_update.removed:
                self._rule.set(slot, None)
            for slot, params, *_ in batch_update.added:
                self._rule.set(slot, request_settings(params.extra_args, self._default))
            for source, target, direction in batch_update.moved:
                self._rule.move(source, target, swap=direction.name == "SWAP")

        def add_request(self, req_idx: int, sampling_params: Any) -> bool:
            """V2: a request enters a slot; whether the rule changes anything for it."""
            settings = request_settings(sampling_params.extra_args, self._default)
            self._rule.set(req_idx, settings)
            return settings.mode != "off"

        def apply(self, logits: torch.Tensor, ctx: Any = None) -> torch.Tensor:
            """V1: row i is request i. V2: the context says whose each row is."""
            return self._rule.apply(logits, None if ctx is None else ctx.expanded_idx_mapping)

    return SemSamLogitsProcessor


SemSamLogitsProcessor = make_class(_bases())
# vLLM imports this before it loads the model, and makes the class after.
check_command_line(sys.argv)
