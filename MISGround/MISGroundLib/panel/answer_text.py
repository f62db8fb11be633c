"""All that is known of a row, in plain lines: what was said and why, what SemSam changed, what a reader did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slicer.i18n import tr as _

from MISGroundLib.errors import Sentence
from MISGroundLib.extent import Extent, VolumeResult
from MISGroundLib.extent.volume_answer import looked_at
from MISGroundLib.grounding import Detection, GroundingResult
from MISGroundLib.panel.results_table import Row
from MISGroundLib.panel.wording import worded
from MISGroundLib.scene.box_review import edits_of, given_name

# Of more changes or slices than that the rest is counted.
_MOST_CHANGES, _MOST_LOOKS = 12, 40


def detection_details(detection: Detection, result: GroundingResult) -> list[str]:
    """What a model said of a slice, word for word, and how it came to its words."""
    grid, lines = result.slice_image.grid, [worded(one) for one in (*detection.problems, *detection.notes)]
    where, plane = _("Asked: {query}, on the {plane} slice at {position}."), worded(Sentence(grid.plane))
    lines.insert(0, where.format(query=detection.query, plane=plane, position=grid.position_text))
    if detection.box_ras is not None:
        size = " x ".join(f"{side:.0f}" for side in detection.box_ras.size_mm)
        middle = ", ".join(f"{value:.1f}" for value in detection.box_ras.center_ras)
        lines.append(_("The model's box: {size} mm, its middle (RAS) at {middle} mm.").format(size=size, middle=middle))
    if detection.point_ras is not None:
        place = ", ".join(f"{value:.1f}" for value in detection.point_ras)
        lines.append(_("The model's own point (RAS): {place} mm.").format(place=place))
    lines.append(_("The model wrote: {answer}").format(answer=detection.raw or _("nothing")))
    return [*lines, *_semsam_lines(detection, result), _model_line(result)]


def extent_details(extent: Extent, result: VolumeResult) -> list[str]:
    """What a search says of a volume, and what each slice said. The model's own words for each slice are not kept."""
    lines = [_("Asked: {query}, of the whole volume.").format(query=extent.query)]
    lines += [worded(one) for one in (extent.summary(), *extent.notes)]
    slices = worded(looked_at(extent.looks))
    lines.append(_("{slices}, {count} questions.").format(slices=slices, count=extent.questions))
    # Not constants, so that the translation is the one of the moment.
    words = {
        "found": _("found"),
        "absent": _("not there"),
        "silent": _("nothing that can be used"),
        "blank": _("nothing to see"),
    }
    for look in extent.looks[:_MOST_LOOKS]:
        told = _("{plane} {place}: {answer}, {score}")
        answer = words.get(look.answer, look.answer)
        plane = worded(Sentence(look.plane))
        lines.append(told.format(plane=plane, place=look.place, answer=answer, score=f"{look.score:.2f}"))
    if len(extent.looks) > _MOST_LOOKS:
        lines.append(_("... and {count} slices more.").format(count=len(extent.looks) - _MOST_LOOKS))
    return [*lines, _model_line(result)]


def reader_details(box: Any) -> list[str]:
    """What a reader did with a box, in order."""
    lines = []
    if name := given_name(box):
        lines.append(_("Called {name} by its reader.").format(name=name))
    for edit in edits_of(box):
        before, after = edit["before"], edit["after"]
        time = datetime.fromisoformat(edit["time"]).astimezone().strftime("%Y-%m-%d %H:%M")
        if edit["what"] == "place":
            sentence = _("{time}: adjusted by the reader, from {before} to {after}.")
            lines.append(sentence.format(time=time, before=_place_text(before), after=_place_text(after)))
        elif edit["what"] == "name":
            lines.append(_("{time}: renamed by the reader from {before}.").format(time=time, before=before))
        elif after:
            words = {"accepted": _("{time}: accepted by the reader."), "rejected": _("{time}: rejected by the reader.")}
            lines.append(words[after].format(time=time))
        else:
            lines.append(_("{time}: opened again by the reader.").format(time=time))
    return lines


def answer_as_text(summary: str, rows: Sequence[Row], details: Sequence[Sequence[str]]) -> str:
    """A whole answer for the clipboard: its summary, then each row with what is known of it."""
    parts = [summary]
    for row, lines in zip(rows, details, strict=True):
        head = "\t".join(filter(None, (row.target, row.result, row.score)))
        parts.append("\n".join([head, *(f"  {line}" for line in lines)]))
    return "\n\n".join(parts) + "\n"


def _place_text(place: dict[str, Any]) -> str:
    size = " x ".join(f"{side:.1f}" for side in place["size_mm"])
    middle = ", ".join(f"{value:.1f}" for value in place["center_ras"])
    return _("{size} mm at (RAS) {middle}").format(size=size, middle=middle)


def _semsam_lines(detection: Detection, result: GroundingResult) -> list[str]:
    decoding, told = result.settings.decoding.name, detection.statistics
    if "changed" not in told:
        return [_("Decoding: {name}.").format(name=decoding)]
    about = _("Decoding: {name}; of {steps} tokens {rescored} were weighed with their neighbours, {changed} changed.")
    counts = {name: int(told.get(name, 0)) for name in ("steps", "rescored", "changed")}
    lines = [about.format(name=decoding, **counts)]
    changes = list(told.get("changes", []))
    for change in changes[:_MOST_CHANGES]:
        sentence = _("Token {step}: {before} became {after}.")
        values = {name: repr(str(change[name])) for name in ("before", "after")}
        lines.append(sentence.format(step=change["step"], **values))
    if len(changes) > _MOST_CHANGES:
        lines.append(_("... and {count} changes more.").format(count=len(changes) - _MOST_CHANGES))
    return lines


def _model_line(result: GroundingResult | VolumeResult) -> str:
    name = str(result.model.get("name", result.settings.model))
    revision = str(result.model.get("revision", "?"))
    sentence = _("By {model}, revision {revision}, {time}.")
    return sentence.format(model=name, revision=revision, time=result.created)
