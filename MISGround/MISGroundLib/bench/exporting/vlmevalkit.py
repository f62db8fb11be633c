"""Files for VLMEvalKit: MISGround.tsv (pictures as base64) and MISGroundText.tsv (questions without a picture).

Put into its data folder (LMUData), they are taken for custom datasets of multiple choice, by their names. Its prompt is
its own: the question, then "Options:" with letters, so the options' lines are taken out of the question. Several
pictures are a list in the column image; a row whose pictures stood in an earlier row holds that row's index instead.
"""

from __future__ import annotations

import base64
import csv
import hashlib
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.question import BenchQuestion
from MISGroundLib.bench.question_file import read_questions
from MISGroundLib.bench.reporting.examples import Pictures
from MISGroundLib.bench.reporting.png import picture_digest, png_of
from MISGroundLib.bench.running.option_reading import LETTERS
from MISGroundLib.files import replaced, write_text

NAME, TEXT_NAME = "MISGround", "MISGroundText"
_KEPT = ("case", "modality", "plane", "convention", "visual_prompt", "terms", "direction", "chance")
_README = """\
# MIS-Ground for VLMEvalKit

Copy the .tsv files into VLMEvalKit's data folder (LMUData), then

    python run.py --data {names} --model MODEL

{pictured} questions with pictures and {bare} without, of the file with SHA-256 {digest}.

The prompt is VLMEvalKit's own, so figures are not those of lmms-eval or of `misground bench run`. Without a judge it
reads answers by exact matching. The category is the family of questions, the l2-category the modality.

Left out: {left_out} questions that ask for a box, since each family of models writes boxes in its own form.
"""


def export_vlmevalkit(questions: Path, folder: Path, pictures: Pictures) -> None:
    """Write the files. Raises UserError as `read_questions` does, and where the folder cannot be written."""
    most = max((len(question.options) for question in read_questions(questions)), default=0)
    head = ["index", "id", "question", *LETTERS[:most], "answer", "category", "l2-category", *_KEPT]
    counts: Counter[str] = Counter()
    first_with: dict[str, int] = {}
    with ExitStack() as stack:
        writers: dict[str, Any] = {}
        for index, question in enumerate(read_questions(questions)):
            name = "" if question.answer is None else NAME if question.pictures else TEXT_NAME
            counts[name] += 1
            if not name:
                continue
            if name not in writers:
                path = stack.enter_context(replaced(folder / f"{name}.tsv"))
                stream = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
                writers[name] = csv.writer(stream, delimiter="\t", lineterminator="\n")
                writers[name].writerow([*head, "image"] if name == NAME else head)
            row = _row(index, question, most)
            if name == NAME:
                drawn = pictures(question)
                place = first_with.setdefault(picture_digest(*drawn), index)
                row.append(_image(drawn) if place == index else str(place))
            writers[name].writerow(row)
    names = [name for name in (NAME, TEXT_NAME) if counts[name]]
    readme = _README.format(
        names=" ".join(names),
        pictured=counts[NAME],
        bare=counts[TEXT_NAME],
        digest=hashlib.sha256(questions.read_bytes()).hexdigest(),
        left_out=counts[""],
    )
    write_text(folder / "README.md", readme)


def stem_of(question: BenchQuestion) -> str:
    """The question's text without the lines of its options ("A. left", "(A) left", "A) left" ...)."""
    forms = ("{}. {}", "{}) {}", "({}) {}", "{}: {}")
    lines = {form.format(*pair) for pair in zip(LETTERS, question.options, strict=False) for form in forms}
    return "\n".join(line for line in question.text.splitlines() if line.strip() not in lines)


def _row(index: int, question: BenchQuestion, most: int) -> list[Any]:
    assert question.answer is not None
    options = [*question.options, *[""] * (most - len(question.options))]
    kept = [getattr(question, name) for name in _KEPT]
    letter = LETTERS[question.answer]
    return [index, question.id, stem_of(question), *options, letter, question.family, question.modality, *kept]


def _image(drawn: list[NDArray[np.uint8]]) -> str:
    """One picture as base64; several as a list in Python's own writing, which VLMEvalKit reads."""
    coded = [base64.b64encode(png_of(pixels)).decode("ascii") for pixels in drawn]
    return coded[0] if len(coded) == 1 else repr(coded)
