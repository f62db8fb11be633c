"""The Export button's menu: the answer that is shown, or its boxes in one form, into a folder that the user chooses."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.panel import display
from MISGroundLib.panel.answers import Answer
from MISGroundLib.panel.runner import is_in_scene
from MISGroundLib.scene.export import FORMS, export_boxes

_ANSWER = "answer"


def _entries() -> dict[str, str]:
    """What the menu offers, by the name of its action: the answer, or a form of `export.FORMS`."""
    return {
        _ANSWER: _("Answer and boxes (result.json, boxes.mrk.json)..."),
        "csv": _("Table of the boxes (CSV)..."),
        "json": _("Boxes in RAS, LPS and voxels (JSON)..."),
        "sr": _("DICOM structured report (TID 1500)..."),
        "html": _("Page with pictures (HTML)..."),
    }


class ExportMenu:
    """Writes what the table shows."""

    def __init__(
        self,
        button: Any,
        kept: Callable[[], Answer | None],
        say: Callable[[str], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Give the button its menu.

        Args:
            button: The push button.
            kept: The answer that the table shows.
            say: Sets the status line.
            refuse: Sets it to what went wrong.
        """
        self._button, self._kept, self._say, self._refuse = button, kept, say, refuse
        menu = qt.QMenu(button)
        for name, text in _entries().items():
            action = menu.addAction(text)
            action.objectName = name
            action.connect("triggered(bool)", lambda *_, name=name: self._write(name))
        button.setMenu(menu)

    def _write(self, name: str) -> None:
        kept = self._kept()
        if kept is None:
            return
        file = ", ".join(("result.json", "boxes.mrk.json")) if name == _ANSWER else FORMS[name]
        folder = qt.QFileDialog.getExistingDirectory(self._button, _("Folder for {file}").format(file=file))
        if not folder:
            return
        try:
            said = self._answer(kept, folder) if name == _ANSWER else self._boxes(kept, folder, name)
        except (OSError, ValueError) as error:
            self._refuse(_("The answer could not be written: {error}").format(error=error))
        else:
            self._say(said)

    def _answer(self, kept: Answer, folder: str) -> str:
        return display.written(folder, kept.save(Path(folder)))

    def _boxes(self, kept: Answer, folder: str, form: str) -> str:
        rows = list(zip(kept.rows(), [kept.node(row) for row in range(len(kept.rows()))], strict=True))
        boxes = [node for _row, node in rows if node is not None and is_in_scene(node)]
        unfound = [(row.target, row.result) for row, node in rows if node is None]
        volume = slicer.mrmlScene.GetNodeByID(kept.volume_id)
        export_boxes(boxes, volume, Path(folder), [form], unfound=unfound)
        said = _("Written: {file} in {folder}").format(file=FORMS[form], folder=folder)
        missing = sum(node is not None for _row, node in rows) - len(boxes)
        if not missing:
            return said
        lost = _("Boxes that are no longer in the scene are left out: {count}.").format(count=missing)
        return f"{said}\n{lost}"
