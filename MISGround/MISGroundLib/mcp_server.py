"""`misground mcp`: boxes as tools of the Model Context Protocol, so that a chat agent can ask where something is.

Over stdin and stdout only: no port is opened. Whoever starts the server decides what it may touch: the folders that
volumes are read from, the folder that answers are written to, the model, and whether anything is downloaded or sent. No
tool changes any of these.
"""

import argparse
import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from MISGroundLib import __version__, console
from MISGroundLib.errors import StoppedError, UserError, clean

_INSTRUCTIONS = (
    "Finds anatomy in medical volumes (CT, MR, PET) and answers with boxes. Left and right are the patient's; "
    "coordinates are RAS in mm: right, anterior and superior are positive. A box is where a model would look, not a "
    "finding: say how sure it is, and that this is for research use only, not for clinical use. 'absent' means that "
    "the model saw no such thing, 'unknown' that it does not know the name, 'unusable' that its answer could not be "
    "read: never read unknown or unusable as absent."
)


def add_mcp_command(commands: Any) -> None:
    """Add `mcp` to the commands of `misground`."""
    from MISGroundLib.settings import GROUND

    parser = commands.add_parser("mcp", help="serve boxes to chat agents (Model Context Protocol, stdin and stdout)")
    parser.add_argument(
        "--volumes",
        action="append",
        type=console.path,
        metavar="DIR",
        help="a folder that volumes may be read from; repeat (default: whatever you may read)",
    )
    parser.add_argument(
        "--out", type=console.path, metavar="DIR", help="the folder below which answers may be written (default: none)"
    )
    parser.add_argument("--no-picture", action="store_true", help="write no views.png, which takes seconds")
    console.add_settings(parser, GROUND)
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    from MISGroundLib.audit import check_audit
    from MISGroundLib.engine.router import EngineRouter, check_model
    from MISGroundLib.files import check_source, make_folder

    settings = console.settings_from(options)
    check_model(settings.model, settings.allow_remote)
    check_audit(settings.audit)
    volumes = [check_source(folder, scan=False) for folder in options.volumes or ()]
    out = None if options.out is None else make_folder(options.out)
    make_server = _server_class()
    engine = EngineRouter()
    desk = Desk(engine, settings, volumes, out, not options.no_picture)
    try:
        engine.warm_up(settings.model, settings.device)
        server(desk, make_server).run("stdio")
    finally:
        desk.close()
        engine.close()
    return console.EXIT_OK


def _server_class() -> Any:
    try:
        from mcp.server import MCPServer
    except ImportError as error:
        raise UserError(
            f"The Python package mcp is missing or too old ({error}). Install it with: pip install 'misground[mcp]'"
        ) from error
    return MCPServer


