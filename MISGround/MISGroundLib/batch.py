"""Ground whole volumes from files and write what was found: the core of the command line and of `groundBatch`.

A volume's folder gets result.json, boxes.mrk.json, scene.mrb and views.png, together or not at all; result.json says
that the volume is done, and whose answer the folder holds. No other volume's answer is ever written into it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from MISGroundLib.audit import check_audit, record_answers
from MISGroundLib.batch_report import REPORT, BatchItem, BatchReport, read_report
from MISGroundLib.counting import check_counts
from MISGroundLib.engine.protocol import AnswerEvent, Event, Stage
from MISGroundLib.engine.router import EngineRouter
from MISGroundLib.errors import UserError, clean, clean_text
from MISGroundLib.extent import ExtentRun, Progress, VolumeResult
from MISGroundLib.files import (
    DETACHED,
    UNFINISHED,
    InUseError,
    check_source,
    given_path,
    held,
    make_folder,
    path_key,
    result_folder_name,
    shown,
    staged,
    sweep,
    write_json,
    write_text,
)
from MISGroundLib.geometry import Matrix
from MISGroundLib.grounding import Engine, GroundingResult, GroundingRun, OnEvent, best_position, finish, parse_queries
from MISGroundLib.settings import VOLUME, Settings
from MISGroundLib.slices import SliceImage, check_visible, standard_grid, volume_corners

# Of a slice, or of a whole volume.
Result = GroundingResult | VolumeResult
OnResult = Callable[[Result], None]
Where = tuple[Matrix, tuple[int, int, int]]  # ijk_to_ras, shape_ijk

# result.json is the mark of a whole answer, and the last to be written.
_FILES = ("boxes.mrk.json", "scene.mrb", "views.png", "result.json")
_RESULT = _FILES[-1]


@dataclass
class Request:
    """What is asked of a volume: of all of it, or by `settings.scope` of one slice.

    plane, position_mm: the slice, at a RAS coordinate (S axial, A coronal, R sagittal); None: the middle. search:
    instead, of some slices through the volume the one in which most is found (`best_position`). series: of a
    DICOM folder, by number, UID or description. modality: "CT", "MR", ... in place of what the file says, "" for that.
    """

    queries: list[str]
    plane: str = "axial"
    position_mm: float | None = None
    settings: Settings = field(default_factory=Settings)
    search: bool = False
    series: str = ""
    modality: str = ""


def ground_file(
    source: str | Path,
    request: Request,
    output: str | Path,
    engine: Engine,
    *,
    on_event: OnEvent | None = None,
    on_result: OnResult | None = None,
    on_checked: Callable[[], None] | None = None,
    picture: bool = True,
) -> tuple[Result, list[str]]:
    """Ground one volume file or DICOM folder and write its four files. Returns the result and notes for the user.

    on_checked is told that the paths are good, before anything slow: time to show progress and to load the model.
    on_result is told the answer before anything is written, so that a full disk cannot lose it.
    Raises UserError for a volume, a position or a query that cannot be used, for an output folder that cannot be
    written, holds another volume's answer or is in use by another run, and for a full disk: the folder is then as it
    was. Where the picture cannot be drawn, a note says why and the other files are written all the same.
    """
    request = _checked(request)
    source, output = check_source(source), make_folder(output)
    with held(output):
        _check_owner(output, source)
        sweep(output)
        if on_checked:
            on_checked()
        return _ground(source, request, output, engine, on_event, on_result, picture)


def _ground(
    source: Path,
    request: Request,
    output: Path,
    engine: Engine,
    on_event: OnEvent | None,
    on_result: OnResult | None,
    picture: bool,
) -> tuple[Result, list[str]]:
    # What can refuse the volume comes before what is slow to import.
    from MISGroundLib.scene.reading import read_volume

    loaded = read_volume(source, series=request.series, modality=request.modality)
    notes, where = list(loaded.notes), (loaded.ijk_to_ras, loaded.info.shape_ijk)
    if request.settings.scope != VOLUME:
        standard_grid(*where, request.plane, request.position_mm)

    from MISGroundLib.scene.headless import private_scene

    with private_scene() as scene:
        from MISGroundLib.scene import export, views_png
        from MISGroundLib.scene.fiducials import draw_answer
        from MISGroundLib.scene.volumes import add_volume_node

        node = add_volume_node(scene, loaded)
        ask = _search_volume if request.settings.scope == VOLUME else _ask_slice
        result: Result = ask(node, where, request, engine, on_event)
        if on_result:
            on_result(result)
        record_answers(result)
        with staged(output, _FILES) as stage:
            export.save_markups(draw_answer(scene, result, node), stage / "boxes.mrk.json")
            if isinstance(result, VolumeResult):
                box = result.shown.box if result.shown else None
                middle = box.center_ras if box else volume_corners(*where).mean(axis=0)
                export.save_scene(scene, stage / "scene.mrb", through_ras=middle)
            else:
                export.save_scene(scene, stage / "scene.mrb", result.slice_image.grid)
            if picture:
                try:
                    views_png.render(stage / "scene.mrb", stage / "views.png")
                except UserError as error:
                    notes.append(str(error).replace(str(stage), str(output)))
            document = {"request": _asked(source, request), **result.to_json(), "notes": notes}
            write_json(stage / _RESULT, document)
    return result, notes


def _ask_slice(node: Any, where: Where, request: Request, engine: Engine, on_event: OnEvent | None) -> GroundingResult:
    from MISGroundLib.scene.volumes import slice_image

    def picture_at(position_mm: float | None) -> SliceImage:
        return slice_image(node, standard_grid(*where, request.plane, position_mm), request.settings.window)

    position_mm = request.position_mm
    if request.search:
        ijk_to_ras, shape = where
        queries, settings = request.queries, request.settings
        position_mm = best_position(ijk_to_ras, shape, request.plane, picture_at, engine, queries, settings, on_event)
    image = picture_at(position_mm)
    check_visible(image)
    return finish(GroundingRun(engine, image, request.queries, request.settings), on_event)


def _search_volume(node: Any, where: Where, request: Request, engine: Engine, on_event: OnEvent | None) -> VolumeResult:
    from MISGroundLib.scene.volumes import NodeSource

    run = ExtentRun(NodeSource(node, request.settings.window), request.queries, engine, request.settings)

    def tell_progress(progress: Progress) -> None:
        if on_event:
            on_event(Stage("", "", progress.text, progress.questions / max(1, progress.expected)))

    def tell(event: Event) -> None:
        # Until the first slice is answered: how the model loads. Then how far the search is.
        if on_event and run.slices == 0 and not isinstance(event, AnswerEvent):
            on_event(event)

    run.wait(tell_progress, on_event=tell)
    return run.partial_result()


def ground_batch(
    volumes: Sequence[str | Path],
    queries: Sequence[str],
    output_directory: str | Path,
    *,
    plane: str = "axial",
    position_mm: float | None = None,
    settings: Settings | None = None,
    search: bool = False,
    series: str = "",
    modality: str = "",
    on_progress: Callable[[int, int, BatchItem], None] | None = None,
    engine: Engine | None = None,
    picture: bool = True,
) -> BatchReport:
    """Ground many volumes into one folder each; go on after a bad one; skip what an earlier, equal run finished.

    A folder's name follows from the volume's path alone (files.result_folder_name). A volume that is given twice is
    done once. on_progress(index, count, item) is called after each volume. report.json lists what became of every one,
    those of earlier calls too. Several runs may write to one output folder: each volume is done by one of them.
    Raises UserError only where nothing could be right: bad queries, no volume, an output folder that cannot be written.
    """
    request = _checked(Request(list(queries), plane, position_mm, settings or Settings(), search, series, modality))
    if not volumes:
        raise UserError("There is no volume. Give one or more NIfTI or NRRD files or DICOM folders.")
    root = make_folder(output_directory)
    read_report(root)
    sources = unique_sources(volumes)
    worker: Engine = EngineRouter() if engine is None else engine
    report = BatchReport()
    try:
        for index, source in enumerate(sources):
            report.items.append(_ground_one(source, request, root, worker, picture))
            report.save(root)
            if on_progress:
                on_progress(index, len(sources), report.items[-1])
    finally:
        if engine is None:
            worker.close()
    return report


def unique_sources(volumes: Sequence[str | Path]) -> list[str | Path]:
    """Each volume once, as first given, however its path is written (in other letters, where case does not count)."""
    found: dict[str, str | Path] = {}
    files: set[tuple[str, int, int]] = set()
    for volume in volumes:
        try:
            path = given_path(volume)
            status = os.stat(path)
        except (OSError, ValueError):
            found.setdefault(os.fspath(volume), volume)
            continue
        same = (str(path).casefold(), status.st_dev, status.st_ino)
        if same not in files:
            files.add(same)
            found[str(path)] = volume
    return list(found.values())


def _ground_one(source: str | Path, request: Request, root: Path, engine: Engine, picture: bool) -> BatchItem:
    item = BatchItem(clean_text(str(source)), "", "done")
    try:
        path = given_path(source)
        folder = root / result_folder_name(path)
        item.folder = str(folder)
        check_source(path)
        make_folder(folder)
        with held(folder):
            _check_owner(folder, path)
            sweep(folder)
            finished = _read_result(folder)
            if finished and finished.get("request") == _comparable(path, request):
                item.status, notes = "skipped", finished.get("notes", [])
                item.unknown, item.unusable = (_queries_that_are(one, finished) for one in ("unknown", "unusable"))
            else:
                result, notes = _ground(path, request, folder, engine, None, None, picture)
                item.unknown, item.unusable = result.unknown, result.unusable
                (folder / "error.txt").unlink(missing_ok=True)
        item.message = " ".join([*notes, *_older(path, root)])
    except InUseError as error:
        item.status, item.message = "skipped", str(error)
    except UserError as error:
        item.status, item.message = "failed", str(error)
    except Exception as error:  # one volume's trouble must not cost the others
        item.status = "failed"
        item.message = f"Unexpected: {type(error).__name__}: {error}"
        with suppress(UserError):
            write_text(Path(item.folder) / "error.txt", traceback.format_exc())
            item.message += " (details in error.txt)"
    return item


def _checked(request: Request) -> Request:
    """The request with its queries as they are asked. Raises UserError."""
    check_audit(request.settings.audit)
    queries = parse_queries(clean_text("\n".join(request.queries)))
    check_counts(queries, request.settings)
    return replace(request, queries=queries)


def _read_result(folder: Path) -> dict[str, Any] | None:
    """The finished answer of a folder; None where there is none, or what is there cannot be read by anyone."""
    try:
        found = json.loads((folder / _RESULT).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else {}


def _check_owner(folder: Path, source: Path) -> None:
    """Raise UserError where a folder holds the answer for another volume, or another program's result.json."""
    found = _read_result(folder)
    if found is None:
        return
    if not str(found.get("schema", "")).startswith("misground-result"):
        raise UserError(f"{shown(folder)} holds a {_RESULT} that is not of MISGround. Give another folder.")
    asked, volume = found.get("request"), found.get("volume")
    stamp = asked.get("source") if isinstance(asked, dict) else None
    if isinstance(stamp, dict):
        if stamp.get("key") == path_key(source):
            return
        owner = stamp.get("path")
    else:
        # Of an earlier version, or exported from the panel.
        owner = stamp[0] if isinstance(stamp, list) and stamp else (volume or {}).get("source")
        if owner in (clean_text(str(source)), clean_text(os.path.realpath(source))):
            return
    raise UserError(
        f"{shown(folder)} holds the answer for another volume, {shown(str(owner))}. Give another folder, or move that "
        "answer away."
    )


