"""Questions are made of cases: certain, balanced, in every cell, and the same file every time."""

import gc
import json
import re
import weakref
from collections import Counter, defaultdict

import pytest
from made_cases import KNEE, write_folder, write_oai
from plain_checker import check_file

from MISGroundLib.bench.question_build import build_questions, questions_of
from MISGroundLib.bench.question_file import FAMILIES, TERMS, read_header, read_questions
from MISGroundLib.bench.question_impossible import Anchor, asked_names, is_out_of_reach, span_of
from MISGroundLib.bench.question_wording import axis_of, lay_term, opposite, split_side
from MISGroundLib.errors import UserError
from MISGroundLib.files import resource
from Python.shared_data import shared_case

RELATIONS = ("in-slice", "cross-slice", "bare", "flipped", "no-image")


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    root = tmp_path_factory.mktemp("cases")
    knee = write_folder(root / "knee", "MR", KNEE, region="right knee")
    return [write_folder(root / "b_torso"), write_folder(root / "a_torso", "MR"), knee]


@pytest.fixture(scope="module")
def built(cases, tmp_path_factory):
    out = tmp_path_factory.mktemp("built") / "questions.jsonl"
    counts = build_questions(cases, out, seed=3, limit_per_cell=10)
    return out, list(read_questions(out)), counts


def test_the_same_cases_and_seed_give_the_same_bytes(cases, built, tmp_path):
    out, _, counts = built
    again = out.parent / "again.jsonl"
    assert build_questions(cases[::-1], again, seed=3, limit_per_cell=10) == counts
    assert again.read_bytes() == out.read_bytes()
    others = [out.parent / f"other{seed}.jsonl" for seed in (3, 4)]
    for seed, other in zip((3, 4), others, strict=True):
        build_questions(cases[2:], other, seed=seed, limit_per_cell=4)
    assert others[0].read_bytes() != others[1].read_bytes()


def test_every_family_and_level_is_there_and_counted(built):
    _, questions, counts = built
    assert counts == Counter(question.cell for question in questions)
    assert {question.family for question in questions} == set(FAMILIES)
    for family in ("in-slice", "bare", "flipped", "cross-slice"):
        levels = {
            (q.modality, q.plane, q.convention, q.visual_prompt, q.terms) for q in questions if q.family == family
        }
        assert len(levels) == 2 * 3 * 2 * 4 * 2, family
    named = {(q.plane, q.convention, q.visual_prompt) for q in questions if q.family == "identification"}
    assert {prompt for _, _, prompt in named} == {"mask", "box", "point"} and len(named) == 18
    found = {(q.plane, q.convention, q.visual_prompt) for q in questions if q.family == "localisation"}
    assert len(found) == 6 and {q.terms for q in questions if q.family == "localisation"} == set(TERMS)


def test_places_of_right_options_are_even_in_every_cell(built):
    _, questions, _ = built
    places = defaultdict(Counter)
    for question in questions:
        if question.options:
            places[question.cell, len(question.options)][question.answer] += 1
    for (cell, options), counts in places.items():
        seen = [counts[place] for place in range(options)]
        assert max(seen) - min(seen) <= 1, cell


def test_directions_are_even_in_every_cell(built):
    _, questions, _ = built
    words, axes = defaultdict(Counter), defaultdict(Counter)
    for question in questions:
        if question.family in RELATIONS:
            words[question.cell][question.direction] += 1
            axes[question.cell][axis_of(question.direction)] += 1
    for cell, counts in words.items():
        assert all(abs(counts[word] - counts[opposite(word)]) <= 1 for word in counts), cell
        assert max(axes[cell].values()) - min(axes[cell].values()) <= 2, cell


def test_present_and_absent_are_even_and_tell_no_structure_apart(built):
    _, questions, _ = built
    seen = defaultdict(Counter)
    for question in questions:
        if question.family == "localisation":
            seen[question.cell][question.box_px is None] += 1
            assert question.answer is None and not question.options and not question.pictures[0].marks
    assert seen and all(abs(counts[True] - counts[False]) <= 1 for counts in seen.values())
    names = [
        {
            question.structures[0]
            for question in questions
            if question.box_px is None and question.family == "localisation"
        },
        {question.structures[0] for question in questions if question.box_px is not None},
    ]
    assert names[0] <= names[1]


