"""Downloads from a hub on this computer: size and licence first, resumed, checked, cancelled, faults said."""

import hashlib
import json
import time

import pytest

from MISGroundLib.errors import StoppedError, UserError
from MISGroundLib.models import hub as hubs
from MISGroundLib.models.catalogue import known_models, remove
from MISGroundLib.models.fetching import DOWNLOAD, LOOK_UP, Fetching
from MISGroundLib.models.hub import download, look_up, way_there
from MISGroundLib.vlm.folders import RECORD, downloaded, find_model
from MISGroundLib.vlm.loading import load

MODEL = "owner/tiny"


def test_size_licence_and_files_come_before_anything_else(hub, tiny_files):
    offer = look_up(MODEL)
    assert offer.licence == "apache-2.0"
    assert {file.name for file in offer.files} == {file.name for file in tiny_files.iterdir()}
    assert offer.size == sum(file.stat().st_size for file in tiny_files.iterdir())
    assert [path for path, _ in hub.asked] == [f"/api/models/{MODEL}"]


def test_a_licence_of_its_own_name_and_terms(hub):
    hub.card = {"license": "other", "license_name": "our-terms", "license_link": "https://example.org/terms"}
    hub.gated = "manual"
    offer = look_up(MODEL)
    assert (offer.licence, offer.terms, offer.gated) == ("our-terms", "https://example.org/terms", True)


def test_a_download_is_whole_and_can_be_loaded_without_the_hub(hub, place, tiny_files):
    seen = []
    offer = look_up(MODEL)
    folder = download(offer, place, lambda *step: seen.append(step))
    assert folder == place / "owner--tiny"
    for file in tiny_files.iterdir():
        assert (folder / file.name).read_bytes() == file.read_bytes()
    record = json.loads((folder / RECORD).read_text())
    weights = (tiny_files / "model.safetensors").read_bytes()
    assert record["files"]["model.safetensors"]["sha256"] == hashlib.sha256(weights).hexdigest()
    assert seen[-1][0] == seen[-1][1] == offer.size and [step[0] for step in seen] == sorted(step[0] for step in seen)
    hub.status = 500
    assert find_model(MODEL).commit == downloaded(MODEL) == offer.commit
    assert load(MODEL, "cpu").info["revision"] == offer.commit


def test_what_was_broken_off_goes_on_where_it_stood(hub, place, tiny_files):
    offer = look_up(MODEL)
    with pytest.raises(StoppedError):
        download(offer, place, should_stop=lambda: sum("safetensors" in path for path, _ in hub.asked) > 0)
    while hub.answering:  # it has yet to find out that nobody reads any more
        time.sleep(0.01)
    hub.cut, hubs._TRIES = 1, 1
    try:
        with pytest.raises(UserError, match="What came is kept"):
            download(offer, place)
    finally:
        hubs._TRIES = 3
    assert not downloaded(MODEL)
    assert [one.id for one in known_models() if one.state == "begun"] == [MODEL]
    hub.asked.clear()
    download(offer, place)
    ranges = {path.rpartition("/")[2]: wanted for path, wanted in hub.asked}
    assert ranges["model.safetensors"] == f"bytes={1 << 16}-"
    assert (place / "owner--tiny" / "model.safetensors").read_bytes() == (tiny_files / "model.safetensors").read_bytes()
    assert not list((place / "owner--tiny").glob("*.part"))


def test_a_lost_connection_is_tried_again_by_itself(hub, place):
    hub.cut = 2
    download(look_up(MODEL), place)
    assert downloaded(MODEL)


def test_a_file_with_another_checksum_is_fetched_anew_then_refused(hub, place):
    hub.spoil = 1
    download(look_up(MODEL), place)
    remove(MODEL, place)
    hub.spoil = 9
    with pytest.raises(UserError, match="checksum differs"):
        download(look_up(MODEL), place)
    assert not downloaded(MODEL) and not (place / "owner--tiny" / "model.safetensors").exists()


def test_a_damaged_file_of_a_download_is_mended_by_another(hub, place, tiny_files):
    folder = download(look_up(MODEL), place)
    (folder / "tokenizer.json").write_text("{}")
    hub.asked.clear()
    download(look_up(MODEL), place)
    assert (folder / "tokenizer.json").read_bytes() == (tiny_files / "tokenizer.json").read_bytes()
    assert [path.rpartition("/")[2] for path, _ in hub.asked if "/resolve/" in path] == ["tokenizer.json"]


@pytest.mark.parametrize(
    ("status", "words"), [(401, "accepted its terms"), (404, "knows no model"), (407, "proxy"), (503, "answered 503")]
)
def test_what_the_hub_refuses_is_said(hub, status, words):
    hub.status = status
    with pytest.raises(UserError, match=words):
        look_up(MODEL)


def test_no_hub_at_all(hub, monkeypatch):
    hub.close()
    with pytest.raises(UserError, match=r"cannot be reached.*copy the model's folder"):
        look_up(MODEL)
    with pytest.raises(UserError, match="no Hugging Face id"):
        look_up("../etc")


def test_a_full_disk_is_said_before_the_first_byte(hub, place, monkeypatch):
    offer = look_up(MODEL)
    monkeypatch.setattr(hubs.shutil, "disk_usage", lambda path: type("Free", (), {"free": 1000})())
    hub.asked.clear()
    with pytest.raises(UserError, match="are free on that disk"):
        download(offer, place)
    assert hub.asked == []


def test_the_systems_proxy_is_used_and_said(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://models.example")
    monkeypatch.setenv("http_proxy", hub.url.replace("//", "//user:secret@"))
    assert way_there() == hub.url.removeprefix("http://")
    hub.asked.clear()
    with pytest.raises(UserError):  # the stand-in serves no proxy's paths, but it was asked
        look_up(MODEL)
    assert hub.asked[0][0].startswith("http://models.example/api/models/")
    monkeypatch.setenv("no_proxy", "models.example")
    assert way_there() == ""


def wait(run, condition=lambda run: run.finished, seconds=30):
    end = time.monotonic() + seconds
    while not condition(run):
        assert time.monotonic() < end, "waited in vain"
        run.poll(0.05)
    return run


def test_a_process_of_its_own_looks_up_is_cancelled_at_once_and_goes_on(hub, place):
    looked = wait(Fetching(LOOK_UP, MODEL, place))
    assert looked.error is None and looked.offer["licence"] == "apache-2.0"
    hub.pace = 0.3
    run = wait(Fetching(DOWNLOAD, MODEL, place, looked.offer), lambda run: "safetensors" in run.file or run.finished)
    began = time.monotonic()
    run.cancel()
    assert time.monotonic() - began < 1 and run.cancelled and run.finished and not downloaded(MODEL)
    hub.pace = 0.0
    hub.asked.clear()
    done = wait(Fetching(DOWNLOAD, MODEL, place, looked.offer))
    assert done.error is None and downloaded(MODEL)
    assert any(wanted for path, wanted in hub.asked if path.endswith("model.safetensors"))
    hub.status = 404
    assert "knows no model" in wait(Fetching(LOOK_UP, MODEL, place)).error.message
