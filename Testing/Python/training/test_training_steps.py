"""Training computes what the model computes; steps lower the loss; a killed run goes on as if never stopped."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from MISGroundLib.engine.protocol import Question
from MISGroundLib.vlm.pictures import prepare_square
from MISGroundLib.vlm.processor import load_processor
from MISGroundLib.vlm.profiles import profile_for
from training.examples import make_batch
from training.export import export_model
from training.model import PATCHES, SUFFIX, normalise, vision_features
from training.train import Plan, Trainer, save_checkpoint

PLAN = Plan(vision_steps=1, language_steps=1, joint_steps=500, batch=2, joint_scale=1.0, seed=3)


@pytest.fixture(scope="module")
def batches(phantoms):
    trainer = Trainer(PLAN)
    return [make_batch(phantoms, trainer.vocabulary, seed=1, step=step, size=2) for step in range(2)]


@pytest.fixture(scope="module")
def an_exported_folder(tmp_path_factory):
    trainer = Trainer(PLAN)
    folder = tmp_path_factory.mktemp("model")
    export_model(trainer.model, trainer.tokenizer, folder)
    return folder, trainer


def test_batches_depend_on_seed_and_step_alone(phantoms, batches):
    trainer = Trainer(PLAN)
    again = make_batch(phantoms, trainer.vocabulary, seed=1, step=0, size=2)
    for name in ("images", "cells", "prefix", "suffix", "targets"):
        assert torch.equal(getattr(again, name), getattr(batches[0], name))
    assert not torch.equal(batches[0].images, batches[1].images)


def test_the_batched_tower_equals_the_models_own(batches, an_exported_folder):
    model = an_exported_folder[1].model
    patches = normalise(batches[0].images)
    whole = patches.reshape(-1, 1, 1, 10, 10).expand(-1, 3, 2, -1, -1).reshape(2 * PATCHES, -1)
    with torch.no_grad():
        own = model.model.visual(whole, torch.tensor([[1, 16, 16]] * 2)).last_hidden_state
        assert torch.allclose(own.view(2, PATCHES, -1), vision_features(model, patches), atol=1e-4)


def test_packed_questions_equal_separate_ones(batches, an_exported_folder):
    trainer, batch = an_exported_folder[1], batches[0]
    model, vocabulary = trainer.model, trainer.vocabulary
    kept = {}
    original = model.model.language_model.forward

    def spy(**inputs):
        kept["hidden"] = original(**inputs)
        return kept["hidden"]

    model.model.language_model.forward = spy
    try:
        with torch.no_grad():
            trainer._language(vision_features(model, normalise(batch.images)), batch)
    finally:
        del model.model.language_model.forward
    packed = model.lm_head(kept["hidden"].last_hidden_state[1, -batch.suffix[1].numel() :]).unflatten(0, (-1, SUFFIX))
    question = 3
    image_token = model.config.image_token_id
    ids = [*vocabulary.open, *[image_token] * PATCHES, *batch.prefix[1].tolist(), *batch.suffix[1, question].tolist()]
    ids = torch.tensor([ids])
    whole = normalise(batch.images[1:]).reshape(-1, 1, 1, 10, 10).expand(-1, 3, 2, -1, -1).reshape(PATCHES, -1)
    with torch.no_grad():
        alone = model(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            pixel_values=whole,
            image_grid_thw=torch.tensor([[1, 16, 16]]),
            mm_token_type_ids=(ids == image_token).int(),
        ).logits[0, -SUFFIX:]
    assert torch.allclose(packed[question], alone, atol=1e-4)


def test_training_sees_what_the_real_processor_makes(an_exported_folder):
    folder, trainer = an_exported_folder
    profile = profile_for(trainer.model.config.to_dict(), folder)
    processor = load_processor(folder)
    pixels = np.random.default_rng(0).integers(0, 256, (101, 122), dtype=np.uint8)
    prepared = profile.prepare_image(pixels)
    for fraction in (0.4561, None):
        messages = profile.build_messages(Question("Lt kidney", "coronal", "CT", fraction))
        text = processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        inputs = processor(text=[text], images=[prepared.image], return_tensors="pt")
        image = torch.from_numpy(np.array(prepare_square(pixels, 160).image)[:, :, 0])
        patches = normalise(image[None]).view(PATCHES, 1, 1, 10, 10).expand(-1, 3, 2, -1, -1).reshape(PATCHES, -1)
        assert torch.allclose(inputs["pixel_values"], patches, atol=1e-6)
        vocabulary = trainer.vocabulary
        ids, targets, _ = vocabulary.suffix("left kidney", None)
        question = ids[: int(np.flatnonzero(targets >= 0)[0]) + 1]
        expected = [*vocabulary.open, *[trainer.model.config.image_token_id] * PATCHES]
        expected += [*vocabulary.prefix("CT", "coronal", fraction), *question]
        assert inputs["input_ids"][0].tolist() == [int(i) for i in expected]


def test_answers_are_spelled_as_the_parser_reads_them(an_exported_folder):
    _, trainer = an_exported_folder
    ids, targets, coordinates = trainer.vocabulary.suffix("left kidney", np.array([0.2, 17.6, 500, 1000]))
    answer = trainer.tokenizer.decode(targets[targets >= 0])
    assert answer == '[{"bbox_2d": [0, 18, 500, 1000], "label": "left kidney"}]<|im_end|>'
    assert np.isfinite(coordinates).sum() == 4
    assert len(ids) == SUFFIX


@pytest.mark.parametrize("first", [0, 1, 2], ids=["vision", "language", "joint"])
def test_steps_lower_the_loss_at_every_stage(batches, first):
    lengths = {0: (60, 1, 1), 1: (0, 60, 1), 2: (0, 0, 60)}[first]
    plan = replace(PLAN, vision_steps=lengths[0], language_steps=lengths[1], joint_steps=lengths[2])
    trainer = Trainer(plan)
    losses = [trainer.train_step(batches[0])["total"] for _ in range(6)]
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


def test_a_checkpoint_resumes_exactly(batches, tmp_path):
    through = Trainer(PLAN)
    for step in range(4):
        through.train_step(batches[step % 2])
    stopped = Trainer(PLAN)
    for step in range(2):
        stopped.train_step(batches[step % 2])
    save_checkpoint(stopped, tmp_path)
    resumed = Trainer(replace(PLAN))
    resumed.restore(torch.load(tmp_path / "checkpoint.pt", weights_only=True))
    for step in range(2, 4):
        resumed.train_step(batches[step % 2])
    assert resumed.step == through.step
    for (name, one), other in zip(through.model.state_dict().items(), resumed.model.state_dict().values(), strict=True):
        assert torch.equal(one, other), name
