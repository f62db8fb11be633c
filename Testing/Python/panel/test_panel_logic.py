"""The console's way in: ground, groundBatch, undo, export, on nodes and on files."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import slicer
import vtk
from PIL import Image

from MISGroundLib.errors import UserError
from Python.fake_engine import FakeEngine
from Python.panel.conftest import make_volume
from Python.panel.panel_driver import boxes


def test_ground_draws_and_returns_the_result(a_logic, a_volume):
    result = a_logic.ground(a_volume, "liver\nspleen", plane="coronal", positionMm=-10.0)
    assert [(d.query, d.found) for d in result.detections] == [("liver", True), ("spleen", False)]
    assert result.slice_image.grid.plane == "coronal"
    assert [box.GetName() for box in boxes()] == ["liver 0.75"]


def test_ground_takes_a_list_and_settings(a_logic, an_engine, a_volume):
    a_logic.ground(a_volume, ["liver", "spleen"], viewName="Yellow", decoding="greedy", seed=3, neighbours=4)
    _, questions, settings = an_engine.asked[0]
    assert [(question.query, question.plane) for question in questions] == [
        ("liver", "sagittal"),
        ("spleen", "sagittal"),
    ]
    assert (settings.decoding.name, settings.decoding.k, settings.seed) == ("greedy", 4, 3)


def test_ground_searches_the_whole_volume_where_it_is_told_to(the_module, a_volume):
    engine = FakeEngine(
        lambda image, questions, settings: [(6, 6, 20, 20) if q.query == "liver" else None for q in questions]
    )
    logic = the_module.MISGroundLogic(engine=engine)
    result = logic.ground(a_volume, "liver\nspleen", scope="volume", budget=24)
    assert [(one.label, one.status) for one in result.extents] == [("liver", "found"), ("spleen", "absent")]
    assert result.questions <= 24
    [box] = boxes()
    assert box.GetName().startswith("liver 0.") and min(box.GetSize()) > 1
    assert logic.boxHistory.undo().count == 1
    assert boxes() == []


def test_a_batch_from_the_console_searches_whole_volumes_where_it_is_told_to(a_logic, a_volume, tmp_path):
    report = a_logic.groundBatch([a_volume], "liver", tmp_path, scope="volume", budget=12)
    [item] = report.items
    document = json.loads((Path(item.folder) / "result.json").read_text())
    assert (item.status, document["scope"], document["budget"]) == ("done", "volume", 12)
    assert document["questions"] <= 12 and document["request"]["settings"]["scope"] == "volume"
    assert boxes() == []


def test_a_volume_deleted_in_mid_search_ends_it_with_nothing_drawn(the_module, a_volume):
    def gone(engine):
        if len(engine.asked) == 6 and a_volume.GetScene() is not None:
            slicer.mrmlScene.RemoveNode(a_volume)

    logic = the_module.MISGroundLogic(engine=FakeEngine([(6, 6, 20, 20)], on_poll=gone))
    with pytest.raises(UserError, match="no longer in the scene"):
        logic.ground(a_volume, "liver", scope="volume")
    assert boxes() == []


def test_ground_keeps_the_application_alive(a_logic, an_engine, a_volume):
    import qt

    an_engine.tokens = 50
    ticks = []
    timer = qt.QTimer()
    timer.setInterval(0)
    timer.connect("timeout()", lambda: ticks.append(1))
    timer.start()
    a_logic.ground(a_volume, "liver")
    timer.stop()
    assert len(ticks) > 10


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"plane": "diagonal"}, "diagonal"),
        ({"positionMm": 900.0}, "outside the volume"),
        ({"viewName": "Blue"}, "no slice view named Blue"),
        ({"decoding": "beam"}, "unknown decoding"),
        ({"topP": 0.0}, "top_p"),
    ],
)
def test_a_wrong_argument_is_said(a_logic, a_volume, arguments, said):
    with pytest.raises(ValueError, match=f"(?i){said}"):
        a_logic.ground(a_volume, "liver", **arguments)


def test_a_failure_is_raised_with_its_message(the_module, a_volume):
    logic = the_module.MISGroundLogic(engine=FakeEngine(answers=[RuntimeError("The model's process ended.")]))
    with pytest.raises(UserError, match="process ended"):
        logic.ground(a_volume, "liver")
    assert boxes() == []


def test_the_logic_of_the_module_is_found_as_usual(the_shown_module):
    assert type(slicer.util.getModuleLogic("MISGround")).__name__ == "MISGroundLogic"


def test_export_writes_two_files(a_panel, host, tmp_path):
    a_panel.ask("liver\nspleen")
    host.answers.append(str(tmp_path))
    a_panel.export()
    result = json.loads((tmp_path / "result.json").read_text())
    assert [d["found"] for d in result["detections"]] == [True, False]
    assert len(json.loads((tmp_path / "boxes.mrk.json").read_text())["markups"]) == 1
    assert str(tmp_path) in a_panel.status


def test_the_export_button_has_a_menu_of_forms(a_panel, host, tmp_path):
    a_panel.ask("liver\nspleen")
    for form, file in (("csv", "boxes.csv"), ("json", "boxes.json"), ("html", "boxes.html")):
        host.answers.append(str(tmp_path))
        a_panel.export(form)
        assert a_panel.status == f"Written: {file} in {tmp_path}"
        assert (tmp_path / file).is_file()
    assert "spleen: " in (tmp_path / "boxes.html").read_text(encoding="utf-8")
    host.answers.append(str(tmp_path))
    a_panel.export("sr")
    assert "did not come from DICOM" in a_panel.status and not (tmp_path / "boxes.dcm").exists()


def test_the_console_exports_the_boxes_of_a_volume(a_panel, a_logic, a_volume, tmp_path):
    a_panel.ask("liver\nspleen")
    made = make_volume("another")
    paths = a_logic.exportBoxes(a_volume, tmp_path, forms="json")
    assert [one["label"] for one in json.loads(paths[0].read_text(encoding="utf-8"))["boxes"]] == ["liver"]
    [path] = a_logic.exportBoxes(made, tmp_path / "none", forms=["json"])
    assert json.loads(path.read_text(encoding="utf-8"))["boxes"] == []


def test_export_to_a_folder_that_cannot_be_written(a_panel, host, tmp_path):
    a_panel.ask("liver")
    (tmp_path / "file").write_text("")
    host.answers.append(str(tmp_path / "file"))
    a_panel.export()
    assert "could not be written" in a_panel.status


@pytest.fixture
def a_batch(a_logic, tmp_path):
    """Runs a batch into a folder of the test's."""
    return lambda volumes: a_logic.groundBatch(volumes, ["liver", "spleen"], tmp_path / "out")


