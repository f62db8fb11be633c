"""`misground mcp` as an agent's client has it: the official client, over stdio, with the real small model."""

import asyncio
import contextlib
import json
import os
import sys
import time
from pathlib import Path

import pytest

from MISGroundLib.errors import UserError
from MISGroundLib.mcp_server import Desk
from MISGroundLib.settings import Settings
from Python.cli.test_batch import write_scan
from Python.fake_engine import FakeEngine

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")

ROOT = Path(__file__).resolve().parents[3]


@contextlib.asynccontextmanager
async def client(*arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "MISGround"), "PYTHONWARNINGS": "ignore"}
    command = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "MISGroundLib", "mcp", *map(str, arguments)], env=environment
    )
    async with mcp.Client(command, read_timeout_seconds=120) as connected:
        yield connected


def test_an_agent_finds_the_tools_asks_and_gets_boxes(tmp_path):
    volumes = tmp_path / "volumes"
    volumes.mkdir()
    scan = write_scan(volumes / "scan.nii.gz")
    other = write_scan(tmp_path / "other.nii.gz")
    told = []

    async def note(progress, total, message):
        told.append((progress, total, message))

    async def talk():
        async with client(
            "--volumes", volumes, "--out", tmp_path / "out", "--audit", tmp_path / "audit.jsonl", "--no-picture"
        ) as agent:
            tools = {tool.name: tool for tool in (await agent.list_tools()).tools}
            assert set(tools) == {"ground", "export", "models"}
            assert set(tools["ground"].input_schema["required"]) == {"volume", "queries"}
            assert "never read unknown or unusable as absent" in agent.instructions
            known = (await agent.call_tool("models", {})).structured_content
            assert "left kidney" in known["embedded_knows"]
            asked = {"volume": str(scan), "queries": ["liver", "unicorn"], "scope": "slice", "folder": "first"}
            answer = await agent.call_tool("ground", asked, progress_callback=note)
            assert not answer.is_error, answer.content
            refused = [
                await agent.call_tool("ground", {**asked, **wrong})
                for wrong in ({"volume": str(other)}, {"folder": "../up"}, {"scope": "galaxy"}, {"queries": []})
            ]
            written = await agent.call_tool("export", {"answer": "first", "forms": ["json", "csv"], "folder": "sent"})
            refused += [
                await agent.call_tool("export", {"answer": "first", "forms": ["csv"], "folder": "sent", **wrong})
                for wrong in ({"folder": "../up"}, {"answer": "../volumes"}, {"folder": ""}, {"answer": "second"},
                              {"forms": ["xml"]}, {"dicom": str(tmp_path)})
            ]  # fmt: skip
            assert not written.is_error, written.content
            answer.structured_content["sent"] = written.structured_content["files"]
            return answer.structured_content, refused

    answer, refused = asyncio.run(talk())
    liver, unicorn = answer["answers"]
    assert liver["status"] in ("found", "absent")
    assert 0 <= liver["confidence"] <= 1
    assert unicorn["status"] == "unknown"
    assert answer["model"]["name"] == "misground-mini"
    assert "research use only" in answer["use"]
    assert {Path(file).name for file in answer["files"]} >= {"result.json", "boxes.mrk.json", "scene.mrb"}
    assert told
    assert len((tmp_path / "audit.jsonl").read_text().splitlines()) == 2
    sentences = [one.content[0].text for one in refused if one.is_error]
    words = ["may not be read", "may not be written", "scope is", "look for"]
    words += [
        "may not be written",
        "may not be written",
        "Name the folder",
        "There is no file",
        "xml",
        "may not be read",
    ]
    for sentence, word in zip(sentences, words, strict=True):
        assert word in sentence
    assert [Path(file).name for file in answer["sent"]] == ["boxes.csv", "boxes.json"]
    assert {Path(file).parent for file in answer["sent"]} == {(tmp_path / "out" / "sent").resolve()}
    document = json.loads((tmp_path / "out" / "sent" / "boxes.json").read_text())
    assert len(document["boxes"]) == (liver["status"] == "found")
    assert not (tmp_path / "up").exists()


def desk(tmp_path, engine, **settings):
    return Desk(engine, Settings(**settings), [], None)


async def quiet(fraction, message):
    pass


WHERE = {"scope": "slice", "plane": "axial", "position_mm": None, "series": "", "modality": "", "budget": 0}


def test_without_a_folder_nothing_stays_on_the_disk(tmp_path, monkeypatch):
    import tempfile

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    scan = write_scan(tmp_path / "scan.nii.gz")
    answers = desk(tmp_path, FakeEngine([(1, 2, 9, 8), None]))
    told = asyncio.run(answers.ask(str(scan), ["liver", "spleen"], "", quiet, **WHERE))
    assert [one["status"] for one in told["answers"]] == ["found", "absent"]
    assert len(told["answers"][0]["box_ras_mm"]["center"]) == 3
    assert not list((tmp_path / "temporary").iterdir())
    with pytest.raises(UserError, match="Nothing may be written"):
        asyncio.run(answers.ask(str(scan), ["liver"], "somewhere", quiet, **WHERE))


def test_a_point_and_a_report_are_exported_where_the_caller_says(tmp_path):
    hd = pytest.importorskip("highdicom", reason="the extra dicom is not installed")
    from Python.scene.exported_boxes import write_scan as write_series

    series = write_series(tmp_path / "ct")[0].parent
    answers = Desk(FakeEngine([(10, 8, 40, 30)]), Settings(), [], tmp_path / "out", picture=False)

    async def talk():
        await answers.ask(str(series), ["point at the liver"], "answer", quiet, **WHERE)
        return await answers.export("answer", ["sr", "json"], "answer/sent", "", "")

    files = [Path(file) for file in asyncio.run(talk())["files"]]
    assert [file.name for file in files] == ["boxes.json", "boxes.dcm"]
    [point] = json.loads(files[0].read_text())["points"]
    assert point["basis"] == "centre of the box"
    assert hd.sr.srread(files[1]).ContentTemplateSequence[0].TemplateIdentifier == "1500"


def test_a_request_that_is_cancelled_stops_the_model(tmp_path):
    scan = write_scan(tmp_path / "scan.nii.gz")
    engine = FakeEngine([(1, 2, 9, 8)], tokens=2000)
    engine.on_poll = lambda _: time.sleep(0.001)  # no quicker than the request can be given up
    answers = desk(tmp_path, engine)

    async def give_up():
        task = asyncio.create_task(answers.ask(str(scan), ["liver"], "", quiet, **WHERE))
        while not engine.asked:
            await asyncio.sleep(0.01)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    answers._thread.shutdown(wait=True)
    assert engine.cancelled
