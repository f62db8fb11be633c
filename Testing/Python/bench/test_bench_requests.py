"""From a question to what is asked, and from what is said to an answer."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_questions import made_question

from MISGroundLib.bench.option_reading import LETTERS, read_option
from MISGroundLib.bench.question_file import Mark, Picture
from MISGroundLib.bench.run_answerers import answer_of, parts_of, why_not
from MISGroundLib.bench.run_folder import DECODINGS, decodings_named, how_to_ask
from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Question
from MISGroundLib.errors import UserError
from MISGroundLib.settings import EMBEDDED_MODEL

OPTIONS = ("superior", "inferior", "anterior", "posterior")
NAMES = ("left kidney", "right kidney", "liver", "aorta")


@pytest.mark.parametrize(
    "text",
    [
        "B",
        "b",
        "B.",
        "B)",
        "(B)",
        " B \n",
        "Answer: B",
        "answer: (B).",
        "The answer is B.",
        "The correct answer is: B",
        "Option B",
        "B. inferior",
        "B) Inferior.",
        "(B) inferior",
        "B: inferior",
        "inferior",
        "Inferior.",
        "**B**",
        "**B. inferior**",
        "**Answer:** B",
        "**Answer: B.**",
        "*inferior*.",
        "__B__",
        "`B`",
        "***B***",
        "Answer: inferior",
    ],
)
def test_an_option_is_read_from_a_letter_its_words_or_both(text):
    assert read_option(text, OPTIONS) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "E",
        "AB",
        "A or B",
        "A, B",
        "A and B.",
        "A/B",
        "A. B.",
        "B. superior",
        "superior inferior",
        "superior or inferior",
        "probably B",
        "I think it is B",
        "B?",
        "not B",
        "maybe inferior",
        "inferior to it",
        "Answer: A. Answer: B",
        "A. superior B. inferior",
        "The answer is",
        "The answer is not B",
        "**A** **B**",
        "A is wrong",
        "I cannot tell.",
        "A\nB",
    ],
)
def test_what_is_not_plainly_one_option_is_none(text):
    assert read_option(text, OPTIONS) is None


def test_a_letter_that_is_another_options_words_is_not_guessed():
    options = ("B", "A")
    assert read_option("A", options) is None
    assert read_option("A. B", options) == 0


def test_options_that_say_the_same_cannot_be_told_by_their_words():
    assert read_option("liver", ("liver", "Liver")) is None
    assert read_option("A. liver", ("liver", "Liver")) == 0


def test_an_option_that_begins_like_a_lead_is_read_by_its_words():
    assert read_option("answer A", ("answer A", "answer B")) == 0


FORMS = (
    "{letter}",
    "{letter}.",
    "({letter})",
    "{letter})",
    "{letter}. {words}",
    "({letter}) {words}",
    "{words}",
    "{words}.",
    "Answer: {letter}",
    "The answer is {letter}. {words}",
)
LEADS = {"the", "answer", "option", "choice", "correct", "right", "best", "final", "my", "is"}
# Of words of two letters or more: one letter alone would be an option's letter.
OPTION_LISTS = st.lists(
    st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=6), min_size=1, max_size=3)
    .filter(lambda words: not LEADS & set(words))
    .map(" ".join),
    min_size=2,
    max_size=6,
    unique=True,
)
WRAPS = ("{}", "**{}**", "*{}*", "`{}`", " {} ", "\n{}\n")


@given(OPTION_LISTS, st.integers(0, 5), st.sampled_from(FORMS), st.sampled_from(WRAPS), st.booleans())
def test_every_plain_form_of_every_option_is_read(options, index, form, wrap, capital):
    index %= len(options)
    words = options[index].upper() if capital else options[index]
    text = wrap.format(form.format(letter=LETTERS[index], words=words))
    assert read_option(text, options) == index


@given(OPTION_LISTS, st.text(max_size=40))
def test_any_text_is_read_as_an_option_that_it_names_or_none(options, text):
    read = read_option(text, options)
    if read is not None:
        said = text.casefold()
        assert LETTERS[read].casefold() in said or options[read].split()[0] in said


@given(OPTION_LISTS, st.data(), st.sampled_from([" or ", ", ", " and ", " / ", "\n", "; ", " then "]))
def test_two_options_named_are_none(options, data, between):
    first, second = data.draw(st.permutations(range(len(options))))[:2]
    shape = data.draw(st.sampled_from(["{letter}", "{letter}.", "({letter})", "{letter}. {words}"]))
    text = between.join(shape.format(letter=LETTERS[i], words=options[i]) for i in (first, second))
    assert read_option(text, options) is None


def said(raw="", boxes=(), problems=(), steps=3, score=0.5):
    found = [DetectedBox(box, "x", number) for number, box in boxes]
    return AnswerEvent("r", 0, raw, found, score, list(problems), {"steps": steps} if steps else {}, 0.5)


def asked(question, ask="words"):
    return parts_of(question, ask)


def test_words_are_asked_as_they_stand_about_all_pictures():
    question = made_question(0, "cross-slice")
    (part,) = asked(question)
    assert part.frame is None
    assert part.question.words == question.text and part.question.query == ""


def test_an_answer_in_words_is_the_option_that_was_read():
    question = made_question(0)
    answer = answer_of(question, "greedy", asked(question), [said("**C**", score=0.7)])
    assert (answer.choice, answer.raw, answer.score, answer.tokens, answer.error) == (2, "**C**", 0.7, 3, "")
    assert answer.statistics == {"steps": 3}


def test_an_answer_that_cannot_be_read_is_no_error():
    question = made_question(0)
    answer = answer_of(question, "greedy", asked(question), [said("Hard to say.")])
    assert answer.choice is None and not answer.readable and not answer.error


def test_a_model_that_cannot_be_asked_says_why():
    question = made_question(0)
    answer = answer_of(question, "greedy", asked(question), [said(problems=["It answers with boxes only."], steps=0)])
    assert answer.error == "It answers with boxes only." and not answer.readable


@pytest.mark.parametrize("ask", ["words", "boxes"])
def test_a_place_is_asked_for_in_the_models_own_way(ask):
    question = made_question(1, "localisation")
    (part,) = asked(question, ask)
    assert part.question == Question(question.structures[0], question.plane, question.modality)
    answer = answer_of(
        question, "greedy", [part], [said("[..]", [(0.4, (1.0, 2.0, 3.0, 4.0)), (0.9, (5.0, 6.0, 7.0, 8.0))])]
    )
    assert answer.boxes_px[0] == (5.0, 6.0, 7.0, 8.0) and answer.box_scores == (0.9, 0.4) and answer.score == 0.9
    assert not answer.said_absent


def test_not_found_is_absent_and_a_broken_box_is_unreadable():
    question = made_question(1, "localisation")
    part = asked(question)
    assert answer_of(question, "g", part, [said("[]")]).said_absent
    broken = answer_of(question, "g", part, [said("[{", problems=["The box is inverted."])])
    assert not broken.said_absent and not broken.readable and not broken.error


LEFT_OF_PICTURE, RIGHT_OF_PICTURE = (0.0, 0.0, 10.0, 10.0), (50.0, 0.0, 60.0, 10.0)
BOTTOM_OF_PICTURE, A_LITTLE_LOWER = (0.0, 50.0, 10.0, 60.0), (0.0, 9.0, 10.0, 19.0)
LEFT_SIDE = "on the patient's left side"


def relation(plane="axial", convention="viewed", family="in-slice", mirrored="", options=("left", "right"), **changes):
    """In lay words where the options are."""
    picture = Picture(plane, 0.0, convention, mirrored, marks=(Mark("label", "liver"), Mark("label", "spleen")))
    terms = "colloquial" if any(" " in option or option in ("above", "below", "behind") for option in options) else ""
    values = {"pictures": (picture,), "plane": plane, "convention": convention, "terms": terms or "anatomical"}
    text = "The letter X is written on the liver, and the letter Y on the spleen."
    values |= {"structures": ("liver", "spleen"), "options": options, "text": text}
    return replace(made_question(0, family), **(values | changes))


def chosen(question, first, second):
    parts = asked(question, "boxes")
    assert [part.question.query for part in parts] == ["liver", "spleen"]
    events = [said("a", [(0.8, first)] if first else []), said("b", [(0.6, second)] if second else [])]
    answer = answer_of(question, "greedy", parts, events)
    return None if answer.choice is None else question.options[answer.choice]


@pytest.mark.parametrize(
    ("plane", "convention", "options", "first", "second", "right"),
    [
        ("axial", "viewed", ("left", "right"), LEFT_OF_PICTURE, RIGHT_OF_PICTURE, "right"),
        ("axial", "ras", ("left", "right"), LEFT_OF_PICTURE, RIGHT_OF_PICTURE, "left"),
        ("coronal", "viewed", ("right", "left"), RIGHT_OF_PICTURE, LEFT_OF_PICTURE, "left"),
        ("sagittal", "viewed", ("anterior", "posterior"), LEFT_OF_PICTURE, RIGHT_OF_PICTURE, "anterior"),
        ("sagittal", "ras", ("anterior", "posterior"), LEFT_OF_PICTURE, RIGHT_OF_PICTURE, "posterior"),
        ("coronal", "viewed", ("superior", "inferior"), LEFT_OF_PICTURE, BOTTOM_OF_PICTURE, "superior"),
        ("coronal", "ras", ("above", "below"), BOTTOM_OF_PICTURE, LEFT_OF_PICTURE, "below"),
        ("axial", "viewed", ("in front", "behind"), LEFT_OF_PICTURE, BOTTOM_OF_PICTURE, "in front"),
        ("axial", "viewed", ("left", "right", "anterior", "posterior"), A_LITTLE_LOWER, RIGHT_OF_PICTURE, "right"),
        ("axial", "ras", (LEFT_SIDE, "behind"), LEFT_OF_PICTURE, RIGHT_OF_PICTURE, LEFT_SIDE),
    ],
)
def test_boxes_say_where_one_structure_lies_from_another(plane, convention, options, first, second, right):
    assert chosen(relation(plane, convention, options=options), first, second) == right


def test_a_flipped_picture_is_read_as_it_looks():
    question = relation(family="flipped", mirrored="horizontal")
    assert chosen(question, LEFT_OF_PICTURE, RIGHT_OF_PICTURE) == "right"


def test_a_structure_that_is_not_found_leaves_no_answer():
    assert chosen(relation(), LEFT_OF_PICTURE, None) is None
    assert chosen(relation(), None, LEFT_OF_PICTURE) is None


@pytest.mark.parametrize(("side", "right"), [("left", "medial"), ("right", "lateral")])
def test_medial_and_lateral_turn_with_the_side_told(side, right):
    text = f"An axial slice through a limb on the patient's {side} side. X is the liver, and Y is the spleen."
    question = relation(options=("medial", "lateral"), text=text)
    assert chosen(question, LEFT_OF_PICTURE, RIGHT_OF_PICTURE) == right


def stack(plane, options):
    """Three pictures, with the liver marked in the first and the spleen in the last."""
    marks = ((Mark("label", "liver", "X"),), (), (Mark("label", "spleen", "Y"),))
    pictures = tuple(Picture(plane, 10.0 * number, marks=mark) for number, mark in enumerate(marks))
    return relation(plane, family="cross-slice", options=options, pictures=pictures)


def test_across_slices_a_structure_is_sought_where_marked():
    question = stack("sagittal", ("superior", "inferior", "anterior", "posterior"))
    assert [part.frame for part in asked(question, "boxes")] == [0, 2]
    assert chosen(question, BOTTOM_OF_PICTURE, LEFT_OF_PICTURE) == "inferior"


def test_a_distance_between_slices_is_not_known_to_a_reader():
    question = stack("axial", ("superior", "inferior", "left", "right"))
    assert "how far its slices lie apart" in why_not(question, "boxes")


def test_a_structure_is_asked_for_by_the_words_of_the_question():
    question = replace(made_question(1, "localisation"), structures=("patella",), terms="colloquial")
    (part,) = asked(replace(question, text="Find the kneecap. Give the box."))
    assert part.question.query == "kneecap"


def test_a_pair_is_two_questions_where_only_sides_are_known():
    text = "Find the kidney. Give the box."
    question = replace(made_question(1, "localisation"), structures=("left kidney",), terms="anatomical", text=text)
    assert [part.question.query for part in asked(question, "boxes")] == ["kidney"]
    parts = parts_of(question, "boxes", side_by_side=True)
    assert [part.question.query for part in parts] == ["left kidney", "right kidney"]
    boxes = [(0.4, LEFT_OF_PICTURE), (0.6, RIGHT_OF_PICTURE)]
    answer = answer_of(question, "greedy", parts, [said("a", boxes[:1]), said("b", boxes[1:])])
    assert answer.boxes_px == (RIGHT_OF_PICTURE, LEFT_OF_PICTURE) and answer.score == 0.6
    assert answer_of(question, "greedy", parts, [said("[]"), said("[]")]).said_absent
    assert not answer_of(question, "greedy", parts, [said("[]"), said("[{", problems=["Broken."])]).readable


def test_centres_that_do_not_differ_leave_no_answer():
    assert chosen(relation(), LEFT_OF_PICTURE, LEFT_OF_PICTURE) is None


@pytest.mark.parametrize("family", ["identification", "bare", "no-image"])
def test_what_boxes_cannot_answer_is_not_asked(family):
    assert "cannot be asked with boxes" in why_not(made_question(0, family), "boxes")
    assert why_not(made_question(0, family), "words") == ""


def test_structures_that_are_not_named_cannot_be_asked_for():
    question = relation(text="Where is the structure A relative to the structure B?")
    assert "does not name" in why_not(question, "boxes")


def test_decodings_go_by_name():
    assert list(decodings_named(["greedy", "safe", "semsam-paper"])) == ["greedy", "semsam", "semsam-paper"]
    assert DECODINGS["semsam-paper"].mode == "paper" and DECODINGS["semsam"].mode == "safe"
    with pytest.raises(UserError, match="no decoding 'magic'"):
        decodings_named(["magic"])


def test_a_model_that_knows_boxes_only_is_asked_for_boxes(tmp_path):
    assert how_to_ask(EMBEDDED_MODEL, "auto") == "boxes"
    assert how_to_ask("some/model", "auto") == "words"
    (tmp_path / "config.json").write_text('{"misground_profile": "misground-mini"}')
    assert how_to_ask(str(tmp_path), "auto") == "boxes"
    assert how_to_ask(str(tmp_path), "words") == "words"
    with pytest.raises(UserError, match="no way of asking"):
        how_to_ask("some/model", "song")


@pytest.mark.parametrize(
    ("plane", "convention", "mirrored", "edges"),
    [
        ("axial", "viewed", "", ("", "")),
        ("axial", "ras", "", ("left", "")),
        ("axial", "ras", "horizontal", ("", "")),
        ("coronal", "viewed", "vertical", ("", "feet")),
        ("sagittal", "ras", "", ("back", "")),
    ],
)
def test_a_model_is_told_how_the_picture_is_really_turned(plane, convention, mirrored, edges):
    picture = Picture(plane, 0.0, convention, mirrored)
    question = made_question(family="localisation", plane=plane, pictures=(picture,))
    [part] = parts_of(question, "boxes")
    assert (part.question.image_left, part.question.image_top) == edges
