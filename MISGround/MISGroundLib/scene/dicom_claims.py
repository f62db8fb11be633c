"""What a DICOM header says of the patient and the picture beside its geometry, held against that geometry.

Directions in words, a tilt, a side of the body, an animal, lengths that no patient has: where they contradict what the
places of the slices say, or limit what a box may claim, a user is told. Which of them is wrong the file does not say.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.dicom_headers import DicomFile, Frame

# What one picture of these modalities is, where its header gives it no place.
_PLAIN = dict.fromkeys(("CR", "DX", "MG", "IO", "PX", "RG", "RF", "XA"), "X-ray pictures of one plane")
_PLAIN |= {"US": "ultrasound pictures without places", "IVUS": "ultrasound pictures without places"}
_PLAIN |= dict.fromkeys(("ES", "XC", "GM", "SM", "OP"), "photographs")
# Letters of Patient Orientation: LPS.
_DIRECTIONS = {"L": (1, 0, 0), "R": (-1, 0, 0), "P": (0, 1, 0), "A": (0, -1, 0), "H": (0, 0, 1), "F": (0, 0, -1)}
_SIDES = {"R": "right", "L": "left"}
# A gantry that is tilted by more than this (degrees) tilts its slices too; slices this near to level are not tilted.
_TILTED, _LEVEL = 1.0, 0.3
# The width of a slice of a patient or a part of one, in mm.
_LEAST_MM, _MOST_MM = 2.0, 2500.0


def note_claims(frames: Sequence[Frame], axes: Matrix, is_straight: bool, what: str, notes: list[str]) -> None:
    """Note what the headers of a volume's frames say that its geometry contradicts, or that limits its answers.

    Args:
        frames: in order, each with a pixel size.
        axes: (3, 3), LPS: unit vectors along a row, along a column, and the normal.
        is_straight: whether the slices lie above each other, unlike those of a tilted gantry.
        what: how messages name the series.
        notes: gets a sentence for each finding.
    """
    files = list({frame.file.path: frame.file for frame in frames}.values())
    for words in _said(files, "PatientOrientation"):
        if _contradicts(words, axes):
            notes.append(
                f"{what}: its directions in words (Patient Orientation: {_listed(words)}) contradict its "
                "Image Orientation Patient, which was used. Check left and right before you rely on a box."
            )
            break
    tilt = max((abs(_number(words)) for words in _said(files, "GantryDetectorTilt")), default=0.0)
    if is_straight and tilt > _TILTED and abs(axes[2, 2]) > np.cos(np.radians(_LEVEL)):
        notes.append(
            f"{what} is said to be of a gantry tilted by {tilt:g} degrees, and its slices are level by their "
            "orientation, which was used. Places may be off by as much as the tilt."
        )
    letters = [*_said(files, "Laterality"), *_said(files, "ImageLaterality")]
    sides = {_SIDES[letter] for letter in letters if letter in _SIDES}
    if sides:
        notes.append(
            f"{what} is of the patient's {' and '.join(sorted(sides))} side alone by its header (Laterality). What is "
            "asked of another side is not in it."
        )
    species = [word for word in _said(files, "PatientSpeciesDescription") if "homo" not in word.lower()]
    if species or "QUADRUPED" in _said(files, "AnatomicalOrientationType"):
        of = f" ({species[0]})" if species else ""
        notes.append(f"{what} is of an animal by its header{of}. Answers are made for people.")
    width = _width(frames[0])
    if width > _MOST_MM:
        notes.append(
            f"{what}: by its header a slice is {width:.3g} mm wide, unlike a patient: the pixel size may be wrong, and "
            "sizes and places in mm with it."
        )


def check_lengths(frames: Sequence[Frame], what: str) -> None:
    """Refuse slices that are narrower than any part of a patient: their lengths are no mm. Raises UserError."""
    width = _width(frames[0])
    if width < _LEAST_MM:
        raise UserError(
            "{what} gives a slice the width of {width:.2g} mm, which no patient has: its lengths seem to be in another "
            "unit than mm, such as metres. Export the series again from the scanner or the archive.",
            what=what,
            width=width,
        )


def check_is_no_plain_picture(frames: Sequence[Frame], what: str) -> None:
    """Refuse pictures that are no slices, by their modality, where no header gives a place. Raises UserError."""
    kinds = {_PLAIN.get(frame.file.modality, "") for frame in frames}
    if len(kinds) == 1 and (kind := kinds.pop()) and all(frame.position is None for frame in frames):
        raise UserError(
            "{what} holds {kind} ({modality}), and no slices of a volume. Give a CT, an MR or another scan of slices.",
            what=what,
            kind=kind,
            modality=frames[0].file.modality,
        )


def note_nameless(files: Sequence[DicomFile], what: str, notes: list[str]) -> None:
    """Note where several studies lie together and nothing in them says that they are of one patient."""
    studies = {file.claims.get("StudyInstanceUID", "") for file in files if file.is_picture and not any(file.patient)}
    if len(studies) > 1:
        notes.append(
            f"{what} holds {len(studies)} studies without a patient's name or number: nothing proves that they are of "
            "one patient."
        )


def _said(files: Sequence[DicomFile], keyword: str) -> list[str]:
    """What the files say for an attribute, each text once."""
    return list(dict.fromkeys(file.claims[keyword].upper() for file in files if keyword in file.claims))


def _contradicts(words: str, axes: Matrix) -> bool:
    """Whether the main direction of a row or a column in words is opposite to that of its vector, or far from it."""
    for text, axis in zip(words.split("\\"), axes, strict=False):
        if text[:1] in _DIRECTIONS and float(np.dot(_DIRECTIONS[text[0]], axis)) < 0.35:
            return True
    return False


def _listed(words: str) -> str:
    return " and ".join(words.split("\\"))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _width(frame: Frame) -> float:
    """mm along the longer side of a frame that has a pixel size."""
    assert frame.spacing is not None
    return max(frame.spacing[0] * frame.file.pixels.rows, frame.spacing[1] * frame.file.pixels.columns)
