"""Volume nodes of a scene: made of a read scan, checked, described, and cut to pictures. RAS mm throughout.

The resampling is VTK's, set up as Slicer's own slice views set it up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import slicer
import vtk
from numpy.typing import NDArray
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

from MISGroundLib.errors import UserError, one_line
from MISGroundLib.geometry import Matrix, as_affine
from MISGroundLib.greyvalues import guess_modality, preset_window_level
from MISGroundLib.scene.reading import CHOSEN, LOOKS_LIKE_CT, SAID_BY_DICOM, UNKNOWN, LoadedVolume
from MISGroundLib.scene.sequence_items import shown_item
from MISGroundLib.sides import Midline, measure_midline
from MISGroundLib.slices import (
    AS_DISPLAYED,
    AUTOMATIC_WINDOW,
    WINDOWS,
    SliceGrid,
    SliceImage,
    VolumeInfo,
    grid_through_volume,
    standard_grid,
    to_uint8,
    volume_corners,
)

# Subject hierarchy and DICOM-loaded nodes keep the modality under this name.
_MODALITY = "DICOM.Modality"
# So do volume nodes the images that they were read of (SOP Instance UIDs with spaces between).
INSTANCES = "DICOM.instanceUIDs"
_MODALITY_SOURCE = "MISGround.ModalitySource"
_SOURCE = "MISGround.Source"
_IDENTIFIER = "MISGround.VolumeIdentifier"
# Enough voxels for percentiles and for telling CT from the rest, out of 100 million.
_SAMPLE_VOXELS = 300_000
_KEPT_MEASURES = 16
_VTK_TYPES = ("int8", "int16", "int32", "uint8", "uint16", "uint32", "float32", "float64")
_measured: dict[tuple[Any, ...], Any] = {}
# vtkMRMLSliceLayerLogic drops matrix elements below this share of their column, so that nearly aligned planes resample
# fast. It moves voxels by up to half a pixel at a picture's edge, so only a comparison with Slicer wants it.
_SLICER_SUPPRESSION = 1e-3
# What rounding leaves behind in a matrix product.
_ROUNDING = 1e-9


def add_volume_node(scene: Any, loaded: LoadedVolume) -> Any:
    """A vtkMRMLScalarVolumeNode of a read volume, shown with its modality's window and level.

    Where it can be, the node's voxels are the loaded array itself, which nobody may change afterwards.
    """
    info = loaded.info
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", scene.GenerateUniqueName(info.name))
    matrix = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(matrix, loaded.ijk_to_ras)
    node.SetIJKToRASMatrix(matrix)
    _show_voxels(node, loaded.array)
    node.SetAttribute(_MODALITY, info.modality)
    node.SetAttribute(_MODALITY_SOURCE, info.modality_source)
    node.SetAttribute(_SOURCE, info.source)
    node.SetAttribute(_IDENTIFIER, info.identifier)
    if loaded.instance_uids:
        node.SetAttribute(INSTANCES, " ".join(loaded.instance_uids))
    node.CreateDefaultDisplayNodes()
    display = node.GetDisplayNode()
    display.SetAndObserveColorNodeID("vtkMRMLColorTableNodeGrey")
    display.SetAutoWindowLevel(False)
    display.SetWindowLevel(*preset_window_level(sample_of(node), info.modality))
    return node


def _show_voxels(node: Any, array: NDArray[Any]) -> None:
    """Give a node its voxels (k, j, i); without a copy, which for a large scan is half of all memory, where VTK can."""
    if not (array.flags.c_contiguous and array.flags.writeable and array.dtype.name in _VTK_TYPES):
        slicer.util.updateVolumeFromArray(node, array)
        return
    image = vtk.vtkImageData()
    image.SetDimensions(*array.shape[::-1])
    # The VTK array keeps the numpy array alive.
    image.GetPointData().SetScalars(numpy_to_vtk(array.reshape(-1), deep=False))
    node.SetAndObserveImageData(image)


def check_volume_node(node: Any) -> None:
    """Raise UserError, saying what to do, where a node is no 3D grey-value volume of this scene."""
    if node is None:
        raise UserError("No volume is chosen. Load a scan and choose it as the volume.")
    if node.GetScene() is None:
        raise UserError("The volume is no longer in the scene. Load it again, or choose another volume.")
    name = one_line(node.GetName() or "")
    if not node.IsA("vtkMRMLScalarVolumeNode"):
        raise UserError("{name} is not a volume. Choose a scan (a scalar volume).", name=name)
    if node.IsA("vtkMRMLLabelMapVolumeNode"):
        raise UserError("{name} is a label map. Choose the scan itself.", name=name)
    image = node.GetImageData()
    if image is None or image.GetNumberOfPoints() == 0 or image.GetPointData().GetScalars() is None:
        raise UserError("{name} holds no image. Load the scan again, or choose another volume.", name=name)
    if image.GetNumberOfScalarComponents() != 1:
        raise UserError(
            "{name} holds {count} values a voxel (colour, vectors or 4D). "
            "Choose a volume with one grey value a voxel; of a 4D scan, extract one 3D volume first.",
            name=name,
            count=image.GetNumberOfScalarComponents(),
        )
    if min(image.GetDimensions()) < 2:
        raise UserError("{name} has only one slice. Choose a 3D volume: load the whole series.", name=name)
    if image.GetScalarType() in (vtk.VTK_FLOAT, vtk.VTK_DOUBLE):
        # VTK keeps this range with the voxels until they change, so it costs once a volume.
        low, high = image.GetPointData().GetScalars().GetFiniteRange(0)
        if low > high:
            raise UserError("{name} holds no number at all (NaN in every voxel). Choose another volume.", name=name)


def ijk_to_world(node: Any) -> Matrix:
    """The 4x4 from voxel indices (i, j, k) to world RAS mm, parent transforms included.

    Raises:
        UserError: a parent transform is not linear or mirrors the volume, or what comes out places no voxel.
    """
    ijk_to_ras = local_ijk_to_ras(node)
    parent = node.GetParentTransformNode()
    if parent is None:
        return _proved(ijk_to_ras, node)
    if not parent.IsTransformToWorldLinear():
        raise UserError(
            "{name} is under the non-linear transform {parent_name}. "
            "Harden the transform first (Data module, right-click the transform icon, Harden transform).",
            name=node.GetName(),
            parent_name=parent.GetName(),
        )
    matrix = vtk.vtkMatrix4x4()
    parent.GetMatrixTransformToWorld(matrix)
    to_world = slicer.util.arrayFromVTKMatrix(matrix)
    placed = _proved(np.asarray(to_world @ ijk_to_ras), node)
    if np.linalg.det(to_world[:3, :3]) < 0:
        raise UserError(
            "{name} is under the transform {parent_name}, which mirrors it: what is the patient's left would be called "
            "right. Take the volume out of the transform (Data module, right-click the transform icon, None).",
            name=one_line(node.GetName() or ""),
            parent_name=parent.GetName(),
        )
    return placed


def _proved(to_world: Matrix, node: Any) -> Matrix:
    try:
        return as_affine(to_world)
    except ValueError as error:
        raise UserError(
            "{name} has no place in space: its spacing, orientation or transform is zero or no number. Load the scan "
            "again, or take it out of its transform.",
            name=one_line(node.GetName() or ""),
        ) from error


def local_ijk_to_ras(node: Any) -> Matrix:
    """The 4x4 from voxel indices (i, j, k) to the volume's own RAS mm, parent transforms left out."""
    matrix = vtk.vtkMatrix4x4()
    node.GetIJKToRASMatrix(matrix)
    return np.asarray(slicer.util.arrayFromVTKMatrix(matrix))


