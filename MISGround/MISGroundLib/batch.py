"""Ground whole volumes from files and write what was found: the core of the command line and of `groundBatch`.

A volume's folder gets result.json, boxes.mrk.json, scene.mrb and views.png; result.json is written last, so that its
presence says that the volume is done.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from MISGroundLib.engine.protocol import Event
from MISGroundLib.engine.router import EngineRouter
from MISGroundLib.errors import UserError
from MISGroundLib.files import write_text
from MISGroundLib.grounding import Engine, GroundingResult, GroundingRun, Settings, parse_queries
from MISGroundLib.search import best_position, finish
from MISGroundLib.slices import SliceImage, check_picture, standard_grid

OnEvent = Callable[[Event], None]


@dataclass
class Request:
    """What is asked of a volume. position_mm: RAS coordinate (S axial, A coronal, R sagittal); None: the middle.

    search: instead, of some slices through the volume the one in which most is found (search.py).
    """

    queries: list[str]
    plane: str = "axial"
    position_mm: float | None = None
    settings: Settings = field(default_factory=Settings)
    search: bool = False


@dataclass
class BatchItem:
    """What became of one volume. status: done, skipped (finished before) or failed; message in plain words."""

    volume: str
    folder: str
    status: str
    message: str = ""


@dataclass
class BatchReport:
    """What became of every volume, in order."""

    items: list[BatchItem] = field(default_factory=list)

    def count(self, status: str) -> int:
        """How many volumes have a status."""
        return sum(item.status == status for item in self.items)

    def summary(self) -> str:
        """One line for a person."""
        return f"{self.count('done')} done, {self.count('skipped')} skipped, {self.count('failed')} failed"

    def save(self, folder: Path) -> None:
        """Write report.json. Raises UserError where the folder cannot be written or the disk is full."""
        write_text(folder / "report.json", json.dumps([asdict(item) for item in self.items], indent=1))


def ground_file(
    source: str | Path,
    request: Request,
    output: str | Path,
    engine: Engine,
    *,
    on_event: OnEvent | None = None,
    on_result: Callable[[GroundingResult], None] | None = None,
    picture: bool = True,
) -> tuple[GroundingResult, list[str]]:
    """Ground one volume file or DICOM folder and write its four files. Returns the result and notes for the user.

    on_result is told the answer before anything is written, so that a full disk cannot lose it.
    Raises UserError for a volume, a position or a query that cannot be used, and for a full disk. Where the picture
    cannot be drawn, a note says why and the other files are written all the same.
    """
    from MISGroundLib.scene import export, views
    from MISGroundLib.scene.private import private_scene
    from MISGroundLib.scene.reslice import slice_image
    from MISGroundLib.scene.rois import draw
    from MISGroundLib.scene.volumes import add_volume_node, read_volume

    queries = parse_queries("\n".join(request.queries))
    output = Path(output)
    output.mkdir(parents=True, exist_ok=True)
    loaded = read_volume(source)
    notes = list(loaded.notes)
    where = (loaded.ijk_to_ras, loaded.info.shape_ijk, request.plane)
    grid = standard_grid(*where, request.position_mm)
    with private_scene() as scene:
        volume_node = add_volume_node(scene, loaded)
        if request.search:

            def picture_at(position_mm: float) -> SliceImage:
                return slice_image(volume_node, standard_grid(*where, position_mm), request.settings.window)

            best = best_position(*where, picture_at, engine, queries, request.settings, on_event)
            grid = standard_grid(*where, best)
        image = slice_image(volume_node, grid, request.settings.window)
        check_picture(image)
        result = finish(GroundingRun(engine, image, queries, request.settings), on_event)
        if on_result:
            on_result(result)
        rois = draw(scene, result, volume_node)
        export.save_markups(rois, output / "boxes.mrk.json")
        export.save_scene(scene, output / "scene.mrb", result.slice_image.grid)
    if picture:
        try:
            views.render(output / "scene.mrb", output / "views.png")
        except UserError as error:
            notes.append(str(error))
    document = {"request": _asked(source, request), **result.to_json(), "notes": notes}
    write_text(output / "result.json", json.dumps(document, indent=1, allow_nan=False))
    return result, notes


def ground_batch(
    volumes: Sequence[str | Path],
    queries: Sequence[str],
    output_directory: str | Path,
    *,
    plane: str = "axial",
    position_mm: float | None = None,
    settings: Settings | None = None,
    search: bool = False,
    on_progress: Callable[[int, int, BatchItem], None] | None = None,
    engine: Engine | None = None,
    picture: bool = True,
) -> BatchReport:
    """Ground many volumes into one folder each; go on after a bad one; skip what an earlier, equal run finished.

    on_progress(index, count, item) is called after each volume. report.json lists what became of every one.
    Raises UserError only where nothing could be right: bad queries, no volume, an output folder that is a file.
    """
    request = Request(parse_queries("\n".join(queries)), plane, position_mm, settings or Settings(), search)
    if not volumes:
        raise UserError("There is no volume. Give one or more NIfTI or NRRD files or DICOM folders.")
    root = Path(output_directory)
    if root.exists() and not root.is_dir():
        raise UserError(f"{root} is a file. Give a folder for the answers.")
    root.mkdir(parents=True, exist_ok=True)
    own_engine = engine is None
    worker: Engine = EngineRouter() if engine is None else engine
    report = BatchReport()
    try:
        for index, (source, folder) in enumerate(zip(volumes, _folders(volumes, root), strict=True)):
            item = _ground_one(source, request, folder, worker, picture)
            report.items.append(item)
            report.save(root)
            if on_progress:
                on_progress(index, len(volumes), item)
    finally:
        if own_engine:
            worker.close()
    return report


def _ground_one(source: str | Path, request: Request, folder: Path, engine: Engine, picture: bool) -> BatchItem:
    item = BatchItem(str(source), str(folder), "done")
    if _is_finished(folder, source, request):
        item.status = "skipped"
        return item
    try:
        _, notes = ground_file(source, request, folder, engine, picture=picture)
        item.message = " ".join(notes)
    except UserError as error:
        item.status, item.message = "failed", str(error)
    except Exception as error:  # one volume's trouble must not cost the others
        item.status = "failed"
        item.message = f"Unexpected: {type(error).__name__}: {error} (details in error.txt)"
        write_text(folder / "error.txt", traceback.format_exc())
    return item


def _is_finished(folder: Path, source: str | Path, request: Request) -> bool:
    try:
        done = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(done.get("request") == json.loads(json.dumps(_asked(source, request))))


def _asked(source: str | Path, request: Request) -> dict[str, Any]:
    """What must be equal for a finished volume to be skipped when a batch resumes."""
    asked = asdict(request)
    # A permission changes no answer.
    del asked["settings"]["allow_remote"]
    return {**asked, "source": _stamp(source)}


def _stamp(source: str | Path) -> list[Any]:
    """What changes when a file, or a file of a folder, does: path, and name, size and time of every file."""
    path = Path(source).resolve()
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    stats = [(file.name, file.stat()) for file in files if file.exists()]
    return [str(path), [[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats]]


def _folders(volumes: Sequence[str | Path], root: Path) -> list[Path]:
    """One folder a volume, named after it; doubles get the parent folder's name, then a number."""
    folders: list[Path] = []
    for volume in volumes:
        path = Path(volume).resolve()
        stem = re.sub(r"(\.nii\.gz|\.nii|\.nrrd|\.nhdr|\.mha|\.mhd)$", "", path.name) or "volume"
        names = [stem, f"{path.parent.name}_{stem}"]
        names += [f"{names[1]}_{number}" for number in range(2, len(volumes) + 2)]
        folders.append(next(root / name for name in names if root / name not in folders))
    return folders
