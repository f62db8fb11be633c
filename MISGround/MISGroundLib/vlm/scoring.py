"""How sure an answer is, from the model's own probabilities, untouched by the decoding rule. No torch at import.

Decision score: the probability of the tokens that decide between a box and none, from the first token of the answer
proper to the one that settles it (``[`` then ``{"``, or ``[]``). Box score: the decision score times how sure the box
is: where coordinates are single tokens, the mean over its four of the probability within 50/1000 of the chosen value;
else the geometric mean of the probabilities of the tokens that spell its four numbers. A calibration turns a score into
the share of such answers that are right, by knots fitted on held-out pictures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from MISGroundLib.errors import Sentence
from MISGroundLib.vlm.boxes import ParsedAnswer

if TYPE_CHECKING:
    from MISGroundLib.semsam.rule import SemSamProcessor
    from MISGroundLib.vlm.generation import Noted
    from MISGroundLib.vlm.loading import LoadedModel
    from MISGroundLib.vlm.pictures import PreparedImage
    from MISGroundLib.vlm.points import Pointing

NO_BOX = "The answer holds no box that could be read."
NO_POINT = "The answer holds no point that could be read."
CUT_OFF = "The answer was cut off at {count} tokens."
_PREFIX = re.compile(r"\s*(<think>.*?</think>\s*)?(```\w*)?\s*", re.DOTALL)
_THINK = "<think>"
_NUMBER = r"\s*-?\d+(?:\.\d+)?\s*"
_QUADRUPLE = re.compile(rf"\[{_NUMBER}(?:,{_NUMBER}){{3}}\]")


def decision_score(pieces: Sequence[str], probabilities: Sequence[float]) -> float:
    """0..1 for an answer in token texts; 0 for an answer without a decision (empty, or cut off before it)."""
    text = ""
    score = 1.0
    for piece, probability in zip(pieces, probabilities, strict=True):
        text += piece
        body = _body(text)
        if not body:
            continue
        score *= probability
        if re.search(r"[{\]]|[^\W\d_]", body):
            return score
    return 0.0


def box_scores(
    pieces: Sequence[str],
    probabilities: Sequence[float],
    near: Sequence[float | None],
    count: int,
    spelled: re.Pattern[str] = _QUADRUPLE,
    numbers: int = 4,
) -> list[float]:
    """0..1 for each of `count` boxes, without the decision's part; their mean where some boxes were refused.

    spelled: how they are written, for points with its numbers as groups; numbers: of one of them.
    """
    spans = [_written_at(match) for match in spelled.finditer("".join(pieces))]
    ends: list[int] = []
    for piece in pieces:
        ends.append((ends[-1] if ends else 0) + len(piece))
    sure = []
    for parts in spans:
        spelling = [i for i, piece in enumerate(pieces) if _spells(piece)]
        tokens = [i for i in spelling if any(ends[i] > a and ends[i] - len(pieces[i]) < b for a, b in parts)]
        masses = [mass for i in tokens if (mass := near[i]) is not None]
        if len(masses) == numbers:
            sure.append(sum(masses) / numbers)
        else:
            sure.append(geometric_mean([probabilities[i] for i in tokens]))
    if len(sure) == count:
        return sure
    return [sum(sure) / len(sure) if sure else geometric_mean(probabilities)] * count


def _written_at(match: re.Match[str]) -> list[tuple[int, int]]:
    """Where the numbers stand: a pattern's groups, or all of one without groups."""
    return [match.span(group) for group in range(1, match.re.groups + 1) if match[group] is not None] or [match.span()]


def geometric_mean(probabilities: Sequence[float]) -> float:
    """Of probabilities 0..1; 0 for none, or where one is 0."""
    if not probabilities or min(probabilities) <= 0:
        return 0.0
    return math.exp(sum(map(math.log, probabilities)) / len(probabilities))


def _body(text: str) -> str:
    """The answer without thinking and fence."""
    begun = text.lstrip()[: len(_THINK)]
    if begun and _THINK.startswith(begun) and "</think>" not in text:
        return ""
    return _PREFIX.sub("", text, count=1)


def _spells(piece: str) -> bool:
    return any(c.isdigit() for c in piece)


Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Calibration:
    """Two curves of (raw score, calibrated score) knots, one for found boxes, one for "not found"; empty: as it is."""

    found: Knots = ()
    absent: Knots = ()

    def __bool__(self) -> bool:
        """Whether any score changes."""
        return bool(self.found or self.absent)

    def of_box(self, raw: float) -> float:
        """The score of a found box, 0..1."""
        return _interpolate(self.found, raw)

    def of_absence(self, raw: float) -> float:
        """The score of an answer "not found", 0..1."""
        return _interpolate(self.absent, raw)


AS_IT_IS = Calibration()


def read_calibration(data: Any) -> Calibration:
    """From JSON: {"found": [[raw, p], ...], "absent": [[raw, p], ...]}, or None. Raises ValueError for anything else.

    Raw scores rise from knot to knot, calibrated ones never fall; all lie in 0..1.
    """
    if data is None:
        return AS_IT_IS
    if not isinstance(data, dict) or not set(data) <= {"found", "absent"}:
        raise ValueError("calibration is not an object with found and absent")
    return Calibration(_knots(data.get("found", [])), _knots(data.get("absent", [])))


