"""The import rules of docs/architecture.md, read off every file with ast."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = ROOT / "MISGround" / "MISGroundLib"

# A part may import the parts in its set (and itself).
CORE = {"counting", "geometry", "sides", "anatomy", "errors", "files", "greyvalues", "slices", "settings"}
ALLOWED = {
    "errors": set(),
    "files": {"errors"},
    "geometry": set(),
    "anatomy": {"errors", "files"},
    "counting": {"anatomy", "errors", "geometry", "settings"},
    "greyvalues": {"errors"},
    "slices": {"errors", "geometry", "sides"},
    "settings": {"errors", "slices"},
    "audit": {"errors", "files", "grounding", "extent"},
    "sides": {"anatomy", "errors", "geometry", "slices"},
    "semsam": CORE,
    "vlm": CORE | {"semsam", "engine.protocol"},
    "engine": CORE | {"vlm", "semsam"},
    "models": CORE | {"engine.client", "engine.protocol", "vlm"},
    "grounding": CORE | {"engine"},
    "extent": CORE | {"engine.protocol", "grounding"},
    "visits": CORE | {"grounding"},
    "scene": CORE | {"grounding", "extent", "visits"},
    "batch": CORE | {"audit", "batch_report", "grounding", "extent", "engine", "scene"},
    "batch_report": {"errors", "files"},
    "bench": CORE | {"grounding", "engine", "scene"},
    "__main__": {"cli"},
    "console": {"errors", "settings"},
    "cli": CORE
    | {"console", "grounding", "extent", "engine", "scene", "batch", "batch_report", "vlm", "semsam"}
    | {"mcp_server", "cli_bench", "cli_compare", "cli_export", "cli_models"},
    "mcp_server": CORE | {"console", "audit", "batch", "cli_export", "engine", "vlm"},
    "cli_models": CORE | {"console", "models", "vlm"},
    "cli_bench": CORE | {"console", "engine", "bench"},
    "cli_compare": CORE | {"console", "grounding", "engine", "scene", "batch", "batch_report", "visits"},
    "cli_export": CORE | {"console", "scene"},
    "panel": CORE
    | {"audit", "grounding", "extent", "engine", "scene", "batch", "bench", "models", "vlm.folders", "vlm.memory"}
    | {"batch_report", "visits"},
}
# Of the benchmark, a file's first word is its room; what it may import of bench beside its own room.
BENCH_ROOMS = {
    "case": {"question_file"},
    "question": {"case", "option_reading"},
    "run": {"question", "option_reading"},
    "score": {"question_file", "question_wording", "run_folder"},
    "report": {"question_file", "question_pictures", "run_folder", "score"},
    "trust": {"question_file"},
    "option": set(),
}
HEAVY = {"torch": {"vlm", "semsam"}, "transformers": {"vlm", "semsam"}}
SLICER = {name: {"scene", "panel"} for name in ("slicer", "vtk", "vtkmodules", "qt", "ctk")}
MODULE_FILE_MAY_IMPORT = {"slicer", "qt", "ctk", "vtk", "numpy", "SimpleITK", "MISGroundLib"}

FILES = sorted(LIBRARY.rglob("*.py"))


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide what a file may touch"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def imported_by(path: Path) -> set[str]:
    return imported(ast.parse(path.read_text()))


def part_of(path: Path) -> str:
    return path.relative_to(LIBRARY).parts[0].removesuffix(".py")


def room_of(module: str) -> str:
    room = module.partition("_")[0]
    return "case" if room == "cases" else room


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_imports_run_one_way(path):
    part = part_of(path)
    if part == "__init__":
        return
    allowed = ALLOWED[part] | {part}
    for name in imported_by(path):
        if not name.startswith("MISGroundLib."):
            continue
        target = name.removeprefix("MISGroundLib.")
        if target == "__version__":
            continue
        assert any(target == entry or target.startswith(entry + ".") for entry in allowed), f"{part} imports {name}"


@pytest.mark.parametrize("path", [path for path in FILES if part_of(path) == "bench"], ids=lambda path: path.stem)
def test_rooms_of_the_benchmark_run_one_way(path):
    names = imported_by(path)
    if path.stem == "__init__":
        assert not names
        return
    room = room_of(path.stem)
    for name in names:
        if not name.startswith("MISGroundLib.bench."):
            continue
        target = name.split(".")[2]
        assert {target, room_of(target)} & (BENCH_ROOMS[room] | {room}), f"{path.stem} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_slicer_and_torch_stay_in_their_parts(path):
    for name in imported_by(path):
        top = name.split(".")[0]
        for parts in (HEAVY.get(top), SLICER.get(top)):
            assert parts is None or part_of(path) in parts, f"{part_of(path)} imports {name}"


def test_the_module_file_imports_at_file_scope_only_what_every_slicer_has():
    tree = ast.parse((ROOT / "MISGround" / "MISGround.py").read_text())
    top_level = ast.Module([n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)], [])
    for name in imported(top_level):
        top = name.split(".")[0]
        assert top in MODULE_FILE_MAY_IMPORT or top in sys.stdlib_module_names, name


def test_the_module_file_is_thin():
    assert len((ROOT / "MISGround" / "MISGround.py").read_text().splitlines()) <= 310


def test_what_the_panel_imports_needs_nothing_that_it_installs_later():
    """The module must open in a Slicer that has none of requirements.txt yet."""
    named = (LIBRARY.parent / "Resources" / "requirements.txt").read_text().splitlines()
    wanted = {re.split(r"[<>=!~\[ ]", line)[0].casefold() for line in named if line and not line.startswith("#")}
    later = wanted - {"numpy", "packaging", "simpleitk"} | {"PIL"}
    panel = [ast.parse(path.read_text()) for path in (LIBRARY / "panel").glob("*.py")]
    direct = {
        node.module
        for tree in panel
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("MISGroundLib")
    }
    free = sorted(name for name in direct if not name.startswith(("MISGroundLib.panel", "MISGroundLib.scene")))
    code = (
        "import sys\n"
        "class Later:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] in {later!r}: raise ImportError(name)\n"
        f"sys.meta_path.insert(0, Later()); sys.path.insert(0, {str(LIBRARY.parent)!r})\n"
        f"import {', '.join(free)}\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
