"""The slice views that a query can be about, and the way back to a place in them."""

from collections.abc import Callable, Iterable
from typing import Any

import slicer
import vtk
from slicer.i18n import tr as _

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reslice import slice_image, slice_image_of_view, standard_grid_of
from MISGroundLib.slices import AUTOMATIC_WINDOW, SliceImage, check_visible

_USUAL_ORDER = ("Red", "Green", "Yellow")


def slice_view_names() -> list[str]:
    """The slice views of the layout, Red, Green and Yellow first; every slice view where no layout shows any."""
    nodes = slicer.util.getNodesByClass("vtkMRMLSliceNode")
    shown = [node for node in nodes if node.IsMappedInLayout()] or nodes
    names = {node.GetLayoutName() for node in shown}
    return [name for name in _USUAL_ORDER if name in names] + sorted(names.difference(_USUAL_ORDER))


class NodeObserver:
    """Tells when one of some nodes changes, until it is closed. A node that is None is left out.

    Of a layout: a Slicer without a main window has none.
    """

    _EVENTS = (
        vtk.vtkCommand.ModifiedEvent,
        slicer.vtkMRMLVolumeNode.ImageDataModifiedEvent,
        slicer.vtkMRMLTransformableNode.TransformModifiedEvent,
    )

    def __init__(self, nodes: Iterable[Any], on_change: Callable[..., None]) -> None:
        """Begin to tell."""
        self._observed = [
            (node, node.AddObserver(event, on_change)) for node in nodes if node is not None for event in self._EVENTS
        ]

    def close(self) -> None:
        """Tell no more. Harmless when repeated."""
        for node, tag in self._observed:
            node.RemoveObserver(tag)
        self._observed = []


def layout_node() -> Any:
    """The layout, or None."""
    return slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLLayoutNode")


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


def look_at(point_ras: Iterable[float]) -> None:
    """Bring a point (RAS mm) into the middle of every 3D view: the camera moves, and neither turns nor comes nearer."""
    point = tuple(float(value) for value in point_ras)
    logic = slicer.util.getModuleLogic("Cameras")
    for view in slicer.util.getNodesByClass("vtkMRMLViewNode"):
        camera = logic.GetViewActiveCameraNode(view)
        if camera is None:
            continue
        focal, position = camera.GetFocalPoint(), camera.GetPosition()
        was_modifying = camera.StartModify()
        camera.SetFocalPoint(*point)
        camera.SetPosition(*(p + t - f for p, t, f in zip(position, point, focal, strict=True)))
        camera.EndModify(was_modifying)
        camera.ResetClippingRange()


def slice_image_for(
    volume: Any,
    view_name: str | None,
    plane: str = "axial",
    position_mm: float | None = None,
    window: str = AUTOMATIC_WINDOW,
    modality: str = "",
) -> SliceImage:
    """The slice that a view shows; without a view, the plane at a position (RAS mm; None is the middle).

    window: one of slices.WINDOWS. modality: in place of what the volume says or looks like; "" for that.

    Raises UserError for a volume, view, plane or position that cannot be used, and where there is nothing to see.
    """
    if view_name is None:
        return _seen(slice_image(volume, standard_grid_of(volume, plane, position_mm), window, modality))
    node = slice_node(view_name)
    if node is None:
        raise UserError(_("There is no slice view named {name}. Choose another view.").format(name=view_name))
    return _seen(slice_image_of_view(volume, node, window, modality))


def _seen(image: SliceImage) -> SliceImage:
    check_visible(image)
    return image
