"""The four views of a scene, drawn off screen by Slicer's displayable managers as its Four-Up layout shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import slicer
import vtk
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from vtk.util.numpy_support import vtk_to_numpy

from MISGroundLib.scene.export import fit_view
from MISGroundLib.scene.headless import SLICE_VIEWS, Headless
from MISGroundLib.scene.rois import boxes_of
from MISGroundLib.slices import direction_letters

# Of a view, (width, height) in pixels, without the bar above it.
VIEW_SIZE = (640, 480)
BAR_HEIGHT = 24
_GAP = 4
_THREE_D_COLOR = (0.454902, 0.454902, 0.705882)
# An axis names a picture's edge where the direction's part along it is larger than this.
_LEAST_PART = 0.26
_LAYOUT_NAME = "1"
_SLICE_MANAGERS = ("vtkMRMLMarkupsDisplayableManager",)
_VIEW_MANAGERS = (
    "vtkMRMLCameraDisplayableManager",
    "vtkMRMLViewDisplayableManager",
    "vtkMRMLModelDisplayableManager",
    "vtkMRMLMarkupsDisplayableManager",
)


def four_up(headless: Headless) -> Image.Image:
    """Red, 3D, green and yellow view, each under a bar in its colour that says where it is."""
    scene = headless.scene
    volume = scene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")
    panels = []
    for name, (_, color) in SLICE_VIEWS.items():
        logic = headless.slice_logics[name]
        node = logic.GetSliceNode()
        node.SetDimensions(*VIEW_SIZE, 1)
        if volume is not None:
            fit_view(node, volume)
        pixels = _slice_pixels(headless.app_logic, logic)
        panels.append(_panel(pixels, node.GetLayoutLabel() or name[0], color, _caption(node), _edges(node)))
    panels.insert(1, _panel(_three_d_pixels(headless), _LAYOUT_NAME, _THREE_D_COLOR, "3D", {}))
    width, height = panels[0].size
    sheet = Image.new("RGB", (2 * width + _GAP, 2 * height + _GAP), (60, 60, 60))
    for index, panel in enumerate(panels):
        sheet.paste(panel, (index % 2 * (width + _GAP), index // 2 * (height + _GAP)))
    return sheet


@contextmanager
def _renderer(app_logic: Any, managers: tuple[str, ...], view_node: Any) -> Iterator[Any]:
    """A vtkRenderer that shows a view node by the displayable managers that Slicer would give it.

    The factory is its own: Slicer's two are the application's, and would be turned to another scene.
    """
    factory = slicer.vtkMRMLDisplayableManagerFactory()
    renderer, window = vtk.vtkRenderer(), vtk.vtkRenderWindow()
    window.SetOffScreenRendering(True)
    # With multi-sampling, depth peeling drops translucent objects.
    window.SetMultiSamples(0)
    window.SetSize(*VIEW_SIZE)
    window.AddRenderer(renderer)
    interactor = vtk.vtkGenericRenderWindowInteractor()
    interactor.SetRenderWindow(window)
    factory.SetMRMLApplicationLogic(app_logic)
    for name in managers:
        factory.RegisterDisplayableManager(name)
    group = factory.InstantiateDisplayableManagers(renderer)
    group.SetMRMLDisplayableNode(view_node)
    try:
        yield renderer
    finally:
        # The scene first, then the graphics.
        group.SetMRMLDisplayableNode(None)
        del group
        window.Finalize()


def _rendered(renderer: Any) -> NDArray[np.uint8]:
    """What a renderer's window shows: (height, width, 3), row 0 = top."""
    window = renderer.GetRenderWindow()
    window.Render()
    grab = vtk.vtkWindowToImageFilter()
    grab.SetInput(window)
    grab.ReadFrontBufferOff()
    grab.Update()
    width, height, _ = grab.GetOutput().GetDimensions()
    pixels = vtk_to_numpy(grab.GetOutput().GetPointData().GetScalars())
    return np.ascontiguousarray(pixels.reshape(height, width, -1)[::-1, :, :3])


