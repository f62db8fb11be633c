"""Checks questions against label maps with code of its own: nothing of MISGroundLib is imported.

It reads what a person would read: the words (which side is where, in which order the slices come), the recipe of the
pictures, and the voxels of the two structures near the slice. It then says which direction, name or box is right.
Run it by hand: python plain_checker.py questions.jsonl [how many] [seed]
"""

from __future__ import annotations

import json
import random
import re
import sys
from functools import cache
from pathlib import Path

import numpy as np
import SimpleITK as sitk  # noqa: N813 (its usual name)

DATA = Path(__file__).resolve().parents[3] / "MISGround" / "Resources" / "Anatomy"
AXIS = {"sagittal": 0, "coronal": 1, "axial": 2}
# Image right and image down of the picture as Slicer shows it: RAS axis and sign.
DRAWN = {"axial": ((0, -1), (1, -1)), "coronal": ((0, -1), (2, -1)), "sagittal": ((1, -1), (2, -1))}
WORDS = {
    "above": "superior", "below": "inferior", "in front": "anterior", "behind": "posterior",
    "on the patient's left side": "left", "on the patient's right side": "right",
    "towards the inner side": "medial", "towards the outer side": "lateral",
    "the patient's left": "left", "the front of the body": "anterior", "the upper end": "superior",
    "bottom": "inferior", "top": "superior", "back": "posterior", "front": "anterior",
}  # fmt: skip
OTHER = {"left": "right", "anterior": "posterior", "superior": "inferior", "medial": "lateral"}
OTHER |= {value: key for key, value in OTHER.items()}


@cache
def tables():
    names = json.loads((DATA / "dataset_names.json").read_text())
    synonyms = {}
    for entry in json.loads((DATA / "structures.json").read_text())["structures"]:
        for term in entry["synonyms"]:
            synonyms[term] = entry["name"]
    return names, synonyms, json.loads((DATA / "lay_terms.json").read_text())["structures"]


def plain_name(raw):
    """A data set's name as questions say it."""
    names, synonyms, _ = tables()
    if match := re.fullmatch(r"(.+)_([LR])", raw):
        return f"{'left' if match[2] == 'L' else 'right'} {names['aal'].get(match[1], '?')}"
    words = raw.replace("_", " ").lower()
    if names["exact"].get(words):
        return names["exact"][words]
    side = next((one for one in ("left", "right") if words.startswith(one + " ")), "")
    base = words.removeprefix(side).strip()
    base = names["exact"].get(base) or base
    if match := re.fullmatch(r"([ctls])[a-z]*(\d+)( vertebra)?", base):
        base = f"{match[1].upper()}{match[2]} vertebra"
    base = re.sub(r"^rib(\d)", r"rib \1", base)
    if match := re.fullmatch(r"(sacrum|\w+)-(\w+)-intervertebraldisc", base):
        base = f"{match[2].upper()}-{'S1' if match[1] == 'sacrum' else match[1].upper()} intervertebral disc"
    return f"{side} {synonyms.get(base, base)}".strip()


class PlainCase:
    def __init__(self, folder):
        image = sitk.ReadImage(str(folder / "labels.nii.gz"))
        self.labels = sitk.GetArrayFromImage(image)
        self.spacing = np.array(image.GetSpacing())
        self.cosines = np.array(image.GetDirection()).reshape(3, 3) * np.array([[-1], [-1], [1]])
        self.origin = np.array(image.GetOrigin()) * (-1, -1, 1)
        card = json.loads((folder / "case.json").read_text())
        self.label = {plain_name(entry["name"]): int(label) for label, entry in card["labels"].items()}
        self.voxels = {}
        ends = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
        self.corners = self.places(ends * self.labels.shape[::-1] - 0.5)

    def places(self, ijk):
        return (ijk * self.spacing) @ self.cosines.T + self.origin

    def pitch(self, axis):
        return 1 / np.sqrt(np.sum((self.cosines[axis] / self.spacing) ** 2))

    def all_of(self, name):
        """RAS places of a structure's voxels."""
        if name not in self.voxels:
            self.voxels[name] = self.places(np.argwhere(self.labels == self.label[name])[:, ::-1])
        return self.voxels[name]

    def near(self, name, plane, position):
        """Those within half a slice of a slice."""
        places = self.all_of(name)
        axis = AXIS[plane]
        return places[np.abs(places[:, axis] - position) <= 0.5 * self.pitch(axis) + 1e-3]


def as_drawn(picture, places):
    """Image x and y (mm, x right and y down) of RAS places in a picture of the recipe."""
    (right, right_sign), (down, down_sign) = DRAWN[picture["plane"]]
    x, y = right_sign * places[..., right], down_sign * places[..., down]
    if (picture["convention"] == "ras") != (picture["mirrored"] == "horizontal"):
        x = -x
    return x, -y if picture["mirrored"] == "vertical" else y


