"""Finds the labelled volumes for development, which are kept beside the checkout and never inside it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_data() -> Path:
    """The data folder: MISGROUND_SHARED_DATA, or shared/data beside the checkout."""
    return Path(os.environ.get("MISGROUND_SHARED_DATA", ROOT.parent / "shared" / "data"))


def shared_case(name: str) -> Path:
    """A case's folder; skips the test where it is absent."""
    folder = shared_data() / name
    if not folder.is_dir():
        pytest.skip(f"needs the case {name} in {folder} (set MISGROUND_SHARED_DATA to the data folder)")
    return folder
