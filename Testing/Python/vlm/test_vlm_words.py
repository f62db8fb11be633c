"""Questions in words, about one picture, several or none, through every family's real generate()."""

from dataclasses import replace

import decoding_checks as checks
import numpy as np
import pytest
from tiny_families import load_tiny

from MISGroundLib.engine.protocol import Question
from MISGroundLib.settings import EMBEDDED_MODEL, Decoding
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.loading import load
from MISGroundLib.vlm.pictures import prompt_text

WORDS = "Where is the liver? A. left B. right {really}"
ASKED = Question("", words=WORDS)
FRAMES = np.stack([np.stack([checks.picture(seed)] * 3, axis=2) for seed in (0, 3)])
COUNTS = {"none": 0, "one": 1, "two": 2}


@pytest.fixture(scope="module", params=list(FAMILIES))
def tiny(request):
    return load_tiny(request.param, 12)


@pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS)
def test_what_can_be_asked_is_answered_in_words(tiny, count):
    willing, why = tiny.profile.can_be_asked(ASKED, count)
    if not willing:
        assert (tiny.family.name in ("PaliGemma", "Florence-2")) and "choose another model" in why
        return
    assert WORDS in prompt_text(tiny, ASKED, count)
    said = answer(tiny, FRAMES[:count], ASKED, Decoding("greedy"))
    assert said.tokens > 0
    assert not said.parsed.boxes
    assert 0 < said.score < 1
    assert said.statistics["steps"] == said.tokens


def test_every_frame_is_seen_and_each_in_its_place(tiny):
    if not tiny.profile.can_be_asked(ASKED, 2)[0]:
        pytest.skip("one picture only")
    orders = [FRAMES, FRAMES[::-1], FRAMES[[0, 0]]]
    assert len({answer(tiny, frames, ASKED, Decoding("greedy")).score for frames in orders}) == 3


def test_frames_that_were_read_give_the_answer_of_frames_that_were_not(tiny):
    if not tiny.profile.can_be_asked(ASKED, 2)[0]:
        pytest.skip("one picture only")
    other = replace(ASKED, words="Which is it?")
    cold = []
    for question in (ASKED, other):
        tiny.picture = None
        cold.append(answer(tiny, FRAMES, question, Decoding("semsam", "paper")).raw)
    warm = [answer(tiny, FRAMES, question, Decoding("semsam", "paper")).raw for question in (ASKED, other)]
    assert warm == cold


def test_no_picture_after_a_picture_is_as_without(tiny):
    """What a model keeps of its last picture must not reach a question without one."""
    if not tiny.profile.can_be_asked(ASKED, 0)[0]:
        pytest.skip("needs a picture")
    first = answer(tiny, FRAMES[:0], ASKED, Decoding("greedy"))
    answer(tiny, FRAMES[:1], ASKED, Decoding("greedy"))
    again = answer(tiny, FRAMES[:0], ASKED, Decoding("greedy"))
    assert (first.raw, first.score) == (again.raw, pytest.approx(again.score, rel=1e-4))


def test_colours_are_seen(tiny):
    if not tiny.family.words:
        pytest.skip("no words")
    red = FRAMES[0].copy()
    red[:, :, 1:] = 0
    scores = {answer(tiny, pixels, ASKED, Decoding("greedy")).score for pixels in (red, FRAMES[0])}
    assert len(scores) == 2


def test_misground_mini_says_that_it_has_no_words():
    profile = load(EMBEDDED_MODEL, "cpu").profile
    assert profile.can_be_asked(ASKED, 1) == (
        False,
        "misground-mini answers with boxes only: choose a larger model for questions in words.",
    )
    assert not profile.can_be_asked(Question("liver"), 2)[0]
