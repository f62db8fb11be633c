"""A MRML scene with the logics round it, without the Slicer application: for the command line, batches and tests.

Inside Slicer, where the user's scene has all of this already, it serves for private scenes only. No Qt. The scene,
the application logic, the module logics and the slice logics that `slicer.app` would own are made here, kept alive
here, and taken down in the one order that does not crash the interpreter at exit.

`slicer` and `vtk` are imported in functions: a Ctrl+C while they are imported would leave half of them, so
`private_scene` lets it wait.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from MISGroundLib.files import PrivateFolder

# Layout name, orientation preset and colour of the three views of Slicer's Four-Up layout.
SLICE_VIEWS = {
    "Red": ("Axial", (0.952941, 0.290196, 0.200000)),
    "Green": ("Coronal", (0.431373, 0.690196, 0.294118)),
    "Yellow": ("Sagittal", (0.929412, 0.835294, 0.298039)),
}

# In the order in which they are set up; taken down in reverse.
_MODULE_LOGICS = {
    "Colors": "vtkMRMLColorLogic",
    "SubjectHierarchy": "vtkSlicerSubjectHierarchyModuleLogic",
    "Units": "vtkSlicerUnitsLogic",
    "Volumes": "vtkSlicerVolumesLogic",
    "Transforms": "vtkSlicerTransformLogic",
    "Markups": "vtkSlicerMarkupsLogic",
    "Models": "vtkSlicerModelsLogic",
    "Cameras": "vtkSlicerCamerasModuleLogic",
    "Segmentations": "vtkSlicerSegmentationsModuleLogic",
    "Sequences": "vtkSlicerSequencesLogic",
}


@dataclass
class Headless:
    """The scene and every logic, each kept referenced: a collected logic corrupts what it drew. `close()` when done."""

    scene: Any
    app_logic: Any
    module_logics: dict[str, Any]
    slice_logics: dict[str, Any] = field(default_factory=dict)
    closed: bool = False
    # A scene bundle is packed and unpacked here: the whole volume, for as long as that takes.
    _cache: PrivateFolder = field(default_factory=lambda: PrivateFolder("misground-scene-"))

    def clear(self) -> None:
        """Empty the scene, as File > Close Scene does; views, undo stack and selection are as after `boot()`."""
        import slicer

        self.scene.Clear(0)
        self.scene.ClearUndoStack()
        self.scene.ClearRedoStack()
        self.scene.SetUndoOff()
        slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(self.scene)
        for name, (orientation, _) in SLICE_VIEWS.items():
            composite = self.slice_logics[name].GetSliceCompositeNode()
            composite.SetBackgroundVolumeID(None)
            composite.SetForegroundVolumeID(None)
            composite.SetLabelVolumeID(None)
            self.slice_logics[name].GetSliceNode().SetOrientation(orientation)

    def close(self) -> None:
        """Take everything down in order. Idempotent. Without it the interpreter may crash at exit."""
        import vtk

        if self.closed:
            return
        self.closed = True
        atexit.unregister(self.close)
        self.scene.Clear(1)
        for logic in self.slice_logics.values():
            logic.SetMRMLScene(None)
        self.app_logic.SetMRMLScene(None)
        # The Segmentations logic warns that its scene is gone, as intended here.
        warnings = vtk.vtkObject.GetGlobalWarningDisplay()
        vtk.vtkObject.GlobalWarningDisplayOff()
        for logic in reversed(self.module_logics.values()):
            logic.SetMRMLScene(None)
        vtk.vtkObject.SetGlobalWarningDisplay(warnings)
        self.app_logic.GetSliceLogics().RemoveAllItems()
        self.slice_logics.clear()
        self.module_logics.clear()
        self._cache.remove()

    def __enter__(self) -> Headless:
        """Use as a context manager: closed on the way out."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def boot() -> Headless:
    """A fresh scene, the application's logics, and slice views Red (axial), Green (coronal), Yellow (sagittal)."""
    import slicer
    import vtk

    # No display: VTK must know before it makes its first render window. (Other systems than Linux need no such help.)
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
    scene = slicer.vtkMRMLScene()
    app_logic = slicer.vtkSlicerApplicationLogic()
    # What the application's layout manager provides: the collections that views are registered in.
    app_logic.SetSliceLogics(vtk.vtkCollection())
    app_logic.SetViewLogics(vtk.vtkCollection())
    app_logic.SetMRMLScene(scene)
    module_logics = dict(_boot_module_logics(scene, app_logic))
    app_logic.SetColorLogic(module_logics["Colors"])
    headless = Headless(scene, app_logic, module_logics)
    _set_cache(scene, headless._cache.path / "cache")
    slicer.vtkMRMLSliceNode.AddDefaultSliceOrientationPresets(scene, True)
    for name, (orientation, color) in SLICE_VIEWS.items():
        headless.slice_logics[name] = _add_slice_view(headless, name, orientation, color)
    # A test or a script that stops half-way must still exit in order.
    atexit.register(headless.close)
    return headless


@contextmanager
def private_scene() -> Iterator[Any]:
    """A vtkMRMLScene apart from the user's, with its own logics and slice views; taken down at the end."""
    headless: Headless | None = None
    try:
        with undisturbed():
            headless = boot()
        yield headless.scene
    finally:
        if headless is not None:
            with undisturbed():
                headless.close()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a Ctrl+C wait: a scene that is half built, or half taken down, crashes the interpreter."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)
    if pressed:
        signal.raise_signal(signal.SIGINT)


def _set_cache(scene: Any, folder: Path) -> None:
    """Where the scene unpacks a scene bundle (.mrb) that it reads."""
    import slicer

    folder.mkdir()  # VTK takes an empty one only.
    cache, data_io = slicer.vtkCacheManager(), slicer.vtkDataIOManager()
    cache.SetRemoteCacheDirectory(str(folder))
    cache.SetMRMLScene(scene)
    data_io.SetCacheManager(cache)
    scene.SetCacheManager(cache)
    scene.SetDataIOManager(data_io)


def _boot_module_logics(scene: Any, app_logic: Any) -> Iterator[tuple[str, Any]]:
    import slicer

    for name, class_name in _MODULE_LOGICS.items():
        logic = getattr(slicer, class_name)()
        logic.SetMRMLApplicationLogic(app_logic)
        app_logic.SetModuleLogic(name, logic)
        logic.SetMRMLScene(scene)
        if name == "Colors":
            logic.AddDefaultColorNodes()
        yield name, logic


def _add_slice_view(headless: Headless, name: str, orientation: str, color: tuple[float, ...]) -> Any:
    import slicer

    logic = slicer.vtkMRMLSliceLogic()
    logic.SetMRMLApplicationLogic(headless.app_logic)
    logic.SetMRMLScene(headless.scene)
    node = logic.AddSliceNode(name)
    node.SetLayoutLabel(name[0])
    node.SetLayoutColor(*color)
    node.SetOrientation(orientation)
    headless.app_logic.GetSliceLogics().AddItem(logic)
    return logic