def test_impossible_queries_are_of_another_part_of_the_body(built):
    out, questions, _ = built
    asked = defaultdict(set)
    for question in questions:
        if question.family == "impossible":
            assert question.wants_box and question.box_px is None and 'answer "absent"' in question.text
            asked[question.case, question.plane].add(question.structures[0])
    knee = asked["knee", "axial"] | asked["knee", "coronal"] | asked["knee", "sagittal"]
    assert len(knee) > 5 and not knee & {"patella", "tibia", "medial meniscus", "lateral meniscus"}
    assert {"urinary bladder", "trachea"} <= knee
    torso = asked["b_torso", "axial"] | asked["b_torso", "coronal"] | asked["b_torso", "sagittal"]
    assert {"patella", "brain"} <= torso and not torso & {"left lung", "pancreas", "prostate", "thyroid gland"}
    faults, drawn = check_file(out, 10**4)
    assert drawn == len(questions) and [one for one in faults if one[1] == "impossible"] == []


@pytest.mark.parametrize(
    ("name", "anchor", "reach", "impossible"),
    [
        ("left kidney", "patella", 140, True),
        ("left kidney", "patella", 160, False),
        ("left adrenal gland", "patella", 260, True),
        ("patella", "liver", 0, True),
        ("patella", "femur", 0, False),
        ("brain", "heart", 0, True),
        ("brain", "thyroid gland", 0, False),
        ("left lung", "L3 vertebra", 0, False),
        ("mandible", "L3 vertebra", 100, True),
    ],
)
def test_a_structure_is_out_of_reach_where_whole_levels_lie_between(name, anchor, reach, impossible):
    assert is_out_of_reach(span_of(name), Anchor(span_of(anchor), reach, reach)) is impossible


def test_every_structure_that_is_asked_for_has_levels_and_is_known_by_name():
    table = json.loads(resource("Anatomy", "body_levels.json").read_text(encoding="utf-8"))
    levels = [name for name, height in table["levels"] if height > 0]
    for first, last in table["spans"].values():
        assert levels.index(first) <= levels.index(last)
    assert set(table["asked"]) <= set(table["spans"])
    assert {split_side(name)[1] for name in asked_names()} == set(table["asked"])


def test_a_family_has_the_same_questions_with_and_without_the_others(cases, built, tmp_path):
    build_questions(cases, tmp_path / "some.jsonl", seed=3, limit_per_cell=10, families=["localisation", "impossible"])
    some = list(read_questions(tmp_path / "some.jsonl"))
    assert some == [question for question in built[1] if question.family in ("localisation", "impossible")]


def test_sagittal_questions_hold_no_left_or_right(built):
    _, questions, _ = built
    for question in questions:
        if question.plane == "sagittal":
            words = re.sub(r"image (left|right)", "", question.text).lower()
            assert not re.search(r"\b(left|right|medial|lateral|inner side|outer side)\b", words), question.text
            assert question.direction not in ("left", "right", "medial", "lateral")


def test_a_limb_is_asked_medial_and_lateral_and_says_its_side(built):
    _, questions, _ = built
    knee = [question for question in questions if question.case == "knee" and question.family in RELATIONS]
    assert {"medial", "lateral"} <= {question.direction for question in knee}
    assert not {"left", "right"} & {question.direction for question in knee}
    told = [question for question in knee if question.direction in ("medial", "lateral")]
    assert all("limb on the patient's right side" in question.text for question in told)


def test_words_follow_the_level_of_terms(built):
    _, questions, _ = built
    for question in questions:
        if question.family in ("identification", "localisation", "impossible") and question.terms == "colloquial":
            name = question.structures[0]
            assert lay_term(name), f"{name} has no lay word and must not be asked in lay words"
        assert ("superior" in question.text) <= (question.terms == "anatomical")
    spoken = [question.text for question in questions if question.terms == "colloquial"]
    assert any("windpipe" in text for text in spoken) and any("breastbone" in text for text in spoken)


def test_the_words_list_the_options_and_how_to_answer(built):
    _, questions, _ = built
    for question in questions:
        if question.options:
            lines = question.text.splitlines()
            listed = tuple(line[3:] for line in lines[-1 - len(question.options) : -1])
            assert listed == question.options and lines[-1] == "Answer with the letter of one option only."
            assert question.chance == pytest.approx(1 / len(question.options))


def test_names_never_give_a_direction_away(built):
    _, questions, _ = built
    for question in questions:
        if question.family in RELATIONS and question.direction in ("left", "right"):
            told = re.search(r"(?:X is|X \(|The letter X).*?Seen", question.text)
            assert told is None or not re.search(r"\b(left|right) (kidney)", told[0]), question.text


def test_questions_come_by_case_and_picture(built):
    _, questions, _ = built
    seen = []
    for question in questions:
        key = (question.case, question.pictures)
        if not seen or seen[-1] != key:
            seen.append(key)
    assert len(seen) == len(set(seen))
    assert [case for case, _ in seen] == sorted(case for case, _ in seen)


