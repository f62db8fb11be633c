"""Questions to answers: the model's own `generate`, watched while it runs, after a picture that is read only once.

A question comes after its picture, so that all of the prompt up to the picture's end is the same for every question on
a slice: its key-value cache is kept for further ones, beside those of the slices that were read with it. The cache is
exact, since what a token sees does not depend on what comes later. Not so where a family lets the picture look at the
question (PaliGemma) or has an encoder (Florence-2): these read everything anew.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import DynamicCache, LogitsProcessor, LogitsProcessorList, StoppingCriteria, StoppingCriteriaList

from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.vlm.decoding import choosing, decoding_rule, prepare_decoding
from MISGroundLib.vlm.loading import LoadedModel
from MISGroundLib.vlm.pictures import PreparedImage, model_inputs, pictures_of
from MISGroundLib.vlm.scoring import Answer, ends_of, judge, text_of

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question
    from MISGroundLib.settings import Decoding

# A coordinate is as sure as the share of probability within this of it, on the 0-1000 scale.
NEAR = 50
# Inputs with an entry for each token of the prompt; all others belong to the picture.
_BY_TOKEN = ("input_ids", "attention_mask", "token_type_ids", "mm_token_type_ids")

Inputs = dict[str, Any]


def answer(
    loaded: LoadedModel,
    pixels: NDArray[np.uint8],
    question: Question,
    decoding: Decoding,
    seed: int = 0,
    on_token: Callable[[str, int, int], None] = lambda text, count, limit: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Ask about a slice, uint8 (height, width) or (height, width, 3); in words also of several, (n, height, width, 3).

    Args:
        loaded: the model.
        pixels: the slice or slices.
        question: what is asked, where its `picture` says so of one of the slices.
        decoding: how tokens are chosen.
        seed: of a decoding that draws.
        on_token: gets the text so far, the tokens made, and the most there can be.
        should_stop: looked at between the model's layers.

    Raises:
        StoppedError: soon after should_stop() turns true.
        UserError: where the model's numbers overflow.
    """
    answers = answer_in_batches(
        loaded, pixels, [question], decoding, seed, 1, lambda _, *token: on_token(*token), should_stop
    )
    return next(answers)[1]


def answer_in_batches(
    loaded: LoadedModel,
    pixels: NDArray[np.uint8],
    questions: Sequence[Question],
    decoding: Decoding,
    seed: int = 0,
    batch_size: int = 8,
    on_token: Callable[[int, str, int, int], None] = lambda index, text, count, limit: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, Answer]]:
    """Ask several questions of a request's pictures, at most so many in a batch: (the question's index, its answer).

    As `answer`; on_token gets the index first. Only questions of equal length share a batch, so that none needs
    padding; with sampling, where each answer has its own seed, and in families that read the picture anew for every
    question, each is asked alone. Questions of different pictures share one where the profile says that they may.
    Numbers of a batch are added up in another order than those of one question: where two tokens are all but equally
    probable, an answer can differ.
    """
    prepare_decoding(loaded, decoding, should_stop=should_stop)
    seen = {
        number: [loaded.profile.prepare_image(picture) for picture in pictures_of(pixels, number)]
        for number in dict.fromkeys(question.picture for question in questions)
    }
    if not loaded.family.writes:
        from MISGroundLib.vlm.segmenting import segment

        for number, prepared in seen.items():
            places = [index for index, question in enumerate(questions) if question.picture == number]
            told = segment(loaded, prepared[0], [questions[index] for index in places], should_stop)
            yield from ((places[at], said) for at, said in told)
        return
    waiting: dict[tuple[int, int | None], list[_Asked]] = {}
    for index, question in enumerate(questions):
        prepared = seen[question.picture]
        asked = _Asked(index, question, prepared, model_inputs(loaded, question, prepared))
        alone = decoding.sample or not (prepared and loaded.family.reads_picture_first)
        apart = None if loaded.profile.reads_pictures_together else question.picture
        group = waiting.setdefault((asked.inputs["input_ids"].shape[1], apart), [])
        group.append(asked)
        if alone or len(group) >= batch_size:
            yield from _answered(loaded, group, decoding, seed, on_token, should_stop)
            group.clear()
    for group in waiting.values():
        if group:
            yield from _answered(loaded, group, decoding, seed, on_token, should_stop)