def world_corners(node: Any) -> Matrix:
    """The eight outer corners (8, 3) of a volume node, world RAS mm. Raises UserError as `ijk_to_world` does."""
    return volume_corners(ijk_to_world(node), node.GetImageData().GetDimensions())


def sample_of(node: Any) -> np.ndarray:
    """Some of a volume's voxels, evenly strided and at most about 300,000, as a flat array."""
    scalars = vtk_to_numpy(node.GetImageData().GetPointData().GetScalars())
    # With an even stride, a grid of 2^n columns would be sampled in few of its columns.
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
    hierarchy, item = _hierarchy_item(node)
    if item is not None and hierarchy.GetItemAttribute(item, _MODALITY):
        return str(hierarchy.GetItemAttribute(item, _MODALITY)), SAID_BY_DICOM
    if node.GetAttribute(_MODALITY):
        return str(node.GetAttribute(_MODALITY)), node.GetAttribute(_MODALITY_SOURCE) or SAID_BY_DICOM
    return "", UNKNOWN


def _hierarchy_item(node: Any) -> tuple[Any, int | None]:
    """The scene's subject hierarchy, and the node's item in it where it has one."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(node.GetScene())
    item = hierarchy.GetItemByDataNode(node)
    return hierarchy, item if item != hierarchy.GetInvalidItemID() else None


def window_level_of(node: Any, modality: str, window: str = AUTOMATIC_WINDOW) -> tuple[float, float, str]:
    """How grey values are shown.

    Args:
        node: the volume node.
        modality: "CT", "MR", ...
        window: "automatic" is the modality's preset whatever the display shows: what suits the eye may hide what a
            model was trained to see. "as displayed" is the preset too where nothing is displayed.

    Returns:
        Window and level in the volume's own units, and "preset" or "as displayed".

    Raises:
        ValueError: `window` is none of slices.WINDOWS.
    """
    if window not in WINDOWS:
        raise ValueError(f"window is {window!r}: give {' or '.join(map(repr, WINDOWS))}")
    display = node.GetDisplayNode()
    displays = display is not None and display.IsA("vtkMRMLScalarVolumeDisplayNode") and display.GetWindow() > 0
    if window == AS_DISPLAYED and displays:
        return float(display.GetWindow()), float(display.GetLevel()), "as displayed"
    return *_once(node, ("window", modality), lambda: preset_window_level(sample_of(node), modality)), "preset"


def midline_of(node: Any, modality: str) -> Midline | None:
    """The body's midline in a volume, in world RAS."""
    to_world, voxels = ijk_to_world(node), slicer.util.arrayFromVolume(node)
    return _once(node, ("midline", to_world.tobytes(), modality), lambda: measure_midline(voxels, to_world, modality))