def test_flipped_questions_turn_the_same_relation_round(built):
    _, questions, _ = built
    plain = {}
    for question in questions:
        if question.family == "in-slice":
            key = (question.case, question.plane, question.pictures[0].position_mm, frozenset(question.structures))
            plain[key] = (question.structures, question.direction)
    met = 0
    for question in questions:
        key = (question.case, question.plane, question.pictures[0].position_mm if question.pictures else 0.0)
        known = plain.get((*key, frozenset(question.structures)))
        if question.family == "flipped" and known:
            structures, direction = known
            expected = opposite(direction) if structures == question.structures else direction
            assert question.direction == expected and question.pictures[0].mirrored
            met += 1
    assert met > 50


def test_an_independent_checker_finds_nothing_wrong(cases, built):
    out, _, _ = built
    faults, drawn = check_file(out, 350)
    assert drawn >= 200 and faults == []


def test_the_checker_does_find_what_is_wrong(built, tmp_path):
    """It would see a swapped direction, a moved box and a wrong name."""
    out, questions, _ = built
    lines = out.read_text().splitlines()
    spoiled = [lines[0]]
    for line in lines[1:-1]:
        data = json.loads(line)
        if data["options"]:
            data["answer"] = (data["answer"] + 1) % len(data["options"])
            if data["direction"]:
                said = data["options"][data["answer"]]
                data["direction"] = next(
                    (question.direction for question in questions if question.options and question.direction
                     and question.options[question.answer] == said), said,
                )  # fmt: skip
        elif data["box_px"]:
            data["box_px"] = [value + 4 for value in data["box_px"]]
        else:
            continue
        spoiled.append(json.dumps(data))
    path = out.parent / "spoiled.jsonl"
    path.write_text("\n".join([*spoiled, lines[-1]]))
    faults, drawn = check_file(path, 140)
    assert len(faults) >= 0.95 * drawn


def test_a_limit_holds_in_every_cell_and_keeps_the_cases_even(cases, tmp_path):
    out = tmp_path / "few.jsonl"
    counts = build_questions(cases, out, limit_per_cell=4)
    assert max(counts.values()) == 4 and read_header(out).limit_per_cell == 4
    by_case = Counter(question.case for question in read_questions(out) if question.modality == "MR")
    assert min(by_case.values()) > 0.3 * max(by_case.values())


def test_a_case_without_a_scan_is_left_out_and_told(cases, tmp_path):
    bare = write_folder(tmp_path / "maps", image=False)
    told = []
    build_questions([cases[0], bare], tmp_path / "q.jsonl", 0, 1, lambda *step: told.append(step))
    assert [entry.id for entry in read_header(tmp_path / "q.jsonl").cases] == ["b_torso"]
    assert any("maps: left out" in message for _, _, message in told)


def test_what_cannot_be_built_is_refused_and_an_old_file_stays(cases, tmp_path):
    out = tmp_path / "q.jsonl"
    out.write_text("old")
    twin = write_folder(tmp_path / "twin", id="b_torso")
    lonely = write_folder(tmp_path / "lonely", bodies={"liver": ((3, 3, 3), (1, 1, 1))})
    for given, words in (
        ([cases[0], twin], "both called b_torso"),
        ([], "no case"),
        ([lonely], "No question can be made"),
        ([tmp_path / "nowhere"], "no case"),
    ):
        with pytest.raises(UserError, match=words):
            build_questions(given, out)
    with pytest.raises(UserError, match="limit of 0"):
        build_questions(cases, out, limit_per_cell=0)
    assert out.read_text() == "old" and sorted(tmp_path.glob(".*")) == []


def test_one_case_at_a_time_is_in_memory(tmp_path, monkeypatch):
    made, alive = [], []

    def watched(case, seed, balance, families):
        gc.collect()
        alive.append(sum(one() is not None for one in made))
        questions = questions_of(case, seed, balance, families)
        made.extend(weakref.ref(one) for one in (case, *questions))
        return questions

    monkeypatch.setattr("MISGroundLib.bench.question_build.questions_of", watched)
    build_questions([write_oai(tmp_path / f"k{number}") for number in range(3)], tmp_path / "q.jsonl", limit_per_cell=3)
    # One: the question that is just being written.
    assert len(made) > 100 and max(alive) <= 1


def test_real_label_maps_give_certain_questions(tmp_path):
    out = tmp_path / "q.jsonl"
    names = ("ct_spine_tpt", "ct_torso_ts", "mr_spine_tpt")
    build_questions([shared_case(name) for name in names], out, limit_per_cell=4)
    faults, drawn = check_file(out, 200, seed=5)
    assert drawn >= 200 and faults == []
