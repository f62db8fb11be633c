"""The questions as tasks of the tools with which models are usually measured: lmms-eval and VLMEvalKit.

Questions with options are exported, those without a picture too. Localisation is not: every family of models has its
own form for boxes, which the engine asks for and reads; one form for all would measure the form. Such questions are
counted in the folder's README.md.

lmms-eval (0.7.3 or newer) takes a folder of tasks with --include_path: a task a family, a group of all. A family's
questions are a file of JSON lines with the names of PNG files; the answer is read as in our own runs, since
option_reading.py and lmms_eval_utils.py are copied into the folder.

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
from MISGroundLib.files import replaced, write_text
from MISGroundLib.paths import make_folder

FORMS = ("lmms-eval", "vlmevalkit")

GROUP = "misground"
# Not imported: it reads what lies beside it in the exported folder.
_UTILS = Path(__file__).with_name("lmms_eval_utils.py")
_LMMS_TASK = """\
# {title}
task: {task}
dataset_path: json
dataset_kwargs:
  data_files:
    test: {rows}
test_split: test
output_type: generate_until
doc_to_visual: !function utils.doc_to_visual
doc_to_text: !function utils.doc_to_text
doc_to_target: target
process_results: !function utils.process_results
cluster_key: case
generation_kwargs:
  max_new_tokens: 64
  temperature: 0
  top_p: 1.0
  num_beams: 1
  do_sample: false
metric_list:
  - metric: misground_accuracy
    aggregation: !function utils.mean_score
    higher_is_better: true
  - metric: misground_unreadable
    aggregation: !function utils.mean_score
    higher_is_better: false
metadata:
  version: 1.0
"""
_LMMS_GROUP = """\
# MIS-Ground: all tasks; accuracy over all questions
group: {group}
task:
{tasks}
aggregate_metric_list:
  - metric: misground_accuracy
    aggregation: mean
    weight_by_size: true
  - metric: misground_unreadable
    aggregation: mean
    weight_by_size: true
metadata:
  version: 1.0
"""
_LMMS_README = """\
# MIS-Ground for lmms-eval

    lmms-eval --include_path THIS_FOLDER --tasks {group} --model MODEL --model_args ...

{count} questions with options, of the file with SHA-256 {digest}. A task is a family of questions: {tasks}.
misground_accuracy counts an answer that cannot be read as wrong; misground_unreadable is their share. Questions of one
case are not independent: quote the clustered standard error (by case).

Left out: {left_out} questions that ask for a box, since each family of models writes boxes in its own form.
"""

NAME, TEXT_NAME = "MISGround", "MISGroundText"
_KEPT = ("case", "modality", "plane", "convention", "visual_prompt", "terms", "direction", "chance")
_VLM_README = """\
# MIS-Ground for VLMEvalKit

Copy the .tsv files into VLMEvalKit's data folder (LMUData), then

    python run.py --data {names} --model MODEL

{pictured} questions with pictures and {bare} without, of the file with SHA-256 {digest}.

The prompt is VLMEvalKit's own, so figures are not those of lmms-eval or of `misground bench run`. Without a judge it
reads answers by exact matching. The category is the family of questions, the l2-category the modality.

Left out: {left_out} questions that ask for a box, since each family of models writes boxes in its own form.
"""


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
    for family in families:
        task = _task_name(family)
        write_text(
            folder / f"{task}.yaml", _LMMS_TASK.format(title=f"MIS-Ground: {family}", task=task, rows=f"{task}.jsonl")
        )
    tasks = "\n".join(f"  - {_task_name(family)}" for family in families)
    write_text(folder / f"{GROUP}.yaml", _LMMS_GROUP.format(group=GROUP, tasks=tasks))
    for source, name in ((_UTILS, "utils.py"), (Path(option_reading.__file__), "option_reading.py")):
        write_text(folder / name, source.read_text(encoding="utf-8"))
    readme = _LMMS_README.format(
        group=GROUP,
        count=sum(counts[family] for family in families),
        digest=sha256_of(questions),
        tasks=", ".join(_task_name(family) for family in families),
        left_out=sum(counts.values()) - sum(counts[family] for family in families),
    )
    write_text(folder / "README.md", readme)


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
    readme = _VLM_README.format(
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
