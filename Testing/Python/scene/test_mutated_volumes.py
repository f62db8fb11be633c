"""A small, seeded share of benchmarks/fuzz_headers.py: harmed scans are read or refused, and nothing else happens."""

import gzip
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from MISGroundLib.errors import UserError
from MISGroundLib.scene.reading import read_volume
from Python.scene.volume_mutations import assert_sound, mutated, originals

FUZZ = Path(__file__).parents[3] / "benchmarks" / "fuzz_headers.py"


@pytest.mark.parametrize("scan", originals(), ids=lambda scan: scan.kind)
def test_what_is_harmed_is_sound_before(scan, tmp_path):
    loaded = read_volume(scan.write(tmp_path))
    assert_sound(loaded)
    assert loaded.array.max() > loaded.array.min()


def test_a_number_names_an_input():
    first, again, other = (mutated(random.Random(f"1-{n}")) for n in (5, 5, 6))
    assert (first.files, first.harms) == (again.files, again.harms)
    assert first.files != other.files


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bound on memory is read from /proc")
def test_harmed_scans_are_read_or_refused(tmp_path):
    """In a process of its own: what crashes it is a failure like any other."""
    command = [sys.executable, str(FUZZ), "--count", "300", "--seed", "7", "--state", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


# What the benchmark found, once.


@pytest.mark.parametrize(
    "name",
    ["x" * 5000, "a\0b", "a%d.raw 0 999999999 1", "a%99999999d.raw 0 5 1", "a%d%d.raw 0 5 1", "/dev/zero", "."],
    ids=lambda name: repr(name[:24]),
)
@pytest.mark.parametrize("kind", ["nrrd", "meta"])
def test_a_header_that_names_an_impossible_data_file_is_refused(kind, name, tmp_path):
    scan = next(scan for scan in originals() if scan.kind.startswith(kind) and scan.given in ("a.nhdr", "a.mhd"))
    field = b"data file: " if kind == "nrrd" else b"ElementDataFile = "
    header = scan.files[scan.given].replace(field + b"a.raw", field + name.encode())
    assert header != scan.files[scan.given]
    path = tmp_path / scan.given
    path.write_bytes(header)
    with pytest.raises(UserError, match="data file"):
        read_volume(path)


def test_a_packed_scan_that_was_packed_again_is_read(tmp_path):
    scan = next(scan for scan in originals() if scan.given == "z.nrrd")
    path = tmp_path / "z.nrrd"
    path.write_bytes(gzip.compress(scan.files["z.nrrd"]))
    again = read_volume(path)
    path.write_bytes(scan.files["z.nrrd"])
    assert np.array_equal(again.array, read_volume(path).array)
