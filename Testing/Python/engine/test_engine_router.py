"""Where pictures may go: addresses read strictly, other computers refused, and the router between the engines."""

import inspect
import socket

import numpy as np
import pytest

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.engine.protocol import Done, Engine, Question
from MISGroundLib.engine.router import EngineRouter, is_server, parse_address, server_of
from MISGroundLib.engine.server import ServerClient
from MISGroundLib.errors import UserError
from MISGroundLib.grounding import GroundingRun
from MISGroundLib.settings import Decoding, Settings
from MISGroundLib.slices import SliceImage, VolumeInfo, standard_grid
from MISGroundLib.vlm.checkpoints import family_named
from MISGroundLib.vlm.known_families import FAMILIES
from Python.engine.engine_asking import until
from Python.engine.openai_stand_in import QWEN
from Python.fake_engine import FakeEngine

PICTURE = np.zeros((8, 8), np.uint8)


@pytest.fixture
def no_packets(monkeypatch):
    """Fails for every attempt to find or reach another computer."""

    def fail(*_, **__):
        raise AssertionError("a packet was sent")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, fail)
    monkeypatch.setattr(socket, "getaddrinfo", fail)


@pytest.mark.parametrize(
    ("text", "shown", "url"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "http://127.0.0.1:8000"),
        (" http://localhost:8000/v1/ ", "localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000/v1", "[::1]:8000", "http://[::1]:8000"),
        ("http://127.8.9.1", "127.8.9.1:80", "http://127.8.9.1:80"),
        ("https://127.0.0.1/models/v1", "127.0.0.1:443", "https://127.0.0.1:443/models"),
    ],
)
def test_an_address_of_this_computer(text, shown, url):
    address = parse_address(text)
    assert (address.shown, address.url, address.is_loopback) == (shown, url, True)


@pytest.mark.parametrize(
    "text",
    [
        "http://192.168.1.7:8000",
        "http://gpu.example:8000",
        "http://0.0.0.0:8000",
        "http://localhost.example:8000",
        "http://127.0.0.1.example:8000",
        "http://127.1:8000",
        "http://2130706433:8000",
        "http://[2001:db8::1]:8000",
    ],
)
def test_another_computer_is_refused_before_any_packet(no_packets, text):
    with pytest.raises(UserError, match="--allow-remote-server"):
        ServerClient(text)
    with pytest.raises(UserError, match="Pictures may leave this computer"):
        EngineRouter().ask(PICTURE, [Question("liver")], Settings(f"server:{text}"))
    assert ServerClient(text, allow_remote=True).address.shown in text + ":8000"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "127.0.0.1:8000",
        "ftp://127.0.0.1",
        "http://",
        "http://:8000",
        "http://127.0.0.1:0",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:x",
        "http://127.0.0.1:8000/v1?key=1",
        "http://127.0.0.1:8000/a b",
        "http://127.0.0.1:8000/a\r\nX: y",
        "http://127.0.0.1\\@gpu.example:8000",
        "http://[::1",
        "http://[::1%eth0]:8000",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(text):
    with pytest.raises(UserError, match=r"http://127\.0\.0\.1:8000"):
        parse_address(text)


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(UserError) as refused:
        parse_address("http://me:s3cret@127.0.0.1:8000")
    assert "s3cret" not in str(refused.value)


