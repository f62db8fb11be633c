"""Profiles: what a model is asked, the picture it gets, and the way back from its boxes."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.anatomy import parse_queries
from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.vlm.families import Family
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.loading import profile_for
from MISGroundLib.vlm.mini import MiniProfile, embedded_profile
from MISGroundLib.vlm.pictures import prepare_square

MINI = MiniProfile(known=("liver", "left kidney", "right kidney"), side=160)


def text_of(messages):
    assert [part["type"] for part in messages[0]["content"]] == ["image", "text"]
    return messages[0]["content"][1]["text"]


@pytest.mark.parametrize(("query", "name"), [("Lt kidney", "left kidney"), ("hepar", "liver"), ("liver", "liver")])
def test_the_mini_is_asked_by_the_canonical_name(query, name):
    assert MINI.knows(query) == (True, "")
    assert text_of(MINI.build_messages(Question(query, "axial", "CT"))) == f"CT axial ?: {name}"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (Question("liver", "oblique", "CT", midline_mm=20.0), "CT oblique ?: liver"),
        (Question("liver", "coronal", "ct", midline_mm=20.0), "CT coronal ?: liver"),
        (Question("liver", "sagittal", ""), "image sagittal ?: liver"),
        (Question("liver", "sagittal", "MR", midline_mm=22.0), "MR sagittal R25: liver"),
        (Question("liver", "sagittal", "PT", midline_mm=-2.0), "image sagittal L3: liver"),
        (Question("liver", "sagittal", "CT", midline_mm=-400.0), "CT sagittal L130: liver"),
    ],
)
def test_the_mini_is_told_modality_plane_and_midline(question, text):
    assert text_of(MINI.build_messages(question)) == text


def test_the_mini_says_what_it_does_not_know():
    for query in ("tooth fairy", "spleen", ""):
        knows, why = MINI.knows(query)
        assert not knows
        assert why == f"misground-mini does not know {query!r}. `misground models` lists its 3 structures."
        with pytest.raises(UserError, match="does not know"):
            MINI.build_messages(Question(query))


def test_the_mini_wants_one_side_at_a_time():
    knows, why = MINI.knows("kidneys")
    assert not knows
    assert '"left kidney" or "right kidney"' in why


def test_a_large_model_is_asked_in_the_users_words():
    profile = FAMILIES["qwen3_vl"]
    text = text_of(profile.build_messages(Question("the vessel in front of the spine", "axial", "CT")))
    assert "the vessel in front of the spine" in text
    assert "bbox_2d" in text
    assert "patient's" in text
    assert profile.knows("anything")[0]


@pytest.mark.parametrize(("shape", "side"), [((100, 80), 512), ((512, 512), 512), ((600, 530), 608), ((1024, 9), 1024)])
def test_a_large_model_gets_a_square_in_steps_of_32(shape, side):
    prepared = FAMILIES["qwen3_vl"].prepare_image(np.zeros(shape, np.uint8))
    assert prepared.image.size == (side, side)
    assert prepared.image.mode == "RGB"


@given(st.integers(1, 700), st.integers(1, 700), st.lists(st.floats(0, 1000), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_boxes_come_back_from_the_square_exactly(width, height, numbers):
    prepared = prepare_square(np.zeros((height, width), np.uint8), 64)
    box = tuple(numbers)
    assert np.allclose(prepared.from_slice(prepared.to_slice(box)), box, atol=1e-6)
    assert np.allclose(prepared.to_slice((0, 0, 1000, 1000))[2], prepared.side_px - prepared.offset_px[0])


def test_a_bright_block_is_found_where_it_was():
    pixels = np.zeros((101, 160), np.uint8)
    pixels[20:60, 30:110] = 255
    prepared = prepare_square(pixels, 160)
    bright = np.asarray(prepared.image)[:, :, 0] > 127
    columns, rows = np.flatnonzero(bright.any(axis=0)), np.flatnonzero(bright.any(axis=1))
    box = tuple(v * 1000 / 160 for v in (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
    assert np.allclose(prepared.to_slice(box), (30, 20, 110, 60), atol=1e-6)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(30, 90), st.integers(30, 90), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_a_cropped_body_fills_the_picture_and_its_box_comes_back(left, top, width, height, noise):
    pixels = np.random.default_rng(left).integers(0, 2 * noise + 1, (150, 160)).astype(np.uint8)
    pixels[top : top + height, left : left + width] = 200
    prepared = prepare_square(pixels, 160, crop=True)
    assert prepared.side_px <= max(width, height) + 14
    bright = np.asarray(prepared.image)[:, :, 0] > 110
    columns, rows = np.flatnonzero(bright.any(axis=0)), np.flatnonzero(bright.any(axis=1))
    box = tuple(v * 1000 / 160 for v in (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
    assert np.allclose(prepared.to_slice(box), (left, top, left + width, top + height), atol=1.1)
    assert np.allclose(prepared.from_slice(prepared.to_slice(box)), box, atol=1e-6)


@pytest.mark.parametrize("value", [0, 255])
def test_nothing_is_cropped_where_there_is_no_border(value):
    pixels = np.full((70, 90), value, np.uint8)
    cropped, whole = prepare_square(pixels, 64, crop=True), prepare_square(pixels, 64)
    assert cropped.side_px == whole.side_px and cropped.offset_px == whole.offset_px
    assert np.array_equal(np.asarray(cropped.image), np.asarray(whole.image))


@pytest.mark.parametrize("pixels", [np.zeros((4, 4)), np.zeros((4, 4, 2), np.uint8), np.zeros((0, 4), np.uint8)])
def test_only_a_slice_becomes_a_picture(pixels):
    with pytest.raises((TypeError, ValueError)):
        prepare_square(pixels, 64)


def test_the_profile_follows_the_config(tmp_path):
    (tmp_path / "misground.json").write_text(json.dumps({"structures": ["liver"], "side_px": 160}))
    mini = profile_for({"model_type": "misground_mini", "misground_profile": "misground-mini"}, tmp_path)
    assert mini == MiniProfile(("liver",), 160)
    with pytest.raises(UserError, match="older MISGround"):
        profile_for({"model_type": "qwen3_vl", "misground_profile": "misground-mini"}, tmp_path)
    assert isinstance(profile_for({"model_type": "qwen3_vl"}, tmp_path), Family)
    with pytest.raises(UserError, match="qwen3_vl"):
        profile_for({"model_type": "bert"}, tmp_path)


@pytest.mark.parametrize(
    ("calibration", "wrong"),
    [
        ({"found": [[0.2, 0.1], [0.8, 0.9]], "absent": [[0.5, 0.7]]}, False),
        ({"found": [[0, 0], [1, 1]]}, False),
        ({}, False),
        (None, False),
        ({"found": [[0.8, 0.1], [0.2, 0.9]]}, True),
        ({"found": [[0.2, 0.1], [0.2, 0.9]]}, True),
        ({"absent": [[0.2, 0.9], [0.8, 0.1]]}, True),
        ({"found": [[0.2, 1.1]]}, True),
        ({"found": [[float("nan"), 0.1]]}, True),
        ({"found": [[True, True]]}, True),
        ({"found": [["0.2", "0.1"]]}, True),
        ({"found": [0.2]}, True),
        ({"found": {"0.2": 0.1}}, True),
        ({"gone": [[0.2, 0.1]]}, True),
        ([], True),
        (0.5, True),
    ],
)
def test_a_calibration_is_read_or_refused(tmp_path, calibration, wrong):
    data = {"structures": ["liver"], "side_px": 160, "calibration": calibration}
    (tmp_path / "misground.json").write_text(json.dumps(data))
    config = {"model_type": "misground_mini", "misground_profile": "misground-mini"}
    if wrong:
        with pytest.raises(UserError, match=r"misground\.json.*calibration"):
            profile_for(config, tmp_path)
    else:
        assert bool(profile_for(config, tmp_path).calibration) == bool(calibration)


def test_a_side_that_the_mini_cannot_see_is_said():
    mini = MiniProfile(known=("patella", "left kidney"), side=160)
    knows, heed = mini.knows("left kneecap")
    assert knows
    assert "be it the left or not" in heed
    assert text_of(mini.build_messages(Question("left kneecap", "axial", "MR"))).endswith(": patella")
    assert mini.knows("patella") == mini.knows("left kidney") == (True, "")


def test_a_typing_error_is_answered_with_a_note():
    assert MINI.knows("livr") == (True, "Read as: liver.")
    assert MINI.knows("lft kidney")[0] is False
    assert text_of(MINI.build_messages(Question("livr", "axial", "CT"))) == "CT axial ?: liver"


def test_what_is_not_known_is_one_line_with_one_cause():
    mini = MiniProfile(("spinal cord", "liver", "right lung"), 96)
    ending = "`misground models` lists its 3 structures."
    assert mini.knows("cord") == (
        False,
        f"misground-mini does not know 'cord' (did you mean \"spinal cord\"?). {ending}",
    )
    assert mini.knows("tumor") == (False, f"misground-mini does not know 'tumor'. {ending}")
    # It sees the whole, which is no answer to a part.
    assert mini.knows("right lower lobe") == (False, f"misground-mini does not know 'right lower lobe'. {ending}")
    why = "the liver is one structure, with no left and right"
    assert mini.knows("left liver") == (False, f"misground-mini does not know 'left liver': {why}. {ending}")


@pytest.mark.parametrize(
    "query",
    [
        "the vessel in front of the spine", "organ under the liver",
        "aorta in front of the spine", "left of the kidney",
        "Gefäß vor der Wirbelsäule", "le vaisseau devant la colonne", "the vessel between liver and spleen",
    ],
)  # fmt: skip
def test_misground_mini_knows_names_only_and_others_get_a_relation_as_typed(query):
    assert embedded_profile().knows(query) == (
        False,
        f"misground-mini knows structures by name only, and {query!r} tells where something lies. Name the structure, "
        "or choose a model that reads free text.",
    )
    assert parse_queries(query) == [query]
    for family in FAMILIES.values():
        assert family.no_boxes or query in text_of(family.build_messages(Question(query)))


@pytest.mark.parametrize("query", ["kidney tumour", "tumor", "the largest organ", "lesion of the liver"])
def test_what_tells_no_relation_is_simply_not_known(query):
    assert "does not know" in embedded_profile().knows(query)[1]


@pytest.mark.parametrize("text", ["", "[]", '{"structures": ["liver"]}', '{"structures": [1], "side_px": 160}'])
def test_a_damaged_list_of_structures_is_said(tmp_path, text):
    (tmp_path / "misground.json").write_text(text)
    with pytest.raises(UserError, match=r"misground\.json"):
        profile_for({"model_type": "misground_mini", "misground_profile": "misground-mini"}, tmp_path)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            Question("liver"),
            "axial slice, shown in radiological convention (the patient's right is on the image's left).",
        ),
        (Question("liver", "sagittal"), "sagittal slice, shown with the patient's front on the image's left."),
        (Question("liver", image_left="left", image_top="front"), "with the patient's left on the image's left."),
        (
            Question("liver", "coronal", image_left="right", image_top="feet"),
            "with the patient's feet at the image's top",
        ),
        (Question("liver", "oblique"), "oblique slice. "),
        (
            Question("liver", "oblique", image_left="right"),
            "oblique slice, shown with the patient's right on the image's",
        ),
    ],
)
def test_a_family_is_told_how_the_picture_is_turned(question, said):
    for kind in ("qwen3_vl", "gemma3"):
        text = text_of(FAMILIES[kind].build_messages(question))
        assert said in text
        assert ("radiological" in text) == (question.plane in ("axial", "coronal") and question.image_left != "left")
