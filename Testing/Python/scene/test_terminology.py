"""SNOMED CT on every box and segment, as Slicer's own terminology logic reads it."""

import numpy as np
import pytest
import slicer
import vtk

from MISGroundLib.anatomy import structures
from MISGroundLib.anatomy.terminology import terminology_of
from MISGroundLib.scene.rois import draw
from MISGroundLib.scene.segments import seed_segment
from MISGroundLib.scene.volumes import slice_image, standard_grid_of
from Python.scene_builders import affine, answer, volume_node

GENERAL = "Segmentation category and type - 3D Slicer General Anatomy list"
DICOM = "Segmentation category and type - DICOM master list"
PARTS = {"category": "GetCategoryObject", "type": "GetTypeObject", "side": "GetTypeModifierObject"}


def read_entry(text):
    """What Slicer reads from an entry: list, and code and meaning of category, type and side."""
    entry = slicer.vtkSlicerTerminologyEntry()
    assert slicer.vtkSlicerTerminologiesModuleLogic.DeserializeTerminologyEntry(text, entry)
    parts = {name: getattr(entry, getter)() for name, getter in PARTS.items()}
    assert all(one.GetCodingSchemeDesignator() == "SCT" for one in parts.values() if one.GetCodeValue())
    read = {name: (one.GetCodeValue(), one.GetCodeMeaning()) for name, one in parts.items() if one.GetCodeValue()}
    return entry.GetTerminologyContextName(), read


@pytest.mark.parametrize(
    ("label", "context", "type_", "side"),
    [
        ("liver", GENERAL, ("10200004", "Liver"), None),
        ("left kidney", GENERAL, ("64033007", "Kidney"), ("7771000", "Left")),
        ("right kidney", GENERAL, ("64033007", "Kidney"), ("24028007", "Right")),
        ("left ventricle of the heart", GENERAL, ("87878005", "Left ventricle of the heart"), None),
        ("left femur", DICOM, ("71341001", "Femur"), ("7771000", "Left")),
    ],
)
def test_slicer_reads_category_type_and_side_of_an_entry(label, context, type_, side):
    found, read = read_entry(terminology_of(label).entry())
    assert found == context
    assert read["category"] == ("123037004", "Anatomical Structure")
    assert (read["type"], read.get("side")) == (type_, side)


def test_slicer_writes_the_same_text():
    entry = slicer.vtkSlicerTerminologyEntry()
    logic = slicer.vtkSlicerTerminologiesModuleLogic
    for label in ("liver", "left kidney", "skeletal muscle", "what nobody knows"):
        text = terminology_of(label).entry()
        assert logic.DeserializeTerminologyEntry(text, entry)
        assert logic.SerializeTerminologyEntry(entry) == text


def test_every_structure_and_every_other_label_has_a_category_and_a_type():
    for label in [*(one.name for one in structures()), "the vessel in front of the spine", ""]:
        found = terminology_of(label)
        _, read = read_entry(found.entry())
        assert set(read) >= {"category", "type"}, label
        assert found.is_known or read["category"] == read["type"]
    assert read_entry(terminology_of("skeletal muscle").entry())[1]["category"] == ("85756007", "Tissue")


def test_boxes_and_segments_made_of_them_keep_the_entry(host, scene):
    array = np.random.default_rng(3).integers(0, 100, (8, 30, 30)).astype(np.int16)
    volume = volume_node(scene, array, affine((2, 2, 5), (-30, -30, -20)))
    image = slice_image(volume, standard_grid_of(volume, "axial"))
    words = "the vessel in front of the spine"
    boxes = draw(scene, answer(image, {"left kidney": (5, 5, 20, 20), words: (1, 1, 9, 9)}), volume)
    kidney, unknown = boxes
    logic = slicer.vtkSlicerTerminologiesModuleLogic
    entry = slicer.vtkSlicerTerminologyEntry()
    logic.GetTerminologyEntry(kidney, entry)
    assert entry.GetTypeObject().GetCodeMeaning() == "Kidney"
    assert logic.GetTerminologyEntryAsString(kidney) == terminology_of("left kidney").entry()
    assert logic.GetTerminologyEntryAsString(unknown) == terminology_of(words).entry()
    assert "~SCT^85756007^Tissue~SCT^85756007^Tissue~" in logic.GetTerminologyEntryAsString(unknown)
    made = seed_segment(scene, kidney, volume)
    segment = made.node.GetSegmentation().GetSegment(made.segment_id)
    assert segment.GetColor() == pytest.approx((185 / 255, 102 / 255, 83 / 255))
    tag = slicer.vtkSegment.GetTerminologyEntryTagName()
    kept = vtk.reference("")
    assert segment.GetTag(tag, kept)
    assert read_entry(str(kept))[1]["side"] == ("7771000", "Left")
