"""A model's files are those that were shipped, or the one that is not is named, with the way to restore it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from MISGroundLib.errors import UserError
from MISGroundLib.paths import resource
from MISGroundLib.vlm import checksums, folders
from MISGroundLib.vlm.checksums import check_files, sha256_of
from MISGroundLib.vlm.folders import find_model

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
    monkeypatch.setattr(checksums, "sha256_of", lambda file: read.append(file.name) or sha256_of(file))
    monkeypatch.setattr(folders, "sha256_of", lambda file: pytest.fail(f"{file} was read a second time"))
    found = find_model("misground-mini")
    assert read.count("model.safetensors") == 1
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
    monkeypatch.setattr(checksums, "sha256_of", lambda file: pytest.fail(f"{file} was read"))
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
