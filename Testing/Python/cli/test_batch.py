"""Batches from files to files: real reading and writing, an engine without a model."""

import json
import math
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from MISGroundLib.batch import Request, _asked, ground_batch, ground_file
from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Stage
from MISGroundLib.errors import UserError
from MISGroundLib.files import result_folder_name
from MISGroundLib.grounding import SEARCHED_SLICES
from MISGroundLib.scene.headless import private_scene
from MISGroundLib.scene.reading import native_path
from MISGroundLib.scene.rois import boxes_of, read_provenance
from MISGroundLib.settings import Settings
from Python.fake_engine import FakeEngine


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
    # The file's first voxel lies at 0, 0, 0, as a placement that was lost does.
    assert len(notes) == 1 and notes[0].startswith("The placement in this file looks like one that was lost")
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
    def third_only(image, questions, settings):
        third = engine.asked[2][0] if len(engine.asked) > 2 else image
        return [(1, 2, 9, 8) if len(engine.asked) >= 2 and (image == third).all() else None]

    engine, seen = FakeEngine(third_only), []
    request = Request(["liver"], "coronal", search=True)
    result, _ = ground_file(scans[0], request, tmp_path / "out", engine, on_event=seen.append, picture=False)
    # The slices before and behind the body are blank: they are not asked.
    assert SEARCHED_SLICES / 2 < len(engine.asked) <= SEARCHED_SLICES
    assert all(image.min() < image.max() for image, *_ in engine.asked)
    assert (engine.asked[2][0] == engine.asked[-1][0]).all()
    assert result.detections[0].found
    assert [event.message for event in seen if event.id == "search"][
        -1
    ] == f"slice {SEARCHED_SLICES} of {SEARCHED_SLICES}"
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
    def stop_at_the_second(*_):
        if stopped.asked:
            raise KeyboardInterrupt
        return [None]

    stopped = FakeEngine(stop_at_the_second)
    volumes = [scans[0], scans[2]]
    with pytest.raises(KeyboardInterrupt):
        ground_batch(volumes, ["liver"], tmp_path / "out", engine=stopped, picture=False)
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


def results(folder):
    """Name of the result folder -> shape of the volume whose answer it holds."""
    found = {path.parent.name: json.loads(path.read_text()) for path in folder.rglob("result.json")}
    return {name: tuple(document["volume"]["shape_ijk"]) for name, document in found.items()}


@pytest.fixture
def patients(tmp_path):
    """Scans of one name, each of another size."""
    paths = []
    for number in range(3):
        folder = tmp_path / f"p{number}" / "ct"
        folder.mkdir(parents=True)
        paths.append(write_scan(folder / "image.nii.gz", (40, 30, 20 + number)))
    return paths


def batch(volumes, out, engine=None, **options):
    return ground_batch(volumes, ["liver"], out, engine=engine or FakeEngine(), picture=False, **options)


def test_a_patients_answers_stay_with_the_patient_whatever_is_given_with_it(patients, tmp_path):
    out, wanted = tmp_path / "out", {}
    for number, path in enumerate(patients):
        wanted[result_folder_name(path)] = (40, 30, 20 + number)
    calls = [patients[1:], patients[1:2], patients[::-1], patients[:1], [patients[2], patients[0]]]
    statuses = [[item.status for item in batch(call, out).items] for call in calls]
    assert results(out) == wanted
    assert statuses == [["done", "done"], ["skipped"], ["skipped", "skipped", "done"], ["skipped"], ["skipped"] * 2]
    assert [name.split("-")[0] for name in sorted(wanted)] == ["p0_ct_image", "p1_ct_image", "p2_ct_image"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=6), min_size=1, max_size=4))
def test_calls_in_any_order_never_put_two_sources_in_one_folder(tmp_path, monkeypatch, calls):
    """The grounding itself is replaced by a note of whose it is: what is tried are names, owners and the report."""
    names = ["p1/ct/image.nii", "p2/ct/image.nii", "p1/ct/IMAGE.nii", "p1-ct/image.nii", "p1/ct_image.nii", "x.nii"]
    place = Path(tempfile.mkdtemp(dir=tmp_path))
    sources = [place / name for name in names]
    for source in sources:
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("x")

    def note(source, request, output, *rest):
        document = {"schema": "misground-result-1", "request": _asked(source, request), "notes": []}
        (output / "result.json").write_text(json.dumps({**document, "whose": str(source)}))
        return None, []

    monkeypatch.setattr("MISGroundLib.batch._ground", note)
    for call in calls:
        report = batch([sources[index] for index in call], place / "out")
        assert len(report.items) == len(set(call))
    found = [json.loads(path.read_text())["whose"] for path in (place / "out").rglob("result.json")]
    wanted = {str(sources[index]) for call in calls for index in call}
    assert sorted(found) == sorted(wanted)
    entries = json.loads((place / "out" / "report.json").read_text())
    assert sorted(entry["volume"] for entry in entries) == sorted(wanted)


