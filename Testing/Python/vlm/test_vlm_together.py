"""Several questions, of one picture or of several, in one batch: the answers are those of one by one."""

from dataclasses import replace

import decoding_checks as checks
import numpy as np
import pytest
from tiny_families import load_tiny

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import StoppedError
from MISGroundLib.settings import EMBEDDED_MODEL, Decoding
from MISGroundLib.vlm.generation import answer, answer_in_batches
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.loading import load

PICTURE = checks.picture(0, 120, 160)
ORGANS = ["liver", "spleen", "left kidney", "right kidney", "aorta", "stomach", "heart", "left lung", "pancreas"]


@pytest.fixture(scope="module", params=list(FAMILIES))
def tiny(request):
    return load_tiny(request.param, 16)


@pytest.fixture(scope="module")
def mini():
    return load(EMBEDDED_MODEL, "cpu")


def asked(*queries):
    return [Question(query, "axial", "CT") for query in queries]


def assert_same(one, other):
    assert (one.raw, one.tokens, one.problems, one.parsed) == (other.raw, other.tokens, other.problems, other.parsed)
    assert one.score == pytest.approx(other.score, rel=1e-3, abs=1e-6)
    assert one.box_scores == pytest.approx(other.box_scores, rel=1e-3, abs=1e-6)
    counts = ("steps", "rescored", "changed", "deferred")
    assert [one.statistics[name] for name in counts] == [other.statistics[name] for name in counts]


@pytest.mark.parametrize("decoding", [Decoding("greedy"), Decoding(mode="paper")], ids=["greedy", "paper"])
def test_every_family_answers_a_batch_as_it_answers_one(tiny, decoding):
    """Three of equal length among them; the cache and positions of the picture are each row's own."""
    questions = asked("liver", "spleen", "the left kidney", "vessel")
    questions.append(Question("", words="Which is it?"))
    questions = [question for question in questions if tiny.profile.can_be_asked(question, 1)[0]]
    together = dict(answer_in_batches(tiny, PICTURE, questions, decoding, batch_size=3))
    assert sorted(together) == list(range(len(questions)))
    for index, question in enumerate(questions):
        assert_same(together[index], answer(tiny, PICTURE, question, decoding))


def test_the_embedded_model_answers_a_batch_as_it_answers_one(mini):
    """Answers of different lengths: one that has ended is not written on."""
    questions = asked(*ORGANS)
    together = dict(answer_in_batches(mini, PICTURE, questions, Decoding(), batch_size=8))
    for index, question in enumerate(questions):
        assert_same(together[index], answer(mini, PICTURE, question, Decoding()))


def test_tokens_of_every_question_are_told_as_they_come(mini):
    told = {}
    answers = dict(
        answer_in_batches(
            mini,
            PICTURE,
            asked(*ORGANS[:4]),
            Decoding(),
            on_token=lambda index, text, count, limit: told.update({index: (text, count)}),
        )
    )
    assert told == {index: (said.raw, said.tokens) for index, said in answers.items()}


def test_batches_are_no_larger_than_allowed_and_sampled_answers_are_alone(mini, monkeypatch):
    sizes = []
    generate = type(mini.model).generate

    def counting(self, **named):
        sizes.append(named["input_ids"].shape[0])
        return generate(self, **named)

    monkeypatch.setattr(type(mini.model), "generate", counting)
    list(answer_in_batches(mini, PICTURE, asked(*["liver"] * 5), Decoding("greedy"), batch_size=2))
    assert sizes == [2, 2, 1]
    sizes.clear()
    questions = asked("liver", "liver")
    sampled = dict(answer_in_batches(mini, PICTURE, questions, Decoding(mode="paper", sample=True), seed=3))
    assert sizes == [1, 1]
    assert sampled[0].raw == sampled[1].raw


STACK = np.stack([checks.picture(seed, 120, 160) for seed in range(4)])[..., None]


def of_the_stack(*queries):
    """Each query of each picture, but the first of two alone."""
    return [replace(one, picture=at) for one in asked(*queries) for at in range(4 if one.query != queries[0] else 2)]


@pytest.mark.parametrize("size", [3, 16])
def test_questions_of_several_pictures_are_answered_as_of_each_alone(mini, size):
    questions = of_the_stack("liver", "left kidney", "heart")
    mini.picture = None
    together = dict(answer_in_batches(mini, STACK, questions, Decoding(), batch_size=size))
    assert sorted(together) == list(range(10))
    for index, question in enumerate(questions):
        mini.picture = None  # as if nothing had been read before
        assert_same(
            together[index], answer(mini, STACK[question.picture, ..., 0], asked(question.query)[0], Decoding())
        )
        assert_same(together[index], answer(mini, STACK, question, Decoding()))


def test_pictures_of_a_batch_are_read_together_and_once(mini, monkeypatch):
    read = []
    see = type(mini.model.model.visual).forward

    def counting(self, hidden_states, *arguments, **named):
        read.append(len(hidden_states))
        return see(self, hidden_states, *arguments, **named)

    monkeypatch.setattr(type(mini.model.model.visual), "forward", counting)
    mini.picture = None
    list(answer_in_batches(mini, STACK, of_the_stack("liver", "spleen"), Decoding(), batch_size=16))
    assert read == [4]
    # Of some of them, later, in another order.
    questions = [replace(one, picture=at) for one, at in zip(asked("liver", "heart"), (3, 1), strict=True)]
    list(answer_in_batches(mini, STACK, questions, Decoding()))
    assert read == [4]


def test_a_family_that_reads_one_picture_at_a_time_is_asked_so(tiny, monkeypatch):
    stack = np.repeat(STACK, 3, axis=3)
    questions = [one for one in of_the_stack("liver", "vessel") if tiny.profile.can_be_asked(one, 1)[0]]
    together = dict(answer_in_batches(tiny, stack, questions, Decoding("greedy"), batch_size=16))
    for index, question in enumerate(questions):
        assert_same(
            together[index], answer(tiny, stack[question.picture], replace(question, picture=None), Decoding("greedy"))
        )


def test_a_stop_ends_the_batch(mini):
    with pytest.raises(StoppedError):
        list(answer_in_batches(mini, PICTURE, asked(*ORGANS), Decoding(), should_stop=lambda: True))


def test_pictures_of_noise_make_no_difference(mini):
    noise = np.random.default_rng(0).integers(0, 255, (90, 130), dtype=np.uint8)
    together = dict(answer_in_batches(mini, noise, asked("liver", "brain", "heart"), Decoding()))
    for index, question in enumerate(asked("liver", "brain", "heart")):
        assert_same(together[index], answer(mini, noise, question, Decoding()))
