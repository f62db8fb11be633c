"""The file of questions: whole, or refused with the line and the reason."""

import hashlib
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_questions import made_questions

from MISGroundLib.bench.question_file import BenchQuestion, Header, read_header, read_questions, write_questions
from MISGroundLib.errors import UserError

HEADER = Header("MISGround test", 3, None)
# As a MISGround wrote it that knew no impossible queries.
OLDER = (
    '{"cases":[],"limit_per_cell":null,"schema":"misground-questions-1","seed":3,"software":"MISG'
    'round test"}'
    "\n"
    '{"answer":null,"box_px":[20.0,30.0,60.0,80.0],"case":"case-000","chance":0.0,"convention":"v'
    'iewed","direction":"","family":"localisation","id":"5284c7f1ca7cb93b","modality":"CT","optio'
    'ns":[],"pictures":[{"blank":false,"convention":"viewed","marks":[],"mirrored":"","plane":"co'
    'ronal","position_mm":1.0}],"plane":"coronal","structures":["spleen","left kidney"],"terms":"'
    'colloquial","text":"Case 1: where is the spleen?","visual_prompt":"none"}'
    "\n"
    '{"end": true, "questions": 1, "sha256": "db09e49328340de72343eea9eb98964ccf67b7e1a3c6c081d4f'
    '0258a1764b3e2"}'
    "\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    questions = list(made_questions(6))
    assert write_questions(path, HEADER, questions) == len(questions)
    return path, questions


def refused(tmp_path, data):
    path = tmp_path / "other.jsonl"
    path.write_bytes(data)
    with pytest.raises(UserError) as told:
        list(read_questions(path))
    return str(told.value)


def with_end(lines):
    """Lines with an end mark that fits them."""
    data = b"".join(lines)
    mark = {"end": True, "questions": len(lines) - 1, "sha256": hashlib.sha256(data).hexdigest()}
    return data + json.dumps(mark).encode() + b"\n"


def test_what_was_written_is_read_again(written):
    path, questions = written
    assert list(read_questions(path)) == questions
    assert read_header(path) == HEADER


def test_a_file_of_an_older_version_is_read(tmp_path):
    path = tmp_path / "older.jsonl"
    path.write_text(OLDER, encoding="utf-8")
    (question,) = read_questions(path)
    assert (question.family, question.box_px, question.wants_box) == ("localisation", (20, 30, 60, 80), True)
    assert read_header(path) == HEADER


def test_the_id_follows_the_content(written):
    _, (question, *_) = written
    assert question.with_id() == question
    changed = json.loads(question.to_line())
    changed["text"] += " "
    with pytest.raises(ValueError, match="changed after it was made"):
        BenchQuestion.from_json(changed)


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1, exclude_max=True))
def test_a_part_of_a_file_is_refused_wherever_it_breaks_off(written, tmp_path_factory, share):
    path, _ = written
    data = path.read_bytes()
    part = data[: int(share * (len(data) - 1))]  # a file that lacks its last line break only is whole
    told = refused(tmp_path_factory.mktemp("part"), part)
    line = max(1, part.count(b"\n") + (not part.endswith(b"\n")))
    assert f"line {line}:" in told or f"line {line - 1}:" in told
    assert "Build the questions again" in told


def test_doubled_changed_missing_and_further_lines_are_told(written, tmp_path):
    path, _ = written
    lines = path.read_bytes().splitlines(keepends=True)
    body = lines[:-1]
    first = json.loads(lines[1])["id"]
    assert f"line 4: the question {first} is there twice" in refused(
        tmp_path, with_end([*body[:3], body[1], *body[3:]])
    )
    changed = lines[2].replace(b'"plane":"', b'"plane":"x', 1)
    assert "line 3: its id does not fit" in refused(tmp_path, b"".join([*lines[:2], changed, *lines[3:]]))
    missing = b"".join([*lines[:2], *lines[3:]])
    assert re.search(r"line \d+: there should be \d+ questions", refused(tmp_path, missing))
    assert "more after the end mark" in refused(tmp_path, path.read_bytes() + lines[1])
    swapped = b"".join([lines[0], lines[2], lines[1], *lines[3:]])
    assert "not those that were written" in refused(tmp_path, swapped)


def test_another_version_and_another_file_are_told(written, tmp_path):
    path, _ = written
    lines = path.read_bytes().splitlines(keepends=True)
    header = json.loads(lines[0])
    newer = json.dumps({**header, "schema": "misground-questions-9"}).encode() + b"\n"
    assert "line 1: it is of the version 'misground-questions-9'" in refused(tmp_path, newer + b"".join(lines[1:]))
    assert "line 1: it is no header" in refused(tmp_path, b"\x00\x01\n")
    assert "line 1: it is no header" in refused(tmp_path, b"[]\n")
    with pytest.raises(UserError, match="cannot be read"):
        list(read_questions(tmp_path / "none.jsonl"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"family": "horoscope"}, "'horoscope' is none of"),
        ({"answer": 99}, "the right answer is none of the options"),
        ({"pictures": 3}, "no question"),
        ({"unknown": 1}, "no question"),
    ],
)
def test_a_line_that_is_no_question_is_told(written, change, why):
    _, (question, *_) = written
    with pytest.raises(ValueError, match=why):
        BenchQuestion.from_json({**json.loads(question.to_line()), **change})


def test_a_full_disk_leaves_the_old_file(written, tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text("old")

    def questions():
        yield next(made_questions(1))
        raise OSError(28, "No space left on device")

    with pytest.raises(UserError, match="No space left"):
        write_questions(path, HEADER, questions())
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["questions.jsonl"]
