"""What a model wrote, read and scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from MISGroundLib.semsam.processor import SemSamProcessor
from MISGroundLib.vlm.answers import ParsedAnswer
from MISGroundLib.vlm.loading import LoadedModel
from MISGroundLib.vlm.pictures import PreparedImage
from MISGroundLib.vlm.scores import box_scores, decision_score, geometric_mean
from MISGroundLib.vlm.watching import Noted


@dataclass(frozen=True)
class Answer:
    """What came of a question.

    raw: the model's words. tokens: how many. score: of the found/not-found decision; box_scores: one a box (scores.py);
    calibrated where the model is. problems: why there is no box, or what was refused. statistics: of the decoding, and
    the scores before calibration.
    """

    raw: str
    tokens: int
    parsed: ParsedAnswer
    score: float
    box_scores: list[float]
    problems: list[str]
    statistics: dict[str, Any]


def judge(
    loaded: LoadedModel, noted: Noted, prepared: PreparedImage | None, rule: SemSamProcessor | None = None, row: int = 0
) -> Answer:
    """An answer as it was noted, read and scored. prepared: the picture that a box was asked of; None for words.

    rule: what chose the tokens, with the answer as its row; None for greedy decoding.
    """
    written = text_of(loaded, noted.tokens)
    statistics = _statistics(loaded, noted, rule, row)
    problems = []
    if not noted.tokens or noted.tokens[-1] not in ends_of(loaded):
        problems.append(f"The answer was cut off at {loaded.profile.max_new_tokens} tokens.")
    if prepared is None:
        sure = geometric_mean(noted.probabilities)
        return Answer(written, len(noted.tokens), ParsedAnswer(), sure, [], problems, statistics)
    parsed = loaded.profile.parse(written, prepared)
    problems = [*parsed.problems, *problems]
    if not parsed.boxes and not parsed.not_found and not problems:
        problems.append("The answer holds no box that could be read.")
    pieces = [text_of(loaded, [token]) for token in noted.tokens]
    calibration = loaded.profile.calibration
    raw = decision_score(pieces, noted.probabilities) if parsed.boxes or parsed.not_found else 0.0
    raw_boxes = [raw * sure for sure in box_scores(pieces, noted.probabilities, noted.near, len(parsed.boxes))]
    return Answer(
        raw=written,
        tokens=len(noted.tokens),
        parsed=parsed,
        score=calibration.of_absence(raw) if parsed.not_found else raw,
        box_scores=[calibration.of_box(score) for score in raw_boxes],
        problems=problems,
        statistics={**statistics, "raw_score": raw, "raw_box_scores": raw_boxes},
    )


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
