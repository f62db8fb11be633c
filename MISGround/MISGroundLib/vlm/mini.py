"""misground-mini's words: the prompt it was trained on and the answer it gives. No heavy imports."""

from __future__ import annotations

from collections.abc import Sequence

PROFILE_NAME = "misground-mini"


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
