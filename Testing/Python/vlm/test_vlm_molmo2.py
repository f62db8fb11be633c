"""Molmo 2, of random weights: its pictures without torchvision, its points, and a picture that is read once."""

import json
from dataclasses import replace

import decoding_checks as checks
import numpy as np
import pytest
from PIL import Image
from tiny_molmo2 import CROP, SETTINGS, SIDE, make_tiny_molmo2
from transformers import LogitsProcessor

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm import generation, loading
from MISGroundLib.vlm.decoding import inspect_model
from MISGroundLib.vlm.generation import answer, answer_in_batches
from MISGroundLib.vlm.molmo_pictures import Molmo2ImageProcessor
from MISGroundLib.vlm.pictures import load_processor, prompt_text

PICTURE = checks.picture()
POINT = Question("liver", modality="CT", plane="axial", kind="point")
GREEDY = Decoding("greedy")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_tiny_molmo2(tmp_path_factory.mktemp("molmo2"))


@pytest.fixture(scope="module")
def shared(folder):
    return loading.load(str(folder), "cpu", kinds={"point"})


@pytest.fixture
def tiny(shared):
    """Asked for points by every question, as `decoding_checks` puts them too."""
    asks = replace(shared.profile, sides=(SIDE, SIDE, 1), max_new_tokens=24, ask=shared.profile.pointing.ask)
    return replace(shared, profile=asks, picture=None, graphs={})


def made_of(pixels, **settings):
    return Molmo2ImageProcessor(**{**SETTINGS, **settings})([Image.fromarray(pixels)], return_tensors="pt")