def test_a_models_name_holds_address_and_name():
    address, name = server_of(f"server:http://127.0.0.1:8000#{QWEN}")
    assert (address.port, name) == (8000, QWEN)
    assert server_of("server:http://127.0.0.1:8000")[1] == ""
    assert [is_server(model) for model in ("server:x", "misground-mini", "owner/server", "/server:x")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        (QWEN, "qwen3_vl"),
        ("Qwen/Qwen3-VL-235B-A22B-Thinking-FP8", "qwen3_vl"),
        ("qwen2.5vl:7b", "qwen2_5_vl"),
        ("/models/Qwen2_5-VL-7B", "qwen2_5_vl"),
        ("google/gemma-3-27b-it", "gemma3"),
        ("google/medgemma-4b-it", "gemma3"),
        ("OpenGVLab/InternVL3_5-8B-HF", "internvl"),
        ("llava-hf/llava-1.5-7b-hf", "llava"),
        ("llava-hf/llava-onevision-qwen2-7b-ov-hf", "llava_onevision"),
        ("HuggingFaceTB/SmolVLM2-2.2B-Instruct", "smolvlm"),
    ],
)
def test_a_name_tells_the_family(name, family):
    assert family_named([name]) is FAMILIES[family]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "gpt-4o",
        "google/gemma-3n-E4B-it",
        "google/gemma-2-9b",
        "google/paligemma-3b-mix-448",
        "Qwen/Qwen3-8B",
        "Qwen/Qwen2-VL-7B",
        "llava-hf/llava-v1.6-mistral-7b-hf",
        "microsoft/llava-med-v1.5-mistral-7b",
        "microsoft/Florence-2-base",
    ],
)
def test_a_name_of_no_family_is_refused(name):
    with pytest.raises(UserError, match=r"Qwen3-VL, Qwen2\.5-VL"):
        family_named([name])


def test_a_served_name_that_tells_nothing_gives_way_to_the_models_own():
    assert family_named(["default", QWEN]).name == "Qwen3-VL"


@pytest.fixture
def router():
    made = EngineRouter(worker=FakeEngine(answers=[None], tokens=40))
    yield made
    made.close()


@pytest.fixture
def a_slice():
    grid = standard_grid(np.diag([-1.0, 1.0, 3.0, 1.0]), (100, 80, 40), "axial")
    return SliceImage(np.zeros((80, 100), np.uint8), grid, 400.0, 40.0, VolumeInfo("ct", modality="CT"))


def finish(router, request):
    events = until(router, Done)
    assert {event.id for event in events} == {request}
    return events[-1]


@pytest.mark.parametrize("engine", [EngineClient, ServerClient, EngineRouter, FakeEngine])
@pytest.mark.parametrize("call", ["ask", "poll", "cancel", "warm_up", "close"])
def test_every_engine_is_called_alike(engine, call):
    assert inspect.signature(getattr(engine, call)) == inspect.signature(getattr(Engine, call))


def test_each_question_goes_where_its_model_is(server, router):
    here = router.ask(PICTURE, [Question("liver")], Settings())
    assert finish(router, here).model["name"] == "fake"
    there = router.ask(
        PICTURE, [Question("liver")], Settings(f"server:{server.url}#{QWEN}", decoding=Decoding("greedy"))
    )
    assert router.is_busy
    with pytest.raises(UserError, match="still answering"):
        router.ask(PICTURE, [Question("liver")], Settings())
    assert finish(router, there).model["name"] == QWEN
    assert finish(router, router.ask(PICTURE, [Question("liver")], Settings())).model["name"] == "fake"


def test_a_server_is_not_warmed_up(server, router, monkeypatch):
    warmed = []
    monkeypatch.setattr(router._worker, "warm_up", lambda **settings: warmed.append(settings))
    router.warm_up(f"server:{server.url}", "auto")
    router.warm_up("misground-mini", "cpu")
    assert warmed == [{"model": "misground-mini", "device": "cpu", "precision": "auto"}]
    assert server.requests == []


def test_a_permission_lasts_for_its_question_only(no_packets, router, monkeypatch):
    asked = []
    monkeypatch.setattr(ServerClient, "ask", lambda client, *_, **__: asked.append(client.address.shown) or "1")
    model = "server:http://gpu.example:8000"
    router.ask(PICTURE, [Question("liver")], Settings(model, allow_remote=True))
    with pytest.raises(UserError, match="another computer"):
        router.ask(PICTURE, [Question("liver")], Settings(model))
    assert asked == ["gpu.example:8000"]


def test_a_run_on_a_server_from_slice_to_patient_space(server, router, a_slice):
    settings = Settings(f"server:{server.url}", decoding=Decoding(), seed=3)
    result = GroundingRun(router, a_slice, ["liver"], settings).wait()
    assert result.detections[0].found
    assert result.detections[0].box_ras is not None
    assert result.to_json()["model"]["address"] == server.url
