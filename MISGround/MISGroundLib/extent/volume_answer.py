"""The answer for a volume: one 3D box with what speaks for it, or "not in this volume" with how much was looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from MISGroundLib.anatomy import Structure, structure_for
from MISGroundLib.errors import Sentence, joined, listed
from MISGroundLib.extent.evidence import Look, Looks, Measure, measure, nothing_said
from MISGroundLib.extent.volume_frame import Bounds, SliceSource, VolumeFrame, overlap
from MISGroundLib.geometry import OrientedBox
from MISGroundLib.grounding import UNSURE_BELOW, Status, found_in
from MISGroundLib.sides import Midline

# Agreement of the planes, times the mean score of the boxes; and the share of such boxes with a 3D IoU of 0.5 or more.
# From the knots that benchmarks/extent.py fits on 488 boxes of cases that choose and phantoms, less sure at both ends.
_TRUST = (0.0, 0.1, 0.2, 0.3, 0.36, 0.45, 0.53, 0.66)
_CONFIDENCE = (0.06, 0.22, 0.5, 0.67, 0.8, 0.89, 0.92, 0.97)
# Planes "agree" in the facts from this overlap of their boxes on.
_AGREE = 0.5
# Below this mean overlap of theirs they are said to disagree.
_DISAGREE = 0.3
_SIDE_NAMES = (("left", "right"), ("back", "front"), ("lower", "upper"))
# From the head down; structures two steps apart never lie the other way round.
_DOWNWARDS = (
    "brain|cerebral hemisphere|lateral ventricle|thalamus|caudate nucleus|putamen",
    "cerebellum|brainstem|fourth ventricle|mandible|parotid gland|masseter",
    "thyroid gland",
    "heart|lung|clavicle|scapula|sternum",
    "liver|spleen|stomach|adrenal gland|kidney|pancreas|gallbladder",
    "urinary bladder|prostate|hip bone|sacrum",
    "distal femur|patella|tibia|fibula",
)
_STEP = {name: step for step, names in enumerate(_DOWNWARDS) for name in names.split("|")}
# By less than this one of a pair may lie on the other's side: they are measured no better.
_BESIDE_MM = 5.0
# The most confidence in a box that anatomy is against: it is shown as unsure.
_CONTRADICTED = 0.8 * UNSURE_BELOW


@dataclass(frozen=True)
class Target:
    """One thing to look for: the typed query it is of, its name, and the words that the model is asked with.

    collective: several of them lie in one volume and are answered by one box round all ("vertebrae", "ribs").
    """

    query: str
    name: str
    words: str
    collective: bool = False
    notes: tuple[str, ...] = ()

    @property
    def structure(self) -> Structure | None:
        """What anatomy knows it as."""
        return structure_for(self.name)


@dataclass(frozen=True)
class Facts:
    """What can be measured of a box, none of it said by a model.

    size_mm along i, j, k. share of the scan's volume. mean, spread (standard deviation) of the grey values inside, in
    `unit` ("HU" or ""). agreeing: planes whose boxes overlap the answer's by half or more. contradictions: sentences on
    anatomy that the box goes against.
    """

    size_mm: tuple[float, float, float]
    share: float
    mean: float
    spread: float
    unit: str
    agreeing: tuple[str, ...]
    contradicting: tuple[str, ...]
    contradictions: tuple[str, ...] = ()

    def line(self) -> Sentence:
        """One line for a person."""
        size, share = " x ".join(f"{one:.0f}" for one in self.size_mm), f"{100 * self.share:.2g}"
        grey = f"{self.mean:.0f} \u00b1 {self.spread:.0f}{' ' if self.unit else ''}{self.unit}"
        parts = [
            Sentence("{size} mm, {share} % of the volume", size=size, share=share),
            Sentence("grey values inside {grey}", grey=grey),
        ]
        if self.agreeing:
            agree = "{planes} agree" if len(self.agreeing) > 1 else "{planes} alone shows it so"
            parts.append(Sentence(agree, planes=_words(self.agreeing)))
        if self.contradicting:
            parts.append(Sentence("not seen in {planes} slices", planes=_words(self.contradicting)))
        return joined([*parts, *self.contradictions], "; ")


@dataclass(frozen=True, eq=False)
class Extent:
    """Where a target lies in a volume.

    status: found; absent ("not in this volume"); unusable: no slice got an answer that can be used; unknown to the
    model. confidence: 0 to 1, the share of such boxes that are right; of an absence, how sure it is; else None.
    bounds_mm: (3, 2) in the frame that was searched; box: the same in patient space, on the volume's axes; bounds_ijk:
    (3, 2) its voxels, first and last + 1. planes: of each plane that shows it, its own box. sides: "left" .. "upper" to
    seen, assumed or cut off. looks: every slice that was asked for it. finished: the search came to its own end, so
    that more time would not help.
    """

    query: str
    label: str
    status: Status
    confidence: float | None
    looks: tuple[Look, ...] = field(repr=False)
    questions: int
    finished: bool
    seconds: float = 0.0
    bounds_mm: Bounds | None = None
    box: OrientedBox | None = None
    bounds_ijk: tuple[tuple[int, int], ...] | None = None
    planes: dict[str, OrientedBox] = field(default_factory=dict, repr=False)
    sides: dict[str, str] = field(default_factory=dict)
    agreement: float | None = None
    facts: Facts | None = None
    notes: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """There is a box."""
        return self.status == "found"

    @property
    def is_unsure(self) -> bool:
        """A box that is more likely wrong than worth a look without a warning."""
        return self.found and (self.confidence or 0.0) < UNSURE_BELOW

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why a box must look uncertain, beside a low score: "planes disagree", "lower end assumed"."""
        if not self.found:
            return ()
        assumed = [side for side, state in self.sides.items() if state == "assumed"]
        disagree = self.agreement is not None and self.agreement < _DISAGREE
        told = [Sentence("planes disagree")] if disagree else []
        return (*told, *([Sentence("{ends} end assumed", ends=_words(assumed))] if assumed else []))

    def summary(self) -> Sentence:
        """One line for a person."""
        if self.status == "unknown":
            return Sentence("{label}: not known to the model", label=self.label)
        if self.status == "unusable":
            said = "{label}: no answer that can be used ({slices})"
            return Sentence(said, label=self.label, slices=looked_at(self.looks))
        if not self.found:
            done = "{label}: not in this volume ({slices})" if self.finished else "{label}: not found so far ({slices})"
            return Sentence(done, label=self.label, slices=looked_at(self.looks))
        cut = [name for name, state in self.sides.items() if state == "cut off"]
        ends = [Sentence("cut off at the volume's {ends} end", ends=_words(cut))] if cut else []
        facts = self.facts.line() if self.facts else Sentence("found")
        return Sentence(
            "{label} {score} unsure: {facts}" if self.is_unsure else "{label} {score}: {facts}",
            label=self.label,
            score=f"{self.confidence or 0.0:.2f}",
            facts=joined([facts, *ends, *self.doubts], ", "),
        )

    def to_json(self) -> dict[str, Any]:
        """The entry of result.json; px, RAS mm, one axis a column of `axes_ras`, voxels half-open."""
        return {
            "query": self.query,
            "label": self.label,
            "scope": "volume",
            "status": self.status,
            "found": found_in(self.status),
            "score": None if self.confidence is None else round(self.confidence, 4),
            **_box_json(self.box),
            "corners_ras": self.box.corners_ras().round(3).tolist() if self.box else None,
            "bounds_ijk": [list(one) for one in self.bounds_ijk] if self.bounds_ijk else None,
            "sides": self.sides,
            "planes": {plane: _box_json(box) for plane, box in self.planes.items()},
            "agreement": None if self.agreement is None else round(self.agreement, 4),
            "doubts": list(self.doubts),
            "facts": None if self.facts is None else {**vars(self.facts), "line": self.facts.line()},
            "evidence": [_look_json(look) for look in self.looks],
            "looked_at": looked_at(self.looks),
            "questions": self.questions,
            "finished": self.finished,
            "seconds": round(self.seconds, 3),
            "notes": list(self.notes),
        }


