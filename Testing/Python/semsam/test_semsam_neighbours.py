"""The neighbour graph: exact, and the same from the cache."""

import logging

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.semsam import graph as graphs
from MISGroundLib.semsam import graph_files
from MISGroundLib.semsam.graph import build_graph


def brute_force(table, content, k):
    """Per row: the ids by falling cosine, equal ones by id, itself first; and the weights."""
    unit = torch.nn.functional.normalize(table.double(), dim=1)
    rows = content.nonzero().squeeze(1).tolist()
    ids, weights = [], []
    for row in range(len(table)):
        others = [other for other in rows if other != row] if content[row] else []
        ranked = sorted(others, key=lambda other, row=row: (-float((unit[row] * unit[other]).sum()), other))[: k - 1]
        cosines = [1.0] + [max(0.0, float(unit[row] @ unit[other])) for other in ranked]
        padding = k - 1 - len(ranked)
        ids.append([row, *ranked, *[row] * padding])
        weights.append([*cosines, *[0.0] * padding])
    return torch.tensor(ids), torch.tensor(weights)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(2, 16), st.integers(1, 20), st.integers(0, 2**31), st.floats(0.2, 1.0))
def test_the_graph_equals_brute_force(size, width, k, seed, share):
    generator = torch.Generator().manual_seed(seed)
    table = torch.randn(size, width, generator=generator)
    content = torch.rand(size, generator=generator) < share
    graph = build_graph(table, content, k)
    ids, weights = brute_force(table, content, k)
    assert torch.equal(graph.ids, ids)
    assert torch.allclose(graph.weights, weights.float(), atol=1e-3)
    assert torch.equal(graph.weights[:, 0], torch.ones(size))


def test_blocks_do_not_change_the_graph(monkeypatch):
    table = torch.randn(500, 8)
    content = torch.ones(500, dtype=torch.bool)
    whole = build_graph(table, content, 6)
    monkeypatch.setattr(graphs, "_BLOCK_WORK", {"cpu": 1})
    pieces = build_graph(table, content, 6)
    assert torch.equal(whole.ids, pieces.ids)
    assert torch.equal(whole.weights, pieces.weights)


def test_equal_embeddings_rank_by_id():
    graph = build_graph(torch.ones(10, 3), torch.ones(10, dtype=torch.bool), 4)
    assert graph.ids[7].tolist() == [7, 0, 1, 2]


def test_rows_of_zeros_are_no_content():
    table = torch.eye(4)
    table[2] = 0
    graph = build_graph(table, torch.ones(4, dtype=torch.bool), 4)
    assert graph.content.tolist() == [True, True, False, True]
    assert 2 not in graph.ids[0].tolist()


def test_bfloat16_tables_are_compared_in_full_precision():
    table = torch.randn(200, 16).bfloat16()
    content = torch.ones(200, dtype=torch.bool)
    assert torch.equal(build_graph(table, content, 5).ids, brute_force(table.float(), content, 5)[0])


def test_progress_rises_to_one_and_cancel_stops(monkeypatch):
    monkeypatch.setattr(graphs, "_BLOCK_WORK", {"cpu": 1})
    table, content = torch.randn(300, 8), torch.ones(300, dtype=torch.bool)
    seen: list[float] = []
    build_graph(table, content, 4, seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    with pytest.raises(StoppedError):
        build_graph(table, content, 4, seen.append, lambda: True)


def test_a_table_that_is_not_numbers_is_refused():
    table = torch.randn(10, 4)
    table[3, 2] = torch.nan
    with pytest.raises(UserError, match="not numbers"):
        build_graph(table, torch.ones(10, dtype=torch.bool), 2)


def test_a_mask_of_another_size_and_no_neighbours_are_refused():
    with pytest.raises(UserError, match="content mask"):
        build_graph(torch.eye(3), torch.ones(4, dtype=torch.bool), 2)
    with pytest.raises(UserError, match="k is 0"):
        build_graph(torch.eye(3), torch.ones(3, dtype=torch.bool), 0)


@pytest.fixture
def large_enough(monkeypatch):
    monkeypatch.setattr(graph_files, "SMALL_VOCABULARY", 10)
    return torch.randn(50, 4), torch.rand(50) < 0.9


def built_again(*_):
    raise AssertionError("the graph was built again")


def test_a_cached_graph_is_the_fresh_one(tmp_path, large_enough, monkeypatch):
    table, content = large_enough
    fresh = graph_files.cached_graph(table, content, 5, folder=tmp_path)
    monkeypatch.setattr(graph_files, "build_graph", built_again)
    again = graph_files.cached_graph(table, content, 5, folder=tmp_path)
    for name in ("ids", "weights", "content"):
        assert torch.equal(getattr(fresh, name), getattr(again, name))
        assert getattr(fresh, name).dtype == getattr(again, name).dtype
    assert len(list(tmp_path.iterdir())) == 1


def test_the_key_follows_the_table_the_mask_and_k(large_enough):
    table, content = large_enough
    keys = {
        graph_files.graph_key(table, content, 5),
        graph_files.graph_key(table, content, 6),
        graph_files.graph_key(table, ~content, 5),
        graph_files.graph_key(table + 1, content, 5),
        graph_files.graph_key(table.double(), content, 5),
    }
    assert len(keys) == 5


@pytest.mark.parametrize("position", [0, 40, -1, None])
def test_a_damaged_cache_is_built_again_with_a_word(tmp_path, large_enough, position, caplog):
    table, content = large_enough
    fresh = graph_files.cached_graph(table, content, 5, folder=tmp_path)
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    if position is None:
        data = data[: len(data) // 2]
    else:
        data[position] ^= 0x55
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        again = graph_files.cached_graph(table, content, 5, folder=tmp_path)
    assert torch.equal(fresh.ids, again.ids)
    assert "cannot be used" in caplog.text
    graph_files.read_graph(path, graph_files.graph_key(table, content, 5))


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path, large_enough, caplog):
    table, content = large_enough
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with caplog.at_level(logging.WARNING):
        graph = graph_files.cached_graph(table, content, 5, folder=blocked)
    assert graph.k == 5
    assert "cannot be written" in caplog.text


def test_a_small_vocabulary_needs_no_file(tmp_path):
    graph_files.cached_graph(torch.randn(50, 4), torch.ones(50, dtype=torch.bool), 5, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_cache_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("MISGROUND_CACHE", str(tmp_path / "mine"))
    assert graph_files.cache_folder() == tmp_path / "mine"
    monkeypatch.delenv("MISGROUND_CACHE")
    assert graph_files.cache_folder().name == "misground"
