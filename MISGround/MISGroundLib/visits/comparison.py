"""The 3D boxes of one query on two volumes held against one another: sizes and places, as figures, never a diagnosis.

Directions are the patient's (left-right, front-back, up-down): each side of a box is given to the nearest of them. What
a field of view cuts off has no size, and an end that was assumed none either: no difference is told of it.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from MISGroundLib.errors import Sentence, UserError, joined, listed
from MISGroundLib.geometry import Matrix, OrientedBox, transform_point
from MISGroundLib.grounding import UNSURE_BELOW
from MISGroundLib.visits.alignment import Alignment

# Names of the patient's axes R, A, S, and of their two ends as result.json has them.
DIRECTIONS = ("left-right", "front-back", "up-down")
_ENDS = (("left", "right"), ("back", "front"), ("lower", "upper"))
# Boxes whose sides lie by more than this against one another are not of one shape.
_TURNED_DEG = 5.0
# The pitch of a search's nearest slices (extent.SearchPlan.finest_mm): no end is known better.
_FINEST_MM = 4.0
CAVEAT = Sentence("Differences of boxes, as figures: no diagnosis. For research use only.")
_COLUMNS = (
    ("target", "first", "second"),
    tuple(f"first {one} mm" for one in DIRECTIONS),
    tuple(f"second {one} mm" for one in DIRECTIONS),
    tuple(f"change {one} mm" for one in DIRECTIONS),
    ("first box cm3", "second box cm3", "change cm3", "change %"),
    ("moved right mm", "moved front mm", "moved up mm", "moved mm"),
    ("notes",),
)

# Of the patient's three directions; None where it is not known.
Triple = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Seen:
    """A target on one visit.

    state: "found", "absent" (not in the volume), "not found so far", "unusable" or "unknown". size_mm and centre_ras by
    DIRECTIONS, the centre in the first visit's space; None of a direction where an end was cut off or assumed. box_cm3:
    of the box, not of the organ.
    """

    state: str
    score: float | None = None
    unsure: bool = False
    size_mm: Triple = (None, None, None)
    centre_ras: Triple = (None, None, None)
    box_cm3: float | None = None


@dataclass(frozen=True)
class Row:
    """One target on both visits. Changes are the second's minus the first's; moved: its centre, to R, A and S.

    distance_mm: how far the centre moved, where all three directions are known.
    """

    label: str
    query: str
    first: Seen
    second: Seen
    size_change_mm: Triple
    box_change_cm3: float | None
    box_change_percent: float | None
    moved_mm: Triple
    distance_mm: float | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two visits side by side.

    first, second: which volume, when and by which model it was answered. alignment: how places are compared.
    finest_mm: no end of a box is known better. notes: what to heed of all rows.
    """

    first: dict[str, Any]
    second: dict[str, Any]
    alignment: Alignment
    rows: tuple[Row, ...]
    finest_mm: float
    notes: tuple[str, ...] = ()

    @property
    def unanswered(self) -> list[str]:
        """The queries with a target that the model does not know, or of which it gave no answer that can be used."""
        there = [row.query for row in self.rows if {"unknown", "unusable"} & {row.first.state, row.second.state}]
        return list(dict.fromkeys(there))

    def statements(self) -> list[str]:
        """What to read with the table."""
        finest = "No end of a box is known better than {finest} mm: smaller changes say nothing."
        ends = Sentence(finest, finest=f"{self.finest_mm:.0f}")
        return [self.alignment.statement, ends, *self.notes, CAVEAT]

    def to_json(self) -> dict[str, Any]:
        """The content of comparison.json: mm, cm3, RAS mm of the first visit."""
        return {
            "schema": "misground-comparison-1",
            "first": self.first,
            "second": self.second,
            "alignment": self.alignment.to_json(),
            "finest_mm": self.finest_mm,
            "rows": [asdict(row) for row in self.rows],
            "notes": self.statements(),
        }

    def to_csv(self) -> str:
        """A line a target; empty where it is not known."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(itertools.chain(*_COLUMNS))
        for row in self.rows:
            writer.writerow(
                [
                    *(row.label, state_text(row.first), state_text(row.second)),
                    *map(_figure, (*row.first.size_mm, *row.second.size_mm, *row.size_change_mm)),
                    *map(_figure, (row.first.box_cm3, row.second.box_cm3, row.box_change_cm3, row.box_change_percent)),
                    *map(_figure, (*row.moved_mm, row.distance_mm)),
                    " ".join(row.notes),
                ]
            )
        return text.getvalue()

    def table(self) -> str:
        """The rows for a person, with what to read with them."""
        head = ["target", "first visit", "second visit", "size change, mm", "box change", "centre moved"]
        lines = [head, *([row.label, *row_texts(row)] for row in self.rows)]
        widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
        shown = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        ]
        told = [f"{row.label}: {note}" for row in self.rows for note in row.notes]
        return "\n".join([*shown, "", *told, *self.statements()])


def compare(first: Mapping[str, Any], second: Mapping[str, Any], alignment: Alignment) -> Comparison:
    """Hold two answers against one another, target by target.

    Args:
        first, second: the content of result.json of a whole volume (`VolumeResult.to_json`), of the same queries.
        alignment: how places of the second volume are places of the first.

    Raises:
        UserError: an answer is not of a whole volume, or the two have no target in common.
    """
    answers = [_targets(one) for one in (first, second)]
    labels = [label for label in answers[0] if label in answers[1]]
    if not labels:
        raise UserError("The two answers have no target in common. Ask the same query on both volumes.")
    rows = tuple(_row(answers[0][label], answers[1][label], alignment) for label in labels)
    spacings = [max(map(float, one["volume"]["spacing_mm"]), default=0.0) for one in (first, second)]
    return Comparison(
        _about(first),
        _about(second),
        alignment,
        rows,
        round(max(_FINEST_MM, *spacings), 2),
        tuple(_differences_of_asking(first, second)),
    )


def _targets(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    if document.get("scope") != "volume":
        raise UserError("One of the answers is of a slice. Only answers of whole volumes are compared: ask the volume.")
    return {str(one["label"]): one for one in document["detections"]}


def _about(document: Mapping[str, Any]) -> dict[str, Any]:
    volume, model = document["volume"], document["model"]
    return {
        **{name: volume.get(name) for name in ("name", "source", "modality", "identifier")},
        "answered": document["created"],
        "model": model.get("name", ""),
        "model_revision": model.get("revision", ""),
        "finished": document.get("finished"),
    }


def _differences_of_asking(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    """What else than the patient may make a difference."""
    about, notes = (_about(first), _about(second)), list[str]()
    if about[0]["model"] != about[1]["model"]:
        notes.append(Sentence("They were answered by two models: differences may be the models'."))
    elif about[0]["model_revision"] != about[1]["model_revision"]:
        notes.append(Sentence("They were answered by two revisions of the model: differences may be the models'."))
    if about[0]["modality"] != about[1]["modality"]:
        kinds = "They are of two modalities ({first} and {second}): what a box is drawn round may differ."
        first_kind, second_kind = (one["modality"] or Sentence("unknown") for one in about)
        notes.append(Sentence(kinds, first=first_kind, second=second_kind))
    if not all(one["finished"] for one in about):
        notes.append(Sentence("A search did not come to its own end (budget or cancel): its boxes may grow."))
    return notes


def _row(first: Mapping[str, Any], second: Mapping[str, Any], alignment: Alignment) -> Row:
    identity = np.eye(4)
    one, other = _seen(first, identity), _seen(second, alignment.second_to_first)
    moved = _minus(other.centre_ras, one.centre_ras)
    known = [step for step in moved if step is not None]
    box_change = percent = None
    if one.box_cm3 is not None and other.box_cm3 is not None:
        box_change = other.box_cm3 - one.box_cm3
        percent = 100 * box_change / one.box_cm3 if one.box_cm3 else None
    return Row(
        str(first["label"]),
        str(first["query"]),
        one,
        other,
        _minus(other.size_mm, one.size_mm),
        box_change,
        percent,
        moved,
        float(np.linalg.norm(known)) if len(known) == 3 else None,
        tuple(_notes(first, second, alignment)),
    )


def _seen(entry: Mapping[str, Any], to_first: Matrix) -> Seen:
    score = entry.get("score")
    box = _box(entry)
    if box is None:
        state = str(entry["status"])
        return Seen("not found so far" if state == "absent" and not entry.get("finished", True) else state, score)
    order = _order(box)
    missing = [_is_open(entry, direction) for direction in range(3)]
    # By the second volume's own axes: a rigid alignment keeps lengths.
    sizes = [None if missing[at] else float(box.size_mm[order[at]]) for at in range(3)]
    centre = transform_point(to_first, box.center_ras)
    places = [None if missing[at] else float(centre[at]) for at in range(3)]
    volume = None if any(missing) else float(np.prod(box.size_mm)) / 1000
    return Seen("found", score, (score or 0.0) < UNSURE_BELOW, _triple(sizes), _triple(places), volume)


def _notes(first: Mapping[str, Any], second: Mapping[str, Any], alignment: Alignment) -> list[str]:
    notes: list[str] = []
    for entry in (first, second):
        for state in ("cut off", "assumed"):
            ends = [Sentence(name) for name, its in (entry.get("sides") or {}).items() if its == state]
            if ends and _box(entry) is not None:
                notes.append(_open_end(listed(ends), state == "cut off", entry is first))
    boxes = [_box(first), _box(second)]
    if boxes[0] is not None and boxes[1] is not None:
        turned = _turned(boxes[0], boxes[1], alignment.second_to_first)
        if turned > _TURNED_DEG:
            apart = "The boxes' sides lie up to {angle} degrees against one another, which alters sizes."
            notes.append(Sentence(apart, angle=f"{turned:.0f}"))
        if any((entry.get("score") or 0.0) < UNSURE_BELOW for entry in (first, second)):
            notes.append(Sentence("The model is unsure of a box."))
    return notes


def _open_end(ends: Sentence, is_cut: bool, on_first: bool) -> Sentence:
    if is_cut and on_first:
        told = "Cut off at the volume's {ends} end on the first visit: no change is told that way."
    elif is_cut:
        told = "Cut off at the volume's {ends} end on the second visit: no change is told that way."
    elif on_first:
        told = "Its {ends} end was assumed on the first visit: no change is told that way."
    else:
        told = "Its {ends} end was assumed on the second visit: no change is told that way."
    return Sentence(told, ends=ends)


def _is_open(entry: Mapping[str, Any], direction: int) -> bool:
    sides = entry.get("sides") or {}
    return any(sides.get(end, "seen") != "seen" for end in _ENDS[direction])


def _box(entry: Mapping[str, Any]) -> OrientedBox | None:
    if entry.get("center_ras") is None:
        return None
    return OrientedBox(*(np.array(entry[name], dtype=float) for name in ("center_ras", "size_mm", "axes_ras")))


def _order(box: OrientedBox) -> tuple[int, int, int]:
    """Which axis of a box runs nearest to R, to A and to S."""
    steps = np.abs(box.axes_ras)
    best = max(itertools.permutations(range(3)), key=lambda order: sum(steps[at, order[at]] for at in range(3)))
    return (best[0], best[1], best[2])


def _turned(one: OrientedBox, other: OrientedBox, to_first: Matrix) -> float:
    """The largest angle between two boxes' sides, degrees."""
    first, second = one.axes_ras[:, list(_order(one))], (to_first[:3, :3] @ other.axes_ras)[:, list(_order(other))]
    return float(np.degrees(np.arccos(np.clip(np.abs((first * second).sum(axis=0)), 0, 1)).max()))