# What is against a box, and the other box that is against it; None where it is the body itself.
_Contradiction = tuple[str, Extent | None]


def extent_of(
    target: Target,
    looks: Looks,
    source: SliceSource,
    frame: VolumeFrame,
    axis: int,
    *,
    questions: int,
    finished: bool,
    seconds: float = 0.0,
    unknown: bool = False,
    with_facts: bool = True,
) -> Extent:
    """The answer that looks come to so far. with_facts: grey values too, which takes some time for large boxes."""
    seen = tuple(looks.by_key.values())
    # What was said on every slice is about the target; the rest is about a slice, as that one shows no sides.
    told = [look.notes for look in seen if look.found or unknown]
    notes = dict.fromkeys([*target.notes, *(note for note in (told or [()])[0] if all(note in one for one in told))])
    common: dict[str, Any] = {"looks": seen, "questions": questions, "finished": finished, "seconds": seconds}
    if unknown:
        return Extent(target.query, target.name, "unknown", None, notes=tuple(notes), **common)
    found = measure(looks, frame, axis)
    if nothing_said(seen):
        for look in [one for one in seen if one.notes][:1]:
            notes[Sentence("{place}: {problem}", place=look.place, problem=look.notes[-1])] = None
        return Extent(target.query, target.name, "unusable", None, notes=tuple(notes), **common)
    if found.bounds is None:
        if found.run is not None:
            hits = len(found.run.hits)
            lone = "{count} slice showed it, and what lies round about did not: it is not believed."
            several = "{count} slices showed it, and what lies round about did not: it is not believed."
            notes[Sentence(lone if hits == 1 else several, count=hits)] = None
        sure = float(np.clip(1 / (1 + np.exp(max(found.evidence, -6.0))), 0, 1)) if seen else 0.0
        return Extent(target.query, target.name, "absent", sure, notes=tuple(notes), **common)
    box = frame.oriented(found.bounds)
    sides = _named_sides(found, frame)
    cut, assumed = ([name for name, state in sides.items() if state == wanted] for wanted in ("cut off", "assumed"))
    if cut:
        notes[Sentence("Cut off at the volume's {ends} end.", ends=_words(cut))] = None
    if assumed:
        ends = joined([Sentence(name) for name in assumed], ", ")
        notes[Sentence("Not looked for to its end: where it ends ({ends}) is assumed.", ends=ends)] = None
    return Extent(
        target.query,
        target.name,
        "found",
        confidence_of(found),
        bounds_mm=found.bounds,
        box=box,
        bounds_ijk=tuple((int(a), int(b)) for a, b in frame.ijk_bounds(found.bounds)),
        planes={frame.planes[one]: frame.oriented(bounds) for one, bounds in found.by_axis.items()},
        sides=sides,
        agreement=found.agreement,
        facts=measure_facts(found, source, frame) if with_facts else None,
        notes=tuple(notes),
        **common,
    )


