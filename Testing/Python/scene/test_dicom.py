from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.uid import generate_uid

from MISGroundLib.scene.reading import read_volume
from Python.dicom_builders import (
    assert_each_pixel_in_its_place,
    group,
    put_pixels,
    refusal,
    slices,
    value_at,
    write_frames,
    write_series,
)

few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIGNED_AXES = [np.eye(3)[i] * sign for i in range(3) for sign in (1, -1)]
AXIS_PAIRS = [(a, b) for a in SIGNED_AXES for b in SIGNED_AXES if abs(a @ b) < 0.5]
WRITERS = {
    "series": lambda folder, scan: write_series(folder / "series", scan)[0].parent,
    "frames": lambda folder, scan: write_frames(folder / "scan.dcm", scan),
    "shared": lambda folder, scan: write_frames(folder / "scan.dcm", scan, shared_orientation=True),
}
both = pytest.mark.parametrize("form", ["series", "frames"])


def place(tmp_path):
    """A folder of its own, for the many examples of one test."""
    folder = tmp_path / generate_uid()
    folder.mkdir()
    return folder


# ---- geometry


@few
@given(st.sampled_from(sorted(WRITERS)), st.sampled_from(range(len(AXIS_PAIRS))), st.permutations(range(8)))
def test_slices_in_any_order_and_direction_lie_where_each_says(tmp_path, form, pair, order):
    scan = slices(8, *AXIS_PAIRS[pair]).only(order)
    assert_each_pixel_in_its_place(read_volume(WRITERS[form](place(tmp_path), scan)), scan)


@few
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1), st.floats(0.4, 10))
def test_oblique_slices_lie_where_each_says(tmp_path, x, y, z, step):
    right = np.array([1, x, y])
    scan = slices(6, right, np.cross([z - 2, 1, 1], right), step=step)
    assert_each_pixel_in_its_place(read_volume(WRITERS["series"](place(tmp_path), scan)), scan)


@few
@given(
    st.sampled_from(["series", "frames"]),
    st.floats(0.1, 30),
    st.sampled_from([1, -1]),
    st.sampled_from(range(len(AXIS_PAIRS))),
    st.booleans(),
)
def test_a_tilted_stack_lies_where_each_slice_says(tmp_path, form, degrees, sign, pair, sideways):
    """Marks of 3 x 3 pixels, found again within half a millimetre."""
    right, down = AXIS_PAIRS[pair]
    angle = np.radians(sign * degrees)
    normal = np.cross(right, down)
    along = np.cos(angle) * normal + np.sin(angle) * (right if sideways else down)
    scan = slices(30, right, down, along, step=4.0, shape=(30, 30))
    stored = np.full(scan.stored.shape, -1000, np.int16)
    for k in range(30):
        stored[k, 14:17, 9:12] = 1000 + 10 * k
    loaded = read_volume(WRITERS[form](place(tmp_path), replace(scan, stored=stored)))
    for k in (0, 1, 13, 28, 29):
        weights = loaded.array[k] + 1000.0
        assert abs(weights.max() - (2000 + 10 * k)) < 2
        rows, columns = np.mgrid[: weights.shape[0], : weights.shape[1]]
        middle = np.array([(columns * weights).sum(), (rows * weights).sum()]) / weights.sum()
        assert np.linalg.norm((loaded.ijk_to_ras @ [*middle, k, 1])[:3] - scan.ras(k, 15, 10)) < 0.5
    shift = 29 * 4.0 * abs(np.sin(angle))
    assert any("tilted gantry" in note for note in loaded.notes) == (shift > 0.5)
    axes = loaded.ijk_to_ras[:3, :3]
    assert np.allclose(axes.T @ axes, np.diag(np.diag(axes.T @ axes)), atol=1e-6), "the grid is straight"


@few
@given(st.sampled_from(["series", "frames"]), st.integers(0, 19))
def test_a_missing_slice_is_refused_and_the_ends_may_be_absent(tmp_path, form, missing):
    scan = slices(20).only(k for k in range(20) if k != missing)
    path = WRITERS[form](place(tmp_path), scan)
    if missing in (0, 19):
        assert_each_pixel_in_its_place(read_volume(path), scan)
    else:
        assert "1 slice is missing" in refusal(path)


