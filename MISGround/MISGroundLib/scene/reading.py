"""Scans from disk: NIfTI, NRRD, MetaImage or DICOM by a file's bytes, never by its name.

Every fault is a UserError that names the cause and the remedy; for what is no scan, what it is instead.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.files import PrivateFolder, check_source, given_path, shown
from MISGroundLib.geometry import Matrix
from MISGroundLib.greyvalues import describe_values, guess_modality
from MISGroundLib.scene.dicom_headers import looks_like_dicom
from MISGroundLib.scene.dicom_series import DicomScan, read_dicom
from MISGroundLib.scene.file_bytes import GZIP, first_bytes, open_file, said_of
from MISGroundLib.scene.file_nifti import is_nifti, pair_of, read_nifti
from MISGroundLib.scene.file_scan import (
    ASSUMED,
    StoredScan,
    find_beside,
    lost_placement,
    read_voxels,
    segmentation_given,
)
from MISGroundLib.scene.file_text_headers import is_metaimage, is_nrrd, read_metaimage, read_nrrd
from MISGroundLib.slices import VolumeInfo

_HEADER_READERS = {"nifti": read_nifti, "nrrd": read_nrrd, "metaimage": read_metaimage}
_ENDINGS = (".nii", ".hdr", ".img", ".nrrd", ".nhdr", ".mha", ".mhd", ".dcm", ".ima", ".seg")
SAID_BY_DICOM, LOOKS_LIKE_CT, CHOSEN, UNKNOWN = (
    "said by the DICOM header",
    "grey values look like Hounsfield units",
    "chosen by you",
    "unknown",
)
_HEAD = 4096
_FORMATS = "MISGround reads NIfTI, NRRD, MetaImage and DICOM"
_CONVERT = f"{_FORMATS}: load it in Slicer and save it as NRRD"
_UNPACK = "Unpack it, and give the scan or the DICOM folder inside"
_PICTURE = "a picture, not a volume. Give the scan itself: a NIfTI, NRRD or MetaImage file or a DICOM folder"
_DCM2NIIX = "Convert the scan with dcm2niix, and give the NIfTI file"
_FROM_SCENE = (
    "Open it in Slicer, harden the volume's transform where it has one, and save the volume as NRRD: give that file"
)
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
    (b"# === DATA DESCRIPTION FILE", f"a Philips PAR header. {_DCM2NIIX}"),
    (b"!INTERFILE", f"an Interfile header. {_CONVERT}"),
    (b"##TITLE", f"a Bruker parameter file. {_DCM2NIIX}"),
    (b"<MRML", f"a Slicer scene. {_FROM_SCENE}"),
    (b"\x7fELF", "a program, not a scan"),
    (b"MZ", "a Windows program, not a scan"),
]


@dataclass(frozen=True)
class LoadedVolume:
    """A scan as read: `array` (k, j, i), `ijk_to_ras` 4x4 (RAS mm), and `notes`, sentences a user should see.

    instance_uids: the DICOM images that it was read of (SOP Instance UIDs), in order; none where it is no DICOM.
    """

    array: NDArray[np.generic]
    ijk_to_ras: Matrix
    info: VolumeInfo
    notes: list[str] = field(default_factory=list)
    instance_uids: tuple[str, ...] = ()


def read_volume(
    path: str | os.PathLike[str], *, series: str = "", modality: str = "", labels: bool = False
) -> LoadedVolume:
    """Read a NIfTI, NRRD or MetaImage file, or a DICOM file or folder. The bytes decide which it is, not the name.

    Voxels that are not numbers are set to the lowest value, which a note says.

    Args:
        path: a file or a folder; a link keeps the name that was given.
        series: of several DICOM series the one with this number, UID or description.
        modality: "CT", "MR", ...: taken instead of what the header or the grey values say.
        labels: a label map is wanted, so that a segmentation is welcome and grey values are not judged.

    Raises:
        UserError: there is no such file, it cannot be read or is cut off, it does not say where its voxels lie, or it
            is not one 3D grey-value volume of two slices or more. The message names the cause and the remedy.
    """
    source = _given(path)
    notes: list[str] = []
    instances: tuple[str, ...] = ()
    if source.is_dir() or (kind := _kind_of(source)) == "dicom":
        dicom = _dicom(source, notes, series)
        instances = dicom.instance_uids
        array, ijk_to_ras = dicom.array, dicom.ijk_to_ras
        name, said, identifier = dicom.name, dicom.modality, dicom.series_uid
    else:
        scan = _HEADER_READERS[kind](source)
        if scan.is_segmentation and not labels:
            raise segmentation_given(source)
        array, ijk_to_ras = read_voxels(scan), scan.ijk_to_ras
        notes += scan.notes
        name, said, identifier = _name(source), "", _digest(scan)
    array = _usable(array, source, notes)
    modality, modality_source = _modality(modality, said, array, labels)
    if not labels:
        if not any(ASSUMED in note for note in notes):
            notes += lost_placement(ijk_to_ras)
        notes += describe_values(array, modality)
    size = array.shape[::-1]
    spacing = np.linalg.norm(ijk_to_ras[:3, :3], axis=0)
    info = VolumeInfo(
        name=name,
        source=str(source),
        modality=modality,
        identifier=identifier or f"sha256:{hashlib.sha256(array.tobytes()).hexdigest()[:16]}",
        shape_ijk=(size[0], size[1], size[2]),
        spacing_mm=(float(spacing[0]), float(spacing[1]), float(spacing[2])),
        modality_source=modality_source,
    )
    return LoadedVolume(array, ijk_to_ras, info, notes, instances)


def read_grid(path: str | os.PathLike[str]) -> tuple[Matrix, tuple[int, int, int]]:
    """`ijk_to_ras` and the voxels along i, j, k, of a file by its header alone. Raises UserError like `read_volume`."""
    source = _given(path)
    if source.is_dir() or (kind := _kind_of(source)) == "dicom":
        loaded = read_volume(source, labels=True)
        return loaded.ijk_to_ras, loaded.info.shape_ijk
    scan = _HEADER_READERS[kind](source)
    return scan.ijk_to_ras, scan.shape_ijk


@contextmanager
def native_path(path: Path) -> Iterator[Path]:
    """The same file or folder under names that C++ libraries can open: they take UTF-8 alone.

    Where a name is not UTF-8 that is a private folder of links, gone at the end; else the path itself.
    """
    if _is_plain(path):
        yield path
        return
    with PrivateFolder("misground-names-") as folder:
        try:
            linked = _linked(path, folder)
        except OSError as error:
            raise UserError(
                "{path} has a name that is not UTF-8. Rename it. ({reason})", path=shown(path), reason=error.strerror
            ) from error
        yield linked


@contextmanager
def native_folder(folder: Path) -> Iterator[Path]:
    """As `native_path` for a folder that is written to; its names below are ours."""
    if _can_encode(str(folder)):
        yield folder
        return
    with PrivateFolder("misground-names-") as place:
        link = place / "folder"
        try:
            link.symlink_to(folder, target_is_directory=True)
        except OSError as error:
            raise UserError(
                "{folder} has a name that is not UTF-8. Give another folder.", folder=shown(folder)
            ) from error
        yield link


def _given(path: str | os.PathLike[str]) -> Path:
    """The path as it was given, absolute; a link keeps its own name, which users know."""
    _check_link(given_path(path))
    return check_source(path)


def _dicom(source: Path, notes: list[str], series: str) -> DicomScan:
    """A DICOM file or folder, by a path that C++ libraries can open; what is said names the path that was given."""
    said: list[str] = []
    with native_path(source) as readable:
        try:
            scan = read_dicom(readable, said, series=series)
        except UserError as error:
            raise UserError(str(error).replace(str(readable), str(source))) from error
    notes += [note.replace(str(readable), str(source)) for note in said]
    return scan


def _modality(chosen: str, said: str, array: NDArray[np.generic], labels: bool) -> tuple[str, str]:
    """The modality and where it is known from."""
    chosen = chosen.strip().upper()
    if chosen:
        return {"MRI": "MR", "PET": "PT"}.get(chosen, chosen), CHOSEN
    if said:
        return said, SAID_BY_DICOM
    guessed = "" if labels else guess_modality(array)
    return guessed, LOOKS_LIKE_CT if guessed else UNKNOWN


def _name(path: Path) -> str:
    """A file's name without the endings of scans, in any case of letters."""
    name = path.name
    if name.lower().endswith(".gz"):
        name = name[:-3]
    while name.lower().endswith(_ENDINGS):
        name = name[: name.rindex(".")]
    return name or path.name


