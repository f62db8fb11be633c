"""`SampleData`: keeps what a module registers, for tests to look at. Downloads nothing."""

from __future__ import annotations

from typing import Any

_KEYS = {
    "category",
    "sampleName",
    "sampleDescription",
    "uris",
    "fileNames",
    "nodeNames",
    "customDownloader",
    "thumbnailFileName",
    "fileTypes",
    "loadFiles",
    "loadFileProperties",
    "checksums",
}
registered: list[dict[str, Any]] = []


class SampleDataLogic:
    """The one function that modules call."""

    @staticmethod
    def registerCustomSampleDataSource(category: str = "Custom", **keywords: Any) -> None:
        """Raises TypeError for a keyword that Slicer's does not take."""
        unknown = set(keywords) - _KEYS
        if unknown:
            raise TypeError(f"registerCustomSampleDataSource() got unexpected arguments {sorted(unknown)}")
        registered.append({"category": category, **keywords})
