"""What a user may type as a model: every wrong folder gets its own clear sentence."""

import json
import socket

import pytest
import torch
from safetensors.torch import save_file

from MISGroundLib.errors import UserError
from MISGroundLib.vlm.folders import check_folder, find_model


@pytest.fixture
def folder(tmp_path):
    """A folder that lacks nothing but weights."""
    (tmp_path / "config.json").write_text('{"model_type": "qwen3_vl"}')
    (tmp_path / "tokenizer.json").write_text("{}")
    (tmp_path / "preprocessor_config.json").write_text("{}")
    return tmp_path


@pytest.fixture
def no_network(monkeypatch, tmp_path):
    def refuse(*_):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_no_folder_no_name_and_a_file(tmp_path):
    for text, words in [("", "No model is chosen"), ("/no/such/folder", "no model folder /no/such/folder")]:
        with pytest.raises(UserError, match=words):
            find_model(text)
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(UserError, match="is a file"):
        find_model(str(tmp_path / "model.safetensors"))


def test_a_folder_without_config(tmp_path):
    with pytest.raises(UserError, match=r"no config\.json"):
        find_model(str(tmp_path))


@pytest.mark.parametrize("text", ["{", "[]", "\x00\xff"])
def test_a_config_that_cannot_be_read(tmp_path, text):
    (tmp_path / "config.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(UserError, match=r"config\.json"):
        find_model(str(tmp_path))


def test_a_folder_without_weights(folder):
    with pytest.raises(UserError, match="holds no weights"):
        find_model(str(folder))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "consolidated.pth", "model.pt"])
def test_a_folder_with_pickles_only(folder, name):
    (folder / name).touch()
    with pytest.raises(UserError, match="pickle"):
        find_model(str(folder))


def test_missing_shards_are_counted_and_named(folder):
    index = {"weight_map": {"a": "model-00001.safetensors", "b": "model-00002.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    (folder / "model-00001.safetensors").touch()
    with pytest.raises(UserError, match=r"1 of 2 weight files are missing.*model-00002"):
        find_model(str(folder))
    (folder / "model.safetensors.index.json").write_text("{}")
    with pytest.raises(UserError, match="cannot be read"):
        find_model(str(folder))


@pytest.mark.parametrize("name", ["tokenizer.json", "preprocessor_config.json"])
def test_a_folder_that_lacks_a_companion(folder, name):
    save_file({"a": torch.zeros(2)}, str(folder / "model.safetensors"))
    (folder / name).unlink()
    with pytest.raises(UserError, match=name):
        find_model(str(folder))


def test_a_hub_id_stays_offline(no_network, monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(UserError, match="Allow the download"):
        find_model("Qwen/Qwen3-VL-4B-Instruct")


def test_a_hub_id_in_the_cache_is_found_with_its_commit(no_network, monkeypatch, tmp_path):
    commit = "0123456789abcdef0123456789abcdef01234567"
    snapshot = tmp_path / "models--someone--model" / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (tmp_path / "models--someone--model" / "refs").mkdir()
    (tmp_path / "models--someone--model" / "refs" / "main").write_text(commit)
    for name in ("config.json", "tokenizer.json", "preprocessor_config.json"):
        (snapshot / name).write_text("{}")
    save_file({"a": torch.zeros(2)}, str(snapshot / "model.safetensors"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    found = find_model("someone/model")
    assert (found.path, found.revision()) == (snapshot, commit)


def test_the_revision_of_a_local_folder_follows_its_weights(folder):
    save_file({"a": torch.zeros(2)}, str(folder / "model.safetensors"))
    first = check_folder(folder, "mine").revision()
    save_file({"a": torch.ones(2)}, str(folder / "model.safetensors"))
    second = check_folder(folder, "mine").revision()
    assert len(first) == len(second) == 12
    assert first != second
