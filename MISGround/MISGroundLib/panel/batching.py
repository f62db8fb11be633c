"""A batch inside Slicer: volume nodes become files, and the application stays alive while the model answers."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import slicer
import vtk
from slicer.i18n import tr as _

from MISGroundLib.batch import BatchItem, BatchReport, ground_batch
from MISGroundLib.errors import UserError
from MISGroundLib.grounding import Engine
from MISGroundLib.scene.volumes import check_volume_node, ijk_to_world
from MISGroundLib.text import one_line

# Short enough for the application to answer clicks, long enough not to spin.
_WAIT_SECONDS = 0.02


class ResponsiveEngine:
    """An engine that lets the application handle its events each time it is polled."""

    def __init__(self, engine: Engine) -> None:
        """Everything but `poll` is the engine's own."""
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        """The engine's own."""
        return getattr(self._engine, name)

    def poll(self, timeout: float = 0.0) -> list[Any]:
        """The engine's events, after the application's."""
        slicer.app.processEvents()
        return self._engine.poll(min(timeout, _WAIT_SECONDS))


def ground_volumes(
    volumes: Sequence[Any], queries: Sequence[str], directory: Path, engine: Engine, **options: Any
) -> BatchReport:
    """`ground_batch` for volumes given as paths or as nodes; options are its own.

    A node is written under `directory`/volumes, named after what is in it, so that a batch which is started again finds
    its work done and starts anew where a volume changed. A node that cannot be used is reported, as a bad file is.
    """
    paths: list[Path] = []
    bad: dict[int, BatchItem] = {}
    for index, volume in enumerate(volumes):
        try:
            paths.append(Path(volume) if isinstance(volume, str | Path) else _written(volume, directory / "volumes"))
        except UserError as error:
            name = one_line(volume.GetName() or "") if volume is not None else "None"
            bad[index] = BatchItem(name, "", "failed", str(error))
    report = BatchReport()
    if paths or not bad:
        report = ground_batch(paths, queries, directory, engine=ResponsiveEngine(engine), **options)
    for index, item in bad.items():
        report.items.insert(index, item)
    if bad:
        directory.mkdir(parents=True, exist_ok=True)
        report.save(directory)
    return report


def _written(node: Any, directory: Path) -> Path:
    check_volume_node(node)
    to_world = ijk_to_world(node)
    array = slicer.util.arrayFromVolume(node)
    digest = hashlib.sha256(array.tobytes() + to_world.tobytes()).hexdigest()[:12]
    given = one_line(node.GetName() or "")[:40]
    name = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in given)
    path = directory / f"{name}-{digest}.nrrd"
    if path.is_file():
        return path
    directory.mkdir(parents=True, exist_ok=True)
    copy = slicer.vtkMRMLScalarVolumeNode()
    copy.SetAndObserveImageData(node.GetImageData())
    matrix = vtk.vtkMatrix4x4()
    slicer.util.updateVTKMatrixFromArray(matrix, to_world)
    copy.SetIJKToRASMatrix(matrix)
    storage = slicer.vtkMRMLNRRDStorageNode()
    storage.SetFileName(str(path))
    if not storage.WriteData(copy):
        path.unlink(missing_ok=True)
        raise UserError(_("{path} could not be written. Free some space or choose another folder.").format(path=path))
    return path
