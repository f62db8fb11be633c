"""README and the pages in docs/: what they link to and name is there, and every page can be found from README."""

import functools
import re
from pathlib import Path

import pytest
import translations

ROOT = Path(__file__).resolve().parents[3]
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
OTHER_PAGES = sorted(page for folder in ("training", "benchmarks", "Testing") for page in (ROOT / folder).rglob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)")
# What the tutorial names beside the panel's own words: Slicer's modules and samples, ours in Sample Data, and keys.
IN_SLICER = {"Sample Data", "MISGround", "MISGroundCTAAbdomen", "MISGroundCTChest", "MISGroundMRHead", "CTCardioSeq"}
KEYS = {"Ctrl+Enter", "Esc"}
# Cells of the comparison that need no source: nothing was found, or Slicer itself does it.
SILENT = ("not said", "no", "no text", "no such question", "Segment Editor")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_commands_name_what_is_there(page):
    text = page.read_text(encoding="utf-8")
    links = [link for link in LINK.findall(text) if not link.startswith("http")]
    assert not [link for link in links if not (page.parent / link).exists()]
    assert not [name for name in re.findall(r"\bbenchmarks/\w+\.py", text) if not (ROOT / name).is_file()]
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M))
    commands = re.findall(r"(?:^    |`)make ([a-z-]+)", text, re.M)
    assert set(commands) <= targets


@pytest.mark.parametrize("page", [*PAGES, *OTHER_PAGES], ids=lambda page: f"{page.parent.name}/{page.name}")
def test_each_link_leads_to_a_file_and_a_heading(page):
    text = without_code(page)
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"^\[[^\]]+\]: (\S+)", text, re.M)
    for file, _, anchor in (link.partition("#") for link in links if not re.match(r"https?:|mailto:", link)):
        target = page.parent / file if file else page
        assert target.exists(), file
        assert not anchor or anchor in anchors(target), f"{file}#{anchor}"


@pytest.mark.parametrize("page", [*PAGES, *OTHER_PAGES], ids=lambda page: f"{page.parent.name}/{page.name}")
def test_each_source_file_that_a_page_names_is_there(page):
    """With its folders where the page gives them."""
    named = re.findall(r"`([\w./-]+\.py)\b", page.read_text(encoding="utf-8"))
    assert [name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in source_files())] == []


@functools.cache
def source_files():
    folders = ("MISGround", "Testing", "training", "benchmarks")
    below = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.py"), *below]]


def without_code(page):
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


@functools.cache
def anchors(page):
    """As GitHub makes them of headings: small letters, spaces as hyphens, no other signs."""
    headings = re.findall(r"^#+ (.+)$", without_code(page), re.M)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings]
    return [re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain]


def test_the_tutorial_calls_everything_by_the_name_that_the_panel_shows():
    """What is bold there is a button, a field, a section or a word of the panel, or stands in Slicer."""
    shown = {text.rstrip(":") for _, text in translations.panel_texts()}
    tutorial = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    named = {" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", tutorial, re.S)}
    assert len(named) > 20
    assert named - shown - IN_SLICER - KEYS == set()


def test_every_page_is_reached_from_readme():
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            links = LINK.findall(page.read_text(encoding="utf-8"))
            waiting += [
                path for link in links if (path := (page.parent / link).resolve()).suffix == ".md" and path.is_file()
            ]
    assert set(PAGES) <= reached


def test_readme_stays_short():
    assert len(README.read_text(encoding="utf-8").splitlines()) < 150


def test_the_comparison_cites_a_source_for_each_claim_and_a_test_for_each_of_ours():
    text = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
    tests = re.findall(r"`([\w/]+/test_\w+\.py)(?:::(\w+))?`", text)
    assert len(tests) >= 15
    for file, name in tests:
        source = (ROOT / "Testing" / "Python" / file).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in source, f"{file}::{name}"
    sources = dict(re.findall(r"^\[(\w+)\]: (https://\S+)$", text, re.M))
    table = text.partition("| --- |")[2].partition("\n\n")[0].splitlines()[1:]
    for row in table:
        for cell in row.strip("|").split(" | ")[2:]:
            cited = re.findall(r"\]\[(\w+)\]", cell)
            silent = cell.strip(" |") in SILENT
            assert silent or (cited and set(cited) <= set(sources)), f"{cell} in {row}"
