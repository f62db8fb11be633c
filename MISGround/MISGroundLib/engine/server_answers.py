"""What a streamed answer means: boxes read as strictly as on this computer, scores from the server's probabilities."""

from __future__ import annotations

from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox
from MISGroundLib.engine.server_wire import StreamedAnswer
from MISGroundLib.vlm.families import Family
from MISGroundLib.vlm.pictures import PreparedImage
from MISGroundLib.vlm.scoring import box_scores, decision_score, geometric_mean

_NO_SCORES = "The server told no probabilities, so there is no score."
_ROUGH_SCORES = "The server's tokens do not spell its answer: the score is the mean over all of them."


def words_event(request_id: str, index: int, answer: StreamedAnswer, profile: Family, seconds: float) -> AnswerEvent:
    """The answer to a question in words."""
    score = geometric_mean(answer.probabilities)
    notes = [] if answer.pieces else [_NO_SCORES]
    statistics = {"steps": answer.tokens}
    return AnswerEvent(request_id, index, answer.text, [], score, _cut_off(answer, profile), statistics, seconds, notes)


def boxes_event(
    request_id: str,
    index: int,
    answer: StreamedAnswer,
    profile: Family,
    prepared: PreparedImage,
    seconds: float,
    remark: str = "",
) -> AnswerEvent:
    """The answer to a question about a target; remark: what to heed about the model."""
    parsed = profile.parse(answer.text, prepared)
    boxes, problems = parsed.boxes, [*parsed.problems, *_cut_off(answer, profile)]
    if boxes and (shrunk := _shrunk(answer, profile, prepared)):
        boxes, problems = [], [*problems, shrunk]
    if not boxes and not parsed.not_found and not problems:
        problems.append("The answer holds no box that could be read.")
    notes = [remark] if remark else []
    raw, raw_boxes = 0.0, [0.0] * len(boxes)
    if not answer.pieces:
        notes.append(_NO_SCORES)
    elif answer.text.strip() not in "".join(answer.pieces):
        notes.append(_ROUGH_SCORES)
        raw = geometric_mean(answer.probabilities)
        raw_boxes = [raw] * len(boxes)
    elif boxes or parsed.not_found:
        raw = decision_score(answer.pieces, answer.probabilities)
        unknown = [None] * len(answer.pieces)
        raw_boxes = [raw * sure for sure in box_scores(answer.pieces, answer.probabilities, unknown, len(boxes))]
    calibration = profile.calibration
    found = [
        DetectedBox(box.box_px, box.label, calibration.of_box(score))
        for box, score in zip(boxes, raw_boxes, strict=True)
    ]
    score = calibration.of_absence(raw) if parsed.not_found else raw
    statistics = {"steps": answer.tokens, "raw_score": raw, "raw_box_scores": raw_boxes}
    return AnswerEvent(request_id, index, answer.text, found, score, problems, statistics, seconds, notes)


def _cut_off(answer: StreamedAnswer, profile: Family) -> list[str]:
    return [f"The answer was cut off at {profile.max_new_tokens} tokens."] if answer.finish == "length" else []


def _shrunk(answer: StreamedAnswer, profile: Family, prepared: PreparedImage) -> str:
    """Why boxes in pixels of the model's picture cannot be read: a server that made it smaller read fewer tokens."""
    if profile.box_format.scale or answer.prompt_tokens is None:
        return ""
    ours = (prepared.image.width // profile.sides[2]) ** 2
    if answer.prompt_tokens >= ours:
        return ""
    return (
        f"The server made the picture smaller ({answer.prompt_tokens} tokens in all, {ours} for our picture), and "
        "its boxes would be misread. Start it without limits on the size of pictures (mm-processor-kwargs)."
    )