@pytest.mark.parametrize(("height", "width"), [(84, 84), (84, 140), (56, 140), (140, 84)])
def test_each_token_is_the_part_of_the_picture_where_it_stands(height, width):
    """Pictures that fill a canvas are cut and not resized: token by token, row by row, 2 x 2 patches of 14 px."""
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    made = made_of(pixels)
    low_rows, low_columns, rows, columns = made["image_grids"][0].tolist()
    assert (low_rows, low_columns) == (2, 2)
    assert (rows, columns) == (-(-height // 28), -(-width // 28))
    patches = made["pixel_values"].reshape(-1, 14, 14, 3)
    pooled = made["image_token_pooling"][4:]
    assert len(pooled) == rows * columns
    seen = np.full((height, width, 3), np.nan, np.float32)
    for place, four in enumerate(pooled.tolist()):
        top, left = 28 * (place // columns), 28 * (place % columns)
        for number, patch in enumerate(four):
            if patch >= 0:
                y, x = top + 14 * (number // 2), left + 14 * (number % 2)
                assert np.isnan(seen[y : y + 14, x : x + 14]).all()
                seen[y : y + 14, x : x + 14] = patches[patch]
    np.testing.assert_allclose(seen, pixels / np.float32(127.5) - 1, atol=1e-6)


def bilinear(pixels, side):
    """By its definition: pixel centres at halves, no smoothing, bytes."""
    places = (np.arange(side) + 0.5) * len(pixels) / side - 0.5
    places = places.clip(0, len(pixels) - 1)
    below, part = np.floor(places).astype(int), (places % 1)[:, None]
    above = (below + 1).clip(max=len(pixels) - 1)
    lines = lambda image: image[below] * (1 - part[..., None]) + image[above] * part[..., None]  # noqa: E731
    return np.rint(lines(lines(pixels.astype(float)).transpose(1, 0, 2)).transpose(1, 0, 2))


def test_the_whole_picture_is_resized_as_it_was_in_training():
    pixels = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    whole = made_of(pixels)["pixel_values"][0].reshape(4, 4, 14, 14, 3).permute(0, 2, 1, 3, 4).reshape(CROP, CROP, 3)
    found = (whole.numpy() + 1) * 127.5
    assert np.abs(found - np.rint(found)).max() < 1e-3
    apart = np.abs(np.rint(found) - bilinear(pixels, CROP))
    assert apart.max() <= 1 and (apart > 0).mean() < 0.01  # halves, which float32 rounds either way


def test_the_real_settings_give_the_tokens_that_its_makers_count():
    """A square of 644 px: 4 crops and the whole, 27 x 27 patches each; 14 x 14 and 23 x 23 tokens."""
    settings = {"size": {"height": 378, "width": 378}, "overlap_margins": [4, 4]}
    made = made_of(np.zeros((644, 644, 3), np.uint8), **settings)
    assert made["pixel_values"].shape == (5, 729, 588)
    assert made["image_grids"].tolist() == [[14, 14, 23, 23]]
    assert made["image_num_crops"].tolist() == [5]


class Says(LogitsProcessor):
    """Raises the tokens of a text, one after another, above all that the model would rather write."""

    def __init__(self, tokens, start):
        self.tokens, self.start = tokens, start

    def __call__(self, input_ids, scores):
        forced = scores.clone()
        forced[:, self.tokens[min(input_ids.shape[1] - self.start, len(self.tokens) - 1)]] = 1e4
        return forced


@pytest.mark.parametrize(
    ("text", "expected", "problems"),
    [
        ('<points coords="1 1 500 250 2 250 500">liver</points>', [(64, 16), (32, 48)], []),
        ('<points coords="1 1 500 050">liver</points>', [], ["beside the slice"]),
        ('<points coords="1 1 500">liver</points>', [], ["two numbers"]),
        ("There are none.", [], []),
    ],
)
def test_the_points_it_writes_are_read_in_the_slice(tiny, monkeypatch, text, expected, problems):
    """A slice of 128 x 96 px lies in the middle of a square of 128."""
    tiny.profile = replace(tiny.profile, max_new_tokens=80)
    said = [*tiny.tokenizer.encode(text, add_special_tokens=False), tiny.tokenizer.eos_token_id]
    start = checks.inputs(tiny, PICTURE, POINT)["input_ids"].shape[1]
    monkeypatch.setattr(generation, "choosing", lambda *_: [Says(said, start)])
    made = answer(tiny, PICTURE, POINT, GREEDY)
    assert made.raw == text and made.parsed.boxes == []
    assert [one.point_px for one in made.parsed.points] == [pytest.approx(one) for one in expected]
    assert made.parsed.not_found == (not expected and not problems)
    assert len(made.problems) == len(problems)
    assert all(part in problem for part, problem in zip(problems, made.problems, strict=True))


def test_it_is_asked_in_its_makers_words_after_its_picture(tiny):
    said = prompt_text(tiny, POINT)
    assert said.startswith("<|image|><|im_start|>user\nThis is a CT axial slice") and "Point to the liver\n" in said
    ids = checks.inputs(tiny, PICTURE, POINT)["input_ids"][0].tolist()
    shown = tiny.tokenizer.convert_ids_to_tokens(ids[:24])
    low = ["<low_res_im_start>", *["<im_patch>", "<im_patch>", "<im_col>"] * 2, "<im_end>"]
    assert shown == ["<bos>", *low, "<im_start>", *[*["<im_patch>"] * 3, "<im_col>"] * 3, "<im_end>", "<|im_start|>"]


@pytest.mark.parametrize("mode", ["paper", "safe"])
def test_the_rule_equals_its_plain_loops_through_generate(tiny, mode):
    checks.check_against_oracle(tiny, PICTURE, "liver", Decoding(mode=mode, top_m=8, top_p=0.95))
    written = tiny.model.get_output_embeddings().weight.shape[0]
    assert len(tiny.protected) == written < tiny.model.get_input_embeddings().weight.shape[0]


def test_its_graph_can_be_looked_at(folder):
    assert "114" in inspect_model(str(folder), Decoding(k=4), "cpu")


def test_one_neighbour_is_greedy(tiny):
    checks.check_one_neighbour_is_greedy(tiny, PICTURE, "liver")


def test_reading_on_after_the_picture_is_reading_the_whole(tiny):
    """Its pieces look at each other, back and forth: a cut among them would show, after "<im_end>" none does."""
    checks.check_reading_on_after_the_picture(tiny, PICTURE, POINT, 0.001)


@pytest.mark.parametrize("name", ["greedy", "semsam"])
def test_a_picture_that_was_read_gives_the_answers_of_one_that_was_not(tiny, name):
    decoding = Decoding(name, "paper")
    read = []
    hook = tiny.model.model.vision_tower.register_forward_hook(lambda *_: read.append(1))
    for seed, query in ((0, "liver"), (0, "left kidney"), (3, "liver"), (3, "left kidney"), (0, "liver")):
        question = replace(POINT, query=query)
        processors = [checks.rule(tiny, decoding)] if name == "semsam" else []
        cold = checks.tokens(tiny, checks.inputs(tiny, checks.picture(seed), question), processors, max_new_tokens=24)
        expected = tiny.tokenizer.decode([one for one in cold[0].tolist() if one != tiny.tokenizer.eos_token_id])
        assert answer(tiny, checks.picture(seed), question, decoding).raw == expected
    hook.remove()
    assert len(read) == 5 + 3


def test_questions_of_one_length_are_answered_together_as_alone(tiny):
    questions = [replace(POINT, query=query) for query in ("liver", "heart", "colon")]
    together = dict(answer_in_batches(tiny, PICTURE, questions, GREEDY))
    assert [together[place].raw for place in range(3)] == [answer(tiny, PICTURE, one, GREEDY).raw for one in questions]


def test_a_stop_while_the_picture_is_read_leaves_nothing_half_read(tiny):
    checks.check_a_stop_while_the_picture_is_read(tiny, PICTURE, POINT)
    assert tiny.picture is None


def test_its_makers_names_for_weights_and_settings_are_read(folder, tiny, tmp_path):
    """As allenai/Molmo2-8B has them: vit_config, with more layers than weights."""
    config = json.loads((folder / "config.json").read_text())
    config["vit_config"] = {**config.pop("vision_config"), "num_hidden_layers": 4}
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "config.json").write_text(json.dumps(config))
    published = loading.load(str(tmp_path), "cpu")
    assert len(published.model.model.vision_tower.layers) == 2
    published.profile = tiny.profile
    assert answer(published, PICTURE, POINT, GREEDY).raw == answer(tiny, PICTURE, POINT, GREEDY).raw


def test_what_it_cannot_do_is_refused_before_its_weights_are_read(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_read_network", lambda *_: pytest.fail("it was loaded"))
    for kinds in ({"find"}, {"count"}):
        with pytest.raises(UserError, match="Molmo 2 points and draws no boxes"):
            loading.load(str(folder), "cpu", kinds=kinds)
    monkeypatch.setattr(loading.importlib.metadata, "version", lambda name: "5.23.0")
    with pytest.raises(UserError, match=r"Molmo 2 needs transformers 5\.24 or later"):
        loading.load(str(folder), "cpu", kinds={"point"})


def test_pictures_resized_in_another_way_are_refused(folder, tmp_path, tiny):
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "preprocessor_config.json").write_text(json.dumps({**SETTINGS, "resample": 3}))
    with pytest.raises(UserError, match=r"resized bilinearly, and its settings say resample=3.*Copy the model again"):
        load_processor(tmp_path, tiny.family)
