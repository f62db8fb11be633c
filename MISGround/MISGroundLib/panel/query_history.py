"""What was asked in a scene, kept in its parameter node; asked again with a click, also of another volume."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import qt
from slicer.i18n import tr as _

from MISGroundLib.errors import clean
from MISGroundLib.grounding import Status
from MISGroundLib.panel.parameters import PanelParameters
from MISGroundLib.settings import VOLUME, Settings

_MOST = 100


@dataclass(frozen=True)
class Asked:
    """A query of the past. queries: as typed, a target a line; time: local, to the second; found: of count targets."""

    queries: str
    volume: str
    scope: str
    model: str
    time: str
    found: int
    count: int

    @classmethod
    def of(cls, text: str, volume: str, settings: Settings, states: Sequence[Status]) -> "Asked":
        """A query that was just answered."""
        time = datetime.now().isoformat(sep=" ", timespec="seconds")
        found = sum(state == "found" for state in states)
        return cls(text.strip(), volume, settings.scope, settings.model, time, found, len(states))

    def line(self) -> str:
        """E.g. "14:05 liver; spleen: 2 of 2 found in CT, whole volume"."""
        sentence = _("{time} {queries}: {found} of {count} found in {volume}")
        if self.scope == VOLUME:
            sentence = _("{time} {queries}: {found} of {count} found in {volume}, whole volume")
        short = {"time": self.time[11:16], "queries": "; ".join(self.queries.split("\n"))}
        return sentence.format(**short, found=self.found, count=self.count, volume=self.volume)


class QueryHistory:
    """Shows what was asked in the scene, the latest first."""

    def __init__(self, ui: Any, parameters: Callable[[], PanelParameters | None], ask: Callable[[str], None]) -> None:
        """Nothing to show yet.

        Args:
            ui: Has historyList and againButton.
            parameters: The parameter node shown, or None.
            ask: Asks a text again.
        """
        self._list, self._parameters, self._ask = ui.historyList, parameters, ask
        self._shown: list[Asked] = []
        self._stored = ""
        self._list.connect("itemDoubleClicked(QListWidgetItem*)", lambda item: self._again(self._list.row(item)))
        ui.againButton.connect("clicked(bool)", lambda *_: self._again(max(self._list.currentRow, 0)))
        for key in ("Return", "Enter"):
            shortcut = qt.QShortcut(qt.QKeySequence(key), self._list)
            shortcut.context = qt.Qt.WidgetShortcut
            shortcut.connect("activated()", lambda: self._again(max(self._list.currentRow, 0)))

    def note(self, parameters: PanelParameters, asked: Asked) -> None:
        """Keep a query that was answered, in the scene's parameter node, and show it."""
        kept = [asked, *_read(parameters.history)][:_MOST]
        parameters.history = json.dumps(clean([asdict(one) for one in kept]), ensure_ascii=False)
        self.show()

    def recent(self) -> list[str]:
        """The texts that were asked last, each once, the latest first."""
        return list(dict.fromkeys(one.queries for one in self._shown))

    def show(self) -> None:
        """Show what the parameter node holds."""
        parameters = self._parameters()
        stored = parameters.history if parameters is not None else ""
        if stored == self._stored:
            return
        self._stored, self._shown = stored, _read(stored)
        self._list.clear()
        for one in self._shown:
            item = qt.QListWidgetItem(one.line())
            item.setToolTip(_("{line}, {time}, by {model}").format(line=one.line(), time=one.time, model=one.model))
            self._list.addItem(item)

    def _again(self, place: int) -> None:
        if 0 <= place < len(self._shown):
            self._ask(self._shown[place].queries)


def _read(stored: str) -> list[Asked]:
    """The entries that can be read: a scene may come from elsewhere."""
    try:
        entries = json.loads(stored or "[]")
        texts = ("queries", "volume", "model", "time")
        return [Asked(**entry) for entry in entries if all(isinstance(entry[name], str) for name in texts)]
    except (ValueError, TypeError, KeyError):
        return []
