"""How a model writes boxes is its checkpoint's own: told by its name, its config.json or the user, never guessed."""

import json
from dataclasses import replace

import numpy as np
import pytest
from tiny_families import make_tiny

from MISGroundLib import settings
from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm import checkpoints, loading
from MISGroundLib.vlm.boxes import BOX_FORMATS
from MISGroundLib.vlm.checkpoints import family_named, family_of
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.known_families import ASKS, FAMILIES, Checkpoint
from MISGroundLib.vlm.loading import load

QWEN = {"model_type": "qwen2_5_vl"}
ANSWER = "<think>It lies low, and left of the middle.</think> <answer> 0.1, 0.2, 0.4, 0.3 </answer>"


def test_medvisions_box_lies_where_it_says_and_not_upside_down(tmp_path):
    medvision = family_of(QWEN, tmp_path, "YongchengYAO/MedVision-V0-7B")
    prepared = medvision.prepare_image(np.zeros((200, 300), np.uint8))  # padded with 50 px above and below
    read = medvision.parse(ANSWER, prepared)
    assert read.boxes[0].box_px == pytest.approx((30, 160, 120, 190))
    assert not read.problems
    assert FAMILIES["qwen2_5_vl"].parse(ANSWER, prepared).boxes == []


def test_medvision_is_asked_for_what_is_read():
    text = family_named(["MedVision-V0-7B"]).build_messages(Question("liver", modality="CT"))[0]["content"][1]["text"]
    assert "CT axial slice" in text and "the liver" in text
    assert "origin is its lower-left corner" in text and "<answer>" in text


@pytest.mark.parametrize(
    ("config", "folder", "name"),
    [
        ({}, "0f3a", "YongchengYAO/MedVision-V0-7B"),
        ({}, "medvision_v0_7b", "medvision_v0_7b"),
        ({"_name_or_path": "YongchengYAO/MedVision-V0-7B"}, "tuned", "tuned"),
        ({"misground": "MedVision-V0"}, "mine", "mine"),
    ],
)
def test_a_checkpoint_is_told_by_id_folder_config_or_the_user(tmp_path, config, folder, name):
    assert family_of({**QWEN, **config}, tmp_path / folder, name).name == "MedVision-V0"


@pytest.mark.parametrize("name", ["Qwen/Qwen2.5-VL-7B-Instruct", "medvision-v0/Qwen2.5-VL-7B", "MedVision", ""])
def test_other_models_write_as_their_architecture_does(tmp_path, name):
    assert family_of(QWEN, tmp_path, name) is FAMILIES["qwen2_5_vl"]


def test_the_users_word_decides(tmp_path):
    named = {**QWEN, "misground": "Qwen2.5-VL"}
    assert family_of(named, tmp_path, "MedVision-V0-7B") is FAMILIES["qwen2_5_vl"]
    for wrong in ("Medvision", "Qwen3-VL", ["MedVision-V0"]):
        with pytest.raises(UserError, match=r'config\.json says .*"Qwen2\.5-VL" / "MedVision-V0"'):
            family_of({**QWEN, "misground": wrong}, tmp_path)


def test_a_model_that_fits_two_checkpoints_is_refused(tmp_path, monkeypatch):
    other = Checkpoint(replace(FAMILIES["qwen2_5_vl"], name="Other"), "qwen2_5_vl", "-7b", {"a": "1", "b": "2"})
    monkeypatch.setattr(checkpoints, "CHECKPOINTS", (*checkpoints.CHECKPOINTS, other))
    with pytest.raises(UserError, match=r'MedVision-V0 and Other.*"misground": "Qwen2\.5-VL" / "Med.*/ "Other"'):
        family_of(QWEN, tmp_path, "MedVision-V0-7B")
    with pytest.raises(UserError, match="MedVision-V0 and Other"):
        family_named(["MedVision-V0-7B"])
    assert family_of({**QWEN, "misground": "Other"}, tmp_path, "MedVision-V0-7B").name == "Other"
    assert family_of({**QWEN, "a": 1, "b": 3}, tmp_path, "x") is FAMILIES["qwen2_5_vl"]
    assert family_of({**QWEN, "a": 1, "b": 2}, tmp_path, "x").name == "Other"


def test_a_checkpoint_of_another_architecture_is_refused(tmp_path):
    with pytest.raises(
        UserError, match=r'Qwen3-VL, looks .* like MedVision-V0.*"misground": "Qwen3-VL"\. Or give the box format'
    ):
        family_of({"model_type": "qwen3_vl"}, tmp_path, "MedVision-V0-8B")


def test_a_servers_names_tell_the_checkpoint():
    assert family_named(["default", "/models/MedVision-V0-7B"]).name == "MedVision-V0"
    assert family_named(["qwen2.5-vl", "MedVision-V0-7B"]).name == "MedVision-V0"
    with pytest.raises(UserError, match=r"both MedVision-V0 and Qwen3-VL.*--served-model-name"):
        family_named(["qwen3-vl-medvision-v0"])


def test_a_checkpoint_is_loaded_and_asked_as_itself(tmp_path):
    folder, sides = make_tiny("qwen2_5_vl", tmp_path)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "misground": "MedVision-V0"}))
    loaded = load(str(folder), "cpu")
    assert loaded.profile.name == loaded.family.name == "MedVision-V0"
    loaded.profile = replace(loaded.profile, sides=sides, max_new_tokens=8)
    picture = np.zeros((64, 64), np.uint8)
    said = answer(loaded, picture, Question("liver"), Decoding("greedy"))
    assert said.tokens and (said.problems or said.parsed.boxes)


