"""Labelled cases: what questions are made of. case_readers.py knows the kinds of folders; this is what they become."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.bench.cases.names import canonical_name
from MISGroundLib.bench.cases.readers import RawCase, read_raw_case
from MISGroundLib.bench.question_file import CaseEntry, Header
from MISGroundLib.errors import UserError
from MISGroundLib.geometry import Matrix
from MISGroundLib.scene.reading import LoadedVolume, read_volume
from MISGroundLib.text import clean_text

MODALITIES = ("CT", "MR")


@dataclass(frozen=True)
class LabelledCase:
    """A volume whose structures are known.

    names: label -> structure, the classes that can be asked about; other labels are something unknown, never "nothing".
    labels: uint16 (i, j, k) on the image's own grid. limb_side: the patient's side where the volume is one limb, or "".
    image_path: the scan, None where there are labels only. digest: of labels, grid and names.
    """

    id: str
    modality: str
    kind: str
    path: Path
    names: dict[int, str]
    labels: NDArray[np.uint16] = field(repr=False)
    ijk_to_ras: Matrix = field(repr=False)
    digest: str
    limb_side: str = ""
    image_path: Path | None = None

    @property
    def shape_ijk(self) -> tuple[int, int, int]:
        """Voxels along i, j and k."""
        return self.labels.shape[0], self.labels.shape[1], self.labels.shape[2]

    def image(self) -> LoadedVolume:
        """The scan, read anew. Raises UserError where there is none, or it does not fit the labels any more."""
        if self.image_path is None:
            raise UserError(f"The case {self.id} ({self.path}) holds labels only: there is no scan to draw.")
        loaded = read_volume(self.image_path)
        fits = loaded.info.shape_ijk == self.shape_ijk and np.allclose(loaded.ijk_to_ras, self.ijk_to_ras, atol=1e-3)
        if not fits:
            raise UserError(
                f"The scan {self.image_path} of the case {self.id} has another grid than when its labels were read. "
                "Put the original scan back."
            )
        return loaded

    def entry(self, questions: Path) -> CaseEntry:
        """Its line in the header of a file of questions."""
        path = _relative(self.path.resolve(), questions.resolve().parent)
        return CaseEntry(self.id, self.modality, self.kind, path.as_posix(), self.digest)


def open_case(path: Path) -> LabelledCase:
    """Open a case of any kind. Raises UserError that says what is wrong with it and what to do."""
    if clean_text(str(path)) != str(path):
        # A file of questions names its cases, and is UTF-8.
        raise UserError(f"The name {path} is not UTF-8, or holds control characters. Rename the case.")
    raw = read_raw_case(Path(path))
    if raw.modality not in MODALITIES:
        raise UserError(
            f"{path}: its modality is {raw.modality or 'not known'}, and questions are made of CT and MR. Say which in "
            'case.json or the names file: "modality": "CT".'
        )
    names, labels = _named(raw)
    if not names:
        raise UserError(
            f'{path} names no structure that can be asked about. Names must be plain words, such as "left kidney".'
        )
    return LabelledCase(
        raw.id,
        raw.modality,
        raw.kind,
        raw.path,
        names,
        labels,
        raw.ijk_to_ras,
        _digest(labels, raw.ijk_to_ras, names),
        raw.limb_side,
        raw.image_path,
    )


def cases_of(questions: Path, header: Header, elsewhere: Sequence[Path] = ()) -> dict[str, Callable[[], LabelledCase]]:
    """By id, what opens each case of a file of questions: where the header says, else in one of these folders.

    Raises UserError that names the case: at once where it is not found, when opened where it is not the same.
    """
    return {entry.id: partial(_open_same, entry, _find(questions, entry, elsewhere)) for entry in header.cases}


def _find(questions: Path, entry: CaseEntry, elsewhere: Sequence[Path]) -> Path:
    places = [questions.resolve().parent / entry.path]
    for folder in elsewhere:
        places += [folder / entry.id, folder / Path(entry.path).name, *([folder] if folder.name == entry.id else [])]
    for place in places:
        if place.exists():
            return place
    raise UserError(f"The case {entry.id} is not at {places[0]}. Put it there, or give the folder that holds it.")


def _open_same(entry: CaseEntry, path: Path) -> LabelledCase:
    case = open_case(path)
    if case.digest != entry.digest:
        raise UserError(
            f"The case {entry.id} at {path} is not the one that the questions were made of: its labels, names or grid "
            "differ. Give the original, or build the questions again."
        )
    return case


def _named(raw: RawCase) -> tuple[dict[int, str], NDArray[np.uint16]]:
    """Names of ours by label, and the labels, classes of the same name made one. Only what the map really holds."""
    table = np.arange(int(raw.labels.max(initial=0)) + 1, dtype=np.uint16)
    present = np.bincount(raw.labels.ravel(), minlength=table.size) > 0
    names: dict[int, str] = {}
    label_of: dict[str, int] = {}
    for label in sorted(raw.names):
        name = canonical_name(raw.names[label])
        if name is None or not 0 < label < table.size or not present[label]:
            continue
        table[label] = label_of.setdefault(name, label)
        names.setdefault(label_of[name], name)
    return names, table[raw.labels]


def _digest(labels: NDArray[np.uint16], ijk_to_ras: Matrix, names: dict[int, str]) -> str:
    """The same on any machine: grid to a millionth of a millimetre, labels as little-endian numbers, i slowest."""
    digest = hashlib.sha256()
    # Adding zero turns -0.0 into 0.0.
    grid = [[round(float(value), 6) + 0.0 for value in row] for row in ijk_to_ras]
    digest.update(json.dumps([list(labels.shape), grid, sorted(names.items())], ensure_ascii=False).encode())
    for slab in labels:
        digest.update(np.ascontiguousarray(slab, dtype="<u2").tobytes())
    return digest.hexdigest()


def _relative(path: Path, start: Path) -> Path:
    """A path from a folder, climbing where needed; absolute where they lie on different drives."""
    try:
        return Path(os.path.relpath(path, start))
    except ValueError:
        return path
