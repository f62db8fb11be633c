"""The fast rule against its plain-loop oracle, over random tables, probabilities and settings."""

import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from transformers import LogitsProcessorList, TopKLogitsWarper, TopPLogitsWarper

from MISGroundLib.errors import UserError
from MISGroundLib.semsam.graph import NeighbourGraph, build_graph
from MISGroundLib.semsam.rule import SemSamProcessor, reference_step, top_candidates

quiet = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def worlds(draw):
    """Logits (B, V) with many ties and some forbidden tokens, a graph, a protected mask, and settings."""
    size = draw(st.integers(2, 40))
    rows = draw(st.integers(1, 4))
    seed = draw(st.integers(0, 2**31))
    generator = torch.Generator().manual_seed(seed)
    spread = draw(st.sampled_from([0.3, 2.0, 8.0]))
    logits = torch.randn(rows, size, generator=generator) * spread
    if draw(st.booleans()):
        logits = logits.round()
    if draw(st.booleans()):
        forbidden = torch.rand(rows, size, generator=generator) < 0.3
        forbidden[:, draw(st.integers(0, size - 1))] = False
        logits = logits.masked_fill(forbidden, -torch.inf)
    table = torch.randn(size, draw(st.integers(1, 5)), generator=generator)
    content = torch.rand(size, generator=generator) < draw(st.sampled_from([0.5, 0.9, 1.0]))
    graph = build_graph(table, content, draw(st.integers(1, 12)))
    protected = torch.rand(size, generator=generator) < draw(st.sampled_from([0.0, 0.1]))
    return logits, graph, protected, draw(st.integers(1, 50)), draw(st.sampled_from([0.1, 0.5, 0.9, 0.95, 1.0]))


def prompt(rows: int) -> torch.Tensor:
    return torch.arange(rows).unsqueeze(1)


def oracle(row, graph, protected, top_m, top_p):
    return reference_step(
        row.double().tolist(),
        graph.ids.tolist(),
        graph.weights.tolist(),
        graph.content.tolist(),
        top_m,
        top_p,
        protected.tolist(),
    )


@quiet
@given(worlds())
def test_the_fast_rule_equals_the_plain_loops(world):
    logits, graph, protected, top_m, top_p = world
    expected = [oracle(row, graph, protected, top_m, top_p) for row in logits]
    assume(all(step.margin > 1e-5 for step in expected))
    processor = SemSamProcessor(graph, top_m, top_p, protected)
    step = processor.step(logits)
    chosen = processor(prompt(len(logits)), logits).argmax(-1)
    for row, wanted in enumerate(expected):
        kept = step.candidates[row][step.kept[row]].tolist()
        assert kept == wanted.nucleus
        assert bool(step.deferred[row]) == wanted.deferred
        assert int(chosen[row]) == wanted.choice
        if not wanted.deferred:
            assert step.scores[row][step.kept[row]].tolist() == pytest.approx(wanted.scores, abs=1e-5)
        statistics = processor.statistics(row)
        assert (statistics.rescored, statistics.deferred) == ((0, 1) if wanted.deferred else (1, 0))
        assert statistics.changed == int(wanted.choice != wanted.nucleus[0])


@quiet
@given(worlds())
def test_one_neighbour_equals_greedy(world):
    logits, graph, _, top_m, top_p = world
    alone = NeighbourGraph(graph.ids[:, :1], graph.weights[:, :1], graph.content)
    processor = SemSamProcessor(alone, top_m, top_p)
    assert torch.equal(processor(prompt(len(logits)), logits).argmax(-1), logits.argmax(-1))
    assert processor.statistics().changed == 0


@quiet
@given(worlds())
def test_a_batch_equals_its_rows_one_by_one(world):
    logits, graph, protected, top_m, top_p = world
    together = SemSamProcessor(graph, top_m, top_p, protected)(prompt(len(logits)), logits)
    for row in range(len(logits)):
        alone = SemSamProcessor(graph, top_m, top_p, protected)(prompt(1), logits[row : row + 1])
        assert torch.equal(alone[0], together[row])


@quiet
@given(worlds())
def test_the_nucleus_is_that_of_transformers_own_warpers(world):
    logits, graph, protected, top_m, top_p = world
    assume(all(len(set(row[row > -torch.inf].tolist())) == int((row > -torch.inf).sum()) for row in logits))
    assume(all(oracle(row, graph, protected, top_m, top_p).margin > 1e-5 for row in logits))
    chain = LogitsProcessorList([TopKLogitsWarper(top_k=top_m)])
    if top_p < 1:
        chain.append(TopPLogitsWarper(top_p=top_p))
    step = SemSamProcessor(graph, top_m, top_p).step(logits)
    warped = chain(prompt(len(logits)), logits.clone())
    for row in range(len(logits)):
        allowed = (warped[row] > -torch.inf).nonzero().squeeze(1)
        assert sorted(step.candidates[row][step.kept[row]].tolist()) == allowed.tolist()


