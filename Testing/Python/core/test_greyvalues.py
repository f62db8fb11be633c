"""Which grey values are a CT's, what is padding, and the window that shows fat and liver apart."""

import functools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.errors import UserError
from MISGroundLib.greyvalues import (
    describe_values,
    guess_modality,
    hounsfield_offset,
    looks_like_labels,
    preset_window_level,
    without_padding,
)
from Python.shared_data import shared_case, shared_data

EVERY = settings(max_examples=12, deadline=None)
FAT, LIVER = -100.0, 60.0


def body(tissues, noise=12.0, size=36, seed=0):
    """A body (k, j, i) of (share of the inside, value) tissues in air of the first value."""
    rng = np.random.default_rng(seed)
    _, j, i = np.mgrid[:size, :size, :size]
    radius = np.sqrt((j - size / 2) ** 2 + (i - size / 2) ** 2) / (0.45 * size)
    volume = np.full((size,) * 3, float(tissues[0][1]))
    inside = radius < 1
    parts = np.cumsum([share for share, _ in tissues[1:]])
    number = np.searchsorted(parts / parts[-1], rng.random(inside.sum()))
    volume[inside] = np.array([value for _, value in tissues[1:]])[np.minimum(number, len(parts) - 1)]
    return volume + rng.normal(0, noise, volume.shape)


def ct(noise=12.0, seed=0):
    return body([(0, -1000), (30, FAT), (30, LIVER), (15, 40), (15, 10), (6, -800), (4, 700)], noise, seed=seed)


def mr(seed=0):
    """0 to 1, without air below its background: fluid, white and grey matter, fat."""
    return np.clip(body([(0, 0.01), (20, 0.15), (30, 0.45), (30, 0.6), (20, 0.95)], 0.03, seed=seed), 0, 1)


def circle(volume, value):
    size = volume.shape[1]
    j, i = np.mgrid[:size, :size] - (size - 1) / 2
    return np.where(np.hypot(j, i) > 0.49 * size, value, volume)


def apart(values, first, second, modality):
    """How far apart two values are in the picture, of black to white."""
    window, level = preset_window_level(values, modality)
    one, other = (np.clip((value - level) / window + 0.5, 0, 1) for value in (first, second))
    return other - one


@EVERY
@given(noise=st.floats(0, 40), seed=st.integers(0, 50), lowest=st.sampled_from([-1024, -1000, -1100]))
def test_hounsfield_units_are_a_ct(noise, seed, lowest):
    values = np.maximum(ct(noise, seed), lowest).astype(np.int16)
    assert guess_modality(values) == "CT"
    assert hounsfield_offset(values) == 0
    assert preset_window_level(values, "CT") == (400.0, 40.0)
    assert describe_values(values, "CT") == []


@EVERY
@given(padding=st.one_of(st.sampled_from([-32768, -8192, -3024, -2048, -2000, -1500]), st.integers(-32768, -1500)))
def test_a_padded_ct_is_a_ct_and_its_padding_is_noted(padding):
    values = circle(ct(), padding).astype(np.int16)
    assert guess_modality(values) == "CT"
    assert preset_window_level(values, "CT") == (400.0, 40.0)
    kept, found = without_padding(values)
    if padding < -2100:
        assert found == [padding] and kept.min() > -1100
        assert f"the value {padding:g} are padding" in describe_values(values, "CT")[0]


@pytest.mark.parametrize("spoil", [
    lambda values: values * 10.0,
    lambda values: values.astype(np.int16).astype(np.uint16),
], ids=["times ten", "signed numbers read as unsigned"])  # fmt: skip
def test_a_ct_beyond_what_hounsfield_units_can_be_is_shown_by_its_own_range_and_said(spoil):
    values = spoil(ct())
    assert preset_window_level(values, "CT") != (400.0, 40.0)
    assert "grey values are no Hounsfield units" in " ".join(describe_values(values, "CT"))


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1e-3, 1, 1e9, 1e300])
def test_any_scale_of_values_is_shown(scale):
    """Rates, diffusion in mm2/s and PET in other units lie far below 1."""
    assert apart(mr() * scale, 0.15 * scale, 0.6 * scale, "") > 0.12


def test_metal_in_a_ct_is_no_other_unit():
    values = ct()
    values.ravel()[::120] = 30_000
    assert preset_window_level(values, "CT") == (400.0, 40.0)


def test_two_paddings_and_high_padding_are_recognised():
    values = circle(ct(), -32768)
    values[:3] = -8192
    kept, found = without_padding(values)
    assert sorted(found) == [-32768, -8192] and kept.min() > -1100
    assert guess_modality(values) == "CT"
    kept, found = without_padding(circle(mr() * 900, 32767))
    assert found == [32767] and kept.max() <= 900
    assert without_padding(mr() * 900)[1] == [] and without_padding(ct())[1] == []


@EVERY
@given(seed=st.integers(0, 50), added=st.sampled_from([1000, 1024]), noise=st.floats(0, 25))
def test_a_ct_without_its_rescaling_is_known_and_shown_by_a_window_that_is_right(seed, added, noise):
    values = np.maximum(ct(noise, seed) + added, 0).astype(np.uint16)
    assert guess_modality(values) == "CT"
    assert preset_window_level(values, "CT") == (400.0, 1064.0)
    assert apart(values, FAT + added, LIVER + added, "CT") > 0.3
    assert "1024 above Hounsfield units" in describe_values(values, "CT")[0]
    # Also where a header says CT.
    assert apart(values, FAT + added, LIVER + added, guess_modality(values)) > 0.3


