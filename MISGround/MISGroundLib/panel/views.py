"""The slice views that a query can be about, and the way back to a place in them."""

from collections.abc import Callable, Iterable
from typing import Any

import slicer
import vtk
from slicer.i18n import tr as _

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reslice import slice_image, slice_image_of_view, standard_grid_of
from MISGroundLib.slices import AUTOMATIC_WINDOW, SliceImage, check_picture

_USUAL_ORDER = ("Red", "Green", "Yellow")


def slice_view_names() -> list[str]:
    """The slice views of the layout, Red, Green and Yellow first; every slice view where no layout shows any."""
    nodes = slicer.util.getNodesByClass("vtkMRMLSliceNode")
    shown = [node for node in nodes if node.IsMappedInLayout()] or nodes
    names = {node.GetLayoutName() for node in shown}
    return [name for name in _USUAL_ORDER if name in names] + sorted(names.difference(_USUAL_ORDER))


class LayoutObserver:
    """Tells when the layout changes, where there is one: a Slicer without a main window has none."""

    def __init__(self, on_change: Callable[..., None]) -> None:
        """Begin to tell."""
        self._node = slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLLayoutNode")
        self._tag = self._node and self._node.AddObserver(vtk.vtkCommand.ModifiedEvent, on_change)

    def close(self) -> None:
        """Tell no more."""
        if self._node is not None:
            self._node.RemoveObserver(self._tag)
            self._node = None


def slice_node(name: str) -> Any:
    """The slice node of a view, or None."""
    nodes = slicer.util.getNodesByClass("vtkMRMLSliceNode")
    return next((node for node in nodes if node.GetLayoutName() == name), None)


def displayed_volume(name: str) -> Any:
    """The volume in the background of a view, else the scene's first scalar volume, else None."""
    nodes = slicer.util.getNodesByClass("vtkMRMLSliceCompositeNode")
    identifier = next((node.GetBackgroundVolumeID() for node in nodes if node.GetLayoutName() == name), None)
    shown = slicer.mrmlScene.GetNodeByID(identifier) if identifier else None
    if shown is not None and shown.GetClassName() == "vtkMRMLScalarVolumeNode":
        return shown
    return slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")


def jump_to(point_ras: Iterable[float], view_name: str) -> None:
    """Bring every slice view of the view's group to a point (RAS mm), without moving the picture inside the view."""
    node = slice_node(view_name)
    group = node.GetViewGroup() if node is not None else -1
    mode = slicer.vtkMRMLSliceNode.OffsetJumpSlice
    slicer.vtkMRMLSliceNode.JumpAllSlices(slicer.mrmlScene, *(float(value) for value in point_ras), mode, group)


def slice_image_for(
    volume: Any,
    view_name: str | None,
    plane: str = "axial",
    position_mm: float | None = None,
    window: str = AUTOMATIC_WINDOW,
) -> SliceImage:
    """The slice that a view shows; without a view, the plane at a position (RAS mm; None is the middle).

    window: one of slices.WINDOWS.

    Raises UserError for a volume, view, plane or position that cannot be used, and where there is nothing to see.
    """
    if view_name is None:
        return _seen(slice_image(volume, standard_grid_of(volume, plane, position_mm), window))
    node = slice_node(view_name)
    if node is None:
        raise UserError(_("There is no slice view named {name}. Choose another view.").format(name=view_name))
    return _seen(slice_image_of_view(volume, node, window))


def _seen(image: SliceImage) -> SliceImage:
    check_picture(image)
    return image
