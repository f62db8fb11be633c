"""The tutorial's walk through the panel, as docs/tutorial.md tells it; its pictures are drawn on the way."""

import re
from dataclasses import replace

import pytest

from MISGroundLib.engine.protocol import DetectedBox
from Python.fake_engine import FakeEngine
from Python.panel.panel_driver import boxes
from Python.panel.searched_body import a_body, seen
from Python.panel.test_panel_sequence import ask_every_item, items_of_a_body
from Python.panel.tutorial_album import ALBUM, DRAW_ANEW, Album, says, shown

PAGE = ALBUM.parents[1] / "tutorial.md"
PANEL, WINDOW = (400, 800), (640, 460)
MOST_BYTES = 600_000


class PausingEngine(FakeEngine):
    """Sees what is in the pictures of a_body; says nothing more once it was asked `pause_at` times."""

    pause_at = None

    def poll(self, timeout=0.0):
        return [] if self.pause_at is not None and len(self.asked) >= self.pause_at else super().poll(timeout)


@pytest.fixture
def an_engine():
    return PausingEngine(answers=seen, tokens=0)


@pytest.fixture
def an_album(host, tmp_path):
    """Fails in the end where a committed picture no longer shows what the panel shows."""
    album = Album(host, tmp_path)
    yield album
    assert album.aged == {}, f"docs/images/tutorial has aged; {DRAW_ANEW}=1 draws it anew: look at it, then commit it"


@pytest.fixture
def no_midline(monkeypatch):
    """It has tests of its own, and would take most of the time here."""
    from MISGroundLib.scene import volumes

    monkeypatch.setattr(volumes, "midline_of", lambda node, modality: None)


@pytest.fixture
def a_panel(open_panel, a_logic, a_volume, no_midline):
    panel = open_panel(a_logic, scope="volume")
    panel.widget.panel._runner._timer.interval = 1
    return panel


@pytest.fixture
def a_volume(scene):
    return a_body("phantom CT")


@pytest.fixture
def take(an_album, host):
    """Takes a picture of a panel, or of another window, once Qt has laid it out."""

    def take_one(name, panel, window=None, size=PANEL):
        host.process_events(0.05)
        an_album.take(name, window or panel.widget.parent, size)

    return take_one


def test_load_type_and_search(a_panel, an_engine, take, host):
    take("01-loaded", a_panel)
    a_panel.type("liver\nleft kid")
    take("02-typing", a_panel)
    a_panel.ui.queriesEdit.setPlainText("liver\nleft kidney\npatella")
    an_engine.pause_at = 5
    a_panel.press_ctrl_enter()
    a_panel.wait(lambda: boxes() and len(an_engine.asked) == an_engine.pause_at)
    take("03-searching", a_panel)
    an_engine.pause_at = None
    a_panel.wait(lambda: not a_panel.is_running, 20)
    take("04-results", a_panel)
    assert [row[1] for row in a_panel.rows] == ["found", "found", "not in this volume"]


def test_judge_adjust_take_back_and_export(a_panel, take, host):
    a_panel.ask("liver\nleft kidney\npatella", 20)
    a_panel.click_row(0)
    a_panel.click("detailsButton")
    take("05-evidence", a_panel)
    a_panel.click("acceptButton")
    a_panel.click_row(1)
    a_panel.click("adjustButton")
    host.user.drags(boxes()[1])
    a_panel.wait(lambda: a_panel.rows[1][1] == "adjusted")
    take("06-adjusted", a_panel)
    a_panel.click("adjustButton")
    a_panel.click("detailsButton")
    a_panel.click("undoButton")
    a_panel.ui.historySection.collapsed = False
    take("07-taken-back", a_panel)
    assert [row[1] for row in a_panel.rows] == ["accepted", "found", "not in this volume"]
    menu = a_panel.ui.exportButton.menu()
    take("08-export", a_panel, menu, (menu.sizeHint.width(), menu.sizeHint.height()))
    menu.hide()


def test_choose_a_model(a_panel, take, monkeypatch, tmp_path):
    monkeypatch.setenv("MISGROUND_MODELS", str(tmp_path / "models"))
    a_panel.click("modelsButton")
    manager = a_panel.widget.panel._models.manager
    manager.ui.modelTable.selectRow(2)
    take("09-models", a_panel, manager.widget, WINDOW)
    assert not manager.ui.fetchButton.enabled


def test_every_item_of_a_sequence(open_panel, a_logic, scene, no_midline, take):
    frames = items_of_a_body()
    sequence = scene.AddNewNodeByClass("vtkMRMLSequenceNode", "phantom 4D CT")
    sequence.SetIndexName("time")
    sequence.SetIndexUnit("ms")
    for time, frame in zip(("0", "80"), frames[:2], strict=True):
        sequence.SetDataNodeAtValue(frame, time)
    browser = scene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode", "browser")
    browser.SetAndObserveMasterSequenceNodeID(sequence.GetID())
    panel = open_panel(a_logic, scope="volume")
    panel.widget.panel._runner._timer.interval = 1
    ask_every_item(panel, "left kidney")
    panel.click_row(1)
    take("10-sequence", panel)
    assert [row[0] for row in panel.rows] == ["left kidney, time 0 ms", "left kidney, time 80 ms"]


def understood(image, questions, settings):
    """As misground-mini answers in German: with the structure's English name as the label."""
    names = {"Leber": "liver", "linke Niere": "left kidney"}
    english = [replace(question, query=names[question.query]) for question in questions]
    boxes_px = seen(image, english, settings)
    return [box and [DetectedBox(box, one.query, 0.75)] for box, one in zip(boxes_px, english, strict=True)]


def test_in_the_language_of_the_application(open_panel, a_logic, an_engine, a_volume, no_midline, host, take):
    an_engine.answers = understood
    with host.language("de_DE"):
        panel = open_panel(a_logic, scope="volume")
        panel.widget.panel._runner._timer.interval = 1
        panel.ask("Leber\nlinke Niere", 20)
        panel.click_row(1)
        take("11-german", panel)
        assert len(boxes()) == 2


def test_the_page_shows_each_picture_and_they_stay_small():
    named = re.findall(r"\]\(images/tutorial/([\w-]+)\.png\)", PAGE.read_text(encoding="utf-8"))
    pictures = sorted(ALBUM.glob("*.png"))
    assert sorted(named) == [picture.stem for picture in pictures]
    assert sum(picture.stat().st_size for picture in pictures) <= MOST_BYTES
    for picture in pictures:
        assert says(picture), picture.name


def test_another_text_makes_a_picture_old_and_another_number_does_not(a_panel, host, tmp_path):
    window = a_panel.widget.parent._qt
    before = shown(window)
    a_panel.ui.costLabel.text = ""
    a_panel.ui.statusLabel.text, a_panel.ui.statusLabel.visible = "2 of 3 found, in 0.4 s", True
    one = shown(window)
    a_panel.ui.statusLabel.text = "3 of 3 found, in 12 s"
    assert shown(window) == one != before
    a_panel.ui.groundButton.enabled = False
    assert shown(window) != one