def _once(node: Any, what: tuple[Any, ...], measure: Callable[[], Any]) -> Any:
    """What is measured of voxels, once, and again where they changed: VTK's modification times are never used twice."""
    image = node.GetImageData()
    key = (image.GetMTime(), image.GetPointData().GetScalars().GetMTime(), *what)
    if key not in _measured and len(_measured) >= _KEPT_MEASURES:
        del _measured[next(iter(_measured))]
    return _measured[key] if key in _measured else _measured.setdefault(key, measure())


def volume_info(node: Any, modality: str | None = None) -> VolumeInfo:
    """What identifies a volume node in an answer; the modality is looked up unless given."""
    hierarchy, own = _hierarchy_item(node)
    series = hierarchy.GetItemUID(own, "DICOM") if own is not None else ""
    said, source = _said_modality(node)
    if modality is None:
        modality, source = modality_and_source(node)
    elif said != modality:
        # Looked up before by the caller, or chosen by the user against what is said.
        source = CHOSEN if said else LOOKS_LIKE_CT if modality else UNKNOWN
    storage = node.GetStorageNode()
    stored_at = (storage.GetFileName() or "") if storage is not None else ""
    size, spacing = node.GetImageData().GetDimensions(), node.GetSpacing()
    item, item_words = shown_item(node)
    return VolumeInfo(
        name=node.GetName() or "",
        source=node.GetAttribute(_SOURCE) or stored_at,
        modality=modality,
        identifier=node.GetAttribute(_IDENTIFIER) or series or node.GetID(),
        shape_ijk=(size[0], size[1], size[2]),
        spacing_mm=(spacing[0], spacing[1], spacing[2]),
        modality_source=source,
        item=item,
        item_text=item_words,
    )


