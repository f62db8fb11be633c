"""The window of the models in the panel, and the sentence on memory beside the chooser."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from MISGroundLib.vlm.folders import downloaded
from Python.models.stand_in_hub import StandInHub
from Python.vlm.tiny_qwen3vl import make_tiny_model

MODEL = "owner/tiny"


@pytest.fixture(scope="module")
def tiny_files(tmp_path_factory):
    return make_tiny_model(tmp_path_factory.mktemp("tiny"), more_words=3000)


@pytest.fixture
def hub(tiny_files, monkeypatch, tmp_path):
    made = StandInHub(tiny_files)
    monkeypatch.setenv("HF_ENDPOINT", made.url)
    monkeypatch.setenv("MISGROUND_MODELS", str(tmp_path / "models"))
    yield made
    made.close()


@pytest.fixture
def a_manager(a_panel, hub):
    a_panel.click("modelsButton")
    return a_panel.widget.panel._models.manager


def rows(manager):
    table = manager.ui.modelTable
    return {table.item(row, 0).text(): table.item(row, 3).text() for row in range(table.rowCount)}


def press(manager, button):
    QTest.keyClick(getattr(manager.ui, button)._qt, Qt.Key.Key_Space)


def look_up(a_panel, manager, model=MODEL):
    manager.ui.idEdit.text = model
    QTest.keyClick(manager.ui.idEdit._qt, Qt.Key.Key_Return)
    a_panel.wait(lambda: not manager.is_running, 30)


def test_it_lists_what_can_be_had_with_size_and_licence(a_manager):
    assert rows(a_manager)["misground-mini"] == "with MISGround"
    assert rows(a_manager)["Qwen/Qwen3-VL-4B-Instruct"] == ""
    a_manager.ui.modelTable.selectRow(2)
    about = a_manager.ui.aboutLabel.text
    assert "16 bit" in about and "4 bit" in about and "Free on this computer" in about
    assert a_manager.ui.idEdit.text == "Qwen/Qwen3-VL-4B-Instruct"
    assert not a_manager.ui.fetchButton.enabled and not a_manager.ui.useButton.enabled


def test_nothing_is_downloaded_before_size_and_licence_are_agreed_to(a_panel, a_manager, hub):
    assert hub.asked == []
    look_up(a_panel, a_manager)
    said = a_manager.ui.stateLabel.text
    assert "licence apache-2.0" in said and "without a proxy" in said and "KB" not in said
    assert [path for path, _ in hub.asked] == [f"/api/models/{MODEL}"]
    assert not a_manager.ui.fetchButton.enabled
    press(a_manager, "agreeCheckBox")
    assert a_manager.ui.fetchButton.enabled
    a_manager.ui.idEdit.text = "owner/other"
    assert not a_manager.ui.fetchButton.enabled and not a_manager.ui.agreeCheckBox.checked


def test_by_keyboard_a_download_is_cancelled_goes_on_is_used_and_removed(a_panel, a_manager, hub, host):
    look_up(a_panel, a_manager)
    press(a_manager, "agreeCheckBox")
    hub.pace = 0.3
    press(a_manager, "fetchButton")
    longest, last = 0.0, time.monotonic()

    def came():
        nonlocal longest, last
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
        return "safetensors" in a_manager.ui.stateLabel.text

    a_panel.wait(came, 30)
    assert a_manager.ui.fetchButton.text == "Cancel"
    press(a_manager, "fetchButton")
    a_panel.wait(lambda: not a_manager.is_running, 2)
    assert "goes on from there" in a_manager.ui.stateLabel.text and rows(a_manager)[MODEL] == "in part"
    assert longest < 1.0, "the application stood still"
    hub.pace = 0.0
    press(a_manager, "fetchButton")
    a_panel.wait(lambda: not a_manager.is_running, 30)
    assert rows(a_manager)[MODEL] == "downloaded" and downloaded(MODEL)
    place = list(rows(a_manager)).index(MODEL)
    a_manager.ui.modelTable.selectRow(place)
    press(a_manager, "useButton")
    assert a_panel.parameters.model == MODEL
    a_panel.wait(lambda: a_panel.ui.memoryLabel.text.startswith("Needs about"), 15)
    press(a_manager, "removeButton")  # not confirmed
    assert downloaded(MODEL)
    host.answers.append(True)
    press(a_manager, "removeButton")
    assert not downloaded(MODEL) and MODEL not in rows(a_manager)


def test_a_fault_is_said_in_the_window_and_a_folder_of_ones_own_can_be_added(a_panel, a_manager, hub, host, tiny_files):
    hub.status = 404
    look_up(a_panel, a_manager)
    assert "knows no model" in a_manager.ui.stateLabel.text
    host.answers.append(str(tiny_files))
    press(a_manager, "addButton")
    assert rows(a_manager)[str(tiny_files)] == "yours"
    host.answers.append(str(hub.folder.parent))
    press(a_manager, "addButton")
    assert "no config.json" in a_manager.ui.stateLabel.text or "weights" in a_manager.ui.stateLabel.text


def test_a_model_that_will_not_fit_is_said_beside_the_chooser(a_panel, hub, monkeypatch):
    from MISGroundLib.panel import model_manager

    monkeypatch.setattr(model_manager, "free_ram", lambda: 4e9)
    monkeypatch.setattr(model_manager, "graphics_card", lambda: None)
    a_panel.ui.modelSelector.setEditText("Qwen/Qwen3-VL-8B-Instruct")
    a_panel.wait(lambda: a_panel.ui.memoryLabel.visible)
    assert a_panel.ui.memoryLabel.text.startswith("Will not fit: it needs about")
    monkeypatch.setattr(model_manager, "graphics_card", lambda: ("Card X", 40e9))
    a_panel.parameters.precision = "4bit"
    a_panel.wait(lambda: "Card X" in a_panel.ui.memoryLabel.text)
    assert a_panel.ui.memoryLabel.text.startswith("Needs about")


def test_every_control_of_the_window_has_a_tooltip(a_manager):
    kinds = ("QPushButton", "QCheckBox", "QLineEdit", "QTableWidget", "QProgressBar")
    controls = [w for w in vars(a_manager.ui).values() if w.className() in kinds and not w.name.startswith("qt_")]
    assert len(controls) >= 10
    assert [control.name for control in controls if not control.toolTip] == []
