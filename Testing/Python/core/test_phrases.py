"""Queries as people type them: a table written by hand, and any polite frame round any list in any language."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from MISGroundLib.anatomy import parse_queries, read_text, structures, structures_for
from MISGroundLib.errors import UserError
from MISGroundLib.files import resource

TABLE = json.loads((Path(__file__).parent / "typed_phrases.json").read_text(encoding="utf-8"))
LANGUAGES = json.loads(resource("Anatomy", "languages.json").read_text(encoding="utf-8"))["languages"]
ENTRIES = json.loads(resource("Anatomy", "structures.json").read_text(encoding="utf-8"))
NAMED = [(phrase, names.split(" + ")) for names, phrases in TABLE["named"].items() for phrase in phrases]
UNKNOWN = [(phrase, reason) for reason, phrases in TABLE["unknown"].items() for phrase in phrases]


def names_of(text):
    """As a script asks: every target of the queries that a text is parsed to."""
    return {structure.name for query in parse_queries(text) for structure in structures_for(query)}


@pytest.mark.parametrize("names", TABLE["named"])
def test_phrases_name_their_structures_and_no_other(names):
    wrong = {
        phrase: found for phrase in TABLE["named"][names] if (found := names_of(phrase)) != set(names.split(" + "))
    }
    assert not wrong


@pytest.mark.parametrize("reason", TABLE["unknown"])
def test_phrases_that_name_no_structure_are_not_answered(reason):
    wrong = {phrase: found for phrase in TABLE["unknown"][reason] if (found := names_of(phrase))}
    assert not wrong


def test_typing_errors_are_answered_with_a_note():
    for phrase, name in TABLE["spelt"].items():
        assert names_of(phrase) == {name}, phrase
        assert read_text(phrase).notes == [f"Read as: {name}."], phrase


def test_no_note_where_a_phrase_was_read_as_it_stands():
    assert not [phrase for phrase, _ in NAMED if read_text(phrase).notes]


@pytest.mark.parametrize("phrase", TABLE["never_spelt"])
def test_other_words_are_no_typing_errors(phrase):
    assert names_of(phrase) == set()


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("no liver", 'it says "no"'),
        ("tout sauf le foie", 'it says "tout sauf"'),
        ("left spleen", "the spleen is one structure, with no left and right"),
        ("left middle lobe", "there is a right lung middle lobe only, no left one"),
        ("left right kidney", "it says left and right at once"),
        ("image left kidney", "a side of the picture is not a side of the patient"),
        ("L4/L5", "may be two vertebrae, a range or a disc"),
        ("tumor", ""),
        ("vessel in front of the spine", ""),
    ],
)
def test_what_is_not_answered_says_why_where_it_is_known(phrase, why):
    reading = read_text(phrase)
    assert reading.structures == ()
    assert reading.problem.find(why) == 0 if not why.startswith("may") else why in reading.problem
    assert bool(reading.problem) == bool(why)


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("liver, spleen and both kidneys", ["liver", "spleen", "both kidneys"]),
        ("left and right kidney", ["left and right kidney"]),
        ("find the liver please", ["find the liver please"]),
        ("find the liver and the spleen, please!", ["the liver", "the spleen"]),
        ("liver and a tumor", ["liver", "a tumor"]),
        ("the vessel between liver and spleen", ["the vessel between liver and spleen"]),
        ("border of liver and spleen", ["border of liver and spleen"]),
        ("kidney and bladder stones", ["kidney and bladder stones"]),
        ("liver, not spleen", ["liver, not spleen"]),
        ("superior and inferior vena cava", ["superior and inferior vena cava"]),
        ("portal vein and splenic vein", ["portal vein and splenic vein"]),
        ("a mass and a cyst", ["a mass and a cyst"]),
        ("Leber, Milz und linke Niere", ["Leber", "Milz", "linke Niere"]),
        ("请找到肝脏和脾脏", ["肝脏", "脾脏"]),
    ],
)
def test_only_a_plain_list_is_taken_apart(text, queries):
    assert parse_queries(text) == queries


# ---- any frame, any list, any side, any language ---------------------------------------------------------------------

SIDED = {entry["name"] for entry in [*ENTRIES["structures"], *ENTRIES["further"]] if entry["sided"]}
ONE_SIDED = {entry["name"] for entry in ENTRIES["further"] if entry.get("only_side")}
TERMS = {
    "en": {e["name"]: [e["name"], *e["synonyms"]] for e in [*ENTRIES["structures"], *ENTRIES["further"]]}
} | LANGUAGES
FRAMES = {
    "en": ["{}", "find {} please", "where is {}?", "Show me {}.", "segment {}", "{} in this slice", "{}, thanks"],
    "de": ["{}", "Bitte {} zeigen", "Wo ist {}?", "zeige mir {}", "{} markieren bitte"],
    "fr": ["{}", "où est {} ?", "montrez-moi {} s'il vous plaît", "localisez {}"],
    "es": ["{}", "¿dónde está {}?", "muéstrame {} por favor", "segmentar {}"],
    "zh": ["{}", "请找到{}", "{}在哪里\uff1f", "帮我标出{}"],
}  # fmt: skip
LEFT = {
    "en": ["left {}", "{} left", "{}, left", "{} (left)", "lt. {}", "L {}", "the patient's left {}", "{} - left"],
    "de": ["linke {}", "{} links", "{}, links", "li. {}"],
    "fr": ["{} gauche", "{}, gauche", "{} du côté gauche"],
    "es": ["{} izquierdo", "{} izquierda", "{} (izquierdo)"],
    "zh": ["左{}", "左侧{}", "左边的{}"],
}
BOTH = {
    "en": ["both {}", "{}", "bilateral {}"],
    "de": ["beide {}", "{}"],
    "fr": ["les deux {}"],
    "es": ["ambos {}"],
    "zh": ["双侧{}"],
}
AND = {
    "en": [" and ", ", ", " & ", " / "],
    "de": [" und ", ", "],
    "fr": [" et ", ", "],
    "es": [" y ", ", "],
    "zh": ["和", "、"],
}


@st.composite
def a_target(draw, language):
    """(what is typed, the names it means)"""
    name = draw(st.sampled_from(sorted(TERMS[language])))
    term = draw(st.sampled_from(TERMS[language][name]))
    if name not in SIDED or name in ONE_SIDED:
        return term, {f"right {name}" if name in ONE_SIDED else name}
    if draw(st.booleans()):
        return draw(st.sampled_from(LEFT[language])).format(term), {f"left {name}"}
    return draw(st.sampled_from(BOTH[language])).format(term), {f"left {name}", f"right {name}"}


@st.composite
def a_request(draw):
    """(a text in one language, the names it means)"""
    language = draw(st.sampled_from(sorted(TERMS)))
    targets = draw(st.lists(a_target(language), min_size=1, max_size=4))
    joint = draw(st.sampled_from(AND[language]))
    text = draw(st.sampled_from(FRAMES[language])).format(joint.join(typed for typed, _ in targets))
    text = draw(st.sampled_from([str, str.upper, str.title]))(text)
    return text, set().union(*(names for _, names in targets))


@settings(max_examples=400, deadline=None)
@given(a_request())
def test_any_frame_round_any_list_in_any_language_names_what_was_named(request):
    text, names = request
    assert names_of(text) == names, text


@settings(max_examples=200, deadline=None)
@given(a_request(), st.sampled_from(["no {}", "everything but {}", "ohne {}", "sans {}", "sin {} por favor", "不要{}"]))
def test_a_negated_request_is_never_answered(request, frame):
    assert names_of(frame.format(request[0])) == set()


def test_a_number_after_no_is_a_ribs_alone():
    assert names_of("no cuarto ventrículo") == names_of("please no 4th ventricle") == set()
    assert names_of("rib no. 7 left") == {"left rib 7"}


WORDS = sorted({word for phrase, _ in [*NAMED, *UNKNOWN] for word in phrase.split()})


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, ",", "and", "(", ")", "/", "."]), max_size=9).map(" ".join))
def test_queries_are_parsed_once_and_for_all(text):
    try:
        queries = parse_queries(text)
    except UserError:
        return
    assert parse_queries("\n".join(queries)) == queries
    assert all(structure in structures() for query in queries for structure in structures_for(query))


ALPHABET = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@st.composite
def a_misspelt_term(draw):
    """(a term with one wrong letter, the name of its structure)"""
    language = draw(st.sampled_from(["en", "de", "fr", "es"]))
    name = draw(st.sampled_from(sorted(TERMS[language])))
    words = draw(st.sampled_from(TERMS[language][name])).split()
    i = draw(st.integers(0, len(words) - 1))
    word = words[i]
    assume(len(word) > 3)
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(ALPHABET)
    words[i] = draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
            ]
        )
    )
    return " ".join(words), name


# Other names that one letter makes of a term: no typing errors to whoever reads them.
OTHER_NAMES = {"all bladder", "cors", "cor", "ala", "os", "ren", "rein", "cara", "corps"}


@settings(max_examples=300, deadline=None)
@given(a_misspelt_term())
def test_a_wrong_letter_leads_to_the_term_or_to_nothing(misspelt):
    text, name = misspelt
    assume(text.casefold() not in OTHER_NAMES)
    assert {structure.base for structure in structures_for(text)} <= {name}, text


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_exception(text):
    reading = read_text(text)
    assert all(0 <= target.start <= target.end for target in reading.targets)


def test_reading_is_quick():
    phrases = [phrase for phrase, _ in [*NAMED, *UNKNOWN]]
    [read_text(phrase) for phrase in phrases]
    read_text.cache_clear()
    began = time.process_time()
    [read_text(phrase) for phrase in phrases]
    assert (time.process_time() - began) / len(phrases) < 0.001
    began = time.process_time()
    read_text("x" * 100_000)
    read_text("liver, " * 10_000)
    assert time.process_time() - began < 0.5


def test_a_term_that_ends_as_a_polite_phrase_keeps_its_end():
    assert names_of("find the main artery of the body please") == {"aorta"}
