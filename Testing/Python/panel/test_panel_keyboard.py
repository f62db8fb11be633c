"""The keyboard alone: each flow from the first Tab to the last undo, and no key that is lost in another widget."""

import pytest
import slicer
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes

CTRL = Qt.KeyboardModifier.ControlModifier


def press(panel, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(panel.focus, key, modifier)


def ask(panel, text):
    panel.tab_to("queriesEdit")
    press(panel, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(panel.focus, text)
    press(panel, Qt.Key.Key_Return, CTRL)
    panel.wait(lambda: not panel.is_running)


@pytest.fixture
def a_keyboard_panel(a_panel, an_engine):
    """Every target is found; the focus is on the first control."""
    an_engine.answers = [(10, 20, 40, 30)]
    a_panel.ui.volumeSelector.setFocus()
    a_panel.ui.scopeSelector.setFocus()
    return a_panel


def test_ask_judge_rename_remove_and_take_back(a_keyboard_panel):
    panel = a_keyboard_panel
    ask(panel, "liver; spleen; aorta")
    panel.tab_to("resultsTable")
    press(panel, Qt.Key.Key_Home, CTRL)
    press(panel, Qt.Key.Key_Return)
    press(panel, Qt.Key.Key_Down)
    press(panel, Qt.Key.Key_Backspace)
    press(panel, Qt.Key.Key_Down)
    press(panel, Qt.Key.Key_F2)
    QTest.keyClicks(panel.focus, "stent")
    press(panel, Qt.Key.Key_Return)
    panel.wait(lambda: panel.rows[2][0] == "stent")
    assert [row[:2] for row in panel.rows] == [("liver", "accepted"), ("spleen", "rejected"), ("stent", "found")]
    assert panel.focus is panel.ui.resultsTable._qt
    press(panel, Qt.Key.Key_Delete)
    assert [row[1] for row in panel.rows] == ["accepted", "rejected", "removed"]
    for _ in range(4):
        press(panel, Qt.Key.Key_Z, CTRL)
    assert [row[:2] for row in panel.rows] == [("liver", "found"), ("spleen", "found"), ("aorta", "found")]
    press(panel, Qt.Key.Key_Y, CTRL)
    press(panel, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert [row[1] for row in panel.rows] == ["accepted", "rejected", "found"]


def test_escape_leaves_a_name_as_it_was(a_keyboard_panel):
    panel = a_keyboard_panel
    ask(panel, "liver")
    panel.tab_to("resultsTable")
    press(panel, Qt.Key.Key_Home, CTRL)
    press(panel, Qt.Key.Key_F2)
    QTest.keyClicks(panel.focus, "stent")
    press(panel, Qt.Key.Key_Escape)
    panel.wait(lambda: panel.focus is panel.ui.resultsTable._qt)
    assert panel.rows[0][0] == "liver" and boxes()[0].GetName() == "liver 0.75"


def test_adjust_show_only_read_and_copy(a_keyboard_panel):
    panel = a_keyboard_panel
    ask(panel, "liver; spleen")
    panel.tab_to("resultsTable")
    press(panel, Qt.Key.Key_Home, CTRL)
    press(panel, Qt.Key.Key_E, CTRL)
    assert not boxes()[0].GetLocked() and panel.ui.adjustButton.checked
    press(panel, Qt.Key.Key_E, CTRL)
    assert boxes()[0].GetLocked()
    press(panel, Qt.Key.Key_Space)
    assert [bool(box.GetDisplayNode().GetVisibility()) for box in boxes()] == [True, False]
    press(panel, Qt.Key.Key_Space)
    press(panel, Qt.Key.Key_D, CTRL)
    assert "The model wrote: raw" in panel.ui.detailEdit.toPlainText()
    panel.tab_to("detailEdit")
    panel.tab_to("resultsTable")
    press(panel, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text().startswith("2 of 2 found")


def test_tab_reaches_every_control_and_none_keeps_it(a_keyboard_panel):
    panel = a_keyboard_panel
    ask(panel, "liver")
    for name in ("knownSection", "historySection", "settingsButton", "trustSection"):
        getattr(panel.ui, name).collapsed = False
    panel.click("detailsButton")
    slicer.app.processEvents()
    reached = set()
    for _ in range(80):
        widget = panel.focus
        while widget is not None:
            reached.add(widget.objectName())
            widget = widget.parentWidget()
        press(panel, Qt.Key.Key_Tab)
    kinds = ("QPushButton", "QComboBox", "QTextEdit", "QSpinBox", "QDoubleSpinBox", "QCheckBox", "QTableWidget")
    kinds = (*kinds, "QToolButton", "QListWidget", "QLineEdit", "QPlainTextEdit", "qMRMLNodeComboBox")
    controls = [w for w in vars(panel.ui).values() if w.className() in kinds and not w.name.startswith("qt_")]
    absent = [w.name for w in controls if w.visible and w.enabled and w.name not in reached and w.name != "trustTable"]
    assert len(controls) > 30
    assert absent == []


def test_tab_goes_down_the_panel(a_keyboard_panel):
    ask(a_keyboard_panel, "liver")
    order = []
    for _ in range(40):
        order.append(a_keyboard_panel.focus.objectName())
        press(a_keyboard_panel, Qt.Key.Key_Tab)
    wanted = [
        *("queriesEdit", "groundButton", "resultsTable", "acceptButton", "rejectButton", "renameButton"),
        *("adjustButton", "removeButton", "onlyButton", "detailsButton", "copyButton"),
    ]
    assert [name for name in dict.fromkeys(order) if name in wanted] == wanted


def test_suggestions_without_a_mouse(a_keyboard_panel):
    panel = a_keyboard_panel
    panel.tab_to("queriesEdit")
    QTest.keyClicks(panel.focus, "left kid")
    press(panel, Qt.Key.Key_Space, CTRL)
    assert panel.ui.queriesEdit.toPlainText() == "left kidney"
    press(panel, Qt.Key.Key_Return)
    QTest.keyClicks(panel.focus, "kid")
    press(panel, Qt.Key.Key_Tab)
    press(panel, Qt.Key.Key_Right)
    press(panel, Qt.Key.Key_Right)
    press(panel, Qt.Key.Key_Return)
    assert panel.focus is panel.ui.queriesEdit._qt
    assert panel.ui.queriesEdit.toPlainText().split("\n")[1] in ("left kidney", "right kidney")


def test_the_list_and_the_history_without_a_mouse(a_keyboard_panel, an_engine):
    panel = a_keyboard_panel
    ask(panel, "liver")
    panel.ui.knownSection.collapsed = panel.ui.historySection.collapsed = False
    slicer.app.processEvents()
    panel.tab_to("knownSearch")
    QTest.keyClicks(panel.focus, "xyz")
    assert panel.ui.knownList.count == 0
    press(panel, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(panel.focus, "milz")
    press(panel, Qt.Key.Key_Tab)
    press(panel, Qt.Key.Key_Return)
    assert panel.ui.queriesEdit.toPlainText() == "liver\nspleen"
    panel.tab_to("historyList")
    press(panel, Qt.Key.Key_Return)
    panel.wait(lambda: not panel.is_running)
    assert [question.query for question in an_engine.asked[-1][1]] == ["liver"]


def test_an_answer_is_exported_without_a_mouse(a_keyboard_panel, host, tmp_path):
    panel = a_keyboard_panel
    ask(panel, "point at the liver")
    panel.tab_to("exportButton")
    host.answers.append(str(tmp_path))

    def choose_the_table():
        menu = QApplication.activePopupWidget()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(menu, key)

    QTimer.singleShot(200, choose_the_table)
    press(panel, Qt.Key.Key_Space)
    panel.wait(lambda: "boxes.csv" in panel.status)
    assert (tmp_path / "boxes.csv").read_text(encoding="utf-8-sig").count("point at the liver") == 2


def tab_to_header(panel, section):
    """To what opens a section: the real one is a button itself, the host's holds one."""
    wanted = getattr(panel.ui, section)._qt
    for _ in range(60):
        if panel.focus is wanted or (panel.focus.parentWidget() is wanted and isinstance(panel.focus, QToolButton)):
            return
        press(panel, Qt.Key.Key_Tab)
    raise AssertionError(f"{section} cannot be reached by Tab")


def test_sections_open_and_several_volumes_are_asked_without_a_mouse(a_keyboard_panel):
    panel = a_keyboard_panel
    panel.widget.panel._study._runner._timer.interval = 1
    make_volume("CT later")
    panel.tab_to("queriesEdit")
    QTest.keyClicks(panel.focus, "liver")
    tab_to_header(panel, "studySection")
    press(panel, Qt.Key.Key_Space)
    assert not panel.ui.studySection.collapsed
    panel.wait(lambda: panel.ui.studyList.count == 2)
    panel.tab_to("studyList")
    press(panel, Qt.Key.Key_Home)
    press(panel, Qt.Key.Key_Space)
    press(panel, Qt.Key.Key_Down)
    press(panel, Qt.Key.Key_Space)
    panel.tab_to("studyButton")
    press(panel, Qt.Key.Key_Space)
    study = panel.widget.panel._study
    assert study.is_running, panel.ui.studyLabel.text
    panel.wait(lambda: boxes(), 60)
    press(panel, Qt.Key.Key_Space)  # the same button stops it
    panel.wait(lambda: not study.is_running, 60)
    tab_to_header(panel, "studySection")
    press(panel, Qt.Key.Key_Space)
    assert panel.ui.studySection.collapsed


def test_undo_in_the_text_is_the_texts_own(a_keyboard_panel):
    panel = a_keyboard_panel
    ask(panel, "liver")
    panel.tab_to("queriesEdit")
    QTest.keyClicks(panel.focus, "x")
    press(panel, Qt.Key.Key_Z, CTRL)
    assert len(boxes()) == 1
    assert panel.ui.queriesEdit.toPlainText() != "liverx"


def test_enter_in_the_text_is_a_line(a_keyboard_panel):
    a_keyboard_panel.tab_to("queriesEdit")
    QTest.keyClicks(a_keyboard_panel.focus, "li")
    press(a_keyboard_panel, Qt.Key.Key_Return)
    assert a_keyboard_panel.ui.queriesEdit.toPlainText() == "li\n"


def test_it_fits_340_px(a_keyboard_panel, an_engine, scene):
    panel = a_keyboard_panel
    make_volume("a series with a name so long that no panel of a usual width can show the whole of it at once")
    ask(panel, "liver; spleen; point at the structure with the longest name that anybody will ever have typed into it")
    panel.click("detailsButton")
    panel.click("acceptButton")
    an_engine.answers = [RuntimeError("The model's process stopped. " * 3)]
    ask(panel, "aorta")
    assert panel.ui.earlierLabel.visible
    panel.ui.studySection.collapsed = False
    panel.ui.knownSection.collapsed = panel.ui.historySection.collapsed = False
    panel.ui.settingsButton.collapsed = panel.ui.trustSection.collapsed = False
    slicer.app.processEvents()
    assert panel.widget.parent.minimumSizeHint.width() <= 340
