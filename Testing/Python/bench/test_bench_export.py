"""Exported questions load in the tools that they are for, with the same pictures, words, options and truth."""

import ast
import base64
import csv
import importlib.util
import io
import json

import numpy as np
import pytest
from made_questions import made_question, made_questions, write_made
from PIL import Image

from MISGroundLib.bench.option_reading import LETTERS, read_option
from MISGroundLib.bench.question_export import export_questions, stem_of
from MISGroundLib.bench.question_wording import with_options
from MISGroundLib.errors import UserError

# The fields of lmms-eval's TaskConfig and GroupConfig (0.7.3) that a file may set; it refuses any other.
TASK_FIELDS = {
    *("task", "task_alias", "tag", "dataset_path", "dataset_name", "dataset_kwargs", "test_split", "doc_to_visual"),
    *("doc_to_text", "doc_to_target", "doc_to_choice", "doc_to_messages", "process_results", "output_type", "repeats"),
    *("generation_kwargs", "metric_list", "cluster_key", "score_key", "lmms_eval_specific_kwargs", "metadata"),
}
GROUP_FIELDS = {"group", "group_alias", "task", "aggregate_metric_list", "metadata"}
NEEDED = {"task", "dataset_path", "test_split", "doc_to_visual", "doc_to_text", "doc_to_target", "metric_list"}
# What pandas takes for no value; an option of that name would vanish in VLMEvalKit.
NO_VALUE = {"", "NA", "N/A", "NULL", "NaN", "None", "n/a", "nan", "null"}


def draw(question):
    """A picture each, the same for the same case and place in the stack."""
    seed = int(question.case[-3:])
    return [
        np.random.default_rng((seed, i)).integers(0, 255, (24, 36, 3), np.uint8)
        for i, _ in enumerate(question.pictures)
    ]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """140 questions and the folders they were exported into: (questions, {form: folder})."""
    folder = tmp_path_factory.mktemp("export")
    questions = write_made(folder / "questions.jsonl", made_questions(140))
    for form in ("lmms-eval", "vlmevalkit"):
        export_questions(folder / "questions.jsonl", folder / form, form, draw)
    return questions, {form: folder / form for form in ("lmms-eval", "vlmevalkit")}


@pytest.fixture(scope="module")
def tasks(exported):
    """The exported YAML files, decoded; functions are their names."""
    yaml = pytest.importorskip("yaml")

    class Loader(yaml.SafeLoader):
        """Reads !function as text."""

    Loader.add_constructor("!function", lambda loader, node: "!" + loader.construct_scalar(node))
    paths = sorted(exported[1]["lmms-eval"].glob("*.yaml"))
    return {path.stem: yaml.load(path.read_text(), Loader) for path in paths}


