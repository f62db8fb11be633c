"""The questions as tasks of the tools with which models are usually measured: lmms-eval and VLMEvalKit.

Questions with options are exported, those without a picture too. Localisation is not: every family of models has its
own form for boxes, which the engine asks for and reads; one form for all would measure the form. Such questions are
counted in the folder's README.md.

lmms-eval (0.7.3 or newer) takes a folder of tasks with --include_path: a task a family, a group of all. A family's
questions are a file of JSON lines with the names of PNG files; the answer is read as in our own runs, since
option_reading.py and Resources/Benchmark/lmms_eval_utils.py are copied into the folder.

VLMEvalKit takes MISGround.tsv (pictures as base64) and MISGroundText.tsv (questions without a picture). Put into its
data folder (LMUData), they are taken for custom datasets of multiple choice, by their names. Its prompt is its own: the
question, then "Options:" with letters, so the options' lines are taken out of the question. Several pictures are a list
in the column image; a row whose pictures stood in an earlier row holds that row's index instead.
"""

from __future__ import annotations

import base64
import csv
import json
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal, TextIO

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench import option_reading
from MISGroundLib.bench.option_reading import LETTERS
from MISGroundLib.bench.question_file import FAMILIES, BenchQuestion, read_header, read_questions, sha256_of
from MISGroundLib.bench.question_pictures import DrawPictures, picture_digest, png_of
from MISGroundLib.errors import UserError
from MISGroundLib.files import make_folder, replaced, resource, write_text

FORMS = ("lmms-eval", "vlmevalkit")

GROUP = "misground"

NAME, TEXT_NAME = "MISGround", "MISGroundText"
_KEPT = ("case", "modality", "plane", "convention", "visual_prompt", "terms", "direction", "chance")


def export_questions(
    questions: Path, folder: Path, form: Literal["lmms-eval", "vlmevalkit"], pictures: DrawPictures
) -> None:
    """Write the questions into a folder, which is made if need be, in one of the forms.

    pictures: draws a question's pictures. Raises UserError for a damaged file of questions, a form that there is not,
    or a folder that cannot be written.
    """
    if form not in FORMS:
        raise UserError(f"There is no form {form!r}: choose from {', '.join(FORMS)}.")
    read_header(questions)
    make_folder(folder)
    (export_lmms_eval if form == "lmms-eval" else export_vlmevalkit)(questions, folder, pictures)


def export_lmms_eval(questions: Path, folder: Path, pictures: DrawPictures) -> None:
    """Write the tasks. Raises UserError as `read_questions` does, and where the folder cannot be written."""
    counts: Counter[str] = Counter()
    written: set[str] = set()
    try:
        (folder / "images").mkdir(exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}). Choose another folder.") from error
    with ExitStack() as stack:
        files: dict[str, TextIO] = {}
        for question in read_questions(questions):
            counts[question.family] += 1
            if question.answer is None:
                continue
            if question.family not in files:
                path = stack.enter_context(replaced(folder / f"{_task_name(question.family)}.jsonl"))
                files[question.family] = stack.enter_context(path.open("w", encoding="utf-8"))
            drawn = pictures(question) if question.pictures else []
            names = [_write_picture(folder, pixels, written) for pixels in drawn]
            files[question.family].write(json.dumps(_lmms_row(question, names), ensure_ascii=False) + "\n")
        families = [family for family in FAMILIES if family in files]
    tasks = [_task_name(family) for family in families]
    for family, task in zip(families, tasks, strict=True):
        told = _filled("lmms_eval_task.yaml", title=f"MIS-Ground: {family}", task=task, rows=f"{task}.jsonl")
        write_text(folder / f"{task}.yaml", told)
    listed = "\n".join(f"  - {task}" for task in tasks)
    write_text(folder / f"{GROUP}.yaml", _filled("lmms_eval_group.yaml", group=GROUP, tasks=listed))
    utils = resource("Benchmark", "lmms_eval_utils.py")
    for source, name in ((utils, "utils.py"), (Path(option_reading.__file__), "option_reading.py")):
        write_text(folder / name, source.read_text(encoding="utf-8"))
    readme = _filled(
        "lmms_eval_readme.md",
        group=GROUP,
        count=sum(counts[family] for family in families),
        digest=sha256_of(questions),
        tasks=", ".join(tasks),
        left_out=sum(counts.values()) - sum(counts[family] for family in families),
    )
    write_text(folder / "README.md", readme)


def _filled(template: str, **told: Any) -> str:
    return resource("Benchmark", template).read_text(encoding="utf-8").format(**told)


def _task_name(family: str) -> str:
    return f"{GROUP}_{family.replace('-', '_')}"


def _lmms_row(question: BenchQuestion, images: list[str]) -> dict[str, Any]:
    assert question.answer is not None
    levels = ("case", "modality", "plane", "family", "convention", "visual_prompt", "terms", "direction", "chance")
    return {
        "id": question.id,
        "question": question.text,
        "images": images,
        "options": list(question.options),
        "answer": question.answer,
        "target": LETTERS[question.answer],
        **{name: getattr(question, name) for name in levels},
        "structures": list(question.structures),
    }


def _write_picture(folder: Path, pixels: NDArray[np.uint8], written: set[str]) -> str:
    """Write a picture once, however many questions it has; returns its name relative to the folder."""
    name = f"images/{picture_digest(pixels)[:20]}.png"
    if name not in written:
        with replaced(folder / name) as temporary:
            temporary.write_bytes(png_of(pixels))
        written.add(name)
    return name


def export_vlmevalkit(questions: Path, folder: Path, pictures: DrawPictures) -> None:
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
            row = _vlm_row(index, question, most)
            if name == NAME:
                drawn = pictures(question)
                place = first_with.setdefault(picture_digest(*drawn), index)
                row.append(_as_base64(drawn) if place == index else str(place))
            writers[name].writerow(row)
    names = [name for name in (NAME, TEXT_NAME) if counts[name]]
    readme = _filled(
        "vlmevalkit_readme.md",
        names=" ".join(names),
        pictured=counts[NAME],
        bare=counts[TEXT_NAME],
        digest=sha256_of(questions),
        left_out=counts[""],
    )
    write_text(folder / "README.md", readme)


def stem_of(question: BenchQuestion) -> str:
    """The question's text without the lines of its options ("A. left", "(A) left", "A) left" ...)."""
    forms = ("{}. {}", "{}) {}", "({}) {}", "{}: {}")
    lines = {form.format(*pair) for pair in zip(LETTERS, question.options, strict=False) for form in forms}
    return "\n".join(line for line in question.text.splitlines() if line.strip() not in lines)


def _vlm_row(index: int, question: BenchQuestion, most: int) -> list[Any]:
    assert question.answer is not None
    options = [*question.options, *[""] * (most - len(question.options))]
    kept = [getattr(question, name) for name in _KEPT]
    letter = LETTERS[question.answer]
    return [index, question.id, stem_of(question), *options, letter, question.family, question.modality, *kept]


def _as_base64(drawn: list[NDArray[np.uint8]]) -> str:
    """One picture as base64; several as a list in Python's own writing, which VLMEvalKit reads."""
    coded = [base64.b64encode(png_of(pixels)).decode("ascii") for pixels in drawn]
    return coded[0] if len(coded) == 1 else repr(coded)
