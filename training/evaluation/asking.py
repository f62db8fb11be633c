"""The product's own answers, many at a time: a picture is read once, then all its questions are answered in a batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import DynamicCache

from MISGroundLib.engine.protocol import Question
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.decoding import choosing, decoding_rule, prepare_decoding
from MISGroundLib.vlm.generation import Recorder, answer, cache_keyword
from MISGroundLib.vlm.loading import LoadedModel, load
from MISGroundLib.vlm.pictures import model_inputs, prompt_text
from MISGroundLib.vlm.scoring import Answer, ends_of, judge
from training.structures import STRUCTURES

# The inputs that have an entry for each token of the prompt.
_BY_TOKEN = ("input_ids", "attention_mask", "mm_token_type_ids")


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
        """The answers of `one` to several questions on a slice, uint8 (height, width), several times as fast."""
        profile = self.loaded.profile
        prepared = profile.prepare_image(pixels)
        first = model_inputs(self.loaded, questions[0], [prepared])
        prompts = [first["input_ids"][0].tolist()]
        # Prompts differ in the words of the question alone: the picture's tokens are the first prompt's.
        place = prompts[0].index(self.loaded.model.config.image_token_id)
        length = prompts[0].count(self.loaded.model.config.image_token_id)
        for question in questions[1:]:
            ids = self.loaded.tokenizer.encode(prompt_text(self.loaded, question), add_special_tokens=False)
            prompts.append([*ids[:place], *prompts[0][place : place + length], *ids[place + 1 :]])
        ends = ends_of(self.loaded)
        answers = []
        for written, logits in self._write(first, prompts, ends):
            recorder = Recorder(0, self.loaded.coordinates)
            for step, row in enumerate(logits):
                recorder(torch.tensor([written[:step]]), row[None])
                recorder(torch.tensor([written[: step + 1]]), None)
            answers.append(judge(self.loaded, recorder.noted[0], prepared))
        return answers

    @torch.inference_mode()
    def _write(
        self, first: dict[str, Any], prompts: list[list[int]], ends: list[int]
    ) -> list[tuple[list[int], list[torch.Tensor]]]:
        """For each prompt the tokens written, and the model's logits (V,) before each."""
        model, device = self.loaded.model, self.loaded.model.device
        # What all prompts share is read once; the rest, at least a token each, is padded on the left.
        shared = _shared(prompts)
        rests = [prompt[shared:] for prompt in prompts]
        width = max(map(len, rests))
        pads = torch.tensor([width - len(rest) for rest in rests], device=device)
        ids = torch.tensor([[ends[0]] * (width - len(rest)) + rest for rest in rests], device=device)
        start = {key: value[:, :shared] if key in _BY_TOKEN else value for key, value in first.items()}
        cache = DynamicCache()
        kept = {cache_keyword(model): cache}
        model(**start, use_cache=True, **kept)
        cache.batch_repeat_interleave(len(prompts))
        delta = int(model.model.rope_deltas.reshape(-1)[0])
        mask = torch.ones(len(prompts), shared, dtype=torch.long, device=device)
        columns = torch.arange(width, device=device)
        mask = torch.cat([mask, (columns >= pads[:, None]).long()], dim=1)
        places = shared + delta + columns - pads[:, None]
        choose = choosing(self.loaded, decoding_rule(self.loaded, self.decoding, seed=0))
        written: list[list[int]] = [[] for _ in prompts]
        logits: list[list[torch.Tensor]] = [[] for _ in prompts]
        going = set(range(len(prompts)))
        for _ in range(self.loaded.profile.max_new_tokens):
            positions = places.clamp(min=0).expand(3, -1, -1)
            step = {"input_ids": ids, "attention_mask": mask, "position_ids": positions}
            last = model(**step, **kept, use_cache=True).logits[:, -1]
            chosen = choose(ids, last.clone()).argmax(dim=-1)
            for row in list(going):
                written[row].append(int(chosen[row]))
                logits[row].append(last[row])
                if written[row][-1] in ends:
                    going.remove(row)
            if not going:
                break
            ids, places = chosen[:, None], places[:, -1:] + 1
            mask = torch.cat([mask, torch.ones_like(mask[:, :1])], dim=1)
        return list(zip(written, logits, strict=True))


def _shared(prompts: list[list[int]]) -> int:
    """How many first tokens are the same in all prompts, short of a whole prompt."""
    shortest = min(map(len, prompts)) - 1
    return next((i for i in range(shortest) if len({prompt[i] for prompt in prompts}) > 1), shortest)
