"""`misground export`, and what `misground ground` writes beside its answer: boxes in other forms, result as JSON."""

from __future__ import annotations

import argparse
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from MISGroundLib import console
from MISGroundLib.console import EXIT_OK
from MISGroundLib.errors import UserError, one_line
from MISGroundLib.files import PrivateFolder, check_source, make_folder, shown, write_text

# As of scene/export.py, which is slow to import.
FORM_HELP = {
    "markups": "boxes.mrk.json, for 3D Slicer",
    "csv": "boxes.csv, a line a box",
    "json": "boxes.json: RAS, LPS and voxels",
    "sr": "boxes.dcm, a DICOM SR (TID 1500) with 3D regions",
    "html": "boxes.html, a page with pictures",
}
_HELP = "; ".join(f"{form}: {what}" for form, what in FORM_HELP.items())
# Of an answer's folder (batch.py).
_SCENE, _RESULT = "scene.mrb", "result.json"
_WITHOUT_BOX = {
    "unknown": "not known to the model",
    "unusable": "no answer that can be used",
    "volume": "not in this volume",
    "slice": "not on this slice",
}


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """The options of `ground` for what is written beside its four files."""
    parser.add_argument(
        "--export",
        action="append",
        default=[],
        choices=list(FORM_HELP),
        help=f"further forms, repeat for more. {_HELP}",
    )
    parser.add_argument(
        "--json",
        metavar="FILE",
        help="the content of result.json to a file; - prints it alone on stdout, all else on stderr; --out may be "
        "left out then",
    )


def add_export_command(commands: Any) -> None:
    """The command that writes the boxes of finished answers in other forms."""
    export = commands.add_parser("export", help="boxes of a finished answer or of a scene as CSV, JSON, DICOM SR, page")
    export.add_argument(
        "answers", metavar="ANSWER", nargs="+", help="folders that ground or batch wrote, or scenes of Slicer (.mrb)"
    )
    export.add_argument("--as", dest="forms", action="append", required=True, choices=list(FORM_HELP), help=_HELP)
    export.add_argument("--out", type=console.path, metavar="DIR", help="where to (default: beside each answer)")
    export.add_argument(
        "--dicom", type=console.path, metavar="DIR", help="the files of the scan's series, where they are not any more"
    )
    export.add_argument("--volume", type=console.words, help="of a scene with boxes of several volumes the name of one")
    export.set_defaults(run=_export)


@contextmanager
def answer_folder(out: Path | None) -> Iterator[Path]:
    """The folder of an answer; one that is gone afterwards where the result alone is wanted."""
    if out is not None:
        yield out
        return
    with PrivateFolder("misground-answer-") as folder:
        yield folder / "answer"


def check_export(options: argparse.Namespace) -> None:
    """Raise UserError for what `ground` could not write, before anything is slow."""
    if options.out is None and options.json is None:
        raise UserError("Give --out DIR, the folder for the answer; or --json -, which prints the result.")
    if options.out is None and options.export:
        raise UserError("--export writes into the folder of the answer. Give it with --out DIR.")
    if options.json not in (None, "-"):
        make_folder(Path(options.json).absolute().parent)
    if "sr" not in options.export:
        return
    from MISGroundLib.scene import dicom_report
    from MISGroundLib.scene.dicom_headers import looks_like_dicom

    dicom_report.check_installed()
    source = check_source(options.volume)
    if not source.is_dir() and not looks_like_dicom(source):
        raise UserError(
            f"{shown(source)} is no DICOM, so that it lacks what a DICOM SR refers to: the UIDs of study, series, "
            "images and frame of reference, and the patient's data. Give the DICOM folder, or leave out --export sr."
        )


def export_grounded(folder: Path, options: argparse.Namespace) -> list[str]:
    """Write the forms that `ground` was asked for. Returns notes; raises UserError for what cannot be written."""
    forms, notes = list(dict.fromkeys(options.export)), []
    if "sr" in forms and not any(one.get("found") for one in _detections(folder)):
        forms.remove("sr")
        notes.append("Nothing was found, so that there is no DICOM SR: it needs a box or a point.")
    if forms:
        export_answer(folder, forms, folder, None, "")
    return notes


def tell_result(folder: Path, json_to: str | None) -> None:
    """Print the content of result.json, or write it to a file, as `--json` asks."""
    if json_to is None:
        return
    text = (folder / _RESULT).read_text(encoding="utf-8")
    if json_to == "-":
        print(text)
    else:
        write_text(Path(json_to).absolute(), text)
        console.say_written(json_to)


