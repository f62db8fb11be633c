"""Typed parameters are kept in the raw node as Slicer keeps them, checked, and tied to the widgets Slicer supports."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import pytest


class Mode(Enum):
    SLOW = "s"
    FAST = "f"

    @staticmethod
    def label(mode):
        return mode.name.title()


@pytest.fixture
def raw(host, scene):
    return scene.AddNewNodeByClass("vtkMRMLScriptedModuleNode", "Raw")


@pytest.fixture
def wrapper(host):
    import slicer
    from slicer.parameterNodeWrapper import Choice, Default, Maximum, Minimum, WithinRange, parameterNodeWrapper

    class Parameters:
        volume: slicer.vtkMRMLScalarVolumeNode
        text: str
        count: Annotated[int, WithinRange(1, 9)] = 3
        factor: Annotated[float, Minimum(0), Maximum(2), Default(0.5)]
        mode: Mode
        view: Annotated[str, Choice(["Red", "Green"])] = "Green"
        on: bool = True
        folder: Path
        limit: int | None
        either: Annotated[int | str, Default("none")]

    Parameters.__annotations__["volume"] = slicer.vtkMRMLScalarVolumeNode
    return parameterNodeWrapper(Parameters)


def test_defaults_are_written_at_once(raw, wrapper):
    parameters = wrapper(raw)
    assert parameters.volume is None
    assert (parameters.text, parameters.count, parameters.factor) == ("", 3, 0.5)
    assert (parameters.mode, parameters.view, parameters.on) == (Mode.SLOW, "Green", True)
    assert (parameters.folder, parameters.limit, parameters.either) == (Path(), None, "none")
    assert raw.GetParameter("count") == "3"
    assert raw.HasParameter("volume")


def test_values_are_kept_as_slicer_keeps_them(raw, wrapper, scene):
    parameters = wrapper(raw)
    volume = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
    parameters.volume = volume
    parameters.text, parameters.on, parameters.mode = "a\nb", False, Mode.FAST
    parameters.factor, parameters.limit, parameters.folder = 1.25, 4, Path("/models")
    assert raw.GetNodeReference("volume") is volume
    assert raw.GetParameter("text") == "a\nb"
    assert (raw.GetParameter("on"), raw.GetParameter("mode"), raw.GetParameter("factor")) == ("False", "FAST", "1.25")
    assert (raw.GetParameter("limit.0"), raw.GetParameter("folder")) == ("4", "/models")
    parameters.limit = None
    assert not raw.HasParameter("limit.0")
    assert wrapper(raw).text == "a\nb"
    assert wrapper(raw).limit is None


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("text", None, ValueError),
        ("text", 3, TypeError),
        ("count", 10, ValueError),
        ("count", 2.5, TypeError),
        ("factor", -1, ValueError),
        ("factor", "1", TypeError),
        ("view", "Blue", ValueError),
        ("on", 1, TypeError),
        ("mode", "FAST", TypeError),
        ("limit", "x", TypeError),
        ("volume", "vtkMRMLScalarVolumeNode1", TypeError),
    ],
)
def test_a_wrong_value_is_refused_and_the_old_one_stays(raw, wrapper, name, value, error):
    parameters = wrapper(raw)
    before = getattr(parameters, name)
    with pytest.raises(error):
        setattr(parameters, name, value)
    assert getattr(parameters, name) == before


def test_parameters_outlive_saving_the_scene(raw, wrapper, scene, tmp_path):
    parameters = wrapper(raw)
    parameters.text, parameters.mode = "left kidney", Mode.FAST
    parameters.volume = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
    path = str(tmp_path / "scene.mrml")
    scene.SetURL(path)
    assert scene.Commit(path)
    scene.Clear(0)
    scene.SetURL(path)
    assert scene.Import()
    again = wrapper(scene.GetFirstNodeByName("Raw"))
    assert (again.text, again.mode, again.volume.GetName()) == ("left kidney", Mode.FAST, "CT")


def test_unknown_names_and_unsupported_types_are_refused(raw, wrapper):
    from slicer.parameterNodeWrapper import isParameterNodeWrapper, parameterNodeWrapper

    with pytest.raises(ValueError, match="Cannot find a param"):
        wrapper(raw).getValue("nothing")
    with pytest.raises(TypeError, match="Unable to create serializer"):

        @parameterNodeWrapper
        class Complex:
            value: complex

    with pytest.raises(ValueError, match="reserved name 'connectGui'"):

        @parameterNodeWrapper
        class Reserved:
            def connectGui(self):
                pass

    assert isParameterNodeWrapper(wrapper)


def test_one_change_is_one_event(raw, wrapper):
    parameters = wrapper(raw)
    heard = []
    tag = parameters.AddObserver("ModifiedEvent", lambda *_: heard.append(parameters.limit))
    parameters.limit = 4
    assert heard == [4]
    parameters.RemoveObserver(tag)
    parameters.limit = 5
    assert heard == [4]


def test_widgets_follow_parameters_and_lead_them_until_disconnected(raw, wrapper):
    import qt

    parameters = wrapper(raw)
    line, spin, modes, check = qt.QLineEdit(), qt.QDoubleSpinBox(), qt.QComboBox(), qt.QCheckBox()
    tag = parameters.connectParametersToGui({"text": line, "factor": spin, "mode": modes, "on": check})
    assert (spin.minimum, spin.maximum, spin.value, check.checked) == (0, 2, 0.5, True)
    assert [modes.itemText(i) for i in range(modes.count)] == ["Slow", "Fast"]
    line.text, modes.currentIndex = "liver", 1
    assert (parameters.text, parameters.mode) == ("liver", Mode.FAST)
    parameters.text = "spleen"
    assert line.text == "spleen"
    parameters.disconnectGui(tag)
    line.text = "aorta"
    assert parameters.text == "spleen"
    parameters.text = "heart"
    assert line.text == "aorta"


def test_pairs_that_slicer_does_not_tie_are_refused(raw, wrapper):
    import qt

    parameters = wrapper(raw)
    for name, widget in (("text", qt.QPlainTextEdit()), ("text", qt.QComboBox()), ("count", qt.QLineEdit())):
        with pytest.raises(RuntimeError):
            parameters.connectParametersToGui({name: widget})
