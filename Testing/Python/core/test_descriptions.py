"""Descriptions of structures: the table is whole and sourced, and it reaches those models alone that read free text."""

import json

import numpy as np
import pytest

from MISGroundLib.anatomy import NO_DESCRIPTION, description_of, structures
from MISGroundLib.bench.run_answerers import parts_of
from MISGroundLib.engine.protocol import Ask, Question, decode_ask, encode_ask
from MISGroundLib.files import resource
from MISGroundLib.grounding import GroundingRun
from MISGroundLib.settings import Settings
from MISGroundLib.slices import SliceImage, VolumeInfo, standard_grid
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.mini import embedded_profile
from Python.fake_engine import FakeEngine

TABLE = json.loads(resource("Anatomy", "descriptions.json").read_text(encoding="utf-8"))
NAMED = {one.base for one in structures()}


@pytest.mark.parametrize("entry", TABLE["descriptions"], ids=lambda entry: entry["name"])
def test_an_entry_is_whole_short_and_sourced(entry):
    assert set(entry) == {"name", "shape", "ct", "mr", "place", "source"}
    assert entry["name"] in NAMED
    for part in ("shape", "ct", "mr", "place"):
        text = entry[part]
        assert 5 <= len(text) <= 160 and text == text.strip() and not text.endswith((".", ";")) and ";" not in text[-1:]
        assert not any(sign in text for sign in '{}[]"<>'), "it stands in prompts that are formats"
    chapter, *others = entry["source"]
    assert chapter.startswith("gray: ") and others == ["hu", "mr"]


def test_the_table_holds_each_structure_once_and_all_that_misground_mini_knows():
    names = [entry["name"] for entry in TABLE["descriptions"]]
    assert len(names) == len(set(names)) >= 55
    known = {one.base for one in structures() if one.name in embedded_profile().known}
    assert known - set(names) == {"body"}
    assert set(TABLE["sources"]) == {"gray", "hu", "mr"}


def test_a_query_is_described_as_it_is_typed_and_for_its_modality():
    kidney = description_of("left kidney", "CT")
    assert kidney == description_of("Kidneys", "ct") == description_of("linke Niere", "CT")
    assert kidney.startswith("About the kidney: bean-shaped") and "in CT grey soft tissue, 20 to 40 HU" in kidney
    assert "HU" not in description_of("left kidney", "MR") and "in MR" in description_of("left kidney", "MR")
    assert "; in " not in description_of("left kidney")
    both = description_of("liver and spleen", "CT")
    assert both.count("About the") == 2


@pytest.mark.parametrize(
    "query", ["kidney tumour", "the vessel in front of the spine", "liver, frobnicator", "body", ""]
)
def test_what_is_not_known_whole_is_not_described(query):
    assert description_of(query, "CT") == ""


def text_of(messages):
    return messages[0]["content"][-1]["text"]


@pytest.mark.parametrize("kind", [kind for kind, family in FAMILIES.items() if not family.no_boxes])
def test_a_family_that_chats_is_told_and_another_says_that_it_is_not(kind):
    family = FAMILIES[kind]
    told = Question("liver", modality="CT", description=description_of("liver", "CT"))
    plain = Question("liver", modality="CT")
    text, willing, remark = text_of(family.build_messages(told)), *family.can_be_asked(told, 1)
    assert willing
    assert (told.description in text) == family.chats
    assert ("knows what it looks for by name only" in remark) != family.chats
    assert text.replace(told.description, "").split() == text_of(family.build_messages(plain)).split()


def test_misground_mini_is_not_told_and_says_so():
    profile = embedded_profile()
    told = Question("liver", modality="CT", description=description_of("liver", "CT"))
    assert text_of(profile.build_messages(told)) == text_of(profile.build_messages(Question("liver", modality="CT")))
    assert profile.can_be_asked(told, 1) == (
        True,
        "misground-mini knows what it looks for by name only: descriptions are not told to it.",
    )
    assert profile.can_be_asked(Question("liver"), 1) == (True, "")


def asked(settings, *queries):
    grid = standard_grid(np.diag([-1.0, 1.0, 3.0, 1.0]), (100, 80, 40), "axial")
    image = SliceImage(np.zeros((80, 100), np.uint8), grid, 400.0, 40.0, VolumeInfo("ct", modality="CT"))
    engine = FakeEngine()
    result = GroundingRun(engine, image, list(queries), settings).wait()
    return engine.asked[0][1], result


def test_the_setting_is_off_by_default_crosses_to_the_worker_and_is_kept():
    questions, result = asked(Settings("a/model"), "liver")
    assert questions[0].description == "" and result.to_json()["describe"] is False
    settings = Settings("a/model", describe=True)
    questions, result = asked(settings, "liver", "the bright spot")
    assert questions[0].description.startswith("About the liver") and questions[1].description == ""
    assert result.to_json()["describe"] is True
    assert [one.notes for one in result.detections] == [[], [NO_DESCRIPTION.format(query="the bright spot")]]
    sent = decode_ask(json.loads(encode_ask(Ask("r", {}, list(questions), settings))))
    assert sent.questions == list(questions) and sent.settings.describe


def test_the_benchmark_can_measure_it(made_localisation):
    (part,) = parts_of(made_localisation, "boxes", describe=True)
    assert part.question.description.startswith("About the spleen")
    assert parts_of(made_localisation, "boxes")[0].question.description == ""


@pytest.fixture
def made_localisation():
    from MISGroundLib.bench.question_file import BenchQuestion, Picture

    cell = ("CT", "axial", "localisation", "viewed", "none", "anatomical")
    names = ("modality", "plane", "family", "convention", "visual_prompt", "terms")
    return BenchQuestion(
        id="x", case="c", structures=("spleen",), direction="", text="Find the spleen.", options=(), answer=None,
        box_px=None, chance=0.5, pictures=(Picture("axial", 0.0),), **dict(zip(names, cell, strict=True)),
    )  # fmt: skip
