"""Choose the scan of a DICOM file or folder, and read it as a volume."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError
from MISGroundLib.files import files_below
from MISGroundLib.geometry import LPS_TO_RAS, Matrix
from MISGroundLib.scene.dicom_claims import note_nameless
from MISGroundLib.scene.dicom_headers import DicomFile, Frame, looks_like_dicom, printable, read_header
from MISGroundLib.scene.dicom_pixels import read_pixels, straight_grid, straighten
from MISGroundLib.scene.dicom_stack import Stack, arrange, count_slices

T = TypeVar("T")

# DICOM objects that are not scans, by modality, with their names for people.
_NOT_SCANS = {
    "SEG": "segmentation",
    "RTSTRUCT": "set of contours (RTSTRUCT)",
    "RTDOSE": "dose distribution (RTDOSE)",
    "RTPLAN": "treatment plan",
    "RTRECORD": "treatment record",
    "PLAN": "treatment plan",
    "SR": "report (SR)",
    "PR": "presentation state",
    "KO": "key object note",
    "REG": "registration",
    "FID": "set of fiducials",
    "RWV": "real-world value mapping",
    "DOC": "document",
    "M3D": "3D model",
    "AU": "sound recording",
    "ECG": "curve",
    "HD": "curve",
}
# Which modality is meant where a folder holds several: those that show anatomy before those that show function,
# before pictures of screens. A PET has often more slices than its CT.
_MODALITY_RANK = {"PT": 1, "NM": 1, "ST": 1, "OT": 2, "SC": 2, "XC": 2, "GM": 2, "SM": 2, "ES": 2, "OP": 2}
_SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
_SCOUT_WORDS = re.compile(
    r"\b(scouts?|topograms?|scanograms?|surview|survey|locali[sz]ers?|loc|3[- ]?plane|tri[- ]?plane|pilot)\b", re.I
)
_REPORT_WORDS = re.compile(r"\b(dose (report|info|record)|patient protocol|screen ?save)\b", re.I)
# A scout has fewer slices than this.
_FEW = 20
_LISTED = 8
# So many files, each a series of its own, are one series that lost its identity.
_SCATTERED = 3


@dataclass(frozen=True)
class DicomScan:
    """A scan as read: `array` (k, j, i) in the units of its rescaling, `ijk_to_ras` 4x4 (RAS mm), and what names it."""

    array: NDArray[np.generic]
    ijk_to_ras: Matrix
    name: str
    modality: str
    series_uid: str
    instance_uids: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Lattice:
    """Where a scan's voxels lie, by its headers: `ijk_to_lps` 4x4 mm, voxels along i, j, k, and its files in order."""

    ijk_to_lps: Matrix
    shape_ijk: tuple[int, int, int]
    paths: list[Path]


@dataclass
class _Series:
    """Files of one series, one modality and one class of object."""

    files: list[DicomFile] = field(default_factory=list)

    @property
    def first(self) -> DicomFile:
        return self.files[0]

    @cached_property
    def frames(self) -> list[Frame]:
        return [frame for file in self.files for frame in file.frames]

    @cached_property
    def slices(self) -> int:
        """Places with a slice, of the largest set of parallel ones; 0 for colour pictures.

        A large series that is broken, or that does not say where its slices lie, counts by its pictures: it is the scan
        that is meant, and is refused, rather than passed over for a scout.
        """
        if self.is_colour:
            return 0
        if any(file.problem for file in self.files):
            return sum(file.pixels.frames for file in self.files)
        rest = [frame for frame in self.frames if not frame.is_localizer] or self.frames
        placeless = all(frame.position is None or frame.axes is None for frame in rest)
        if placeless and len(rest) >= _FEW and not self.is_capture:
            return len(rest)
        return count_slices(rest)

    @property
    def is_capture(self) -> bool:
        """Whether these are pictures of a screen or of paper."""
        return self.first.sop_class.startswith(_SECONDARY_CAPTURE)

    @property
    def is_colour(self) -> bool:
        return any(file.pixels.colour for file in self.files)

    @cached_property
    def kind(self) -> str:
        """What it is if it is no scan to look at: a localizer, a report, colour; else empty."""
        if self.is_colour:
            return "colour"
        if self.frames and all(frame.is_localizer for frame in self.frames):
            return "localizer"
        few = self.slices < _FEW
        if few and _REPORT_WORDS.search(self.first.description):
            return "report"
        return "localizer" if few and _SCOUT_WORDS.search(self.first.description) else ""

    @property
    def is_derived(self) -> bool:
        return any({"DERIVED", "SECONDARY"} <= frame.image_type for frame in self.frames[:1])

    @property
    def uid(self) -> str:
        return self.first.series

    @property
    def name(self) -> str:
        return self.first.description or (f"series {self.first.number}" if self.first.number else "unnamed series")

    @property
    def line(self) -> str:
        """How a list shows it: name, modality, number, slices."""
        pictures = len(self.frames)
        size = f"{self.slices} slices" if self.slices > 1 else f"{pictures} picture{'' if pictures == 1 else 's'}"
        number = f"series {self.first.number}" if self.first.number else "no number"
        facts = [self.first.modality or "modality not given", number, self.kind, size]
        return f'"{self.name}" ({", ".join(filter(None, facts))})'