class Desk:
    """Answers one request after the other, in one thread of its own: a scene belongs to the thread that made it."""

    def __init__(self, engine: Any, settings: Any, volumes: list[Path], out: Path | None, picture: bool = True) -> None:
        """Nothing is asked yet.

        Args:
            engine: What answers.
            settings: Of every request, but for scope and budget.
            volumes: The folders that may be read from; none for all.
            out: The folder below which may be written, or None.
            picture: Whether answers in a folder get views.png.
        """
        self._engine, self._settings, self._volumes, self._out = engine, settings, volumes, out
        self._picture = picture
        self._thread = ThreadPoolExecutor(1, "misground")

    def close(self) -> None:
        """Take no more requests."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def ask(
        self, volume: str, queries: list[str], folder: str, tell: Callable[[float, str], Any], **where: Any
    ) -> dict[str, Any]:
        """Ground a volume as `ground_file` does; the answer as a tool gives it. A cancelled request stops the model.

        tell: awaited with how far it is (0 to 1) and a word on it. where: scope, plane, position_mm, series, modality,
        budget. Raises UserError.
        """
        loop, stop = asyncio.get_running_loop(), threading.Event()

        def on_event(event: Any) -> None:
            if stop.is_set():
                raise StoppedError
            fraction = getattr(event, "fraction", None)
            if fraction is not None:
                asyncio.run_coroutine_threadsafe(tell(fraction, event.message or event.stage), loop)

        source, target = self._readable(volume), self._writable(folder)
        work = loop.run_in_executor(self._thread, self._ground, source, queries, target, on_event, where)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            stop.set()
            raise

    async def export(self, answer: str, forms: list[str], folder: str, dicom: str, volume: str) -> dict[str, Any]:
        """Write an answer's boxes and points into a folder below --out; tells the files. Raises UserError."""
        source, target = self._writable(answer), self._writable(folder)
        if source is None or target is None:
            raise UserError("Name the folder of an answer (ground's folder), and the folder to write into.")
        series = self._readable(dicom) if dicom else None
        work = asyncio.get_running_loop().run_in_executor(
            self._thread, self._export, source, forms, target, series, volume
        )
        return await asyncio.shield(work)

    @staticmethod
    def _export(source: Path, forms: list[str], target: Path, dicom: Path | None, volume: str) -> dict[str, Any]:
        from MISGroundLib.cli_export import export_answer
        from MISGroundLib.files import check_source

        files = export_answer(check_source(source, scan=False), forms, target, dicom, volume)
        return {"files": [str(file) for file in files]}

    def models(self) -> dict[str, Any]:
        """What the tool `models` tells."""
        from MISGroundLib.settings import EMBEDDED_MODEL
        from MISGroundLib.vlm.mini import embedded_profile

        chosen = self._settings.model
        known = list(embedded_profile().known)
        told: dict[str, Any] = {"answers": chosen, "embedded": EMBEDDED_MODEL, "embedded_knows": known}
        if chosen != EMBEDDED_MODEL:
            told["note"] = f"{chosen} is asked in the words of the query: it has no list of names."
        return told

    def _ground(
        self, source: Path, queries: list[str], folder: Path | None, on_event: Any, where: dict[str, Any]
    ) -> dict[str, Any]:
        from MISGroundLib.batch import Request, ground_file
        from MISGroundLib.files import PrivateFolder

        try:
            settings = replace(self._settings, scope=where.pop("scope"), budget=where.pop("budget"))
        except ValueError as error:
            raise UserError(f"{error}.") from error
        request = Request(queries, settings=settings, **where)
        if folder is not None:
            result, notes = ground_file(source, request, folder, self._engine, on_event=on_event, picture=self._picture)
            return {**_answer(result, notes), "files": sorted(str(path) for path in folder.iterdir())}
        with PrivateFolder("misground-mcp-") as private:
            result, notes = ground_file(source, request, private, self._engine, on_event=on_event, picture=False)
        return _answer(result, notes)

    def _readable(self, volume: str) -> Path:
        path = Path(volume).expanduser().resolve()
        if self._volumes and not any(path.is_relative_to(folder.resolve()) for folder in self._volumes):
            allowed = ", ".join(map(str, self._volumes))
            raise UserError(f"{path} may not be read: this server was started for volumes in {allowed}.")
        return path

    def _writable(self, folder: str) -> Path | None:
        if not folder:
            return None
        if self._out is None:
            raise UserError("Nothing may be written: start the server with --out DIR, or leave the folder out.")
        path = (self._out / folder).resolve()
        if not path.is_relative_to(self._out.resolve()):
            raise UserError(f"{path} may not be written: give the name of a folder below {self._out}.")
        return path