def _queries_that_are(status: str, finished: dict[str, Any]) -> list[str]:
    """The queries of the answers with a status in a finished volume's result.json."""
    told = [one for one in finished.get("detections", []) if isinstance(one, dict) and one.get("status") == status]
    return list(dict.fromkeys(str(one.get("query")) for one in told))


def _asked(source: str | Path, request: Request) -> dict[str, Any]:
    """What must be equal for a finished volume to be skipped when a batch resumes."""
    return {**asdict(request), "settings": request.settings.compared(), "source": _stamp(source)}


def _comparable(source: Path, request: Request) -> Any:
    """`_asked` as it comes back from a file."""
    return json.loads(json.dumps(clean(_asked(source, request))))


def _stamp(source: str | Path) -> dict[str, Any]:
    """What changes when a file, or a file of a folder, does: its path, and name, size and time of all that is read.

    Links are followed: the content counts.
    """
    path = given_path(source)
    digest = hashlib.sha256(os.fsencode(os.path.realpath(path)))
    count = size = 0
    for file in _files_of(path):
        with suppress(OSError):
            status = file.stat()
            digest.update(os.fsencode(file.relative_to(path.parent)))
            digest.update(f"\0{status.st_size} {status.st_mtime_ns}\0".encode())
            count, size = count + 1, size + status.st_size
    return {
        "path": clean_text(str(path)),
        "key": path_key(path),
        "files": count,
        "bytes": size,
        "digest": digest.hexdigest()[:16],
    }


