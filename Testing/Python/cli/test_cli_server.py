"""`misground ground` with a server in place of a model of this computer."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813

from MISGroundLib.batch import Request, _asked
from MISGroundLib.settings import Settings
from Python.engine.openai_stand_in import QWEN

MISGROUND = Path(sys.executable).with_name("misground")


@pytest.fixture
def a_block(tmp_path):
    array = np.full((20, 40, 40), -900, np.int16)
    array[4:16, 8:32, 8:32] = 50
    path = tmp_path / "block.nii.gz"
    sitk.WriteImage(sitk.GetImageFromArray(array), path)
    return path


def ground(volume, model, *more):
    out = volume.parent / "answers"
    command = [MISGROUND, "ground", volume, "-q", "liver", "--out", out, "--model", model, "--no-picture", *more]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120)
    return done, out / "result.json"


def test_a_server_answers_the_command_line(server, a_block):
    done, result = ground(a_block, f"server:{server.url}", "--seed", "3", "--scope", "slice")
    assert done.returncode == 0, done.stderr
    document = json.loads(result.read_text())
    assert document["detections"][0]["found"]
    model = document["model"]
    assert (model["name"], model["engine"], model["address"]) == (QWEN, "server", server.url)
    assert server.asked[0]["seed"] == 3


def test_boxes_are_read_in_the_format_that_the_user_gives(server, a_block):
    """A model that was trained to write another format than its family: y before x."""
    server.models = ["my-qwen3-vl"]
    server.answers = [('```json [{"box_2d": [', "100", ", 200", ", 300", ", 400", '], "label": "liver"}] ```')]
    options = f"server:{server.url}", "--scope", "slice", "--decoding", "greedy"
    done, result = ground(a_block, *options)
    assert done.returncode == 3, done.stderr
    assert json.loads(result.read_text())["detections"][0]["status"] == "unusable"
    done, result = ground(a_block, *options, "--box-format", "gemma")
    assert done.returncode == 0, done.stderr
    document = json.loads(result.read_text())
    (found,) = document["detections"]
    # 40 px a side, square: x from 8 to 16, y from 4 to 12.
    assert found["box_px"] == pytest.approx([8, 4, 16, 12])
    assert document["box_format"] == "gemma"
    assert "as those of Gemma 3, MedGemma, as you said" in result.read_text()
    assert '"box_2d": [y0, x0, y1, x1]' in str(server.asked[-1]["messages"])


def test_a_served_model_whose_format_nobody_tells_is_not_asked(server, a_block):
    server.models = ["google/gemma-4-E4B-it"]
    options = f"server:{server.url}", "--scope", "slice", "--decoding", "greedy"
    done, _ = ground(a_block, *options)
    assert done.returncode == 2 and "makers of Gemma 4 do not say" in done.stderr
    assert server.asked == []
    done, _ = ground(a_block, *options, "--box-format", "gemma")
    assert server.asked[0]["chat_template_kwargs"] == {"enable_thinking": False}


def test_another_computer_needs_the_option(server, a_block):
    # An address that is not of the loopback network, and yet leads here.
    model = f"server:http://0.0.0.0:{server.port}"
    done, result = ground(a_block, model)
    assert done.returncode == 2
    assert "--allow-remote-server" in done.stderr
    assert server.requests == []
    assert not result.exists()
    done, result = ground(a_block, model, "--allow-remote-server", "--plane", "axial")
    assert done.returncode == 0, done.stderr
    assert len(server.asked) == 1


def test_a_server_is_asked_no_more_about_a_volume_than_the_budget(server, a_block):
    done, result = ground(a_block, f"server:{server.url}", "--budget", "5")
    assert done.returncode == 0, done.stderr
    document = json.loads(result.read_text())
    assert document["questions"] == len(server.asked) == 5
    assert (document["scope"], document["model"]["name"]) == ("volume", QWEN)


def test_a_finished_volume_stays_finished_whatever_is_allowed(a_block):
    asked = [_asked(a_block, Request(["liver"], settings=Settings(allow_remote=allowed))) for allowed in (False, True)]
    assert asked[0] == asked[1]
    assert "allow_remote" not in asked[0]["settings"]
