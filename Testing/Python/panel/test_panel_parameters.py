"""What the panel remembers, what it gives to the engine, and what outlives a scene."""

import pytest
import slicer

from MISGroundLib.settings import Decoding, Settings, declared_settings
from Python.panel.panel_driver import boxes


def save_scene(folder):
    assert slicer.mrmlScene.WriteToMRB(str(folder / "scene.mrb"))


def load_scene(folder):
    assert slicer.mrmlScene.ReadFromMRB(str(folder / "scene.mrb"), True)
    slicer.app.processEvents()


def engine_settings(engine):
    return engine.asked[-1][2]


def test_the_defaults_are_the_settings_of_the_command_line(a_panel, an_engine):
    a_panel.ask("liver")
    assert engine_settings(an_engine) == Settings("misground-mini", "auto", Decoding(), 0, False)


def test_every_setting_of_the_panel_reaches_the_engine(a_panel, an_engine):
    ui = a_panel.ui
    ui.decodingSelector.setCurrentText("greedy")
    ui.modeSelector.setCurrentText("paper")
    ui.topMSpinBox.setValue(4)
    ui.topPSpinBox.setValue(0.5)
    ui.neighboursSpinBox.setValue(3)
    ui.sampleCheckBox.setChecked(True)
    ui.seedSpinBox.setValue(7)
    ui.deviceSelector.setCurrentText("cpu")
    ui.downloadCheckBox.setChecked(True)
    ui.boxFormatSelector.setCurrentText("gemma")
    assert not ui.describeCheckBox.enabled  # misground-mini knows names only
    ui.modelSelector.setEditText("owner/name")
    assert ui.describeCheckBox.enabled
    ui.describeCheckBox.setChecked(True)
    a_panel.ask("liver")
    decoding = Decoding("greedy", "paper", 4, 0.5, 3, True)
    assert engine_settings(an_engine) == Settings(
        "owner/name", "cpu", decoding, 7, True, box_format="gemma", describe=True
    )


def test_the_parameter_node_holds_the_settings_as_they_are_declared(host):
    from slicer.parameterNodeWrapper import Choice, WithinRange

    from MISGroundLib.panel.parameters import MISGroundParameterNode

    declared = {one.slicer: one for one in declared_settings(Settings) if one.slicer and one.saved}
    own = {"inputVolume", "viewName", "queries", "modality", "history"}
    assert set(MISGroundParameterNode.allParameters) == own | set(declared)
    for name, one in declared.items():
        parameter = MISGroundParameterNode.allParameters[name]
        assert (parameter.kind, parameter.default) == (one.kind, one.first)
        choices = one.offered or one.choices
        wanted = [Choice(list(choices))] if choices else [WithinRange(*one.within)] if one.within else []
        assert [(type(limit), vars(limit)) for limit in parameter.checks] == [
            (type(limit), vars(limit)) for limit in wanted
        ]


def test_the_number_boxes_cannot_hold_what_the_decoding_refuses(a_panel):
    ui = a_panel.ui
    for box in (ui.topMSpinBox, ui.neighboursSpinBox, ui.topPSpinBox):
        box.setValue(0)
        assert box.value > 0
    ui.topPSpinBox.setValue(2)
    assert ui.topPSpinBox.value == 1.0


def test_typing_keeps_the_cursor_where_it_is(a_panel):
    a_panel.type("liver\nleft kidney")
    assert a_panel.ui.queriesEdit.toPlainText() == "liver\nleft kidney"
    assert a_panel.parameters.queries == "liver\nleft kidney"


def test_text_and_settings_survive_a_closed_scene(a_panel):
    a_panel.type("liver\nspleen")
    a_panel.ui.viewSelector.setCurrentText("Yellow")
    a_panel.ui.seedSpinBox.setValue(11)
    a_panel.ui.modelSelector.setEditText("/models/mine")
    slicer.mrmlScene.Clear()
    assert a_panel.ui.queriesEdit.toPlainText() == "liver\nspleen"
    assert a_panel.parameters.queries == "liver\nspleen"
    assert a_panel.parameters.viewName == "Yellow"
    assert a_panel.parameters.seed == 11
    assert a_panel.ui.seedSpinBox.value == 11
    assert a_panel.parameters.model == "/models/mine"
    assert a_panel.parameters.inputVolume is None


def test_rows_go_with_their_scene(a_panel):
    a_panel.ask("liver")
    slicer.mrmlScene.Clear()
    assert a_panel.rows == []
    assert not a_panel.ui.exportButton.enabled


