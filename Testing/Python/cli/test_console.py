"""What the command says on consoles of every kind, and how it ends: a sentence and a status, never a traceback."""

import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from MISGroundLib.cli import main
from MISGroundLib.console import Stream
from Python.cli.test_batch import write_scan
from Python.fake_engine import FakeEngine

LIBRARY = Path(__file__).resolve().parents[3] / "MISGround"


@pytest.fixture
def scan(tmp_path):
    return write_scan(tmp_path / "scan.nii.gz")


@pytest.fixture
def engine(monkeypatch):
    """The command asks an engine without a model."""
    fake = FakeEngine()
    monkeypatch.setattr("MISGroundLib.engine.router.EngineRouter", lambda: fake)
    monkeypatch.setattr("MISGroundLib.batch.EngineRouter", lambda: fake)
    fake.warmed = []
    fake.warm_up = lambda *args, **settings: fake.warmed.append(args)
    return fake


def ground(scan, *more, query="liver"):
    return main(["ground", str(scan), "-q", query, "--out", str(scan.parent / "out"), "--no-picture", *more])


class Broken(io.StringIO):
    """A stream whose reader has gone, or whose disk is full."""

    def __init__(self, number):
        super().__init__()
        self.number = number

    def write(self, text):
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437"])
def test_an_answer_is_not_lost_on_a_console_that_lacks_its_letters(scan, engine, monkeypatch, encoding):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding))
    assert ground(scan, "--plane", "axial", query="肝脏;liver;🫀;Schädel") == 0
    lines = raw.getvalue().decode(encoding).splitlines()
    assert [line.split("\t")[1] for line in lines] == ["found"] * 4
    assert lines[0].startswith("\\u809d\\u810f\t")
    document = json.loads((scan.parent / "out" / "result.json").read_text(encoding="utf-8"))
    assert [one["query"] for one in document["detections"]] == ["肝脏", "liver", "🫀", "Schädel"]


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize(("number", "status"), [(errno.EPIPE, 0), (errno.ENOSPC, 2), (errno.EIO, 2)])
def test_the_files_are_written_though_nobody_reads(scan, engine, monkeypatch, capsys, stream, number, status):
    monkeypatch.setattr(sys, stream, Broken(number))
    assert ground(scan) == (status if stream == "stdout" else 0)
    assert (scan.parent / "out" / "result.json").is_file()
    if stream == "stdout" and status:
        assert "could not be printed" in capsys.readouterr().err


def test_closed_streams_are_no_trouble(scan, engine, monkeypatch):
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    assert ground(scan) == 0
    assert (scan.parent / "out" / "result.json").is_file()
    assert ground(scan, "--position", "99999") == 2


def test_a_stream_lets_whole_lines_out_at_once():
    below = io.BufferedWriter(raw := io.BytesIO(), 1000)
    stream = Stream(io.TextIOWrapper(below, "utf-8"))
    print("half", end="", file=stream)
    assert raw.getvalue() == b""
    print(" a line", file=stream)
    assert raw.getvalue() == b"half a line\n"


