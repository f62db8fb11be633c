"""The neighbour graph: its tokens, exact, the same from the cache, and its variants."""

import logging

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from torch.utils._python_dispatch import TorchDispatchMode
from transformers import PreTrainedTokenizerFast

from MISGroundLib.anatomy import contrasts
from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.semsam import graph as graphs
from MISGroundLib.semsam import graph_files
from MISGroundLib.semsam.graph import NeighbourGraph, build_graph, content_mask, protected_mask, token_texts

WORDS = ["liver", "Ġliver", "null", "ĠNone", "Ġnothing", "notable", "12", '":', "[{", "<loc1>", "Ċ", "ĠĠ", "Ã©", "left"]


@pytest.fixture(scope="module")
def tokenizer():
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: i for i, token in enumerate([*alphabet, *(w for w in WORDS if w not in alphabet)])}
    inner = Tokenizer(models.BPE(vocabulary, []))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens([AddedToken("<|end|>", special=True)])
    inner.add_tokens(["<box>", "addedword"])
    return PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<|end|>")


@pytest.fixture(scope="module")
def is_content(tokenizer):
    left = tokenizer.convert_tokens_to_ids("left")
    a, b = tokenizer.convert_tokens_to_ids(["x", "y"])
    config = {
        "vision_config": {"image_token_index": left, "depth": a},
        "parts": [{"eos_token_id": [b, -1], "pad_token_id": None}],
        "image_size": tokenizer.convert_tokens_to_ids("liver"),
    }
    mask = content_mask(tokenizer, config, token_texts(tokenizer, len(tokenizer) + 3))
    assert not mask[len(tokenizer) :].any()
    return lambda token: bool(mask[tokenizer.convert_tokens_to_ids(token)])


@pytest.mark.parametrize("token", ["liver", "Ġliver", "null", "12", '":', "[{", "a", "7", "Ã©", "x"])
def test_words_numbers_and_punctuation_are_content(is_content, token):
    assert is_content(token)


@pytest.mark.parametrize("token", ["<|end|>", "<box>", "addedword", "<loc1>", "Ċ", "ĠĠ", "Ġ", "Ã", "ÿ", "left", "y"])
def test_markers_blanks_fragments_and_named_ids_are_not(is_content, token):
    assert not is_content(token)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        *[(token, True) for token in ("null", "ĠNone", "Ġnothing", "12", "7", '":', "[{", "]", ",", "`")],
        *[(token, False) for token in ("liver", "Ġliver", "left", "notable", "a", ".")],
    ],
)
def test_numbers_structure_and_absence_are_protected(tokenizer, token, expected):
    mask = protected_mask(token_texts(tokenizer, len(tokenizer) + 3))
    assert bool(mask[tokenizer.convert_tokens_to_ids(token)]) is expected
    assert not mask[len(tokenizer) :].any()


def test_a_tokenizer_that_does_not_match_is_told(tokenizer):
    with pytest.raises(UserError, match="do not belong together"):
        token_texts(tokenizer, len(tokenizer) - 1)


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


class Largest(TorchDispatchMode):
    """Notes the most bytes of a tensor that anything makes."""

    bytes = 0

    def __torch_dispatch__(self, function, types, arguments=(), options=None):
        made = function(*arguments, **(options or {}))
        for one in made if isinstance(made, list | tuple) else [made]:
            if isinstance(one, torch.Tensor) and not one._is_view():
                self.bytes = max(self.bytes, one.nbytes)
        return made


def test_no_copy_of_the_table_is_made(monkeypatch):
    table = torch.randn(1500, 256).bfloat16()
    monkeypatch.setattr(graphs, "_BLOCK_WORK", {"cpu": 100 * 100 * 256})
    monkeypatch.setattr(graphs, "_ROWS_MEASURED", 100)
    monkeypatch.setattr(graphs, "_ROWS_RERANKED", 4)
    with Largest() as largest:
        build_graph(table, torch.ones(1500, dtype=torch.bool), 5)
    assert 100 * 256 * 4 <= largest.bytes < table.nbytes / 2


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


SPELLED = ["left", "Left", " left", "right", " Right", "liver", "Liver", " kidney", "up", "superior", "inferior", ""]
SPELLED += [None]


def a_graph(seed, size=13, k=5, share=0.9):
    generator = torch.Generator().manual_seed(seed)
    table = torch.randn(size, 4, generator=generator) + 0.7  # a common direction makes neighbours and hubs
    return build_graph(table, torch.rand(size, generator=generator) < share, k)


def edges(graph):
    """{token: {neighbour: weight}} without edges of weight 0."""
    found = {}
    for token in range(graph.ids.shape[0]):
        found[token] = {}
        for other, weight in zip(graph.ids[token].tolist(), graph.weights[token].tolist(), strict=True):
            if weight > 0:
                assert other not in found[token], "an edge that counts twice"
                found[token][other] = weight
    return found


