"""The client of an OpenAI-compatible server, against a stand-in: what it sends, reads, refuses and survives."""

import base64
import io
import json
import logging
import socket
import threading
import time

import numpy as np
import pytest
from PIL import Image

from MISGroundLib.engine import server_http
from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, Done, Failed, Question, Stage, Token
from MISGroundLib.engine.server import ServerClient
from MISGroundLib.engine.server_wire import PROBE, REFUSAL_OF_PROBE
from MISGroundLib.errors import UserError
from MISGroundLib.grounding import Engine
from MISGroundLib.settings import Decoding, Settings
from Python.engine.openai_stand_in import BOX, OFFER, QWEN, StandIn

GREEDY = Decoding("greedy")
LIVER = Question("liver", "axial", "CT", 0.5)


@pytest.fixture
def server():
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture
def client(server):
    made = ServerClient(server.url, timeout_seconds=5.0)
    yield made
    made.close()


def picture(height=40, width=60):
    return np.arange(height * width, dtype=np.uint8).reshape(height, width)


def end_of(client, seconds=10.0):
    """All events up to the last one."""
    events, until = [], time.monotonic() + seconds
    while not (events and isinstance(events[-1], Done | Failed | Cancelled)):
        assert time.monotonic() < until, f"no end; so far {events}"
        events += client.poll(0.1)
    assert not client.is_busy
    return events


def told(**settings):
    return Settings(**{"model": "", "decoding": GREEDY, **settings})


def ask(client, *questions, image=None, **settings):
    client.ask(picture() if image is None else image, questions or [LIVER], told(**settings))
    return end_of(client)


def failure(client, *questions, **settings):
    failed = ask(client, *questions, **settings)[-1]
    assert isinstance(failed, Failed)
    return failed


def answers(events):
    return [event for event in events if isinstance(event, AnswerEvent)]


def unused_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_it_is_an_engine(client):
    engine: Engine = client
    assert not engine.is_busy


def test_a_question_becomes_a_box_in_slice_pixels(server, client):
    events = ask(client)
    (answer,) = answers(events)
    # 0-1000 over a square of 60 px, the slice's 40 rows in its middle.
    assert answer.boxes[0].box_px == pytest.approx((6.0, 2.0, 18.0, 14.0))
    assert answer.boxes[0].label == "liver"
    assert answer.problems == []
    assert answer.raw == "".join(BOX)
    done = events[-1]
    assert done.model["name"] == QWEN
    assert (done.model["engine"], done.model["address"], done.model["family"]) == ("server", server.url, "Qwen3-VL")
    assert done.model["served"]["owned_by"] == "vllm"
    assert done.model["device"] == f"server 127.0.0.1:{server.port}"


def test_stages_and_tokens_stream(server, client):
    server.pause = 0.04
    events = ask(client)
    assert [event.stage for event in events if isinstance(event, Stage)] == ["server", "reading", "answering"]
    tokens = [event for event in events if isinstance(event, Token)]
    assert len(tokens) > 5
    assert (tokens[0].text, tokens[-1].text) == ("[", "".join(BOX))
    assert tokens[-1].limit == 256
    counts = [token.count for token in tokens]
    assert counts == sorted(counts)


