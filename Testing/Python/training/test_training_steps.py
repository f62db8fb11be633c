"""Training computes what the model computes; steps lower the loss; a killed run goes on as if never stopped."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from MISGroundLib.engine.protocol import Question
from MISGroundLib.vlm.families import MINI
from MISGroundLib.vlm.loading import profile_for
from MISGroundLib.vlm.pictures import load_processor, prepare_square
from training.donor import save_donor
from training.examples import Pool, make_batch
from training.export import export_model
from training.feeding import Feeder
from training.model import SIDE, SUFFIX, Vocabulary, make_model, make_tokenizer, normalise
from training.structures import CONTAINS, COUNT, IGNORE, STRUCTURE_ID, STRUCTURES, mirror_id
from training.train import Plan, Trainer, save_checkpoint, train
from training.warm_start import warm_start

PLAN = Plan(eye_steps=2, voice_steps=500, batch=2, seed=3)


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
    for name in ("images", "labels", "prefix", "suffix", "targets"):
        assert torch.equal(getattr(again, name), getattr(batches[0], name))
    assert not torch.equal(batches[0].images, batches[1].images)


def test_packed_questions_equal_the_models_own_answers(batches, an_exported_folder):
    trainer, batch = an_exported_folder[1], batches[0]
    trainer.half = False
    model, vocabulary = trainer.model, trainer.vocabulary
    kept = {}
    original = model.model.language_model.forward

    def spy(**inputs):
        kept["hidden"] = original(**inputs)
        return kept["hidden"]

    model.model.language_model.forward = spy
    try:
        with torch.no_grad():
            trainer._voice(batch)
    finally:
        del model.model.language_model.forward
    packed = model.lm_head(kept["hidden"].last_hidden_state[1, -batch.suffix[1].numel() :]).unflatten(0, (-1, SUFFIX))
    question = 3
    image_token = model.config.image_token_id
    ids = [*vocabulary.open, *[image_token] * COUNT, *batch.prefix[1].tolist(), *batch.suffix[1, question].tolist()]
    ids = torch.tensor([ids])
    with torch.no_grad():
        alone = model(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            pixel_values=normalise(batch.images[1:]),
            image_grid_thw=torch.tensor([[1, 1, COUNT]]),
            mm_token_type_ids=(ids == image_token).int(),
        ).logits[0, -SUFFIX:]
    assert torch.allclose(packed[question], alone, atol=1e-3)


def test_training_sees_what_the_real_processor_makes(an_exported_folder):
    folder, trainer = an_exported_folder
    profile = profile_for(trainer.model.config.to_dict(), folder)
    processor = load_processor(folder, MINI)
    pixels = np.random.default_rng(0).integers(0, 256, (101, 122), dtype=np.uint8)
    prepared = profile.prepare_image(pixels)
    for midline in (-41.0, 2.0, None):
        messages = profile.build_messages(Question("Lt kidney", "sagittal", "CT", midline_mm=midline))
        text = processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        inputs = processor(text=[text], images=[prepared.image], return_tensors="pt")
        image = torch.from_numpy(np.array(prepare_square(pixels, SIDE, crop=True).image)[:, :, 0])
        assert torch.allclose(inputs["pixel_values"], normalise(image[None]), atol=1e-6)
        vocabulary = trainer.vocabulary
        ids, targets, _ = vocabulary.suffix("left kidney", None)
        question = ids[: int(np.flatnonzero(targets >= 0)[0]) + 1]
        expected = [*vocabulary.open, *[trainer.model.config.image_token_id] * COUNT]
        expected += [*vocabulary.prefix("CT", "sagittal", midline), *question]
        assert inputs["input_ids"][0].tolist() == [int(i) for i in expected]


def test_answers_are_spelled_as_the_parser_reads_them(an_exported_folder):
    _, trainer = an_exported_folder
    ids, targets, coordinates = trainer.vocabulary.suffix("left kidney", np.array([0.2, 17.6, 500, 1000]))
    answer = trainer.tokenizer.decode(targets[targets >= 0])
    assert answer == '[{"bbox_2d": [0, 18, 500, 1000], "label": "left kidney"}]<|im_end|>'
    assert np.isfinite(coordinates).sum() == 4
    assert len(ids) == SUFFIX


@pytest.mark.parametrize("stage", ["eye", "voice"])
def test_steps_lower_the_loss_at_every_stage(batches, stage):
    trainer = Trainer(replace(PLAN, eye_steps=60 if stage == "eye" else 0))
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


def dense_loss(trainer, batch, seen, labels, may=None, sagittal=False):
    """The cross-entropy of an eye that is sure of one structure in every cell of a picture with these labels."""
    logits = torch.zeros(1, COUNT + 1, 4, 4)
    logits[:, seen] = 14.0
    given = replace(
        batch,
        may=torch.zeros(1, COUNT + 1).index_fill(1, torch.tensor([may] if may else [], dtype=torch.long), 1.0),
        sagittal=torch.tensor([sagittal]),
    )
    return float(trainer._dense(logits, torch.as_tensor(labels, dtype=torch.uint8).expand(1, 4, 4), given)[0])


def test_what_a_map_leaves_out_is_no_mistake(batches):
    trainer, liver = Trainer(PLAN), STRUCTURE_ID["liver"]
    some_ignored = torch.full((4, 4), IGNORE)
    some_ignored[0] = liver
    assert dense_loss(trainer, batches[0], liver, 0) > 5
    assert dense_loss(trainer, batches[0], liver, 0, may=liver) < 0.01
    assert dense_loss(trainer, batches[0], liver, STRUCTURE_ID["spleen"], may=liver) > 5
    assert dense_loss(trainer, batches[0], liver, some_ignored) < 0.01


def test_sides_are_told_apart_except_in_sagittal_pictures(batches):
    trainer = Trainer(PLAN)
    left, right = STRUCTURE_ID["left kidney"], STRUCTURE_ID["right kidney"]
    assert dense_loss(trainer, batches[0], left, right) > 5
    assert dense_loss(trainer, batches[0], left, right, sagittal=True) < 0.01
    assert dense_loss(trainer, batches[0], left, STRUCTURE_ID["spleen"], sagittal=True) > 5


def test_ignored_cells_teach_nothing(batches):
    trainer, batch = Trainer(replace(PLAN, eye_steps=9)), batches[0]
    x = torch.randn(2, COUNT + 1, 8, 8, requires_grad=True)
    labels = torch.full((2, 8, 8), IGNORE, dtype=torch.uint8)
    labels[:, :4] = STRUCTURE_ID["liver"]
    cross, dice = trainer._dense(x, labels, batch)
    (cross + dice).backward()
    assert x.grad[:, :, 4:].abs().max() == 0 < x.grad[:, :, :4].abs().max()


def test_wholes_are_made_of_their_parts_and_pairs_of_both_sides():
    tower = make_model(make_tokenizer()).model.visual
    for index in range(1, COUNT + 1):
        assert torch.equal(tower.contains[index - 1] > 0, torch.from_numpy(CONTAINS[index]))
        assert int(tower.twins[index - 1]) == mirror_id(index) - 1


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
