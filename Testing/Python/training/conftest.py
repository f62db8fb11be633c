"""Two phantoms that training never sees, made once a session (some seconds each)."""

import pytest

from training.phantoms import Phantom, make_phantom
from training.pool import FIRST_HELD_OUT_SEED


@pytest.fixture(scope="session")
def phantoms() -> list[Phantom]:
    return [make_phantom(FIRST_HELD_OUT_SEED + i) for i in range(2)]


@pytest.fixture(scope="session")
def a_phantom(phantoms: list[Phantom]) -> Phantom:
    return phantoms[0]
