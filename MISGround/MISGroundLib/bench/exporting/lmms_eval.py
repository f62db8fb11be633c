"""A folder of tasks for lmms-eval (0.7.3 or newer), given to it with --include_path: a task a family, a group of all.

A family's questions are a file of JSON lines with the names of PNG files; the answer is read as in our own runs, since
option_reading.py is copied into the folder.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.question import FAMILIES, BenchQuestion
from MISGroundLib.bench.question_file import read_questions
from MISGroundLib.bench.reporting.examples import Pictures
from MISGroundLib.bench.reporting.png import picture_digest, png_of
from MISGroundLib.bench.running import option_reading
from MISGroundLib.bench.running.option_reading import LETTERS
from MISGroundLib.errors import UserError
from MISGroundLib.files import replaced, write_text

GROUP = "misground"
# Not imported: it reads what lies beside it in the exported folder.
_UTILS = Path(__file__).with_name("lmms_eval_utils.py")
_TASK = """\
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
_GROUP = """\
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
_README = """\
# MIS-Ground for lmms-eval

    lmms-eval --include_path THIS_FOLDER --tasks {group} --model MODEL --model_args ...

{count} questions with options, of the file with SHA-256 {digest}. A task is a family of questions: {tasks}.
misground_accuracy counts an answer that cannot be read as wrong; misground_unreadable is their share. Questions of one
case are not independent: quote the clustered standard error (by case).

Left out: {left_out} questions that ask for a box, since each family of models writes boxes in its own form.
"""


def export_lmms_eval(questions: Path, folder: Path, pictures: Pictures) -> None:
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
                path = stack.enter_context(replaced(folder / f"{_task(question.family)}.jsonl"))
                files[question.family] = stack.enter_context(path.open("w", encoding="utf-8"))
            drawn = pictures(question) if question.pictures else []
            names = [_picture(folder, pixels, written) for pixels in drawn]
            files[question.family].write(json.dumps(_row(question, names), ensure_ascii=False) + "\n")
        families = [family for family in FAMILIES if family in files]
    for family in families:
        task = _task(family)
        write_text(
            folder / f"{task}.yaml", _TASK.format(title=f"MIS-Ground: {family}", task=task, rows=f"{task}.jsonl")
        )
    tasks = "\n".join(f"  - {_task(family)}" for family in families)
    write_text(folder / f"{GROUP}.yaml", _GROUP.format(group=GROUP, tasks=tasks))
    for source, name in ((_UTILS, "utils.py"), (Path(option_reading.__file__), "option_reading.py")):
        write_text(folder / name, source.read_text(encoding="utf-8"))
    readme = _README.format(
        group=GROUP,
        count=sum(counts[family] for family in families),
        digest=hashlib.sha256(questions.read_bytes()).hexdigest(),
        tasks=", ".join(_task(family) for family in families),
        left_out=sum(counts.values()) - sum(counts[family] for family in families),
    )
    write_text(folder / "README.md", readme)


def _task(family: str) -> str:
    return f"{GROUP}_{family.replace('-', '_')}"


def _row(question: BenchQuestion, images: list[str]) -> dict[str, Any]:
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


def _picture(folder: Path, pixels: NDArray[np.uint8], written: set[str]) -> str:
    """Write a picture once, however many questions it has; returns its name relative to the folder."""
    name = f"images/{picture_digest(pixels)[:20]}.png"
    if name not in written:
        with replaced(folder / name) as temporary:
            temporary.write_bytes(png_of(pixels))
        written.add(name)
    return name