def read_dicom(source: Path, notes: list[str], *, series: str = "") -> DicomScan:
    """The scan of a DICOM file, or of a folder and all folders below it.

    Args:
        source: a file with several frames, or a folder; a DICOMDIR in it is passed over.
        notes: gets which series was taken, what else is there, and what was left out or changed.
        series: number, UID or description of the series that is meant; empty: the largest stack of parallel slices,
            anatomy (CT, MR) before function (PET), and localizers last.

    Returns:
        The volume; its geometry is proved over every frame (`dicom_stack`), its grey values are rescaled frame by
        frame (`dicom_pixels`).

    Raises:
        UserError: there is no scan, more than one patient, no or several series of that name, or the slices are no
            volume; each with its cause and what to do.
    """
    return _of_chosen(_read_headers(source, notes), source, notes, series, _volume)


def read_lattice(source: Path, *, series: str = "", instances: Collection[str] = ()) -> Lattice:
    """As `read_dicom`, without the pixels. instances: of these SOP Instance UIDs alone, where any are given."""
    files = [file for file in _read_headers(source, []) if not instances or file.sop_uid in instances]
    stack = _of_chosen(files, source, [], series, _stack)
    ijk_to_lps, (width, height) = straight_grid(stack)
    paths = list(dict.fromkeys(frame.file.path for frame in stack.frames))
    return Lattice(ijk_to_lps, (width, height, len(stack.frames)), paths)


def _of_chosen(files: list[DicomFile], source: Path, notes: list[str], series: str, read: Callable[..., T]) -> T:
    """What is read of the series that is meant."""
    every = _series_of(files, notes)
    if not every:
        raise _no_scan(source, files)
    chosen = _matching(every, series, source) if series else every
    concerned = [file for one in chosen for file in one.files] if series else files
    _check_one_patient(concerned, source)
    note_nameless(concerned, str(source), notes)
    taken = chosen[0]
    _say_what_else(taken, every, files, source, notes, asked=bool(series))
    try:
        return read(taken, source, notes, alone=len(every) == 1)
    except UserError as error:
        others = [one for one in every if one is not taken]
        if others:
            raise UserError(
                "{error} Or choose another series (--series): {listed}.", error=error, listed=_listed(others)
            ) from error
        raise


def _read_headers(place: Path, notes: list[str]) -> list[DicomFile]:
    paths = files_below(place) if place.is_dir() else [place]
    files: list[DicomFile] = []
    broken: list[tuple[Path, Exception]] = []
    for path in paths:
        try:
            file = read_header(path) if looks_like_dicom(path) else None
        except (ValueError, OSError) as error:
            broken.append((path, error))
            continue
        if file is not None and file.is_directory and path == place:
            raise UserError(
                "{place} is a DICOMDIR, a table of contents. Give the folder it lies in, with the scan's DICOM files.",
                place=place,
            )
        if file is not None and not file.is_directory:
            files.append(file)
    if broken:
        path, fault = broken[0]
        said = f"The DICOM header of {path} cannot be parsed ({printable(str(fault))})"
        if not files:
            raise UserError("{said}. Copy the file again from where it came.", said=said)
        more = f", as those of {len(broken) - 1} other files" if len(broken) > 1 else ""
        notes.append(f"{said}{more}: left out.")
    return files


