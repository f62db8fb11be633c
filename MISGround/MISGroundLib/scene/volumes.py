"""Volumes: from a file or a DICOM folder to a volume node, and whether a volume node can be used. RAS mm throughout."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer
import vtk

from MISGroundLib.errors import UserError, one_line
from MISGroundLib.geometry import Matrix
from MISGroundLib.greyvalues import guess_modality, preset_window_level
from MISGroundLib.midline import Midline, measure_midline
from MISGroundLib.scene.reading import CHOSEN, LOOKS_LIKE_CT, SAID_BY_DICOM, UNKNOWN, LoadedVolume, read_volume
from MISGroundLib.slices import AS_DISPLAYED, AUTOMATIC_WINDOW, WINDOWS, VolumeInfo

__all__ = [
    "LoadedVolume",
    "add_volume_node",
    "check_volume_node",
    "ijk_to_world",
    "midline_of",
    "modality_and_source",
    "modality_of",
    "read_volume",
    "sample_of",
    "volume_info",
    "window_level_of",
]

# Subject hierarchy and DICOM-loaded nodes keep the modality under this name.
MODALITY_ATTRIBUTE = "DICOM.Modality"
MODALITY_SOURCE_ATTRIBUTE = "MISGround.ModalitySource"
SOURCE_ATTRIBUTE = "MISGround.Source"
IDENTIFIER_ATTRIBUTE = "MISGround.VolumeIdentifier"
# Enough voxels for percentiles and for telling CT from the rest, out of 100 million.
_SAMPLE_VOXELS = 300_000
_KEPT_MIDLINES = 8
_midlines: dict[tuple[int, int, bytes, str], Midline | None] = {}


def add_volume_node(scene: Any, loaded: LoadedVolume) -> Any:
    """A vtkMRMLScalarVolumeNode of a read volume, shown with its modality's window and level."""
    info = loaded.info
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", scene.GenerateUniqueName(info.name))
    matrix = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(matrix, loaded.ijk_to_ras)
    node.SetIJKToRASMatrix(matrix)
    slicer.util.updateVolumeFromArray(node, loaded.array)
    node.SetAttribute(MODALITY_ATTRIBUTE, info.modality)
    node.SetAttribute(MODALITY_SOURCE_ATTRIBUTE, info.modality_source)
    node.SetAttribute(SOURCE_ATTRIBUTE, info.source)
    node.SetAttribute(IDENTIFIER_ATTRIBUTE, info.identifier)
    node.CreateDefaultDisplayNodes()
    display = node.GetDisplayNode()
    display.SetAndObserveColorNodeID("vtkMRMLColorTableNodeGrey")
    display.SetAutoWindowLevel(False)
    display.SetWindowLevel(*preset_window_level(sample_of(node), info.modality))
    return node


def check_volume_node(node: Any) -> None:
    """Raise UserError, saying what to do, where a node is no 3D grey-value volume of this scene."""
    if node is None:
        raise UserError("No volume is chosen. Load a scan and choose it as the volume.")
    if node.GetScene() is None:
        raise UserError("The volume is no longer in the scene. Load it again, or choose another volume.")
    name = one_line(node.GetName() or "")
    if not node.IsA("vtkMRMLScalarVolumeNode"):
        raise UserError(f"{name} is not a volume. Choose a scan (a scalar volume).")
    if node.IsA("vtkMRMLLabelMapVolumeNode"):
        raise UserError(f"{name} is a label map. Choose the scan itself.")
    image = node.GetImageData()
    if image is None or image.GetNumberOfPoints() == 0 or image.GetPointData().GetScalars() is None:
        raise UserError(f"{name} holds no image. Load the scan again, or choose another volume.")
    if image.GetNumberOfScalarComponents() != 1:
        raise UserError(
            f"{name} holds {image.GetNumberOfScalarComponents()} values a voxel (colour, vectors or 4D). "
            "Choose a volume with one grey value a voxel; of a 4D scan, extract one 3D volume first."
        )
    if min(image.GetDimensions()) < 2:
        raise UserError(f"{name} has only one slice. Choose a 3D volume: load the whole series.")
    if _is_sequence_proxy(node):
        raise UserError(
            f"{name} shows one frame of a 4D sequence, and boxes would stay when the frame changes. "
            "Clone it in the Data module (right-click, Clone) and choose the copy."
        )
    if image.GetScalarType() in (vtk.VTK_FLOAT, vtk.VTK_DOUBLE):
        # VTK keeps this range with the voxels until they change, so it costs once a volume.
        low, high = image.GetPointData().GetScalars().GetFiniteRange(0)
        if low > high:
            raise UserError(f"{name} holds no number at all (NaN in every voxel). Choose another volume.")


def ijk_to_world(node: Any) -> Matrix:
    """The 4x4 from voxel indices (i, j, k) to world RAS mm, parent transforms included.

    Raises UserError where a parent transform is not linear.
    """
    matrix = vtk.vtkMatrix4x4()
    node.GetIJKToRASMatrix(matrix)
    ijk_to_ras = slicer.util.arrayFromVTKMatrix(matrix)
    parent = node.GetParentTransformNode()
    if parent is None:
        return np.asarray(ijk_to_ras)
    if not parent.IsTransformToWorldLinear():
        raise UserError(
            f"{node.GetName()} is under the non-linear transform {parent.GetName()}. "
            "Harden the transform first (Data module, right-click the transform icon, Harden transform)."
        )
    parent.GetMatrixTransformToWorld(matrix)
    return np.asarray(slicer.util.arrayFromVTKMatrix(matrix) @ ijk_to_ras)


