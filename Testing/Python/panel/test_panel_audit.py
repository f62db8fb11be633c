"""The audit file in the panel: none until the user chooses one; then a line for each answer, judged or not."""

import json

import pytest
import slicer


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
