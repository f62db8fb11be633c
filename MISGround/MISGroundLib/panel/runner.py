"""Follows one run from a Qt timer on the main thread, and ends it when its volume leaves the scene."""

import logging
from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.engine.protocol import Event, Failed
from MISGroundLib.grounding import GroundingRun

INTERVAL_MS = 40


class Runner:
    """At most one run at a time.

    on_events(run, events) after each look; on_end(run, volume) once it finished, with the volume node, or None where
    the node has left the scene meanwhile (removed, or the scene was closed). Both on the main thread.
    """

    def __init__(
        self,
        on_events: Callable[[GroundingRun, list[Event]], None],
        on_end: Callable[[GroundingRun, Any], None],
    ) -> None:
        """Idle until `start`."""
        self.run: GroundingRun | None = None
        self.cancelling = False
        self._volume: Any = None
        self._on_events = on_events
        self._on_end = on_end
        self._timer = qt.QTimer()
        self._timer.interval = INTERVAL_MS
        self._timer.connect("timeout()", self._look)

    @property
    def is_running(self) -> bool:
        """A run is on its way, or being cancelled."""
        return self.run is not None

    def start(self, run: GroundingRun, volume: Any) -> None:
        """Follow a run that answers for a volume node."""
        self.run, self._volume, self.cancelling = run, volume, False
        self._timer.start()

    def cancel(self) -> None:
        """Ask the run to end; on_end follows within a second."""
        if self.run is not None and not self.cancelling:
            self.cancelling = True
            self.run.cancel()

    def stop(self) -> None:
        """Forget the run at once, without on_end: for a panel that goes away."""
        self.cancel()
        self._timer.stop()
        self.run, self._volume = None, None

    def _volume_in_scene(self) -> Any:
        """The node, if it is still the one in the scene: after a closed scene another may bear its ID."""
        node = self._volume
        return node if slicer.mrmlScene.GetNodeByID(node.GetID() or "") is node else None

    def _look(self) -> None:
        run = self.run
        if run is None:
            return
        if self._volume_in_scene() is None:
            self.cancel()
        events = _events_of(run)
        try:
            self._on_events(run, events)
        finally:
            if run.finished and self.run is run:
                volume = self._volume_in_scene()
                self._timer.stop()
                self.run, self._volume = None, None
                self._on_end(run, volume)


def _events_of(run: GroundingRun) -> list[Event]:
    """What the run tells. Where that cannot be understood, the run ends as failed."""
    try:
        return run.poll()
    except Exception as error:
        logging.exception("MISGround could not read an answer")
        run.cancel()
        run.error = Failed("", "unreadable", _("The model's answer could not be read: {error}").format(error=error))
        return []
