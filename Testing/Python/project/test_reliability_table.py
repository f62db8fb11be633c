"""docs/reliability.md: every cell has a test that is there, or says why the fault cannot happen."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TEXT = (TESTS.parents[1] / "docs" / "reliability.md").read_text(encoding="utf-8")
# What a cell may say in place of a test.
CANNOT = ("writes nothing", "A MemoryError, as of any call in the console")


def rows_after(heading):
    table = TEXT[TEXT.index(heading) :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_every_cell_names_tests_or_says_why_not():
    known = {code for code, _ in rows_after("| | |")}
    used = set()
    rows = rows_after("| fault |")
    assert len(rows) >= 12
    for fault, *cells in rows:
        assert len(cells) == 4, fault
        for cell in cells:
            codes = re.findall(r"\[([A-Z]\d+)\]", cell)
            assert codes or cell in CANNOT, (fault, cell)
            used.update(codes)
    assert used == known


def test_every_test_named_is_there():
    for _, named in rows_after("| | |"):
        file, _, name = named.strip("`").partition("::")
        assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8"), named
