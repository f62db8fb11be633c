"""Typed parameters are kept in the raw node as Slicer keeps them, checked, and tied to the widgets Slicer supports."""

from typing import Annotated

import pytest


@pytest.fixture
def raw(host, scene):
    return scene.AddNewNodeByClass("vtkMRMLScriptedModuleNode", "Raw")


@pytest.fixture
def wrapper(host):
    import slicer
    from slicer.parameterNodeWrapper import Choice, WithinRange, parameterNodeWrapper

    class Parameters:
        volume: slicer.vtkMRMLScalarVolumeNode
        text: str
        count: Annotated[int, WithinRange(1, 9)] = 3
        factor: Annotated[float, WithinRange(0, 2)] = 0.5
        view: Annotated[str, Choice(["Red", "Green"])] = "Green"
        on: bool = True

    Parameters.__annotations__["volume"] = slicer.vtkMRMLScalarVolumeNode
    return parameterNodeWrapper(Parameters)


def test_defaults_are_written_at_once(raw, wrapper):
    parameters = wrapper(raw)
    assert parameters.volume is None
    assert (parameters.text, parameters.count, parameters.factor) == ("", 3, 0.5)
    assert (parameters.view, parameters.on) == ("Green", True)
    assert raw.GetParameter("count") == "3"
    assert raw.HasParameter("volume")


def test_values_are_kept_as_slicer_keeps_them(raw, wrapper, scene):
    parameters = wrapper(raw)
    volume = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
    parameters.volume = volume
    parameters.text, parameters.on, parameters.factor = "a\nb", False, 1.25
    assert raw.GetNodeReference("volume") is volume
    assert raw.GetParameter("text") == "a\nb"
    assert (raw.GetParameter("on"), raw.GetParameter("factor")) == ("False", "1.25")
    assert wrapper(raw).text == "a\nb"


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
        ("volume", "vtkMRMLScalarVolumeNode1", TypeError),
    ],
)
def test_a_wrong_value_is_refused_and_the_old_one_stays(raw, wrapper, name, value, error):
    parameters = wrapper(raw)
    before = getattr(parameters, name)
    with pytest.raises(error):
        setattr(parameters, name, value)
    assert getattr(parameters, name) == before


def test_unsupported_types_and_reserved_names_are_refused(host):
    from slicer.parameterNodeWrapper import parameterNodeWrapper

    with pytest.raises(TypeError, match="Unable to create serializer"):

        @parameterNodeWrapper
        class Complex:
            value: complex

    with pytest.raises(ValueError, match="reserved name 'connectGui'"):

        @parameterNodeWrapper
        class Reserved:
            def connectGui(self):
                pass


def test_one_change_is_one_event(raw, wrapper):
    parameters = wrapper(raw)
    heard = []
    tag = parameters.AddObserver("ModifiedEvent", lambda *_: heard.append(parameters.count))
    parameters.count = 4
    assert heard == [4]
    parameters.RemoveObserver(tag)
    parameters.count = 5
    assert heard == [4]


def a_form(qt, **widgets):
    """A widget that holds these, each with the name of its parameter."""
    form = qt.QWidget()
    layout = qt.QVBoxLayout(form)
    for name, widget in widgets.items():
        widget.setProperty("SlicerParameterName", name)
        layout.addWidget(widget)
    return form


def test_widgets_follow_parameters_and_lead_them_until_disconnected(raw, wrapper):
    import qt

    parameters = wrapper(raw)
    factor, views, check = qt.QDoubleSpinBox(), qt.QComboBox(), qt.QCheckBox()
    form = a_form(qt, factor=factor, view=views, on=check)
    tag = parameters.connectGui(form)
    assert (factor.minimum, factor.maximum, factor.value, check.checked) == (0, 2, 0.5, True)
    assert [views.itemText(i) for i in range(views.count)] == ["Red", "Green"]
    views.currentIndex, check.checked = 0, False
    assert (parameters.view, parameters.on) == ("Red", False)
    parameters.factor = 1.5
    assert factor.value == 1.5
    parameters.disconnectGui(tag)
    factor.value = 2.0
    assert parameters.factor == 1.5
    parameters.on = True
    assert not check.checked


def test_pairs_that_slicer_does_not_tie_are_refused(raw, wrapper):
    import qt

    parameters = wrapper(raw)
    for name, widget in (("text", qt.QPlainTextEdit()), ("text", qt.QComboBox()), ("count", qt.QLineEdit())):
        with pytest.raises(RuntimeError):
            parameters.connectGui(a_form(qt, **{name: widget}))