def told(text):
    """What the words say lies at image right and at image top."""
    side, edge, top = re.search(
        r"(?:^|\. |, )([^.,]+) is at image (left|right) and ([^.]+) is at image top", text
    ).groups()
    side, top = (WORDS.get(one.strip().lower(), one.strip().lower()) for one in (side, top))
    return (side if edge == "right" else OTHER[side]), top


def read_direction(question, dx, dy, along=None):
    """The direction word that a step in the picture (and along the stack) means, by the question's own words."""
    right, top = told(question["text"])
    steps = {right: dx, top: -dy}
    if along is not None:
        ends = re.search(r"in order from (\w+) to (\w+)", question["text"])
        if ends:
            steps[WORDS.get(ends[2], ends[2])] = along
    word = max(steps, key=lambda one: abs(steps[one]))
    rest = [abs(step) for one, step in steps.items() if one != word]
    word = word if steps[word] > 0 else OTHER[word]
    limb = re.search(r"limb on the patient's (left|right) side", question["text"])
    if limb and word in ("left", "right"):
        word = "lateral" if word == limb[1] else "medial"
    return word, max(rest) / max(1e-9, max(abs(step) for step in steps.values()))


def check(question, case):
    """What is wrong with a question, or an empty string."""
    said = question["options"][question["answer"]] if question["options"] else ""
    if len(set(question["options"])) != len(question["options"]):
        return "two options are the same"
    family, plane = question["family"], question["plane"]
    if family == "identification":
        return check_name(question, case, said)
    if family == "localisation":
        return check_box(question, case)
    if family == "impossible":
        return check_impossible(question, case)
    said = WORDS.get(said, said)
    if said != question["direction"]:
        return f"the right option {said} is not the direction {question['direction']}"
    if family == "no-image":
        return check_without_picture(question, case, said)
    middles, frames = {}, {}
    for index, picture in enumerate(question["pictures"]):
        for mark in picture["marks"]:
            places = case.near(mark["structure"], plane, picture["position_mm"])
            if len(places) == 0:
                return f"{mark['structure']} is not in its slice"
            x, y = as_drawn(picture, places)
            middles[mark["letter"]] = (x.mean(), y.mean())
            frames[mark["letter"]] = index
    if [mark for mark in middles if mark not in ("X", "Y")] or len(middles) != 2:
        return "the marks are not X and Y"
    dx, dy = (middles["X"][i] - middles["Y"][i] for i in (0, 1))
    along = None
    if family == "cross-slice":
        if frames["X"] == frames["Y"]:
            return "both are in one frame"
        positions = [picture["position_mm"] for picture in question["pictures"]]
        along = abs(positions[frames["X"]] - positions[frames["Y"]]) * np.sign(frames["X"] - frames["Y"])
    word, second = read_direction(question, dx, dy, along)
    # The words say 0.4 at most; a slab of an oblique volume is not quite the slice.
    return "" if word == said and second < 0.6 else f"it is {word} ({second:.2f}), not {said}"


def check_without_picture(question, case, said):
    first, second = question["structures"]
    axis = AXIS[question["plane"]]
    fits = []
    for position in np.arange(case.corners[:, axis].min(), case.corners[:, axis].max(), case.pitch(axis)):
        parts = [case.near(name, question["plane"], position) for name in (first, second)]
        if min(map(len, parts)) >= 25:
            step = parts[0].mean(axis=0) - parts[1].mean(axis=0)
            limb = re.search(r"limb on the patient's (left|right) side", question["text"])
            right = "right" if not limb else ("lateral" if limb[1] == "right" else "medial")
            word, sign = next(
                (w, s) for w, s in ((right, 0), ("anterior", 1), ("superior", 2)) if said in (w, OTHER[w])
            )
            fits.append((step[sign] > 0) == (said == word))
    return "" if fits and np.mean(fits) > 0.8 else f"only {np.mean(fits):.2f} of the slices say so"


def check_name(question, case, said):
    (name,), (picture,) = question["structures"], question["pictures"]
    places = case.near(name, question["plane"], picture["position_mm"])
    if len(places) == 0:
        return f"{name} is not in its slice"
    x, y = as_drawn(picture, places)
    right = names_of(said, question, case)
    if name not in right:
        return f"the right option {said} does not name {name}"
    for option in question["options"]:
        for other in names_of(option, question, case) if option != said else ():
            if other == name:
                return f"{option} is right as well"
            beside = case.near(other, question["plane"], picture["position_mm"])
            u, v = as_drawn(picture, beside)
            # Voxels whose centres lie well within the mark's box.
            inner = case.pitch(DRAWN[question["plane"]][0][0])
            within = (u > x.min() + inner) & (u < x.max() - inner) & (v > y.min() + inner) & (v < y.max() - inner)
            if within.any():
                return f"{option} lies under the mark too"
    return ""


