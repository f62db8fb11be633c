"""Made questions and answers for the tests of scores, reports and exports: no pictures, no models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from MISGroundLib.bench.question_file import (
    FAMILIES,
    BenchQuestion,
    CaseEntry,
    Header,
    Mark,
    Picture,
    sha256_of,
    write_questions,
)
from MISGroundLib.bench.run_folder import ROWS, AnswerWriter, BenchAnswer, RunCard, write_card

WORDS = {
    "anatomical": ("superior", "inferior", "anterior", "posterior"),
    "colloquial": ("above", "below", "in front", "behind"),
}
STRUCTURES = ("liver", "spleen", "left kidney", "right kidney", "aorta", "pancreas")
TRUTH = (20.0, 30.0, 60.0, 80.0)


def made_question(number: int = 0, family: str = "in-slice", answer: int = 0, **changes: object) -> BenchQuestion:
    """A question of a family; everything else turns with the number."""
    terms = ("anatomical", "colloquial")[number % 2]
    plane = ("axial", "coronal", "sagittal")[number % 3]
    first, second = STRUCTURES[number % 6], STRUCTURES[(number + 1) % 6]
    prompt = (
        "none"
        if family in ("localisation", "impossible", "no-image")
        else ("mask", "box", "point", "label")[number % 4]
    )
    marks = () if prompt == "none" else (Mark(prompt, first, "A"), Mark(prompt, second, "B"))
    picture = Picture(
        plane, float(number), "viewed", "horizontal" if family == "flipped" else "", family == "bare", marks
    )
    options = tuple(f"{word}" for word in WORDS[terms])
    if family == "identification":
        options = STRUCTURES[:4]
    stem = f"Case {number}: where is the {first} relative to the {second}?"
    listed = "\n".join(f"{'ABCD'[i]}. {option}" for i, option in enumerate(options))
    question = BenchQuestion(
        id="",
        case=f"case-{number // 12:03d}",
        modality="MR" if number % 5 == 0 else "CT",
        plane=plane,
        family=family,
        convention=("viewed", "ras")[number // 3 % 2],
        visual_prompt=prompt,
        terms=terms,
        structures=(first, second),
        direction="" if family in ("identification", "localisation", "impossible") else options[answer],
        text=f"{stem}\n{listed}\nAnswer with the letter only.",
        options=options,
        answer=answer,
        box_px=None,
        chance=0.25,
        pictures={"no-image": (), "cross-slice": (picture, replace(picture, position_mm=number + 9.0))}.get(
            family, (picture,)
        ),
    )
    if family in ("localisation", "impossible"):
        question = replace(
            question,
            text=f"Case {number}: where is the {first}?",
            options=(),
            answer=None,
            box_px=TRUTH if number % 2 and family == "localisation" else None,
            chance=0.0,
        )
    return replace(question, **changes).with_id()


def made_questions(count: int) -> Iterator[BenchQuestion]:
    """Questions of every family, with every right answer."""
    return (made_question(number, FAMILIES[number % 7], number // 7 % 4) for number in range(count))


def write_made(path: Path, questions: Iterable[BenchQuestion]) -> list[BenchQuestion]:
    """Write a file of questions; returns them."""
    kept = list(questions)
    cases = sorted({(question.case, question.modality) for question in kept})
    entries = tuple(CaseEntry(case, modality, "made", f"{case}.nii.gz", "0" * 8) for case, modality in cases)
    write_questions(path, Header("test 0", 0, None, entries), kept)
    return kept


def right_answer(question: BenchQuestion, decoding: str = "greedy", **changes: object) -> BenchAnswer:
    """The right one."""
    absent = question.answer is None and question.box_px is None
    boxes = () if question.box_px is None else (question.box_px,)
    said = BenchAnswer(question.id, decoding, "said", question.answer, boxes, (0.9,) * len(boxes), absent, 0.8)
    return replace(said, **changes)


def wrong_answer(question: BenchQuestion, decoding: str = "greedy", **changes: object) -> BenchAnswer:
    """A wrong one that can be read: the next option, a box far off, or a box of what is absent."""
    if question.answer is not None:
        return right_answer(question, decoding, choice=(question.answer + 1) % len(question.options), **changes)
    return right_answer(
        question, decoding, boxes_px=((100.0, 100.0, 120.0, 120.0),), box_scores=(0.9,), said_absent=False, **changes
    )


def write_run(
    folder: Path, questions: Path, answers: Iterable[BenchAnswer], decodings: Iterable[str] = ("greedy",)
) -> None:
    """Write a folder of answers with its card."""
    card = RunCard(
        questions_sha256=sha256_of(questions),
        question_count=0,
        model={"name": "made", "revision": "r1"},
        decodings={name: {"rule": name} for name in decodings},
        asked="words",
        seed=3,
        engine="local",
        software={"misground": "0"},
        hardware={"cpu": "none"},
        sessions=[{"start": "2026-01-01T00:00:00", "end": "2026-01-01T00:01:00", "answers": 1}],
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_card(folder, card)
    (folder / ROWS).unlink(missing_ok=True)
    writer = AnswerWriter(folder)
    writer.add(*answers)
    writer.close()


def random_answers(
    questions: Iterable[BenchQuestion],
    skill: Callable[[BenchQuestion, str], float],
    decodings: Iterable[str],
    seed: int,
) -> Iterator[BenchAnswer]:
    """Right with the probability that `skill` gives, else another option, seldom unreadable; the same for a seed."""
    generator = np.random.default_rng(seed)
    names = tuple(decodings)
    for question in questions:
        hard = generator.random()
        for name in names:
            luck = hard if generator.random() < 0.8 else generator.random()
            if generator.random() < 0.02:
                yield BenchAnswer(question.id, name, "I <b>cannot</b> tell & won't.", seconds=0.4, tokens=9)
            elif luck < skill(question, name):
                yield right_answer(question, name, seconds=0.3, tokens=4, score=float(generator.uniform(0.5, 1)))
            else:
                yield wrong_answer(question, name, seconds=0.3, tokens=4, score=float(generator.uniform(0.2, 0.9)))
