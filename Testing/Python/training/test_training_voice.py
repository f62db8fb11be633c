"""The language part's training computes what the model computes, on made-up evidence that its answers agree with."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from MISGroundLib.engine.protocol import Question
from MISGroundLib.vlm.known_families import MINI
from MISGroundLib.vlm.loading import profile_for
from MISGroundLib.vlm.pictures import load_processor, prepare_square
from training.evidence import QUESTIONS, draw_questions
from training.export import export_model
from training.model import SIDE, SUFFIX, Vocabulary, make_tokenizer, normalise
from training.schedule import save_state
from training.structures import COUNT, STRUCTURES
from training.voice import CHECKPOINT, VoicePlan, VoiceTrainer, train_voice

PLAN = VoicePlan(steps=100, pictures=2, seed=3)
PICTURES = 80


@pytest.fixture(scope="module")
def questions():
    return draw_questions(Vocabulary(make_tokenizer()), np.random.default_rng(5), PICTURES)


@pytest.fixture(scope="module")
def an_exported_folder(tmp_path_factory):
    trainer = VoiceTrainer(PLAN)
    folder = tmp_path_factory.mktemp("model")
    export_model(trainer.model, make_tokenizer(), folder)
    return folder, trainer


def test_evidence_depends_on_the_seed_alone(questions):
    again = draw_questions(Vocabulary(make_tokenizer()), np.random.default_rng(5), PICTURES)
    assert torch.equal(again.seen.boxes, questions.seen.boxes)
    assert torch.equal(again.suffix, questions.suffix)


def test_answers_say_what_the_evidence_says(questions):
    tokenizer, answered = make_tokenizer(), 0
    for picture in range(PICTURES):
        mask = int("sagittal" in tokenizer.decode(questions.prefix[picture]))
        for question in range(QUESTIONS):
            written = questions.coordinates[picture, question]
            written = written[torch.isfinite(written)]
            if len(written):
                shown = questions.seen.boxes[picture, int(questions.asked[picture, question]), mask]
                assert torch.allclose(written / 1000, shown, atol=1e-4)
                answered += 1
    assert 0.3 < answered / (PICTURES * QUESTIONS) < 0.8


def test_a_sure_presence_is_found_and_a_sure_absence_is_not(questions):
    tokenizer = make_tokenizer()
    sure = {True: 0, False: 0}
    for picture in range(PICTURES):
        if "axial" not in tokenizer.decode(questions.prefix[picture]):
            continue
        for question in range(QUESTIONS):
            logit = float(questions.seen.presence[picture, int(questions.asked[picture, question]), 0])
            if abs(logit) > 6:
                found = bool(torch.isfinite(questions.coordinates[picture, question]).any())
                assert found == (logit > 0)
                sure[found] += 1
    assert min(sure.values()) > 5


def test_packed_questions_equal_the_models_own_answers(an_exported_folder):
    trainer = an_exported_folder[1]
    trainer.half = False
    model, vocabulary = trainer.model, trainer.vocabulary
    made = draw_questions(vocabulary, np.random.default_rng(2), 2)
    pictures = torch.randint(0, 256, (2, SIDE, SIDE), dtype=torch.uint8)
    image_token, question = model.config.image_token_id, 3
    ids = [*vocabulary.open, *[image_token] * COUNT, *made.prefix[1].tolist(), *made.suffix[1, question].tolist()]
    ids = torch.tensor([ids])
    with torch.no_grad():
        made = replace(made, seen=model.model.visual.measured(normalise(pictures)))
        hidden = trainer.hidden(made)[1, -made.suffix[1].numel() :]
        packed = model.lm_head(hidden).unflatten(0, (-1, SUFFIX))
        alone = model(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            pixel_values=normalise(pictures[1:]),
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


def test_answers_are_spelled_as_the_parser_reads_them():
    tokenizer = make_tokenizer()
    ids, targets, coordinates = Vocabulary(tokenizer).suffix("left kidney", np.array([0.2, 17.6, 500, 1000]))
    answer = tokenizer.decode(targets[targets >= 0])
    assert answer == '[{"bbox_2d": [0, 18, 500, 1000], "label": "left kidney"}]<|im_end|>'
    assert np.isfinite(coordinates).sum() == 4
    assert len(ids) == SUFFIX


def test_every_question_and_answer_fits_its_room():
    vocabulary = Vocabulary(make_tokenizer())
    for name in STRUCTURES:
        _, targets, coordinates = vocabulary.suffix(name, np.array([1, 22, 333, 1000]))
        assert targets[targets >= 0][-1] == vocabulary._encode("<|im_end|>")[0]
        assert np.isfinite(coordinates).sum() == 4


def test_steps_lower_what_is_told_and_what_is_learnt():
    trainer = VoiceTrainer(PLAN)
    losses = [trainer.train_step() for _ in range(12)]
    for name in ("words", "look"):
        assert losses[-1][name] < losses[0][name]


def test_a_stopped_training_goes_on_exactly(tmp_path):
    through = VoiceTrainer(PLAN)
    for _ in range(4):
        through.train_step()
    stopped = VoiceTrainer(PLAN)
    for _ in range(2):
        stopped.train_step()
    save_state(stopped.state(), tmp_path / CHECKPOINT)
    resumed = train_voice(tmp_path, replace(PLAN, steps=2), resume=True)
    resumed.plan = PLAN
    for _ in range(2):
        resumed.train_step()
    assert resumed.step == through.step == 4
    for one, other in zip(through.parameters, resumed.parameters, strict=True):
        assert torch.equal(one, other)