def test_the_report_keeps_what_earlier_calls_did(patients, tmp_path):
    out = tmp_path / "out"
    missing = tmp_path / "nowhere.nii"
    batch([patients[0], missing], out)
    batch([patients[1]], out)
    batch([patients[0]], out)
    entries = json.loads((out / "report.json").read_text())
    assert {entry["volume"]: entry["status"] for entry in entries} == {
        str(patients[0]): "done",
        str(missing): "failed",
        str(patients[1]): "done",
    }


def test_a_volume_that_is_given_twice_is_done_once(patients, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    engine = FakeEngine()
    ways = [patients[0], "p0/ct/image.nii.gz", "./p1/../p0/ct/image.nii.gz", str(patients[0])]
    report = batch(ways, tmp_path / "out", engine)
    assert [item.status for item in report.items] == ["done"]
    assert len(engine.asked) == 1


def test_a_link_keeps_its_name_and_its_content_counts(patients, tmp_path):
    links = []
    for number in range(2):
        link = tmp_path / f"link{number}.nii.gz"
        link.symlink_to(patients[number])
        links.append(link)
    out = tmp_path / "out"
    batch(links, out)
    assert [name.rsplit("-", 1)[0].endswith(f"_link{i}") for i, name in enumerate(sorted(results(out)))] == [True] * 2
    document = json.loads((out / result_folder_name(links[0]) / "result.json").read_text())
    assert document["volume"]["name"] == "link0"
    write_scan(patients[0], (40, 30, 25))
    links[1].unlink()
    links[1].symlink_to(patients[2])
    assert [item.status for item in batch(links, out).items] == ["done", "done"]
    assert sorted(results(out).values()) == [(40, 30, 22), (40, 30, 25)]


def test_a_folder_of_another_volume_is_not_written_into(patients, tmp_path):
    out = tmp_path / "out"
    ground_file(patients[0], Request(["liver"]), out, FakeEngine(), picture=False)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(UserError, match=r"holds the answer for another volume, .*p0/ct/image.nii.gz"):
        ground_file(patients[1], Request(["liver"]), out, FakeEngine(), picture=False)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    # The same volume may be asked again.
    ground_file(patients[0], Request(["spleen"]), out, FakeEngine(), picture=False)
    assert json.loads((out / "result.json").read_text())["request"]["queries"] == ["spleen"]


@pytest.mark.parametrize("text", ['{"a": 1}', "[]", '{"schema": "other-1"}'])
def test_another_programs_file_is_not_written_over(patients, tmp_path, text):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "result.json").write_text(text)
    with pytest.raises(UserError, match="not of MISGround"):
        ground_file(patients[0], Request(["liver"]), tmp_path / "out", FakeEngine(), picture=False)
    (tmp_path / "out" / "report.json").write_text('{"a": 1}')
    with pytest.raises(UserError, match=r"report.json that is not of MISGround"):
        batch(patients, tmp_path / "out")


def test_results_as_earlier_versions_named_them_are_left_and_told_of(patients, tmp_path):
    old = tmp_path / "out" / "ct_image"
    old.mkdir(parents=True)
    stamp = [str(patients[0].resolve()), [["image.nii.gz", 1, 1]]]
    (old / "result.json").write_text(json.dumps({"schema": "misground-result-1", "request": {"source": stamp}}))
    before = (old / "result.json").read_bytes()
    (tmp_path / "out" / "report.json").write_text(
        json.dumps([{"volume": str(patients[0]), "folder": str(old), "status": "done", "message": ""}])
    )
    (item,) = batch(patients[:1], tmp_path / "out").items
    assert item.status == "done"
    assert "ct_image holds this volume's answer of an earlier version; it was left as it is" in item.message
    assert (old / "result.json").read_bytes() == before
    assert len(json.loads((tmp_path / "out" / "report.json").read_text())) == 2


def test_an_answer_that_is_replaced_leaves_nothing_of_the_old_one(patients, tmp_path):
    out = tmp_path / "out"
    ground_file(patients[0], Request(["liver"]), out, FakeEngine(), picture=False)
    (out / "views.png").write_bytes(b"of the first answer")
    (out / ".misground-killed").mkdir()
    ground_file(patients[0], Request(["spleen"]), out, FakeEngine([None]), picture=False)
    assert sorted(path.name for path in out.iterdir()) == ["boxes.mrk.json", "result.json", "scene.mrb"]


class Killed(BaseException):
    """Stands for a kill: nothing that runs afterwards may be needed."""


