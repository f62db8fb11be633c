"""Typing: suggestions, sets, the list of what a model knows, and the history of queries, saved with the scene."""

import json

import pytest
import slicer
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes

CTRL = Qt.KeyboardModifier.ControlModifier


def items(panel, name="suggestionsList"):
    widget = getattr(panel.ui, name)._qt
    return [widget.item(row).text() for row in range(widget.count())]


def click_item(panel, name, text, double=False):
    widget = getattr(panel.ui, name)._qt
    item = widget.item(items(panel, name).index(text))
    widget.scrollToItem(item)
    place = QPoint(widget.visualItemRect(item).center())
    QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    if double:
        QTest.mouseDClick(widget.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def text_of(panel):
    return panel.ui.queriesEdit.toPlainText()


def test_before_anything_is_typed_sets_are_offered(a_panel):
    assert items(a_panel)[0] == "abdomen (14)"
    assert "brain (16)" in items(a_panel)


def test_suggestions_follow_what_is_typed(a_panel):
    a_panel.type("left kid")
    assert items(a_panel) == ["left kidney"]
    a_panel.type("x")
    assert items(a_panel) == []


def test_another_language_says_what_it_means(a_panel):
    a_panel.type("Mil")
    assert items(a_panel)[0] == "Milz = spleen"
    click_item(a_panel, "suggestionsList", "Milz = spleen")
    assert text_of(a_panel) == "Milz"


def test_a_click_takes_the_place_of_the_piece_alone(a_panel):
    a_panel.type("spleen; liver\nleft kid")
    click_item(a_panel, "suggestionsList", "left kidney")
    assert text_of(a_panel) == "spleen; liver\nleft kidney"
    QTest.keyClicks(a_panel.focus, ", aor")
    click_item(a_panel, "suggestionsList", "aorta")
    assert text_of(a_panel) == "spleen; liver\nleft kidney, aorta"


def test_what_was_taken_can_be_undone_in_the_text(a_panel):
    a_panel.type("left kid")
    click_item(a_panel, "suggestionsList", "left kidney")
    QTest.keyClick(a_panel.focus, Qt.Key.Key_Z, CTRL)
    assert text_of(a_panel) == "left kid"


def test_a_set_becomes_a_line_a_structure(a_panel, an_engine):
    a_panel.type("Bauch")
    click_item(a_panel, "suggestionsList", "abdomen (14)")
    lines = text_of(a_panel).split("\n")
    assert len(lines) == 14 and {"liver", "left kidney", "right kidney", "aorta"} <= set(lines)
    a_panel.press_ctrl_enter()
    a_panel.wait(lambda: not a_panel.is_running)
    assert len(a_panel.rows) == 14


def test_only_what_the_chosen_model_knows_is_suggested(a_panel, tmp_path):
    a_panel.type("renal")
    assert items(a_panel) == []
    (tmp_path / "misground.json").write_text(json.dumps({"structures": ["patella", "tibia"]}))
    a_panel.ui.modelSelector.setEditText(str(tmp_path))
    assert a_panel.ui.knownLabel.text == "2 of the 2 structures that this model knows."
    assert items(a_panel, "knownList") == ["patella", "tibia"]
    a_panel.ui.modelSelector.setEditText("Qwen/Qwen3-VL-4B-Instruct")
    assert "renal vein" in items(a_panel)
    assert a_panel.ui.knownLabel.text.startswith("This model takes any words.")


def test_what_the_model_knows_can_be_searched_and_added(a_panel):
    a_panel.ui.knownSection.collapsed = False
    count = len(items(a_panel, "knownList"))
    assert count > 50
    assert a_panel.ui.knownLabel.text == f"{count} of the {count} structures that this model knows."
    a_panel.key("knownSearch", Qt.Key.Key_Home)
    QTest.keyClicks(a_panel.focus, "niere")
    assert items(a_panel, "knownList")[:2] == ["left kidney", "right kidney"]
    click_item(a_panel, "knownList", "right kidney", double=True)
    QTest.keyClick(a_panel.ui.knownSearch._qt, Qt.Key.Key_Return)
    assert text_of(a_panel) == "right kidney\nleft kidney"


def test_a_name_that_is_not_known_opens_the_list(open_panel, a_logic, a_volume, an_engine):
    from MISGroundLib.engine.protocol import AnswerEvent

    panel = open_panel(a_logic)
    assert panel.ui.knownSection.collapsed
    an_engine.answers = [AnswerEvent("", 0, "", [], 0.0, problems=["not known"], unknown=True)]
    panel.ask("tumour")
    assert panel.rows[0][1] == "not known to this model"
    assert not panel.ui.knownSection.collapsed


# History


def test_what_was_asked_is_kept_and_asked_again_of_another_volume(a_panel, an_engine):
    a_panel.ask("liver\nspleen")
    a_panel.ask("aorta")
    a_panel.ui.historySection.collapsed = False
    assert [line[6:] for line in items(a_panel, "historyList")] == [
        "aorta: 1 of 1 found in CT",
        "liver; spleen: 1 of 2 found in CT",
    ]
    second = make_volume("Second")
    a_panel.ui.volumeSelector.setCurrentNode(second)
    a_panel.ui.historyList.setCurrentRow(1)
    a_panel.click("againButton")
    a_panel.wait(lambda: not a_panel.is_running)
    assert text_of(a_panel) == "liver\nspleen"
    assert [question.query for question in an_engine.asked[-1][1]] == ["liver", "spleen"]
    assert items(a_panel, "historyList")[0].endswith("liver; spleen: 1 of 2 found in Second")
    assert boxes()[-1].GetAttribute("MISGround.VolumeName") == "Second"


def test_a_double_click_asks_again(a_panel, an_engine):
    a_panel.ask("liver")
    a_panel.ui.historySection.collapsed = False
    slicer.app.processEvents()
    click_item(a_panel, "historyList", items(a_panel, "historyList")[0], double=True)
    a_panel.wait(lambda: not a_panel.is_running)
    assert len(an_engine.asked) == 2


def test_the_history_is_saved_with_the_scene_and_goes_with_it(a_panel, tmp_path):
    a_panel.ask("liver")
    before = items(a_panel, "historyList")
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"))
    slicer.mrmlScene.Clear()
    slicer.app.processEvents()
    assert items(a_panel, "historyList") == []
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    slicer.app.processEvents()
    assert items(a_panel, "historyList") == before


def test_the_last_queries_are_suggested_while_nothing_is_typed(a_panel):
    a_panel.ask("liver\nspleen")
    a_panel.ui.queriesEdit.setPlainText("")
    assert items(a_panel)[0] == "liver; spleen"
    click_item(a_panel, "suggestionsList", "liver; spleen")
    assert text_of(a_panel) == "liver\nspleen"


@pytest.mark.parametrize("stored", ["nonsense", "{}", '[{"queries": 3}]', '[{"queries": "a", "time": "b"}]', "[1]"])
def test_a_history_that_cannot_be_read_is_none(a_panel, stored):
    a_panel.parameters.history = stored
    slicer.app.processEvents()
    assert items(a_panel, "historyList") == []
    a_panel.ask("liver")
    assert len(items(a_panel, "historyList")) == 1


def test_a_cancelled_query_is_not_in_the_history(a_panel, an_engine):
    an_engine.tokens = 200
    a_panel.type("liver")
    a_panel.press_ctrl_enter()
    a_panel.press_escape()
    a_panel.wait(lambda: not a_panel.is_running)
    assert items(a_panel, "historyList") == []
