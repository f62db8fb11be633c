"""The bake-off: each row learns, stops and goes on, and is judged once; without evidence language is told the truth."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from MISGroundLib.vlm.mini_eye import Eye
from training import bake_off
from training.bake_off import ROWS, Row, judge_row, marks, read_lines, train_row
from training.bake_off_report import report
from training.donor import save_donor
from training.evaluation.prior import Prior
from training.evaluation.views import Suite, View
from training.examples import Pool, make_batch
from training.model import SIDE, eye_parameters, make_model, make_tokenizer, text_layout
from training.plain_tokens import PlainVoice, write_all
from training.structures import COUNT, STRUCTURE_ID, STRUCTURES
from training.train import Plan, Trainer, compile_or_say
from training.vit_eye import VitEye

PLAN = Plan(steps=500, batch=2, seed=3)


@pytest.fixture(scope="module")
def batch(phantoms):
    return make_batch(Pool(phantoms), seed=1, step=0, size=2)


@pytest.fixture(scope="module")
def an_eye(tmp_path_factory):
    """The folder of a run whose eye has learnt nothing."""
    folder = tmp_path_factory.mktemp("eye")
    eye = {name: p.detach() for name, p in eye_parameters(make_model(make_tokenizer(), 4)).items()}
    torch.save({"average": eye, "step": 0}, folder / "checkpoint.pt")
    return folder


def small_vit(plan, compiled=False, eye=None):
    torch.manual_seed(plan.seed)
    return Trainer(plan, eye=VitEye(COUNT + 1, SIDE, 32, 2, 64, 2), optimiser=bake_off._muon_and_adamw)


def test_the_vision_transformer_gives_what_the_trainer_takes_and_has_as_many_weights_as_the_u_net():
    eye = VitEye(COUNT + 1, SIDE, 32, 2, 64, 2)
    x, coarse, scene = eye.features(torch.zeros(1, 3, SIDE, SIDE))
    assert x.shape[2:] == (SIDE // 2, SIDE // 2) and coarse.shape[2:] == (SIDE // 8, SIDE // 8)
    assert scene.shape == (1, eye.scene_width)
    whole = sum(p.numel() for p in VitEye(COUNT + 1, SIDE).parameters())
    unet = sum(p.numel() for p in make_model(make_tokenizer()).model.visual.eye.parameters())
    assert abs(whole - unet) < 0.05 * unet


def test_a_vision_transformer_learns_by_its_own_optimiser_and_goes_on_exactly(batch):
    plan = replace(PLAN, rate=0.02)  # a hundredth of it in the first steps
    through, stopped = small_vit(plan), small_vit(plan)
    losses = [through.train_step(batch)["total"] for _ in range(5)]
    assert losses[-1] < losses[0]  # of the same cells
    for _ in range(2):
        stopped.train_step(batch)
    kept = stopped.state()
    resumed = small_vit(plan)
    resumed.restore(kept)
    for _ in range(3):
        resumed.train_step(batch)
    for name, one in through.parameters.items():
        assert torch.equal(one, resumed.parameters[name]), name


def test_a_plan_by_the_clock_cools_and_ends_by_it():
    plan = Plan(rate=1.0, cooling=0.5, seconds=100)
    assert plan.rate_at(0) < 0.01 < plan.rate_at(1000, 40) == 1.0
    assert plan.rate_at(1000, 75) == pytest.approx(0.5, abs=0.01)
    assert plan.rate_at(1000, 99.99) == pytest.approx(0.02, abs=0.01)
    assert plan.ended(3, 100) and not plan.ended(10**9, 99)
    assert Plan(steps=3).ended(3, 0) and not Plan(steps=3).ended(2, 10**9)


def test_without_a_compiler_steps_are_taken_as_they_are_and_it_is_said(monkeypatch, batch):
    monkeypatch.setattr("torch._inductor.config.cpp.cxx", (None, "/nowhere/g++"))
    torch._dynamo.reset()
    said = []
    assert compile_or_say([torch.relu], torch.device("cpu"), said.append) == [torch.relu]
    (line,) = said
    assert line.startswith("--compile: not compiled") and len(line) < 320
    assert torch.isfinite(Trainer(PLAN, compiled=True).train_step(batch)["total"])


def test_what_is_compiled_holds_no_interpolation_and_says_the_same():
    """Its way back is compiled wrongly in bfloat16; the whole eye's gradients were compared by hand (minutes)."""
    graphs = []

    def backend(graph, inputs):
        graphs.append(graph.code)
        return graph.forward

    torch._dynamo.reset()
    eye, pictures = Eye((8, 8, 8, 8), 3, 32), torch.randn(2, 3, 32, 32)
    made = torch.compile(eye.features, dynamic=False, backend=backend)(pictures)
    assert len(graphs) == 1 and "interpolate" not in graphs[0]
    for one, other in zip(eye.features(pictures), made, strict=True):
        assert torch.equal(one, other)


def test_language_without_evidence_is_asked_what_the_pictures_show(phantoms, an_eye):
    voice = ROWS["b"].make(PLAN, False, an_eye)
    batch = make_batch(Pool(phantoms), seed=2, step=0, size=6)
    questions, tokenizer, found = voice.ask(batch), make_tokenizer(), 0
    assert torch.equal(questions.seen, voice.ask(batch).seen) and torch.equal(questions.suffix, voice.ask(batch).suffix)
    for row in range(6):
        sagittal = bool(batch.sagittal[row])
        assert ("sagittal" in tokenizer.decode(questions.prefix[row])) == sagittal
        for asked, written in zip(questions.asked[row].tolist(), questions.coordinates[row], strict=True):
            box, twin = batch.boxes[row, asked], batch.boxes[row, int(voice.model.model.visual.twins[asked])]
            if sagittal:
                box = torch.cat([torch.fmin(box, twin)[:2], torch.fmax(box, twin)[2:]])
            box = box.clamp(0, 1)
            written = written[torch.isfinite(written)]
            if len(written):
                assert torch.allclose(written / 1000, box, atol=1e-4)
                found += 1
            else:
                assert batch.present[row, asked] == 0
    assert found >= 12


