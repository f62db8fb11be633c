"""The audit file in the panel: none until the user chooses one; then a line for each answer, judged or not."""

import json

import pytest
import slicer

from Python.panel.panel_driver import boxes


@pytest.fixture(autouse=True)
def no_file_kept(host):
    import qt

    yield
    qt.QSettings().remove("MISGround/AuditFile")


def lines_of(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_none_is_chosen_at_first(a_panel):
    assert a_panel.ui.auditEdit.text == ""
    a_panel.ask("liver")
    assert a_panel.status.startswith("1 of 1 found")


def test_each_answer_is_a_line_and_the_volume_is_known_by_a_hash(host, a_panel, tmp_path):
    file = tmp_path / "audit.jsonl"
    host.answers.append(str(file))
    a_panel.ui.settingsButton.collapsed = False
    a_panel.click("auditButton")
    assert a_panel.ui.auditEdit.text == str(file)
    a_panel.ask("liver\nspleen")
    found, absent = lines_of(file)
    assert (found["query"], found["answer"]) == ("liver", "found")
    assert (absent["query"], absent["answer"]) == ("spleen", "absent")
    assert found["volume"].startswith("sha256:")
    a_panel.click_row(0)
    a_panel.click("acceptButton")
    last = lines_of(file)[-1]
    assert (last["event"], last["review"], last["label"]) == ("review", "accepted", found["label"])
    assert last["volume"] == found["volume"]


@pytest.fixture
def an_audited_panel(a_panel, an_engine, tmp_path):
    """Two boxes, the first chosen; `steps()` are the lines since then: (what, its way, how the box stands)."""
    an_engine.answers = [(10, 20, 40, 30)]
    a_panel.ui.auditEdit.text = str(tmp_path / "audit.jsonl")
    a_panel.ask("liver\nspleen")
    a_panel.click_row(0)
    a_panel.steps = lambda: [
        (line["review"], line["step"], line["stands"])
        for line in lines_of(tmp_path / "audit.jsonl")
        if line["event"] == "review"
    ]
    return a_panel


def test_a_judgement_that_is_taken_back_and_made_again_is_a_line_each_time(an_audited_panel):
    panel = an_audited_panel
    for button in ("acceptButton", "undoButton", "redoButton", "acceptButton"):
        panel.click(button)
    assert panel.steps() == [
        ("accepted", "done", "accepted"),
        ("accepted", "undone", "open"),
        ("accepted", "redone", "accepted"),
        ("taken back", "done", "open"),
    ]


def test_renaming_adjusting_and_removing_are_lines_too(an_audited_panel, tmp_path):
    panel = an_audited_panel
    box = boxes()[0]
    panel.ui.resultsTable.item(0, 0).setText("Jane Doe's liver")
    center = [0.0] * 3
    box.GetCenter(center)
    box.SetCenter(center[0] + 5, *center[1:])
    panel.widget.logic.boxHistory.record_moves()
    panel.click("removeButton")
    for _ in range(3):
        panel.click("undoButton")
    panel.click("redoButton")
    assert [step[:2] for step in panel.steps()] == [
        *(("renamed", "done"), ("adjusted", "done"), ("removed", "done")),
        *(("removed", "undone"), ("adjusted", "undone"), ("renamed", "undone"), ("renamed", "redone")),
    ]
    lines = [line for line in lines_of(tmp_path / "audit.jsonl") if line.get("review") == "adjusted"]
    moved = lines[0]["after"]["center_ras"][0] - lines[0]["before"]["center_ras"][0]
    assert moved == pytest.approx(5) and "after" not in lines[1]
    assert "Jane" not in (tmp_path / "audit.jsonl").read_text(), "what a reader typed"


def test_clearing_is_a_line_for_each_box_and_a_query_taken_back_too(an_audited_panel):
    panel = an_audited_panel
    panel.click("clearButton")
    panel.click("undoButton")
    panel.click("undoButton")
    assert [step[:2] for step in panel.steps()] == [
        *[("removed", "done")] * 2,
        *[("removed", "undone")] * 2,
        *[("drawn", "undone")] * 2,
    ]


def test_a_file_that_went_away_is_said_and_the_step_is_taken(an_audited_panel, tmp_path):
    panel = an_audited_panel
    panel.ui.auditEdit.text = str(tmp_path)
    panel.click("acceptButton")
    panel.wait(lambda: "is a folder" in panel.status)
    assert panel.rows[0][1] == "accepted"


def test_a_panel_that_is_closed_writes_no_more(an_audited_panel):
    history = an_audited_panel.widget.logic.boxHistory
    before = len(an_audited_panel.steps())
    an_audited_panel.widget.panel._audit.close()
    history.clear()
    assert len(an_audited_panel.steps()) == before


def test_the_file_is_kept_on_this_computer_and_not_with_the_scene(open_panel, a_logic, a_volume, tmp_path):
    first = open_panel(a_logic)
    first.ui.auditEdit.text = str(tmp_path / "audit.jsonl")
    assert open_panel(a_logic).ui.auditEdit.text == str(tmp_path / "audit.jsonl")
    assert "audit" not in slicer.mrmlScene.GetSingletonNode("MISGround", "vtkMRMLScriptedModuleNode").__str__()


def test_a_search_of_a_volume_is_recorded_once_and_when_it_is_done(open_panel, a_logic, a_volume, tmp_path):
    panel = open_panel(a_logic, scope="volume")
    panel.ui.auditEdit.text = str(tmp_path / "audit.jsonl")
    panel.ask("liver", 60)
    (line,) = lines_of(tmp_path / "audit.jsonl")
    assert (line["query"], line["scope"]) == ("liver", "volume")


def test_a_file_that_cannot_be_written_is_said_before_anything_is_asked(a_panel, an_engine, tmp_path):
    a_panel.ui.auditEdit.text = str(tmp_path)
    a_panel.ask("liver")
    assert "is a folder" in a_panel.status
    assert an_engine.asked == []