def confidence_of(found: Measure) -> float:
    """The share of such boxes that are right, from how far the planes agree and what the boxes' own scores are."""
    return float(np.interp(trust_of(found), _TRUST, _CONFIDENCE))


def trust_of(found: Measure) -> float:
    """What the confidence is a curve of."""
    assert found.run is not None
    scores = float(np.mean([look.score for look in found.run.hits]))
    return scores * (0.5 if found.agreement is None else found.agreement)


def measure_facts(found: Measure, source: SliceSource, frame: VolumeFrame) -> Facts:
    """What is measured of a box without any model."""
    assert found.bounds is not None
    (i0, i1), (j0, j1), (k0, k1) = frame.ijk_bounds(found.bounds)
    # Some 200,000 voxels tell mean and spread as well as all.
    step = max(1, int(((i1 - i0) * (j1 - j0) * (k1 - k0) / 200_000) ** (1 / 3)))
    inside = np.asarray(source.array[k0:k1:step, j0:j1:step, i0:i1:step], dtype=np.float64)
    inside = inside[np.isfinite(inside)]
    agreeing = [frame.planes[one] for one, box in found.by_axis.items() if overlap(box, found.bounds) >= _AGREE]
    contradicting = [frame.planes[one] for one in found.contradicting]
    box = frame.oriented(found.bounds)
    return Facts(
        tuple(round(float(one), 1) for one in box.size_mm),  # type: ignore[arg-type]
        float(np.prod(np.ptp(found.bounds, axis=1)) / np.prod(np.ptp(frame.ends, axis=1))),
        round(float(inside.mean()), 1) if inside.size else 0.0,
        round(float(inside.std()), 1) if inside.size else 0.0,
        "HU" if source.info.modality.upper() == "CT" else "",
        tuple(sorted(agreeing)),
        tuple(sorted(contradicting)),
    )


def with_contradictions(extents: Sequence[Extent], midline: Midline | None) -> list[Extent]:
    """The extents with what anatomy has against them: sides of the body, and what lies above what.

    A box that is contradicted is unsure; where two contradict each other, the less sure one is.
    """
    checked = []
    for one in extents:
        against = [*_wrong_side(one, extents, midline), *_wrong_way_up(one, extents), *_same_place(one, extents)]
        if one.facts is None or one.confidence is None or not against:
            checked.append(one)
            continue
        weaker = any(other is None or one.confidence <= (other.confidence or 0.0) for _, other in against)
        sure = min(one.confidence, _CONTRADICTED) if weaker else one.confidence
        told = tuple(dict.fromkeys(sentence for sentence, _ in against))
        checked.append(replace(one, confidence=sure, facts=replace(one.facts, contradictions=told)))
    return checked


