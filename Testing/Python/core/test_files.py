"""Files are written whole or not at all; paths are checked at once, with one cause a message; folder names follow from
a path alone.
"""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from MISGroundLib.errors import UserError
from MISGroundLib.files import (
    InUseError,
    PrivateFolder,
    check_source,
    given_path,
    held,
    make_folder,
    make_way,
    replaced,
    result_folder_name,
    staged,
    write_text,
)

posix = pytest.mark.skipif(os.name != "posix", reason="signals, modes, links, pipes and names of any bytes")

HOLDING = """
import sys, time
from pathlib import Path
from MISGroundLib.files import PrivateFolder
folder = PrivateFolder("held-", Path(sys.argv[1]))
(folder.path / "pixels").write_bytes(b"pixels")
(folder.path / "deeper").mkdir()
print(folder.path, flush=True)
time.sleep(60)
"""


@pytest.fixture
def another_process(tmp_path):
    """A process that holds a folder, and that folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLDING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    with process:
        yield process, Path(process.stdout.readline().strip())
        process.kill()


@posix
def test_a_killed_process_leaves_its_folder_to_this_user_alone_until_the_next_one_is_made(another_process, tmp_path):
    process, folder = another_process
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (folder / "pixels").is_file()
    assert folder.stat().st_mode & 0o777 == 0o700
    with PrivateFolder("another-", tmp_path):
        assert folder.exists()
    with PrivateFolder("held-", tmp_path) as mine:
        assert sorted(tmp_path.iterdir()) == [mine]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("age", [-(10**9), 10**9], ids=["clock set back", "clock set forward"])
def test_the_folder_of_a_living_process_is_left_alone_whatever_the_clock_says(another_process, tmp_path, age):
    folder = another_process[1]
    now = folder.stat().st_mtime
    os.utime(folder, (now + age, now + age))
    os.utime(folder / ".owner", (now + age, now + age))
    with PrivateFolder("held-", tmp_path):
        assert (folder / "pixels").read_bytes() == b"pixels"


def test_folders_of_this_process_are_left_alone(tmp_path):
    with PrivateFolder("held-", tmp_path) as first, PrivateFolder("held-", tmp_path) as second:
        assert first != second
        assert first.is_dir()


def test_many_that_make_and_sweep_at_once_do_one_another_no_harm(tmp_path):
    def work(number):
        for _ in range(25):
            with PrivateFolder("held-", tmp_path) as folder:
                (folder / "mine").write_text(str(number))
                assert (folder / "mine").read_text() == str(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_ours_is_left_alone(tmp_path):
    foreign = tmp_path / "held-by-nobody"
    foreign.mkdir()
    (foreign / "thesis.doc").touch()
    (tmp_path / "held-file").touch()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".owner").touch()
    (tmp_path / "held-link").symlink_to(elsewhere)
    with PrivateFolder("held-", tmp_path):
        pass
    assert (foreign / "thesis.doc").exists()
    assert (tmp_path / "held-file").exists()
    assert (elsewhere / ".owner").exists()


def test_a_folder_goes_with_its_object(tmp_path):
    folder = PrivateFolder("held-", tmp_path)
    folder.remove()
    folder.remove()
    PrivateFolder("held-", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_where_the_file_system_knows_no_locks_nothing_is_swept(tmp_path, monkeypatch):
    import fcntl

    def no_locks(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with PrivateFolder("held-", tmp_path) as first, PrivateFolder("held-", tmp_path):
        assert first.is_dir()


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "result.json"
    write_text(path, "old")

    def fail():
        with replaced(path) as temporary:
            temporary.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(UserError, match=r"result.json could not be written: No space left on device\. Free some space"):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_file_takes_the_place_of_the_old_one_at_once_with_the_users_mode(tmp_path):
    path = tmp_path / "result.json"
    write_text(path, "old")
    mode = path.stat().st_mode
    with replaced(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert path.stat().st_mode == mode


# One part of a path: any bytes but the two that none can have.
PARTS = st.binary(min_size=1, max_size=60).map(lambda name: name.replace(b"\0", b"x").replace(b"/", b"y"))
PATHS = st.lists(PARTS.filter(lambda name: name not in (b".", b"..")), min_size=1, max_size=5).map(
    lambda parts: os.fsdecode(b"/" + b"/".join(parts))
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "zero.nii").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "annexed.nii.gz").symlink_to("../.git/annex/objects/xx/yy")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as one:
        before = os.getcwd()
        os.chdir(tmp_path)  # a socket's path is short
        try:
            one.bind("socket")
        finally:
            os.chdir(before)
    return tmp_path


@posix
@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("nowhere", "There is no file or folder .*nowhere. Check the path"),
        ("file/below.nii", "There is no file or folder"),
        ("zero.nii", r"is empty \(0 bytes\)"),
        ("empty", "is empty: it holds no DICOM series"),
        ("dangling", "is a link to nowhere, which is not there"),
        ("annexed.nii.gz", "git annex get"),
        ("loop", "is a link that leads back to itself"),
        ("pipe", "is a pipe, not a scan"),
        ("socket", "is a socket, not a scan"),
        ("/dev/zero", "is a device, not a scan"),
        ("x" * 300, "longer than the system allows"),
        ("a\0b", "zero character"),
        ("a\ud83db", "no name that this system's files can have"),
    ],
)
def test_what_cannot_be_a_scan_is_named(place, name, cause):
    with pytest.raises(UserError, match=cause):
        check_source(f"{place}/{name}" if not name.startswith("/") else name)


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_an_empty_path_is_not_the_current_folder(empty):
    for check in (check_source, make_folder, make_way):
        with pytest.raises(UserError, match="path is empty"):
            check(empty)


@posix
@pytest.mark.parametrize(
    "name", ["line\nbreak.nii", "🫀.nii", "-q.nii", " .nii", "caf\udce9.nii", "x" * 251 + ".nii", "a'\"`$.nii"]
)
def test_a_file_of_any_name_is_taken_as_it_is(tmp_path, name):
    path = tmp_path / name
    path.write_text("x")
    assert check_source(path) == path


@posix
@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("file", "is a file. Give another folder"),
        ("file/a/b", "lies below the file .*file. Give another folder"),
        ("dangling", "is a link to nowhere, which is not there"),
        ("dangling/a", "dangling is a link to nowhere"),
        ("loop/a", "loop is a link that leads back to itself"),
        ("pipe", "is a file. Give another folder"),
        ("x" * 300, "longer than the system allows"),
        ("a/" * 3000, "longer than the system allows"),
    ],
)
def test_a_folder_that_cannot_be_is_named(place, name, cause):
    before = sorted(place.iterdir())
    with pytest.raises(UserError, match=cause):
        make_folder(place / name)
    assert sorted(place.iterdir()) == before or name.startswith("a/")
    if name not in ("pipe", "file", "dangling"):
        with pytest.raises(UserError, match=cause.split(". Give")[0]):
            make_way(place / name / "page.html")


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.EROFS, "it is on a read-only disk"),
        (errno.EACCES, "you may not write there"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_disk_that_does_not_take_files_is_said_before_anything_begins(tmp_path, monkeypatch, number, cause):
    def refuse(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(UserError, match=f"{tmp_path.name} cannot be written: {cause}"):
        make_folder(tmp_path)


def test_a_file_to_write_leaves_an_older_one_alone(tmp_path):
    (tmp_path / "page.html").write_text("older")
    assert make_way(tmp_path / "page.html").read_text() == "older"
    assert make_way(tmp_path / "new" / "page.html").parent.is_dir()
    with pytest.raises(UserError, match="is a folder"):
        make_way(tmp_path)


@given(PATHS)
def test_a_folder_name_is_one_that_every_file_system_takes(path):
    name = result_folder_name(path)
    encoded = os.fsencode(name)
    assert len(encoded) <= 100
    assert encoded.decode("utf-8")
    assert not set(name) & set('<>:"/\\|?*. \0') and name[0] not in "-." and name.isprintable()
    assert name.split("-")[0].upper() not in {"CON", "PRN", "AUX", "NUL"} or len(name) > 4
    assert result_folder_name(path) == name


@given(st.lists(PATHS, min_size=2, max_size=12, unique=True))
def test_no_two_paths_share_a_folder_even_where_case_does_not_count(paths):
    different = {given_path(path) for path in paths}
    assert len({result_folder_name(path).casefold() for path in different}) == len(different)


def test_a_folder_name_says_whose_answer_it_is():
    assert result_folder_name("/data/p1/ct/image.nii.gz").startswith("p1_ct_image-")
    assert result_folder_name("/data/p1/./x/../ct/image.nii.gz") == result_folder_name("/data/p1/ct/image.nii.gz")
    assert result_folder_name("/data/con/aux.nii").startswith("data_con_aux-")
    assert result_folder_name("/肝/脏.nii").startswith("肝_脏-")
    assert result_folder_name("/").startswith("volume-")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["a/b/c.nii", "c.nii", "a/../c.nii"]))
def test_a_name_is_the_same_from_wherever_it_is_given(tmp_path, name):
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        assert result_folder_name(name) == result_folder_name(tmp_path / name) == result_folder_name(f"./{name}")
    finally:
        os.chdir(before)


@posix
def test_a_link_keeps_its_name(tmp_path):
    (tmp_path / "objects").mkdir()
    (tmp_path / "objects" / "a1b2c3").write_text("x")
    (tmp_path / "liver.nii.gz").symlink_to("objects/a1b2c3")
    assert check_source(tmp_path / "liver.nii.gz").name == "liver.nii.gz"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "link").symlink_to(tmp_path / "objects")
    # The system's ".." of a link is its target's.
    assert given_path(tmp_path / "elsewhere" / "link" / ".." / "liver.nii.gz") == tmp_path / "liver.nii.gz"


def test_a_folder_is_held_by_one_at_a_time(tmp_path):
    with held(tmp_path):
        with pytest.raises(InUseError, match="Another run"), held(tmp_path):
            raise AssertionError
        waiting = threading.Thread(target=lambda: held(tmp_path, wait=True).__enter__())
        waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive()
    waiting.join(5)
    assert not waiting.is_alive()


@posix
def test_a_killed_run_lets_go_of_its_folder(tmp_path):
    code = "import sys,time\nfrom pathlib import Path\nfrom MISGroundLib.files import held\n"
    code += "with held(Path(sys.argv[1])):\n    print('in', flush=True)\n    time.sleep(60)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "MISGround")}
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, env=environment)
    assert process.stdout.readline() == b"in\n"
    with pytest.raises(InUseError), held(tmp_path):
        raise AssertionError
    process.kill()
    process.communicate()
    with held(tmp_path):
        pass


def test_a_folder_in_the_place_of_a_file_is_named_and_no_space_is_asked_for(tmp_path):
    (tmp_path / "result.json").mkdir()
    for write in (lambda: write_text(tmp_path / "result.json", "{}"), lambda: _stage(tmp_path)):
        with pytest.raises(UserError, match=r"result.json is a folder where a file is to be written. Move it away."):
            write()


def _stage(folder):
    with staged(folder, ("result.json",)) as stage:
        (stage / "result.json").write_text("{}")
