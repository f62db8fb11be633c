"""The worker's imports: less of them, the same answers, and the usual ones where a release does not go along."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[3] / "MISGround"
ASK = """
import json, sys
import numpy as np
{start}
from MISGroundLib.engine.protocol import Decoding, Question
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.loading import load

loaded = load("misground-mini", "cpu")
picture = (np.random.default_rng(0).random((60, 80)) * 255).astype(np.uint8)
said = [answer(loaded, picture, Question(query, "axial", "CT", 0.5), Decoding()) for query in ("liver", "body")]
seen = sorted({{"torch._dynamo", "torch.distributed.tensor", "scipy.optimize"}} & set(sys.modules))
{end}
print(json.dumps([[one.raw, one.score] for one in said] + [seen]))
"""
QUICK = "from MISGroundLib.vlm import loading; loading.import_transformers()"
# A release that needs of the compiler what it does not get.
ODD = "from MISGroundLib.vlm import loading; loading._NEVER_USED = ('no_such_question',)"
COMPILE = "import torch; assert torch.compile(lambda x: 2 * x, backend='eager')(torch.ones(1)).item() == 2"


def ask(start="", end=""):
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(start=start, end=end)],
        env={**os.environ, "PYTHONPATH": str(LIBRARY), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *said, seen = json.loads(done.stdout.splitlines()[-1])
    return said, seen, done.stderr


@pytest.fixture(scope="module")
def usual():
    return ask()


def test_a_quick_start_leaves_out_what_is_never_used_and_changes_no_answer(usual):
    said, seen, warnings = ask(QUICK, COMPILE)
    assert seen == []
    assert said == usual[0]
    assert "Traceback" not in warnings


def test_an_odd_release_is_imported_as_usual(usual):
    said, _, warnings = ask(f"{ODD}; loading.import_transformers()")
    assert said == usual[0]
    assert "imported whole" in warnings