def looked_at(looks: Sequence[Look]) -> Sentence:
    """How much was looked at, e.g. "12 axial, 3 coronal slices"."""
    counts: dict[str, int] = {}
    for look in looks:
        counts[look.plane] = counts.get(look.plane, 0) + 1
    if not counts:
        return Sentence("no slice")
    told = joined([joined([str(count), Sentence(plane)]) for plane, count in counts.items()], ", ")
    return Sentence("{planes} slice" if len(looks) == 1 else "{planes} slices", planes=told)


def _words(words: Sequence[str]) -> Sentence:
    """E.g. "left and upper", each of errors.WORDS."""
    return listed([Sentence(word) for word in words])


def _wrong_side(one: Extent, extents: Sequence[Extent], midline: Midline | None) -> Iterator[_Contradiction]:
    structure = structure_for(one.label)
    if structure is None or structure.side is None or one.box is None:
        return
    sign = 1.0 if structure.side == "right" else -1.0
    if midline is not None:
        away = sign * float(midline.distance_mm(one.box.center_ras))
        if away < -midline.uncertainty_mm:
            beyond = "its middle lies {distance} mm on the other side of the body's midline"
            yield Sentence(beyond, distance=f"{-away:.0f}"), None
        return
    for other in _other_side(one, structure, extents):
        if other.box is not None and sign * float(one.box.center_ras[0] - other.box.center_ras[0]) < -_BESIDE_MM:
            yield Sentence("it lies on the wrong side of the {label}", label=other.label), other


def _wrong_way_up(one: Extent, extents: Sequence[Extent]) -> Iterator[_Contradiction]:
    own = _step_of(one)
    for other in extents:
        its = _step_of(other)
        if own is None or its is None or one.box is None or other.box is None or abs(own - its) < 2:
            continue
        # Positive where this one lies above the other; a structure nearer to the head has the lower step.
        above = float(one.box.center_ras[2] - other.box.center_ras[2])
        if above * (its - own) < 0:
            where = "it lies above the {label}" if above > 0 else "it lies below the {label}"
            yield Sentence(where, label=other.label), other


def _same_place(one: Extent, extents: Sequence[Extent]) -> Iterator[_Contradiction]:
    """Two sides of a pair in one place: at least one is the other's."""
    structure = structure_for(one.label)
    for other in _other_side(one, structure, extents) if structure else ():
        if one.bounds_mm is not None and other.bounds_mm is not None and overlap(one.bounds_mm, other.bounds_mm) > 0.5:
            yield Sentence("it lies where the {label} does", label=other.label), other


def _other_side(one: Extent, structure: Structure, extents: Sequence[Extent]) -> Iterator[Extent]:
    """The answers for the other one of a pair."""
    for other in extents:
        pair = structure_for(other.label)
        if other is not one and pair and structure.side and pair.side and pair.base == structure.base:
            yield other


def _step_of(extent: Extent) -> int | None:
    """How far down the body a structure lies."""
    structure = structure_for(extent.label)
    return None if structure is None else _STEP.get(structure.base)


def _named_sides(found: Measure, frame: VolumeFrame) -> dict[str, str]:
    """The states of the six sides by the patient's directions."""
    named: dict[str, str] = {}
    for axis, states in enumerate(found.sides):
        direction = frame.axes[:, axis]
        along = int(np.argmax(np.abs(direction)))
        names = _SIDE_NAMES[along] if direction[along] > 0 else _SIDE_NAMES[along][::-1]
        named.update(zip(names, states, strict=True))
    return {name: named[name] for pair in _SIDE_NAMES for name in pair}


def _box_json(box: OrientedBox | None) -> dict[str, Any]:
    return {
        "center_ras": box.center_ras.round(3).tolist() if box else None,
        "size_mm": box.size_mm.round(3).tolist() if box else None,
        "axes_ras": box.axes_ras.round(6).tolist() if box else None,
    }


def _look_json(look: Look) -> dict[str, Any]:
    return {
        "plane": look.plane,
        "position": look.place,
        "answer": look.answer,
        "chance": round(look.chance, 3),
        "score": round(look.score, 4),
        "bounds_mm": None if look.bounds is None else look.bounds.round(2).tolist(),
    }
