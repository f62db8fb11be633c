"""How a model writes boxes is its checkpoint's own: told by its name, its config.json or the user, never guessed."""

import json
from dataclasses import replace

import numpy as np
import pytest
from tiny_families import make_tiny

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm import families
from MISGroundLib.vlm.families import FAMILIES, Checkpoint, family_named, family_of
from MISGroundLib.vlm.generation import answer
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
        with pytest.raises(UserError, match=r'config\.json says .*"Qwen2\.5-VL" or "MedVision-V0"'):
            family_of({**QWEN, "misground": wrong}, tmp_path)


def test_a_model_that_fits_two_checkpoints_is_refused(tmp_path, monkeypatch):
    other = Checkpoint(replace(FAMILIES["qwen2_5_vl"], name="Other"), "qwen2_5_vl", "-7b", {"a": "1", "b": "2"})
    monkeypatch.setattr(families, "CHECKPOINTS", (*families.CHECKPOINTS, other))
    with pytest.raises(UserError, match=r'MedVision-V0 and Other.*"misground": "Qwen2\.5-VL" or "Med.*or "Other"'):
        family_of(QWEN, tmp_path, "MedVision-V0-7B")
    with pytest.raises(UserError, match="MedVision-V0 and Other"):
        family_named(["MedVision-V0-7B"])
    assert family_of({**QWEN, "misground": "Other"}, tmp_path, "MedVision-V0-7B").name == "Other"
    assert family_of({**QWEN, "a": 1, "b": 3}, tmp_path, "x") is FAMILIES["qwen2_5_vl"]
    assert family_of({**QWEN, "a": 1, "b": 2}, tmp_path, "x").name == "Other"


def test_a_checkpoint_of_another_architecture_is_refused(tmp_path):
    with pytest.raises(UserError, match=r'Qwen3-VL, looks .* like MedVision-V0.*"misground": "Qwen3-VL"\.$'):
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
