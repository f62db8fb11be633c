"""The module's form loads as in Slicer, and what Slicer would skip with a warning raises; Slicer's node chooser."""

from pathlib import Path

import pytest

FORM = Path(__file__).resolve().parents[3] / "MISGround" / "Resources" / "UI" / "MISGround.ui"


@pytest.fixture
def form(host, scene):
    import slicer

    return slicer.util.loadUI(str(FORM))


@pytest.fixture
def load_changed(host, tmp_path):
    """Loads the form with one text in it replaced by another."""
    import slicer

    def load(old, new):
        text = FORM.read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "changed.ui").write_text(text.replace(old, new), encoding="utf-8")
        return slicer.util.loadUI(str(tmp_path / "changed.ui"))

    return load


def test_widgets_come_out_as_faces_with_their_properties(form):
    import ctk
    import qt
    import slicer

    ui = slicer.util.childWidgetVariables(form)
    assert type(form) is slicer.qMRMLWidget
    assert type(ui.settingsButton) is ctk.ctkCollapsibleButton
    assert type(ui.volumeSelector) is slicer.qMRMLNodeComboBox
    assert type(ui.queriesEdit) is qt.QTextEdit
    assert ui.volumeSelector.nodeTypes == ("vtkMRMLScalarVolumeNode",)
    assert ui.volumeSelector.toolTip.startswith("<p>")
    assert ui.volumeSelector.property("SlicerParameterName") == "inputVolume"
    assert not hasattr(ui, "nothing")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('class="QSpinBox"', 'class="QSpinnBox"'),
        ('<property name="addEnabled">', '<property name="addEnable">'),
    ],
)
def test_a_wrong_form_raises(load_changed, old, new):
    with pytest.raises(RuntimeError):
        load_changed(old, new)


def test_a_folded_button_hides_what_is_in_it(form):
    import slicer

    form.show()
    ui = slicer.util.childWidgetVariables(form)
    ui.settingsButton.collapsed = False
    heard = []
    ui.settingsButton.connect("contentsCollapsed(bool)", heard.append)
    ui.settingsButton.collapsed = True
    assert not ui.seedSpinBox.isVisible()
    ui.settingsButton.collapsed = False
    assert ui.seedSpinBox.visible
    assert heard == [True, False]
    form.hide()


class TestNodeChooser:
    @pytest.fixture
    def chooser(self, host, scene):
        import slicer

        made = slicer.qMRMLNodeComboBox()
        made.nodeTypes = ["vtkMRMLScalarVolumeNode"]
        made.setMRMLScene(scene)
        yield made
        made.delete()

    def test_offers_the_nodes_of_its_types_and_picks_none_that_comes_later(self, chooser, scene):
        heard = []
        chooser.connect("nodeAdded(vtkMRMLNode*)", lambda node: heard.append(node.GetName()))
        scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "first")
        scene.AddNewNodeByClass("vtkMRMLModelNode", "model")
        scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "second")
        assert chooser.nodeCount() == 2
        assert chooser.currentNode() is None
        assert heard == ["first", "second"]

    def test_picks_the_first_node_of_a_scene_that_it_is_given(self, chooser, scene):
        first = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "first")
        chooser.setMRMLScene(None)
        chooser.setMRMLScene(scene)
        assert chooser.currentNode() is first
        assert chooser.currentNodeID == first.GetID()

    def test_takes_none_where_that_is_allowed(self, chooser, scene):
        chooser.noneEnabled = True
        node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
        assert chooser.currentNode() is None
        chooser.setCurrentNode(node)
        chooser.setCurrentNode(None)
        assert chooser.currentNodeID == ""

    def test_says_what_was_chosen_and_that_it_went(self, chooser, scene):
        chooser.noneEnabled = True
        heard = []
        chooser.connect("currentNodeChanged(vtkMRMLNode*)", lambda node: heard.append(node and node.GetName()))
        chooser.connect("currentNodeChanged(bool)", heard.append)
        node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
        chooser.setCurrentNodeID(node.GetID())
        scene.RemoveNode(node)
        assert heard == ["CT", True, None, False]

    def test_leaves_out_hidden_nodes_and_forgets_a_closed_scene(self, chooser, scene):
        node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
        scene.Clear(0)
        assert chooser.nodeCount() == 0
        assert chooser.currentNode() is None
        node = scene.CreateNodeByClass("vtkMRMLScalarVolumeNode")
        node.SetHideFromEditors(True)
        scene.AddNode(node)
        node.UnRegister(None)
        assert chooser.nodeCount() == 0

    def test_setters_that_are_no_slots_in_slicer_are_not_there(self, chooser):
        for name in ("setNodeTypes", "setNoneEnabled", "setAddEnabled", "_refresh"):
            assert not hasattr(chooser, name)
        with pytest.raises(AttributeError):
            chooser.nodeTypes = "vtkMRMLScalarVolumeNode"
        with pytest.raises(ValueError, match="does not exist"):
            chooser.connect("currentNodeChanged(vtkMRMLScene*)", print)