def test_language_without_evidence_learns_and_goes_on_exactly(batch, an_eye):
    through, stopped, resumed = (ROWS["b"].make(PLAN, False, an_eye) for _ in range(3))
    frozen = {name: p.clone() for name, p in eye_parameters(through.model).items()}
    losses = [through.train_step(batch) for _ in range(5)]
    assert losses[-1]["words"] < losses[0]["words"]
    assert all(torch.equal(p, frozen[name]) for name, p in eye_parameters(through.model).items())
    for _ in range(3):
        stopped.train_step(batch)
    resumed.restore(stopped.state())
    for _ in range(2):
        resumed.train_step(batch)
    for name, one in through.named.items():
        assert torch.equal(one, resumed.named[name]), name


def test_what_is_written_about_all_structures_is_the_likeliest_of_a_plain_forward_pass(an_eye):
    voice: PlainVoice = ROWS["b"].make(PLAN, False, an_eye)
    image = torch.from_numpy(np.random.default_rng(2).integers(0, 255, (1, SIDE, SIDE), dtype=np.uint8))
    with torch.inference_mode():
        there, boxes = voice.find(image, True)
        tokens = voice.reduce(voice.norm(voice.grid_features(image))) + voice.place
        again, _ = write_all(voice.model, voice.vocabulary, tokens, voice.grid, voice.prefix(True))
        assert torch.equal(there, again) and boxes.shape == (COUNT, 4)
        embed, numbers = voice.model.get_input_embeddings(), voice.vocabulary.number_ids
        begin, separator, none = voice.vocabulary.syntax
        place, _ = text_layout(voice.vocabulary, 1, voice.grid)
        for index in (0, 40, 77):
            ids = [*voice.prefix(True), *voice.vocabulary.question(STRUCTURES[index])]
            written = [int(numbers[round(1000 * float(edge))]) for edge in boxes[index]]
            for count in range(4):
                answer = [begin] + [token for number in written[:count] for token in (number, separator)]
                row = [embed(torch.tensor([voice.vocabulary.open])), tokens, embed(torch.tensor([[*ids, *answer]]))]
                inputs = torch.cat(row, dim=1)
                hidden = voice.model.model.language_model(
                    inputs_embeds=inputs, position_ids=place[..., : inputs.shape[1]], use_cache=False
                ).last_hidden_state
                logits = voice.model.lm_head(hidden[0, -1])[torch.from_numpy(numbers)]
                assert logits[round(1000 * float(boxes[index, count]))] >= logits.max() - 1e-3
                if not count:
                    first = voice.model.lm_head(hidden[0, -2])
                    assert bool(there[index]) == bool(first[begin] > first[none])


def a_suite():
    pixels = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    liver, spleen = STRUCTURE_ID["liver"], STRUCTURE_ID["spleen"]
    view = View("x", pixels, "axial", 0.5, "CT", (0.0, 0.0, 80.0, 60.0), {liver: (5.0, 5.0, 25.0, 25.0)}, (spleen,))
    return Suite("s", "S", "real", [view], region="abdomen")


def test_a_row_is_trained_once_judged_once_and_told(phantoms, tmp_path, monkeypatch):
    monkeypatch.setattr("training.evaluation.yardstick.load_prior", lambda: Prior("mean", {}))
    for phantom in phantoms:
        save_donor(replace(phantom, held_out=False), tmp_path / "donors")
    row = Row("small", small_vit, neighbours=True)
    monkeypatch.setattr(Row, "plan", lambda self, minutes: Plan(batch=2, seconds=60 * minutes))
    monkeypatch.setattr(bake_off, "MARK_MINUTES", 0.01)
    folder = tmp_path / "out" / "d"
    train_row(row, folder, tmp_path / "donors", minutes=0.02)
    files = sorted(folder.glob("at-*.pt"))
    assert [file.name for file in files] == ["at-0.01.pt", "at-0.02.pt"]
    kept = [torch.load(file, weights_only=True) for file in files]
    assert 1 <= kept[0]["step"] <= kept[1]["step"] and kept[0]["seconds"] >= 0.6 and kept[1]["seconds"] >= 1.2
    train_row(row, folder, tmp_path / "nowhere", minutes=0.02)  # nothing is left to do: no donor is read
    suite = a_suite()
    alone = replace(suite, views=[bake_off._alone(view) for view in suite.views])
    for _ in range(2):
        judge_row(row, folder, {"alone": [alone], "beside": [suite]})
    lines = read_lines(folder / "choose.jsonl")
    assert [line["file"] for line in lines] == ["at-0.01.pt", "at-0.02.pt"]
    assert all(line[name]["all"]["present"] == 1 for line in lines for name in ("alone", "beside"))
    table = report(tmp_path / "out", tmp_path / "told")
    assert "| d |" in table and "| c |" not in table
    assert {file.suffix for file in (tmp_path / "told").iterdir()} == {".json", ".png"}


def test_weights_are_kept_every_five_minutes_and_at_the_end():
    assert marks(28) == [5, 10, 15, 20, 25, 28]
    assert marks(30) == [5, 10, 15, 20, 25, 30]
