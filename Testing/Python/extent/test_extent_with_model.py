"""misground-mini itself, in its worker, searching whole volumes."""

import json
import os
import signal

import numpy as np
import pytest

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.extent import ExtentRun, SearchPlan, find_extent
from MISGroundLib.extent.volume_frame import overlap
from MISGroundLib.settings import Decoding, Settings
from Python.core.bodies import scan_of, trunk
from Python.extent.numpy_bodies import NumpySource
from Python.shared_data import shared_case
from Python.vlm.tiny_families import make_tiny
from Python.vlm.tiny_sam3 import make_tiny_sam3

CT_WINDOW = (400.0, 40.0)


@pytest.fixture(scope="module")
def client():
    client = EngineClient()
    yield client
    client.close()


@pytest.fixture(scope="module")
def a_drawn_trunk():
    return NumpySource(*scan_of(trunk, (0, 0, 0), ((-190, -130, -150), (190, 130, 150))), window=CT_WINDOW)


def test_a_budget_is_kept_with_batches_of_the_real_model(client, a_drawn_trunk):
    told = []
    extents = find_extent(
        a_drawn_trunk, ["kidneys", "patella"], client, Settings(), SearchPlan(budget=14), on_progress=told.append
    )
    assert [one.label for one in extents] == ["left kidney", "right kidney", "patella"]
    assert sum(one.questions for one in extents) == told[-1].questions == 14
    assert extents[2].status == "absent" and not extents[2].finished


def test_a_cancel_in_mid_search_keeps_the_worker_and_the_next_search_goes_on(client, a_drawn_trunk):
    run = ExtentRun(a_drawn_trunk, ["liver"], client, Settings())
    while run.slices < 3:
        run.poll(0.1)
    run.cancel()
    while not run.finished:
        run.poll(0.1)
    assert run.extents[0].questions >= 3
    assert find_extent(a_drawn_trunk, ["liver"], client, Settings(), SearchPlan(budget=2))[0].questions == 2


def test_a_killed_worker_ends_the_search_with_its_reason_and_what_is_known(client, a_drawn_trunk):
    run = ExtentRun(a_drawn_trunk, ["liver", "spleen"], client, Settings())
    while run.slices < 2:
        run.poll(0.1)
    os.kill(client.worker_pid, signal.SIGKILL)
    for _ in range(600):
        if run.finished:
            break
        run.poll(0.1)
    assert run.error is not None and run.error.message
    assert sum(one.questions for one in run.extents) >= 4


# The picture is read before the question; anew for every question, with boxes as location tokens; boxes without words.
@pytest.mark.parametrize("family", ["qwen2_5_vl", "paligemma", "sam3"])
def test_a_vision_language_family_keeps_the_budget_and_its_unreadable_words_are_no_boxes(client, tmp_path, family):
    # Random weights: what they write is noise.
    folder = make_tiny_sam3(tmp_path) if family == "sam3" else make_tiny(family, tmp_path, 1)[0]
    source = NumpySource(*scan_of(trunk, (0, 0, 0), ((-190, -130, -150), (190, 130, 150))), window=CT_WINDOW)
    settings = Settings(str(folder), decoding=Decoding("greedy"), budget=5)
    run = ExtentRun(source, ["liver", "the big thing"], client, settings)
    extents = run.wait()
    assert run.questions == sum(one.questions for one in extents) == 5
    assert [one.label for one in extents] == ["liver", "the big thing"]
    for one in extents:
        assert not one.finished and (one.found or one.status == "unusable" or "not found so far" in one.summary())
        assert {look.answer for look in one.looks} <= {"found", "absent", "silent", "blank"}
    assert run.result.model["name"] == str(folder) or run.result.model["name"]


def test_liver_and_kidneys_of_a_real_scan_are_boxed_and_a_patella_is_not(client):
    from MISGroundLib.scene.reading import read_volume

    folder = shared_case("ct_torso_ts")
    scan, labels = (read_volume(folder / f"{name}.nii.gz") for name in ("image", "labels"))
    source = NumpySource(scan.array, scan.ijk_to_ras, window=CT_WINDOW)
    run = ExtentRun(source, ["liver", "kidneys", "patella"], client, Settings())
    liver, left, right, patella = run.wait()
    for extent, name in ((liver, "liver"), (left, "left kidney"), (right, "right kidney")):
        k, j, i = np.nonzero(labels.array == _number(folder, name))
        points = np.stack([i, j, k], axis=1) @ scan.ijk_to_ras[:3, :3].T + scan.ijk_to_ras[:3, 3]
        along = points @ run.frame.axes
        truth = np.stack([along.min(axis=0), along.max(axis=0)], axis=1)
        assert extent.found and overlap(extent.bounds_mm, truth) > 0.4, extent.summary()
        assert extent.facts.unit == "HU" and not extent.facts.contradictions
    assert patella.status == "absent" and patella.finished
    assert run.questions < 120


def _number(folder, name):
    about = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    return next(int(number) for number, entry in about["labels"].items() if entry["name"] == name)