def names_of(option, question, case):
    """The structures of a case that an option may mean."""
    lay = tables()[2]
    found = []
    for name in case.label:
        side = next((one for one in ("left ", "right ") if name.startswith(one)), "")
        base = name.removeprefix(side)
        word = lay.get(base, base) if question["terms"] == "colloquial" else base
        if option == side + word or (question["plane"] == "sagittal" and option == word):
            found.append(name)
    return found


def check_box(question, case):
    (name,), (picture,) = question["structures"], question["pictures"]
    plane, position = question["plane"], picture["position_mm"]
    places = case.near(name, plane, position)
    if question["box_px"] is None:
        return "" if len(places) == 0 else f"{name} is said to be absent and has {len(places)} voxels in the slice"
    if len(places) == 0:
        return f"{name} is not in its slice"
    (across, _), (down, _) = DRAWN[plane]
    pitch = min(case.pitch(across), case.pitch(down))
    x, y = as_drawn(picture, places)
    corners = as_drawn(picture, case.corners)
    box = []
    for values, ends in ((x, corners[0]), (y, corners[1])):
        count = np.ceil((ends.max() - ends.min()) / pitch - 1e-6)
        edge = (ends.min() + ends.max()) / 2 - count * pitch / 2
        box.append(((values.min() - edge) / pitch - 0.5, (values.max() - edge) / pitch + 0.5))
    true = np.array([box[0][0], box[1][0], box[0][1], box[1][1]])
    off = np.abs(true - question["box_px"]).max()
    aligned = np.isclose(np.abs(case.cosines).max(axis=0), 1, atol=1e-4).all()
    # A speck of up to a fiftieth of the structure may lie outside the box.
    return (
        "" if off < (1.01 if aligned else 4) or speckled(places, question, true) else f"the box is off by {off:.1f} px"
    )


# Parts of the body as a person would say them, by a word in a name; what is in none of them says nothing.
PARTS = {
    "head": "brain cerebellum thalamus hippocampus ventricle putamen caudate cerebral",
    "jaw": "mandible parotid masseter",
    "neck": "thyroid larynx",
    "chest": "heart sternum",
    "belly": "liver spleen kidney gallbladder pancreas adrenal duodenum",
    "pelvis": "bladder prostate sacrum",
    "knee": "patella meniscus tibia tibial fibula femoral",
}


def part_of(name):
    return next((part for part, words in PARTS.items() if set(words.split()) & set(name.split())), "")


def check_impossible(question, case):
    (name,), (picture,) = question["structures"], question["pictures"]
    base = name.removeprefix("left ").removeprefix("right ")
    if any(base in other for other in case.label):
        return f"{name} is labelled in the case"
    if question["box_px"] is not None or question["answer"] is not None:
        return "it has an answer other than absent"
    here = {other for other in case.label if len(case.near(other, question["plane"], picture["position_mm"]))}
    if not here:
        return "nothing is labelled in the slice"
    parts = {part_of(other) for other in here} - {""}
    return f"{name} belongs to what is shown: {sorted(here)}" if part_of(name) in parts else ""


def speckled(places, question, true):
    """Whether the box misses specks only: it is within the box of all voxels, and most voxels are in it."""
    box = np.array(question["box_px"])
    within = box[0] >= true[0] - 1 and box[1] >= true[1] - 1 and box[2] <= true[2] + 1 and box[3] <= true[3] + 1
    area = (box[2] - box[0]) * (box[3] - box[1])
    return bool(within and len(places) > 25 and area > 0.5 * (true[2] - true[0]) * (true[3] - true[1]))


def check_file(questions, count, seed=0):
    """Faults among questions drawn at random, the same number of each family: [(id, what)], and how many were drawn."""
    lines = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    folders = {entry["id"]: questions.parent / entry["path"] for entry in lines[0]["cases"]}
    families = {}
    for line in lines[1:-1]:
        families.setdefault(line["family"], []).append(line)
    drawn = []
    for family in sorted(families):
        drawn += random.Random(seed).sample(families[family], min(len(families[family]), -(-count // len(families))))
    cases, faults = {}, []
    for question in drawn:
        case = cases.setdefault(question["case"], None) or PlainCase(folders[question["case"]])
        cases[question["case"]] = case
        fault = check(question, case)
        if fault:
            faults.append((question["id"], question["family"], question["case"], fault))
    return faults, len(drawn)


if __name__ == "__main__":
    found, total = check_file(Path(sys.argv[1]), int((sys.argv[2:] or ["200"])[0]), int((sys.argv[3:] or ["0"])[0]))
    for one in found:
        print(*one)
    print(f"{total} questions, {len(found)} wrong")
