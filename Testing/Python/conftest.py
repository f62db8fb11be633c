"""Fixtures for every test: the host, started when first asked for, and a clean scene for each test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

# A busy machine is no reason to fail. One commit has one verdict: the examples are the same in every run, and
# `pytest --hypothesis-profile=explore` looks at others.
_PATIENT = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("steady", derandomize=True, **_PATIENT)
hypothesis.settings.register_profile("explore", **_PATIENT)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def mrml() -> Iterator[Any]:
    """The MRML scene with its logics (MISGroundLib.scene.headless.Headless), without Qt. Booted once."""
    from MISGroundLib.scene.headless import boot

    headless = boot()
    yield headless
    headless.close()


@pytest.fixture(scope="session")
def host(mrml: Any) -> Iterator[Any]:
    """The stand-in for the Slicer application. Makes `slicer.mrmlScene`, `slicer.app`, `qt` and `ctk` work."""
    from host import start_host

    started = start_host(mrml=mrml)
    yield started
    started.shutdown()


@pytest.fixture
def scene(mrml: Any) -> Iterator[Any]:
    """The scene, empty before and after the test; no popups from before."""
    running = _running_host()
    if running is not None:
        running.popups.clear()
        running.answers.clear()
    mrml.clear()
    yield mrml.scene
    mrml.clear()


@pytest.fixture
def server() -> Iterator[Any]:
    """What stands in for a server with vision-language models, on this computer."""
    from Python.engine.openai_stand_in import StandIn

    stand_in = StandIn()
    yield stand_in
    stand_in.close()


def _running_host() -> Any:
    module = sys.modules.get("host.host")
    return module._host if module is not None else None


def _fail_for_uncaught_exceptions() -> None:
    running = _running_host()
    if running is not None and running.faults.exceptions:
        raised = "\n".join(running.faults.exceptions)
        running.faults.exceptions.clear()
        pytest.fail(f"an exception was raised where nobody catches it:\n{raised}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """A fixture fails when an exception was raised in a slot, an observer or a thread: Qt and VTK swallow it."""
    result = yield
    _fail_for_uncaught_exceptions()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """So does a test."""
    result = yield
    _fail_for_uncaught_exceptions()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """So does the taking down of fixtures."""
    result = yield
    _fail_for_uncaught_exceptions()
    return result
