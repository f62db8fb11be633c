"""Counts and points: what boxes tell of "how many kidneys" and of "point at the liver", with what they cannot tell.

No model that MISGround runs is asked for a number or a point: both come of boxes, and each sentence says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from MISGroundLib.anatomy import asking_of, read_text
from MISGroundLib.errors import Sentence
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.settings import EMBEDDED_MODEL, VOLUME, Settings

# Several of these lie in one volume, and one box is drawn round them.
_TOGETHER = frozenset({"ribs", "vertebrae", "discs", "teeth", "vessels", "bones", "nodes"})


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
        """Found, absent, or unknown."""


@dataclass(frozen=True)
class Told:
    """The answer to a query that counts or points.

    kind: "count" or "point". number: of boxes; None where it cannot be counted. labels: what was counted. centre_ras:
    of "point" the middle of the first box, mm, which need not lie in the structure. line: the same for a person.
    """

    query: str
    kind: str
    number: int | None
    labels: tuple[str, ...]
    centre_ras: tuple[float, float, float] | None
    line: str

    def to_json(self) -> dict[str, Any]:
        """The entry of result.json."""
        return asdict(self)


def told_of(answers: Sequence[Answered], boxes: Sequence[OrientedBox | None], settings: Settings) -> list[Told]:
    """What the answers tell of the queries that count or point, in their order.

    Args:
        answers: of all targets of all queries.
        boxes: of each of them its box in patient space; None without one.
        settings: which model was asked, and whether of a slice or of a volume.
    """
    by_query: dict[str, list[tuple[Answered, OrientedBox | None]]] = {}
    for answer, box in zip(answers, boxes, strict=True):
        by_query.setdefault(answer.query, []).append((answer, box))
    told = []
    for query, found in by_query.items():
        kind = asking_of(query).kind
        if kind == "count":
            told.append(_count(query, found, settings))
        elif kind == "point":
            told.append(_point(query, found))
    return told


def _count(query: str, answers: list[tuple[Answered, OrientedBox | None]], settings: Settings) -> Told:
    labels = tuple(answer.label for answer, box in answers if box is not None)
    why_not = _uncountable(query, answers, settings)
    if why_not:
        line = Sentence("{query}: cannot be counted: {why}", query=query, why=why_not)
        return Told(query, "count", None, labels, None, line)
    counted = f"{len(labels)} ({', '.join(labels)})" if labels else "0"
    if settings.model == EMBEDDED_MODEL:
        looked_for = ", ".join(dict.fromkeys(answer.label for answer, _ in answers))
        line = Sentence(
            "{query}: {counted}; counted are the boxes of what the model knows ({known}); a further one would not be "
            "noticed.",
            query=query,
            counted=counted,
            known=looked_for,
        )
    else:
        drawn = "{query}: {counted}; counted are the boxes that the model drew on this slice."
        line = Sentence(drawn, query=query, counted=counted)
    return Told(query, "count", len(labels), labels, None, line)


def _uncountable(query: str, answers: list[tuple[Answered, OrientedBox | None]], settings: Settings) -> str:
    if any(answer.status == "unknown" for answer, _ in answers):
        return Sentence("the model does not know it.")
    target = asking_of(query).target
    structures = read_text(target).structures
    together = any(_TOGETHER & set(name.casefold().split()) for name in (target, *(one.name for one in structures)))
    whole = settings.scope == VOLUME
    if together and (whole or settings.model == EMBEDDED_MODEL):
        return Sentence("one box is drawn round all of them.")
    if whole and not structures:
        return Sentence("a search of a volume draws one box for each target. Ask on a slice.")
    return ""


def _point(query: str, answers: list[tuple[Answered, OrientedBox | None]]) -> Told:
    labels = tuple(answer.label for answer, box in answers if box is not None)
    box = next((box for _, box in answers if box is not None), None)
    if box is None:
        return Told(query, "point", 0, labels, None, Sentence("{query}: nothing to point at.", query=query))
    right, front, up = (round(float(one), 1) for one in box.center_ras)
    place = f"R {right:.1f}, A {front:.1f}, S {up:.1f} mm"
    line = Sentence(
        "{query}: the centre of its box is {place}; it need not lie in the structure. The model itself does not point.",
        query=query,
        place=place,
    )
    return Told(query, "point", len(labels), labels, (right, front, up), line)
