"""Options and controls of the neighbour graph, against what they promise, spelled out in plain loops."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.anatomy import contrasts
from MISGroundLib.semsam import graph as variants
from MISGroundLib.semsam.graph import NeighbourGraph, build_graph

WORDS = ["left", "Left", " left", "right", " Right", "liver", "Liver", " kidney", "up", "superior", "inferior", ""]
WORDS += [None]


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
    "mutual": variants.mutual_only,
    "no contrasts": lambda graph: variants.without_pairs(graph, WORDS, contrasts()),
    "merged": lambda graph: variants.variants_merged(graph, WORDS),
    "case-merge": lambda graph: variants.variants_only(graph, WORDS),
    "no-neighbours": variants.no_neighbours,
    "shuffled": variants.shuffled,
    "no hubs": lambda graph: variants.without_hubs(graph, graph.k),
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
    assert edges(variants.mutual_only(graph)) == expected


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_contrasting_words_are_no_neighbours_and_nothing_else_changes(seed):
    graph = a_graph(seed)
    sides = [{"left", "right"}, {"superior", "inferior"}]

    def contrast(a, b):
        one, two = ((WORDS[t] or "").strip().lower() for t in (a, b))
        return one != two and any({one, two} <= side for side in sides)

    old = edges(graph)
    expected = {a: {b: w for b, w in found.items() if not contrast(a, b)} for a, found in old.items()}
    assert edges(variants.without_pairs(graph, WORDS, contrasts())) == expected


@given(st.integers(0, 10**6), st.integers(2, 6))
@settings(max_examples=25, deadline=None)
def test_spellings_of_a_word_are_one_word(seed, k):
    graph = a_graph(seed, k=k, share=1.0)
    merged, alone = edges(variants.variants_merged(graph, WORDS)), edges(variants.variants_only(graph, WORDS))
    for token, text in enumerate(WORDS):
        word = (text or "").strip().lower()
        same = [t for t, other in enumerate(WORDS) if word and (other or "").strip().lower() == word and t != token]
        assert alone[token] == dict.fromkeys([token, *same][:k], 1.0)
        assert all(merged[token][t] == 1.0 for t in same[: k - 1])
        others = [t for t in merged[token] if t != token and t not in same]
        assert others == [t for t in edges(graph)[token] if t != token and t not in same][: len(others)]


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_hubs_are_damped_as_csls_says(seed):
    wide = a_graph(seed, size=30, k=20, share=1.0)
    made = variants.without_hubs(wide, 5)
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
    made = variants.shuffled(graph)
    assert (
        torch.equal(made.weights > 0, graph.weights > 0) or (made.weights > 0).sum() > 0.97 * (graph.weights > 0).sum()
    )
    same = (made.ids[:, 1:] == graph.ids[:, 1:]).float().mean()
    assert same < 0.1
    assert torch.equal(variants.shuffled(graph).ids, made.ids)
    assert not torch.equal(variants.shuffled(graph, seed=1).ids, made.ids)


def test_a_graph_on_its_own_has_nothing_to_lose():
    graph = NeighbourGraph(torch.tensor([[0], [1]]), torch.ones(2, 1), torch.tensor([True, True]))
    for make in (variants.mutual_only, variants.no_neighbours, variants.shuffled):
        assert torch.equal(make(graph).ids, graph.ids)
