"""A box becomes a segment to go on with: inside the box, of its grey values, and never over one of the user's."""

import numpy as np
import pytest
import slicer

from MISGroundLib.errors import UserError
from Python.panel.conftest import make_volume


@pytest.fixture
def a_ball(scene):
    """40 x 50 x 60 voxels of 2 mm with a ball of 100 HU, radius 20 mm, and as bright a wall."""
    k, j, i = np.mgrid[:40, :50, :60]
    array = np.full(k.shape, -50, np.int16)
    away = ((i - 30) ** 2 + (j - 25) ** 2 + (k - 20) ** 2) * 4.0
    array[away < 20**2] = 100
    array[:, :, :8] = 100
    return make_volume("ball", array), array


def a_box(center=(0, 0, 0), size=(44, 44, 44)):
    roi = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsROINode", "liver 0.80")
    roi.SetCenter(*center)
    roi.SetSize(*size)
    roi.SetAttribute("MISGround.Query", "the liver")
    roi.SetAttribute("MISGround.Label", "liver")
    return roi


def test_it_holds_the_grey_values_of_the_boxs_middle_inside_the_box(host, a_ball):
    from MISGroundLib.scene.segments import seed_segment

    volume, array = a_ball
    made = seed_segment(slicer.mrmlScene, a_box(), volume)
    mask = slicer.util.arrayFromSegmentBinaryLabelmap(made.node, made.segment_id, volume)
    expected = (array == 100) & (np.mgrid[:40, :50, :60][2] > 10)
    assert np.array_equal(mask.astype(bool), expected)
    assert made.voxels == expected.sum()
    assert made.name == "liver (MISGround)"
    segment = made.node.GetSegmentation().GetSegment(made.segment_id)
    from vtk import reference

    told = reference("")
    assert segment.GetTag("MISGround.Query", told) and str(told) == "the liver"
    assert segment.GetTag("MISGround.Seed", told) and "not a segmentation by a model" in str(told)


def test_a_segment_of_the_users_and_one_of_before_stay(host, a_ball):
    from MISGroundLib.scene.segments import seed_segment

    volume, array = a_ball
    own = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "mine")
    own.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    identifier = own.GetSegmentation().AddEmptySegment("", "liver (MISGround)")
    slicer.util.updateSegmentBinaryLabelmapFromArray(np.ones(array.shape, np.uint8), own, identifier, volume)
    first = seed_segment(slicer.mrmlScene, a_box(), volume)
    second = seed_segment(slicer.mrmlScene, a_box(size=(20, 20, 20)), volume)
    assert first.node is second.node is not own
    assert first.segment_id != second.segment_id
    assert slicer.util.arrayFromSegmentBinaryLabelmap(own, identifier, volume).all()
    before = slicer.util.arrayFromSegmentBinaryLabelmap(first.node, first.segment_id, volume)
    assert before.sum() == first.voxels > second.voxels > 0


def test_under_a_transform_it_lies_where_the_box_lies(host, a_ball):
    from MISGroundLib.scene.segments import seed_segment

    volume, array = a_ball
    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    matrix = slicer.util.arrayFromTransformMatrix(transform)
    matrix[:3, 3] = (30, -20, 10)
    slicer.util.updateTransformMatrixFromArray(transform, matrix)
    volume.SetAndObserveTransformNodeID(transform.GetID())
    made = seed_segment(slicer.mrmlScene, a_box(center=(30, -20, 10)), volume)
    assert made.voxels == ((array == 100) & (np.mgrid[:40, :50, :60][2] > 10)).sum()


def test_a_box_beside_the_volume_is_refused(host, a_ball):
    from MISGroundLib.scene.segments import seed_segment

    with pytest.raises(UserError, match="lies beside the volume"):
        seed_segment(slicer.mrmlScene, a_box(center=(500, 0, 0)), a_ball[0])
    assert slicer.util.getNodesByClass("vtkMRMLSegmentationNode") == []
