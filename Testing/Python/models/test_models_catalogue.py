"""The catalogue of models holds to its schema and to the estimate; `misground models` says it, adds and removes."""

import json

import jsonschema
import pytest
import torch

from MISGroundLib.cli import main
from MISGroundLib.errors import UserError
from MISGroundLib.files import resource
from MISGroundLib.models.catalogue import add_folder, catalogue, known_models, remove
from MISGroundLib.vlm.folders import downloaded
from MISGroundLib.vlm.known_families import CHECKPOINTS, FAMILIES, MINI
from MISGroundLib.vlm.memory import Tensors, count_tensors, memory_need

DOCUMENT = json.loads(resource("Models", "catalogue.json").read_text())


def test_the_catalogue_holds_to_its_schema():
    jsonschema.validate(DOCUMENT, json.loads(resource("Models", "catalogue.schema.json").read_text()))
    assert len({one["id"] for one in DOCUMENT["models"]}) == len(DOCUMENT["models"])


@pytest.mark.parametrize("one", DOCUMENT["models"], ids=lambda one: one["id"])
def test_its_memory_is_what_the_estimate_makes_of_its_shape(one):
    family = MINI if one["family"] == "misground_mini" else FAMILIES[one["family"]]
    assert one["box_format"] in {family.name, *(checkpoint.model.name for checkpoint in CHECKPOINTS)}
    for kind, told in one["memory_bytes"].items():
        need = memory_need(Tensors(**one["tensors"]), one["shape"], family, kind, on_cuda=family is not MINI)
        assert told == pytest.approx(need.total, abs=1e6)


def test_its_count_of_weights_is_that_of_the_network_itself():
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

    one = next(one for one in DOCUMENT["models"] if one["id"] == "Qwen/Qwen3-VL-2B-Instruct")
    with torch.device("meta"):
        network = Qwen3VLForConditionalGeneration(Qwen3VLConfig(**one["shape"]))
    counted = count_tensors({name: tuple(weight.shape) for name, weight in network.named_parameters()})
    assert vars(counted) == one["tensors"]
    assert one["size_bytes"] == pytest.approx(2 * counted.numbers, rel=0.01)


def run(capsys, *arguments):
    status = main(["models", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_list_and_show(place, capsys):
    status, out, err = run(capsys, "list")
    assert status == 0 and str(place) in err
    assert {one.id for one in catalogue()} == {line.split("\t")[0] for line in out.splitlines()}
    status, out, _ = run(capsys, "show", "Qwen/Qwen3-VL-8B-Instruct")
    assert status == 0 and "licence: apache-2.0" in out and "free on this computer" in out
    assert "memory in 4bit: about 9.3 GB" in out
    status, out, _ = run(capsys, "show", "misground-mini")
    assert "It knows" in out and "abdomen" in out.lower()
    assert run(capsys, "show", "nobody/nothing")[0] == 2


def test_a_download_is_agreed_to_first(hub, place, capsys):
    status, out, err = run(capsys, "download", "owner/tiny")
    assert status == 2 and "licence: apache-2.0" in out and "--yes" in err and not downloaded("owner/tiny")
    status, out, _ = run(capsys, "download", "owner/tiny", "--yes")
    assert status == 0 and "without a proxy" in out and downloaded("owner/tiny")
    status, _, err = run(capsys, "download", "owner/tiny")
    assert status == 0 and "already" in err
    assert "owner/tiny\tdownloaded" in run(capsys, "list")[1]
    assert run(capsys, "remove", "owner/tiny")[0] == 0 and not (place / "owner--tiny").exists()


def test_a_folder_of_ones_own_is_listed_and_never_removed(tiny_files, place, tmp_path):
    with pytest.raises(UserError, match="no folder"):
        add_folder(tmp_path / "nowhere")
    add_folder(tiny_files)
    add_folder(tiny_files)
    assert [(one.id, one.box_format) for one in known_models() if one.state == "added"] == [
        (str(tiny_files), "Qwen3-VL")
    ]
    assert "as they were" in remove(str(tiny_files))
    assert (tiny_files / "config.json").is_file()
    for name, words in (("misground-mini", "stays"), ("Qwen/Qwen3-VL-8B-Instruct", "nothing to remove")):
        with pytest.raises(UserError, match=words):
            remove(name)