def test_a_batch_goes_on_after_a_bad_volume(a_batch, a_volume, tmp_path):
    (tmp_path / "broken.nii.gz").write_bytes(b"no NIfTI")
    flat = make_volume("flat", np.zeros((1, 50, 60), np.int16))
    report = a_batch([tmp_path / "broken.nii.gz", flat, a_volume])
    assert [item.status for item in report.items] == ["failed", "failed", "done"]
    assert "one slice" in report.items[1].message
    written = json.loads((tmp_path / "out" / "report.json").read_text())
    assert [item["status"] for item in written] == ["failed", "failed", "done"]
    result = json.loads((Path(report.items[2].folder) / "result.json").read_text())
    assert [d["found"] for d in result["detections"]] == [True, False]


def can_draw():
    """Whether this machine draws without a display; asked of a process of its own, for it may crash."""
    code = "import sys; from MISGroundLib.scene.views_png import _has_graphics; sys.exit(not _has_graphics())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_batch_inside_slicer_draws_its_picture_and_leaves_the_views_alone(
    a_logic, a_volume, tmp_path, monkeypatch, host
):
    if not can_draw():
        pytest.skip("this machine has no graphics")
    monkeypatch.setattr(sys, "executable", "/opt/Slicer/bin/PythonSlicer")
    red = slicer.app.layoutManager().sliceWidget("Red").mrmlSliceNode()
    nodes, view = slicer.mrmlScene.GetNumberOfNodes(), str(red.GetSliceToRAS())
    (item,) = a_logic.groundBatch([a_volume], ["liver"], tmp_path / "out", picture=True).items
    assert (item.status, item.message) == ("done", "")
    picture = np.asarray(Image.open(Path(item.folder) / "views.png").convert("RGB"))
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 100
    assert slicer.mrmlScene.GetNumberOfNodes() == nodes
    assert str(red.GetSliceToRAS()) == view
    factory = slicer.vtkMRMLSliceViewDisplayableManagerFactory.GetInstance()
    assert factory.GetRegisteredDisplayableManagerCount() == 0


def test_a_slicer_without_a_main_window_says_why_there_is_no_picture(a_logic, a_volume, tmp_path, monkeypatch, host):
    monkeypatch.setattr(sys, "executable", "/opt/Slicer/bin/PythonSlicer")
    with host.without_main_window():
        (item,) = a_logic.groundBatch([a_volume], ["liver"], tmp_path / "out", picture=True).items
    assert item.status == "done"
    assert "views.png was left out: a Slicer without a main window does not draw" in item.message
    assert (Path(item.folder) / "result.json").is_file()


def test_a_batch_leaves_the_scene_as_it_is(a_batch, a_volume):
    before = slicer.mrmlScene.GetNumberOfNodes()
    a_batch([a_volume])
    assert slicer.mrmlScene.GetNumberOfNodes() == before


def test_a_batch_resumes_where_it_stopped(a_batch, a_volume, an_engine):
    second = make_volume("second")
    assert [item.status for item in a_batch([a_volume]).items] == ["done"]
    assert [item.status for item in a_batch([a_volume, second]).items] == ["skipped", "done"]
    slicer.util.arrayFromVolume(a_volume)[:] += 1
    assert [item.status for item in a_batch([a_volume, second]).items] == ["done", "skipped"]


def test_a_batch_honours_a_parent_transform(a_batch, a_volume):
    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    matrix = vtk.vtkMatrix4x4()
    matrix.SetElement(2, 3, 100.0)
    transform.SetMatrixTransformToParent(matrix)
    a_volume.SetAndObserveTransformNodeID(transform.GetID())
    (item,) = a_batch([a_volume]).items
    result = json.loads((Path(item.folder) / "result.json").read_text())
    assert result["slice"]["position_mm"] == pytest.approx(99.0)


def test_a_batch_of_bad_nodes_only(a_batch, scene):
    report = a_batch([None])
    assert [item.status for item in report.items] == ["failed"]
    assert "No volume is chosen" in report.items[0].message


def test_a_batch_of_nothing(a_batch, scene):
    with pytest.raises(UserError, match="no volume"):
        a_batch([])