@pytest.mark.parametrize("offset", [-2048, -1024, -1000, -32768, -500, 0])
@pytest.mark.parametrize("scale", [255, 1000, 2000, 4095, 30000])
@pytest.mark.parametrize("masked", [False, True])
def test_an_mr_is_no_ct_however_it_was_stored(offset, scale, masked):
    picture = mr()
    if masked:
        picture = np.where(picture < 0.1, 0.0, picture)
    values = np.rint(picture * scale + offset)
    assert guess_modality(values) == ""
    assert apart(values, 0.15 * scale + offset, 0.6 * scale + offset, "") > 0.12
    assert apart(values, 0.15 * scale + offset, 0.6 * scale + offset, "MR") > 0.12


def test_a_pet_and_a_cone_beam_ct_in_other_units_are_no_ct():
    rng = np.random.default_rng(0)
    pet = np.maximum(body([(0, 0), (50, 0.8), (30, 2), (15, 5), (5, 12)], 0.2), 0)
    assert guess_modality(pet) == guess_modality(pet * 1000) == ""
    assert apart(pet, 0.8, 5, "PT") > 0.12
    assert guess_modality(rng.integers(-1000, 1000, (30, 30, 30))) == ""
    assert guess_modality(ct() / 1000) == guess_modality((ct() + 1000) / 2000) == ""


def test_a_ct_cut_to_the_inside_of_the_body_is_a_ct():
    rng = np.random.default_rng(1)
    parts = [(0.35, FAT, 15), (0.45, 45, 20), (0.1, 110, 25), (0.1, 500, 250)]
    inside = np.concatenate([rng.normal(value, noise, int(share * 40_000)) for share, value, noise in parts])
    assert guess_modality(inside) == "CT"
    assert preset_window_level(inside, "CT") == (400.0, 40.0)


def test_a_ct_by_its_header_that_holds_other_units_is_shown_by_percentiles_and_noted():
    values = (ct() + 1000) / 3000
    assert apart(values, (FAT + 1000) / 3000, (LIVER + 1000) / 3000, "CT") > 0.05
    assert "no Hounsfield units" in describe_values(values, "CT")[0]


def test_values_that_are_no_numbers_do_not_matter():
    values = ct()
    values[::3, ::2] = np.nan
    values[0, 0] = np.inf
    assert guess_modality(values) == "CT"
    assert preset_window_level(values, "MR")[0] > 100
    with pytest.raises(UserError, match="holds no number"):
        preset_window_level(np.full((4, 4, 4), np.nan), "")
    for nothing in (np.zeros(0), np.full(9, np.nan), np.full((5, 5, 5), 7)):
        assert guess_modality(nothing) == ""


def test_a_label_map_is_noted_and_a_scan_is_not():
    labels = np.zeros((20, 30, 30), np.uint8)
    labels[4:12, 5:20, 5:20], labels[4:12, 8:14, 8:14] = 3, 7
    assert looks_like_labels(labels) and looks_like_labels(labels > 0) and looks_like_labels(labels.astype(float))
    assert "label map" in describe_values(labels, "")[0]
    assert not looks_like_labels((mr() * 254).astype(np.uint8))
    assert not looks_like_labels(np.where(labels > 0, 40, -1000))


@functools.cache
def grey(name):
    from MISGroundLib.scene.reading import read_volume

    return read_volume(shared_data() / name / "image.nii.gz").array


CTS = [
    "ct_torso_ts",
    "ct_dicomseg_dcmqi",
    "ct_spine_tpt",
    "ct_spine_verse005",
    "ct_spine_verse006",
    "ct_spine_verse007",
]
CTS += [f"ct_headneck_openkbp/pt_{number}" for number in (1, 10, 100)]
MRS = ["mr_brain_vxm", "mr_brain_fpg_t2", "mr_cspine_sct_t1", "mr_cspine_sct_t2", "mr_spine_pam50_t2", "mr_spine_tpt"]


@pytest.mark.parametrize("name", CTS)
def test_real_cts_are_known_whole_cut_padded_and_without_rescaling(name):
    assert json.loads((shared_case(name) / "case.json").read_text())["modality"] == "CT"
    values = grey(name).astype(np.float32)
    assert guess_modality(values) == "CT" and hounsfield_offset(values) == 0
    assert guess_modality(circle(values[:, : min(values.shape[1:]), : min(values.shape[1:])], -8192)) == "CT"
    k, j, i = (slice(n // 4, 3 * n // 4) if n > 8 else slice(None) for n in values.shape)
    assert guess_modality(values[k, j, i]) == "CT"
    if "spine" not in name:  # those show no air, without which an offset cannot be told
        assert hounsfield_offset(np.maximum(values + 1024, 0)) == 1024


@pytest.mark.parametrize("name", MRS)
@pytest.mark.parametrize(("low", "high"), [(0, 4095), (-2048, 2047), (-1024, 3071), (-32768, 32767), (0, 255)])
def test_real_mrs_are_no_ct_in_any_range(name, low, high):
    shared_case(name)
    values = grey(name).astype(np.float64)
    top = np.percentile(values, 99.9)
    stored = np.rint(np.clip(values / top, 0, 1) * (high - low) + low)
    assert guess_modality(stored) == ""