@dataclass(frozen=True)
class _Asked:
    """A question with its number, the pictures that it is about, and what the model gets."""

    index: int
    question: Question
    prepared: Sequence[PreparedImage]
    inputs: Inputs


def _answered(
    loaded: LoadedModel,
    group: Sequence[_Asked],
    decoding: Decoding,
    seed: int,
    on_token: Callable[[int, str, int, int], None],
    should_stop: Callable[[], bool],
) -> Iterator[tuple[int, Answer]]:
    """The answers to questions of equal length, made in one batch."""
    limit = loaded.profile.max_new_tokens
    # A model with an encoder reads the prompt there; its answer begins with one token of its own.
    prompt = 1 if loaded.model.config.is_encoder_decoder else group[0].inputs["input_ids"].shape[1]
    recorder = Recorder(
        prompt,
        loaded.coordinates,
        ends_of(loaded),
        len(group),
        lambda row, tokens: on_token(group[row].index, text_of(loaded, tokens), len(tokens), limit),
        should_stop,
    )
    rule = decoding_rule(loaded, decoding, seed)
    with torch.inference_mode(), stop_between_layers(loaded.model, should_stop):
        inputs = [asked.inputs for asked in group]
        made = loaded.model.generate(
            **(_after_the_picture(loaded, inputs) if group[0].prepared else inputs[0]),
            max_new_tokens=limit,
            do_sample=False,
            num_beams=1,
            logits_processor=LogitsProcessorList([recorder, *choosing(loaded, rule)]),
            stopping_criteria=StoppingCriteriaList([recorder]),
        )
    if should_stop():
        raise StoppedError
    for row, asked in enumerate(group):
        prepared = asked.prepared
        asked_of = prepared if len(prepared) > 1 else prepared[0] if prepared else None
        noted = recorder.noted[row]
        noted.keep(made.shape[1] - prompt)
        if not all(math.isfinite(p) for p in noted.probabilities):
            raise UserError("The model's numbers overflowed on this device. Choose the device cpu, or another model.")
        points = loaded.profile.points_at(asked.question, len(prepared))
        yield asked.index, judge(loaded, noted, None if asked.question.words else asked_of, rule, row, points)


def _after_the_picture(loaded: LoadedModel, inputs: Sequence[Inputs]) -> Inputs:
    """The inputs of a batch, less what the model has read of this slice already."""
    if not loaded.family.reads_picture_first:
        return inputs[0]
    image_token = loaded.tokenizer.convert_tokens_to_ids(loaded.family.image_token)
    rest, loaded.picture = reuse_picture(loaded.model, inputs, image_token, loaded.picture)
    return rest


@dataclass
class Noted:
    """One answer as it was written: its tokens, and for each its probability and, for a coordinate, the share of
    probability within NEAR of it (else None).
    """

    tokens: list[int] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    near: list[float | None] = field(default_factory=list)

    def keep(self, count: int) -> None:
        """Drop what came after the first `count` tokens: on MPS generate stops one step late."""
        del self.tokens[count:], self.probabilities[count:], self.near[count:]