def _knots(data: Any) -> Knots:
    pairs = isinstance(data, list) and all(isinstance(knot, list) and len(knot) == 2 for knot in data)
    if not pairs or not all(_is_probability(value) for knot in data for value in knot):
        raise ValueError("a calibration's knots are not pairs of numbers from 0 to 1")
    knots = tuple((float(raw), float(score)) for raw, score in data)
    if any(b[0] <= a[0] or b[1] < a[1] for a, b in pairwise(knots)):
        raise ValueError("a calibration's knots do not rise")
    return knots


def _is_probability(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value <= 1


def _interpolate(knots: Knots, raw: float) -> float:
    if not knots:
        return raw
    return float(np.interp(raw, [knot[0] for knot in knots], [knot[1] for knot in knots]))


@dataclass(frozen=True)
class Answer:
    """What came of a question.

    Attributes:
        raw: the model's words.
        tokens: how many.
        parsed: the boxes that were read.
        score: of the found/not-found decision, 0..1, calibrated where the model is.
        box_scores: one a box, likewise.
        point_scores: one a point.
        problems: why there is no box, or what was refused.
        statistics: of the decoding, and the scores before calibration.
    """

    raw: str
    tokens: int
    parsed: ParsedAnswer
    score: float
    box_scores: list[float]
    problems: list[str]
    statistics: dict[str, Any]
    point_scores: list[float] = field(default_factory=list)


def judge(
    loaded: LoadedModel,
    noted: Noted,
    prepared: PreparedImage | Sequence[PreparedImage] | None,
    rule: SemSamProcessor | None = None,
    row: int = 0,
    points: bool = False,
) -> Answer:
    """An answer as it was noted, read and scored. prepared: the picture or pictures that boxes were asked of; None for
    words.

    rule: what chose the tokens, with the answer as its row; None for greedy decoding. points: were asked, not boxes.
    """
    written = text_of(loaded, noted.tokens)
    statistics = _statistics(loaded, noted, rule, row)
    problems: list[str] = []
    if not noted.tokens or noted.tokens[-1] not in ends_of(loaded):
        problems.append(Sentence(CUT_OFF, count=loaded.profile.max_new_tokens))
    if prepared is None:
        sure = geometric_mean(noted.probabilities)
        return Answer(written, len(noted.tokens), ParsedAnswer(), sure, [], problems, statistics)
    if points and not isinstance(prepared, Sequence):
        parsed = loaded.profile.parse_points(written, prepared)
    elif isinstance(prepared, Sequence):
        parsed = loaded.profile.parse_frames(written, prepared)
    else:
        parsed = loaded.profile.parse(written, prepared)
    problems = [*parsed.problems, *problems]
    found = parsed.boxes or parsed.points
    if not found and not parsed.not_found and not problems:
        problems.append(no_reading(points))
    pieces = [text_of(loaded, [token]) for token in noted.tokens]
    calibration = loaded.profile.calibration
    raw = decision_score(pieces, noted.probabilities) if found or parsed.not_found else 0.0
    raw_boxes = [raw * sure for sure in box_scores(pieces, noted.probabilities, noted.near, len(parsed.boxes))]
    sure_points = point_scores(loaded.profile.pointing, pieces, noted.probabilities, noted.near, len(parsed.points))
    return Answer(
        raw=written,
        tokens=len(noted.tokens),
        parsed=parsed,
        score=calibration.of_absence(raw) if parsed.not_found else raw,
        box_scores=[calibration.of_box(score) for score in raw_boxes],
        problems=problems,
        statistics={**statistics, "raw_score": raw, "raw_box_scores": raw_boxes},
        point_scores=[calibration.of_box(raw * sure) for sure in sure_points],
    )


def no_reading(points: bool) -> str:
    """What is wrong with an answer of which nothing can be read."""
    return Sentence(NO_POINT if points else NO_BOX)


def point_scores(
    pointing: Pointing | None,
    pieces: Sequence[str],
    probabilities: Sequence[float],
    near: Sequence[float | None],
    count: int,
) -> list[float]:
    """As `box_scores`, for points as a family writes them."""
    if pointing is None or not count:
        return []
    return box_scores(pieces, probabilities, near, count, pointing.written.spelled, 2)


def ends_of(loaded: LoadedModel) -> list[int]:
    """The ids that end an answer."""
    ends = loaded.model.generation_config.eos_token_id
    return ends if isinstance(ends, list) else [ends]


def text_of(loaded: LoadedModel, tokens: list[int]) -> str:
    """What tokens say, with their markers, less the one that ends an answer."""
    ends = ends_of(loaded)
    return str(loaded.tokenizer.decode([token for token in tokens if token not in ends]))


def _statistics(loaded: LoadedModel, noted: Noted, rule: SemSamProcessor | None, row: int) -> dict[str, Any]:
    steps = len(noted.tokens)
    if rule is None:
        return {"steps": steps, "rescored": 0, "changed": 0, "deferred": 0, "changes": []}
    counts = rule.statistics(row, steps)
    changes = [
        {
            "step": change.step,
            "before": loaded.tokenizer.decode([change.before]),
            "after": loaded.tokenizer.decode([change.after]),
            "score_before": change.score_before,
            "score_after": change.score_after,
        }
        for change in counts.changes
    ]
    return {
        "steps": counts.steps,
        "rescored": counts.rescored,
        "changed": counts.changed,
        "deferred": counts.deferred,
        "changes": changes,
    }