def _digest(scan: StoredScan) -> str:
    """What tells a scan from every other one: a checksum of its files' bytes."""
    digest = hashlib.sha256()
    for path in dict.fromkeys([scan.path, *(part.path for part in scan.parts)]):
        with said_of(path), open_file(path) as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return f"sha256:{digest.hexdigest()[:16]}"


def _usable(array: NDArray[np.generic], source: Path, notes: list[str]) -> NDArray[np.generic]:
    """Finite numbers of a type that VTK shows."""
    if array.dtype.kind == "f":
        finite = np.isfinite(array)
        if not finite.all():
            if not finite.any():
                raise UserError(
                    "{source} holds no number at all (NaN in every voxel). Choose another scan.", source=source
                )
            lowest = array[finite].min()
            share = 100 * (1 - np.count_nonzero(finite) / array.size)
            array = np.where(finite, array, lowest)
            notes.append(f"{share:.2g}% of the voxels were not numbers (NaN); they are treated as background.")
    elif array.dtype in (np.int64, np.uint64):
        limits = np.iinfo(np.int32)
        fits = int(array.min()) >= limits.min and int(array.max()) <= limits.max
        array = array.astype(np.int32 if fits else np.float64)
    return array


def _kind_of(path: Path) -> str:
    """nifti, nrrd, metaimage or dicom, by a file's first bytes, unpacked where they are gzip.

    Raises UserError for everything else, with what it is and what to do.
    """
    if pair_of(path):
        return "nifti"
    with open_file(path) as stream:
        head = stream.read(_HEAD)
    if not head:
        raise UserError("{path} is empty (0 bytes). Copy or download it again.", path=path)
    packed = head.startswith(GZIP)
    if packed:
        head = first_bytes(path, _HEAD)
        if not head:
            raise UserError("{path} is packed, and nothing is in it. Copy or download it again.", path=path)
    if is_nrrd(head):
        return "nrrd"
    if is_nifti(head):
        return "nifti"
    if looks_like_dicom(path):
        return "dicom"
    if packed and head[128:132] == b"DICM":
        raise UserError(
            "{path} is a DICOM file packed with gzip. Unpack it, and give the folder of the series.", path=path
        )
    if is_metaimage(head):
        return "metaimage"
    raise UserError("{path} {what_else}.", path=path, what_else=_what_else(path, head, packed))


