"""Batches from files to files: real reading and writing, an engine without a model."""

import json

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813

from MISGroundLib.batch import Request, ground_batch, ground_file
from MISGroundLib.errors import UserError
from MISGroundLib.grounding import Settings
from MISGroundLib.search import SLICES
from Python.core.fake_engine import FakeEngine


def write_scan(path, size=(40, 30, 20)):
    array = np.full(size[::-1], -900, np.int16)
    array[5:15, 5:25, 5:35] = 50
    image = sitk.GetImageFromArray(array)
    image.SetSpacing((2, 2, 3))
    sitk.WriteImage(image, str(path))
    return path


@pytest.fixture
def scans(tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    bad = folder / "bad.nii.gz"
    bad.write_bytes(b"this is no scan")
    return [write_scan(folder / "a.nii.gz"), bad, write_scan(folder / "b.nrrd")]


def test_a_file_gets_its_boxes_scene_and_result(scans, tmp_path):
    said = []
    request = Request(["liver", "spleen"], "coronal", -20.0)
    engine = FakeEngine([(1, 2, 9, 8), None])
    result, notes = ground_file(scans[0], request, tmp_path / "out", engine, on_result=said.append, picture=False)
    assert said == [result]
    assert notes == []
    document = json.loads((tmp_path / "out" / "result.json").read_text())
    assert [(d["query"], d["found"], d["box_px"]) for d in document["detections"]] == [
        ("liver", True, [1, 2, 9, 8]),
        ("spleen", False, None),
    ]
    assert document["slice"]["plane"] == "coronal"
    assert document["slice"]["position_mm"] == pytest.approx(-20.0)
    assert document["volume"]["name"] == "a"
    markups = json.loads((tmp_path / "out" / "boxes.mrk.json").read_text())["markups"]
    assert [markup["type"] for markup in markups] == ["ROI"]
    assert (tmp_path / "out" / "scene.mrb").stat().st_size > 1000


def test_a_search_takes_the_slice_in_which_most_is_found_and_says_so(scans, tmp_path):
    class SeesTheThirdOnly(FakeEngine):
        def ask(self, image, *args, **settings):
            third = self.asked[2][0] if len(self.asked) > 2 else image
            self.answers = [(1, 2, 9, 8) if len(self.asked) >= 2 and (image == third).all() else None]
            return super().ask(image, *args, **settings)

    engine, seen = SeesTheThirdOnly(), []
    request = Request(["liver"], "coronal", search=True)
    result, _ = ground_file(scans[0], request, tmp_path / "out", engine, on_event=seen.append, picture=False)
    # The slices before and behind the body are blank: they are not asked.
    assert SLICES / 2 < len(engine.asked) <= SLICES
    assert all(image.min() < image.max() for image, *_ in engine.asked)
    assert (engine.asked[2][0] == engine.asked[-1][0]).all()
    assert result.detections[0].found
    assert [event.message for event in seen if event.id == "search"][-1] == f"slice {SLICES} of {SLICES}"
    document = json.loads((tmp_path / "out" / "result.json").read_text())
    assert document["request"]["search"] is True
    assert document["slice"]["position_mm"] == pytest.approx(result.slice_image.grid.position_mm)


def test_a_batch_goes_on_after_a_bad_volume_and_says_which(scans, tmp_path):
    report = ground_batch(scans, ["liver"], tmp_path / "out", engine=FakeEngine(), picture=False)
    assert [item.status for item in report.items] == ["done", "failed", "done"]
    assert "bad.nii.gz" in report.items[1].message
    assert report.summary() == "2 done, 0 skipped, 1 failed"
    assert [entry["status"] for entry in json.loads((tmp_path / "out" / "report.json").read_text())] == [
        "done",
        "failed",
        "done",
    ]


def test_a_batch_resumes_where_it_stopped(scans, tmp_path):
    class StopsAtTheSecond(FakeEngine):
        def ask(self, *args, **settings):
            if self.asked:
                raise KeyboardInterrupt
            return super().ask(*args, **settings)

    volumes = [scans[0], scans[2]]
    with pytest.raises(KeyboardInterrupt):
        ground_batch(volumes, ["liver"], tmp_path / "out", engine=StopsAtTheSecond(), picture=False)
    engine = FakeEngine()
    report = ground_batch(volumes, ["liver"], tmp_path / "out", engine=engine, picture=False)
    assert [item.status for item in report.items] == ["skipped", "done"]
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "change", [{"queries": ["spleen"]}, {"plane": "sagittal"}, {"settings": Settings(seed=7)}], ids=str
)
def test_another_request_is_not_taken_for_finished(scans, tmp_path, change):
    asked = {"queries": ["liver"], **{k: v for k, v in change.items() if k == "queries"}}
    others = {k: v for k, v in change.items() if k != "queries"}
    ground_batch(scans[:1], ["liver"], tmp_path / "out", engine=FakeEngine(), picture=False)
    report = ground_batch(scans[:1], asked["queries"], tmp_path / "out", engine=FakeEngine(), picture=False, **others)
    assert [item.status for item in report.items] == ["done"]


