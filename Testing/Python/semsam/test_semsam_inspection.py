"""The inspection of a neighbour graph: counted right, told in text and on a page."""

import re
from html.parser import HTMLParser

import pytest
import torch

from MISGroundLib.cli import main
from MISGroundLib.semsam.graph import NeighbourGraph
from MISGroundLib.semsam.inspection import as_html, as_text, inspect_graph

TEXTS = ["left", " Left", "right", "liver", "<b>", "up"]
CONTRASTS = [("left", "right"), ("up", "down")]


def a_graph():
    """left - right and liver; " Left" - left; right - left; liver - left; "<b>" is no content; up alone."""
    ids = [[0, 2, 3], [1, 0, 1], [2, 0, 2], [3, 0, 3], [4, 4, 4], [5, 5, 5]]
    weights = [[1, 0.5, 0.25], [1, 0.75, 0], [1, 0.5, 0], [1, 0.25, 0], [1, 0, 0], [1, 0, 0]]
    content = torch.tensor([True, True, True, True, False, True])
    return NeighbourGraph(torch.tensor(ids), torch.tensor(weights), content)


@pytest.fixture
def found():
    return inspect_graph(a_graph(), TEXTS, CONTRASTS, ["left", "liver", "spleen", "left"])


def test_counts_what_the_graph_holds(found):
    assert (found.vocabulary, found.content, found.k) == (6, 5, 3)
    assert found.in_degree == [3, 0, 1, 1, 0]
    assert found.hubs[0] == ("left", 3)
    assert found.top_share == pytest.approx(3 / 5)
    assert found.skewness > 0.9
    left_right, up_down = found.contrasts
    assert (left_right.tokens, left_right.with_opposite, left_right.highest) == (3, 2, 0.5)
    assert (up_down.tokens, up_down.with_opposite, up_down.highest) == (1, 0, 0.0)
    assert [(word.token, word.nearest) for word in found.words] == [
        ("left", [("right", 0.5), ("liver", 0.25)]),
        ("liver", [("left", 0.25)]),
    ]
    assert found.spelled == ["spleen"]


def test_text_and_page_say_the_same(found):
    text, page = as_text("a model", found), as_html("a <model>", found)
    for said in ("2 of 4 (50 %)", "left / right", "spleen"):
        assert said in text
        assert said in page
    assert "<model>" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page.count("<svg") == page.count("</svg>") == 2

    balance = Balance()
    balance.feed(page)
    assert balance.open == []


class Balance(HTMLParser):
    """Every element that opens closes again."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_command_inspects_the_embedded_model(tmp_path, capsys):
    assert main(["semsam", "inspect", "misground-mini", "--neighbours", "4"]) == 0
    text = capsys.readouterr().out
    assert re.search(r"content tokens: [\d,]{3,}", text)
    assert "(K): 4" in text
    assert (
        main(["semsam", "inspect", "misground-mini", "--graph", "no-contrasts", "--out", str(tmp_path / "a.html")]) == 0
    )
    assert "0 of" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_command_tells_what_is_wrong(capsys):
    assert main(["semsam", "inspect", "nowhere/at-all"]) == 2
    assert main(["semsam", "inspect", "misground-mini", "--neighbours", "0"]) == 2
    assert "k is 0: give 1 or more" in capsys.readouterr().err
