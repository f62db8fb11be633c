import contextlib
from dataclasses import replace

import numpy as np
import pydicom
import pytest
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEGLSLossless,
    MRImageStorage,
    PositronEmissionTomographyImageStorage,
    RLELossless,
)

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reading import read_volume
from MISGroundLib.scene.volumes import add_volume_node
from Python.dicom_builders import (
    assert_each_pixel_in_its_place,
    group,
    put_pixels,
    slices,
    write_frames,
    write_series,
)

# ---- grey values


SYNTAXES = [ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian, RLELossless]
DTYPES = [np.uint8, np.int8, np.uint16, np.int16, np.int32, np.uint32]
# Run lengths of 32 bits are not in the standard.
FORMS = [(one, kind) for one in SYNTAXES for kind in DTYPES if one != RLELossless or np.dtype(kind).itemsize < 4]


@pytest.mark.parametrize(("syntax", "dtype"), FORMS)
@pytest.mark.filterwarnings("ignore")
def test_pixels_of_every_form_are_read(tmp_path, syntax, dtype):
    scan = slices(3, shape=(64, 64))
    values = np.random.default_rng(2).integers(np.iinfo(dtype).min, np.iinfo(dtype).max, scan.stored.shape, dtype)

    def rewritten(data, k):
        if syntax == RLELossless:
            data.compress(syntax, generate_instance_uid=False)
        data.file_meta.TransferSyntaxUID = syntax
        if syntax == ExplicitVRBigEndian:
            data.set_original_encoding(False, False)
            data.PixelData = values[k].astype(values.dtype.newbyteorder(">")).tobytes()
            data["PixelData"].VR = "OW"
        elif syntax == ImplicitVRLittleEndian:
            data.set_original_encoding(True, True)

    write_series(tmp_path, replace(scan, stored=values), rewritten)
    assert pydicom.dcmread(tmp_path / "000.dcm").file_meta.TransferSyntaxUID == syntax
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan, values)


def compressed(path):
    """Rewrite a file in JPEG-LS."""
    pytest.importorskip("jpeg_ls")
    data = pydicom.dcmread(path)
    data.compress(JPEGLSLossless, generate_instance_uid=False)
    data.save_as(path)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("form", ["series", "frames"])
def test_compressed_pixels_are_read_with_each_frames_own_rescaling(tmp_path, form, inverted):
    scan = slices(4, shape=(32, 32))
    scan = replace(scan, stored=scan.stored.astype(np.uint16) % 4096)

    def rescaled(data, k):
        if form == "series":
            data.RescaleSlope, data.RescaleIntercept, data.BitsStored, data.HighBit = 0.5 + k, -7 * k, 12, 11
            data.Modality = "MR"
            data.PhotometricInterpretation = f"MONOCHROME{2 - inverted}"
        else:
            data.PixelValueTransformationSequence = [group(RescaleSlope=0.5 + k, RescaleIntercept=-7 * k)]

    def whole(data):
        data.BitsStored, data.HighBit, data.Modality = 12, 11, "MR"
        data.PhotometricInterpretation = f"MONOCHROME{2 - inverted}"

    if form == "series":
        paths = write_series(tmp_path, scan, rescaled)
    else:
        paths = [write_frames(tmp_path / "scan.dcm", scan, rescaled, whole=whole)]
    for path in paths:
        compressed(path)
    factors = np.arange(4)[:, None, None]
    stored = 4095 - scan.stored.astype(float) if inverted else scan.stored.astype(float)
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan, stored * (0.5 + factors) - 7 * factors)


def test_compressed_pixels_in_broken_pieces_are_refused(tmp_path):
    path = write_frames(tmp_path / "scan.dcm", slices(4, shape=(32, 32)))
    compressed(path)
    data = path.read_bytes()
    piece = data.rindex(b"\xfe\xff\x00\xe0")
    path.write_bytes(data[: piece + 4] + b"\xff\xff\xff\x7f" + data[piece + 8 :])
    with pytest.raises(UserError, match=r"cannot be decoded .*pieces are broken"):
        read_volume(path)
    path.write_bytes(data[: piece - 8])
    with pytest.raises(UserError, match="cannot be decoded"):
        read_volume(path)