def synonyms() -> NeighbourGraph:
    """Tokens 1 and 2 mean nearly the same; 0 stands alone; 3 is a marker."""
    table = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-0.1, 1.0], [1.0, 1.0]])
    return build_graph(table, torch.tensor([True, True, True, False]), 3)


SPLIT_VOTE = torch.tensor([[0.4, 0.35, 0.25, 1e-9]]).log()


def test_two_synonyms_together_beat_the_most_probable_token():
    processor = SemSamProcessor(synonyms(), top_m=3, top_p=1.0)
    assert int(processor(prompt(1), SPLIT_VOTE).argmax()) == 1
    (change,) = processor.statistics().changes
    assert (change.step, change.before, change.after) == (0, 0, 1)
    assert change.score_after > change.score_before


def test_neighbour_mass_counts_tokens_outside_the_nucleus():
    step = SemSamProcessor(synonyms(), top_m=2, top_p=0.9).step(SPLIT_VOTE)
    assert step.candidates.tolist() == [[0, 1]]
    assert float(step.scores[0, 1]) > 0.35 + 0.2


def test_a_marker_in_the_nucleus_leaves_the_step_alone():
    logits = torch.tensor([[0.4, 0.3, 0.2, 0.1]]).log()
    processor = SemSamProcessor(synonyms(), top_m=4, top_p=1.0)
    assert torch.equal(processor(prompt(1), logits), logits)
    assert processor.statistics().deferred == 1


def test_a_marker_below_the_nucleus_does_not():
    logits = torch.tensor([[0.4, 0.35, 0.24, 0.01]]).log()
    assert not SemSamProcessor(synonyms(), top_m=4, top_p=0.95).step(logits).deferred.any()


def test_a_protected_token_leaves_the_step_alone():
    protected = torch.tensor([False, True, False, False])
    assert SemSamProcessor(synonyms(), 3, 1.0, protected).step(SPLIT_VOTE).deferred.all()


def test_sampling_follows_the_softmax_of_the_score_and_its_seed():
    expected = reference_step(
        SPLIT_VOTE[0].tolist(), synonyms().ids.tolist(), synonyms().weights.tolist(), [True] * 4, 3, 1.0
    )
    shares = torch.softmax(torch.tensor(expected.scores), 0)
    rows = SPLIT_VOTE.repeat(20_000, 1)
    ids = torch.arange(20_000).unsqueeze(1)
    drawn = SemSamProcessor(synonyms(), 3, 1.0, sample=True, seed=7)(ids, rows).argmax(-1)
    again = SemSamProcessor(synonyms(), 3, 1.0, sample=True, seed=7)(ids, rows).argmax(-1)
    assert torch.equal(drawn, again)
    for token, share in zip(expected.nucleus, shares.tolist(), strict=True):
        assert float((drawn == token).float().mean()) == pytest.approx(share, abs=0.015)


def test_equal_logits_at_the_last_place_go_to_the_lower_id():
    logits = torch.zeros(1, 3000)
    logits[0, 2000] = 1.0
    step = SemSamProcessor(build_graph(torch.eye(3000), torch.ones(3000, dtype=torch.bool), 1), 4, 1.0).step(logits)
    assert step.candidates.tolist() == [[2000, 0, 1, 2]]


@pytest.mark.parametrize(("setting", "value"), [("top_m", 0), ("top_p", 2.0), ("top_p", 0.0)])
def test_bad_settings_are_named(setting, value):
    with pytest.raises(UserError, match=setting):
        SemSamProcessor(synonyms(), **{setting: value})


def test_a_graph_of_another_model_is_refused():
    with pytest.raises(UserError, match="vocabulary of 4 tokens"):
        SemSamProcessor(synonyms())(prompt(1), torch.zeros(1, 5))


def test_beams_are_refused():
    logits = torch.log_softmax(torch.randn(1, 4), -1).repeat(3, 1)
    with pytest.raises(UserError, match="one beam, not 3"):
        SemSamProcessor(synonyms())(torch.tensor([[5, 6]] * 3), logits)


SIZES, LEVELS = st.sampled_from([5_000, 20_001, 33_024]), st.sampled_from([2, 30, 10**6])


@given(st.integers(0, 10**6), st.integers(1, 12), SIZES, LEVELS)
@settings(max_examples=40, deadline=None)
def test_the_best_of_a_large_vocabulary_are_those_of_a_full_sort(seed, top_m, size, steps):
    """Also with whole ranges of equal and of impossible tokens."""
    generator = torch.Generator().manual_seed(seed)
    logits = (torch.rand(3, size, generator=generator) * steps).round() / steps
    logits[1, torch.rand(size, generator=generator) < 0.99] = -torch.inf
    values, ids = top_candidates(logits, top_m)
    for row in range(3):
        values_of = logits[row].tolist()
        ranked = sorted(range(size), key=lambda token, of=values_of: (-of[token], token))[:top_m]
        assert ids[row].tolist() == ranked
        assert torch.equal(values[row], logits[row, ranked])
