"""Slicer's own Python that slicer-core does not bring: `slicer.i18n`, `slicer.packaging` and the module SampleData."""

from __future__ import annotations

import inspect
import logging
import re
import sys
import types
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import slicer
from packaging.requirements import Requirement
from PySide6.QtCore import QCoreApplication

_FIELD = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")


def tr(text: str) -> str:
    """A text of the calling file in the user's language; the text itself where a translation's fields differ."""
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    context = context_of(Path(frame.f_back.f_code.co_filename))
    translated = translate(context, text)
    if set(_FIELD.findall(text)) != set(_FIELD.findall(translated)):
        logging.warning("In context '%s', translation of '%s' to '%s' is incorrect", context, text, translated)
        return text
    return translated


def context_of(file: Path) -> str:
    """A file's name, with its package's before it where it is in one."""
    return f"{file.parent.name}.{file.stem}" if (file.parent / "__init__.py").is_file() else file.stem


def translate(context: str, text: str) -> str:
    """A text of a named context in the user's language."""
    return QCoreApplication.translate(context, text)


def load_requirements(path: str | Path) -> list[Requirement]:
    """The requirements of a file; comments and pip's options are skipped."""
    lines = [line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def pip_check(req: str | Requirement | list[str | Requirement]) -> bool:
    """Whether one or several requirements are met. Extras and markers are not looked at here."""
    several = req if isinstance(req, list) else [req]
    return all(_is_met(Requirement(one) if isinstance(one, str) else one) for one in several)


def pip_ensure(
    requirements: Sequence[Requirement],
    constraints: Any = None,
    skip_packages: list[str] | None = None,
    prompt_install: bool = True,
    prompt_restart: bool = True,
    requester: str | None = None,
    skip_in_testing: bool = True,
    show_progress: bool = True,
) -> None:
    """Nothing while testing or where nothing is missing, as in Slicer; else RuntimeError, for nothing is installed."""
    if skip_in_testing and slicer.app.testingEnabled():
        return
    missing = [str(needed) for needed in requirements if not _is_met(needed)]
    if missing:
        raise RuntimeError(f"the host installs nothing; missing: {', '.join(missing)}")


def _is_met(needed: Requirement) -> bool:
    try:
        return needed.specifier.contains(metadata.version(needed.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


class SampleDataLogic:
    """Keeps what is registered, by category; nothing is downloaded here."""

    titles: dict[str, str] = {}  # noqa: RUF012
    sources: dict[str, list[dict[str, Any]]] = {}  # noqa: RUF012

    @staticmethod
    def registerCustomSampleDataCategory(category: str, title: str) -> None:
        SampleDataLogic.titles[category] = title

    @staticmethod
    def registerCustomSampleDataSource(
        category: str = "Custom",
        sampleName: str | None = None,
        uris: Any = None,
        fileNames: Any = None,
        nodeNames: Any = None,
        customDownloader: Any = None,
        thumbnailFileName: str | None = None,
        loadFileTypes: Any = None,
        loadFiles: Any = None,
        loadFileProperties: Any = None,
        checksums: Any = None,
    ) -> None:
        source = {"sampleName": sampleName, "uris": uris, "fileNames": fileNames, "nodeNames": nodeNames}
        source["checksums"] = checksums
        known = SampleDataLogic.sources.setdefault(category, [])
        if source not in known:
            known.append(source)


def install(**modules: types.ModuleType) -> None:
    """Put these modules into `slicer`, beside slicer.i18n and slicer.packaging."""
    i18n, packaging = types.ModuleType("slicer.i18n"), types.ModuleType("slicer.packaging")
    i18n.tr, i18n.translate, packaging.pip_ensure = tr, translate, pip_ensure  # type: ignore[attr-defined]
    packaging.load_requirements, packaging.pip_check = load_requirements, pip_check  # type: ignore[attr-defined]
    sys.modules["SampleData"] = types.ModuleType("SampleData")
    sys.modules["SampleData"].SampleDataLogic = SampleDataLogic  # type: ignore[attr-defined]
    for name, module in {"i18n": i18n, "packaging": packaging, **modules}.items():
        setattr(slicer, name, module)
        sys.modules[f"slicer.{name}"] = module