ONE = ["ground", "{scan}", "-q", "liver", "--out", "{out}"]
WRONG = [
    (["ground", "{nowhere}", "-q", "liver", "--out", "{out}"], "There is no file or folder .*nowhere"),
    (["ground", "", "-q", "liver", "--out", "{out}"], "A path is empty"),
    (["ground", "{scan}", "-q", "", "--out", "{out}"], "There is no query"),
    (["ground", "{scan}", "-q", "liver", "--out", ""], "--out: nothing was given"),
    (["ground", "{scan}", "-q", "liver", "--out", "{scan}"], "is a file. Give another folder"),
    (["ground", "{scan}", "-q", "liver", "--out", "{scan}/below"], "lies below the file"),
    (["ground", "{scan}", "other.nii", "-q", "liver", "--out", "{out}"], "takes one volume, and other.nii is one more"),
    (["ground", "{scan}", "-q", "-liver", "--out", "{out}"], "--query=-x"),
    ([*ONE, "--position", "nan"], "'nan' is no position: give a number in mm, or best"),
    ([*ONE, "--position", "1e999"], "is no position"),
    ([*ONE, "--position", ""], "'' is no position"),
    ([*ONE, "--position", "99999"], "lies outside the volume"),
    ([*ONE, "--plane", "wrong"], "--plane: invalid choice: 'wrong'"),
    ([*ONE, "--model", ""], "No model is chosen"),
    ([*ONE, "--model", "{nowhere}"], "There is no model folder"),
    ([*ONE, "--model", "{scan}"], "is a file. Give the folder that holds config.json"),
    ([*ONE, "--model", "server:http://example.org:8000"], "--allow-remote-server"),
    ([*ONE, "--series", " "], "--series: nothing was given"),
    ([*ONE, "--modality", "§"], "is no modality: give CT, MR"),
    ([*ONE, "--top-p", "nan"], "top_p is nan"),
    ([*ONE, "--together", "0"], "together is 0"),
    ([*ONE, "--unknown"], "--unknown is not known here"),
    (["ground", "{scan}", "--out", "{out}"], "required: -q/--query"),
    (["batch", "-q", "liver", "--out", "{out}"], "required: VOLUME"),
    (["batch", "{scan}", "-q", " ", "--out", "{out}"], "There is no query"),
    (["batch", "{scan}", "-q", "liver", "--out", "{scan}"], "is a file. Give another folder"),
    (["bench", "build", "{nowhere}", "--out", "{out}/q.jsonl"], "There is no file or folder"),
    (["bench", "build", "{folder}", "--out", "{scan}/q.jsonl"], "is a file"),
    (["bench", "build", "{folder}", "--out", "{folder}"], "is a folder. Give the name of a file"),
    (["bench", "run", "{nowhere}", "--out", "{out}"], "There is no file or folder"),
    (["bench", "run", "{scan}", "--out", "{scan}"], "it is no header|is a file"),
    (["bench", "run", "{scan}", "--out", "{out}"], "line 1: it is no header"),
    (["bench", "run", "/dev/zero", "--out", "{out}"], "/dev/zero is a device"),
    (["bench", "run", "{folder}", "--out", "{out}"], "cannot be read .Is a directory"),
    (["bench", "show", "x", "--questions", "{scan}", "--out", "{folder}"], "is a folder"),
    (["bench", "show", "x", "--questions", "{scan}", "--out", "{out}/x.html"], "it is no header"),
    (["bench", "report", "{nowhere}", "--out", "{out}"], "There is no file or folder"),
    (["bench", "report", "{folder}", "--out", "{out}"], "holds no run.json"),
    (["bench", "report", "{folder}", "--questions", "{scan}", "--out", "{scan}"], "is a file"),
    (["bench", "export", "{scan}", "{scan}", "--format", "lmms-eval"], "is a file"),
    (["bench", "export", "{scan}", "{out}", "--format", "lmms-eval"], "it is no header"),
    (["semsam", "inspect", "{nowhere}"], "There is no model folder"),
    (["semsam", "inspect", "misground-mini", "--out", "{folder}"], "is a folder"),
    (["semsam", "inspect", "misground-mini", "--out", "{scan}/x.html"], "is a file"),
    (["serve-args", "{nowhere}", "--graph-file", "{out}/graph"], "There is no model folder"),
    (["serve-args", "misground-mini", "--graph-file", "{scan}/graph"], "is a file|no file or folder"),
    ([], "required: COMMAND"),
]


@pytest.mark.parametrize(("arguments", "reason"), WRONG, ids=str)
def test_what_is_wrong_is_said_in_one_line_before_anything_begins(scan, engine, capsys, arguments, reason):
    (scan.parent / "folder").mkdir()
    names = {
        "scan": scan,
        "folder": scan.parent / "folder",
        "out": scan.parent / "out",
        "nowhere": scan.parent / "nowhere",
    }
    try:
        status = main([argument.format(**names) for argument in arguments])
    except SystemExit as end:
        status = end.code
    assert status == 2
    said = capsys.readouterr()
    (line,) = said.err.strip().splitlines() if "99999" not in arguments else said.err.strip().splitlines()[-1:]
    assert line.startswith("misground: ") and re.search(reason, line), line
    assert said.out == ""
    assert not engine.asked
    # Only what a volume itself tells comes after the model has begun to load.
    assert engine.warmed == [] or "99999" in arguments


