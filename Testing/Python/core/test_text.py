"""Any text and any bytes become what a scene, JSON, a file and a console can hold."""

import json
import os
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.errors import UserError, clean, clean_text, one_line
from MISGroundLib.grounding import Detection
from MISGroundLib.slices import VolumeInfo

# Characters of every kind, lone surrogates too, which hypothesis leaves out of its own.
ANY_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("\0\x01\x1b\x7f\x85\ufffe\uffff\ud83d\ude00\udce9\udc80\r\n\t")),
    max_size=40,
)
NAMES = st.one_of(ANY_TEXT, st.binary(max_size=40).map(os.fsdecode), st.binary(max_size=40))


@given(NAMES)
def test_clean_text_is_utf8_and_xml_and_stays_as_it_is(text):
    cleaned = clean_text(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert clean_text(cleaned) == cleaned
    element = ElementTree.Element("node", name=cleaned.replace("\r", ""))
    assert ElementTree.fromstring(ElementTree.tostring(element)) is not None
    assert "\n" not in one_line(text)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40))
def test_what_is_good_already_is_not_touched(text):
    assert clean_text(text) == text
    assert clean_text(text.encode()) == text
    # As a file name looks under a locale that knows ASCII alone.
    assert clean_text(text.encode().decode("ascii", "surrogateescape")) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("caf\udce9", "caf\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("a\ud83db", "a\ufffdb"),
        ("a\0b\x1b[2J", "a\ufffdb\ufffd[2J"),
        (b"Sch\xe4del", "Sch\ufffddel"),
    ],
)
def test_what_cannot_be_held_is_replaced(text, wanted):
    assert clean_text(text) == wanted


@settings(max_examples=40)
@given(st.dictionaries(ANY_TEXT, st.lists(st.one_of(ANY_TEXT, st.floats(), st.integers()), max_size=4), max_size=4))
def test_a_clean_value_is_json_for_strict_readers(value):
    written = json.dumps(clean(value), allow_nan=False)
    assert json.dumps(json.loads(written), ensure_ascii=False).encode("utf-8")


@given(NAMES)
def test_text_is_made_safe_where_it_enters(text):
    info = VolumeInfo(text, text, text, text)
    detection = Detection(text, text, True, 0.5, raw=text, problems=[text], notes=[text])
    for one in (info.name, info.source, info.modality, info.identifier, detection.query, detection.label):
        assert one == one_line(text)
    assert detection.raw == clean_text(text)
    assert detection.problems == detection.notes == [clean_text(text)]
    assert str(UserError(text)) == one_line(text)