@both
@pytest.mark.parametrize(
    ("gaps", "words"), [([1, 1, 1, 2, 3, 4, 2], "from 1.00 to 4.00 mm"), ([1.0] * 5 + [1.15] * 5, "spaced")]
)
def test_uneven_slices_are_refused(tmp_path, form, gaps, words):
    scan = slices(len(gaps) + 1)
    positions = scan.positions[0] + np.cumsum([0, *gaps])[:, None] * np.array([0, 0, 1.0])
    assert words in refusal(WRITERS[form](tmp_path, replace(scan, positions=positions)))


@both
def test_rounding_and_jitter_of_positions_are_no_fault(tmp_path, form):
    scan = slices(30, step=2.5)
    rounded = replace(
        scan, positions=np.round(scan.positions + np.random.default_rng(1).uniform(-0.05, 0.05, (30, 3)), 1)
    )
    loaded = read_volume(WRITERS[form](tmp_path, rounded))
    for k in range(30):
        value, off = value_at(loaded.array, loaded.ijk_to_ras, scan.ras(k, 5, 5))
        assert value == scan.stored[k, 5, 5] and off < 0.2


def position(data):
    """The dataset of a slice or a frame that holds its position."""
    return data.PlanePositionSequence[0] if "PlanePositionSequence" in data else data


def orientation(data):
    return data.PlaneOrientationSequence[0] if "PlaneOrientationSequence" in data else data


def only(k, do):
    return lambda data, number: do(data) if number == k else None


def from_on(k, do):
    return lambda data, number: do(data) if number >= k else None


def drop(where, keyword):
    return lambda data: where(data).__delattr__(keyword)


def turn(*cosines):
    return lambda data: setattr(orientation(data), "ImageOrientationPatient", list(cosines))


def moved(data):
    x, y, z = (float(one) for one in position(data).ImagePositionPatient)
    position(data).ImagePositionPatient = [x + 12, y, z]


# What is spoilt in slices of a series and in frames of a file; a word of the refusal.
SPOILT = {
    "one lacks its position": (only(3, drop(position, "ImagePositionPatient")), "position"),
    "the first lacks its position": (only(0, drop(position, "ImagePositionPatient")), "position"),
    "none has a position": (from_on(0, drop(position, "ImagePositionPatient")), "position"),
    "an empty position": (only(5, lambda data: setattr(position(data), "ImagePositionPatient", None)), "position"),
    "one lacks its orientation": (only(3, drop(orientation, "ImageOrientationPatient")), "orientation"),
    "one is turned": (only(4, turn(0, 1, 0, 0, 0, -1)), "orientation"),
    "the last is turned": (only(19, turn(0, 1, 0, 0, 0, -1)), "orientation"),
    "one is mirrored": (only(4, turn(-1, 0, 0, 0, 1, 0)), "orientation"),
    "turned midway": (from_on(10, turn(0, 1, 0, 0, 0, -1)), "orientation"),
    "turned by 5 degrees midway": (
        from_on(10, turn(np.cos(0.087), np.sin(0.087), 0, -np.sin(0.087), np.cos(0.087), 0)),
        "orientation",
    ),
    "axes not at right angles": (from_on(0, turn(1, 0, 0, 0.3, 0.954, 0)), "right angles"),
    "no direction at all": (only(2, turn(0, 0, 0, 0, 0, 0)), "orientation"),
    "one is turned a little": (only(4, turn(1, 0.04, 0, -0.04, 1, 0)), "turned"),
    "one moved sideways": (only(4, moved), "beside"),
    "moved sideways midway": (from_on(10, moved), "beside"),
}


@both
@pytest.mark.parametrize("what", SPOILT)
def test_a_frame_that_contradicts_the_others_is_refused_with_its_cause(tmp_path, form, what):
    change, word = SPOILT[what]
    scan = slices(20)
    if form == "series":
        write_series(tmp_path, scan, change)
        said = refusal(tmp_path)
    else:
        said = refusal(write_frames(tmp_path / "scan.dcm", scan, change))
    assert word in said


def spacing(pair):
    return lambda data: setattr(data, "PixelSpacing", pair)


def smaller(data):
    put_pixels(data, np.zeros((8, 12), np.int16))