def _check_link(path: Path) -> None:
    """Raise UserError where a path is a link to a file that is not there: git-annex leaves such links."""
    try:
        if not path.is_symlink() or path.exists():
            return
        target = os.readlink(path)
    except OSError:
        return
    if "annex" in target:
        raise UserError(
            "{path} is a git-annex pointer: the scan itself is not on this machine. Run: git annex get {path_name}",
            path=path,
            path_name=path.name,
        )
    raise UserError(
        "{path} is a link to {target}, which is not there. Restore that file, or give the scan itself.",
        path=path,
        target=target,
    )


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
    if path.name.lower().endswith(".mrb") and head.startswith(b"PK"):
        return f"is a Slicer scene bundle. {_FROM_SCENE}"
    if re.match(rb"\s*type\s*=\s*(string|integer|float)-attribute", head):
        return "is an AFNI header. Convert the scan (3dAFNItoNIFTI), and give the NIfTI file"
    for start, what in _KNOWN:
        if head.startswith(start):
            return f"is {what}"
    if head.startswith(b"BM") and int.from_bytes(head[2:6], "little") == path.stat().st_size:
        return f"is a BMP file: {_PICTURE}"
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if re.match(rb"<(!doctype\s+html|html|head|body)", text, re.IGNORECASE):
        return "is a web page (HTML), not a scan: the download failed or needs a login. Open its address in a browser"
    if b"<MRML" in text[:400]:
        return f"is a Slicer scene. {_FROM_SCENE}"
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


def _can_encode(name: str) -> bool:
    return not re.search(r"[\ud800-\udfff]", name)


def _is_plain(path: Path) -> bool:
    if not _can_encode(str(path)):
        return False
    if not path.is_dir():
        return True
    return all(_can_encode(name) for _, *names in os.walk(path) for group in names for name in group)


def _linked(path: Path, folder: Path) -> Path:
    """A folder's tree as links, or a link to a file."""
    used: set[Path] = set()
    if path.is_dir():
        top = folder / _ascii(path.name)
        for number, (where, _, files) in enumerate(os.walk(path)):
            below = top / f"{number}-{_ascii(os.path.basename(where))}" if number else top
            below.mkdir()
            for name in files:
                link = below / _ascii(name)
                while link in used:
                    link = link.with_name(f"_{link.name}")
                used.add(link)
                link.symlink_to(Path(where, name))
        return top
    link = folder / _ascii(path.name)
    link.symlink_to(path)
    return link


def _ascii(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._+ -]", "_", name)
