"""The volume removed, the scene closed, the server gone: while the model answers."""

import pytest
import slicer

from MISGroundLib.batch import Request, ground_file
from MISGroundLib.engine.router import EngineRouter
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Settings
from Python.core.fake_engine import FakeEngine
from Python.engine.openai_stand_in import StandIn
from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes


class Interrupted(FakeEngine):
    """Does something else when half of the answer is told."""

    def __init__(self, deed):
        super().__init__(answers=[(10, 20, 40, 30)], tokens=6)
        self.deed = deed

    def poll(self, timeout=0.0):
        if len(self.waiting) == 4:
            self.deed()
        return super().poll(timeout)


@pytest.mark.parametrize("deed", ["removed", "closed", "another of the same ID"])
def test_the_console_draws_nothing_for_a_volume_that_left_the_scene(the_module, a_volume, deed):
    def act():
        if deed == "removed":
            slicer.mrmlScene.RemoveNode(a_volume)
        else:
            slicer.mrmlScene.Clear()
        if deed == "another of the same ID":
            make_volume("next patient")

    logic = the_module.MISGroundLogic(engine=Interrupted(act))
    with pytest.raises(UserError, match="The volume left the scene while the model answered"):
        logic.ground(a_volume, "liver")
    assert boxes() == []


def test_the_command_line_has_the_scan_in_memory_when_its_file_goes(a_scan, tmp_path):
    engine = Interrupted(lambda: a_scan.unlink(missing_ok=True))
    result, _ = ground_file(a_scan, Request(["liver"]), tmp_path / "out", engine, picture=False)
    assert result.detections[0].found
    assert (tmp_path / "out" / "result.json").is_file()
    with pytest.raises(UserError, match="no file or folder"):
        ground_file(a_scan, Request(["liver"]), tmp_path / "out", engine, picture=False)


@pytest.fixture
def a_server():
    server = StandIn()
    yield server
    server.close()


def test_a_server_that_goes_is_said_by_panel_console_and_batch(
    open_panel, the_module, a_volume, a_server, a_scan, tmp_path
):
    panel = open_panel(the_module.MISGroundLogic(engine=EngineRouter()))
    model = f"server:{a_server.url}"
    panel.ui.modelSelector.setEditText(model)
    a_server.die_after, a_server.die_in = 3, 1
    panel.ask("liver\nspleen")
    assert [row[0] for row in panel.rows] == ["liver"]
    assert "in the middle of an answer" in panel.status
    assert "Answers kept from before it: 1." in panel.status
    a_server.close()
    panel.ask("liver")
    assert "127.0.0.1" in panel.status
    assert "Traceback" not in panel.status
    with pytest.raises(UserError, match=r"127\.0\.0\.1"):
        panel.widget.logic.ground(a_volume, "liver", model=model)
    request = Request(["liver"], settings=Settings(model))
    with pytest.raises(UserError, match=r"127\.0\.0\.1"):
        ground_file(a_scan, request, tmp_path / "out", panel.widget.logic.engine, picture=False)
    assert not (tmp_path / "out" / "result.json").exists()


def test_a_server_that_is_not_there_is_one_plain_line_of_the_command(a_scan, tmp_path, capsys):
    from MISGroundLib.cli import main

    arguments = [
        "ground",
        str(a_scan),
        "-q",
        "liver",
        "--out",
        str(tmp_path / "out"),
        "--model",
        "server:http://127.0.0.1:9",
    ]
    assert main([*arguments, "--no-picture"]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("misground: ")
    assert "127.0.0.1:9" in said
