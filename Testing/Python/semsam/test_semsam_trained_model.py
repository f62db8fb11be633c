"""Semantic sampling on trained weights: the embedded model, through its own generate()."""

import pytest

from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.decoding import prepare_decoding
from MISGroundLib.vlm.loading import load
from Python.vlm import decoding_checks as checks

QUERIES = ("liver", "left kidney", "vertebrae")


@pytest.fixture(scope="module")
def mini():
    return load("misground-mini", "cpu")


@pytest.mark.parametrize("mode", ["paper", "safe"])
@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("query", QUERIES)
def test_the_rule_equals_its_oracle(mini, query, seed, mode):
    statistics = checks.check_against_oracle(mini, checks.picture(seed), query, Decoding(mode=mode))
    assert statistics.steps > 0


@pytest.mark.parametrize("query", QUERIES)
def test_wide_candidate_sets_equal_the_oracle_too(mini, query):
    checks.check_against_oracle(mini, checks.picture(2), query, Decoding(mode="paper", top_m=40, top_p=1.0, k=32))


@pytest.mark.parametrize("query", QUERIES)
def test_one_neighbour_is_greedy(mini, query):
    checks.check_one_neighbour_is_greedy(mini, checks.picture(3), query)


def test_a_batch_and_no_cache_write_the_same(mini):
    checks.check_batch_and_cache(mini, [checks.picture(seed) for seed in range(4)], "liver", Decoding(mode="paper"))


def test_safe_mode_leaves_every_coordinate_as_greedy_has_it(mini):
    prepare_decoding(mini, Decoding())
    graph, protected = mini.graphs[Decoding().graph_key], mini.protected
    assert all(bool(protected[token]) for token in mini.coordinates.tolist())
    for text in ("[", "]", "{", "}", "[]", '[{"', "null"):
        for token in mini.tokenizer.encode(text, add_special_tokens=False):
            assert bool(protected[token]) or not bool(graph.content[token]), text