def server(desk: Desk, make_server: Any) -> Any:
    """The tools."""
    from mcp.server.mcpserver import Context
    from mcp.server.mcpserver.exceptions import ToolError

    made = make_server("misground", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")

    @made.tool()
    async def ground(
        context: Context,
        volume: str,
        queries: list[str],
        scope: str = "volume",
        plane: str = "axial",
        position_mm: float | None = None,
        series: str = "",
        modality: str = "",
        budget: int = 0,
        folder: str = "",
    ) -> dict[str, Any]:
        """Find anatomy in a volume, and return a box for each target that is there.

        Args:
            volume: Path of a NIfTI or NRRD file, or of a folder with a DICOM series.
            queries: What to look for, e.g. "left kidney", "liver", in English, German, French, Spanish or Chinese.
            scope: "volume" searches all of it for one 3D box a target; "slice" asks about one slice.
            plane: Of a slice: "axial", "coronal" or "sagittal".
            position_mm: Of a slice: its S, A or R coordinate in RAS mm; left out: the middle.
            series: Of a DICOM folder with several series: number, UID or description.
            modality: "CT", "MR", ... in place of what the file says.
            budget: The most questions that a search asks; 0: as many as it takes.
            folder: A name below the server's --out: result.json, boxes.mrk.json and scene.mrb (for 3D Slicer) and
                views.png are written there. Left out: nothing stays on the disk.
        """

        async def tell(fraction: float, message: str) -> None:
            await context.report_progress(fraction, 1.0, message)

        where = {"scope": scope, "plane": plane, "position_mm": position_mm, "series": series, "modality": modality}
        try:
            return await desk.ask(volume, queries, folder, tell, budget=budget, **where)
        except ValueError as error:
            raise ToolError(str(error)) from error

    @made.tool()
    async def export(
        answer: str, forms: list[str], folder: str, dicom: str = "", volume_name: str = ""
    ) -> dict[str, Any]:
        """Write the boxes and points of an answer to files. Nothing is asked of the model again.

        Args:
            answer: The folder that `ground` wrote this answer into: its name below the server's --out.
            forms: One or more of "markups" (for 3D Slicer), "csv", "json", "sr" (DICOM SR, TID 1500; needs a DICOM
                volume and a box), "html" (a page with pictures).
            folder: Where to: a name below the server's --out; may be that of the answer.
            dicom: Of "sr": the folder of the volume's DICOM files, where they are not at their former place.
            volume_name: Of a scene with boxes of several volumes the name of one.
        """
        try:
            return await desk.export(answer, forms, folder, dicom, volume_name)
        except ValueError as error:
            raise ToolError(str(error)) from error

    @made.tool()
    def models() -> dict[str, Any]:
        """The model that answers, and the structures that the embedded model knows by name."""
        return desk.models()

    return made


def _answer(result: Any, notes: list[str]) -> dict[str, Any]:
    """A result in few words: what an agent says, and where the boxes lie."""
    image = getattr(result, "slice_image", None)
    volume, answers = (result.volume, result.extents) if image is None else (image.volume, result.detections)
    told = {
        "volume": {"name": volume.name, "modality": volume.modality, "modality_known_from": volume.modality_source},
        "scope": "volume" if image is None else f"{image.grid.plane} slice at {image.grid.position_text}",
        "model": {"name": result.model.get("name", ""), "revision": result.model.get("revision", "")},
        "answers": [_told(one) for one in answers],
        "notes": notes,
        "use": "For research use only. Not for clinical use.",
    }
    return dict(clean(told))


def _told(answer: Any) -> dict[str, Any]:
    box = answer.box_ras if hasattr(answer, "box_ras") else answer.box
    told = {
        "query": answer.query,
        "label": answer.label,
        "status": answer.status,
        "confidence": answer.score if hasattr(answer, "score") else answer.confidence,
        "unsure": answer.is_unsure,
        "remarks": [*getattr(answer, "problems", ()), *answer.notes],
    }
    if hasattr(answer, "facts"):
        told["summary"] = answer.summary()
    if box is not None:
        corners = box.corners_ras()
        told["box_ras_mm"] = {
            "center": [round(float(value), 2) for value in box.center_ras],
            "size": [round(float(value), 2) for value in box.size_mm],
            "lowest": [round(float(value), 2) for value in corners.min(axis=0)],
            "highest": [round(float(value), 2) for value in corners.max(axis=0)],
        }
    return told