def test_a_changed_volume_is_grounded_again(scans, tmp_path):
    ground_batch(scans[:1], ["liver"], tmp_path / "out", engine=FakeEngine(), picture=False)
    write_scan(scans[0], (40, 30, 24))
    report = ground_batch(scans[:1], ["liver"], tmp_path / "out", engine=FakeEngine(), picture=False)
    assert [item.status for item in report.items] == ["done"]


def test_volumes_of_one_name_get_folders_of_their_own(tmp_path):
    paths = []
    for case in ("one", "two"):
        (tmp_path / case).mkdir()
        paths.append(write_scan(tmp_path / case / "image.nii.gz"))
    report = ground_batch(paths, ["liver"], tmp_path / "out", engine=FakeEngine(), picture=False)
    assert [item.folder for item in report.items] == [str(tmp_path / "out" / n) for n in ("image", "two_image")]


def test_a_crash_on_one_volume_is_kept_in_a_file_and_the_batch_goes_on(scans, tmp_path):
    class Broken(FakeEngine):
        def ask(self, *args, **settings):
            if not self.asked:
                self.asked.append(None)
                raise RuntimeError("a defect")
            return super().ask(*args, **settings)

    report = ground_batch([scans[0], scans[2]], ["liver"], tmp_path / "out", engine=Broken(), picture=False)
    assert [item.status for item in report.items] == ["failed", "done"]
    assert "a defect" in (tmp_path / "out" / "a" / "error.txt").read_text()


def test_what_can_never_be_right_is_refused_at_once(scans, tmp_path):
    with pytest.raises(UserError, match="no volume"):
        ground_batch([], ["liver"], tmp_path / "out", engine=FakeEngine())
    with pytest.raises(UserError, match="no query"):
        ground_batch(scans, [" "], tmp_path / "out", engine=FakeEngine())
    with pytest.raises(UserError, match="is a file"):
        ground_batch(scans, ["liver"], scans[0], engine=FakeEngine())


def test_a_position_outside_the_volume_is_said_with_the_range(scans, tmp_path):
    with pytest.raises(ValueError, match="give S from"):
        ground_file(scans[0], Request(["liver"], "axial", 5000.0), tmp_path / "out", FakeEngine(), picture=False)


def test_a_full_disk_leaves_the_old_file_and_a_plain_message(scans, tmp_path, monkeypatch):
    ground_file(scans[0], Request(["liver"]), tmp_path / "out", FakeEngine(), picture=False)
    before = (tmp_path / "out" / "result.json").read_text()

    def full(self, *args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    said = []
    with pytest.raises(UserError, match="No space left on device"):
        ground_file(scans[0], Request(["spleen"]), tmp_path / "out", FakeEngine(), on_result=said.append, picture=False)
    monkeypatch.undo()
    assert (tmp_path / "out" / "result.json").read_text() == before
    assert said[0].detections[0].query == "spleen"
    assert not list((tmp_path / "out").glob(".*"))
