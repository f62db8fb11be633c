"""What a file is by its bytes, never by its name; and for what is no scan, its own name and the remedy."""

from __future__ import annotations

import os
import re
from pathlib import Path

from MISGroundLib.errors import UserError
from MISGroundLib.scene.dicom import looks_like_dicom
from MISGroundLib.scene.nifti import is_nifti, pair_of
from MISGroundLib.scene.stored import GZIP, find_beside, first_bytes, open_file
from MISGroundLib.scene.textheaders import is_metaimage, is_nrrd

_HEAD = 4096
_FORMATS = "MISGround reads NIfTI, NRRD, MetaImage and DICOM"
_CONVERT = f"{_FORMATS}: load it in Slicer and save it as NRRD"
_UNPACK = "Unpack it, and give the scan or the DICOM folder inside"
_PICTURE = "a picture, not a volume. Give the scan itself: a NIfTI, NRRD or MetaImage file or a DICOM folder"
# First bytes: what that is, and the remedy.
_KNOWN: list[tuple[bytes, str]] = [
    (b"PK\x03\x04", f"a zip archive. {_UNPACK}"),
    (b"PK\x05\x06", f"an empty zip archive. {_UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"a 7z archive. {_UNPACK}"),
    (b"Rar!\x1a\x07", f"a rar archive. {_UNPACK}"),
    (b"BZh", "packed with bzip2. Unpack it (bunzip2) or pack it with gzip"),
    (b"\xfd7zXZ\x00", "packed with xz. Unpack it (unxz) or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd. Unpack it (unzstd) or pack it with gzip"),
    (b"\x89PNG", f"a PNG file: {_PICTURE}"),
    (b"\xff\xd8\xff", f"a JPEG file: {_PICTURE}"),
    (b"GIF8", f"a GIF file: {_PICTURE}"),
    (b"II*\x00", f"a TIFF file: {_PICTURE}"),
    (b"MM\x00*", f"a TIFF file: {_PICTURE}"),
    (b"\x00\x00\x00\x0cjP  ", f"a JPEG 2000 file: {_PICTURE}"),
    (b"%PDF", "a PDF document, not a scan. Give the scan itself"),
    (b"\x89HDF", f"an HDF5 file (as MINC 2 and MATLAB write). {_CONVERT}"),
    (b"CDF\x01", f"a MINC file. {_CONVERT}"),
    (b"CDF\x02", f"a MINC file. {_CONVERT}"),
    (b"MATLAB 5", "a MATLAB file. Save the volume as NIfTI with its orientation"),
    (b"\x93NUMPY", "a NumPy array, which has no orientation. Save the volume as NIfTI with its affine"),
    (b"# vtk DataFile", f"a VTK file. {_CONVERT}"),
    (b"\x00\x00\x00\x01\x00\x00", "a FreeSurfer volume (MGH). Convert it: mri_convert scan.mgz scan.nii.gz"),
    (b"\x7fELF", "a program, not a scan"),
    (b"MZ", "a Windows program, not a scan"),
]


def kind_of(path: Path) -> str:
    """nifti, nrrd, metaimage or dicom, by a file's first bytes, unpacked where they are gzip.

    Raises UserError for everything else, with what it is and what to do.
    """
    if pair_of(path):
        return "nifti"
    with open_file(path) as stream:
        head = stream.read(_HEAD)
    if not head:
        raise UserError(f"{path} is empty (0 bytes). Copy or download it again.")
    packed = head.startswith(GZIP)
    if packed:
        head = first_bytes(path, _HEAD)
        if not head:
            raise UserError(f"{path} is packed, and nothing is in it. Copy or download it again.")
    if is_nrrd(head):
        return "nrrd"
    if is_nifti(head):
        return "nifti"
    if looks_like_dicom(path):
        return "dicom"
    if packed and head[128:132] == b"DICM":
        raise UserError(f"{path} is a DICOM file packed with gzip. Unpack it, and give the folder of the series.")
    if is_metaimage(head):
        return "metaimage"
    raise UserError(f"{path} {_what_else(path, head, packed)}.")


def check_link(path: Path) -> None:
    """Raise UserError where a path is a link to a file that is not there: git-annex leaves such links."""
    try:
        if not path.is_symlink() or path.exists():
            return
        target = os.readlink(path)
    except OSError:
        return
    if "annex" in target:
        raise UserError(
            f"{path} is a git-annex pointer: the scan itself is not on this machine. Run: git annex get {path.name}"
        )
    raise UserError(f"{path} is a link to {target}, which is not there. Restore that file, or give the scan itself.")


def _what_else(path: Path, head: bytes, packed: bool) -> str:
    """What a file that is no scan is, as the rest of a sentence that begins with its path, without the full stop."""
    if head.startswith(b"version https://git-lfs"):
        return (
            "is a git-lfs pointer: the scan itself was not downloaded. "
            f"Install git-lfs and run, in its repository: git lfs pull --include {path.name}"
        )
    if re.match(rb"/?(\.\./)*(\.git/)?annex/objects/", head):
        return f"is a git-annex pointer: the scan itself is not on this machine. Run: git annex get {path.name}"
    if head[257:262] == b"ustar":
        return f"is {'a packed ' if packed else 'a '}tar archive. {_UNPACK}"
    for start, what in _KNOWN:
        if head.startswith(start):
            return f"is {what}"
    if head.startswith(b"BM") and int.from_bytes(head[2:6], "little") == path.stat().st_size:
        return f"is a BMP file: {_PICTURE}"
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if re.match(rb"<(!doctype\s+html|html|head|body)", text, re.IGNORECASE):
        return "is a web page (HTML), not a scan: the download failed or needs a login. Open its address in a browser"
    if text.startswith((b"<?xml", b"<svg", b"{", b"[")):
        return "is a text file (XML or JSON), not a scan. Give the scan itself"
    return _by_its_name(path, head)


def _by_its_name(path: Path, head: bytes) -> str:
    """For bytes that name nothing, the name is left: half of a pair, the voxels of a header, or a cut header."""
    name = path.name.lower()
    stem = path.name.removesuffix(".gz").rpartition(".")[0] or path.name
    if name.endswith((".img", ".img.gz")):
        return (
            f"is the half of a pair that holds the voxels: its header {stem}.hdr is missing. Put both into one folder"
        )
    for ending in ("mhd", "nhdr"):
        if (header := find_beside(path, f"{stem}.{ending}")) is not None:
            return f"holds voxels only: give its header {header.name} instead"
    printable = sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in head)
    if printable >= 0.95 * len(head) or _is_text(head):
        return "is a text file, not a scan. Give a NIfTI, NRRD or MetaImage file or a DICOM folder"
    if len(head) < 348:
        return f"is cut off: it has only {len(head)} bytes, less than the header of a scan. Copy or download it again"
    return f"is no scan by its first bytes. {_FORMATS}: give one of these, or copy the file again from where it came"


def _is_text(head: bytes) -> bool:
    try:
        return not re.search(r"[\x00-\x08\x0e-\x1f]", head[:-4].decode("utf-8") or head.decode("utf-8"))
    except UnicodeDecodeError:
        return False
