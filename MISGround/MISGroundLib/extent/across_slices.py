"""The use case on several slices at once: one question shows them all, and the answer says which slice each box is in.

For models that take several pictures and write boxes as JSON (vlm/frames.py). No maker of these families says that it
trained one for that, and whether a model finds more so than slice by slice was not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, Done, Engine, Failed, error_of
from MISGroundLib.errors import UserError, joined
from MISGroundLib.grounding import Detection, OnEvent, detections_of, questions_about
from MISGroundLib.settings import Settings
from MISGroundLib.slices import SliceImage

# Of a model's context and a computer's memory; more slices are better asked in several questions.
MOST_SLICES = 16


def ground_across(
    engine: Engine,
    images: Sequence[SliceImage],
    queries: list[str],
    settings: Settings,
    on_event: OnEvent | None = None,
) -> list[list[Detection]]:
    """Ask each query once about several parallel slices of one scan, and wait for the answers.

    Args:
        engine: who answers.
        images: 2 to 16 slices in their order, of one volume, plane and size.
        queries: what to find, one target each.
        settings: which model, and how it decodes.
        on_event: gets the engine's events.

    Returns:
        For each slice its detections, an entry or more a query: "absent" where the answer names no box in that slice,
        "unusable" where it names none there and a part of it was refused.

    Raises:
        UserError: for slices that are no stack, a model that cannot be asked so, a failure, or a cancel.
    """
    stack = _stacked(images)
    questions, asked = questions_about(images[0], queries, settings)
    request = engine.ask(stack, questions, settings)
    answers: dict[int, AnswerEvent] = {}
    done = False
    try:
        while not done:
            for event in engine.poll(0.1):
                if event.id != request:
                    continue
                if on_event:
                    on_event(event)
                if isinstance(event, AnswerEvent):
                    answers[event.index] = event
                elif isinstance(event, Failed):
                    raise error_of(event)
                elif isinstance(event, Cancelled):
                    raise UserError("The run was cancelled.")
                done |= isinstance(event, Done)
    except BaseException:
        engine.cancel(request)
        raise
    for answer in answers.values():
        if answer.problems and not answer.raw and not answer.statistics.get("steps"):
            # The model was not asked, and its profile or the engine says why.
            raise UserError(joined(answer.problems))
    return [
        [
            one
            for index in sorted(answers)
            for one in detections_of(_in_slice(answers[index], place), asked[index], image)
        ]
        for place, image in enumerate(images)
    ]


def _in_slice(answer: AnswerEvent, place: int) -> AnswerEvent:
    """What an answer says of one of its slices."""
    return replace(answer, boxes=[box for box in answer.boxes if box.frame == place])


def _stacked(images: Sequence[SliceImage]) -> NDArray[np.uint8]:
    """The slices as an engine takes several pictures, (count, height, width, 3). Raises UserError for no stack."""
    if not 2 <= len(images) <= MOST_SLICES:
        raise UserError(
            "{count} slices cannot be asked about at once: give 2 to {most}.", count=len(images), most=MOST_SLICES
        )
    first = images[0]
    for image in images[1:]:
        if image.volume != first.volume or image.grid.plane != first.grid.plane:
            raise UserError("Slices that are asked about at once are of one scan and plane: give such slices.")
        if image.pixels.shape != first.pixels.shape or not _is_parallel(first, image):
            raise UserError("Slices that are asked about at once are parallel and of one size: give such slices.")
    grey = np.stack([image.pixels for image in images])
    return np.repeat(grey[..., None], 3, axis=-1) if grey.ndim == 3 else grey


def _is_parallel(first: SliceImage, other: SliceImage) -> bool:
    return bool(np.allclose(first.grid.pixel_to_ras[:3, :3], other.grid.pixel_to_ras[:3, :3], atol=1e-6))
