"""What a user may type as a model: every wrong folder, and every harmed file, gets its own clear sentence."""

import json
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file

from MISGroundLib.errors import UserError
from MISGroundLib.files import resource
from MISGroundLib.vlm import folders
from MISGroundLib.vlm.folders import check_files, check_folder, find_model, sha256_of


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


SHIPPED = resource("Models", "misground-mini")
RESTORE = "git checkout -- MISGround/Resources/Models/misground-mini"


def write_sums(folder, *names):
    (folder / "SHA256SUMS").write_text("".join(f"{sha256_of(folder / name)}  {name}\n" for name in names))


@pytest.fixture
def embedded(tmp_path, monkeypatch):
    """A copy of the shipped folder that takes its place."""
    copy = shutil.copytree(SHIPPED, tmp_path / "misground-mini")
    monkeypatch.setattr(folders, "resource", lambda *parts: tmp_path.joinpath(*parts[1:]))
    return copy


def refusal(model="misground-mini"):
    with pytest.raises(UserError) as error:
        find_model(str(model))
    return str(error.value)


def test_the_shipped_model_is_whole_and_read_once(monkeypatch):
    read = []
    monkeypatch.setattr(folders, "sha256_of", lambda file: read.append(file.name) or sha256_of(file))
    found = find_model("misground-mini")
    assert read.count("model.safetensors") == 1
    monkeypatch.setattr(folders, "sha256_of", lambda file: pytest.fail(f"{file} was read a second time"))
    assert found.revision() == sha256_of(SHIPPED / "model.safetensors")[:12]


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.iterdir() if path.name != "SHA256SUMS"))
@pytest.mark.parametrize("harm", ["one bit", "cut off", "foreign", "missing", "a folder"])
def test_a_harmed_file_of_the_embedded_model_is_named_with_the_way_to_restore_it(embedded, name, harm):
    file = embedded / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.unlink()
    if harm in ("one bit", "cut off", "foreign"):
        file.write_bytes({"one bit": bytes(data), "cut off": data[:-7], "foreign": b"{}"}[harm])
    elif harm == "a folder":
        file.mkdir()
    said = refusal()
    assert str(file) in said
    assert ("missing" if harm in ("missing", "a folder") else "not the one that was shipped") in said
    assert "Reinstall the MISGround extension" in said
    assert RESTORE in said


@pytest.mark.parametrize("name", ["added_tokens.json", "model.safetensors.index.json", "modeling.py"])
def test_a_file_slipped_in_beside_the_embedded_model_is_refused(embedded, name):
    (embedded / name).write_text("{}")
    assert name in (said := refusal())
    assert "Remove it" in said


def test_a_system_file_beside_the_embedded_model_does_no_harm(embedded):
    (embedded / ".DS_Store").write_bytes(b"\x00")
    assert find_model("misground-mini").path == embedded


def test_the_embedded_model_must_have_its_checksums(embedded):
    (embedded / "SHA256SUMS").unlink()
    assert "SHA256SUMS is missing" in (said := refusal())
    assert RESTORE in said
    shutil.rmtree(embedded)
    assert "SHA256SUMS is missing" in refusal()


def test_a_folder_of_the_users_own_may_have_none(embedded):
    own = embedded.rename(embedded.parent / "mine")
    (own / "SHA256SUMS").unlink()
    (own / "README.md").write_text("changed")
    found = find_model(str(own))
    assert found.sums == {}
    assert found.revision() == sha256_of(own / "model.safetensors")[:12]


def test_a_folder_of_the_users_own_that_has_some_is_held_to_them(embedded):
    own = embedded.rename(embedded.parent / "mine")
    write_sums(own, "model.safetensors")
    (own / "config.json").write_text('{"model_type": "qwen3_vl"}')
    assert find_model(str(own)).path == own
    (own / "model.safetensors").write_bytes((own / "model.safetensors").read_bytes()[:-1])
    assert str(own / "model.safetensors") in (said := refusal(own))
    assert "Copy or download the model again" in said
    assert "git checkout" not in said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        f"{'g' * 64}  config.json",
        f"{'a' * 63}  config.json",
        f"{'a' * 64}",
        f"{'a' * 64}  ",
        f"{'a' * 64}  ../config.json",
        f"{'a' * 64}  a/../../config.json",
        f"{'a' * 64}  ..",
        f"{'a' * 64}  /etc/passwd",
        f"{'a' * 64}  C:\\config.json",
        f"{'a' * 64}  a\x00b",
        "\xff\xfe",
    ],
)
def test_damaged_checksums_are_refused_and_lead_out_of_no_folder(embedded, monkeypatch, text):
    monkeypatch.setattr(folders, "sha256_of", lambda file: pytest.fail(f"{file} was read"))
    (embedded / "SHA256SUMS").write_bytes(text.encode("latin-1"))
    assert str(embedded / "SHA256SUMS") in (said := refusal())
    assert RESTORE in said


@given(st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_checksums_crash(tmp_path, data):
    (tmp_path / "SHA256SUMS").write_bytes(data)
    with pytest.raises(UserError, match="SHA256SUMS"):
        check_files(tmp_path, "Restore it.")


def test_what_sha256sum_writes_is_read(tmp_path):
    (tmp_path / "below").mkdir()
    for name in ("a file.txt", "b", "below/c"):
        (tmp_path / name).write_text(name)
    write_sums(tmp_path, "a file.txt", "below/c")
    text = (tmp_path / "SHA256SUMS").read_text().replace("\n", "\r\n").upper().replace("A FILE.TXT", "a file.txt")
    (tmp_path / "SHA256SUMS").write_text(text.replace("BELOW/C", "below/c").replace("  below", " *below"))
    assert set(check_files(tmp_path, "")) == {tmp_path / "a file.txt", tmp_path / "below" / "c"}


def test_git_changes_no_line_ending_of_the_models_files():
    root = Path(__file__).resolve().parents[3]
    file = "MISGround/Resources/Models/misground-mini/config.json"
    said = subprocess.run(
        ["git", "check-attr", "text", "--", file], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip().endswith("text: unset")


def test_the_revision_of_several_weight_files_follows_each(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    found = folders.ModelFolder(tmp_path, "mine", {}, [tmp_path / "a", tmp_path / "b"])
    first = found.revision()
    (tmp_path / "b").write_text("c")
    assert len(first) == 12
    assert first != found.revision()