def slice_image(
    volume_node: Any, grid: SliceGrid, window: str = AS_DISPLAYED, modality: str = "", with_midline: bool = True
) -> SliceImage:
    """A volume on a grid of pixels, linearly interpolated: the picture that the model sees.

    Args:
        volume_node: a vtkMRMLScalarVolumeNode.
        grid: the pixels; non-finite voxels and what lies outside the volume are black.
        window: one of slices.WINDOWS; what a user asks goes by `Settings.window`.
        modality: in place of what the volume says or looks like.
        with_midline: measure the body's midline, which takes long once for each volume.

    Raises:
        UserError: the volume cannot be used.
    """
    check_volume_node(volume_node)
    modality = modality or modality_of(volume_node)
    width, level, source = window_level_of(volume_node, modality, window)
    values, inside = _resample(volume_node, grid.pixel_to_ras, grid.size_px, _ROUNDING)
    if values.dtype.kind == "f":
        inside &= np.isfinite(values)
    pixels = to_uint8(values, width, level)
    pixels[~inside] = 0
    info = volume_info(volume_node, modality)
    midline = midline_of(volume_node, modality) if with_midline else None
    return SliceImage(pixels, grid, width, level, info, inside, source, midline)


class NodeSource:
    """A volume node as a search cuts it (`extent.SliceSource`): as it was when the search began."""

    def __init__(self, volume_node: Any, window: str = AUTOMATIC_WINDOW, modality: str = "") -> None:
        """Look at the node. Raises UserError where it cannot be used; window, modality: as of `slice_image`."""
        check_volume_node(volume_node)
        self._node, self._window = volume_node, window
        self.info = volume_info(volume_node, modality or modality_of(volume_node))
        self.ijk_to_ras: Matrix = ijk_to_world(volume_node)
        self.array: NDArray[Any] = slicer.util.arrayFromVolume(volume_node)

    def cut(self, grid: SliceGrid) -> SliceImage:
        """The picture on a grid.

        Raises:
            UserError: the volume has left the scene meanwhile, or lies elsewhere.
        """
        check_volume_node(self._node)
        same = self._node.GetImageData().GetDimensions() == self.info.shape_ijk
        if not same or not np.allclose(ijk_to_world(self._node), self.ijk_to_ras):
            raise self.moved()
        return slice_image(self._node, grid, self._window, self.info.modality, grid.plane == "sagittal")

    def midline(self) -> Midline | None:
        """The body's midline in the volume."""
        return midline_of(self._node, self.info.modality)

    def moved(self) -> UserError:
        """What a search of a volume ends with that is not where it was."""
        return UserError(
            "{name} was moved or exchanged while it was searched. Ask again where it is now.",
            name=one_line(self.info.name),
        )


def slice_image_of_view(
    volume_node: Any, slice_node: Any, window: str = AS_DISPLAYED, modality: str = ""
) -> SliceImage:
    """The plane that a slice view shows, through the whole volume whatever the view's turn, size, zoom and pan.

    Raises:
        UserError: the volume cannot be used, or the plane passes beside it.
    """
    check_volume_node(volume_node)
    return slice_image(volume_node, grid_of_view(volume_node, slice_node), window, modality)


def grid_of_view(volume_node: Any, slice_node: Any) -> SliceGrid:
    """The canonical pixel grid through a volume on the plane of a slice view, however the view is turned."""
    slice_to_ras = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    # The first two columns span what is shown; the third says which way the slider counts, also in a mirrored view.
    normal = np.cross(slice_to_ras[:3, 0], slice_to_ras[:3, 1])
    normal *= -1.0 if float(normal @ slice_to_ras[:3, 2]) < 0 else 1.0
    shape = volume_node.GetImageData().GetDimensions()
    to_world = ijk_to_world(volume_node)
    try:
        return grid_through_volume(to_world, shape, normal, slice_to_ras[:3, 3])
    except ValueError as error:
        raise UserError(
            "The slice of the {getlayoutname} view does not pass through "
            "{name}. Scroll to a slice of the volume, or choose another view.",
            getlayoutname=slice_node.GetLayoutName(),
            name=volume_node.GetName(),
        ) from error


