"""A small, seeded share of benchmarks/fuzz_headers.py: harmed scans are read or refused, and nothing else happens."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

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