def test_the_panel_is_saved_with_the_scene(a_panel, a_volume, tmp_path):
    a_panel.ask("left kidney")
    a_panel.ui.viewSelector.setCurrentText("Green")
    a_panel.ui.topPSpinBox.setValue(0.8)
    a_panel.ui.decodingSelector.setCurrentText("greedy")
    save_scene(tmp_path)
    slicer.mrmlScene.Clear()
    a_panel.ui.queriesEdit.setPlainText("something else")
    a_panel.ui.decodingSelector.setCurrentText("semsam")
    load_scene(tmp_path)
    assert a_panel.ui.queriesEdit.toPlainText() == "left kidney"
    assert a_panel.ui.viewSelector.currentText == "Green"
    assert a_panel.ui.topPSpinBox.value == pytest.approx(0.8)
    assert a_panel.parameters.decoding == "greedy"
    assert a_panel.ui.volumeSelector.currentNode().GetName() == "CT"
    assert len(boxes()) == 1


def test_text_replaced_by_a_loaded_scene_comes_back_with_ctrl_z(a_panel, tmp_path):
    a_panel.type("from the scene")
    save_scene(tmp_path)
    a_panel.ui.queriesEdit.setPlainText("")
    a_panel.type("just typed")
    load_scene(tmp_path)
    assert a_panel.ui.queriesEdit.toPlainText() == "from the scene"
    a_panel.ui.queriesEdit.undo()
    assert a_panel.ui.queriesEdit.toPlainText() == "just typed"


def test_a_scene_without_queries_does_not_wipe_what_was_typed(a_panel, tmp_path):
    save_scene(tmp_path)
    a_panel.type("just typed")
    load_scene(tmp_path)
    assert a_panel.ui.queriesEdit.toPlainText() == "just typed"
    assert a_panel.parameters.queries == "just typed"


def test_a_scene_cannot_allow_downloads(a_panel):
    a_panel.ui.downloadCheckBox.setChecked(True)
    names = a_panel.parameters.parameterNode.GetParameterNamesAsCommaSeparatedList()
    assert "ownload" not in names


def test_a_script_that_sets_the_parameter_node_is_shown(a_panel):
    a_panel.parameters.queries = "from a script"
    a_panel.parameters.model = "owner/name"
    a_panel.parameters.viewName = "Green"
    assert a_panel.ui.queriesEdit.toPlainText() == "from a script"
    assert a_panel.ui.modelSelector.currentText == "owner/name"
    assert a_panel.ui.viewSelector.currentText == "Green"


def test_the_views_of_the_layout_are_offered(a_panel):
    names = [a_panel.ui.viewSelector.itemText(i) for i in range(a_panel.ui.viewSelector.count)]
    assert names == ["Red", "Green", "Yellow"]


def test_a_changed_layout_changes_the_views_offered(open_panel, a_logic, scene):
    layout = scene.AddNewNodeByClass("vtkMRMLLayoutNode")
    panel = open_panel(a_logic)
    green = slicer.app.applicationLogic().GetSliceLogicByLayoutName("Green").GetSliceNode()
    green.SetMappedInLayout(1)
    layout.Modified()
    offered = [panel.ui.viewSelector.itemText(i) for i in range(panel.ui.viewSelector.count)]
    green.SetMappedInLayout(0)
    assert offered == ["Green"]
    assert panel.parameters.viewName == "Green"


def test_a_view_that_the_layout_lacks_is_replaced(a_panel):
    a_panel.parameters.viewName = "Slice7"
    a_panel.widget.enter()
    assert a_panel.parameters.viewName == "Red"


def test_the_embedded_model_is_shown_as_such(a_panel):
    assert a_panel.ui.modelSelector.currentText == "misground-mini (embedded)"
    assert a_panel.parameters.model == "misground-mini"


def test_a_model_that_answered_is_offered_again(a_panel, open_panel, a_logic):
    a_panel.ui.modelSelector.setEditText("owner/first")
    a_panel.ask("liver")
    a_panel.ui.modelSelector.setEditText("owner/second")
    a_panel.ask("liver")
    selector = open_panel(a_logic).ui.modelSelector
    assert [selector.itemText(i) for i in range(3)] == ["misground-mini (embedded)", "owner/second", "owner/first"]


def test_browse_chooses_a_folder(a_panel, host):
    host.answers.append("/models/mine")
    a_panel.click("browseButton")
    assert a_panel.parameters.model == "/models/mine"


def test_browse_cancelled_changes_nothing(a_panel, host):
    a_panel.click("browseButton")
    assert a_panel.parameters.model == "misground-mini"
