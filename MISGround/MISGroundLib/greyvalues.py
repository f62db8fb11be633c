"""Grey values of a volume: what is padding, whether they are Hounsfield units, and the window to show them. numpy only.

A modality that no header says is guessed from the histogram alone. Hounsfield units have a shape that nothing else has:
air near -1000, hardly anything between lung and fat, and most of the body within 500 units of water. "Some values below
-500" is no proof: an MR stored as signed numbers has them too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.errors import UserError

# Window width and level in HU for CT.
CT_WINDOW_LEVEL = (400.0, 40.0)
# A CT without its rescaling: stored numbers are HU + 1024.
STORED_CT_OFFSET = 1024.0

_SAMPLE = 100_000
# Below every HU that a scanner makes of tissue or air, with room for noise.
_LOWEST_HU = -1100.0
_BIN_HU = 10.0
# Of a CT without padding so much at most lies beyond what Hounsfield units can be, metal included.
_LOWEST_BEYOND, _MOST_HU, _MOST_BEYOND = -3100.0, 8000.0, 0.02
# The highest numbers of integer types, as padding.
_HIGHEST = tuple(float(np.iinfo(kind).max) for kind in ("i2", "u2", "i4", "u4"))

Values = NDArray[Any]


def sample_values(values: Values) -> NDArray[np.float64]:
    """The finite ones of at most 100,000 values, evenly strided, as a flat array."""
    flat = np.asarray(values).reshape(-1)
    # An odd stride does not keep hitting the same columns of a power-of-two grid.
    chosen = flat[:: max(1, flat.size // _SAMPLE) | 1].astype(np.float64)
    finite = np.isfinite(chosen)
    return chosen if finite.all() else chosen[finite]


def without_padding(values: Values) -> tuple[NDArray[np.float64], list[float]]:
    """A sample of the values without what was put where nothing was measured, and the numbers that were put there.

    Padding is one number that many voxels have and that lies far from all others: a negative one below them (-8192,
    -3024 or -2000 round a CT's circle, -32768), or the highest that a type can hold. A background of 0 is none, and a
    few numbers far from each other are a drawing.
    """
    kept = sample_values(values)
    padding: list[float] = []
    for _ in range(4):
        for edge in (float(kept.min()), float(kept.max())) if kept.size else ():
            others = kept[kept != edge]
            if (
                kept.size - others.size < max(2, 0.0005 * kept.size)
                or np.unique(others[:: 1 + others.size // 4000]).size < 24
            ):
                continue
            low, high = np.percentile(others, (1.0, 99.0))
            below = edge < 0 and low - edge > 0.4 * (high - low)
            above = edge in _HIGHEST and edge - high > 0.4 * (high - low)
            if below or above:
                kept = others
                padding.append(edge)
                break
        else:
            break
    return kept, padding


def guess_modality(values: Values) -> str:
    """CT where the grey values can only be Hounsfield units, as they are or with 1024 added; else an empty string."""
    sample = sample_values(values)
    return "CT" if _are_hounsfield(sample) or _are_hounsfield(sample - STORED_CT_OFFSET, air_needed=True) else ""


def hounsfield_offset(values: Values) -> float:
    """What was added to a CT's Hounsfield units: 1024 where it was stored without its rescaling, else 0."""
    sample = sample_values(values)
    if sample.size == 0 or _are_hounsfield(sample):
        return 0.0
    return STORED_CT_OFFSET if _are_hounsfield(sample - STORED_CT_OFFSET, air_needed=True) else 0.0


def preset_window_level(values: Values, modality: str) -> tuple[float, float]:
    """Window and level for a modality: soft tissue for CT, else the 1st to 99th percentile of the foreground.

    Values of a CT that are off by 1024 get the window that is right for them; values that the CT window would show
    black or white get percentiles too. Raises UserError where no value is a number.
    """
    sample = sample_values(values)
    if sample.size == 0:
        raise UserError("The volume holds no number: every voxel is NaN or infinite. Choose another volume.")
    kept, _ = without_padding(sample)
    if modality.upper() == "CT":
        window, level = CT_WINDOW_LEVEL[0], CT_WINDOW_LEVEL[1] + hounsfield_offset(sample)
        if _shows_something(kept, window, level):
            return window, level
    foreground = kept[kept > kept.min()]
    low, high = np.percentile(foreground if foreground.size else kept, (1, 99))
    if high <= low:
        low, high = float(kept.min()), float(kept.max())
    # Maps and PET have scales of their own, far below 1; a volume of one value has none.
    return float(high - low) if high > low else 1e-3, float(low + high) / 2


def describe_values(values: Values, modality: str) -> list[str]:
    """Sentences on what a user should know of a volume's grey values: padding, an offset CT, a CT that is none."""
    sample = sample_values(values)
    kept, padding = without_padding(sample)
    notes = []
    if padding:
        numbers = " and ".join(f"{value:g}" for value in padding)
        notes.append(f"Voxels with the value {numbers} are padding, where nothing was measured; no window counts them.")
    if modality.upper() == "CT":
        if hounsfield_offset(sample):
            notes.append(
                "The grey values of this CT lie 1024 above Hounsfield units (it was stored without its rescaling); "
                "the CT window was moved by as much."
            )
        elif not _shows_something(kept, *CT_WINDOW_LEVEL):
            notes.append(
                "This is said to be a CT, and its grey values are no Hounsfield units; it is shown by its own range of "
                "values instead of the CT window."
            )
    if looks_like_labels(np.asarray(values)):
        notes.append(
            "This looks like a label map (few whole numbers in even areas), not a scan: give the scan it was made on."
        )
    return notes


def looks_like_labels(array: Values) -> bool:
    """Whether a volume (k, j, i) holds few whole numbers in even areas, as a label map does and no scan."""
    if array.ndim != 3:
        return False
    planes = array[:: max(1, array.shape[0] // 16)]
    sample = sample_values(planes)
    numbers, counts = np.unique(sample, return_counts=True)
    if not 2 <= numbers.size <= 300 or numbers[0] < 0 or not np.array_equal(numbers, np.rint(numbers)):
        return False
    background = numbers[int(np.argmax(counts))]
    left, right = planes[..., :-1], planes[..., 1:]
    inside = (left != background) & (right != background)
    return bool(inside.any() and np.mean((left == right)[inside]) > 0.7)


def _shows_something(kept: NDArray[np.float64], window: float, level: float) -> bool:
    """Whether values span more than a fiftieth of a window, and a fiftieth of them, lowest aside, is grey in it; and
    whether hardly any lie where none can in that window's units.
    """
    beyond = (kept < level - CT_WINDOW_LEVEL[1] + _LOWEST_BEYOND) | (kept > level - CT_WINDOW_LEVEL[1] + _MOST_HU)
    if np.mean(beyond) > _MOST_BEYOND:
        return False
    shown = int(np.count_nonzero((kept > level - window / 2) & (kept < level + window / 2)))
    above = int(np.count_nonzero(kept > kept.min()))
    return bool(shown > 0.02 * max(1, above) and np.ptp(kept) > 0.02 * window)


def _are_hounsfield(values: NDArray[np.float64], *, air_needed: bool = False) -> bool:
    """Whether the histogram has the shape of Hounsfield units. `air_needed`: what shows no air is none."""
    low = values < _LOWEST_HU
    below = np.count_nonzero(low)
    if below > 0.01 * values.size:
        # Padding is one number or two. Anything else down there is tissue, in other units.
        _, counts = np.unique(values[low], return_counts=True)
        if np.sort(counts)[-2:].sum() < 0.6 * below:
            return False
    kept = values[~low] if below else values
    body = kept[kept > -500.0]
    if kept.size < 0.02 * values.size or body.size < 16 or np.ptp(kept) == 0:
        return False

    def share(low: float, high: float, of: NDArray[np.float64] = body) -> float:
        return float(np.mean((of > low) & (of < high)))

    counts, edges = np.histogram(body, np.arange(-500.0, 3110.0, _BIN_HU))
    # The 80 HU in which most of the body lies: fat, or soft tissue.
    crowd = np.convolve(counts, np.ones(8), "same")
    peak = float(edges[int(np.argmax(crowd))] + _BIN_HU / 2)
    between, soft, air = share(-450, -200), share(-200, 200), share(-1100, -900, kept)
    if share(-200, 300) < 0.6 or between > 0.2 * max(soft, 1e-9) or share(600, np.inf) > 0.12:
        return False
    if not -140 <= peak <= 150 or crowd.max() < 0.2 * body.size or share(-np.inf, -50, kept) < 0.01:
        return False
    low, middle, most, high = np.percentile(kept, (0.1, 50, 99.5, 99.9))
    if most < 120:
        # No bone and no contrast: much air and nothing between it and soft tissue must make up for it.
        return air > 0.05 and between < 0.02 and -20 <= peak <= 90
    if air > 0.005:
        return True
    # Cut to the body's inside: fat, soft tissue with most of the voxels, and bone must all be there.
    return not air_needed and bool(-30 <= peak <= 130 and low < -80 and -150 < middle < 200 and high > 250)
