"""Points: asked of families that were trained to point, read as strictly as boxes, scored by their own tokens."""

import random

import pytest
from answer_mutations import ALL, ALL_POINTS, QWEN2_5_POINTS, SHOWN, SHOWN_POINTS, assert_holds, mutated, parse
from hypothesis import given
from hypothesis import strategies as st

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.vlm import points
from MISGroundLib.vlm.checkpoints import family_named, written_as
from MISGroundLib.vlm.families import Family
from MISGroundLib.vlm.known_families import CHECKPOINTS, FAMILIES, POINTERS
from MISGroundLib.vlm.mini import embedded_profile
from MISGroundLib.vlm.pictures import PreparedImage
from MISGroundLib.vlm.scoring import decision_score, point_scores

POINT = Question("liver", modality="CT", kind="point")
QWEN3 = FAMILIES["qwen3_vl"]


@pytest.mark.parametrize(("written", "text", "expected"), SHOWN_POINTS)
def test_reads_what_the_makers_show(written, text, expected):
    answer = parse(text, written)
    assert [(one.label, one.point_px) for one in answer.points] == expected
    assert not answer.problems and not answer.not_found and not answer.boxes


REFUSED = [
    (points.QWEN3_POINTS, '[{"point_2d": [346, 328, 400], "label": "liver"}]'),
    (points.QWEN3_POINTS, '[{"point_2d": ["346", "328"], "label": "liver"}]'),
    (points.QWEN3_POINTS, '[{"point_2d": [346, 1001], "label": "liver"}]'),
    (points.QWEN3_POINTS, '[{"point_2d": [-1, 20], "label": "liver"}]'),
    (points.QWEN3_POINTS, '[{"point_2d": [true, 20], "label": "liver"}]'),
    (points.QWEN3_POINTS, '[{"point_2d": [34'),
    (QWEN2_5_POINTS, '<points x1="12" y1="645" alt="liver">liver</points>'),
    (QWEN2_5_POINTS, '<points x1="12" y2="34" alt="liver">liver</points>'),
    (QWEN2_5_POINTS, '<points x1="12" x1="13" y1="34">liver</points>'),
    (QWEN2_5_POINTS, '<points x1="12, 34" y1="5">liver</points>'),
    (QWEN2_5_POINTS, "<points x y>liver</points>"),
    (QWEN2_5_POINTS, "<points 12 34>liver</points>"),
    (QWEN2_5_POINTS, '<points coords="1 1 520 310">liver</points>'),
    (QWEN2_5_POINTS, '<points x1="12" y1='),
    (points.MOLMO2_POINTS, '<points coords="1 1 520">liver</points>'),
    (points.MOLMO2_POINTS, '<points coords="1 1 520 1310">liver</points>'),
    (points.MOLMO2_POINTS, '<points coords="2 1 520 310">liver</points>'),
    (points.MOLMO2_POINTS, '<points coords="1 1 520 310;2 2 530 310">liver</points>'),
    (points.MOLMO2_POINTS, '<points coords="1 1 520 310 3 530 310">liver</points>'),
    (points.MOLMO2_POINTS, '<points coords="1">liver</points>'),
    (points.MOLMO2_POINTS, '<point x="61.5" y="40.6" alt="liver">liver</point>'),
    (points.GLM_V_POINTS, "[[94, 598, 177, 991]]"),
    (points.GLM_V_POINTS, "[[94, 598"),
]


@pytest.mark.parametrize(("written", "text"), REFUSED)
def test_refuses_what_is_no_point_and_says_so(written, text):
    answer = parse(text, written)
    assert answer.points == []
    assert len(answer.problems) == 1
    assert not answer.not_found


@pytest.mark.parametrize("written", ALL_POINTS, ids=lambda written: written.name)
def test_says_not_found(written):
    assert parse("There are none.", written).not_found
    assert not parse("", written).not_found
    if written is not points.MOLMO2_POINTS:
        assert parse("[]", written).not_found


@pytest.mark.parametrize("written", [*ALL, *ALL_POINTS], ids=lambda written: written.name)
def test_mutated_answers_never_raise_and_never_invent(written):
    rng = random.Random(6)
    for _ in range(300):
        text, _ = mutated(rng)
        assert_holds(parse(text, written), text, written)
    for _, text, _ in [*SHOWN, *SHOWN_POINTS]:
        assert_holds(parse(text, written), text, written)


