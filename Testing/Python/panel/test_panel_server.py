"""A server in place of a model of this computer: its address in plain sight, its permission never assumed."""

import pytest
import slicer

from MISGroundLib.engine.router import EngineRouter
from Python.engine.openai_stand_in import QWEN
from Python.panel.panel_driver import boxes

ELSEWHERE = "server:http://gpu.example:8000#" + QWEN


@pytest.fixture
def a_routed_panel(open_panel, the_module, an_engine, a_volume):
    """The panel with the real way to a server, and without a model of this computer."""
    return open_panel(the_module.MISGroundLogic(engine=EngineRouter(worker=an_engine)))


def choose(panel, model):
    panel.ui.modelSelector.setEditText(model)


def test_without_a_server_nothing_is_said_of_one(a_panel):
    assert not a_panel.ui.serverLabel.visible
    assert not a_panel.ui.remoteCheckBox.visible
    choose(a_panel, "owner/name")
    assert not a_panel.ui.serverLabel.visible


def test_the_address_is_shown(a_panel):
    choose(a_panel, f"server:http://127.0.0.1:8000/v1#{QWEN}")
    assert a_panel.ui.serverLabel.text == "Answers come from the server 127.0.0.1:8000."
    assert a_panel.ui.serverLabel.visible
    assert not a_panel.ui.remoteCheckBox.visible
    choose(a_panel, "misground-mini")
    assert not a_panel.ui.serverLabel.visible


def test_half_an_address_gets_an_example(a_panel):
    choose(a_panel, "server:http://")
    assert a_panel.ui.serverLabel.text == "Type the server's address like this: server:http://127.0.0.1:8000"
    a_panel.ask("liver")
    assert a_panel.ui.statusLabel.visible


def test_another_computer_is_asked_for_by_a_box_that_is_off(a_panel, an_engine):
    choose(a_panel, ELSEWHERE)
    address, where = "gpu.example:8000", a_panel.ui.serverLabel
    assert where.text == f"The server {address} is another computer: slices and queries would go there."
    assert a_panel.ui.remoteCheckBox.visible
    assert not a_panel.ui.remoteCheckBox.checked
    a_panel.ask("liver")
    assert not an_engine.asked[-1][2].allow_remote
    a_panel.click("remoteCheckBox")
    assert where.text == f"Answers come from the server {address}, another computer: slices and queries go there."
    a_panel.ask("liver")
    assert an_engine.asked[-1][2].allow_remote


def test_a_permission_is_for_one_address(a_panel):
    choose(a_panel, ELSEWHERE)
    a_panel.click("remoteCheckBox")
    choose(a_panel, "server:http://gpu.example:8000#another")
    assert a_panel.ui.remoteCheckBox.checked
    choose(a_panel, "server:http://other.example:8000")
    assert not a_panel.ui.remoteCheckBox.checked
    choose(a_panel, ELSEWHERE)
    assert not a_panel.ui.remoteCheckBox.checked


def test_a_scene_names_a_server_but_does_not_allow_it(a_panel, an_engine, tmp_path):
    choose(a_panel, ELSEWHERE)
    a_panel.click("remoteCheckBox")
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    choose(a_panel, "misground-mini")
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    slicer.app.processEvents()
    assert a_panel.parameters.model == ELSEWHERE
    assert a_panel.ui.remoteCheckBox.visible
    assert not a_panel.ui.remoteCheckBox.checked


def test_another_computer_without_permission_is_told(a_routed_panel):
    choose(a_routed_panel, ELSEWHERE)
    a_routed_panel.ask("liver")
    assert a_routed_panel.status.startswith("The server gpu.example:8000 is another computer")
    assert 'tick "Pictures may leave this computer"' in a_routed_panel.status
    assert boxes() == []


def test_a_server_answers_with_boxes(a_routed_panel, server):
    choose(a_routed_panel, f"server:{server.url}")
    a_routed_panel.ask("liver")
    assert a_routed_panel.rows == [("liver", "unsure", "0.12")]
    (box,) = boxes()
    assert box.GetAttribute("MISGround.Model") == QWEN
    assert box.GetAttribute("MISGround.Device") == f"server 127.0.0.1:{server.port}"
    assert server.asked[0]["vllm_xargs"]["semsam"] == "safe"


def test_a_server_without_semantic_sampling_is_told(a_routed_panel, server):
    server.semsam = False
    choose(a_routed_panel, f"server:{server.url}")
    a_routed_panel.ask("liver")
    assert "has no MIS-SemSam" in a_routed_panel.status
    assert "bold" in a_routed_panel.ui.statusLabel.styleSheet


def test_cancel_while_a_server_is_silent(a_routed_panel, server):
    server.silent = True
    choose(a_routed_panel, f"server:{server.url}")
    a_routed_panel.type("liver")
    a_routed_panel.press_ctrl_enter()
    a_routed_panel.wait(lambda: a_routed_panel.status == f"Asking the server: 127.0.0.1:{server.port}")
    a_routed_panel.press_escape()
    a_routed_panel.wait(lambda: not a_routed_panel.is_running, seconds=1.0)
    assert a_routed_panel.status == "Cancelled. Nothing was drawn."


def test_a_server_needs_no_packages_and_no_warm_up(open_panel, the_module, an_engine, a_volume, server, monkeypatch):
    class Refusing:
        def missing(self):
            raise AssertionError("looked for packages")

        ensure = missing

    panel = open_panel(the_module.MISGroundLogic(engine=EngineRouter(worker=an_engine)), Refusing())
    choose(panel, f"server:{server.url}")
    panel.ask("liver")
    assert panel.rows == [("liver", "unsure", "0.12")]