def _slice_pixels(app_logic: Any, slice_logic: Any) -> NDArray[np.uint8]:
    """A slice view: the resampled volume with the markups over it, (height, width, 3)."""
    # Slicer's slice widget draws the image itself, behind what the displayable managers draw.
    mapper = vtk.vtkImageMapper()
    mapper.SetInputConnection(slice_logic.GetImageDataConnection())
    mapper.SetColorWindow(255)
    mapper.SetColorLevel(127.5)
    image = vtk.vtkActor2D()
    image.SetMapper(mapper)
    image.GetProperty().SetDisplayLocationToBackground()
    with _renderer(app_logic, _SLICE_MANAGERS, slice_logic.GetSliceNode()) as renderer:
        renderer.AddViewProp(image)
        return _rendered(renderer)


def _three_d_pixels(headless: Headless) -> NDArray[np.uint8]:
    """The 3D view from the front, a little from above and one side, (height, width, 3)."""
    view = headless.scene.GetSingletonNode(_LAYOUT_NAME, "vtkMRMLViewNode")
    if view is None:
        view = slicer.vtkMRMLViewNode()
        view.SetLayoutName(_LAYOUT_NAME)
        headless.scene.AddNode(view)
    for logic in headless.slice_logics.values():
        logic.GetSliceNode().SetSliceVisible(_holds_boxes(logic.GetSliceNode(), headless.scene))
    with _renderer(headless.app_logic, _VIEW_MANAGERS, view) as renderer:
        renderer.ResetCamera()
        camera = renderer.GetActiveCamera()
        camera.Azimuth(25)
        camera.Elevation(25)
        camera.Zoom(1.25)
        renderer.ResetCameraClippingRange()
        return _rendered(renderer)


def _holds_boxes(slice_node: Any, scene: Any) -> bool:
    """Whether the boxes lie in this view's plane; every plane does where there is no box."""
    normal = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())[:3, 2]
    boxes = [slicer.util.arrayFromVTKMatrix(roi.GetObjectToWorldMatrix()) for roi in boxes_of(scene)]
    return all(abs(box[:3, 2] @ normal) > 0.99 for box in boxes)


def _caption(slice_node: Any) -> str:
    """Plane and position, as Slicer's slice bar shows them: "Axial   S: 290.00 mm"."""
    normal = [slice_node.GetSliceToRAS().GetElement(row, 2) for row in range(3)]
    letters = slice_node.GetDirectionLabel(normal, True)
    named = abs(max(normal, key=abs)) >= np.cos(np.radians(0.1))
    plane = slice_node.GetOrientation() if named else "Oblique"
    return f"{plane}   {letters}: {slice_node.GetSliceOffset():.2f} mm"


def _edges(slice_node: Any) -> dict[str, str]:
    """The patient directions at the picture's edges: "R", "RA"."""
    matrix = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    right, up = matrix[:3, 0], matrix[:3, 1]
    directions = {"left": -right, "right": right, "top": up, "bottom": -up}
    return {edge: direction_letters(direction, _LEAST_PART) for edge, direction in directions.items()}


def _panel(
    pixels: NDArray[np.uint8], label: str, color: tuple[float, ...], caption: str, edges: dict[str, str]
) -> Image.Image:
    """A view's pixels (height, width, 3) under its bar, with the letters of the patient's directions at its edges."""
    width, height = pixels.shape[1], pixels.shape[0]
    panel = Image.new("RGB", (width, height + BAR_HEIGHT), tuple(round(255 * part) for part in color))
    panel.paste(Image.fromarray(pixels), (0, BAR_HEIGHT))
    draw = ImageDraw.Draw(panel)
    font = ImageFont.load_default(15)
    draw.text((8, BAR_HEIGHT / 2), label, fill="black", font=font, anchor="lm")
    draw.text((32, BAR_HEIGHT / 2), caption, fill="black", font=font, anchor="lm")
    places = {
        "left": ((8, BAR_HEIGHT + height / 2), "lm"),
        "right": ((width - 8, BAR_HEIGHT + height / 2), "rm"),
        "top": ((width / 2, BAR_HEIGHT + 6), "mt"),
        "bottom": ((width / 2, BAR_HEIGHT + height - 6), "mb"),
    }
    for edge, letters in edges.items():
        place, anchor = places[edge]
        draw.text(place, letters, fill="white", font=font, anchor=anchor, stroke_width=2, stroke_fill="black")
    return panel