class Recorder(LogitsProcessor, StoppingCriteria):
    """First among the logits processors, where it changes nothing, and among the stopping criteria.

    After `generate` it holds what was written: noted, one a row.

    Args:
        prompt_length: tokens of the prompt.
        coordinates: (1001,) ids of the tokens "0" to "1000", or None.
        ends: the ids that end an answer; what follows one is padding.
        rows: answers in the batch.
        on_tokens: gets the row and its ids so far.
        should_stop: whether to end all rows after this token.
    """

    def __init__(
        self,
        prompt_length: int,
        coordinates: torch.Tensor | None,
        ends: Collection[int] = (),
        rows: int = 1,
        on_tokens: Callable[[int, list[int]], None] = lambda row, tokens: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Nothing noted yet."""
        self._prompt_length = prompt_length
        self._coordinates = coordinates
        self._values = {} if coordinates is None else {int(t): i for i, t in enumerate(coordinates.tolist())}
        self._ends = ends
        self._on_tokens = on_tokens
        self._should_stop = should_stop
        self._logits: torch.Tensor | None = None
        self._steps = 0
        self.noted = [Noted() for _ in range(rows)]

    def __call__(self, input_ids: torch.Tensor, scores: Any) -> Any:
        """A processor is called with the logits (B, V), then a criterion with the ids that hold the chosen tokens."""
        if input_ids.shape[1] == self._prompt_length + self._steps:
            self._logits = scores
            return scores
        self._steps += 1
        for row, token in enumerate(input_ids[:, -1].tolist()):
            if not self.noted[row].tokens or self.noted[row].tokens[-1] not in self._ends:
                self._note(row, token)
        return torch.full((len(self.noted),), self._should_stop(), dtype=torch.bool, device=input_ids.device)

    def _note(self, row: int, token: int) -> None:
        assert self._logits is not None
        logits = self._logits[row].float()
        total = logits.logsumexp(0)
        noted = self.noted[row]
        noted.tokens.append(token)
        noted.probabilities.append(float((logits[token] - total).exp()))
        noted.near.append(self._near(logits, total, token))
        self._on_tokens(row, noted.tokens)

    def _near(self, logits: torch.Tensor, total: torch.Tensor, token: int) -> float | None:
        if self._coordinates is None or token not in self._values:
            return None
        value = self._values[token]
        around = self._coordinates[max(0, value - NEAR) : value + NEAR + 1].to(logits.device)
        return float((logits[around] - total).exp().sum())


@contextmanager
def stop_between_layers(model: torch.nn.Module, should_stop: Callable[[], bool]) -> Iterator[None]:
    """Raise StoppedError from within the model, before its next layer: reading a picture can take long on a CPU."""

    def check(*_: Any) -> None:
        if should_stop():
            raise StoppedError

    layers = [layer for part in model.modules() if isinstance(part, torch.nn.ModuleList) for layer in part]
    hooks = [layer.register_forward_pre_hook(check) for layer in layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


@dataclass(frozen=True)
class PictureCache:
    """The keys and values of prompts' beginnings, a row for each picture or set of pictures, which `keys` tell apart.

    rope_deltas (rows, 1): what Qwen's positions after a picture count from.
    """

    keys: tuple[str, ...]
    cache: Any
    rope_deltas: torch.Tensor | None


def reuse_picture(
    model: Any, inputs: Sequence[dict[str, Any]], image_token: int, known: PictureCache | None
) -> tuple[dict[str, Any], PictureCache]:
    """Inputs for `generate` that go on after each prompt's picture, and the cache: `known` if it has all pictures.

    inputs: whole prompts of one length, batches of one, which become one batch. Their pictures take as many tokens.
    image_token: the id that stands for a piece of a picture. Call it in inference mode.
    """
    place = int((inputs[0]["input_ids"][0] == image_token).nonzero()[-1]) + 1
    begun = [{name: one[name][:, :place] if name in _BY_TOKEN else one[name] for name in one} for one in inputs]
    keys = [picture_key(one) for one in begun]
    if known is None or not set(keys) <= set(known.keys):
        new = dict(zip(keys, begun, strict=True))
        pictures = {name: torch.cat([one[name] for one in new.values()]) for name in begun[0]}
        cache = DynamicCache(config=model.config.get_text_config())
        model(**pictures, use_cache=True, logits_to_keep=1, **{cache_keyword(model): cache})
        deltas = getattr(model.model, "rope_deltas", None)
        known = PictureCache(tuple(new), cache, None if deltas is None else deltas.clone())
    rows = torch.tensor([known.keys.index(key) for key in keys])
    if known.rope_deltas is not None:  # another slice's would shift all that follows, without a word
        model.model.rope_deltas = known.rope_deltas[rows.to(known.rope_deltas.device)]
    rest = {name: torch.cat([one[name] for one in inputs]) for name in _BY_TOKEN if name in inputs[0]}
    cache = copy.deepcopy(known.cache)
    if rows.tolist() != list(range(len(known.keys))):
        # Layers with a state in place of keys and values have no `batch_repeat_interleave`.
        cache.reorder_cache(rows)
    return {**rest, cache_keyword(model): cache}, known


def cache_keyword(model: Any) -> str:
    """What the installed transformers calls a model's cache: `cache`, or before 5.24 or so `past_key_values`."""
    return "cache" if "cache" in inspect.signature(type(model).forward).parameters else "past_key_values"


def picture_key(picture: dict[str, Any]) -> str:
    """What tells one picture's inputs from another's."""
    digest = hashlib.sha256()
    for name in sorted(picture):
        value = picture[name].detach().cpu().contiguous()
        digest.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
        digest.update(value.view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()
