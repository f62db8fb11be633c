"""misground-mini's words: the prompt it was trained on and the answer it gives. No heavy imports."""

from __future__ import annotations

from collections.abc import Sequence

PROFILE_NAME = "misground-mini"
# Distances of a sagittal slice from the patient's midline, in mm, as the prompt names them: the nearest one.
SIDE_STEPS_MM = (0, 3, 6, 10, 15, 25, 40, 60, 90, 130)


def mini_question(name: str, modality: str, plane: str, midline_mm: float | None) -> str:
    """The prompt: modality, plane, side, canonical name, such as "CT sagittal R25: left kidney" or "MR axial ?: liver".

    midline_mm: signed distance of a sagittal slice from the patient's midline, + = the patient's right; None where it
    is not known. Other planes show both sides, and need none.
    """
    kind = modality.upper() if modality.upper() in ("CT", "MR") else "image"
    side = "?"
    if plane == "sagittal" and midline_mm is not None:
        step = min(SIDE_STEPS_MM, key=lambda known: abs(known - abs(midline_mm)))
        side = f"{'R' if midline_mm > 0 else 'L'}{step}"
    return f"{kind} {plane} {side}: {name}"


def mini_prompt(name: str, modality: str, plane: str, position_fraction: float | None) -> str:
    """E.g. "CT axial 45: left kidney": modality, plane, position in per cent of the volume (or "?"), canonical name."""
    kind = modality.upper() if modality.upper() in ("CT", "MR") else "image"
    known = position_fraction is not None and plane != "oblique"
    where = str(round(100 * min(max(position_fraction, 0.0), 1.0))) if known and position_fraction is not None else "?"
    return f"{kind} {plane} {where}: {name}"


def mini_answer(name: str, box: Sequence[int] | None) -> str:
    """The answer's exact text: Qwen3-VL's JSON with a box on the 0-1000 scale, or an empty list for "not there"."""
    if box is None:
        return "[]"
    x0, y0, x1, y1 = box
    return f'[{{"bbox_2d": [{x0}, {y0}, {x1}, {y1}], "label": "{name}"}}]'


def unknown_target(query: str, known: int, problem: str = "", meant: Sequence[str] = ()) -> str:
    """One line on a target that it does not know: why (a clause), or what may have been meant; how many it knows."""
    why = f": {problem}" if problem else ""
    names = " or ".join(f'"{name}"' for name in meant)
    guess = f" (did you mean {names}?)" if names and not why else ""
    return f"{PROFILE_NAME} does not know {query!r}{guess}{why}. `misground models` lists its {known} structures."