@pytest.mark.parametrize("step", range(7))
def test_a_batch_that_was_killed_at_any_step_is_completed_without_doubles(patients, tmp_path, monkeypatch, step):
    """A kill before the nth time that a file takes its place, or is taken away."""
    count = 0

    def dies(real):
        def call(*args, **kwargs):
            nonlocal count
            count += 1
            if count > step:
                raise Killed
            return real(*args, **kwargs)

        return call

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", dies(os.replace))
        patch.setattr("shutil.rmtree", lambda *args, **kwargs: None)
        with pytest.raises(Killed):
            batch(patients[:2], out)
    for found in out.glob("*_image-*/result.json"):
        assert {"boxes.mrk.json", "scene.mrb"} <= {path.name for path in found.parent.iterdir()}
    report = batch(patients[:2], out)
    assert {item.status for item in report.items} <= {"done", "skipped"}
    assert sorted(results(out).values()) == [(40, 30, 20), (40, 30, 21)]
    assert len(json.loads((out / "report.json").read_text())) == 2
    for folder in out.glob("*_image-*"):
        assert sorted(path.name for path in folder.iterdir()) == ["boxes.mrk.json", "result.json", "scene.mrb"]


def test_two_batches_at_once_share_the_work(patients, tmp_path):
    out = tmp_path / "out"
    reports = {}

    def meet(*_):
        """The other batch runs while this one's first volume is asked about."""
        if not reports:
            reports["other"] = batch(patients, out)
        return [(10, 20, 40, 60)]

    reports["first"] = batch(patients, out, FakeEngine(meet))
    assert [item.status for item in reports["other"].items] == ["skipped", "done", "done"]
    assert "Another run is writing" in reports["other"].items[0].message
    assert [item.status for item in reports["first"].items] == ["done", "skipped", "skipped"]
    assert len(results(out)) == 3
    assert [entry["status"] for entry in json.loads((out / "report.json").read_text())] == ["done"] * 3


@pytest.mark.parametrize(("call", "step"), [("pathlib.Path.write_text", 1), *(("os.replace", n) for n in range(1, 7))])
def test_a_disk_that_is_full_at_any_write_mixes_no_answers(patients, tmp_path, monkeypatch, call, step):
    out, said = tmp_path / "out", []
    ground_file(patients[0], Request(["liver"]), out, FakeEngine(), picture=False)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    module, name = call.rsplit(".", 1)
    owner = Path if module == "pathlib.Path" else os
    real, count = getattr(owner, name), 0

    def fills(*args, **kwargs):
        nonlocal count
        count += 1
        if count >= step:
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, fills)
    with pytest.raises(UserError, match=r"could not be written: No space left on device. Free some space"):
        ground_file(patients[0], Request(["spleen"]), out, FakeEngine(), on_result=said.append, picture=False)
    monkeypatch.undo()
    assert said[0].detections[0].query == "spleen"
    after = {path.name: path.read_bytes() for path in out.iterdir()}
    # Before the files are moved all is as it was; then the mark is gone, and the volume counts as not done.
    assert after == before or (owner is os and "result.json" not in after)
    assert not [name for name in after if name.startswith(".")]
    report = batch(patients[:1], tmp_path / "again")
    assert report.count("done") == 1


def test_text_of_any_kind_reaches_every_file(tmp_path):
    folder = tmp_path / os.fsdecode(b"M\xfcller")
    folder.mkdir()
    source = write_scan(tmp_path / "a.nii.gz").rename(folder / "a\nb\x1b.nii.gz")

    boxes = [DetectedBox((10.0, 20.0, 40.0, 60.0), "li\0ver\ud83d\n", 0.75)]
    babble = AnswerEvent("", 0, "\x01\udce9", boxes, 0.75, notes=["\ud800"], statistics={"raw": math.nan})
    engine = FakeEngine([babble], model={"name": "m\udc80", "revision": "\0"})
    out = folder / "answers\n"
    result, _ = ground_file(source, Request(["liver\udce9"]), out, engine, picture=False)
    assert result.detections[0].label == "li\ufffdver\ufffd "
    for name in ("result.json", "boxes.mrk.json"):
        document = json.loads((out / name).read_text(encoding="utf-8"))
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    assert document["markups"][0]["name"] == "li\ufffdver\ufffd  0.75"
    with private_scene() as scene, native_path(out / "scene.mrb") as bundle:
        assert scene.ReadFromMRB(str(bundle), True)
        (roi,) = boxes_of(scene)
        facts = read_provenance(roi)
    assert (facts["Query"], facts["RawAnswer"], facts["Model"]) == ("liver\ufffd", "\ufffd\ufffd", "m\ufffd")


