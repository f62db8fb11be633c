from collections.abc import Iterator

import pytest

from MISGroundLib.scene.headless import Headless, boot


@pytest.fixture(scope="session")
def mrml() -> Iterator[Headless]:
    """One booted scene for the whole session: booting takes a second."""
    headless = boot()
    yield headless
    headless.close()


@pytest.fixture
def scene(mrml: Headless):
    """The scene, empty."""
    mrml.clear()
    yield mrml.scene
    mrml.clear()
