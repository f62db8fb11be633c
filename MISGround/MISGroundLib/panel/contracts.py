"""What the panel and its parts need of each other and of the module, as protocols: tests give their own."""

from collections.abc import Sequence
from typing import Any, Protocol

from MISGroundLib.extent import ExtentRun, ItemsRun, VolumeResult
from MISGroundLib.grounding import GroundingResult, GroundingRun
from MISGroundLib.panel.parameters import PanelParameters
from MISGroundLib.scene.box_history import BoxHistory
from MISGroundLib.settings import Settings

SearchRun = ExtentRun | ItemsRun


class PanelLogic(Protocol):
    """What the panel needs of a MISGroundLogic."""

    boxHistory: BoxHistory

    @property
    def engine(self) -> Any:
        """What answers: an EngineRouter, or a test's engine."""

    def getParameterNode(self) -> PanelParameters:
        """The parameter node of the scene; made where there is none."""

    def start(self, volumeNode: Any, queries: list[str], settings: Settings, **where: str) -> GroundingRun:
        """Begin a query."""

    def startSearch(self, volumeNode: Any, queries: list[str], settings: Settings, modality: str = "") -> SearchRun:
        """Begin the search of a volume, or of every item of a sequence; nothing is asked yet."""

    def draw(self, result: GroundingResult, volumeNode: Any) -> list[Any]:
        """Draw the boxes of an answer; the ROI nodes."""

    def drawExtents(self, result: VolumeResult, volumeNode: Any, earlier: Any = None) -> dict[str, Any]:
        """Draw the boxes of a search so far, moving those of an earlier call: one step to undo. ROI nodes by label."""


class PackageCheck(Protocol):
    """What the panel needs of Dependencies."""

    def missing(self) -> Sequence[object]:
        """The packages that are not there."""

    def ensure(self) -> None:
        """Install them, or raise a ValueError."""


class StepsOwner(Protocol):
    """The panel, as far as steps concern it."""

    def boxes_of_search(self) -> list[Any]:
        """The boxes of a search that goes on; [] without one."""

    def end_search_without(self, before: list[Any]) -> bool:
        """End a search that lost its boxes, `before` a step; whether a search goes on at all."""

    def say_of_steps(self, sentence: str) -> None:
        """The status line after a step, and rows as they are now."""