MAKERS = {
    "mutual": graphs.mutual_only,
    "no contrasts": lambda graph: graphs.without_pairs(graph, SPELLED, contrasts()),
    "merged": lambda graph: graphs.variants_merged(graph, SPELLED),
    "case-merge": lambda graph: graphs.variants_only(graph, SPELLED),
    "no-neighbours": graphs.no_neighbours,
    "shuffled": graphs.shuffled,
    "no hubs": lambda graph: graphs.without_hubs(graph, graph.k),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_every_variant_keeps_the_shape_and_each_token_first(make, seed):
    graph = a_graph(seed)
    before = (graph.ids.clone(), graph.weights.clone())
    made = make(graph)
    assert made.ids.shape == graph.ids.shape
    assert torch.equal(made.ids[:, 0], torch.arange(13))
    assert torch.equal(made.weights[:, 0], torch.ones(13))
    assert ((made.weights >= 0) & (made.weights <= 1)).all()
    for token, found in edges(made).items():
        assert graph.content[token] or found == {token: 1.0}
        assert all(graph.content[other] or other == token for other in found)
    assert torch.equal(graph.ids, before[0])
    assert torch.equal(graph.weights, before[1])


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_mutual_edges_are_those_that_both_have(seed):
    graph = a_graph(seed)
    old = edges(graph)
    expected = {a: {b: w for b, w in found.items() if a in old[b]} for a, found in old.items()}
    assert edges(graphs.mutual_only(graph)) == expected


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_contrasting_words_are_no_neighbours_and_nothing_else_changes(seed):
    graph = a_graph(seed)
    sides = [{"left", "right"}, {"superior", "inferior"}]

    def contrast(a, b):
        one, two = ((SPELLED[t] or "").strip().lower() for t in (a, b))
        return one != two and any({one, two} <= side for side in sides)

    old = edges(graph)
    expected = {a: {b: w for b, w in found.items() if not contrast(a, b)} for a, found in old.items()}
    assert edges(graphs.without_pairs(graph, SPELLED, contrasts())) == expected


@given(st.integers(0, 10**6), st.integers(2, 6))
@settings(max_examples=25, deadline=None)
def test_spellings_of_a_word_are_one_word(seed, k):
    graph = a_graph(seed, k=k, share=1.0)
    merged, alone = edges(graphs.variants_merged(graph, SPELLED)), edges(graphs.variants_only(graph, SPELLED))
    for token, text in enumerate(SPELLED):
        word = (text or "").strip().lower()
        same = [t for t, other in enumerate(SPELLED) if word and (other or "").strip().lower() == word and t != token]
        assert alone[token] == dict.fromkeys([token, *same][:k], 1.0)
        assert all(merged[token][t] == 1.0 for t in same[: k - 1])
        others = [t for t in merged[token] if t != token and t not in same]
        assert others == [t for t in edges(graph)[token] if t != token and t not in same][: len(others)]


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_hubs_are_damped_as_csls_says(seed):
    wide = a_graph(seed, size=30, k=20, share=1.0)
    made = graphs.without_hubs(wide, 5)
    old = edges(wide)
    crowd = {t: sum(w for o, w in found.items() if o != t) / max(1, len(found) - 1) for t, found in old.items()}
    for token, found in old.items():
        ranked = sorted((o for o in found if o != token), key=lambda o: -(2 * found[o] - crowd[o]))
        kept = [o for o in edges(made)[token] if o != token]
        scores = [2 * found[o] - crowd[o] for o in kept]
        best = [2 * found[o] - crowd[o] for o in ranked[:4]]
        assert scores == pytest.approx(best, abs=1e-5)


def test_shuffling_keeps_numbers_and_weights_but_not_meaning():
    graph = a_graph(3, size=200, k=8, share=1.0)
    made = graphs.shuffled(graph)
    assert (
        torch.equal(made.weights > 0, graph.weights > 0) or (made.weights > 0).sum() > 0.97 * (graph.weights > 0).sum()
    )
    same = (made.ids[:, 1:] == graph.ids[:, 1:]).float().mean()
    assert same < 0.1
    assert torch.equal(graphs.shuffled(graph).ids, made.ids)
    assert not torch.equal(graphs.shuffled(graph, seed=1).ids, made.ids)


def test_a_graph_on_its_own_has_nothing_to_lose():
    graph = NeighbourGraph(torch.tensor([[0], [1]]), torch.ones(2, 1), torch.tensor([True, True]))
    for make in (graphs.mutual_only, graphs.no_neighbours, graphs.shuffled):
        assert torch.equal(make(graph).ids, graph.ids)
