"""Files are written whole or not at all, and what a killed process left unfinished goes at the next start."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from MISGroundLib.errors import UserError
from MISGroundLib.files import PrivateFolder, replaced, write_text

posix = pytest.mark.skipif(os.name != "posix", reason="signals and modes are POSIX")

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