def test_exactly_this_is_sent(server, client):
    ask(client, decoding=Decoding("semsam", "paper", 4, 0.5), seed=7)
    body = dict(server.asked[0])
    ((message),) = body.pop("messages")
    assert body == {
        "model": QWEN,
        "max_tokens": 256,
        "temperature": 0,
        "seed": 7,
        "stream": True,
        "stream_options": {"include_usage": True},
        "logprobs": True,
        "skip_special_tokens": False,
        "vllm_xargs": {"semsam": "paper", "semsam_top_m": 4, "semsam_top_p": 0.5},
    }
    image, text = message["content"]
    assert message["role"] == "user"
    assert text["text"].startswith("This is a CT axial slice")
    assert "Locate the liver" in text["text"]
    head, data = image["image_url"]["url"].split(",")
    assert head == "data:image/png;base64"
    sent = Image.open(io.BytesIO(base64.b64decode(data)))
    assert (sent.size, sent.mode, sent.info) == ((512, 512), "RGB", {})
    assert [(method, path) for method, path, _, _ in server.requests] == [
        ("GET", "/v1/models"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/v1/chat/completions"),
    ]


def test_greedy_switches_semantic_sampling_off_and_needs_no_plug_in(server, client):
    server.semsam = False
    ask(client)
    assert server.asked[0]["vllm_xargs"] == {"semsam": "off"}
    assert server.probes == []


def test_the_same_question_twice_sends_the_same(server, client):
    ask(client)
    ask(client)
    assert server.asked[0] == server.asked[1]


def test_semantic_sampling_is_looked_for_once(server, client):
    for _ in range(2):
        assert isinstance(ask(client, decoding=Decoding())[-1], Done)
    (probe,) = server.probes
    assert probe["max_tokens"] == 1
    assert "image" not in json.dumps(probe)
    assert server.asked[0]["vllm_xargs"]["semsam"] == "safe"


def test_no_semantic_sampling_on_the_server(server, client):
    server.semsam = False
    failed = failure(client, decoding=Decoding())
    assert failed.code == "server-no-semsam"
    assert "serve-args" in failed.message
    assert "greedy" in failed.message
    assert server.asked == []
    server.semsam = True
    assert isinstance(ask(client, decoding=Decoding())[-1], Done)


def test_a_server_that_refuses_unknown_words_has_no_semantic_sampling(server, client, monkeypatch):
    monkeypatch.setattr(server, "_plug_in_says", lambda body: "Unrecognized request argument supplied: vllm_xargs")
    assert failure(client, decoding=Decoding()).code == "server-no-semsam"


def test_the_plug_in_still_refuses_the_probe_in_these_words():
    from MISGroundLib.semsam.serving import make_class

    params = type("Params", (), {"extra_args": {"semsam": PROBE}})
    with pytest.raises(ValueError, match=REFUSAL_OF_PROBE) as refused:
        make_class((object,)).validate_params(params)
    assert str(refused.value) == f"semsam is 'probe': {OFFER}"


@pytest.mark.parametrize(
    ("decoding", "said"),
    [
        (Decoding("shuffled"), "shuffled is a control"),
        (Decoding("case-merge"), "case-merge is a control"),
        (Decoding(graph=("mutual",)), "when a server is started"),
        (Decoding(k=4), "when a server is started"),
        (Decoding(sample=True), "best token"),
    ],
)
def test_what_no_request_can_choose_is_refused_before_anything_is_sent(server, client, decoding, said):
    with pytest.raises(UserError, match=said):
        client.ask(picture(), [LIVER], told(decoding=decoding))
    assert server.requests == []
    assert not client.is_busy


def test_nobody_there(server):
    port = unused_port()
    client = ServerClient(f"http://127.0.0.1:{port}")
    failed = failure(client)
    assert failed.code == "server-refused"
    assert failed.message.startswith(f"No server answers at 127.0.0.1:{port}")
    assert "serve-args" in failed.message


def test_a_silent_server_times_out(server):
    server.silent = True
    client = ServerClient(server.url, timeout_seconds=0.3)
    failed = failure(client)
    assert failed.code == "server-timeout"
    assert "did not answer within 0.3 s" in failed.message


def test_a_server_that_falls_silent_in_an_answer_times_out(server):
    server.pause = 1.0
    assert failure(ServerClient(server.url, timeout_seconds=0.3)).code == "server-timeout"


def test_another_model_than_the_server_has(server, client):
    failed = failure(client, model="Qwen/Qwen2.5-VL-7B-Instruct")
    assert failed.code == "server-model"
    assert f"serves {QWEN}, not 'Qwen/Qwen2.5-VL-7B-Instruct'" in failed.message


def test_one_of_several_models_must_be_chosen(server, client):
    server.models = [QWEN, "google/medgemma-4b-it"]
    failed = failure(client)
    assert failed.code == "server-model"
    assert f"{QWEN}, google/medgemma-4b-it, and none was chosen" in failed.message
    assert f"server:{server.url}#{QWEN}" in failed.message
    assert ask(client, model="google/medgemma-4b-it")[-1].model["family"] == "Gemma 3"


def test_a_model_of_no_known_family_is_refused_with_the_families_named(server, client):
    server.models = ["my-model"]
    failed = failure(client)
    assert failed.code == "user-error"
    assert "'my-model'" in failed.message
    assert "Qwen3-VL, Qwen2.5-VL, Gemma 3" in failed.message
    assert server.asked == []


@pytest.mark.parametrize(("status", "words"), [(400, "prompt too long"), (500, "engine died"), (503, "busy")])
def test_other_refusals_are_told_in_the_servers_words(server, client, status, words):
    server.status, server.words = status, words
    failed = failure(client)
    assert failed.code == "server-error"
    assert failed.message.endswith(f"refused the question (status {status}): {words}")


def test_an_error_in_the_middle_of_the_stream_is_told(server, client):
    server.stream = b'data: {"error": {"message": "out of blocks", "code": 500}}\n\n'
    failed = failure(client)
    assert (failed.code, failed.message.endswith(": out of blocks")) == ("server-error", True)


@pytest.mark.parametrize(
    "stream",
    [
        b"data: {not json}\n\n",
        b"data: [1]\n\n",
        b'data: {"id": 1}\n\n',
        b'data: {"choices": [{"delta": 3}]}\n\n',
        b'data: {"choices": [{"delta": {"content": 3}}]}\n\n',
        b'data: {"choices": [{"delta": {"content": "x"}, "logprobs": {"content": [{"token": "x"}]}}]}\n\n',
        b"<html>hello</html>\n",
        b"data: [DONE]\n\n",
    ],
)
def test_a_stream_that_is_none_is_told(server, client, stream):
    server.stream = stream
    assert failure(client).code == "server-answer"


@pytest.mark.parametrize("listing", [[], {}, "hello", {"data": 3}, {"data": [QWEN]}, {"data": [{"name": QWEN}]}])
def test_another_service_than_a_models_is_told(server, client, listing):
    server.listing = listing
    assert failure(client).code == "server-answer"


def test_what_is_no_http_at_all_is_told():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet():
            connection, _ = listening.accept()
            connection.recv(1000)
            connection.sendall(b"SSH-2.0-x\r\n")
            connection.close()

        threading.Thread(target=greet, daemon=True).start()
        client = ServerClient(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout_seconds=5.0)
        assert failure(client).code == "server-answer"


def test_a_redirect_is_not_followed(server, client):
    other = StandIn()
    try:
        server.status, server.location = 307, f"{other.url}/v1/models"
        failed = failure(client)
        assert failed.code == "server-error"
        assert f"sends us on to 127.0.0.1:{other.port}" in failed.message
        assert other.requests == []
    finally:
        other.close()


def test_a_server_that_dies_loses_only_the_rest(server, client):
    server.die_after, server.die_in = 3, 1
    events = ask(client, LIVER, Question("spleen"), Question("aorta"))
    (first,) = answers(events)
    assert first.boxes
    assert events[-1].code == "server-lost"
    assert "in the middle of an answer" in events[-1].message


def test_after_a_failure_the_next_question_is_answered(server, client):
    server.die_after = 2
    assert failure(client).code == "server-lost"
    server.die_after = None
    assert isinstance(ask(client)[-1], Done)


@pytest.mark.parametrize("when", ["silent", "streaming"])
def test_a_cancel_is_done_within_a_second_and_hangs_up(server, client, when):
    server.silent, server.pause = when == "silent", 0.05
    server.answers = [("word ",) * 400]
    request = client.ask(picture(), [LIVER], told())
    while not server.requests or (when == "streaming" and not any(isinstance(e, Token) for e in client.poll(0.05))):
        time.sleep(0.01)
    started = time.monotonic()
    client.cancel(request)
    assert end_of(client)[-1] == Cancelled(request)
    assert time.monotonic() - started < 0.5
    if when == "streaming":
        assert server.gone.wait(2.0), "the server goes on writing"
    client.cancel(request)
    server.silent, server.pause, server.answers = False, 0.0, [BOX]
    events = ask(client)
    assert isinstance(events[-1], Done)
    assert {event.id for event in events} == {events[-1].id}, "an event of the cancelled request came late"


def test_close_ends_a_request_without_an_event(server, client):
    server.silent = True
    client.ask(picture(), [LIVER], told())
    while not server.requests:
        time.sleep(0.01)
    started = time.monotonic()
    client.close()
    client.close()
    assert time.monotonic() - started < 1.0
    assert not client.is_busy
    assert not any(isinstance(event, Done | Failed | Cancelled) for event in client.poll(0.1))
    assert not [thread for thread in threading.enumerate() if thread.name == "misground-server"]


def test_one_request_at_a_time(server, client):
    server.silent = True
    client.ask(picture(), [LIVER], told())
    with pytest.raises(UserError, match="still answering"):
        client.ask(picture(), [LIVER], told())


def test_scores_are_the_servers_probabilities(client):
    (answer,) = answers(ask(client))
    # Two tokens decide; the box is as sure as each number's token.
    assert answer.score == pytest.approx(0.25)
    assert answer.boxes[0].score == pytest.approx(0.125)
    assert answer.statistics["steps"] == len(BOX) + 1


def test_not_found_has_a_score_too(server, client):
    server.answers = [("[]",)]
    (answer,) = answers(ask(client))
    assert (answer.boxes, answer.problems) == ([], [])
    assert answer.score == pytest.approx(0.5)


def test_without_probabilities_there_is_no_score_and_a_note(server, client):
    server.probability = None
    (answer,) = answers(ask(client))
    assert answer.score == answer.boxes[0].score == 0.0
    assert "no probabilities" in answer.notes[0]


def test_an_answer_that_is_cut_off_says_so(server, client):
    server.finish, server.answers = "length", [BOX[:-3]]
    (answer,) = answers(ask(client))
    assert answer.boxes == []
    assert "The answer was cut off at 256 tokens." in answer.problems


def test_a_box_that_is_none_is_refused(server, client):
    server.answers = [('[{"bbox_2d": [100, 200, 300, 4000], "label": "liver"}]',)]
    (answer,) = answers(ask(client))
    assert answer.boxes == []
    assert "leaves the 0-1000 scale" in answer.problems[0]


def test_boxes_in_pixels_need_the_picture_that_was_sent(server, client):
    server.models = ["Qwen/Qwen2.5-VL-7B-Instruct"]
    server.answers = [('[{"bbox_2d": [84, 168, 252, 336], "label": "liver"}]',)]
    (answer,) = answers(ask(client))
    assert answer.boxes[0].box_px == pytest.approx((10.0, 10.0, 30.0, 30.0))
    server.prompt_tokens = 300
    (answer,) = answers(ask(client))
    assert answer.boxes == []
    assert "made the picture smaller" in answer.problems[0]


@pytest.mark.parametrize("shape", [(40, 60), (40, 60, 3), (3, 40, 60, 3), (0, 40, 60, 3)])
def test_a_question_in_words_goes_as_it_stands_after_its_pictures(server, client, shape):
    server.answers = [("On ", "the ", "left.")]
    (answer,) = answers(ask(client, Question("", words="Which side?"), image=np.zeros(shape, np.uint8)))
    assert (answer.raw, answer.boxes, answer.problems) == ("On the left.", [], [])
    assert answer.score == pytest.approx(0.5)
    *pictures, text = server.asked[0]["messages"][0]["content"]
    assert text == {"type": "text", "text": "Which side?"}
    assert len(pictures) == (shape[0] if len(shape) == 4 else 1)
    assert all(part["type"] == "image_url" for part in pictures)


def test_a_box_is_asked_of_one_picture_only(server, client):
    (answer,) = answers(ask(client, image=np.zeros((2, 40, 60, 3), np.uint8)))
    assert "one picture" in answer.problems[0]
    assert server.asked == []


def test_a_picture_of_another_kind_is_refused(client):
    with pytest.raises(ValueError, match="uint8"):
        client.ask(np.zeros((4, 4), np.float32), [LIVER], told())
    with pytest.raises(UserError, match="no question"):
        client.ask(picture(), [], told())


def test_proxies_of_the_environment_are_not_asked(server, client, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    assert isinstance(ask(client)[-1], Done)


def test_the_key_is_sent_and_never_shown(server, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("MISGROUND_SERVER_KEY", "s3cret")
    monkeypatch.setenv("OPENAI_API_KEY", "other")
    client = ServerClient(server.url)
    events = ask(client)
    server.status, server.words = 400, "Bearer s3cret is not welcome"
    events += ask(client)
    server.status = 401
    events += ask(client)
    assert "MISGROUND_SERVER_KEY" in events[-1].message
    assert {headers["Authorization"] for _, _, _, headers in server.requests} == {"Bearer s3cret"}
    assert "s3cret" not in repr(events) + caplog.text + repr(client)


def test_a_key_that_no_header_holds_is_refused_unseen(server, monkeypatch):
    monkeypatch.setenv("MISGROUND_SERVER_KEY", "s3cret\nX-Other: 1")
    with pytest.raises(UserError) as refused:
        ServerClient(server.url)
    assert "s3cret" not in str(refused.value)


def test_without_a_key_none_is_sent(server, client, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "other")
    ask(client)
    assert all("Authorization" not in headers for _, _, _, headers in server.requests)


def test_localhost_must_be_this_computer(server, monkeypatch):
    """Whatever the system's names say, a picture goes to another computer only where that was allowed."""
    monkeypatch.setattr(socket.socket, "getpeername", lambda _: ("192.0.2.7", 80))
    failed = failure(ServerClient(f"http://localhost:{server.port}"))
    assert failed.code == "server-refused"
    assert "another computer" in failed.message
    assert server.requests == []


def test_nothing_is_sent_before_a_question(server, monkeypatch):
    connections = []
    monkeypatch.setattr(server_http.ServerLink, "_connected", lambda link: connections.append(link))
    ServerClient(server.url).close()
    assert connections == []
