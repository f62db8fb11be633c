"""How to talk with a family of models or one checkpoint: its prompt, its picture, how its boxes are read. No torch.

Which families and checkpoints there are is data: known_families.py. Which of them a model is: checkpoints.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import Sentence, UserError, joined
from MISGroundLib.vlm import frames
from MISGroundLib.vlm.boxes import BoxFormat, ParsedAnswer, parse_answer
from MISGroundLib.vlm.pictures import PreparedImage, prepare_square
from MISGroundLib.vlm.points import Pointing, parse_points
from MISGroundLib.vlm.scoring import AS_IT_IS, Calibration

if TYPE_CHECKING:
    from MISGroundLib.engine.protocol import Question

MINI_NAME = "misground-mini"
Coordinates = Literal["peak", "median"]
NOT_DESCRIBED = "{name} knows what it looks for by name only: descriptions are not told to it."
ONE_PICTURE = "A box is asked of one picture; for several, or none, ask in words."
# What a model can be asked: as anatomy's kinds of query.
FINDING, COUNTING, POINTING = "find", "count", "point"


@dataclass(frozen=True)
class Family:
    """How to talk with the models of a family, or with one checkpoint: free text, boxes as its makers trained them.

    Attributes:
        name: for people.
        model_class: the module and class of its network, as "module.Class".
        processor_class: of its processor.
        picture_class: of the picture processor that works without torchvision.
        image_token: what a tokenizer of the family must know.
        box_format: how it writes boxes.
        ask: the prompt for a box, with {about} (a sentence on the slice) and {query}.
        sides: (smallest, largest, multiple of) of the square picture, in px.
        chats: whether it has a chat template; one without takes a single picture.
        reads_picture_first: whether what it makes of the picture is the same for every question.
        max_new_tokens: the most that an answer may take.
        unsure: what to heed in every answer, for a family that was not trained to draw boxes.
        words: how a question in words is put to it, with {}; "" where it answers none.
        calibration: what its probabilities are worth.
        coordinates: which of the numbers that it deems possible it writes (decoding.py).
        absence_bias: what is added to the logit of the token "[]" (decoding.py); 0 for none.
        source: where its makers, or others where they do not, say how it writes boxes.
        writes: whether it writes words; one that does not is asked for boxes in numbers (segmenting.py).
        since: the first version of transformers that reads it right.
        chat_settings: what its chat template is told: no thinking aloud before a box.
        no_boxes: why no box is asked of it, with the remedy; "" where one can be.
        pointing: how it is asked for points, of a family whose makers trained it to point.
        reads_pictures_together: whether questions of different pictures may share a batch.
        counts: whether its makers trained it to write a box for each of several things, so that these can be counted.
    """

    name: str
    model_class: str
    processor_class: str
    picture_class: str
    image_token: str
    box_format: BoxFormat
    ask: str
    sides: tuple[int, int, int]
    chats: bool = True
    reads_picture_first: bool = True
    max_new_tokens: int = 256
    unsure: str = ""
    words: str = "{}"
    calibration: Calibration = AS_IT_IS
    coordinates: Coordinates = "peak"
    absence_bias: float = 0.0
    source: str = ""
    writes: bool = True
    since: str = "5.4"
    chat_settings: Mapping[str, Any] = field(default_factory=dict)
    no_boxes: str = ""
    pointing: Pointing | None = None
    reads_pictures_together: bool = False
    counts: bool = False

    def check(self, kinds: Collection[str]) -> None:
        """Raise UserError where it cannot be asked what queries of these kinds need (anatomy.Kind)."""
        if self.no_boxes and set(kinds) - ({POINTING} if self.pointing else set()):
            raise UserError(self.no_boxes)
        if COUNTING in kinds and not self.counts:
            raise UserError(
                "{name} was not trained to draw a box round each of several things, so that it cannot count them. "
                "Ask for one thing at a time, or choose a model that lists its boxes, such as Qwen3-VL.",
                name=self.name,
            )

    def points_at(self, question: Question, pictures: int = 1) -> bool:
        """Whether a question about so many pictures is put as one for points; else boxes are asked for."""
        asked = question.kind == POINTING and not question.words
        return asked and pictures == 1 and self.pointing is not None

    def check_words(self) -> None:
        """Raise UserError where it writes none: it has no tokens to choose among, and no neighbour graph."""
        if not self.writes:
            raise UserError(
                "{name} writes no words, so that semantic sampling does not apply to it: it has no neighbour graph, "
                "and no vLLM server holds it. Use it on this computer, or choose another model.",
                name=self.name,
            )

    def knows(self, query: str) -> tuple[bool, str]:
        """Any words will do: (True, what to heed)."""
        return True, self.unsure

    def can_be_asked(self, question: Question, pictures: int) -> tuple[bool, str]:
        """Whether a question can be asked about so many pictures; if not, what to do; if so, what to heed, or ""."""
        if not question.words and self.no_boxes and not self.points_at(question, pictures):
            return False, self.no_boxes
        if not question.words:
            if pictures == 0:
                return False, Sentence(ONE_PICTURE)
            if pictures > 1:
                across = self.chats and self.box_format.name in frames.ACROSS
                told = frames.UNTRAINED if across else frames.ONE_SLICE
                return across, Sentence(told, name=self.name, count=pictures)
            unread = Sentence(NOT_DESCRIBED, name=self.name) if question.description and not self.chats else ""
            return True, joined([*filter(None, (self.knows(question.query)[1], unread))])
        if not self.words:
            return False, Sentence("{name} does not answer in words: choose another model.", name=self.name)
        if not self.chats and pictures != 1:
            one = "{name} takes one picture, not {count}: choose another model."
            return False, Sentence(one, name=self.name, count=pictures)
        return True, ""

    def build_messages(self, question: Question, pictures: int = 1) -> list[dict[str, Any]]:
        """The chat: one user message, pictures first, then text."""
        if question.words:
            return user_message(self.words.format(question.words), pictures)
        told = question.description if self.chats else ""
        if pictures > 1:
            shown = " ".join(filter(None, (about(question), told)))
            asked = frames.ACROSS[self.box_format.name]
            return user_message(asked.format(count=pictures, about=shown, query=question.query), pictures)
        ask = self.pointing.ask if self.pointing and self.points_at(question) else self.ask
        if told and "{about}" not in ask:
            return user_message(f"{told} {ask.format(query=question.query)}")
        return user_message(ask.format(about=" ".join(filter(None, (about(question), told))), query=question.query))

    def prepare_image(self, pixels: NDArray[np.uint8]) -> PreparedImage:
        """A square picture within `sides`, of a slice (height, width) or (height, width, 3)."""
        smallest, largest, multiple = self.sides
        side = min(max(max(pixels.shape[:2]), smallest), largest)
        return prepare_square(pixels, -(-side // multiple) * multiple)

    def parse(self, text: str, prepared: PreparedImage) -> ParsedAnswer:
        """The boxes of an answer in slice pixels. Never raises."""
        written = self.box_format.on(prepared.image.width)
        return parse_answer(text, lambda box: prepared.to_slice(box, written.scale), prepared.slice_size_px, written)

    def parse_points(self, text: str, prepared: PreparedImage) -> ParsedAnswer:
        """The points of an answer in slice pixels; of a family that does not point there are none. Never raises."""
        if self.pointing is None:
            return ParsedAnswer(problems=[Sentence("{name} was not asked for points.", name=self.name)])
        written = self.pointing.written.on(prepared.image.width)

        def to_slice(point: tuple[float, float]) -> tuple[float, float]:
            return prepared.to_slice((*point, *point), written.scale)[:2]

        return parse_points(text, to_slice, prepared.slice_size_px, written)

    def parse_frames(self, text: str, prepared: Sequence[PreparedImage]) -> ParsedAnswer:
        """The boxes of an answer about several slices of one size, in the pixels of each. Never raises."""
        written = self.box_format.on(prepared[0].image.width)
        ways = [lambda box, one=one: one.to_slice(box, written.scale) for one in prepared]
        return frames.parse_frames(text, ways, prepared[0].slice_size_px, written)


def user_message(text: str, pictures: int = 1) -> list[dict[str, Any]]:
    """A chat of one message: so many pictures, then a text."""
    return [{"role": "user", "content": [*[{"type": "image"}] * pictures, {"type": "text", "text": text}]}]


# What lies at image left and top of the canonical picture (slices.PLANES).
_USUAL = {"axial": ("right", "front"), "coronal": ("right", "head"), "sagittal": ("front", "head")}


def about(question: Question) -> str:
    """A sentence on the slice, with how it is turned."""
    kind = f"{question.modality} " if question.modality else ""
    return f"This is {_article(kind or question.plane)} {kind}{question.plane} slice{_turned(question)}."


def _turned(question: Question) -> str:
    usual_left, usual_top = _USUAL.get(question.plane, ("", ""))
    left, top = question.image_left or usual_left, question.image_top or usual_top
    parts = []
    if left == usual_left == "right":
        parts.append("in radiological convention (the patient's right is on the image's left)")
    elif left:
        parts.append(f"with the patient's {left} on the image's left")
    if top != usual_top:
        parts.append(f"with the patient's {top} at the image's top")
    return f", shown {' and '.join(parts)}" if parts else ""


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeio" or word[:2] == "MR" else "a"
