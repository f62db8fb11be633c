"""The real worker with misground-mini: answers, cancel, SIGKILL, and what a bad question or folder costs."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.engine.protocol import AnswerEvent, Done, Failed, Question, Stage, Token
from MISGroundLib.files import resource
from MISGroundLib.settings import Decoding, Settings
from Python.engine.engine_asking import seconds_to_cancel, until
from Python.processes import is_alive
from Python.vlm.decoding_checks import picture
from Python.vlm.tiny_families import make_tiny
from Python.vlm.tiny_sam3 import make_tiny_sam3

MODEL = "misground-mini"
PICTURE = picture(0, 200, 240)
# Importing torch on a busy machine takes its time.
PATIENCE = 240.0


@pytest.fixture(scope="module")
def client():
    client = EngineClient()
    yield client
    client.close()


def questions(*queries):
    return [Question(query, "axial", "CT") for query in queries]


def answers(client, *queries, **settings):
    client.ask(PICTURE, questions(*queries), Settings(MODEL, **settings))
    events = until(client, Done, Failed, seconds=PATIENCE)
    assert isinstance(events[-1], Done), events[-1]
    return [event for event in events if isinstance(event, AnswerEvent)], events


def is_good(answer):
    return answer.problems == [] and answer.raw != "" and 0 < answer.score <= 1


def test_an_answer_comes_through_every_stage(client):
    (answer,), events = answers(client, "liver")
    stages = [event.stage for event in events if isinstance(event, Stage)]
    assert list(dict.fromkeys(stages)) == ["starting", "loading", "neighbours", "reading", "answering"]
    tokens = [event for event in events if isinstance(event, Token)]
    assert tokens[-1].text == answer.raw
    assert is_good(answer)
    assert answer.statistics["steps"] == answer.statistics["rescored"] + answer.statistics["deferred"]
    done = events[-1]
    weights = resource("Models", MODEL, "model.safetensors").read_bytes()
    assert done.model["name"] == MODEL
    assert done.model["revision"] == hashlib.sha256(weights).hexdigest()[:12]
    assert {"load", "neighbours", "answer"} <= set(done.timings)


def test_a_warm_model_is_not_loaded_again_and_repeats_itself(client):
    (first,), _ = answers(client, "left kidney")
    (second,), events = answers(client, "left kidney")
    assert (first.raw, first.score) == (second.raw, second.score)
    assert "loading" not in [event.stage for event in events if isinstance(event, Stage)]
    (greedy,), _ = answers(client, "left kidney", decoding=Decoding("greedy"))
    assert greedy.statistics["rescored"] == 0


def test_slices_are_asked_about_together(client):
    assert client.most_slices(Settings(MODEL)) > 1 == client.most_slices(Settings("another"))
    slices = [PICTURE, picture(3, 200, 240)]
    asked = [replace(one, picture=at) for one in questions("liver", "left quetzal") for at in (1, 0)]
    client.ask(np.stack(slices)[..., None], asked, Settings(MODEL, together=8))
    events = until(client, Done, Failed, seconds=PATIENCE)
    told = {event.index: event for event in events if isinstance(event, AnswerEvent)}
    assert [told[index].unknown for index in range(4)] == [False, False, True, True]
    for index, at in ((0, 1), (1, 0)):
        client.ask(slices[at], questions("liver"), Settings(MODEL))
        [alone] = [event for event in until(client, Done, Failed, seconds=PATIENCE) if isinstance(event, AnswerEvent)]
        assert told[index].raw == alone.raw and told[index].score == pytest.approx(alone.score, rel=1e-3)
    with pytest.raises(ValueError, match="none of the 2"):
        client.ask(np.stack(slices)[..., None], [replace(asked[0], picture=2)], Settings(MODEL))


def test_a_question_beyond_the_model_costs_only_itself(client):
    known, unknown, again = answers(client, "liver", "left quetzal", "liver")[0]
    assert is_good(known)
    assert again.raw == known.raw
    assert unknown.boxes == []
    assert "does not know" in unknown.problems[0]
    assert unknown.unknown and not known.unknown


def test_what_the_model_does_not_know_is_told_without_a_process():
    client = EngineClient()
    request = client.ask(PICTURE, questions("tooth fairy", "cord", "kidneys"), Settings(MODEL))
    *said, done = client.poll()
    assert client.worker_pid is None and not client.is_busy
    assert done == Done(request, {"name": MODEL})
    assert [answer.index for answer in said] == [0, 1, 2]
    assert "does not know 'tooth fairy'. `misground models` lists its" in said[0].problems[0]
    assert 'did you mean "spinal cord"' in said[1].problems[0]
    assert said[0].unknown and said[1].unknown
    assert "one side at a time" in said[2].problems[0]
    assert not any(answer.boxes or answer.raw for answer in said)
    client.close()


def test_a_batch_has_the_answers_of_one_by_one_and_costs_a_bad_question_only_itself(client):
    queries = ["liver", "left quetzal", "spleen", "left kidney", "heart"]
    alone = answers(client, *queries)[0]
    together, events = answers(client, *queries, together=4)
    assert sorted(event.index for event in together) == list(range(5))
    by_index = {answer.index: answer for answer in together}
    assert [by_index[i].raw for i in range(5)] == [answer.raw for answer in alone]
    assert "does not know" in by_index[1].problems[0]
    assert {event.index for event in events if isinstance(event, Token)} == {0, 2, 3, 4}


def test_frames_in_words_reach_a_model_that_has_words(client, tmp_path):
    """The whole way: several colour pictures, one question in words, words back; a box question of several is told."""
    folder, _ = make_tiny("llava", tmp_path, 1)
    frames = np.stack([np.stack([picture(seed)] * 3, axis=2) for seed in (0, 3)])
    asked = [Question("", words="Which is it? A. left B. right"), Question("liver")]
    client.ask(frames, asked, Settings(str(folder), decoding=Decoding("greedy")))
    *events, done = until(client, Done, Failed, seconds=PATIENCE)
    assert isinstance(done, Done), done
    words, box = [event for event in events if isinstance(event, AnswerEvent)]
    assert words.raw and not words.boxes and 0 < words.score < 1
    assert len(box.problems) == 1 and "cannot say which of 2 slices a box is in" in box.problems[0]


@pytest.mark.parametrize("together", [1, 4])
def test_boxes_without_words_come_through_the_worker_and_semsam_is_said_to_be_off(client, tmp_path, together):
    folder = make_tiny_sam3(tmp_path, published=True)
    client.ask(picture(), questions("liver", "aorta", "x" * 40), Settings(str(folder), together=together))
    *events, done = until(client, Done, Failed, seconds=PATIENCE)
    assert isinstance(done, Done) and done.model["embedding_table"] == "none: it writes no words", done
    absent, found, beyond = sorted((e for e in events if isinstance(e, AnswerEvent)), key=lambda e: e.index)
    assert absent.boxes == [] and absent.score > 0.5 and absent.raw.endswith(": []") and not absent.problems
    assert found.boxes and all(0.5 <= box.score <= found.score for box in found.boxes)
    assert all("semantic sampling does not apply and was off" in one.notes[0] for one in (absent, found))
    assert beyond.boxes == [] and "at most 32 tokens" in beyond.problems[0]


def test_a_box_format_is_changed_without_loading_again(client, tmp_path):
    """Of a model whose makers tell none: words are answered, a box is refused, and asked for once a format is given."""
    folder, _ = make_tiny("gemma4", tmp_path, 1)
    words, box = Question("", words="What is it?"), Question("liver", "axial", "CT")
    loads = []
    for question, box_format, kind in (
        (words, "automatic", Done), (box, "automatic", Failed), (box, "glm-v", Done), (box, "llava", Done)
    ):  # fmt: skip
        client.ask(PICTURE, [question], Settings(str(folder), decoding=Decoding("greedy"), box_format=box_format))
        events = until(client, Done, Failed, seconds=PATIENCE)
        assert isinstance(events[-1], kind), events[-1]
        loads += [event for event in events if isinstance(event, Stage) and event.stage == "loading"]
        if kind is Failed:
            assert "makers of Gemma 4 do not say" in events[-1].message
        elif question is box:
            (said,) = (event for event in events if isinstance(event, AnswerEvent))
            assert said.raw and "as you said" in said.notes[0]
    assert {stage.message for stage in loads} == {str(folder), f"Loading {folder}"}
    assert len(loads) == 2


def test_the_embedded_model_says_without_a_process_that_it_has_no_words():
    client = EngineClient()
    client.ask(PICTURE[None, :, :, None].repeat(3, axis=3)[:0], [Question("", words="Why?")], Settings(MODEL))
    said, done = client.poll()
    assert "boxes only" in said.problems[0] and isinstance(done, Done)
    client.close()


def test_a_cancel_mid_answer_takes_less_than_a_second(client):
    request = client.ask(PICTURE, questions(*["liver", "spleen"] * 25), Settings(MODEL))
    until(client, Token, seconds=PATIENCE)
    assert seconds_to_cancel(client, request, PATIENCE) < 1.0
    assert is_good(answers(client, "liver")[0][0])


def test_a_bad_folder_is_told_and_the_worker_goes_on(client, tmp_path):
    client.ask(PICTURE, questions("liver"), Settings(str(tmp_path)))
    failed = until(client, Failed, seconds=PATIENCE)[-1]
    assert failed.code == "user-error"
    assert "config.json" in failed.message
    pid = client.worker_pid
    assert is_good(answers(client, "liver")[0][0])
    assert client.worker_pid == pid


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_a_kill_mid_answer_then_a_cancel_at_start_then_a_good_answer(client):
    client.ask(PICTURE, questions(*["liver", "spleen"] * 25), Settings(MODEL))
    until(client, Token, seconds=PATIENCE)
    os.kill(client.worker_pid, signal.SIGKILL)
    failed = until(client, Failed, seconds=PATIENCE)[-1]
    assert failed.code == "killed"
    request = client.ask(PICTURE, questions("liver"), Settings(MODEL))
    time.sleep(0.5)  # amid the imports
    assert seconds_to_cancel(client, request, PATIENCE) < 1.0
    client.warm_up(MODEL)
    assert is_good(answers(client, "liver")[0][0])


def test_a_worker_that_is_importing_ends_with_its_parent():
    program = (
        "import time\nfrom MISGroundLib.engine.client import EngineClient\n"
        "client = EngineClient()\nclient.warm_up()\nprint(client.worker_pid, flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    time.sleep(0.5)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(pid), "the worker outlived its parent"
