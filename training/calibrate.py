"""Fits when a model says "not there" and what its scores are worth: `python -m training.calibrate --model FOLDER`.

On held-out synthetic pictures (other seeds than the evaluation's) and on the real scans that choices may be made by,
where they are there, both counting alike. First the bias towards "not there" with which a set
share of what is absent is said to be (vlm/decoding.py). Then the scores: of found boxes, how often the box is right
(there, and IoU >= 0.5); of answers "not found", how often that is true. Monotone by pool-adjacent-violators, thinned to
a few knots. Written into the folder's misground.json as {"absence_bias": b, "calibration": {"found": [[raw, p], ...],
"absent": ...}}; the checksums are renewed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from scipy.optimize import isotonic_regression
from tqdm import tqdm

from MISGroundLib.files import resource
from MISGroundLib.vlm.scoring import AS_IT_IS
from training.evaluation.asking import Asker
from training.evaluation.prior import Prior
from training.evaluation.run import is_other_side, question_about, run_suite
from training.evaluation.scan_suites import choose_suites
from training.evaluation.scoring import Outcome, calibration_error
from training.evaluation.suites import FIRST_HELD_OUT_SEED, Size, held_out, held_out_maps
from training.evaluation.views import Suite, questions_on
from training.export import write_checksums, write_json

T = TypeVar("T")
_MOST_KNOTS = 12
# Of what is absent, said to be: drawn pictures are easier than scans, on which nine in ten is the least that will do.
_ABSENT_SAID_ABSENT = 0.94
_FIRST_SEED = FIRST_HELD_OUT_SEED + 1000
_PICTURE_SEED = 45


def fit_knots(raw: Sequence[float], right: Sequence[bool]) -> list[list[float]]:
    """[[raw score, share right], ...], both rising, at most 12; [] where there is nothing to fit to.

    The isotonic fit is averaged over groups of about equal size, so that a knot stands on more than a few answers.
    """
    if not len(raw):
        return []
    order = np.argsort(raw, kind="stable")
    scores = np.asarray(raw, dtype=float)[order]
    shares = isotonic_regression(np.asarray(right, dtype=float)[order]).x
    groups = np.array_split(np.arange(len(scores)), min(_MOST_KNOTS, max(1, len(scores) // 10)))
    knots: list[list[float]] = []
    for group in groups:
        knot = [round(float(scores[group].mean()), 4), round(float(shares[group].mean()), 4)]
        if not knots or knot[0] > knots[-1][0]:
            knots.append(knot)
    return knots


def fit_bias(log_odds: Sequence[float], wanted: float = _ABSENT_SAID_ABSENT) -> float:
    """The least bias, in logits from 0, with which the wanted share of absent structures is said to be absent.

    log_odds: of "not there" against a box, one an absent structure. 0 where there is none to fit to.
    """
    if not len(log_odds):
        return 0.0
    return round(max(0.0, -float(np.quantile(log_odds, 1 - wanted))), 2)


def alike(groups: Sequence[Sequence[T]]) -> list[T]:
    """The members of groups in one list, those of small groups repeated, so that every group counts about alike."""
    filled = [group for group in groups if len(group)]
    most = max((len(group) for group in filled), default=0)
    return [member for group in filled for member in list(group) * max(1, round(most / len(group)))]


def absent_log_odds(asker: Asker, suites: Sequence[Suite]) -> list[float]:
    """What the model thinks of structures that are absent: log odds of "not there", by the decision's probability."""
    odds = []
    for suite in suites:
        region = {index for view in suite.views for index in view.boxes}
        for number, view in enumerate(suite.views):
            asked = questions_on(view, region, asker.known, number)
            asked = [i for i in asked if i not in view.boxes and not is_other_side(view, i)]
            answers = asker.many(view.pixels, [question_about(view, index) for index in asked]) if asked else []
            for answer in answers:
                sure = min(max(answer.statistics["raw_score"], 1e-6), 1 - 1e-6)
                odds.append((1 if answer.parsed.not_found else -1) * float(np.log(sure / (1 - sure))))
    return odds


def calibrate(model: Path, size: Size, scans: bool = True) -> tuple[float, float]:
    """Fit, write, and return the calibration error on the pictures fitted to, before and after.

    scans: on the real scans to choose by too.
    """
    asker = Asker(model)
    drawn = [held_out(size, _FIRST_SEED, _PICTURE_SEED), held_out_maps(size, _PICTURE_SEED)]
    sources = choose_suites(size, sorted(asker.known)).values() if scans else ()
    real = [suite for folder, make in sources if folder.is_dir() for suite in make() if suite.field != "mirrored"]
    # Decisions and scores as the model gives them, whatever the folder's calibration is.
    as_it_is = replace(asker.loaded.profile, calibration=AS_IT_IS, absence_bias=0.0)
    asker.loaded.profile = as_it_is
    bias = fit_bias(alike([absent_log_odds(asker, drawn), absent_log_odds(asker, real)]))
    asker.loaded.profile = replace(as_it_is, absence_bias=bias)
    nowhere = Prior("none", {})
    groups: list[list[Outcome]] = [[], []]
    with tqdm(total=sum(len(suite.views) for suite in drawn + real), unit="slice", disable=None) as bar:
        for outcomes, suites in zip(groups, (drawn, real), strict=True):
            for suite in suites:
                outcomes += [o for o in run_suite(asker, suite, nowhere, bar.update) if o.structure != "body"]
    outcomes = alike(groups)
    found = [o for o in outcomes if o.answer is not None]
    absent = [o for o in outcomes if o.said_absent]
    knots = {
        name: fit_knots([o.score for o in group], [o.right for o in group])
        for name, group in (("found", found), ("absent", absent))
    }
    file = model / "misground.json"
    write_json(file, {**json.loads(file.read_text(encoding="utf-8")), "absence_bias": bias, "calibration": knots})
    write_checksums(model)
    before = calibration_error([o.score for o in found + absent], [o.right for o in found + absent])
    fitted = [_at(knots["found"], o.score) for o in found] + [_at(knots["absent"], o.score) for o in absent]
    return before, calibration_error(fitted, [o.right for o in found + absent])


def _at(knots: list[list[float]], raw: float) -> float:
    return float(np.interp(raw, [knot[0] for knot in knots], [knot[1] for knot in knots]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=resource("Models", "misground-mini"))
    parser.add_argument("--phantoms", type=int, default=16)
    parser.add_argument("--pictures", type=int, default=8, help="a phantom, or a held-out map")
    arguments = parser.parse_args()
    before, after = calibrate(arguments.model, Size(phantoms=arguments.phantoms, pictures=arguments.pictures))
    print(f"calibration error on the pictures fitted to: {before:.3f} before, {after:.3f} after")


if __name__ == "__main__":
    main()