@pytest.mark.parametrize("form", ["series", "frames"])
def test_damaged_bytes_are_read_or_refused_in_a_sentence(tmp_path, form):
    """Every error but a UserError fails the test."""
    scan = slices(3, shape=(4, 4))
    path = write_series(tmp_path, scan)[1] if form == "series" else write_frames(tmp_path / "scan.dcm", scan)
    whole = path.read_bytes()
    numbers = np.random.default_rng(5)
    for _ in range(120):
        data = bytearray(whole)
        for place in numbers.integers(128, len(data), numbers.integers(1, 9)):
            data[place] = numbers.integers(256)
        path.write_bytes(bytes(data[: numbers.integers(140, len(data))] if numbers.random() < 0.1 else data))
        with contextlib.suppress(UserError):
            assert read_volume(tmp_path if form == "series" else path).array.size


def test_a_rescaling_in_each_file_is_used_and_stays_fine(tmp_path):
    """The first slice's slope is 1, which must not make whole numbers of the others."""
    scan = replace(slices(5), stored=slices(5).stored - slices(5).stored.min())
    slopes = np.array([1.0, 2e-5, 3.1e-5, 0.25, 0.004])
    write_series(
        tmp_path, scan, lambda data, k: setattr(data, "RescaleSlope", slopes[k]),
        SOPClassUID=PositronEmissionTomographyImageStorage, Modality="PT",
    )  # fmt: skip
    loaded = read_volume(tmp_path)
    assert loaded.info.modality == "PT"
    assert_each_pixel_in_its_place(loaded, scan, scan.stored * slopes[:, None, None])


def test_whole_numbers_stay_whole(tmp_path):
    scan = slices(5)
    write_series(tmp_path, scan, lambda data, k: setattr(data, "RescaleIntercept", -1024))
    loaded = read_volume(tmp_path)
    assert loaded.array.dtype == np.int16
    assert_each_pixel_in_its_place(loaded, scan, scan.stored - 1024)


def test_bits_that_are_not_used_are_not_read(tmp_path):
    scan = slices(5)
    values = scan.stored.astype(np.int32) % 4096 - 2048

    def overlaid(data, k):
        data.BitsStored, data.HighBit, data.PixelRepresentation = 12, 11, 1
        data.PixelData = (values[k].astype(np.int16).view(np.uint16) & 0xFFF | 0x3000).tobytes()

    write_series(tmp_path, scan, overlaid)
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan, values)


def test_padding_may_use_the_bits_that_pixels_do_not(tmp_path):
    """63536, which is -2000, in pixels of 12 bits: without its upper bits it would be 2096, bone."""
    scan = hounsfield()

    def padded(data, k):
        stored = (scan.stored[k] + 1024).astype(np.uint16)
        stored[:3] = 63536
        put_pixels(data, stored)
        data.BitsStored, data.HighBit, data.RescaleIntercept = 12, 11, -1024
        data.add_new(0x00280120, "US", 63536)

    write_series(tmp_path, scan, padded)
    loaded = read_volume(tmp_path)
    assert (loaded.array[:, :3] == -1000).all() and loaded.array.max() == 700
    assert loaded.array.dtype == np.int16


def test_float_pixels_are_read(tmp_path):
    scan = slices(5)

    def floating(data, k):
        del data.PixelData, data.RescaleSlope, data.RescaleIntercept
        data.BitsAllocated = 32
        data.FloatPixelData = (scan.stored[k] / np.float32(7)).astype(np.float32).tobytes()

    write_series(tmp_path, scan, floating)
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan, scan.stored / 7)


def hounsfield():
    """Air around soft tissue."""
    scan = slices(6, shape=(20, 20))
    stored = np.full(scan.stored.shape, -1000, np.int16)
    stored[:, 5:15, 5:15] = 40
    stored[:, 9, 9] = 700
    return replace(scan, stored=stored)


def test_an_inverted_scan_is_turned_over_and_said(tmp_path):
    scan = slices(5)
    bright = scan.stored.astype(np.int32) % 4096

    def inverted(data, k):
        put_pixels(data, (4095 - bright[k]).astype(np.uint16))
        data.BitsStored, data.HighBit, data.PhotometricInterpretation = 12, 11, "MONOCHROME1"

    write_series(tmp_path, scan, inverted, Modality="MR", SOPClassUID=MRImageStorage)
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan, bright)
    assert any("MONOCHROME1" in note for note in loaded.notes)


