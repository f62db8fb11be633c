"""The house that docs/architecture.md describes: files of one idea and a name of their own, a face for every package,
and two walks through the code whose every step is there."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MODULE = ROOT / "MISGround"
LIBRARY = MODULE / "MISGroundLib"
FILES = sorted(LIBRARY.rglob("*.py"))
SHORT_ONES = ("__init__", "__main__")
WALKS = ("One query, from key press to box", "One benchmark question, from label map to report")
# The house was rebuilt with 85 files; what came after, by what it is for. A new file needs a place here.
CAME_AFTER = {
    "whole volumes and sequences": (
        "extent/",
        "panel/answers.py",
        "panel/volume_search.py",
        "scene/segments.py",
        "scene/sequence_items.py",
        "scene/sequences.py",
        "panel/handover.py",
    ),
    "working with answers": (
        "anatomy/completion.py",
        "panel/answer_actions.py",
        "panel/answer_text.py",
        "panel/box_watch.py",
        "panel/contracts.py",
        "panel/known_list.py",
        "panel/query_history.py",
        "panel/results_table.py",
        "panel/suggestions.py",
        "scene/box_folders.py",
        "scene/box_history.py",
        "scene/box_review.py",
    ),
    "exports": (
        "anatomy/terminology.py",
        "cli_export.py",
        "panel/export_menu.py",
        "scene/box_records.py",
        "scene/dicom_report.py",
        "scene/dicom_source.py",
        "scene/findings_page.py",
    ),
    "models": (
        "cli_models.py",
        "models/",
        "panel/model_manager.py",
        "vlm/checkpoints.py",
        "vlm/known_families.py",
        "vlm/memory.py",
        "vlm/molmo_pictures.py",
        "vlm/precision.py",
        "vlm/segmenting.py",
    ),
    "what models are told": ("anatomy/descriptions.py", "bench/question_impossible.py", "vlm/frames.py"),
    "audit, agents, languages": (
        "audit.py",
        "mcp_server.py",
        "panel/audit_choice.py",
        "panel/startup.py",
        "panel/wording.py",
        "scene/dicom_places.py",
        "scene/file_bytes.py",
    ),
    "several volumes, two visits, counting": (
        *(
            "anatomy/askings.py",
            "batch_report.py",
            "counting.py",
            "cli_compare.py",
            "panel/study_run.py",
            "panel/study_section.py",
            "scene/fiducials.py",
            "scene/study_answers.py",
            "vlm/points.py",
            "visits/",
        ),
    ),
    "headers against their geometry": ("scene/dicom_attributes.py", "scene/dicom_claims.py"),
}
# `file.py`, `function` or `Class.method`, as the walks write it; a list may break between the two.
PLACE = re.compile(r"`([\w/]+\.py)`,\s+`([\w.]+)`")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_a_file_is_neither_a_crumb_nor_a_heap(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 450
    assert lines >= 40 or path.stem in SHORT_ONES


def test_no_two_files_have_one_name():
    names = Counter(path.name for path in [*FILES, MODULE / "MISGround.py"] if path.stem != "__init__")
    assert not [name for name, count in names.items() if count > 1]


def test_the_library_has_85_files_beside_those_that_came_after():
    after = tuple(name for names in CAME_AFTER.values() for name in names)
    counted = [path.relative_to(LIBRARY).as_posix() for path in FILES]
    assert len([path for path in counted if not path.startswith(after)]) <= 85
    assert not [name for name in after if not (LIBRARY / name).exists()]


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=lambda path: path.name)
def test_a_package_says_what_it_is_for_and_what_it_may_import(folder):
    face = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len(re.findall(r"[.:]\s+(?=[A-Z`])|\.$", face)) >= 2
    assert re.search(r"\bmay import\b", face, re.IGNORECASE)


def steps(title):
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = page.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\d+\. .*(?:\n {2,}.*)*", section, re.MULTILINE)


@cache
def defined_in(path):
    """Every function, class and method of a file, by its dotted name."""

    def names(body, prefix=""):
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield prefix + node.name
                yield from names(node.body, f"{prefix}{node.name}.") if isinstance(node, ast.ClassDef) else ()

    return set(names(ast.parse(path.read_text(encoding="utf-8")).body))


@pytest.mark.parametrize("title", WALKS)
def test_a_walk_has_12_steps_at_most_and_each_is_in_the_code(title):
    listed = steps(title)
    assert 5 <= len(listed) <= 12
    for number, step in enumerate(listed, start=1):
        assert step.startswith(f"{number}. `") and PLACE.match(step, len(f"{number}. ")), step
        for file, name in PLACE.findall(step):
            path = MODULE / file if file == "MISGround.py" else LIBRARY / file
            assert path.is_file(), step
            assert name in defined_in(path), step


def test_the_table_of_the_house_names_what_is_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = page.partition("## The house\n")[2].partition("\n## ")[0]
    named = {name for row in rows.splitlines() if row.startswith("|") for name in re.findall(r"`([\w*/]+\.py)`", row)}
    everywhere = {path.name for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    for name in named:
        pattern = re.compile(re.escape(Path(name).name).replace(r"\*", r"\w*"))
        assert any(pattern.fullmatch(there) for there in everywhere), name
    tops = {path.relative_to(LIBRARY).parts[0] for path in FILES} - {"__init__.py"}
    patterns = [re.compile(re.escape(one).replace(r"\*", r"\w*")) for one in re.findall(r"`([\w*]+(?:\.py|/))`", rows)]
    for top in tops:
        assert any(one.fullmatch(top if top.endswith(".py") else f"{top}/") for one in patterns), top
