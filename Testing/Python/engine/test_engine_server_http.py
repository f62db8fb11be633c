"""The connection to a server: refusals, silence, nonsense, cuts, keys and proxies. Nothing goes where it must not."""

import logging
import socket
import threading
import time

import pytest

from MISGroundLib.engine.protocol import Cancelled, Done, Failed, Question, Token
from MISGroundLib.engine.server import ServerClient
from MISGroundLib.errors import UserError
from Python.engine.engine_asking import LIVER, answers, ask, end_of, failure, picture, told
from Python.engine.openai_stand_in import BOX, StandIn


@pytest.fixture
def client(server_client):
    return server_client


def unused_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


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


def test_a_line_without_an_end_is_told(server, client):
    server.stream = b"data: " + b"x" * (2 << 20)
    assert failure(client).code == "server-answer"


def test_a_line_ends_at_a_newline_only(server, client):
    """Separators of Unicode are letters of the answer, as JSON has them."""
    first = '{"choices": [{"delta": {"content": "up\u2028\x85down"}, "finish_reason": "stop"}]}'
    server.stream = f"data: {first}\r\n\r\ndata: [DONE]\r\n".encode()
    (answer,) = answers(ask(client, Question("", words="Which way?")))
    assert answer.raw == "up\u2028\x85down"


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
    monkeypatch.setattr(socket.socket, "connect", lambda *where: connections.append(where))
    ServerClient(server.url).close()
    assert connections == []
