"""Bodies of numpy ellipsoids as sources of slices, and an engine that answers about them from the truth, or worse."""

import zlib

import numpy as np

from MISGroundLib.engine.protocol import AnswerEvent, Cancelled, DetectedBox, Done
from MISGroundLib.slices import SliceImage, VolumeInfo, to_uint8
from MISGroundLib.vlm.pictures import pictures_of

# What lies in a body, in the order of its labels: (name, middle, radii), mm from the body's own middle, RAS.
TRUNK = (
    ("liver", (55, 15, 60), (70, 60, 70)),
    ("left kidney", (-60, -45, 20), (28, 24, 55)),
    ("right kidney", (60, -50, 0), (28, 24, 55)),
    ("urinary bladder", (0, 30, -140), (40, 30, 35)),
    ("left adrenal gland", (-45, -35, 95), (12, 10, 14)),
)


class NumpySource:
    """An array as a source of slices, by nearest neighbours. window: (width, level); None: grey values as they are.

    `body_of` makes it of labels: 10 for the body and 20, 30, ... for what lies in it.
    """

    def __init__(self, array, ijk_to_ras, modality="CT", window=None):
        self.window = window
        self.array = array
        self.ijk_to_ras = np.asarray(ijk_to_ras, dtype=float)
        self.info = VolumeInfo("body", modality=modality, shape_ijk=array.shape[::-1])
        self.cuts = 0

    def midline(self):
        return None

    def cut(self, grid):
        self.cuts += 1
        width, height = grid.size_px
        columns, rows = np.meshgrid(np.arange(width), np.arange(height))
        matrix = grid.pixel_to_ras
        points = columns[..., None] * matrix[:3, 0] + rows[..., None] * matrix[:3, 1] + matrix[:3, 3]
        inverse = np.linalg.inv(self.ijk_to_ras)
        place = np.rint(points @ inverse[:3, :3].T + inverse[:3, 3]).astype(int)[..., ::-1]
        inside = ((place >= 0) & (place < self.array.shape)).all(axis=-1)
        k, j, i = np.moveaxis(np.clip(place, 0, np.array(self.array.shape) - 1), -1, 0)
        values = self.array[k, j, i]
        pixels = values.astype(np.uint8) if self.window is None else to_uint8(values, *self.window)
        return SliceImage(np.where(inside, pixels, 0), grid, *(self.window or (255.0, 127.0)), self.info, inside)


def body_of(parts=TRUNK, spacing=(4.0, 4.0, 4.0), half_mm=(190, 120, 220), middle_ras=(0, 0, 0), rotation=None):
    """A source, and of each part its true bounds in RAS mm (3, 2) of what lies in the field of view."""
    rotation = np.eye(3) if rotation is None else rotation
    shape = np.round(2 * np.array(half_mm) / spacing).astype(int)
    affine = np.eye(4)
    affine[:3, :3] = rotation * spacing
    affine[:3, 3] = middle_ras - affine[:3, :3] @ ((shape - 1) / 2)
    i, j, k = np.meshgrid(*(np.arange(size) for size in shape), indexing="ij")
    voxels = np.stack([i, j, k], axis=-1)
    body = voxels @ affine[:3, :3].T + affine[:3, 3] - np.asarray(middle_ras, dtype=float)
    labels = np.where(_ellipsoid(body, (0, 0, 0), (180, 110, 1e9)), 10, 0).astype(np.uint8)
    for number, (_, middle, radii) in enumerate(parts, 2):
        labels[_ellipsoid(body, middle, radii)] = 10 * number
    return NumpySource(labels.transpose(2, 1, 0), affine)


def true_bounds(source, frame, label):
    """A label's bounds (3, 2) in a frame, mm, from its voxels: the plain way."""
    k, j, i = np.nonzero(source.array == label)
    points = np.stack([i, j, k], axis=1) @ source.ijk_to_ras[:3, :3].T + source.ijk_to_ras[:3, 3]
    along = points @ frame.axes
    half = np.array(frame.spacing_mm)[:, None] / 2 * [[-1, 1]]
    return np.stack([along.min(axis=0), along.max(axis=0)], axis=1) + half


def _ellipsoid(points, middle, radii):
    return (((points - np.array(middle)) / radii) ** 2).sum(axis=-1) < 1


class TruthfulEngine:
    """Answers from the labels in the picture; `miss` and `false` are how often it errs, `jitter` by how many pixels.

    Errors are a function of the question and the picture, so that the same question gets the same answer. lies: of
    queries, {query: function of Question and picture that says whether a box is made up there}. A query that is no
    part of the body is absent; one in `unknown` is not known. slices: so many are asked about at once.
    """

    def __init__(
        self, parts=TRUNK, miss=0.0, false=0.0, jitter=0.0, seed=0, lies=None, unknown=(), fails_after=None, slices=1
    ):
        self.labels = {name: 10 * number for number, (name, *_) in enumerate(parts, 2)}
        self.miss, self.false, self.jitter, self.seed = miss, false, jitter, seed
        self.lies, self.unknown, self.fails_after = lies or {}, unknown, fails_after
        self.slices_at_once = slices
        self.asked = []
        self.waiting = []
        self.cancelled = []

    def ask(self, image, questions, settings):
        request = f"r{len(self.asked)}"
        self.asked.append((questions, settings))
        if self.fails_after is not None and len(self.asked) > self.fails_after:
            raise self.failure
        pictures = [pictures_of(image, one.picture)[0] for one in questions]
        self.waiting = [self._answer(request, at, pictures[at], one) for at, one in enumerate(questions)]
        self.waiting.append(Done(request, {"name": "truthful"}, {}))
        return request

    def most_slices(self, settings):
        return self.slices_at_once

    def poll(self, timeout=0.0):
        told, self.waiting = self.waiting, []
        return told

    def cancel(self, request):
        self.cancelled.append(request)
        self.waiting = [Cancelled(request)]

    def close(self):
        pass

    @property
    def questions(self):
        return sum(len(questions) for questions, _ in self.asked)

    def _answer(self, request, at, image, question):
        if question.query in self.unknown:
            return AnswerEvent(request, at, "", [], 0.0, ["It is not known."], unknown=True)
        key = f"{question.query} {question.plane} {self.seed} ".encode() + image.tobytes()
        rng = np.random.default_rng(zlib.crc32(key))
        rows, columns = np.nonzero(image == self.labels.get(question.query, -1))
        height, width = image.shape
        box = None
        if len(rows) and rng.random() >= self.miss:
            box = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], dtype=float)
            box += rng.normal(0, self.jitter, 4) if self.jitter else 0
        elif not len(rows) and rng.random() < self.false:
            x, y = rng.uniform(0, width * 0.7), rng.uniform(0, height * 0.7)
            box = np.array([x, y, x + 0.2 * width, y + 0.2 * height])
        if box is None and question.query in self.lies and self.lies[question.query](question, image):
            box = np.array([0.4 * width, 0.4 * height, 0.6 * width, 0.6 * height])
        if box is None or box[0] >= box[2] or box[1] >= box[3]:
            return AnswerEvent(request, at, "[]", [], 0.95)
        return AnswerEvent(request, at, "box", [DetectedBox(tuple(map(float, box)), question.query, 0.6)], 0.9)
