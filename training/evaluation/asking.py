"""The product's own answers, many at a time: one picture, all its questions in a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import LogitsProcessorList

from MISGroundLib.engine.protocol import Decoding, Question
from MISGroundLib.vlm.generate import Answer, answer, decoding_rule, judge, prepare_decoding
from MISGroundLib.vlm.loading import LoadedModel, load
from MISGroundLib.vlm.watching import Recorder
from training.structures import STRUCTURES


class Asker:
    """A model's folder, loaded and asked by the worker's own code with the product's default decoding."""

    def __init__(self, folder: Path, device: str = "auto") -> None:
        self.loaded: LoadedModel = load(str(folder), device)
        self.decoding = Decoding()
        prepare_decoding(self.loaded, self.decoding)
        self.known = frozenset(index for index, name in enumerate(STRUCTURES, 1) if self.loaded.profile.knows(name)[0])

    def one(self, pixels: NDArray[np.uint8], question: Question) -> Answer:
        """Exactly the worker's call."""
        return answer(self.loaded, pixels, question, self.decoding)

    def many(self, pixels: NDArray[np.uint8], questions: Sequence[Question]) -> list[Answer]:
        """The answers to several questions on a slice, uint8 (height, width): those of `one`, in a batch."""
        loaded = self.loaded
        profile, tokenizer = loaded.profile, loaded.tokenizer
        prepared = profile.prepare_image(pixels)
        texts = [
            loaded.processor.apply_chat_template(
                profile.build_messages(question), tokenize=False, add_generation_prompt=True
            )
            for question in questions
        ]
        images = [prepared.image] * len(texts)
        batch = loaded.processor(text=texts, images=images, return_tensors="pt", padding=True, padding_side="left")
        batch = batch.to(loaded.model.device)
        rule = decoding_rule(loaded, self.decoding, seed=0)
        with torch.inference_mode(), _looks_once(loaded.model.model.visual, len(texts)):
            made = loaded.model.generate(
                **batch,
                max_new_tokens=profile.max_new_tokens,
                do_sample=False,
                num_beams=1,
                logits_processor=LogitsProcessorList([rule] if rule else []),
                output_logits=True,
                return_dict_in_generate=True,
            )
        ends = loaded.model.generation_config.eos_token_id
        ends = ends if isinstance(ends, list) else [ends]
        answers = []
        for row, written in enumerate(made.sequences[:, batch["input_ids"].shape[1] :].tolist()):
            count = next((i + 1 for i, token in enumerate(written) if token in ends), len(written))
            recorder = self._replay(written[:count], [logits[row : row + 1] for logits in made.logits])
            text = str(tokenizer.decode([token for token in written[:count] if token not in ends]))
            parsed = profile.parse(text, prepared)
            answers.append(judge(loaded, recorder, None, parsed, profile.max_new_tokens))
        return answers

    def _replay(self, tokens: list[int], logits: list[torch.Tensor]) -> Recorder:
        """What the recorder of a single answer would have noted."""
        recorder = Recorder(0, self.loaded.coordinates, lambda tokens: None, lambda: False)
        for step in range(len(tokens)):
            recorder(torch.tensor([tokens[:step]]), logits[step])
            recorder(torch.tensor([tokens[: step + 1]]), None)
        return recorder


@contextmanager
def _looks_once(visual: Any, count: int) -> Iterator[None]:
    """The `count` pictures of a batch are one and the same: let the vision tower look once, and repeat what it saw."""
    forward = visual.forward

    def repeat(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return value.repeat(count, *[1] * (value.ndim - 1))
        return type(value)(repeat(part) for part in value) if isinstance(value, list | tuple) else value

    def once(pixel_values: torch.Tensor, grid_thw: torch.Tensor, **options: Any) -> Any:
        seen = forward(pixel_values[: len(pixel_values) // count], grid_thw[:1], **options)
        for key, value in seen.items():
            seen[key] = repeat(value)
        return seen

    visual.forward = once
    try:
        yield
    finally:
        del visual.forward
