"""How sure an answer is, from the model's own probabilities, untouched by the decoding rule.

Decision score: the probability of the tokens that decide between a box and none, from the first token of the answer
proper to the one that settles it (``[`` then ``{"``, or ``[]``). Box score: the decision score times how sure the box
is: where coordinates are single tokens, the mean over its four of the probability within 50/1000 of the chosen value;
else the geometric mean of the probabilities of the tokens that spell its four numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_PREFIX = re.compile(r"\s*(<think>.*?</think>\s*)?(```\w*)?\s*", re.DOTALL)
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
    pieces: Sequence[str], probabilities: Sequence[float], near: Sequence[float | None], count: int
) -> list[float]:
    """0..1 for each of `count` boxes, without the decision's part; their mean where some boxes were refused."""
    spans = [match.span() for match in _QUADRUPLE.finditer("".join(pieces))]
    ends: list[int] = []
    for piece in pieces:
        ends.append((ends[-1] if ends else 0) + len(piece))
    sure = []
    for start, stop in spans:
        tokens = [i for i, end in enumerate(ends) if end > start and end - len(pieces[i]) < stop and _spells(pieces[i])]
        masses = [mass for i in tokens if (mass := near[i]) is not None]
        if len(masses) == 4:
            sure.append(sum(masses) / 4)
        else:
            sure.append(geometric_mean([probabilities[i] for i in tokens]))
    if len(sure) == count:
        return sure
    return [sum(sure) / len(sure) if sure else geometric_mean(probabilities)] * count


def _body(text: str) -> str:
    """The answer without thinking and fence."""
    if text.lstrip().startswith("<") and "</think>" not in text:
        return ""
    return _PREFIX.sub("", text, count=1)


def _spells(piece: str) -> bool:
    return any(c.isdigit() for c in piece)


def geometric_mean(probabilities: Sequence[float]) -> float:
    """Of probabilities 0..1; 0 for none, or where one is 0."""
    if not probabilities or min(probabilities) <= 0:
        return 0.0
    return math.exp(sum(map(math.log, probabilities)) / len(probabilities))
