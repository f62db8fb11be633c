import subprocess
import sys

PROGRAM = """
from MISGroundLib.scene.headless import boot
import numpy as np, slicer
headless = boot()
volume = headless.scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
slicer.util.updateVolumeFromArray(volume, np.ones((4, 5, 6), np.int16))
volume.CreateDefaultDisplayNodes()
headless.slice_logics["Red"].GetSliceCompositeNode().SetBackgroundVolumeID(volume.GetID())
headless.slice_logics["Red"].FitSliceToBackground()
{ending}
"""


def run(ending: str) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(ending=ending)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)


def test_closing_leaves_a_clean_exit_and_says_nothing():
    done = run("headless.close(); headless.close()")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_forgotten_close_and_an_error_keep_the_exit_code():
    assert run("raise SystemExit(3)").returncode == 3


def test_views_are_found_by_layout_name_with_the_applications_orientations(mrml, scene):
    found = {}
    for name in ("Red", "Green", "Yellow"):
        node = mrml.app_logic.GetSliceLogicByLayoutName(name).GetSliceNode()
        found[name] = (node.GetLayoutName(), node.GetOrientation())
    assert found == {"Red": ("Red", "Axial"), "Green": ("Green", "Coronal"), "Yellow": ("Yellow", "Sagittal")}


def test_clear_empties_the_scene_and_keeps_the_views(mrml, scene):
    before = scene.GetNumberOfNodes()
    scene.SetUndoOn()
    volume = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
    mrml.slice_logics["Red"].GetSliceCompositeNode().SetBackgroundVolumeID(volume.GetID())
    mrml.slice_logics["Red"].GetSliceNode().SetOrientation("Coronal")
    mrml.clear()
    assert scene.GetNumberOfNodes() == before
    assert not scene.GetUndoFlag()
    assert mrml.slice_logics["Red"].GetSliceCompositeNode().GetBackgroundVolumeID() is None
    assert mrml.slice_logics["Red"].GetSliceNode().GetOrientation() == "Axial"