@pytest.fixture(scope="module")
def utils(exported):
    """utils.py of the exported folder, loaded as lmms-eval does."""
    spec = importlib.util.spec_from_file_location("exported_utils", exported[1]["lmms-eval"] / "utils.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(folder):
    return {json.loads(line)["id"]: json.loads(line) for path in folder.glob("*.jsonl") for line in path.open()}


def test_lmms_eval_itself_loads_the_tasks_and_scores_an_answer(exported, monkeypatch, tmp_path):
    lmms_tasks = pytest.importorskip("lmms_eval.tasks")
    monkeypatch.setenv("LMMS_EVAL_DATASETS_CACHE", str(tmp_path))
    manager = lmms_tasks.TaskManager(include_path=str(exported[1]["lmms-eval"]), include_defaults=False)
    assert "misground" in manager.all_groups
    loaded = lmms_tasks.get_task_dict(["misground_cross_slice", "misground_no_image"], manager)
    for name, pictures in (("misground_cross_slice", 2), ("misground_no_image", 0)):
        task = loaded[name]
        doc = task.test_docs()[0]
        assert len(task.doc_to_visual(doc)) == pictures
        assert task.process_results(doc, [task.doc_to_target(doc)])["misground_accuracy"]["score"] == 1


def test_a_task_a_family_sets_only_fields_that_lmms_eval_knows(tasks):
    group = tasks.pop("misground")
    assert set(group) <= GROUP_FIELDS and sorted(group["task"]) == sorted(tasks)
    assert len(tasks) == 6 and "misground_localisation" not in tasks
    for name, task in tasks.items():
        assert set(task) <= TASK_FIELDS and set(task) >= NEEDED
        assert task["task"] == name and task["output_type"] == "generate_until"
        for metric in task["metric_list"]:
            assert {"metric", "aggregation", "higher_is_better"} == set(metric)
        assert {metric["metric"] for metric in task["metric_list"]} == {
            item["metric"] for item in group["aggregate_metric_list"]
        }
    tasks["misground"] = group


def test_every_function_and_file_that_a_task_names_is_there(tasks, exported, utils):
    for name, task in tasks.items():
        if name == "misground":
            continue
        assert (exported[1]["lmms-eval"] / task["dataset_kwargs"]["data_files"]["test"]).is_file()
        named = [value for value in task.values() if isinstance(value, str) and value.startswith("!utils.")]
        named += [metric["aggregation"] for metric in task["metric_list"]]
        assert len(named) == 5
        assert all(callable(getattr(utils, value.removeprefix("!utils."))) for value in named)


def test_every_question_with_options_is_there_with_its_truth(exported, utils):
    questions, folders = exported
    rows = rows_of(folders["lmms-eval"])
    with_answers = [question for question in questions if question.answer is not None]
    assert set(rows) == {question.id for question in with_answers}
    for question in with_answers:
        row = rows[question.id]
        assert utils.doc_to_text(row) == question.text
        shown = [np.asarray(picture) for picture in utils.doc_to_visual(row)]
        assert len(shown) == len(question.pictures)
        assert all(np.array_equal(a, b) for a, b in zip(shown, draw(question), strict=True))
        assert row["options"] == list(question.options) and row["target"] == LETTERS[question.answer]
        assert utils.process_results(row, [row["target"]])["misground_accuracy"]["score"] == 1


@pytest.mark.parametrize(
    "said", ["A", "(B).", "The answer is C.", "above", "A or B", "", "superior and anterior", "**D**"]
)
def test_an_answer_is_read_as_in_our_own_runs(exported, utils, said):
    row = next(iter(rows_of(exported[1]["lmms-eval"]).values()))
    choice = read_option(said, row["options"])
    found = utils.process_results(row, [said])
    assert found["misground_accuracy"]["score"] == int(choice == row["answer"])
    assert found["misground_unreadable"]["score"] == int(choice is None)
    assert found["misground_accuracy"]["case"] == row["case"]


def test_the_mean_is_of_the_scores(utils):
    assert utils.mean_score([{"score": 1}, {"score": 0}, {"score": 0}, {"score": 1}]) == 0.5
    assert utils.mean_score([]) == 0


def test_a_picture_is_written_once(exported):
    questions, folders = exported
    different = {pixels.tobytes() for question in questions if question.answer is not None for pixels in draw(question)}
    assert len(list((folders["lmms-eval"] / "images").iterdir())) == len(different)


def test_vlmevalkit_s_columns_hold_question_options_and_answer(exported):
    questions, folders = exported
    csv.field_size_limit(10**8)
    pictured = list(csv.DictReader((folders["vlmevalkit"] / "MISGround.tsv").open(newline=""), delimiter="\t"))
    plain = list(csv.DictReader((folders["vlmevalkit"] / "MISGroundText.tsv").open(newline=""), delimiter="\t"))
    by_id = {question.id: question for question in questions}
    assert {by_id[row["id"]].family for row in plain} == {"no-image"}
    assert all("image" not in row for row in plain)
    assert len(pictured) + len(plain) == sum(question.answer is not None for question in questions)
    assert len({int(row["index"]) for row in (*pictured, *plain)}) == len(pictured) + len(plain)
    for row in (*pictured, *plain):
        question = by_id[row["id"]]
        assert [row[letter] for letter in "ABCD"] == list(question.options)
        assert row[row["answer"]] == question.options[question.answer]
        assert row["question"] == question.text.splitlines()[0] + "\nAnswer with the letter only."
        assert (row["category"], row["l2-category"]) == (question.family, question.modality)
        assert not {row[name] for name in ("A", "B", "C", "D", "answer", "category")} & NO_VALUE


def test_vlmevalkit_pictures_are_base64_a_list_or_an_index(exported):
    questions, folders = exported
    csv.field_size_limit(10**8)
    rows = list(csv.DictReader((folders["vlmevalkit"] / "MISGround.tsv").open(newline=""), delimiter="\t"))
    images = {row["index"]: row["image"] for row in rows}
    by_id = {question.id: question for question in questions}
    shared = 0
    for row in rows:
        image = row["image"]
        if len(image) <= 64:
            shared += 1
            assert int(image) < int(row["index"]) and len(images[image]) > 64
            image = images[image]
        coded = ast.literal_eval(image) if image.startswith("[") else [image]
        shown = [np.asarray(Image.open(io.BytesIO(base64.b64decode(code)))) for code in coded]
        drawn = draw(by_id[row["id"]])
        assert len(shown) == len(drawn) and all(np.array_equal(a, b) for a, b in zip(shown, drawn, strict=True))
    assert shared > 0


def test_option_lines_are_taken_out_of_our_own_wording():
    options = ("superior", "inferior", "anterior")
    question = made_question(text=with_options("Where is X?", options), options=options)
    stem = stem_of(question)
    assert stem.startswith("Where is X?") and not any(option in stem for option in options)


@pytest.mark.parametrize("form", ["lmms-eval", "vlmevalkit"])
def test_the_readme_counts_what_was_left_out(exported, form):
    questions, folders = exported
    left_out = sum(question.answer is None for question in questions)
    assert f"Left out: {left_out} questions that ask for a box" in (folders[form] / "README.md").read_text()


def test_unknown_forms_and_damaged_questions_are_refused(exported, tmp_path):
    path = exported[1]["lmms-eval"].parent / "questions.jsonl"
    with pytest.raises(UserError, match="choose from lmms-eval, vlmevalkit"):
        export_questions(path, tmp_path, "excel", draw)
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:9]))
    for form in ("lmms-eval", "vlmevalkit"):
        with pytest.raises(UserError, match="only a part"):
            export_questions(broken, tmp_path / form, form, draw)
        assert not list((tmp_path / form).glob("*.jsonl")) + list((tmp_path / form).glob("*.tsv"))