def _files_of(path: Path) -> list[Path]:
    """A file with those that its header may name, or all files below a folder but answers, in order."""
    if not path.is_dir():
        stem = path.name.split(".")[0]
        beside = path.parent.iterdir() if path.suffix.lower() in DETACHED else [path]
        return sorted(file for file in beside if file.name.split(".")[0] == stem)
    files: list[Path] = []
    for where, folders, names in os.walk(path):
        if {_RESULT, REPORT} & set(names) or os.path.basename(where).startswith(UNFINISHED):
            folders.clear()
            continue
        files += [Path(where, name) for name in names]
    return sorted(files)


def _older(source: Path, root: Path) -> list[str]:
    """A sentence on an answer that lies in a folder as earlier versions named it."""
    resolved = source.resolve()
    stem = re.sub(r"(\.nii\.gz|\.nii|\.nrrd|\.nhdr|\.mha|\.mhd)$", "", resolved.name)
    for name in (stem, f"{resolved.parent.name}_{stem}"):
        found = _read_result(root / name) if name else None
        asked = (found or {}).get("request")
        stamp = asked.get("source") if isinstance(asked, dict) else None
        if isinstance(stamp, list) and stamp and stamp[0] == clean_text(str(resolved)):
            return [f"The folder {name} holds this volume's answer of an earlier version; it was left as it is."]
    return []