def _minus(later: Triple, earlier: Triple) -> Triple:
    return _triple([None if a is None or b is None else a - b for a, b in zip(later, earlier, strict=True)])


def _triple(values: Sequence[float | None]) -> Triple:
    return (values[0], values[1], values[2])


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def state_text(seen: Seen) -> str:
    """E.g. "found 0.82", "found 0.20 unsure", "absent"."""
    told = "" if seen.score is None or seen.state != "found" else f" {seen.score:.2f}{' unsure' if seen.unsure else ''}"
    return f"{seen.state}{told}"


def row_texts(row: Row) -> list[Sentence]:
    """The five cells of a row behind its target: both visits, the change of size, of the box, and of place."""
    cells = []
    for seen in (row.first, row.second):
        size = " x ".join("?" if one is None else f"{one:.0f}" for one in seen.size_mm)
        if seen.state != "found":
            cells.append(Sentence(seen.state))
        elif seen.box_cm3 is None:
            cells.append(Sentence("{size} mm", size=size))
        else:
            cells.append(Sentence("{size} mm, box {volume} cm3", size=size, volume=f"{seen.box_cm3:.0f}"))
    both = "found" == row.first.state == row.second.state
    change = " / ".join("?" if one is None else f"{one:+.0f}" for one in row.size_change_mm)
    box = ""
    if row.box_change_cm3 is not None:
        percent = "" if row.box_change_percent is None else f" ({row.box_change_percent:+.0f} %)"
        box = f"{row.box_change_cm3:+.0f} cm3{percent}"
    return [*cells, Sentence(change if both else ""), Sentence(box), moved_text(row) if both else Sentence("")]


def moved_text(row: Row) -> Sentence:
    """E.g. "12 mm: 10 left, 3 front, 6 down"."""
    words = (("right", "left"), ("front", "back"), ("up", "down"))
    parts = [
        joined([f"{abs(step):.0f}", Sentence(words[at][step < 0])])
        for at, step in enumerate(row.moved_mm)
        if step is not None and abs(step) >= 0.5
    ]
    whole = "" if row.distance_mm is None else f"{row.distance_mm:.0f} mm"
    return joined([*filter(None, (whole, joined(parts, ", ")))], ": ") or Sentence("?")