def _in_one_place(frames: Sequence[Frame]) -> bool:
    places = {None if frame.position is None else tuple(frame.position) for frame in frames}
    return len(places) == 1 and None not in places


def _gathered(every: list[_Series], notes: list[str]) -> list[_Series]:
    """Series of one place each that differ in their identity alone as one series, which is noted.

    Some programs that remove names give each file an identity of its own, and some scanners each slice with all its
    times. That they are one volume, their places prove.
    """
    groups: dict[tuple[object, ...], list[_Series]] = {}
    for one in every:
        if len(one.files) == len(one.frames) and _in_one_place(one.frames):
            file, frame = one.first, one.frames[0]
            told = (file.number, file.modality, file.sop_class, file.pixels.rows, file.pixels.columns, frame.spacing)
            groups.setdefault((file.patient, file.path.parent, frame.is_localizer, *told), []).append(one)
    for group in groups.values():
        if len(group) >= _SCATTERED:
            notes.append(
                f"{len(group)} slices are each a series of their own by their identity (Series Instance UID), with one "
                "number and size; they were taken as one series."
            )
            kept = [one for one in every if all(one is not other for other in group)]
            every = [*kept, _Series([file for one in group for file in one.files])]
    return every


def _series_of(files: Sequence[DicomFile], notes: list[str]) -> list[_Series]:
    """The series of pictures, the one that is meant first."""
    found: dict[tuple[str, str, str], _Series] = {}
    for file in files:
        if not file.is_picture or file.modality in _NOT_SCANS:
            continue
        # Where no UID says which files belong together, their folder does.
        uid = file.series or f"{file.path.parent}/{file.number}/{file.description}"
        found.setdefault((uid, file.modality, file.sop_class), _Series()).files.append(file)
    every = _gathered(list(found.values()), notes)
    most: dict[int, int] = {}
    for one in every:
        rank = _modality_rank(one)
        most[rank] = max(most.get(rank, 0), one.slices)

    def key(one: _Series) -> tuple[object, ...]:
        rank = _modality_rank(one)
        return (
            one.slices < 2,
            bool(one.kind),
            rank,
            # A reformat may have more slices than the scan it was made of; a few test slices are no scan.
            one.slices < most[rank] / 5,
            one.is_derived,
            -one.slices,
            -len(one.frames),
            one.uid,
        )

    return sorted(every, key=key)


def _modality_rank(one: _Series) -> int:
    if one.is_capture:
        return 2
    return _MODALITY_RANK.get(one.first.modality, 0)


def _no_scan(place: Path, files: Sequence[DicomFile]) -> UserError:
    if not files:
        return UserError(
            "{place} holds no DICOM series of a scan. Give the folder with the DICOM files themselves, "
            "or a NIfTI or NRRD file.",
            place=place,
        )
    without = [file for file in files if file.modality not in _NOT_SCANS]
    if without:
        return UserError(
            "{place} holds no pictures: the {count} DICOM objects in it, such as {path_name}, have "
            "no pixels. Export the series again with its images.",
            place=place,
            count=len(without),
            path_name=without[0].path.name,
        )
    if place.is_dir():
        return UserError(
            "{place} holds no scan but {objects}. Give the series that this belongs to, as a folder of slices.",
            place=place,
            objects=_objects(files),
        )
    return UserError(
        "{place} is no scan but {objects}. Give the series that this belongs to, as a folder of slices.",
        place=place,
        objects=_objects(files),
    )


def _objects(files: Iterable[DicomFile]) -> str:
    counts = Counter(_NOT_SCANS.get(file.modality, "DICOM object without pictures") for file in files)
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in sorted(counts.items()))


def _matching(every: Sequence[_Series], asked: str, place: Path) -> list[_Series]:
    """The series that a number, a UID or a description means; best first."""
    wanted = printable(asked).strip()
    tests = (
        lambda one: one.uid == wanted,
        lambda one: wanted.isdecimal() and one.first.number.isdecimal() and int(one.first.number) == int(wanted),
        lambda one: one.first.description.casefold() == wanted.casefold(),
        lambda one: wanted.casefold() in one.first.description.casefold(),
    )
    for test in tests:
        found = [one for one in every if test(one)]
        if len({one.uid for one in found}) > 1:
            raise UserError(
                "{count} series in {place} are called {wanted!r}: {listed}. Name one by its UID.",
                count=len(found),
                place=place,
                wanted=wanted,
                listed=_listed(found, uids=True),
            )
        if found:
            return found
    raise UserError(
        "No series in {place} has the number, UID or description {wanted!r}. There are: {listed}.",
        place=place,
        wanted=wanted,
        listed=_listed(every),
    )


