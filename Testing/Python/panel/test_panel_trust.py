"""The section "How far can I trust this model?": asks, shows the table, can be cancelled, and says what went wrong."""

from MISGroundLib.bench.trust_check import trust_set
from MISGroundLib.errors import UserError

QUESTIONS = sum(len(picture.questions) for picture in trust_set())


def table(panel):
    shown = panel.ui.trustTable
    return [tuple(shown.item(row, column).text() for column in range(5)) for row in range(shown.rowCount)]


def check(panel):
    panel.ui.trustSection.collapsed = False
    panel.click("trustButton")
    assert panel.ui.trustButton.text == "Cancel the check"
    panel.wait(lambda: panel.ui.trustButton.text == "Check the model", 60)


def test_nothing_is_measured_before_it_is_asked_for(a_panel):
    assert a_panel.ui.trustSection.collapsed
    assert table(a_panel) == []
    assert a_panel.ui.trustLabel.text == ""


def test_a_check_fills_the_table_and_leaves_the_scene_and_the_text_alone(a_panel, an_engine):
    a_panel.type("liver")
    an_engine.answers = [None]
    check(a_panel)
    rows = {row[0]: row[1:] for row in table(a_panel)}
    assert rows["Absent said absent"][0] == "100 %"
    assert rows["Mean overlap"][0] == "0.00"
    assert sum(len(asked[1]) for asked in an_engine.asked) == QUESTIONS
    assert "fake, revision 0, semsam" in a_panel.ui.trustLabel.text
    assert "not a clinical measure" in a_panel.ui.trustLabel.text
    assert a_panel.ui.queriesEdit.toPlainText() == "liver"
    assert a_panel.rows == []


def test_a_check_can_be_cancelled_and_keeps_what_was_answered(a_panel):
    a_panel.ui.trustSection.collapsed = False
    a_panel.click("trustButton")
    a_panel.wait(lambda: "asked" in a_panel.ui.trustLabel.text)
    a_panel.click("trustButton")
    a_panel.wait(lambda: a_panel.ui.trustButton.text == "Check the model")
    assert "Cancelled" in a_panel.ui.trustLabel.text
    assert table(a_panel)


def test_a_check_cancelled_before_the_first_answer_promises_no_table(a_panel):
    a_panel.ui.trustSection.collapsed = False
    a_panel.click("trustButton")
    a_panel.click("trustButton")
    a_panel.wait(lambda: a_panel.ui.trustButton.text == "Check the model")
    assert a_panel.ui.trustLabel.text == "Cancelled before the first answer."
    assert not a_panel.ui.trustTable.visible


def test_a_failure_is_said_in_the_section(a_panel, an_engine):
    an_engine.answers = [RuntimeError("The model's files are damaged.")]
    check(a_panel)
    assert a_panel.ui.trustLabel.text == "The model's files are damaged."
    assert table(a_panel) == []


def test_what_stands_in_the_way_is_said_and_nothing_starts(a_panel, an_engine, monkeypatch):
    def busy(*_, **__):
        raise UserError("The model is still answering.")

    monkeypatch.setattr(an_engine, "ask", busy)
    a_panel.ui.trustSection.collapsed = False
    a_panel.click("trustButton")
    assert a_panel.ui.trustLabel.text == "The model is still answering."
    assert a_panel.ui.trustButton.text == "Check the model"


def test_a_query_after_a_check_is_answered(a_panel, an_engine):
    an_engine.answers = [(10, 20, 40, 60)]
    check(a_panel)
    a_panel.ask("liver")
    assert a_panel.rows[0][:2] == ("liver", "found")
