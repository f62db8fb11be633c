"""The questions as tasks of the tools with which models are usually measured: lmms-eval and VLMEvalKit.

Questions with options are exported, those without a picture too. Localisation is not: every family of models has its
own form for boxes, which the engine asks for and reads; one form for all would measure the form. Such questions are
counted in the folder's README.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from MISGroundLib.bench.exporting.lmms_eval import export_lmms_eval
from MISGroundLib.bench.exporting.vlmevalkit import export_vlmevalkit
from MISGroundLib.bench.question_file import read_header
from MISGroundLib.bench.reporting.examples import Pictures
from MISGroundLib.errors import UserError
from MISGroundLib.paths import make_folder

FORMS = ("lmms-eval", "vlmevalkit")


def export_questions(
    questions: Path, folder: Path, form: Literal["lmms-eval", "vlmevalkit"], pictures: Pictures
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