def _listed(series: Sequence[_Series], *, uids: bool = False) -> str:
    lines = [one.line + (f" {one.uid}" if uids else "") for one in series[:_LISTED]]
    return ", ".join(lines) + (f" and {len(series) - _LISTED} more" if len(series) > _LISTED else "")


def _check_one_patient(files: Sequence[DicomFile], place: Path) -> None:
    """Refuse objects of two patients; names are compared, and never shown."""
    patients = {file.patient: file.path for file in reversed(files)}
    for one, other in combinations(patients, 2):
        if _same_patient(one, other):
            continue
        places = [patients[one].parent, patients[other].parent]
        if places[0] == places[1]:
            places = [patients[one], patients[other]]
        raise UserError(
            "{place} holds scans of two or more patients: {places} and {places_2} are not of the same one. "
            "Give the folder of one patient, or choose a series by its UID.",
            place=place,
            places=places[0],
            places_2=places[1],
        )


def _same_patient(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """By ID, name and birth date, of which what is empty contradicts nothing; a name may be written in two ways."""
    texts = [[re.sub(r"[\W_]+", " ", text.casefold()).strip() for text in patient] for patient in (one, other)]
    same, filled = zip(
        *((mine == theirs, bool(mine and theirs)) for mine, theirs in zip(*texts, strict=True)), strict=True
    )
    if same[0] and same[2] and filled[0] and filled[2]:
        return True
    return all(equal or not both for equal, both in zip(same, filled, strict=True))


def _say_what_else(
    taken: _Series, every: Sequence[_Series], files: Sequence[DicomFile], place: Path, notes: list[str], *, asked: bool
) -> None:
    others = [one for one in every if one is not taken]
    if others:
        reason = "as asked" if asked else "the largest stack of slices"
        if not asked and any(_modality_rank(one) > _modality_rank(taken) for one in others):
            reason += " that shows anatomy"
        notes.append(
            f"{place} holds {len(every)} series; took {taken.line}, {reason}. Also there: {_listed(others)}. "
            "Another one can be chosen by its number, UID or description (--series)."
        )
    objects = [file for file in files if not file.is_picture or file.modality in _NOT_SCANS]
    if objects:
        notes.append(f"Left out, as they are no scans: {_objects(objects)}.")
    if taken.kind == "localizer":
        notes.append(f"{taken.line} is a localizer: a scan for planning, with few slices.")


def _stack(taken: _Series, place: Path, notes: list[str], *, alone: bool) -> Stack:
    first = taken.first
    if alone:
        what = f"The series in {place}" if place.is_dir() else str(place)
    else:
        what = f'Series {first.number} "{taken.name}" in {place}'
    if taken.is_colour:
        raise UserError("{what} holds colour pictures. MISGround reads grey values: choose another series.", what=what)
    for file in taken.files:
        if file.problem:
            raise UserError("{path} {problem}. Copy it again from where it came.", path=file.path, problem=file.problem)
    for note in dict.fromkeys(note for file in taken.files for note in file.notes):
        notes.append(f"{what}: {note}.")
    return arrange(taken.frames, what, notes)


def _volume(taken: _Series, place: Path, notes: list[str], *, alone: bool) -> DicomScan:
    first, stack = taken.first, _stack(taken, place, notes, alone=alone)
    array, ijk_to_lps = straighten(read_pixels(stack.frames, first.modality, notes), stack)
    # A path may hold bytes that are no text, which VTK cannot take.
    given = os.fsencode(place.name if place.is_dir() else place.stem).decode("utf-8", "replace")
    name = first.description or printable(given) or "scan"
    instances = tuple(dict.fromkeys(frame.file.sop_uid for frame in stack.frames if frame.file.sop_uid))
    return DicomScan(array, LPS_TO_RAS @ ijk_to_lps, name, first.modality, first.series, instances)
