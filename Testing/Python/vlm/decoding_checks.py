"""What any model's decoding must hold to, checked through the model's own generate()."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from transformers import LogitsProcessor, LogitsProcessorList

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import StoppedError
from MISGroundLib.semsam.rule import SemSamProcessor, reference_step
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.decoding import prepare_decoding
from MISGroundLib.vlm.generation import answer, reuse_picture
from MISGroundLib.vlm.pictures import model_inputs

# Comparisons closer than this can fall either way in float32.
TOO_CLOSE = 1e-5


def picture(seed: int = 0, height: int = 96, width: int = 128) -> np.ndarray:
    """A bright ellipse with darker blobs on black, and noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    image = np.where(x**2 / 0.8 + y**2 / 0.6 < 1, 150.0, 0.0)
    for _ in range(6):
        cx, cy, r = rng.uniform(-0.5, 0.5), rng.uniform(-0.4, 0.4), rng.uniform(0.1, 0.3)
        image[(x - cx) ** 2 + (y - cy) ** 2 < r**2] = rng.uniform(60, 250)
    return np.clip(image + rng.normal(0, 6, image.shape), 0, 255).astype(np.uint8)


class Oracle(LogitsProcessor):
    """The rule by plain loops, one token at a time."""

    def __init__(self, graph, decoding, protected):
        self.graph = [graph.ids.tolist(), graph.weights.tolist(), graph.content.tolist()]
        self.decoding = decoding
        self.protected = protected.tolist() if decoding.mode == "safe" else None
        self.steps = []

    def __call__(self, input_ids, scores):
        logits = scores[0].double().tolist()
        step = reference_step(logits, *self.graph, self.decoding.top_m, self.decoding.top_p, self.protected)
        self.steps.append(step)
        forced = torch.full_like(scores, -torch.inf)
        forced[0, step.choice] = 0
        return forced


def inputs(loaded, pixels, question):
    return model_inputs(loaded, question, [loaded.profile.prepare_image(pixels)])


def tokens(loaded, batch, processors=(), **settings):
    """The ids that generate makes after the prompt, (rows, tokens)."""
    with torch.inference_mode():
        made = loaded.model.generate(
            **batch,
            max_new_tokens=settings.pop("max_new_tokens", 48),
            do_sample=False,
            logits_processor=LogitsProcessorList(processors),
            **settings,
        )
    return made[:, 1 if loaded.model.config.is_encoder_decoder else batch["input_ids"].shape[1] :]


def rule(loaded, decoding):
    prepare_decoding(loaded, decoding)
    protected = loaded.protected if decoding.mode == "safe" else None
    return SemSamProcessor(loaded.graphs[decoding.graph_key], decoding.top_m, decoding.top_p, protected)


def check_against_oracle(loaded, pixels, query, decoding):
    """The fast rule and the plain loops write the same tokens; returns the rule's statistics."""
    batch = inputs(loaded, pixels, Question(query, modality="CT"))
    fast = rule(loaded, decoding)
    made = tokens(loaded, batch, [fast])[0].tolist()
    oracle = Oracle(loaded.graphs[decoding.graph_key], decoding, loaded.protected)
    expected = tokens(loaded, batch, [oracle])[0].tolist()
    close = [i for i, step in enumerate(oracle.steps) if step.margin < TOO_CLOSE]
    same_until = close[0] if close else len(expected)
    assert made[:same_until] == expected[:same_until]
    statistics = fast.statistics()
    assert statistics.steps == statistics.rescored + statistics.deferred
    if not close:
        assert statistics.deferred == sum(step.deferred for step in oracle.steps)
        assert statistics.changed == sum(step.choice != step.nucleus[0] for step in oracle.steps)
    return statistics


def check_one_neighbour_is_greedy(loaded, pixels, query):
    batch = inputs(loaded, pixels, Question(query, modality="CT"))
    for mode in ("paper", "safe"):
        alone = rule(loaded, Decoding(k=1, mode=mode, top_p=1.0, top_m=20))
        assert torch.equal(tokens(loaded, batch, [alone]), tokens(loaded, batch))
        assert alone.statistics().changed == 0


def check_batch_and_cache(loaded, pictures, query, decoding):
    """A batch writes what its rows write alone; with the key-value cache what it writes without."""
    single = [inputs(loaded, pixels, Question(query, modality="CT")) for pixels in pictures]
    together = {name: torch.cat([batch[name] for batch in single]) for name in single[0]}
    made = tokens(loaded, together, [rule(loaded, decoding)])
    ends = loaded.model.generation_config.eos_token_id
    for row, batch in enumerate(single):
        alone = tokens(loaded, batch, [rule(loaded, decoding)])[0].tolist()
        assert made[row, : len(alone)].tolist() == alone
        assert alone[-1] == ends or len(alone) == made.shape[1]
        assert tokens(loaded, batch, [rule(loaded, decoding)], use_cache=False)[0].tolist() == alone


def check_reading_on_after_the_picture(loaded, pixels, question, closeness):
    """The logits of two questions after a picture read once are those of one that reads all of it.

    closeness: how far apart they may be, as a share of what another picture changes.
    """
    whole, other = (inputs(loaded, one, question) for one in (pixels, picture(3)))
    token = loaded.tokenizer.convert_tokens_to_ids(loaded.family.image_token)
    with torch.inference_mode():
        rest, _ = reuse_picture(loaded.model, [whole, whole], token, None)
        on, cold, another = (
            loaded.model.generate(
                **batch, max_new_tokens=1, do_sample=False, output_logits=True, return_dict_in_generate=True
            ).logits[0]
            for batch in (rest, whole, other)
        )
    assert on.shape[0] == 2
    assert (on - cold).abs().max() < closeness * (another - cold).abs().max()


def check_a_stop_while_the_picture_is_read(loaded, pixels, question):
    """It ends the answer, at the third time that the model asks whether to stop."""
    asked = []

    def after_two():
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(StoppedError):
        answer(loaded, pixels, question, Decoding("greedy"), should_stop=after_two)