def sample_of(node: Any) -> np.ndarray:
    """Some of a volume's voxels, evenly strided and at most about 300,000, as a flat array."""
    scalars = vtk.util.numpy_support.vtk_to_numpy(node.GetImageData().GetPointData().GetScalars())
    # An odd stride does not keep hitting the same columns of a power-of-two grid.
    stride = max(1, scalars.size // _SAMPLE_VOXELS) | 1
    return np.asarray(scalars[::stride])


def modality_of(node: Any) -> str:
    """CT, MR, ...: from the subject hierarchy, else the node, else CT where the values look like it, else empty."""
    return modality_and_source(node)[0]


def modality_and_source(node: Any) -> tuple[str, str]:
    """A volume node's modality, and where it is known from (`VolumeInfo.modality_source`)."""
    said, source = _said_modality(node)
    if said:
        return said, source
    guessed = guess_modality(sample_of(node))
    return guessed, LOOKS_LIKE_CT if guessed else UNKNOWN


def _said_modality(node: Any) -> tuple[str, str]:
    """What the subject hierarchy or the node itself says, and where that is from; empty where neither does."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(node.GetScene())
    item = hierarchy.GetItemByDataNode(node)
    if item != hierarchy.GetInvalidItemID() and hierarchy.GetItemAttribute(item, MODALITY_ATTRIBUTE):
        return str(hierarchy.GetItemAttribute(item, MODALITY_ATTRIBUTE)), SAID_BY_DICOM
    if node.GetAttribute(MODALITY_ATTRIBUTE):
        return str(node.GetAttribute(MODALITY_ATTRIBUTE)), node.GetAttribute(MODALITY_SOURCE_ATTRIBUTE) or SAID_BY_DICOM
    return "", UNKNOWN


def window_level_of(node: Any, modality: str, window: str = AUTOMATIC_WINDOW) -> tuple[float, float, str]:
    """(window, level, "preset" or "as displayed") for a choice of slices.WINDOWS, in the volume's own units.

    "automatic" is the modality's preset whatever the display shows: what suits the eye (or what Slicer sets by itself,
    the whole range of a CT) may hide from a model what it was trained to see. "as displayed" is the preset too where
    nothing is displayed. Raises ValueError for another choice.
    """
    if window not in WINDOWS:
        raise ValueError(f"window is {window!r}: give {' or '.join(map(repr, WINDOWS))}")
    display = node.GetDisplayNode()
    displays = display is not None and display.IsA("vtkMRMLScalarVolumeDisplayNode") and display.GetWindow() > 0
    if window == AS_DISPLAYED and displays:
        return float(display.GetWindow()), float(display.GetLevel()), "as displayed"
    return *preset_window_level(sample_of(node), modality), "preset"


def midline_of(node: Any, modality: str) -> Midline | None:
    """The body's midline in a volume, in world RAS; measured once for each volume, and again where it changed."""
    image = node.GetImageData()
    to_world = ijk_to_world(node)
    # VTK counts every change of every object in one row, so that no two volumes share these.
    key = (image.GetMTime(), image.GetPointData().GetScalars().GetMTime(), to_world.tobytes(), modality)
    if key not in _midlines:
        while len(_midlines) >= _KEPT_MIDLINES:
            del _midlines[next(iter(_midlines))]
        _midlines[key] = measure_midline(slicer.util.arrayFromVolume(node), to_world, modality)
    return _midlines[key]


def volume_info(node: Any, modality: str | None = None) -> VolumeInfo:
    """What identifies a volume node in an answer; the modality is looked up unless given."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(node.GetScene())
    item = hierarchy.GetItemByDataNode(node)
    series = hierarchy.GetItemUID(item, "DICOM") if item != hierarchy.GetInvalidItemID() else ""
    said, source = _said_modality(node)
    if modality is None:
        modality, source = modality_and_source(node)
    elif said != modality:
        # Looked up before by the caller, or chosen by the user against what is said.
        source = CHOSEN if said else LOOKS_LIKE_CT if modality else UNKNOWN
    storage = node.GetStorageNode()
    stored_at = (storage.GetFileName() or "") if storage is not None else ""
    size, spacing = node.GetImageData().GetDimensions(), node.GetSpacing()
    return VolumeInfo(
        name=node.GetName() or "",
        source=node.GetAttribute(SOURCE_ATTRIBUTE) or stored_at,
        modality=modality,
        identifier=node.GetAttribute(IDENTIFIER_ATTRIBUTE) or series or node.GetID(),
        shape_ijk=(size[0], size[1], size[2]),
        spacing_mm=(spacing[0], spacing[1], spacing[2]),
        modality_source=source,
    )


def _is_sequence_proxy(node: Any) -> bool:
    browsers = node.GetScene().GetNodesByClass("vtkMRMLSequenceBrowserNode")
    browsers.UnRegister(None)
    return any(browsers.GetItemAsObject(i).IsProxyNode(node.GetID()) for i in range(browsers.GetNumberOfItems()))
