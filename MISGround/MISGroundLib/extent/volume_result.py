"""All that a search of a volume said, with what is needed to search again: what is drawn, written and printed."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from MISGroundLib import __version__
from MISGroundLib.extent.volume_answer import Extent
from MISGroundLib.settings import VOLUME, Settings
from MISGroundLib.slices import VolumeInfo


@dataclass(frozen=True)
class VolumeResult:
    """The answers of a search, or what is known of them so far, in the order of the queries.

    model: as the engine described it; {} before its first answer. timings: seconds by name. questions, slices: how many
    were asked and looked at. finished: the search came to its own end, not to that of its budget or by a cancel.
    """

    volume: VolumeInfo
    extents: Sequence[Extent]
    settings: Settings
    model: dict[str, Any]
    timings: dict[str, float]
    created: str
    questions: int
    slices: int
    software: dict[str, str] = field(default_factory=lambda: {"name": "MISGround", "version": __version__})

    @property
    def finished(self) -> bool:
        """More questions would not tell more."""
        return all(extent.finished for extent in self.extents)

    @property
    def unknown(self) -> list[str]:
        """The queries with a target that the model does not know."""
        return list(dict.fromkeys(one.query for one in self.extents if one.status == "unknown"))

    @property
    def shown(self) -> Extent | None:
        """The box that views and pictures go to: the first that is not unsure, else the first; None without a box."""
        found = [one for one in self.extents if one.found]
        return next((one for one in found if not one.is_unsure), found[0] if found else None)

    def provenance(self, extent: Extent) -> dict[str, Any]:
        """What is kept with the box of one of the extents in a scene, by name, beside how it was asked for."""
        return {
            "Scope": VOLUME,
            "Score": extent.confidence,
            "Questions": extent.questions,
            "Slices": len(extent.looks),
            "Finished": extent.finished,
            "Sides": extent.sides,
            "Planes": {plane: box.corners_ras().round(2).tolist() for plane, box in extent.planes.items()},
            "Agreement": extent.agreement,
            "Facts": extent.facts.line() if extent.facts else "",
            "Notes": list(extent.notes),
        }

    def to_json(self) -> dict[str, Any]:
        """The content of result.json."""
        return {
            "schema": "misground-result-1",
            "software": {**self.software, "python": platform.python_version()},
            "created": self.created,
            "volume": asdict(self.volume),
            "model": self.model,
            **self.settings.recorded(),
            "scope": VOLUME,
            "questions": self.questions,
            "slices": self.slices,
            "finished": self.finished,
            "detections": [extent.to_json() for extent in self.extents],
            "timings": {name: round(seconds, 4) for name, seconds in self.timings.items()},
        }
