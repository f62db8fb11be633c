"""What is no scan is refused by what it is, with the remedy, whatever its name; links and rights too."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile

import numpy as np
import pytest
from PIL import Image

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reading import read_volume
from Python.scan_files import nifti, numbers_ijk


def picture(format_):
    stream = io.BytesIO()
    Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8)).save(stream, format_)
    return stream.getvalue()


def archive(kind):
    stream = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(stream, "w") as bundle:
            bundle.writestr("scan.nii", nifti(numbers_ijk()))
    else:
        with tarfile.open(fileobj=stream, mode=kind) as bundle:
            bundle.addfile(tarfile.TarInfo("scan.nii"), io.BytesIO())
    return stream.getvalue()


def numpy_file():
    stream = io.BytesIO()
    np.save(stream, np.zeros((4, 4, 4)))
    return stream.getvalue()


MGH = b"\0\0\0\1" + b"".join(n.to_bytes(4, "big") for n in (5, 6, 7, 1, 4, 0)) + bytes(400)
KINDS = {
    "empty": (b"", r"is empty \(0 bytes\)\. Copy"),
    "packed nothing": (gzip.compress(b""), "nothing is in it"),
    "git-lfs": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 17\n",
        "git-lfs pointer.*git lfs pull",
    ),
    "git-annex": (b"/annex/objects/SHA256E-s1741891--4d7a.nii.gz\n", "git-annex pointer.*git annex get"),
    "git-annex with dots": (b"../.git/annex/objects/x/SHA256E-s17--4d7a.nii.gz\n", "git-annex pointer"),
    "zip": (archive("zip"), "a zip archive. Unpack it"),
    "tar": (archive("w"), "a tar archive. Unpack it"),
    "tar.gz": (archive("w:gz"), "a packed tar archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(60), "a 7z archive"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(60), "a rar archive"),
    "bzip2": (bz2.compress(nifti(numbers_ijk())), "packed with bzip2. Unpack it"),
    "xz": (lzma.compress(nifti(numbers_ijk())), "packed with xz. Unpack it"),
    "zstd": (b"\x28\xb5\x2f\xfd" + bytes(60), "packed with zstd"),
    "web page": (b"<!DOCTYPE html><html><body>404</body></html>", r"web page \(HTML\).*login"),
    "web page in capitals": (b"\n<HTML><BODY>sign in</BODY></HTML>", "web page"),
    "xml": (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "XML or JSON"),
    "json": (b'{"message": "Not Found"}', "XML or JSON"),
    "png": (picture("PNG"), "a PNG file: a picture, not a volume"),
    "jpg": (picture("JPEG"), "a JPEG file: a picture"),
    "gif": (picture("GIF"), "a GIF file: a picture"),
    "tif": (picture("TIFF"), "a TIFF file: a picture"),
    "bmp": (picture("BMP"), "a BMP file: a picture"),
    "pdf": (b"%PDF-1.7\n" + bytes(400), "PDF document"),
    "mgh": (MGH, r"FreeSurfer volume \(MGH\).*mri_convert"),
    "mgz": (gzip.compress(MGH), r"FreeSurfer volume \(MGH\)"),
    "minc 1": (b"CDF\x01" + bytes(400), "a MINC file.*Slicer"),
    "minc 2": (b"\x89HDF\r\n\x1a\n" + bytes(400), r"HDF5 file \(as MINC 2"),
    "matlab": (b"MATLAB 5.0 MAT-file" + bytes(400), "MATLAB"),
    "npy": (numpy_file(), "NumPy array, which has no orientation"),
    "vtk": (b"# vtk DataFile Version 3.0\nx\nBINARY\nDATASET STRUCTURED_POINTS\n", "VTK file"),
    "slicer scene": (b'<MRML  version="Slicer 5" >\n<Volume id="v"></Volume></MRML>', "a Slicer scene.*harden"),
    "slicer scene with a declaration": (b'<?xml version="1.0"?>\n<MRML version="5"></MRML>', "a Slicer scene.*harden"),
    "philips par": (b"# === DATA DESCRIPTION FILE ======\n#\n", "a Philips PAR header.*dcm2niix"),
    "afni": (b"\ntype  = string-attribute\nname = TYPESTRING\n", "an AFNI header.*3dAFNItoNIFTI"),
    "interfile": (b"!INTERFILE :=\n!imaging modality := nucmed\n", "an Interfile header"),
    "bruker": (b"##TITLE=Parameter List\n##JCAMPDX=4.24\n", "a Bruker parameter file.*dcm2niix"),
    "text": (b"liver, spleen and both kidneys\n" * 40, "a text file, not a scan"),
    "text of another language": ("Leber und Milz, größer; 肝脏\n".encode() * 40, "a text file, not a scan"),
    "noise": (
        np.random.default_rng(1).integers(128, 256, 4000).astype(np.uint8).tobytes(),
        "no scan by its first bytes",
    ),
    "a few bytes": (bytes(range(128, 200)), "is cut off: it has only 72 bytes"),
}


@pytest.mark.parametrize("name", ["scan.nii.gz", "SCAN.NII", "scan.nrrd", "scan.mha", "scan", "scan.dcm"])
@pytest.mark.parametrize("what", KINDS)
def test_what_is_no_scan_is_named_with_its_remedy(tmp_path, what, name):
    data, message = KINDS[what]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError, match=message) as caught:
        read_volume(tmp_path / name)
    said = str(caught.value)
    assert str(tmp_path / name) in said and said.endswith(".") and "\n" not in said
    assert said.count(" or not a ") == 0


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (".git/annex/objects/9z/SHA256E-s17--4d7a.nii.gz", r"git-annex pointer.*git annex get scan.nii.gz"),
        ("../store/0123abcd", r"a link to ../store/0123abcd, which is not there"),
    ],
)
def test_a_link_to_nothing_says_where_it_leads(tmp_path, target, message):
    (tmp_path / "scan.nii.gz").symlink_to(target)
    with pytest.raises(UserError, match=message):
        read_volume(tmp_path / "scan.nii.gz")


def test_a_link_keeps_the_name_that_was_given(tmp_path):
    (tmp_path / "0123abcd").write_bytes(gzip.compress(nifti(numbers_ijk())))
    (tmp_path / "patient 7.nii.gz").symlink_to("0123abcd")
    info = read_volume(tmp_path / "patient 7.nii.gz").info
    assert (info.name, info.source) == ("patient 7", str(tmp_path / "patient 7.nii.gz"))
    assert info.identifier == read_volume(tmp_path / "0123abcd").info.identifier


def test_a_file_that_may_not_be_read_is_refused_so(tmp_path, monkeypatch):
    path = tmp_path / "scan.nii"
    path.write_bytes(nifti(numbers_ijk()))
    path.chmod(0)

    def deny(*_arguments, **_named):
        raise PermissionError(13, "Permission denied")

    if os.access(path, os.R_OK):  # root may read everything
        monkeypatch.setattr("pathlib.Path.open", deny)
    with pytest.raises(UserError, match=r"permission|not read"):
        read_volume(path)


def test_what_is_neither_file_nor_folder_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "scan.nii")
    with pytest.raises(UserError, match="is a pipe, not a scan"):
        read_volume(tmp_path / "scan.nii")
    with pytest.raises(UserError, match="holds a zero character"):
        read_volume("scan\0.nii")


def test_two_causes_are_never_offered_in_one_sentence(tmp_path):
    """Each of these was "damaged, cut off, or not a scan" once; now no two of them are told in the same words."""
    told = set()
    for number, (data, _) in enumerate(KINDS.values()):
        path = tmp_path / f"scan{number}"
        path.write_bytes(data)
        with pytest.raises(UserError) as caught:
            read_volume(path)
        told.add(str(caught.value).replace(str(path), ""))
    assert len(told) >= len(KINDS) - 6


def test_a_scene_bundle_is_not_called_a_zip_archive(tmp_path):
    (tmp_path / "case.mrb").write_bytes(archive("zip"))
    with pytest.raises(UserError, match=r"a Slicer scene bundle\. Open it in Slicer, harden"):
        read_volume(tmp_path / "case.mrb")