def test_a_crash_on_one_volume_is_kept_in_a_file_and_the_batch_goes_on(scans, tmp_path):
    defects = [RuntimeError("a defect")]

    def break_once(*_):
        if defects:
            raise defects.pop()
        return [(10, 20, 40, 60)]

    report = ground_batch(
        [scans[0], scans[2]], ["liver"], tmp_path / "out", engine=FakeEngine(break_once), picture=False
    )
    assert [item.status for item in report.items] == ["failed", "done"]
    assert "a defect" in (tmp_path / "out" / result_folder_name(scans[0]) / "error.txt").read_text()


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


def test_answers_that_cannot_be_used_are_told_of_a_batch_and_of_one_that_goes_on(scans, tmp_path):
    unread = AnswerEvent("", 0, "[{", [], 0.0, problems=["The answer holds no box."])
    for status in ("done", "skipped"):
        engine = FakeEngine([None, unread])
        report = ground_batch(scans[:1], ["liver", "spleen"], tmp_path / "out", engine=engine, picture=False)
        assert (report.count(status), report.unusable, report.unknown) == (1, ["spleen"], [])
        assert report.summary().endswith("0 failed; no answer that can be used: 'spleen'")
        assert json.loads((tmp_path / "out" / "report.json").read_text())[0]["unusable"] == ["spleen"]


WHOLE = Settings(scope="volume", budget=30)


def test_a_whole_volume_gets_its_boxes_scene_and_result(scans, tmp_path):
    told = []
    request = Request(["liver", "spleen"], settings=WHOLE)
    engine = FakeEngine(
        lambda image, questions, settings: [(6, 6, 30, 14) if q.query == "liver" else None for q in questions]
    )
    result, _ = ground_file(scans[0], request, tmp_path / "out", engine, on_event=told.append, picture=False)
    assert [one.status for one in result.extents] == ["found", "absent"]
    assert result.questions == sum(len(questions) for _, questions, _ in engine.asked) <= 30
    document = json.loads((tmp_path / "out" / "result.json").read_text())
    assert document["scope"] == "volume" and "slice" not in document
    assert [one["status"] for one in document["detections"]] == ["found", "absent"]
    looking = [event.message for event in told if isinstance(event, Stage) and "looking" in event.message]
    assert len(looking) > 5 and "liver found from S" in looking[-1]
    with private_scene() as scene:
        assert scene.ReadFromMRB(str(tmp_path / "out" / "scene.mrb"), True)
        [roi] = boxes_of(scene)
        facts = read_provenance(roi)
        assert (facts["Scope"], facts["Budget"], facts["Label"]) == ("volume", 30, "liver")
        centre = np.zeros(3)
        roi.GetCenterWorld(centre)
        views = [scene.GetNthNodeByClass(n, "vtkMRMLSliceNode") for n in range(3)]
        assert [view.GetSliceOffset() for view in views] == pytest.approx(
            [_along(centre, view) for view in views], abs=3.1
        )


def _along(point, slice_node):
    to_ras = slice_node.GetSliceToRAS()
    return sum(point[row] * to_ras.GetElement(row, 2) for row in range(3))


def test_a_batch_of_whole_volumes_that_breaks_off_in_mid_search_is_taken_up_again(scans, tmp_path):
    def breaks(image, questions, settings):
        return [RuntimeError("The model's process ended.")] if len(engine.asked) == 2 else [None] * len(questions)

    engine = FakeEngine(breaks)
    asked = (scans[::2], ["liver"], tmp_path / "out")
    first = ground_batch(*asked, settings=WHOLE, engine=engine, picture=False)
    assert [item.status for item in first.items] == ["failed", "done"]
    assert "process ended" in first.items[0].message
    assert [path.name for path in Path(first.items[0].folder).iterdir()] == []
    again = ground_batch(*asked, settings=WHOLE, engine=FakeEngine([None]), picture=False)
    assert [item.status for item in again.items] == ["done", "skipped"]
    for other in (Settings(scope="volume", budget=29), Settings()):
        more = ground_batch(*asked, settings=other, engine=FakeEngine([None]), picture=False)
        assert [item.status for item in more.items] == ["done", "done"]


def test_a_volume_with_nothing_to_see_is_told_and_not_called_an_absence(tmp_path):
    blank = tmp_path / "blank.nii.gz"
    sitk.WriteImage(sitk.GetImageFromArray(np.full((20, 30, 40), -900, np.int16)), str(blank))
    engine = FakeEngine()
    with pytest.raises(UserError, match="nothing to see"):
        ground_file(blank, Request(["liver"], settings=WHOLE), tmp_path / "out", engine, picture=False)
    assert engine.asked == []
    assert not (tmp_path / "out" / "result.json").exists()
