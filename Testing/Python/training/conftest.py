"""Two phantoms that training never sees, made once a session (some seconds each)."""

import pytest

from training.donor import Donor
from training.phantoms.phantom import FIRST_HELD_OUT_SEED, make_phantom


@pytest.fixture(scope="session")
def phantoms() -> list[Donor]:
    return [make_phantom(FIRST_HELD_OUT_SEED + i) for i in range(2)]


@pytest.fixture(scope="session")
def a_phantom(phantoms: list[Donor]) -> Donor:
    return phantoms[0]
