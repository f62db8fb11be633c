"""Training computes what the model computes; steps lower the loss; a killed run goes on as if never stopped."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from transformers.models.qwen3_vl.modeling_qwen3_vl import rotate_half

from MISGroundLib.engine.protocol import Question
from MISGroundLib.vlm.families import FAMILIES
from MISGroundLib.vlm.pictures import prepare_square
from MISGroundLib.vlm.processor import load_processor
from MISGroundLib.vlm.profiles import profile_for
from training.donor import save_donor
from training.examples import Pool, make_batch
from training.export import export_model
from training.feeding import Feeder
from training.model import (
    PATCHES,
    SUFFIX,
    Vocabulary,
    _positions,
    make_model,
    make_tokenizer,
    normalise,
    vision_features,
)
from training.structures import COUNT, IGNORE, STRUCTURE_ID, STRUCTURES
from training.train import Plan, Trainer, save_checkpoint, train
from training.warm_start import warm_start

PLAN = Plan(vision_steps=1, language_steps=1, joint_steps=500, batch=2, joint_scale=1.0, seed=3)


@pytest.fixture(scope="module")
def batches(phantoms):
    trainer = Trainer(PLAN)
    return [make_batch(Pool(phantoms), trainer.vocabulary, seed=1, step=step, size=2) for step in range(2)]


@pytest.fixture(scope="module")
def an_exported_folder(tmp_path_factory):
    trainer = Trainer(PLAN)
    folder = tmp_path_factory.mktemp("model")
    export_model(trainer.model, trainer.tokenizer, folder)
    return folder, trainer


def test_batches_depend_on_seed_and_step_alone(phantoms, batches):
    trainer = Trainer(PLAN)
    again = make_batch(Pool(phantoms), trainer.vocabulary, seed=1, step=0, size=2)
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
    processor = load_processor(folder, FAMILIES["qwen3_vl"])
    pixels = np.random.default_rng(0).integers(0, 256, (101, 122), dtype=np.uint8)
    prepared = profile.prepare_image(pixels)
    for fraction in (0.4561, None):
        messages = profile.build_messages(Question("Lt kidney", "coronal", "CT", fraction))
        text = processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        inputs = processor(text=[text], images=[prepared.image], return_tensors="pt")
        image = torch.from_numpy(np.array(prepare_square(pixels, 160, crop=True).image)[:, :, 0])
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


def test_every_question_and_answer_fits_its_room():
    vocabulary = Vocabulary(make_tokenizer())
    for name in STRUCTURES:
        _, targets, coordinates = vocabulary.suffix(name, np.array([1, 22, 333, 1000]))
        assert targets[targets >= 0][-1] == vocabulary._encode("<|im_end|>")[0]
        assert np.isfinite(coordinates).sum() == 4


def test_what_a_map_leaves_out_is_no_mistake(batches):
    trainer = Trainer(PLAN)
    batch = replace(batches[0])
    liver = STRUCTURE_ID["liver"]
    features = torch.zeros(2, PATCHES, trainer.model.config.vision_config.hidden_size)
    with torch.no_grad():
        trainer.heads.what.weight.zero_()
        trainer.heads.what.bias.zero_()
        trainer.heads.what.bias.view(-1, COUNT + 1)[:, liver] = 12.0  # "all is liver"
        batch.cells = torch.zeros_like(batch.cells)
        batch.may = torch.zeros_like(batch.may)
        wrong = trainer._dense(features, batch)["what"]
        batch.may[:, liver] = 1
        allowed = trainer._dense(features, batch)["what"]
        batch.cells = torch.full_like(batch.cells, STRUCTURE_ID["spleen"])
        labelled = trainer._dense(features, batch)["what"]
        batch.cells[:, 1:] = IGNORE
        batch.cells[:, 0] = liver
        ignored = trainer._dense(features, batch)["what"]
    assert allowed < 0.01 < 5 < wrong
    assert labelled > 5
    assert ignored < 0.01


def test_a_patch_of_a_part_holds_the_whole(batches):
    trainer = Trainer(PLAN)
    cells = torch.zeros(1, 2, 16, dtype=torch.uint8)
    cells[0, 0, 3] = STRUCTURE_ID["left putamen"]
    cells[0, 1] = IGNORE
    held = trainer.heads.holders(cells)[0]
    names = {STRUCTURES[i] for i in torch.nonzero(held[0]).flatten().tolist()}
    assert names == {"left putamen", "left cerebral hemisphere", "brain", "body"}
    assert not held[1].any()


def test_heads_of_the_vision_tower_begin_by_looking_at_neighbours():
    tower = make_model(make_tokenizer()).model.visual
    side, middle = 16, (8, 8)
    cos, sin = tower.rotary_pos_emb(torch.zeros(1), _positions(torch.device("cpu")))
    for block, reach in zip(tower.blocks, (1, 1, 2, 2, 3, 4), strict=True):
        attention = block.attn
        query, key, _ = attention.qkv.bias.view(3, attention.num_heads, 1, -1).expand(-1, -1, side**2, -1)
        query, key = (part * cos + rotate_half(part) * sin for part in (query, key))
        score = (query @ key.transpose(1, 2))[:4, middle[0] * side + middle[1]]
        seen = [divmod(int(i), side) for i in score.argmax(dim=1)]
        steps = [(row - middle[0], column - middle[1]) for row, column in seen]
        assert steps == [(reach, 0), (-reach, 0), (0, reach), (0, -reach)]


def test_a_published_models_weights_are_a_beginning(an_exported_folder):
    folder, trainer = an_exported_folder
    tokenizer = make_tokenizer()
    model = make_model(tokenizer, seed=9)
    assert warm_start(model, tokenizer, folder) > 50
    for (name, mine), other in zip(model.named_parameters(), trainer.model.parameters(), strict=True):
        assert torch.allclose(mine, other, atol=2e-2, rtol=1e-2), name


def test_batches_of_several_processes_come_in_order(phantoms, batches, tmp_path):
    for phantom in phantoms:
        save_donor(replace(phantom, held_out=False), tmp_path)
    with Feeder(tmp_path, seed=1, first_step=0, size=2, producers=2) as feeder:
        made = [feeder.next() for _ in range(3)]
    for batch, expected in zip(made, batches, strict=False):
        assert torch.equal(batch.images, expected.images)
        assert torch.equal(batch.suffix, expected.suffix)
    assert not torch.equal(made[2].images, made[1].images)


def test_training_without_donors_says_how_to_make_them(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"training\.pool"):
        train(tmp_path / "run", tmp_path / "nothing", PLAN)
