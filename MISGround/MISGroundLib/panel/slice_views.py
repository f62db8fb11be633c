"""Which volume and which slice view a query is about, and the way back to a place in the views."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import slicer
import vtk
from slicer.i18n import tr as _

from MISGroundLib.errors import UserError
from MISGroundLib.scene.volumes import slice_image, slice_image_of_view, standard_grid_of
from MISGroundLib.slices import AUTOMATIC_WINDOW, SliceImage, check_visible

_USUAL_ORDER = ("Red", "Green", "Yellow")


class ChosenSlice(Protocol):
    """Of the parameter node, what says which slice a query is about."""

    inputVolume: Any
    viewName: str


def slice_view_names() -> list[str]:
    """The slice views of the layout, Red, Green and Yellow first; every slice view where no layout shows any."""
    nodes = slicer.util.getNodesByClass("vtkMRMLSliceNode")
    shown = [node for node in nodes if node.IsMappedInLayout()] or nodes
    names = {node.GetLayoutName() for node in shown}
    return [name for name in _USUAL_ORDER if name in names] + sorted(names.difference(_USUAL_ORDER))


def slice_node(name: str) -> Any:
    """The slice node of a view, or None."""
    return _of_view("vtkMRMLSliceNode", name)


def displayed_volume(name: str) -> Any:
    """The volume in the background of a view, else the scene's first scalar volume, else None."""
    composite = _of_view("vtkMRMLSliceCompositeNode", name)
    identifier = composite.GetBackgroundVolumeID() if composite is not None else None
    shown = slicer.mrmlScene.GetNodeByID(identifier) if identifier else None
    if shown is not None and shown.GetClassName() == "vtkMRMLScalarVolumeNode":
        return shown
    return slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")


def _of_view(class_name: str, view_name: str) -> Any:
    nodes = slicer.util.getNodesByClass(class_name)
    return next((node for node in nodes if node.GetLayoutName() == view_name), None)


def slice_image_for(
    volume: Any,
    view_name: str | None,
    plane: str = "axial",
    position_mm: float | None = None,
    window: str = AUTOMATIC_WINDOW,
    modality: str = "",
) -> SliceImage:
    """The slice that a view shows; without a view, the plane at a position.

    Args:
        volume: A vtkMRMLScalarVolumeNode.
        view_name: A slice view's layout name, or None.
        plane: "axial", "coronal" or "sagittal".
        position_mm: S, A or R in mm; None is the middle.
        window: One of slices.WINDOWS.
        modality: In place of what the volume says or looks like; "" for that.

    Raises:
        UserError: For a volume, view, plane or position that cannot be used, and where there is nothing to see.
    """
    if view_name is None:
        image = slice_image(volume, standard_grid_of(volume, plane, position_mm), window, modality)
    else:
        node = slice_node(view_name)
        if node is None:
            raise UserError(_("There is no slice view named {name}. Choose another view.").format(name=view_name))
        image = slice_image_of_view(volume, node, window, modality)
    check_visible(image)
    return image


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
        with slicer.util.NodeModify(camera):
            camera.SetFocalPoint(*point)
            camera.SetPosition(*(p + t - f for p, t, f in zip(position, point, focal, strict=True)))
        camera.ResetClippingRange()


class NodeObserver:
    """Calls `on_change` when one of some nodes changes, until it is closed. A node that is None is left out."""

    _EVENTS = (
        vtk.vtkCommand.ModifiedEvent,
        slicer.vtkMRMLVolumeNode.ImageDataModifiedEvent,
        slicer.vtkMRMLTransformableNode.TransformModifiedEvent,
    )

    def __init__(self, nodes: Iterable[Any], on_change: Callable[..., None]) -> None:
        """Observe at once."""
        self._observed = [
            (node, node.AddObserver(event, on_change)) for node in nodes if node is not None for event in self._EVENTS
        ]

    def close(self) -> None:
        """Observe no more. Harmless when repeated."""
        for node, tag in self._observed:
            node.RemoveObserver(tag)
        self._observed = []


class VolumeChoice:
    """Proposes a volume where none is chosen, unless it was the user who chose none.

    Slicer's node chooser does not choose a volume that is loaded later.
    """

    def __init__(self) -> None:
        """Nothing chosen yet."""
        self._last = ""
        self._set_aside = ""  # the volume in whose place the user chose none

    def begin(self, parameters: ChosenSlice) -> None:
        """Another parameter node is shown: forget what was chosen or set aside in the one before."""
        self._last, self._set_aside = _id_of(parameters.inputVolume), ""

    def note(self, parameters: ChosenSlice) -> bool:
        """A parameter changed: whether it was the volume."""
        now = _id_of(parameters.inputVolume)
        if now == self._last:
            return False
        self._set_aside = "" if now else self._last
        self._last = now
        return True

    def propose(self, parameters: ChosenSlice) -> None:
        """Choose the volume shown, where none is chosen; not where the user set one aside that is still there."""
        wanted_none = bool(self._set_aside) and slicer.mrmlScene.GetNodeByID(self._set_aside) is not None
        if parameters.inputVolume is None and not wanted_none:
            parameters.inputVolume = displayed_volume(parameters.viewName)


def _id_of(node: Any) -> str:
    return node.GetID() or "" if node is not None else ""


class ViewChoice:
    """Offers the layout's slice views. A chosen view that a layout lacks is chosen again when it is back."""

    def __init__(self, selector: Any) -> None:
        """`selector` is a combo box."""
        self._selector = selector
        self._missed: tuple[str, str] | None = None  # the view wanted, and the one shown in its place

    def refresh(self, parameters: ChosenSlice | None) -> None:
        """Fill the chooser with the views of the layout."""
        names, selector = slice_view_names(), self._selector
        wanted = parameters.viewName if parameters else selector.currentText
        if self._missed is not None and wanted == self._missed[1]:
            wanted = self._missed[0]
        shown = wanted if wanted in names else (names[0] if names else "")
        # Filling the chooser is no choice of the user's.
        was_blocked = selector.blockSignals(True)
        try:
            selector.clear()
            selector.addItems(names)
            selector.setCurrentIndex(max(selector.findText(shown), 0))
        finally:
            selector.blockSignals(was_blocked)
        if parameters is not None and shown:
            self._missed = None if shown == wanted else (wanted, shown)
            if parameters.viewName != shown:
                parameters.viewName = shown
