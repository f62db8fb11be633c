"""views.png: the four views of a scene as Slicer's Four-Up layout shows them."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from MISGroundLib.scene import layout
from MISGroundLib.scene.headless import SLICE_VIEWS, Headless
from MISGroundLib.scene.rois import boxes_of
from MISGroundLib.scene.view_window import slice_picture, three_d_picture
from MISGroundLib.scene.volumes import ijk_to_world
from MISGroundLib.slices import volume_corners

_VIEW_SIZE = (640, 480)
_BAR_HEIGHT = 24
_THREE_D_COLOR = (0.454902, 0.454902, 0.705882)
# The ends of the R, A and S axes, negative end first.
_LETTERS = (("L", "R"), ("P", "A"), ("I", "S"))
_LAYOUT_NAME = "1"


def four_up(headless: Headless) -> Image.Image:
    """Red, 3D, green and yellow view, each under a bar in its colour that says where it is."""
    scene = headless.scene
    volume = scene.GetFirstNodeByClass("vtkMRMLScalarVolumeNode")
    panels = []
    for name, (_, color) in SLICE_VIEWS.items():
        logic = headless.slice_logics[name]
        node = logic.GetSliceNode()
        node.SetDimensions(*_VIEW_SIZE, 1)
        if volume is not None:
            layout.fit(node, volume_corners(ijk_to_world(volume), volume.GetImageData().GetDimensions()))
        pixels = slice_picture(headless.app_logic, logic, _VIEW_SIZE)
        panels.append(_panel(pixels, node.GetLayoutLabel() or name[0], color, _caption(node), _edges(node)))
    panels.insert(1, _three_d(headless))
    width, height = panels[0].size
    gap = 4
    sheet = Image.new("RGB", (2 * width + gap, 2 * height + gap), (60, 60, 60))
    for index, panel in enumerate(panels):
        sheet.paste(panel, (index % 2 * (width + gap), index // 2 * (height + gap)))
    return sheet


def _three_d(headless: Headless) -> Image.Image:
    view = headless.scene.GetSingletonNode(_LAYOUT_NAME, "vtkMRMLViewNode")
    if view is None:
        view = slicer.vtkMRMLViewNode()
        view.SetLayoutName(_LAYOUT_NAME)
        headless.scene.AddNode(view)
    for logic in headless.slice_logics.values():
        logic.GetSliceNode().SetSliceVisible(_holds_boxes(logic.GetSliceNode(), headless.scene))
    pixels = three_d_picture(headless.app_logic, view, _VIEW_SIZE)
    return _panel(pixels, _LAYOUT_NAME, _THREE_D_COLOR, "3D", {})


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
    """The patient directions at the picture's edges."""
    matrix = slicer.util.arrayFromVTKMatrix(slice_node.GetSliceToRAS())
    right, up = _direction(matrix[:3, 0]), _direction(matrix[:3, 1])
    left, down = _direction(-matrix[:3, 0]), _direction(-matrix[:3, 1])
    return {"left": left, "right": right, "top": up, "bottom": down}


def _direction(vector: NDArray[np.float64]) -> str:
    """Letters of the axes that a direction mostly follows, the strongest first: "R", "RA"."""
    order = np.argsort(-np.abs(vector))
    return "".join(_LETTERS[axis][int(vector[axis] > 0)] for axis in order if abs(vector[axis]) > 0.26)


def _panel(
    pixels: NDArray[np.uint8], label: str, color: tuple[float, ...], caption: str, edges: dict[str, str]
) -> Image.Image:
    width, height = pixels.shape[1], pixels.shape[0]
    panel = Image.new("RGB", (width, height + _BAR_HEIGHT), tuple(round(255 * part) for part in color))
    panel.paste(Image.fromarray(pixels), (0, _BAR_HEIGHT))
    draw = ImageDraw.Draw(panel)
    font = ImageFont.load_default(15)
    draw.text((8, _BAR_HEIGHT / 2), label, fill="black", font=font, anchor="lm")
    draw.text((32, _BAR_HEIGHT / 2), caption, fill="black", font=font, anchor="lm")
    places = {
        "left": ((8, _BAR_HEIGHT + height / 2), "lm"),
        "right": ((width - 8, _BAR_HEIGHT + height / 2), "rm"),
        "top": ((width / 2, _BAR_HEIGHT + 6), "mt"),
        "bottom": ((width / 2, _BAR_HEIGHT + height - 6), "mb"),
    }
    for edge, letters in edges.items():
        place, anchor = places[edge]
        draw.text(place, letters, fill="white", font=font, anchor=anchor, stroke_width=2, stroke_fill="black")
    return panel