@pytest.mark.parametrize("stored_inverted", [False, True])
def test_hounsfield_units_stay_so_however_they_are_shown(tmp_path, stored_inverted):
    scan = hounsfield()

    def inverted(data, k):
        data.PhotometricInterpretation = "MONOCHROME1"
        data.PixelData = (-1 - scan.stored[k] if stored_inverted else scan.stored[k]).astype(np.int16).tobytes()

    write_series(tmp_path, scan, inverted)
    loaded = read_volume(tmp_path)
    assert_each_pixel_in_its_place(loaded, scan)
    assert any("MONOCHROME1" in note for note in loaded.notes)


@pytest.mark.parametrize(
    ("value", "said"), [(-2000, -2000), (-2000, 63536), (-8192, -8192), (-32768, -32768), (3000, 3000)]
)
@pytest.mark.filterwarnings("ignore")
def test_padding_becomes_background(tmp_path, value, said):
    scan = hounsfield()
    scan.stored[:, :3] = value

    def padded(data, k):
        if said > 32767:
            data.add_new(0x00280120, "US", said)
        else:
            data.add_new(0x00280120, "SS", said)

    write_series(tmp_path, scan, padded)
    loaded = read_volume(tmp_path)
    assert loaded.array.min() == -1000 and loaded.array.max() == 700
    assert any("15% of the voxels are padding" in note for note in loaded.notes)


def test_a_padding_value_that_tissue_has_too_stays(tmp_path):
    scan = hounsfield()
    write_series(tmp_path, scan, lambda data, k: data.add_new(0x00280120, "SS", 40))
    assert_each_pixel_in_its_place(read_volume(tmp_path), scan)


# ---- text

TEXTS = {
    "Latin-1": ("ISO_IR 100", "Schädel µ".encode("latin-1"), "Schädel µ"),
    "Latin-1 undeclared": (None, "Schädel µ".encode("latin-1"), "Schädel µ"),
    "UTF-8": ("ISO_IR 192", "头部 Schädel".encode(), "头部 Schädel"),
    "UTF-8 undeclared": (None, "头部".encode(), "头部"),
    "Latin-1 declared UTF-8": ("ISO_IR 192", "Schädel".encode("latin-1"), "Schädel"),
    "GB18030": ("GB18030", "头部平扫".encode("gb18030"), "头部平扫"),
    "GBK": ("GBK", "头部平扫".encode("gbk"), "头部平扫"),
    "Cyrillic": ("ISO_IR 144", "Голова".encode("iso8859-5"), "Голова"),
    "Greek": ("ISO_IR 126", "Κεφάλι".encode("iso8859-7"), "Κεφάλι"),
    "Japanese": ("\\ISO 2022 IR 87", b"\x1b$B" + "頭部".encode("iso2022_jp")[3:-3] + b"\x1b(B", "頭部"),
    "unknown set": ("ISO_IR 999", "Schädel".encode("latin-1"), "Schädel"),
    "broken": ("ISO_IR 192", b"Abd\xff\xfe\x80omen", "Abdÿþ omen"),
    "control characters": (None, b"Abdo\x00\x07\x1bmen\r\n", "Abdo men"),
}


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.filterwarnings("ignore")
def test_text_of_any_character_set_is_read_and_shown(scene, tmp_path, what):
    charset, raw, expected = TEXTS[what]

    write_raw_text(tmp_path, slices(3), charset, raw)
    loaded = read_volume(tmp_path)
    assert loaded.info.name == expected
    node = add_volume_node(scene, loaded)
    assert expected in node.GetName()


def write_raw_text(folder, scan, charset, raw):
    """A series whose texts are these very bytes: written as ASCII of the same length, then put in."""
    filler = ("x" * (len(raw) + len(raw) % 2)).encode()
    for path in write_series(folder, scan, description=filler.decode(), PatientName=filler.decode(),
                             **({"SpecificCharacterSet": charset.split("\\")} if charset else {})):  # fmt: skip
        data = path.read_bytes()
        assert data.count(filler) >= 2
        path.write_bytes(data.replace(filler, raw.ljust(len(filler))))
