"""`slicer.packaging`: what is there is found; nothing is ever installed on the host."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any

import slicer
from packaging.requirements import Requirement

# What pip_ensure would have installed, for tests to assert on.
refused: list[str] = []


def load_requirements(path: str | Path) -> list[Requirement]:
    """The requirements in a requirements.txt; comments and pip options are skipped."""
    lines = (line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def pip_check(req: Any) -> bool:
    """Whether every requirement is met (extras are not looked into)."""
    return not _missing(req)


def pip_ensure(
    requirements: Any,
    constraints: str | Path | None = None,
    skip_packages: list[str] | None = None,
    prompt_install: bool = True,
    prompt_restart: bool = True,
    requester: str | None = None,
    skip_in_testing: bool = True,
    show_progress: bool = True,
) -> None:
    """Returns at once while testing or when nothing is missing, as Slicer's. Raises RuntimeError, never installs."""
    if skip_in_testing and slicer.app.testingEnabled():
        return
    missing = _missing(requirements)
    if missing:
        refused.extend(map(str, missing))
        raise RuntimeError(f"the host installs nothing; missing: {', '.join(map(str, missing))}")


def _missing(requirements: Any) -> list[Requirement]:
    if isinstance(requirements, str | Requirement):
        requirements = [requirements]
    wanted = [Requirement(r) if isinstance(r, str) else r for r in requirements]
    return [r for r in wanted if (r.marker is None or r.marker.evaluate()) and not _is_met(r)]


def _is_met(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(metadata.version(requirement.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False
