"""One view of a scene, drawn off screen by Slicer's own displayable managers."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer
import vtk
from numpy.typing import NDArray
from vtk.util.numpy_support import vtk_to_numpy

_SLICE_MANAGERS = ("vtkMRMLMarkupsDisplayableManager",)
_VIEW_MANAGERS = (
    "vtkMRMLCameraDisplayableManager",
    "vtkMRMLViewDisplayableManager",
    "vtkMRMLModelDisplayableManager",
    "vtkMRMLMarkupsDisplayableManager",
)


class ViewWindow:
    """A render window on a view node, with the displayable managers that Slicer would give it."""

    def __init__(self, app_logic: Any, managers: tuple[str, ...], size: tuple[int, int]) -> None:
        """An empty window of (width, height) pixels.

        The factory is its own: Slicer's two are the application's, and would be turned to another scene.
        """
        factory = slicer.vtkMRMLDisplayableManagerFactory()
        self.renderer = vtk.vtkRenderer()
        self.window = vtk.vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        # Depth peeling with multi-sampling loses translucent things.
        self.window.SetMultiSamples(0)
        self.window.SetSize(*size)
        self.window.AddRenderer(self.renderer)
        self._interactor = vtk.vtkGenericRenderWindowInteractor()
        self._interactor.SetRenderWindow(self.window)
        factory.SetMRMLApplicationLogic(app_logic)
        for name in managers:
            factory.RegisterDisplayableManager(name)
        self._group = factory.InstantiateDisplayableManagers(self.renderer)

    def show(self, view_node: Any) -> None:
        """Draw what this view node shows."""
        self._group.SetMRMLDisplayableNode(view_node)

    def picture(self) -> NDArray[np.uint8]:
        """What the window shows: (height, width, 3), row 0 = top."""
        self.window.Render()
        grab = vtk.vtkWindowToImageFilter()
        grab.SetInput(self.window)
        grab.ReadFrontBufferOff()
        grab.Update()
        width, height, _ = grab.GetOutput().GetDimensions()
        pixels = vtk_to_numpy(grab.GetOutput().GetPointData().GetScalars())
        return np.ascontiguousarray(pixels.reshape(height, width, -1)[::-1, :, :3])

    def close(self) -> None:
        """Let go of the scene, then of the graphics."""
        self._group.SetMRMLDisplayableNode(None)
        self._group = None
        self.window.Finalize()


def slice_picture(app_logic: Any, slice_logic: Any, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A slice view: the resampled volume with the markups over it, (height, width, 3) uint8."""
    node = slice_logic.GetSliceNode()
    node.SetDimensions(*size, 1)
    view = ViewWindow(app_logic, _SLICE_MANAGERS, size)
    view.show(node)
    # Slicer's slice widget draws the image itself, behind what the displayable managers draw.
    mapper = vtk.vtkImageMapper()
    mapper.SetInputConnection(slice_logic.GetImageDataConnection())
    mapper.SetColorWindow(255)
    mapper.SetColorLevel(127.5)
    image = vtk.vtkActor2D()
    image.SetMapper(mapper)
    image.GetProperty().SetDisplayLocationToBackground()
    view.renderer.AddViewProp(image)
    try:
        return view.picture()
    finally:
        view.close()


def three_d_picture(app_logic: Any, view_node: Any, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A 3D view from the front, a little from above and one side, (height, width, 3) uint8."""
    view = ViewWindow(app_logic, _VIEW_MANAGERS, size)
    view.show(view_node)
    view.renderer.ResetCamera()
    camera = view.renderer.GetActiveCamera()
    camera.Azimuth(25)
    camera.Elevation(25)
    camera.Zoom(1.25)
    view.renderer.ResetCameraClippingRange()
    try:
        return view.picture()
    finally:
        view.close()
