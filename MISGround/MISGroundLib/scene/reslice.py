"""A plane of a volume as pixels. The resampling is VTK's, set up as Slicer's own slice views set it up."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer
import vtk
from numpy.typing import NDArray
from vtk.util.numpy_support import vtk_to_numpy

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.volumes import (
    check_volume_node,
    ijk_to_world,
    midline_of,
    modality_of,
    volume_info,
    window_level_of,
)
from MISGroundLib.slices import AS_DISPLAYED, SliceGrid, SliceImage, grid_through_volume, standard_grid, to_uint8

# vtkMRMLSliceLayerLogic drops matrix elements below this share of their column, so that nearly aligned planes resample
# fast. It moves voxels by up to half a pixel at a picture's edge, so only a comparison with Slicer wants it.
SLICER_SUPPRESSION = 1e-3
# What rounding leaves behind in a matrix product.
_ROUNDING = 1e-9


def slice_image(volume_node: Any, grid: SliceGrid, window: str = AS_DISPLAYED, modality: str = "") -> SliceImage:
    """A volume on a grid of pixels: the picture that the model sees. Linear interpolation.

    window: one of slices.WINDOWS; what a user asks goes by `Settings.window`. modality: in place of what the volume
    says or looks like. Non-finite voxels and the outside of the volume are black. Raises UserError for a volume that
    cannot be used.
    """
    check_volume_node(volume_node)
    modality = modality or modality_of(volume_node)
    width, level, source = window_level_of(volume_node, modality, window)
    values, inside = _resample(volume_node, grid.pixel_to_ras, grid.size_px, _ROUNDING)
    if values.dtype.kind == "f":
        inside &= np.isfinite(values)
    pixels = to_uint8(values, width, level)
    pixels[~inside] = 0
    info, midline = volume_info(volume_node, modality), midline_of(volume_node, modality)
    return SliceImage(pixels, grid, width, level, info, inside, source, midline)


def slice_image_of_view(
    volume_node: Any, slice_node: Any, window: str = AS_DISPLAYED, modality: str = ""
) -> SliceImage:
    """The plane that a slice view shows, through the whole volume whatever the view's turn, size, zoom and pan.

    Raises UserError for a volume that cannot be used, and where the plane passes beside the volume.
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
            f"The slice of the {slice_node.GetLayoutName()} view does not pass through "
            f"{volume_node.GetName()}. Scroll to a slice of the volume, or choose another view."
        ) from error


def standard_grid_of(volume_node: Any, plane: str, position_mm: float | None = None) -> SliceGrid:
    """The grid of an axial, coronal or sagittal plane of a volume, at its middle or at a RAS coordinate in mm.

    Raises UserError for an unknown plane or a position outside the volume (the message gives the range).
    """
    check_volume_node(volume_node)
    shape = volume_node.GetImageData().GetDimensions()
    return standard_grid(ijk_to_world(volume_node), shape, plane, position_mm)


def reslice_xy(
    volume_node: Any, xy_to_ras: Matrix, size: tuple[int, int]
) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    """Values and inside-mask, each (height, width), of a volume at RAS = xy_to_ras @ (column, row, 0, 1).

    With a slice node's own XYToRAS and dimensions, bit for bit what Slicer's slice view resamples (row 0 at the bottom
    then). The type is the volume's own; 0 outside. Raises UserError for a non-linear parent transform.
    """
    return _resample(volume_node, xy_to_ras, size, SLICER_SUPPRESSION)


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