OF_A_SERIES = {
    "pixel spacing changes": (from_on(10, spacing([2.0, 1.6])), "pixel spacing"),
    "one pixel spacing is absent": (only(5, lambda data: data.__delattr__("PixelSpacing")), "pixel spacing"),
    "no pixel spacing": (from_on(0, lambda data: data.__delattr__("PixelSpacing")), "pixel spacing"),
    "pixel spacing of zero": (from_on(0, spacing([0, 0])), "pixel spacing"),
    "matrix size changes": (from_on(10, smaller), "matrix size"),
    "two frames of reference": (
        from_on(10, lambda data: setattr(data, "FrameOfReferenceUID", generate_uid())), "frames of reference"),
    "one rescale is absent": (
        lambda data, k: data.__delattr__("RescaleSlope") or data.__delattr__("RescaleIntercept") if k == 3
        else setattr(data, "RescaleIntercept", -1024), "rescale"),
    "a slope of zero": (from_on(0, lambda data: setattr(data, "RescaleSlope", 0)), "rescale"),
    "some stored inverted": (
        from_on(10, lambda data: setattr(data, "PhotometricInterpretation", "MONOCHROME1")), "MONOCHROME1"),
    "colour": (
        from_on(0, lambda data: (setattr(data, "SamplesPerPixel", 3), setattr(data, "PhotometricInterpretation", "RGB"),
                                 setattr(data, "PixelData", data.PixelData * 3))), "colour"),
    "a mosaic": (from_on(0, lambda data: setattr(data, "ImageType", ["ORIGINAL", "PRIMARY", "M", "MOSAIC"])), "mosaic"),
    "no pixels": (from_on(0, lambda data: data.__delattr__("PixelData")), "pixels"),
    "pixels cut off": (only(3, lambda data: setattr(data, "PixelData", data.PixelData[:100])), "cut off"),
    "65535 bits allocated": (from_on(0, lambda data: setattr(data, "BitsAllocated", 65535)), "65535 bits"),
    "12 bits allocated": (from_on(0, lambda data: setattr(data, "BitsAllocated", 12)), "12 bits"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("what", OF_A_SERIES)
def test_a_series_that_is_no_volume_is_refused_with_its_cause(tmp_path, what):
    change, word = OF_A_SERIES[what]
    write_series(tmp_path, slices(20), change)
    assert word in refusal(tmp_path)


def test_anisotropic_pixels_and_the_detectors_pixel_size(tmp_path):
    def at_detector(data, k):
        data.ImagerPixelSpacing = data.PixelSpacing
        del data.PixelSpacing

    scan = slices(6)
    write_series(tmp_path, scan, at_detector)
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("at the detector" in note for note in loaded.notes)


@pytest.mark.parametrize("value", [0, -3, 17, "no number"])
@pytest.mark.filterwarnings("ignore")
def test_positions_are_believed_and_not_the_spacing_that_a_header_claims(tmp_path, value):
    scan = slices(6)

    def claim(data, k):
        if not isinstance(value, str):
            data.SpacingBetweenSlices = value
        data.SliceThickness = 40

    write_series(tmp_path, scan, claim)
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


@pytest.mark.parametrize("position", ["FFS", "HFDL", "HFP", ""])
def test_the_patients_position_on_the_table_changes_nothing(tmp_path, position):
    scan = slices(6, (-1, 0, 0), (0, 1, 0))
    write_series(tmp_path, scan, lambda data, k: setattr(data, "PatientPosition", position))
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


def test_a_series_without_a_frame_of_reference_is_read(tmp_path):
    scan = slices(6)
    write_series(tmp_path, scan, lambda data, k: data.__delattr__("FrameOfReferenceUID"))
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


# ---- several volumes in one series

TIMES = {
    "temporal position": ("TemporalPositionIdentifier", [1, 2, 3], "time"),
    "echoes": ("EchoTime", [4.6, 9.2, 13.8], "echo"),
    "acquisitions": ("AcquisitionNumber", [1, 2, 10], "acquisition"),
    "acquisition times": ("AcquisitionTime", ["101500", "101730", "102000"], "time"),
    "trigger times": ("TriggerTime", [0, 90, 180], "phase"),
    "b values": ("DiffusionBValue", [0.0, 500.0, 1000.0], "diffusion"),
    "image types": (
        "ImageType",
        [["ORIGINAL", "PRIMARY", "M"], ["ORIGINAL", "PRIMARY", "P"], ["DERIVED", "X", "R"]],
        "type",
    ),
}


@pytest.mark.parametrize("what", TIMES)
def test_of_several_volumes_in_a_series_the_first_is_taken_and_said(tmp_path, what):
    keyword, values, word = TIMES[what]
    scan = slices(8)
    # Written last first, so that neither names nor numbers lead to the answer.
    for number, value in reversed(list(enumerate(values))):
        other = replace(scan, stored=scan.stored + np.int16(100 * number))
        write_series(
            tmp_path, other, lambda data, k, value=value: setattr(data, keyword, value), prefix=f"{9 - number}-"
        )
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("3 volumes" in note and word in note for note in loaded.notes)


def test_places_of_time_points_may_differ_by_rounding(tmp_path):
    scan = slices(8)
    for time, shift in ((1, 0.0), (2, 0.03), (3, -0.02)):
        moment = replace(scan, positions=scan.positions + np.array([0, 0, shift]), stored=scan.stored + np.int16(time))
        write_series(tmp_path, moment, prefix=f"{time}-", TemporalPositionIdentifier=time)
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan, scan.stored + 1)


def test_echoes_of_time_points_are_told_apart_by_both(tmp_path):
    scan = slices(6)
    for number, (echo, time) in enumerate((echo, time) for echo in (5, 10) for time in (1, 2)):
        write_series(
            tmp_path,
            replace(scan, stored=scan.stored + np.int16(50 * number)),
            lambda data, k, echo=echo, time=time: (
                setattr(data, "EchoTime", echo), setattr(data, "TemporalPositionIdentifier", time)),
            prefix=f"{number}-",
        )  # fmt: skip
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("4 volumes" in note and "time" in note and "echo" in note for note in loaded.notes)


@pytest.mark.parametrize(
    "keyword", ["TemporalPositionIndex", "FrameAcquisitionNumber", "StackID", "DimensionIndexValues"]
)
def test_of_several_volumes_in_a_file_the_first_is_taken_and_said(tmp_path, keyword):
    scan = slices(8)
    later = replace(scan, stored=scan.stored + np.int16(77))
    frames = [(one, k) for k in (4, 1, 0, 2, 3, 7, 6, 5) for one in (later, scan)]

    def say(own, number):
        turn = 1 + (number + 1) % 2
        value = [frames[number][1] + 1, turn] if keyword == "DimensionIndexValues" else turn
        own.FrameContentSequence[0].DimensionIndexValues = [1, number + 1]
        setattr(own.FrameContentSequence[0], keyword, str(value) if keyword == "StackID" else value)

    loaded = read_volume(write_frames(tmp_path / "scan.dcm", frames, say))
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("2 volumes at the same positions" in note for note in loaded.notes)


@both
def test_doubled_slices_that_nothing_tells_apart_are_refused(tmp_path, form):
    scan = slices(8)
    twice = replace(
        scan,
        stored=np.concatenate([scan.stored, scan.stored[2:3] + np.int16(1)]),
        positions=np.concatenate([scan.positions, scan.positions[2:3]]),
    )
    assert "same position" in refusal(WRITERS[form](tmp_path, twice))


@both
def test_volumes_that_are_numbered_one_behind_the_other_are_told_apart(tmp_path, form):
    scan = slices(8)
    later = replace(scan, stored=scan.stored + np.int16(9))
    if form == "frames":
        path = write_frames(tmp_path / "scan.dcm", [(one, k) for one in (scan, later) for k in range(8)])
    else:
        path = tmp_path
        for number, one in enumerate((scan, later)):
            write_series(
                path,
                one,
                lambda data, k, number=number: setattr(data, "InstanceNumber", 8 * number + k + 1),
                prefix=f"{9 - number}-",
            )
    loaded = read_volume(path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("2 volumes" in note and "order" in note for note in loaded.notes)


def test_a_slice_that_belongs_to_another_acquisition_is_left_out_and_said(tmp_path):
    scan = slices(8)
    write_series(tmp_path, scan, lambda data, k: setattr(data, "AcquisitionNumber", 1))
    again = replace(scan.only([3]), stored=scan.stored[3:4] + np.int16(5))
    write_series(tmp_path, again, lambda data, k: setattr(data, "AcquisitionNumber", 2), prefix="again-")
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("acquisition" in note for note in loaded.notes)


@pytest.mark.parametrize("other_identity", [False, True])
def test_copies_of_files_are_taken_once(tmp_path, other_identity):
    scan = slices(8)
    uids = [generate_uid() for _ in range(8)]
    for folder in ("one", "two"):
        write_series(
            tmp_path / folder,
            scan,
            lambda data, k: None if other_identity else setattr(data, "SOPInstanceUID", uids[k]),
        )
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("8 slices were there twice" in note for note in loaded.notes)


def test_a_series_whose_slices_all_bear_one_identity_is_read(tmp_path):
    scan = slices(8)
    write_series(tmp_path, scan, lambda data, k: setattr(data, "SOPInstanceUID", "1.2.3"))
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


def test_a_time_series_of_one_slice_is_refused(tmp_path):
    scan = slices(8)
    write_series(tmp_path, replace(scan, positions=np.repeat(scan.positions[:1], 8, axis=0)))
    assert "same position" in refusal(tmp_path)


def test_time_points_that_interleave_are_refused(tmp_path):
    write_series(tmp_path, slices(8), lambda data, k: setattr(data, "TemporalPositionIdentifier", 1 + k % 2))
    assert "time points" in refusal(tmp_path)


def test_several_orientations_in_a_file_are_refused(tmp_path):
    three = [
        slices(3, *pair, shape=(10, 10))
        for pair in (((1, 0, 0), (0, 1, 0)), ((1, 0, 0), (0, 0, -1)), ((0, 1, 0), (0, 0, -1)))
    ]
    path = write_frames(tmp_path / "scan.dcm", [(scan, k) for scan in three for k in range(3)])
    assert "3 orientations" in refusal(path)


def test_two_stacks_beside_each_other_are_refused(tmp_path):
    scan = slices(6)
    other = replace(scan, positions=scan.positions + np.array([60, 0, 0]))
    path = write_frames(tmp_path / "scan.dcm", [(one, k) for one in (scan, other) for k in range(6)])
    assert "beside each other" in refusal(path)


@pytest.mark.parametrize("described", [7, 9])
def test_frames_that_are_not_described_are_refused(tmp_path, described):
    def miscount(data):
        data.NumberOfFrames = described

    said = refusal(write_frames(tmp_path / "scan.dcm", slices(8), whole=miscount))
    assert f"{described} frames" in said


def test_a_multi_frame_file_without_places_is_refused(tmp_path):
    def bare(data):
        del data.SharedFunctionalGroupsSequence, data.PerFrameFunctionalGroupsSequence
        data.ImagePositionPatient, data.ImageOrientationPatient = [0, 0, 0], [1, 0, 0, 0, 1, 0]
        data.PixelSpacing = [1, 1]

    said = refusal(
        write_frames(tmp_path / "scan.dcm", slices(8), whole=bare, SOPClassUID="1.2.840.10008.5.1.4.1.1.7.3")
    )
    assert "position" in said


@pytest.mark.parametrize("step", [4.0, -4.0])
def test_a_tomogram_of_nuclear_medicine_is_counted_from_its_first_slice(tmp_path, step):
    scan = slices(6, step=step)

    def nuclear(data):
        del data.SharedFunctionalGroupsSequence, data.PerFrameFunctionalGroupsSequence
        data.Modality = "NM"
        data.DetectorInformationSequence = [
            group(ImagePositionPatient=list(scan.positions[0]), ImageOrientationPatient=[1, 0, 0, 0, 1, 0])
        ]
        data.PixelSpacing = [scan.between_rows, scan.between_columns]
        data.SpacingBetweenSlices, data.SliceVector = step, [1, 2, 3, 4, 5, 6]

    loaded = read_volume(
        write_frames(tmp_path / "scan.dcm", scan, whole=nuclear, SOPClassUID="1.2.840.10008.5.1.4.1.1.20")
    )
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("Spacing Between Slices" in note for note in loaded.notes)
