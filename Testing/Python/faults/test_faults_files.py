"""The disk full at each write, a cache shared, foreign or half written, a clock that jumps."""

import ast
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from MISGroundLib.batch import Request, ground_file
from MISGroundLib.bench.run_folder import AnswerWriter, BenchAnswer, read_answers
from MISGroundLib.errors import UserError
from MISGroundLib.semsam import graph_files
from Python.fake_engine import FakeEngine

ROOT = Path(__file__).parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="the size limit of a process is a POSIX thing")

# A process whose files may not grow beyond a limit, which is what a full disk looks like: every limit fails another
# write, of boxes.mrk.json, scene.mrb, the volume within it or result.json.
FULL_DISK = """
    import resource, signal, sys
    from pathlib import Path
    from MISGroundLib.batch import Request, ground_file
    from MISGroundLib.errors import UserError
    from Python.fake_engine import FakeEngine
    scan, out = Path(sys.argv[1]), Path(sys.argv[2])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    engine = FakeEngine([(1, 2, 9, 8)])
    ground_file(scan, Request(["liver"]), out / "scan", engine, picture=False)
    told = []

    def files():
        return {path.name: path.read_bytes() for path in (out / "scan").iterdir()}

    for limit in (0, 40, 900, 3_000, 4_500, 7_500, 20_000, 10**9):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        before, answers, asked = files(), [], len(engine.asked)
        try:
            ground_file(scan, Request(["spleen"]), out / "scan", engine, on_result=answers.append, picture=False)
        except UserError as error:
            told.append(str(error))
            assert files() == before
        # Refused before the model was asked, or told before anything was written.
        assert answers or len(engine.asked) == asked
        assert set(files()) == {"result.json", "boxes.mrk.json", "scene.mrb"}
    assert limit == 10**9 and b"spleen" in files()["result.json"]
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print("\\n".join(told))
"""


@posix
def test_a_disk_that_is_full_at_any_write_leaves_whole_files_and_says_so(a_scan, tmp_path):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", textwrap.dedent(FULL_DISK), str(a_scan), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    # VTK has its say too.
    told = [line for line in done.stdout.splitlines() if "could not be written" in line]
    assert all("Free some space" in line for line in told)
    for name in ("boxes.mrk.json", "scene.mrb"):
        assert any(name in line for line in told), told


@posix
def test_a_full_disk_keeps_the_benchs_answers_so_far(tmp_path):
    import resource
    import signal

    writer = AnswerWriter(tmp_path)
    writer.add(BenchAnswer("first", "greedy", "A"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / "answers.jsonl").stat().st_size + 50, hard))
    try:
        with pytest.raises(UserError, match=r"answers.jsonl could not be written .*Free some space and start the run"):
            writer.add(BenchAnswer("second", "greedy", "B" * 1000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert [answer.question for answer in read_answers(tmp_path, going_on=True)] == ["first"]
    writer = AnswerWriter(tmp_path)
    writer.add(BenchAnswer("second", "greedy", "B"))
    writer.close()
    assert [answer.question for answer in read_answers(tmp_path)] == ["first", "second"]


# Two processes that make, write and read one model's graph at once, over and over.
SHARING = """
    import sys
    from pathlib import Path
    import torch
    from MISGroundLib.semsam import graph_files
    graph_files.SMALL_VOCABULARY = 0
    table = torch.randn(300, 8, generator=torch.Generator().manual_seed(1))
    content = torch.ones(300, dtype=torch.bool)
    plain = graph_files.build_graph(table, content, 4)
    print("ready", flush=True)
    for _ in range(20):
        graph = graph_files.cached_graph(table, content, 4, folder=Path(sys.argv[1]))
        assert torch.equal(graph.ids, plain.ids)
        for path in Path(sys.argv[1]).glob("neighbours-*"):
            path.unlink(missing_ok=True)
"""


def test_two_slicers_on_one_cache_get_whole_graphs(tmp_path, monkeypatch, caplog):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", textwrap.dedent(SHARING), str(tmp_path)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    monkeypatch.setattr(graph_files, "SMALL_VOCABULARY", 0)
    monkeypatch.setattr(sys, "argv", ["", str(tmp_path)])
    assert other.stdout.readline() == "ready\n"
    exec(textwrap.dedent(SHARING), {})
    _, said = other.communicate(timeout=300)
    assert other.returncode == 0, said
    assert "cannot be" not in said + caplog.text
    assert [path for path in tmp_path.iterdir() if not path.name.startswith("neighbours-")] == []


def test_no_wait_and_no_decision_hangs_on_the_clock_of_the_wall():
    """It may be set while the program runs; what is measured and waited for goes by a clock that only runs forward."""
    readings = []
    for path in (ROOT / "MISGround").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("time", "now", "utcnow", "today", "st_mtime"):
                readings.append((path.name, ast.unparse(node)))
    readings = [(name, said) for name, said in readings if said not in ("self.time", "one.time")]  # a note's own field
    # Notes of when something was made, for people to read.
    notes = (
        "audit.py",
        "box_review.py",
        "findings_page.py",
        "grounding.py",
        "query_history.py",
        "run_folder.py",
        "searching.py",
    )
    assert sorted(readings) == [(name, "datetime.now") for name in notes]


def test_a_scan_newer_than_today_and_a_clock_set_back_change_no_answer(a_scan, tmp_path, monkeypatch):
    os.utime(a_scan, (4e9, 4e9))
    engine = FakeEngine([(1, 2, 9, 8)])
    for year in ("2030", "1999"):
        monkeypatch.setattr("time.time", lambda year=year: {"2030": 1.9e9, "1999": 9.2e8}[year])
        result, _ = ground_file(a_scan, Request(["liver"]), tmp_path / "out", engine, picture=False)
        assert result.detections[0].found
        assert result.timings["total"] >= 0
