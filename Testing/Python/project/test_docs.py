"""README and the pages in docs/: what they link to and name is there, and every page can be found from README."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)")
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