GEMMA4 = {"model_type": "gemma4"}
Y_FIRST = '```json\n[{"box_2d": [100, 200, 300, 400], "label": "liver"}]\n```'


@pytest.mark.parametrize("name", BOX_FORMATS)
def test_the_users_format_decides_what_is_asked_and_what_is_read(tmp_path, name):
    told = family_of({**QWEN, "misground": "Other"}, tmp_path, "MedVision-V0-7B", name)
    assert told == family_named(["qwen2.5-vl-medvision-v0"], name)
    assert told.box_format is BOX_FORMATS[name]
    assert told.no_boxes == "" and told.max_new_tokens >= 256
    text = told.build_messages(Question("left kidney", modality="CT"))[0]["content"][1]["text"]
    assert "left kidney" in text and "{" not in text.replace('[{"', "")
    heed = told.knows("liver")[1]
    assert heed == (
        "" if name == "qwen2.5-vl" else f"Its boxes are read as those of {told.box_format.name}, as you said."
    )


def test_the_names_of_formats_are_those_that_can_be_set():
    assert ("automatic", *BOX_FORMATS) == settings.BOX_FORMATS
    assert set(ASKS) == set(BOX_FORMATS)


def test_a_format_in_the_folders_own_config_is_taken(tmp_path):
    told = family_of({**QWEN, "misground": "gemma"}, tmp_path)
    prepared = told.prepare_image(np.zeros((1000, 1000), np.uint8))
    assert told.parse(Y_FIRST, prepared).boxes[0].box_px == pytest.approx((200, 100, 400, 300))
    assert FAMILIES["qwen2_5_vl"].parse(Y_FIRST, prepared).boxes == []


def test_pixels_of_other_pictures_than_qwens_are_refused(tmp_path):
    with pytest.raises(UserError, match=r"counts the pixels of Qwen's own pictures, and InternVL makes others"):
        family_of({"model_type": "internvl"}, tmp_path, "", "qwen2.5-vl")


def test_a_known_format_is_not_overruled(tmp_path):
    mini = {"model_type": "misground_mini", "misground_profile": "misground-mini"}
    with pytest.raises(UserError, match=r"misground-mini writes its boxes in one way.*automatic"):
        family_of(mini, tmp_path, "", "gemma")


def test_two_checkpoints_that_say_the_same_are_no_contradiction(tmp_path, monkeypatch):
    same = replace(checkpoints.CHECKPOINTS[0], named="-7b")
    monkeypatch.setattr(checkpoints, "CHECKPOINTS", (*checkpoints.CHECKPOINTS, same))
    assert family_of(QWEN, tmp_path, "MedVision-V0-7B").name == family_named(["MedVision-V0-7B"]).name == "MedVision-V0"


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("gemma3", "google/medgemma-1.5-4b-it", "MedGemma 1.5"),
        ("gemma3", "google/medgemma-4b-it", "Gemma 3"),
        ("gemma3", "google/gemma-3-4b-it", "Gemma 3"),
        ("internvl", "lingshu-medical-mllm/Lingshu-I-8B", "Lingshu-I"),
        ("internvl", "OpenGVLab/InternVL3-8B-hf", "InternVL"),
        ("internvl", "UbiquantAI/Fleming-VL-8B", "Fleming-VL"),
    ],
)
def test_medical_checkpoints_say_what_they_were_not_trained_for(tmp_path, kind, name, told):
    model = family_of({"model_type": kind}, tmp_path, name)
    assert model.name == family_named([name]).name == told
    assert bool(model.unsure) == (told != "InternVL")


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Qwen/Qwen3.5-9B", "qwen3_5"),
        ("Qwen/Qwen3.6-35B-A3B", "qwen3_5"),
        ("Qwen/Qwen3-VL-30B-A3B-Instruct", "qwen3_vl"),
        ("zai-org/GLM-4.6V-Flash", "glm4v"),
        ("google/gemma-4-E4B-it", "gemma4"),
    ],
)
def test_a_servers_name_tells_the_newer_families(name, family):
    assert family_named([name]) is FAMILIES[family]


@pytest.mark.parametrize(
    ("kind", "why"),
    [("sam3_tracker", "reads no words"), ("internvl_chat", "-hf")],
)
def test_known_models_that_cannot_be_asked_are_refused_by_name(tmp_path, kind, why):
    with pytest.raises(UserError, match=why):
        family_of({"model_type": kind}, tmp_path)


def test_no_box_is_asked_where_nobody_says_how_it_is_written(tmp_path):
    """Before the weights are read: there are none that could be."""
    (tmp_path / "config.json").write_text(json.dumps(GEMMA4))
    for file in ("tokenizer.json", "preprocessor_config.json"):
        (tmp_path / file).write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(UserError, match=r"makers of Gemma 4 do not say.*--box-format gemma"):
        load(str(tmp_path), "cpu", kinds={"find"})
    with pytest.raises(UserError, match="damaged"):
        load(str(tmp_path), "cpu", kinds={"find"}, box_format="gemma")


def test_a_family_that_needs_a_newer_transformers_says_so(tmp_path, monkeypatch):
    folder, _ = make_tiny("qwen3_5", tmp_path)
    monkeypatch.setattr(loading.importlib.metadata, "version", lambda name: "5.6.1")
    with pytest.raises(UserError, match=r"Qwen3\.5 needs transformers 5\.7 or later, and 5\.6\.1 is installed"):
        load(str(folder), "cpu")


def test_every_format_names_its_source():
    for model in (*FAMILIES.values(), *(checkpoint.model for checkpoint in checkpoints.CHECKPOINTS)):
        assert model.source.startswith("https://") or model.unsure
