"""The audit file: off by default, a line for each answer and judgement; and nothing else is written anywhere."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from MISGroundLib.audit import check_audit, record_review
from MISGroundLib.batch import Request, ground_batch, ground_file
from MISGroundLib.cli import main
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Settings
from Python.cli.test_batch import write_scan
from Python.fake_engine import FakeEngine

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def scan(tmp_path):
    return write_scan(tmp_path / "Doe^Jane.nii.gz")


def lines_of(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def engine():
    return FakeEngine([(1, 2, 9, 8), None], model={"name": "fake", "revision": "abc123"})


def test_each_answer_of_a_slice_is_a_line(scan, tmp_path):
    file = tmp_path / "log" / "audit.jsonl"
    settings = Settings(audit=str(file))
    ground_file(scan, Request(["liver", "spleen"], settings=settings), tmp_path / "out", engine(), picture=False)
    found, absent = lines_of(file)
    assert (found["event"], found["query"], found["answer"]) == ("answer", "liver", "found")
    assert found["model"] == {"name": "fake", "revision": "abc123"}
    assert re.fullmatch(r"sha256:[0-9a-f]{16}", found["volume"])
    assert len(found["center_ras_mm"]) == len(found["size_mm"]) == 3
    assert found["scope"].startswith("axial slice at S ")
    assert datetime.fromisoformat(found["time"]).tzinfo is not None
    assert (absent["query"], absent["answer"]) == ("spleen", "absent")
    assert "center_ras_mm" not in absent
    assert "Doe" not in file.read_text(), "a patient's name"
    document = json.loads((tmp_path / "out" / "result.json").read_text())
    assert document["volume"]["identifier"] == found["volume"]
    assert "audit" not in document


def test_a_batch_adds_to_the_file_and_what_it_skips_is_no_answer(scan, tmp_path):
    file = tmp_path / "audit.jsonl"
    file.write_text('{"event": "earlier"}\n')
    for _ in range(2):
        ground_batch(
            [scan], ["liver"], tmp_path / "out", settings=Settings(audit=str(file)), engine=engine(), picture=False
        )
    assert [line["event"] for line in lines_of(file)] == ["earlier", "answer"]


def test_off_by_default(scan, tmp_path):
    assert Settings().audit == ""
    ground_file(scan, Request(["liver"]), tmp_path / "out", engine(), picture=False)
    assert {path.name for path in tmp_path.iterdir()} == {scan.name, "out"}


def test_another_file_is_no_other_request(scan, tmp_path):
    assert Settings(audit="a").compared() == Settings(audit="b").compared()
    assert "audit" not in Settings(audit="a").recorded()


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_asked(scan, tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    asked = engine()
    with pytest.raises(UserError, match="is a folder"):
        ground_file(scan, Request(["liver"], settings=Settings(audit=str(tmp_path / "folder"))), tmp_path / "o", asked)
    assert asked.asked == []
    assert main(["ground", str(scan), "-q", "liver", "--out", str(tmp_path / "o"), "--audit", str(tmp_path / "folder")])
    assert "Give the name of a file" in capsys.readouterr().err


def test_a_judgement_is_a_line_that_says_of_which_answer(tmp_path):
    file = tmp_path / "audit.jsonl"
    check_audit(str(file))
    known = {"Query": "kidneys", "Label": "left kidney", "Model": "m", "ModelRevision": "1", "Created": "then",
             "VolumeIdentifier": "1.2.3"}  # fmt: skip
    box = SimpleNamespace(GetAttribute=lambda name: known.get(name.removeprefix("MISGround.")))
    steps = [("accept", "done"), ("reject", "done"), ("reopen", "done"), ("accept", "undone"), ("remove", "redone")]
    for deed, way in steps:
        record_review(str(file), box, deed, way)
    lines = lines_of(file)
    assert [line["review"] for line in lines] == ["accepted", "rejected", "taken back", "accepted", "removed"]
    assert [line["step"] for line in lines] == [way for _, way in steps]
    assert {line["label"] for line in lines} == {"left kidney"}
    assert {line["volume"] for line in lines} == {"1.2.3"}
    record_review("", box, "accept")
    with pytest.raises(ValueError, match="a review is one of"):
        record_review(str(file), box, "maybe")


# Every file that Python opens for writing, in the process and in those that it starts.
WATCH = """
import os, sys
log, modes = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT), set("wax+")
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        mode, flags = arguments[1], arguments[2] or 0
        if (modes & set(mode or "")) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            os.write(log, os.fsencode(os.path.abspath(arguments[0])) + b"\\n")
sys.addaudithook(watch)
"""

SCRIPT = """
import sys
from host import start_host
host = start_host()
host.load_module("MISGround")
import slicer
from MISGroundLib.scene.reading import read_volume
from MISGroundLib.scene.volumes import add_volume_node
node = add_volume_node(slicer.mrmlScene, read_volume(sys.argv[1]))
logic = slicer.util.getModuleWidget("MISGround").logic
result = logic.ground(node, "liver; left kidney", auditFile=sys.argv[2])
print(len(result.detections), "answers")
logic.close()
host.shutdown()
"""


def test_a_query_in_slicer_writes_nothing_but_the_audit_file(scan, tmp_path):
    """With the real model in its real process: no file of its own, no cache, no temporary file that stays."""
    places = {name: tmp_path / name for name in ("home", "temporary", "here", "watch")}
    for place in places.values():
        place.mkdir()
    (places["watch"] / "sitecustomize.py").write_text(WATCH)
    watched, file = tmp_path / "watched.txt", tmp_path / "audit.jsonl"
    library = [places["watch"], ROOT / "MISGround", ROOT / "Testing", ROOT]
    environment = {
        **os.environ, "HOME": str(places["home"]), "TMPDIR": str(places["temporary"]), "WATCHED": str(watched),
        "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join(map(str, library)),
    }  # fmt: skip
    environment = {name: value for name, value in environment.items() if not name.startswith(("XDG_", "HF_"))}
    command = [sys.executable, "-c", SCRIPT, str(scan), str(file)]
    done = subprocess.run(
        command, cwd=places["here"], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "2 answers" in done.stdout
    assert len(lines_of(file)) == 2
    written = {line for line in watched.read_text().splitlines() if not line.startswith("/dev/")}
    assert str(file) in written, "the watch does not see what is written"
    # A folder is opened for a file without a name: the proof that it can be written to.
    assert not {
        path
        for path in map(Path, written - {str(file)})
        if not path.is_dir() and places["temporary"] not in path.parents
    }
    left = [path for place in ("home", "temporary", "here") for path in places[place].rglob("*") if path.is_file()]
    assert not left
