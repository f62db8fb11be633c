"""Counts and points: what an answer tells of "how many kidneys" and of "point at the liver", and what it cannot.

A number is one of boxes. A point is the model's own, where it was trained to point and was asked on a slice; else it is
the centre of a box; each says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from MISGroundLib.anatomy import asking_of, read_text
from MISGroundLib.errors import Sentence, UserError, joined
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.settings import EMBEDDED_MODEL, VOLUME, Settings

# Several of these lie in one volume, and one box is drawn round them.
_TOGETHER = frozenset({"ribs", "vertebrae", "discs", "teeth", "vessels", "bones", "nodes"})
Place = tuple[float, float, float]
# Where a point comes of.
Basis = Literal["the model's own point", "centre of the box"]
OWN_POINT: Basis = "the model's own point"
CENTRE_OF_BOX: Basis = "centre of the box"


class Answered(Protocol):
    """An answer about one target: a detection on a slice, or an extent in a volume."""

    @property
    def query(self) -> str:
        """As it was typed."""

    @property
    def label(self) -> str:
        """What the box is round."""

    @property
    def status(self) -> str:
        """Found, absent, unusable, or unknown."""


@dataclass(frozen=True)
class Pointed:
    """One point: what it is on, where (RAS mm), and what it comes of."""

    label: str
    position_ras: Place
    basis: Basis


@dataclass(frozen=True)
class Told:
    """The answer to a query that counts or points.

    kind: "count" or "point". number: of boxes, or of points; None where the model does not know a target, or gave no
    answer of it that can be used. labels: of what was counted or pointed at. line: the same for a person. looked_for:
    of a count the names that alone were looked for; none where the model listed what it saw. points: of "point", one
    for each that was found.
    """

    query: str
    kind: Literal["count", "point"]
    number: int | None
    labels: tuple[str, ...]
    line: str
    looked_for: tuple[str, ...] = ()
    points: tuple[Pointed, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The entry of result.json."""
        return asdict(self)


def told_of(
    answers: Sequence[Answered],
    boxes: Sequence[OrientedBox | None],
    settings: Settings,
    own_points: Sequence[Place | None] = (),
) -> list[Told]:
    """What the answers tell of the queries that count or point, in their order.

    Args:
        answers: of all targets of all queries.
        boxes: of each of them its box in patient space; None without one.
        settings: which model was asked, and whether of a slice or of a volume.
        own_points: of each of them the point that the model itself gave; none at all where it was not asked to point.
    """
    pointed = [
        point_of(answer, box, own)
        for answer, box, own in zip(answers, boxes, own_points or [None] * len(answers), strict=True)
    ]
    by_query: dict[str, list[int]] = {}
    for place, answer in enumerate(answers):
        by_query.setdefault(answer.query, []).append(place)
    told = []
    for query, places in by_query.items():
        kind = asking_of(query).kind
        if kind == "count":
            told.append(_count(query, [answers[one] for one in places], [boxes[one] for one in places], settings))
        elif kind == "point":
            own = [one for place in places if (one := pointed[place]) is not None]
            told.append(_point(query, [answers[one] for one in places], own))
    return told


def point_of(answer: Answered, box: OrientedBox | None, own_point: Place | None = None) -> Pointed | None:
    """The point of an answer to a query that points; None of any other query, and where nothing was found."""
    if asking_of(answer.query).kind != "point" or (box is None and own_point is None):
        return None
    if own_point is not None:
        return Pointed(answer.label, own_point, OWN_POINT)
    assert box is not None
    right, front, up = (round(float(one), 3) for one in box.center_ras)
    return Pointed(answer.label, (right, front, up), CENTRE_OF_BOX)


def check_counts(queries: Sequence[str], settings: Settings) -> None:
    """Raise UserError for a query whose count no answer could tell, before any of it is asked."""
    for query in queries:
        asking = asking_of(query)
        if asking.kind != "count":
            continue
        structures = read_text(asking.target).structures
        names = (asking.target, *(one.name for one in structures))
        together = any(_TOGETHER & set(name.casefold().split()) for name in names)
        if together and settings.model == EMBEDDED_MODEL:
            raise UserError(
                "{query}: {model} draws one box round all of them, so that they cannot be counted. Ask for {target}, "
                "or choose a model that lists its boxes, and ask on a slice.",
                query=query,
                model=EMBEDDED_MODEL,
                target=asking.target,
            )
        if settings.scope == VOLUME and (together or not structures):
            raise UserError(
                "{query}: a search of a volume draws one box for each target, so that nothing can be counted. Ask on a "
                "slice.",
                query=query,
            )


def _count(query: str, answers: Sequence[Answered], boxes: Sequence[OrientedBox | None], settings: Settings) -> Told:
    labels = tuple(answer.label for answer, box in zip(answers, boxes, strict=True) if box is not None)
    if any(answer.status == "unknown" for answer in answers):
        line = Sentence("{query}: cannot be counted: the model does not know it.", query=query)
        return Told(query, "count", None, labels, line)
    if any(answer.status == "unusable" for answer in answers):
        line = Sentence("{query}: cannot be counted: the model gave no answer that can be used.", query=query)
        return Told(query, "count", None, labels, line)
    counted = f"{len(labels)} ({', '.join(labels)})" if labels else "0"
    looked_for: tuple[str, ...] = ()
    if settings.model == EMBEDDED_MODEL or settings.scope == VOLUME:
        looked_for = tuple(dict.fromkeys(answer.label for answer in answers))
        line = Sentence(
            "{query}: {counted}; counted are the boxes of what was looked for ({known}); a further one would not be "
            "noticed.",
            query=query,
            counted=counted,
            known=", ".join(looked_for),
        )
    else:
        drawn = "{query}: {counted}; counted are the boxes that the model drew on this slice."
        line = Sentence(drawn, query=query, counted=counted)
    return Told(query, "count", len(labels), labels, line, looked_for)


def _point(query: str, answers: Sequence[Answered], points: Sequence[Pointed]) -> Told:
    labels = tuple(one.label for one in points)
    if not points and any(answer.status == "unknown" for answer in answers):
        return Told(query, "point", None, labels, Sentence("{query}: not known to the model.", query=query))
    if not points and any(answer.status == "unusable" for answer in answers):
        line = Sentence("{query}: the model gave no answer that can be used.", query=query)
        return Told(query, "point", None, labels, line)
    if not points:
        return Told(query, "point", 0, labels, Sentence("{query}: nothing to point at.", query=query))
    said = []
    for one in points:
        right, front, up = one.position_ras
        own = "{label} at {place}, the model's own point"
        centre = "{label} at {place}, the centre of its box, which need not lie in the structure"
        place = f"R {right:.1f}, A {front:.1f}, S {up:.1f} mm"
        said.append(Sentence(own if one.basis == OWN_POINT else centre, label=one.label, place=place))
    line = Sentence("{query}: {points}.", query=query, points=joined(said, "; "))
    return Told(query, "point", len(labels), labels, line, points=tuple(points))
