"""A server's client against a stand-in: what it asks, how answers are read and scored, which models it takes."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from MISGroundLib.engine.protocol import Done, Question, Stage, Token
from MISGroundLib.engine.server_http import PROBE, REFUSAL_OF_PROBE
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Decoding
from Python.engine.engine_asking import LIVER, answers, ask, failure, picture, told
from Python.engine.openai_stand_in import BOX, OFFER, QWEN


@pytest.fixture
def client(server_client):
    return server_client


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
        "top_p": 1.0,
        "top_k": -1,
        "min_p": 0.0,
        "repetition_penalty": 1.0,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
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


@pytest.mark.parametrize(
    "own", [{"repetition_penalty": 1.05}, {"top_k": 20, "top_p": 0.8, "temperature": 0.7}], ids=str
)
def test_a_models_generation_config_changes_no_answer(server, client, own):
    (expected,) = answers(ask(client))
    server.generation_config = own
    (answer,) = answers(ask(client))
    assert answer.boxes == expected.boxes != []


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


@pytest.mark.parametrize("listing", [[], {}, "hello", {"data": 3}, {"data": [QWEN]}, {"data": [{"name": QWEN}]}])
def test_another_service_than_a_models_is_told(server, client, listing):
    server.listing = listing
    assert failure(client).code == "server-answer"


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


def test_a_box_of_several_slices_names_its_slice(server, client):
    server.answers = [("[", '{"frame": 2, "', *BOX[2:])]
    (answer,) = answers(ask(client, image=np.zeros((2, 40, 60, 3), np.uint8)))
    assert [(box.frame, box.label) for box in answer.boxes] == [(1, "liver")]
    assert answer.boxes[0].box_px == pytest.approx((6.0, 2.0, 18.0, 14.0)) and 0 < answer.boxes[0].score < 1
    assert [part["type"] for part in server.asked[0]["messages"][0]["content"]] == ["image_url", "image_url", "text"]


def test_a_family_that_cannot_name_a_slice_is_not_asked(server, client):
    server.models = ["OpenGVLab/InternVL3-8B-hf"]
    (answer,) = answers(ask(client, image=np.zeros((2, 40, 60, 3), np.uint8)))
    assert "finds boxes in one slice at a time" in answer.problems[0] and not answer.unknown
    assert server.asked == []


def test_a_picture_of_another_kind_is_refused(client):
    with pytest.raises(ValueError, match="uint8"):
        client.ask(np.zeros((4, 4), np.float32), [LIVER], told())
    with pytest.raises(UserError, match="no question"):
        client.ask(picture(), [], told())


POINTS = ("[", '{"', "point_2d", '":', " [", "500", ",", " 500", "],", ' "label": "liver"', "}]")
POINT = Question("liver", "axial", "CT", kind="point")


def test_a_model_that_was_trained_to_point_is_asked_for_points(server, client):
    server.answers = [POINTS]
    (answer,) = answers(ask(client, POINT))
    # The middle of a square of 60 px, the slice's 40 rows in its middle.
    assert answer.points[0].point_px == pytest.approx((30.0, 20.0))
    assert answer.boxes == [] and answer.problems == []
    assert 0 < answer.points[0].score <= 1
    assert "point_2d" in json.dumps(server.asked[0]["messages"])


def test_molmo_2_points_and_nothing_else(server, client):
    server.models = ["allenai/Molmo2-8B"]
    server.answers = [("<points", ' coords="', "1 1 ", "500", " ", "500", '">', "liver", "</points>")]
    (answer,) = answers(ask(client, POINT))
    assert answer.points[0].point_px == pytest.approx((30.0, 20.0))
    server.answers = [("There", " are", " none", ".")]
    (none,) = answers(ask(client, POINT))
    assert none.points == [] and none.problems == [] and none.score > 0
    before = len(server.asked)
    assert "points and draws no boxes" in failure(client, LIVER).message
    assert "points and draws no boxes" in failure(client, Question("kidneys", kind="count")).message
    assert len(server.asked) == before


def test_a_model_that_draws_one_box_is_not_asked_to_count(server, client):
    server.models = ["OpenGVLab/InternVL3-8B-hf"]
    assert "cannot count" in failure(client, Question("kidneys", kind="count")).message
    assert server.asked == []
