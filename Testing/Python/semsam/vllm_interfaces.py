"""What vLLM's two interfaces ask of a logits processor, and what they call when: stand-ins, since vLLM's pins clash.

Written from the documents of vllm.v1.sample.logits_processor (V1) and vllm.v1.worker.gpu.sample.logits_processor (V2).
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum, auto
from types import SimpleNamespace

import torch


class Direction(Enum):
    UNIDIRECTIONAL = auto()
    SWAP = auto()


@dataclass(frozen=True)
class BatchUpdate:
    batch_size: int
    removed: list = field(default_factory=list)
    added: list = field(default_factory=list)
    moved: list = field(default_factory=list)


class V1(ABC):
    @classmethod
    def validate_params(cls, sampling_params):
        return None

    @abstractmethod
    def __init__(self, vllm_config, device, is_pin_memory): ...

    @abstractmethod
    def apply(self, logits): ...

    @abstractmethod
    def is_argmax_invariant(self): ...

    @abstractmethod
    def update_state(self, batch_update): ...


class V2(ABC):
    def __init__(self, vllm_config, req_states):
        super().__init__()

    @classmethod
    def validate_params(cls, sampling_params):
        return None

    def add_request(self, req_idx, sampling_params):
        return True

    def apply_staged_writes(self):
        return None

    @abstractmethod
    def apply(self, logits, ctx): ...


def params(**xargs):
    return SimpleNamespace(extra_args=xargs or None)


def config(graph, vocabulary=400, **more):
    return SimpleNamespace(
        additional_config={"misground_semsam": {"graph": str(graph), **more}},
        scheduler_config=SimpleNamespace(max_num_seqs=16),
        model_config=SimpleNamespace(get_vocab_size=lambda: vocabulary),
    )


def request_states(vocabulary=400):
    return SimpleNamespace(device=torch.device("cpu"), max_num_reqs=16, vocab_size=vocabulary)


def context(rows):
    return SimpleNamespace(expanded_idx_mapping=torch.tensor(rows, dtype=torch.int32))