def _export(options: argparse.Namespace) -> int:
    answers = [check_source(answer, scan=False) for answer in options.answers]
    scenes = [_scene_of(answer) for answer in answers]
    for answer, scene in zip(answers, scenes, strict=True):
        folder = options.out or scene.parent
        if options.out is not None and len(answers) > 1:
            folder = options.out / (answer.name if answer.is_dir() else answer.stem)
        for path in export_answer(scene, options.forms, folder, options.dicom, options.volume or ""):
            console.say_written(path)
    return EXIT_OK


def _scene_of(answer: Path) -> Path:
    """The scene of an answer's folder, or the scene that was given. Raises UserError."""
    scene = answer / _SCENE if answer.is_dir() else answer
    if scene.suffix.lower() != ".mrb":
        raise UserError(f"{shown(answer)} is no scene of Slicer (.mrb). Give one, or the folder of an answer.")
    if not scene.is_file():
        raise UserError(f"{shown(answer)} holds no {_SCENE}. Give a folder that `misground ground` or `batch` wrote.")
    return scene


def export_answer(answer: Path, forms: Sequence[str], folder: Path, dicom: Path | None, volume_name: str) -> list[Path]:
    """Write the boxes and points of an answer's folder, or of a scene, into a folder; returns the files.

    forms: of FORM_HELP. dicom: the files of the scan's series, where they are not any more. volume_name: of a scene
    with boxes of several volumes the name of one. Raises UserError where one cannot be written; then none is.
    """
    from MISGroundLib.scene.headless import private_scene

    path = _scene_of(answer)
    with private_scene() as scene:
        from MISGroundLib.scene.export import export_boxes
        from MISGroundLib.scene.fiducials import marks_of
        from MISGroundLib.scene.reading import native_path

        # Slicer's reader leaves the working directory elsewhere where a bundle is broken.
        with native_path(path.absolute()) as readable, _here():
            if not zipfile.is_zipfile(readable) or not scene.ReadFromMRB(str(readable), True):
                raise UserError(f"{shown(path)} cannot be read as a scene of Slicer. Save it again, or ask again.")
        node, boxes = _chosen(scene, marks_of(scene), volume_name, path)
        unfound = [
            (str(one.get("label") or one.get("query")), _WITHOUT_BOX[_why(one)])
            for one in _detections(path.parent)
            if one.get("status") in ("absent", "unusable", "unknown")
        ]
        return export_boxes(boxes, node, make_folder(folder), forms, dicom=dicom, unfound=unfound)


@contextmanager
def _here() -> Iterator[None]:
    """The working directory is the same afterwards."""
    before = os.getcwd()
    try:
        yield
    finally:
        os.chdir(before)


def _chosen(scene: Any, boxes: list[Any], volume_name: str, path: Path) -> tuple[Any | None, list[Any]]:
    """A volume of a scene and its boxes. Raises UserError where it is not clear which is meant."""
    from MISGroundLib.scene.rois import read_provenance

    nodes = scene.GetNodesByClass("vtkMRMLScalarVolumeNode")
    nodes.UnRegister(None)
    volumes = {one.GetID(): one for one in map(nodes.GetItemAsObject, range(nodes.GetNumberOfItems()))}
    of_volume: dict[tuple[str, str], list[Any]] = {}
    for box in boxes:
        facts = read_provenance(box)
        of_volume.setdefault((facts.get("VolumeID", ""), one_line(facts.get("VolumeName", ""))), []).append(box)
    named = {key: own for key, own in of_volume.items() if volume_name in ("", key[1])}
    if len(named) > 1 or (volume_name and not named):
        names = ", ".join(sorted(repr(name) for _, name in of_volume))
        raise UserError(f"{shown(path)} holds boxes of {names}. Say which with --volume NAME.")
    if not named:
        return (next(iter(volumes.values())) if len(volumes) == 1 else None), []
    (identity, _), own = next(iter(named.items()))
    return volumes.get(identity), own


def _detections(folder: Path) -> list[dict[str, Any]]:
    """What result.json says of every target; nothing where there is none."""
    try:
        document = json.loads((folder / _RESULT).read_text(encoding="utf-8"))
        return [one for one in document["detections"] if isinstance(one, dict)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _why(detection: dict[str, Any]) -> str:
    if detection["status"] != "absent":
        return str(detection["status"])
    return "slice" if "box_px" in detection else "volume"