def test_a_defect_is_one_line_too_and_its_traceback_is_there_for_the_asking(scan, engine, capsys, monkeypatch):
    monkeypatch.setattr("MISGroundLib.batch._ground", lambda *args: [][0])
    assert ground(scan) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "misground:" in line]
    assert "a defect of MISGround: IndexError: list index out of range" in line
    monkeypatch.setenv("MISGROUND_TRACEBACK", "1")
    assert ground(scan) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_that_a_library_turned_into_its_own_error_is_still_one(scan, engine, capsys, monkeypatch):
    def interrupted(*args):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ImportError("half an import") from error

    monkeypatch.setattr("MISGroundLib.batch._ground", interrupted)
    before = signal.getsignal(signal.SIGINT)
    try:
        assert ground(scan) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err.strip().splitlines()[-1] == "misground: cancelled"
    assert engine.closed


def test_help_tells_the_exit_statuses(capsys):
    for command in ([], ["ground"], ["batch"]):
        with pytest.raises(SystemExit) as end:
            main([*command, "--help"])
        assert end.value.code == 0
        said = capsys.readouterr().out
        assert "exit status:" in said and "130  cancelled" in said


def python(*arguments, **options):
    environment = {**os.environ, "PYTHONPATH": str(LIBRARY)}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment, **options)


def test_a_missing_file_is_reported_before_anything_slow_is_imported(tmp_path):
    code = "import sys; from MISGroundLib.cli import main\n"
    code += f"status = main(['ground', 'nowhere.nii', '-q', 'liver', '--out', {str(tmp_path / 'out')!r}])\n"
    code += "print(status, [name for name in ('torch', 'slicer', 'SimpleITK', 'transformers') if name in sys.modules])"
    done = python("-c", code)
    assert done.stdout.splitlines()[-1] == "2 []"
    assert done.stderr.strip().splitlines() == [
        f"misground: There is no file or folder {Path.cwd() / 'nowhere.nii'}. Check the path."
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_ctrl_c_while_the_program_starts_is_one_line(tmp_path):
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-m",
        "MISGroundLib",
        "ground",
        "x.nii",
        "-q",
        "x",
        "--out",
        str(tmp_path),
    ]
    environment = {**os.environ, "PYTHONPATH": str(LIBRARY)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        for line in process.stderr:
            if "MISGroundLib.errors" in line:
                process.send_signal(signal.SIGINT)
                break
        said = [line for line in process.stderr if not line.startswith("import time")]
    assert (process.returncode, said) == (130, ["misground: cancelled\n"])


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_ctrl_c_waits_until_a_scene_stands():
    code = """
import signal, sys
from MISGroundLib.scene import headless
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell has it ignored
with headless.undisturbed():
    pass
boot = headless.boot
def interrupted():
    signal.raise_signal(signal.SIGINT)
    made = boot()
    signal.raise_signal(signal.SIGINT)
    return made
headless.boot = interrupted
try:
    with headless.private_scene() as scene:
        print("not reached")
except KeyboardInterrupt:
    print("interrupted")
"""
    done = python("-c", code)
    assert (done.returncode, done.stdout) == (0, "interrupted\n"), done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a locale without letters is a Unix thing")
def test_queries_and_paths_arrive_whole_under_the_plainest_locale(tmp_path):
    code = """
import sys
sys.path.append(sys.argv.pop())
from MISGroundLib import batch
from MISGroundLib.cli import main
from Python.fake_engine import FakeEngine
batch.EngineRouter = FakeEngine
import MISGroundLib.engine.router as router
router.EngineRouter = FakeEngine
sys.exit(main(sys.argv[1:]))
"""
    folder = tmp_path / "肝"
    folder.mkdir()
    write_scan(tmp_path / "a.nii.gz").rename(folder / "脏.nii.gz")
    environment = {
        **os.environ,
        "PYTHONPATH": str(LIBRARY),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    arguments = ["batch", str(folder / "脏.nii.gz"), "-q", "肝脏", "--out", str(folder / "out"), "--no-picture"]
    command = [sys.executable, "-c", code, *arguments, str(LIBRARY.parent / "Testing")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stderr
    (result,) = (folder / "out").glob("*肝_脏-*/result.json")
    document = json.loads(result.read_text(encoding="utf-8"))
    assert document["detections"][0]["query"] == "肝脏"
    assert document["volume"]["source"].endswith("肝/脏.nii.gz")
