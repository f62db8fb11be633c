"""All that a search said, with what is needed to search again: of a volume, and of the items of a 4D sequence."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from MISGroundLib import __version__
from MISGroundLib.counting import Told, told_of
from MISGroundLib.extent.volume_answer import Extent
from MISGroundLib.grounding import queries_that_are
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
    def parts(self) -> tuple[VolumeResult, ...]:
        """Itself, as of a sequence its items."""
        return (self,)

    @property
    def told(self) -> list[Told]:
        """What the boxes tell of queries that count or point."""
        return told_of(self.extents, [one.box for one in self.extents], self.settings)

    @property
    def finished(self) -> bool:
        """More questions would not tell more."""
        return all(extent.finished for extent in self.extents)

    @property
    def unknown(self) -> list[str]:
        """The queries with a target that the model does not know."""
        return queries_that_are("unknown", self.extents)

    @property
    def unusable(self) -> list[str]:
        """The queries with a target of which no slice got an answer that can be used."""
        return queries_that_are("unusable", self.extents)

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
            "Doubts": list(extent.doubts),
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
            "told": [one.to_json() for one in self.told],
            "timings": {name: round(seconds, 4) for name, seconds in self.timings.items()},
        }


@dataclass(frozen=True)
class SequenceResult:
    """What a search of a 4D sequence came to, item by item. count: of how many items; those not begun have no part."""

    parts: tuple[VolumeResult, ...]
    count: int

    @property
    def volume(self) -> VolumeInfo:
        """What was asked about, at the first item."""
        return self.parts[0].volume

    @property
    def settings(self) -> Settings:
        """What was asked with."""
        return self.parts[0].settings

    @property
    def extents(self) -> list[Extent]:
        """The answers, item after item."""
        return [extent for part in self.parts for extent in part.extents]

    @property
    def timings(self) -> dict[str, float]:
        """Seconds by name."""
        names = dict.fromkeys(name for part in self.parts for name in part.timings)
        return {name: sum(part.timings.get(name, 0.0) for part in self.parts) for name in names}

    @property
    def questions(self) -> int:
        """How many were asked."""
        return sum(part.questions for part in self.parts)

    @property
    def slices(self) -> int:
        """How many were looked at."""
        return sum(part.slices for part in self.parts)

    @property
    def finished(self) -> bool:
        """Every item was searched to its end."""
        return len(self.parts) == self.count and all(part.finished for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        """The content of result.json: what holds of all items, and their detections item by item."""
        shared = {name: value for name, value in self.parts[0].to_json().items() if name not in _OF_AN_ITEM}
        items = []
        for part in self.parts:
            told = part.to_json()
            items.append({"item": part.volume.item, **{name: told[name] for name in _OF_AN_ITEM}})
        return {**shared, "finished": self.finished, "items_in_all": self.count, "items": items}


# Of a result's JSON, what each item of a sequence has of its own.
_OF_AN_ITEM = ("created", "volume", "questions", "slices", "finished", "detections", "told", "timings")