def standard_grid_of(volume_node: Any, plane: str, position_mm: float | None = None) -> SliceGrid:
    """The grid of an axial, coronal or sagittal plane of a volume, at its middle or at a RAS coordinate in mm.

    Raises:
        UserError: the plane is unknown, or the position lies outside the volume (the message gives the range).
    """
    check_volume_node(volume_node)
    shape = volume_node.GetImageData().GetDimensions()
    return standard_grid(ijk_to_world(volume_node), shape, plane, position_mm)


def reslice_xy(
    volume_node: Any, xy_to_ras: Matrix, size: tuple[int, int]
) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    """Values and inside-mask, each (height, width), of a volume at RAS = xy_to_ras @ (column, row, 0, 1).

    With a slice node's own XYToRAS and dimensions, bit for bit what Slicer's slice view resamples (row 0 at the bottom
    then). The type is the volume's own; 0 outside.

    Raises:
        UserError: a parent transform is not linear.
    """
    return _resample(volume_node, xy_to_ras, size, _SLICER_SUPPRESSION)


def _resample(
    volume_node: Any, xy_to_ras: Matrix, size: tuple[int, int], suppression: float
) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    width, height = size
    reslice = vtk.vtkImageReslice()
    reslice.SetInputConnection(volume_node.GetImageDataConnection())
    reslice.SetResliceTransform(_xy_to_ijk(volume_node, xy_to_ras, suppression))
    reslice.SetInterpolationModeToLinear()
    reslice.SetBackgroundColor(0, 0, 0, 0)
    reslice.SetOutputSpacing(1, 1, 1)
    reslice.SetOutputOrigin(0, 0, 0)
    reslice.SetOutputExtent(0, width - 1, 0, height - 1, 0, 0)
    reslice.GenerateStencilOutputOn()
    reslice.Update()
    values = vtk_to_numpy(reslice.GetOutput().GetPointData().GetScalars()).reshape(height, width)

    mask = vtk.vtkImageStencilToImage()
    mask.SetInputData(reslice.GetStencilOutput())
    mask.SetOutputScalarTypeToUnsignedChar()
    mask.Update()
    inside = vtk_to_numpy(mask.GetOutput().GetPointData().GetScalars()).reshape(height, width)
    return values.copy(), inside.astype(bool)


def _xy_to_ijk(volume_node: Any, xy_to_ras: Matrix, suppression: float) -> Any:
    """The vtkTransform from picture to voxels, put together in the order in which Slicer does it."""
    ijk_to_world(volume_node)  # refuses what is not linear
    matrix = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(matrix, np.asarray(xy_to_ras, dtype=float))
    chain = vtk.vtkGeneralTransform()
    chain.PostMultiply()
    chain.Concatenate(matrix)
    parent = volume_node.GetParentTransformNode()
    if parent is not None:
        from_world = vtk.vtkGeneralTransform()
        parent.GetTransformFromWorld(from_world)
        chain.Concatenate(from_world)
    ras_to_ijk = vtk.vtkMatrix4x4()
    volume_node.GetRASToIJKMatrix(ras_to_ijk)
    chain.Concatenate(ras_to_ijk)
    linear = vtk.vtkTransform()
    slicer.vtkMRMLTransformNode.IsGeneralTransformLinear(chain, linear)

    elements = slicer.util.arrayFromVTKMatrix(linear.GetMatrix())
    columns = np.abs(elements[:3, :3])
    small = (columns != 0) & (columns < suppression * columns.max(axis=0))
    if small.any():
        elements[:3, :3][small] = 0.0
        slicer.util.updateVTKMatrixFromArray(matrix, elements)
        linear.SetMatrix(matrix)
    return linear
