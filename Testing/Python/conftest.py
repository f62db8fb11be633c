"""Fixtures for every test: the host, started when first asked for, and a clean scene for each test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def host() -> Iterator[Any]:
    """The stand-in for the Slicer application. Makes `slicer.mrmlScene`, `slicer.app`, `qt` and `ctk` work."""
    from host import start_host

    started = start_host()
    yield started
    started.shutdown()


@pytest.fixture(scope="session")
def mrml(host: Any) -> Any:
    """The MRML scene with its logics (MISGroundLib.scene.headless.Headless)."""
    return host.mrml


@pytest.fixture
def scene(host: Any) -> Iterator[Any]:
    """The scene, empty before and after the test; no popups from before."""
    host.clear()
    yield host.mrml.scene
    host.mrml.clear()


def _running_host() -> Any:
    module = sys.modules.get("host.host")
    return module._host if module is not None else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A test fails when an exception was raised in a slot, an observer or a thread, where Qt and VTK swallow it."""
    running = _running_host()
    if running is not None:
        running.faults.exceptions.clear()
    result = yield
    running = _running_host()
    if running is not None and running.faults.exceptions:
        raised = "\n".join(running.faults.exceptions)
        running.faults.exceptions.clear()
        pytest.fail(f"an exception was raised where nobody catches it:\n{raised}", pytrace=False)
    return result