@given(st.text(max_size=120))
def test_any_text_is_read(text):
    for written in ALL_POINTS:
        assert_holds(parse(text, written), text, written)


def test_padding_and_resizing_are_undone():
    """A slice of 300 x 200 px in the middle of a square of 300, shown to the model at 1000."""
    prepared = PreparedImage(PictureOf(1000), 300, (0, 50), (300, 200))
    answer = QWEN3.parse_points('[{"point_2d": [200, 500], "label": "liver"}]', prepared)
    assert answer.points[0].point_px == pytest.approx((60, 100))
    beside = QWEN3.parse_points('[{"point_2d": [200, 100], "label": "liver"}]', prepared)
    assert beside.points == [] and "beside the slice" in beside.problems[0]


class PictureOf:
    def __init__(self, width):
        self.width = width


def test_who_is_asked_for_points():
    pointing = {name for name, family in FAMILIES.items() if family.pointing}
    assert pointing == {
        *("qwen3_vl", "qwen3_vl_moe", "qwen3_5", "qwen3_5_moe", "qwen2_5_vl"),
        *("glm4v", "glm4v_moe", "glm46v"),
    }
    assert all(family.pointing.source.startswith("https://") for family in FAMILIES.values() if family.pointing)
    fine_tuned = next(one.model for one in CHECKPOINTS if one.model.name == "MedVision-V0")
    for family in (fine_tuned, written_as(QWEN3, "glm-v"), FAMILIES["llava"]):
        assert not family.points_at(POINT)
        assert "bbox" in family.build_messages(POINT)[0]["content"][-1]["text"] or family is not QWEN3
    assert not embedded_profile().points_at(POINT)
    assert QWEN3.points_at(POINT) and not QWEN3.points_at(POINT, 2) and not QWEN3.points_at(Question("liver"))


@pytest.mark.parametrize("family", [*FAMILIES.values(), *POINTERS.values()], ids=lambda family: family.name)
def test_the_prompt_asks_for_points_only_where_the_model_points(family):
    if family.no_boxes and not family.pointing:
        return
    said = family.build_messages(POINT)[0]["content"][-1]["text"]
    assert "liver" in said and "{" not in said.replace('{"', "")
    assert ("point" in said.casefold().replace("pinpoint the bounding", "")) == bool(family.pointing)


def test_molmo_2_on_a_server_points_and_is_asked_for_nothing_else():
    molmo = family_named(["allenai/Molmo2-8B"])
    molmo.check({"point"})
    assert molmo.can_be_asked(POINT, 1) == (True, "")
    for kinds in ({"find"}, {"count"}, {"find", "point"}):
        with pytest.raises(UserError, match="points and draws no boxes"):
            molmo.check(kinds)


def test_who_lists_boxes_to_count():
    counting = {name for name, family in FAMILIES.items() if family.counts}
    assert {"qwen2_5_vl", "qwen3_vl", "glm4v", "paligemma", "florence2"} <= counting
    assert not counting & {"llava", "llava_onevision", "internvl", "gemma3", "gemma4", "smolvlm"}
    FAMILIES["qwen3_vl"].check({"count", "find"})
    with pytest.raises(UserError, match="LLaVA was not trained to draw a box round each of several"):
        FAMILIES["llava"].check({"count"})
    assert written_as(FAMILIES["llava"], "qwen3-vl").counts


@pytest.mark.parametrize(
    ("family", "pieces", "sure"),
    [
        (
            QWEN3,
            ["[", "{", '"point_2d": [', "34", "6", ", ", "328", '], "label": "a"}]'],
            (0.5 * 0.5 * 0.25) ** (1 / 3),
        ),
        (FAMILIES["qwen2_5_vl"], ["<points", ' x1="', "12", '" y1="', "34", '" alt="a">a</points>'], 0.5),
        (POINTERS["molmo2"], ["<points", ' coords="', "1 1 ", "520", " ", "310", '">a</points>'], 0.5),
    ],
)
def test_a_point_is_as_sure_as_the_numbers_that_spell_it(family: Family, pieces, sure):
    numbers = iter((0.5, 0.5, 0.25) if family is QWEN3 else (0.5, 0.5))
    spelling = [piece.isdigit() for piece in pieces]
    probabilities = [next(numbers) if digits else 1.0 for digits in spelling]
    found = point_scores(family.pointing, pieces, probabilities, [None] * len(pieces), 1)
    assert found == pytest.approx([sure])
    assert decision_score(pieces, [0.8] * len(pieces)) > 0
