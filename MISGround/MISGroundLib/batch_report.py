"""What became of the volumes of a batch, of earlier calls into the same folder too: report.json."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from MISGroundLib.errors import UserError, clean
from MISGroundLib.files import held, shown, write_json

REPORT = "report.json"


@dataclass
class BatchItem:
    """What became of one volume. status: done, skipped (finished before) or failed; message in plain words; unknown:
    the queries with a target that the model does not know; unusable: those with an answer that cannot be used.
    """

    volume: str
    folder: str
    status: str
    message: str = ""
    unknown: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)


@dataclass
class BatchReport:
    """What became of every volume, in order."""

    items: list[BatchItem] = field(default_factory=list)

    def count(self, status: str) -> int:
        """How many volumes have a status."""
        return sum(item.status == status for item in self.items)

    @property
    def unknown(self) -> list[str]:
        """The queries with a target that the model does not know."""
        return list(dict.fromkeys(query for item in self.items for query in item.unknown))

    @property
    def unusable(self) -> list[str]:
        """The queries with an answer that cannot be used."""
        return list(dict.fromkeys(query for item in self.items for query in item.unusable))

    def summary(self) -> str:
        """One line for a person."""
        counts = ", ".join(f"{self.count(status)} {status}" for status in ("done", "skipped", "failed"))
        without = {"not known to the model": self.unknown, "no answer that can be used": self.unusable}
        told = [f"{why}: {', '.join(map(repr, queries))}" for why, queries in without.items() if queries]
        return "; ".join([counts, *told])

    def save(self, folder: Path) -> None:
        """Write report.json: what it holds of other volumes stays, and "done" where this call had nothing to do.

        Raises UserError where it cannot be written.
        """
        with held(folder, wait=True):
            merged = {_entry_key(entry): entry for entry in read_report(folder)}
            for entry in clean([asdict(item) for item in self.items]):
                # Taken out first: the last call's volumes stand last, in its order.
                earlier = merged.pop(_entry_key(entry), {})
                nothing_new = entry["status"] == "skipped" and earlier.get("status") == "done"
                merged[_entry_key(entry)] = earlier if nothing_new else entry
            write_json(folder / REPORT, list(merged.values()))


def read_report(root: Path) -> list[dict[str, Any]]:
    """The entries of report.json; none where it cannot be read. Raises UserError where it is something else."""
    try:
        entries = json.loads((root / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    if isinstance(entries, list) and all(isinstance(entry, dict) and "volume" in entry for entry in entries):
        return entries
    raise UserError(f"{shown(root)} holds a report.json that is not of MISGround. Give another folder.")


def _entry_key(entry: dict[str, Any]) -> str:
    """A folder's name follows from the source's path; what never got one goes by what was given."""
    return os.path.basename(str(entry.get("folder") or "")) or f"/{entry['volume']}"
