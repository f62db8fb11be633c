"""Runs inside Slicer, where the application must stay alive: followed from a timer, waited for, or a batch of them."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import qt
import slicer
import vtk
from slicer.i18n import tr as _

from MISGroundLib.batch import ground_batch
from MISGroundLib.batch_report import BatchItem, BatchReport
from MISGroundLib.engine.protocol import Event, Failed
from MISGroundLib.errors import UserError, one_line
from MISGroundLib.extent import ExtentRun, ItemsRun, SequenceResult, VolumeResult
from MISGroundLib.grounding import Engine, GroundingResult, GroundingRun
from MISGroundLib.panel.wording import worded
from MISGroundLib.scene.sequences import items_of, source_of
from MISGroundLib.scene.volumes import check_volume_node, ijk_to_world
from MISGroundLib.settings import EVERY_ITEM, VOLUME, Settings

_INTERVAL_MS = 40
# Short enough for the application to answer clicks, long enough not to spin.
_WAIT_SECONDS = 0.02


class Run(Protocol):
    """What can be followed: a GroundingRun or a TrustRun."""

    error: Failed | None

    @property
    def finished(self) -> bool:
        """No more events will come."""

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """Take in what the engine has told, and return it."""

    def cancel(self) -> None:
        """Ask for an end, which comes within a second."""


AnyRun = TypeVar("AnyRun", bound=Run)


class Runner(Generic[AnyRun]):
    """Follows at most one run at a time from a Qt timer, and cancels it when its volume leaves the scene."""

    def __init__(
        self,
        on_events: Callable[[AnyRun, list[Event]], None],
        on_end: Callable[[AnyRun, Any], None],
        unreadable: str,
    ) -> None:
        """Idle until `start`. The callbacks come on the main thread.

        Args:
            on_events: Called with the run and its new events, after each look.
            on_end: Called with the run and its volume node once the run has ended; None in place of a node that has
                left the scene meanwhile (removed, or the scene was closed).
            unreadable: The failure's message, with {error}, where what the run tells cannot be understood.
        """
        self.run: AnyRun | None = None
        self.cancelling = False
        self._volume: Any = None
        self._on_events, self._on_end, self._unreadable = on_events, on_end, unreadable
        self._timer = qt.QTimer()
        self._timer.interval = _INTERVAL_MS
        self._timer.connect("timeout()", self._look)

    @property
    def is_running(self) -> bool:
        """A run is on its way, or being cancelled."""
        return self.run is not None

    def start(self, run: AnyRun, volume: Any = None) -> None:
        """Follow a run. `volume` is the node that it answers for, if it answers for one."""
        self.run, self._volume, self.cancelling = run, volume, False
        self._timer.start()

    def cancel(self) -> None:
        """Ask the run to end; on_end follows within a second."""
        if self.run is not None and not self.cancelling:
            self.cancelling = True
            self.run.cancel()

    def stop(self) -> None:
        """Cancel the run and forget it at once, without on_end: for a panel that goes away."""
        self.cancel()
        self._forget()

    def _forget(self) -> None:
        self._timer.stop()
        self.run, self._volume = None, None

    def _look(self) -> None:
        run = self.run
        if run is None:
            return
        if self._volume is not None and not is_in_scene(self._volume):
            self.cancel()
        events = self._poll(run)
        try:
            self._on_events(run, events)
        finally:
            if (run.finished or run.error is not None) and self.run is run:
                volume = self._volume if self._volume is not None and is_in_scene(self._volume) else None
                self._forget()
                self._on_end(run, volume)

    def _poll(self, run: AnyRun) -> list[Event]:
        try:
            return run.poll()
        except Exception as error:
            logging.exception("MISGround could not read an answer")
            run.cancel()
            run.error = Failed("", "unreadable", self._unreadable.format(error=error))
            return []


def is_in_scene(node: Any) -> bool:
    """Whether a node is still the one in the scene: after a closed scene another may bear its ID."""
    return slicer.mrmlScene.GetNodeByID(node.GetID() or "") is node


def start_failure(error: Exception, otherwise: str) -> str:
    """Why a run could not be started: a ValueError's own words; else `otherwise` with {error}, and a traceback."""
    if isinstance(error, ValueError):
        return worded(error)
    logging.error("MISGround could not start a run", exc_info=error)
    # A MemoryError has no words of its own.
    reason = _("memory ran out. Close other data or programs.") if isinstance(error, MemoryError) else error
    return otherwise.format(error=reason)


def report_failure(error: Failed) -> None:
    """Write a failure of the engine to the application's log."""
    logging.error("MISGround: %s: %s\n%s", error.code, error.message, error.details)


def begin_search(
    volume: Any, queries: list[str], settings: Settings, modality: str, engine: Engine
) -> ExtentRun | ItemsRun:
    """Begin the search of a whole volume node, or of every item of the sequence that it shows. Asks nothing yet.

    Raises UserError where the volume or the queries cannot be used, where the volume shows no sequence, and for every
    item of a slice.
    """

    def begin(item: str = "") -> ExtentRun:
        return ExtentRun(source_of(volume, settings.window, modality, item), queries, engine, settings)

    if settings.items != EVERY_ITEM:
        return begin()
    if settings.scope != VOLUME:
        raise UserError(_('A slice is asked at the item shown alone: give scope="volume" for every item.'))
    return ItemsRun(items_of(volume), begin)


def wait_for(run: GroundingRun | ExtentRun | ItemsRun, volume: Any) -> GroundingResult | VolumeResult | SequenceResult:
    """Wait for an answer about a volume node, while the application handles its events.

    Raises:
        UserError: Where the run fails, or the volume has left the scene meanwhile.
    """
    try:
        while not run.finished:
            slicer.app.processEvents()
            run.poll(_WAIT_SECONDS)
        run.wait()  # raises what went wrong
    finally:
        run.cancel()  # for an interrupted wait; nothing to do after an answer
    if not is_in_scene(volume):
        raise UserError(_("The volume left the scene while the model answered, so nothing was drawn. Ask again."))
    if run.result is None:
        raise UserError(_("The run was cancelled."))
    return run.result


class ResponsiveEngine:
    """An engine that lets the application handle its events each time it is polled: for whoever waits for a run."""

    def __init__(self, engine: Engine) -> None:
        """Everything but `poll` is the engine's own."""
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        """The engine's own."""
        return getattr(self._engine, name)

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """The engine's events, after the application's."""
        slicer.app.processEvents()
        return self._engine.poll(min(timeout, _WAIT_SECONDS))


def ground_volumes(
    volumes: Sequence[Any], queries: Sequence[str], directory: Path, engine: Engine, **options: Any
) -> BatchReport:
    """`ground_batch` for volumes given as paths or as nodes.

    A node is written under `directory`/volumes, named after what is in it, so that a batch which is started again finds
    its work done and starts anew where a volume changed. A node that cannot be used is reported, as a bad file is.

    Args:
        volumes: Paths and vtkMRMLScalarVolumeNodes.
        queries: One target each.
        directory: Where each volume gets a folder.
        engine: What answers.
        options: `ground_batch`'s own.

    Returns:
        The report, which is also written to `directory`.
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
