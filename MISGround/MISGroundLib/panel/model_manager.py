"""The window of the models: what can be had, what is here, their memory; look up, download, use, remove.

Also the sentence beside the chooser: what the chosen model needs, and what is free.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _
from slicer.i18n import translate

from MISGroundLib.engine.router import is_server
from MISGroundLib.files import resource
from MISGroundLib.models import catalogue
from MISGroundLib.models.catalogue import KnownModel
from MISGroundLib.models.fetching import DOWNLOAD, LOOK_UP, Fetching
from MISGroundLib.panel.model_section import label_of
from MISGroundLib.panel.runner import Runner, report_failure, start_failure
from MISGroundLib.panel.wording import CONTEXT, worded
from MISGroundLib.settings import EMBEDDED_MODEL
from MISGroundLib.vlm.folders import models_folder
from MISGroundLib.vlm.memory import free_ram, gigabytes, graphics_card

_LOOK_MS = 100


class MemoryNotice:
    """Says beside the chooser what the chosen model needs and what is free: on a thread, since a driver is asked."""

    def __init__(self, label: Any) -> None:
        """Nothing is said yet."""
        self._label = label
        self._asked: tuple[str, str, str] | None = None
        self._found: list[tuple[tuple[str, str, str], float | None, float, str]] = []
        self._timer = qt.QTimer()
        self._timer.interval = _LOOK_MS
        self._timer.connect("timeout()", self._look)
        label.visible = False

    def foretell(self, model: str, device: str, precision: str) -> None:
        """Find out for this choice; the label follows. A server's memory is its own."""
        asked = (model, device, precision)
        if asked == self._asked:
            return
        self._asked = asked
        self._label.visible = False
        if not is_server(model) and model != EMBEDDED_MODEL:
            threading.Thread(target=self._find, args=asked, name="misground-memory", daemon=True).start()
            self._timer.start()

    def close(self) -> None:
        """Say nothing more: the panel goes."""
        self._timer.stop()
        self._asked = None

    def _find(self, model: str, device: str, precision: str) -> None:
        card = graphics_card() if device.startswith(("auto", "cuda")) else None
        kind = precision if precision != "auto" else "bfloat16" if card else "cpu"
        need = catalogue.need(model, kind, on_cuda=card is not None)
        self._found.append(((model, device, precision), need, card[1] if card else free_ram(), card[0] if card else ""))

    def _look(self) -> None:
        while self._found:
            asked, need, free, card = self._found.pop(0)
            if asked == self._asked:
                self._timer.stop()
                self._label.text = memory_sentence(need, free, card) if need is not None else ""
                self._label.visible = need is not None


def memory_sentence(need: float, free: float, card: str = "") -> str:
    """What a model needs against what is free, for people."""
    sizes = {"need": gigabytes(need), "free": gigabytes(free) if free < 1e15 else "?", "card": card}
    if need > free:
        if card:
            return _(
                "Will not fit: it needs about {need}, and {free} are free on {card}. Choose 4bit or 8bit under "
                "Decoding and device, or a smaller model."
            ).format(**sizes)
        return _(
            "Will not fit: it needs about {need} of memory, and {free} are free. Close other programs or choose a "
            "smaller model."
        ).format(**sizes)
    if card:
        return _("Needs about {need}; {free} are free on {card}.").format(**sizes)
    return _("Needs about {need} of memory; {free} are free.").format(**sizes)


class ModelRow:
    """What belongs to the chooser: the sentence on memory, and the button that shows the window of the models."""

    def __init__(self, ui: Any) -> None:
        """ui: Has modelSelector, browseButton, modelsButton, memoryLabel. The window is made when it is first shown."""
        self._ui = ui
        self._notice = MemoryNotice(ui.memoryLabel)
        self.manager: ModelManager | None = None
        ui.modelsButton.connect("clicked(bool)", lambda *_: self._show())
        ui.browseButton.connect("clicked(bool)", lambda *_: self._browse())

    def foretell(self, model: str, device: str, precision: str) -> None:
        """Say what the chosen model needs."""
        self._notice.foretell(model, device, precision)

    def close(self) -> None:
        """The panel goes, and with it the window."""
        self._notice.close()
        if self.manager is not None:
            self.manager.close()

    def _browse(self) -> None:
        folder = qt.QFileDialog.getExistingDirectory(self._ui.browseButton, _("Folder of a model"))
        if folder:
            self._ui.modelSelector.setEditText(folder)

    def _show(self) -> None:
        if self.manager is None:
            self.manager = ModelManager(lambda model: self._ui.modelSelector.setEditText(label_of(model)))
        self.manager.show()


class ModelManager:
    """The window. A look-up and a download run in a process of their own; one at a time."""

    def __init__(self, use: Callable[[str], None]) -> None:
        """use: is told the model that the user chose."""
        self.widget = slicer.util.loadUI(str(resource("UI", "ModelManager.ui")))
        self.ui = slicer.util.childWidgetVariables(self.widget)
        self._use = use
        self._models: list[KnownModel] = []
        self._offer: dict[str, Any] | None = None
        self._free = free_ram()
        self._runner = Runner[Fetching](self._on_events, self._on_end, _("The download stopped: {error}"))
        table = self.ui.modelTable
        table.setHorizontalHeaderLabels([_("Model"), _("Size"), _("Licence"), _("Where")])
        table.horizontalHeader().setSectionResizeMode(0, qt.QHeaderView.Stretch)
        for column in range(1, 4):
            table.horizontalHeader().setSectionResizeMode(column, qt.QHeaderView.ResizeToContents)
        table.connect("itemSelectionChanged()", self._on_row)
        self.ui.idEdit.connect("textChanged(QString)", lambda *_: self._forget_offer())
        self.ui.idEdit.connect("returnPressed()", self.look_up)
        self.ui.agreeCheckBox.connect("toggled(bool)", lambda *_: self._enable())
        for button, action in (
            ("lookUpButton", self.look_up), ("fetchButton", self._fetch_or_cancel), ("useButton", self._choose),
            ("removeButton", self._remove), ("addButton", self._add), ("openButton", self._open),
        ):  # fmt: skip
            getattr(self.ui, button).connect("clicked(bool)", lambda *_, action=action: action())
        self.refresh()
        self._say("")

    @property
    def is_running(self) -> bool:
        """A look-up or a download is on its way."""
        return self._runner.is_running

    def show(self) -> None:
        """Show the window, with what is here now."""
        self.refresh()
        self.widget.show()
        self.widget.raise_()
        self.widget.activateWindow()

    def close(self) -> None:
        """End what runs; what came of a download is kept."""
        self._runner.stop()
        self.widget.close()

    def refresh(self) -> None:
        """List what can be had and what is here."""
        chosen = self._chosen()
        self._models, self._free = catalogue.known_models(), free_ram()
        words = {
            "shipped": _("with MISGround"),
            "here": _("downloaded"),
            "begun": _("in part"),
            "added": _("yours"),
        }
        table = self.ui.modelTable
        table.setRowCount(len(self._models))
        for row, model in enumerate(self._models):
            size = gigabytes(model.size) if model.size else "?"
            for column, text in enumerate((model.id, size, model.licence, words.get(model.state, ""))):
                item = qt.QTableWidgetItem(text)
                item.setToolTip(model.id)
                table.setItem(row, column, item)
        place = next((row for row, model in enumerate(self._models) if chosen and model.id == chosen.id), 0)
        table.selectRow(place)
        self._on_row()

    def look_up(self) -> None:
        """Ask Hugging Face for size and licence."""
        self._start(LOOK_UP, self.ui.idEdit.text.strip(), None, _("Asking Hugging Face."))

    def _fetch_or_cancel(self) -> None:
        if self._runner.is_running:
            self._runner.cancel()
        elif self._offer is not None:
            self._start(DOWNLOAD, self._offer["id"], self._offer, _("The download begins."))

    def _start(self, what: str, model: str, offer: dict[str, Any] | None, sentence: str) -> None:
        if self._runner.is_running:
            return
        try:
            self._runner.start(Fetching(what, model, models_folder(), offer))
        except Exception as error:
            self._say(start_failure(error, _("The download could not be started: {error}")))
        else:
            self._say(sentence)
        self._enable()

    def _on_events(self, run: Fetching, events: list[Any]) -> None:
        if run.total:
            self.ui.downloadBar.value = int(1000 * run.done / run.total)
            self.ui.downloadBar.visible = True
            self._say(
                _("{done} of {total}: {file}").format(
                    done=gigabytes(run.done), total=gigabytes(run.total), file=run.file
                )
            )

    def _on_end(self, run: Fetching, volume: None) -> None:
        if run.error is not None:
            report_failure(run.error)
            self._say(run.error.message)
        elif run.cancelled:
            self._say(_("Cancelled. What came is kept: Download goes on from there."))
        elif run.folder:
            self._offer = None
            self._say(_("The model is here: {folder}").format(folder=run.folder))
        else:
            self._take_offer(run.offer)
        self.ui.downloadBar.visible = False
        self.refresh()

    def _take_offer(self, offer: dict[str, Any] | None) -> None:
        self._offer = offer
        if offer is not None:
            proxy = offer.get("proxy")
            way = _("through the system's proxy {proxy}").format(proxy=proxy) if proxy else _("without a proxy")
            told = _("{size} in {count} files, licence {licence} ({terms}), to {folder}, {way}.").format(
                size=gigabytes(offer["size"]), count=len(offer["files"]), licence=offer["licence"],
                terms=offer["terms"], folder=models_folder(), way=way,
            )  # fmt: skip
            if offer["gated"]:
                told = _("{offer} Its terms must be accepted on its page first.").format(offer=told)
            self._say(told)

    def _forget_offer(self) -> None:
        if self._offer is not None and self._offer["id"] != self.ui.idEdit.text.strip():
            self._offer = None
            self._say("")
        self._enable()

    def _enable(self) -> None:
        ui, offer, running, model = self.ui, self._offer, self._runner.is_running, self._chosen()
        ui.agreeCheckBox.visible = offer is not None
        if offer is None:
            ui.agreeCheckBox.checked = False
        else:
            ui.agreeCheckBox.text = _("Download {size} under the licence {licence}").format(
                size=gigabytes(offer["size"]), licence=offer["licence"]
            )
        ui.fetchButton.text = _("Cancel") if running else _("Download")
        ui.fetchButton.enabled = running or (offer is not None and bool(ui.agreeCheckBox.checked))
        ui.lookUpButton.enabled = not running and bool(ui.idEdit.text.strip())
        ui.idEdit.enabled = ui.modelTable.enabled = not running
        ui.useButton.enabled = model is not None and model.state in ("shipped", "here", "added")
        ui.removeButton.enabled = not running and model is not None and model.state in ("here", "begun", "added")

    def _chosen(self) -> KnownModel | None:
        row = self.ui.modelTable.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    def _on_row(self) -> None:
        model = self._chosen()
        self.ui.aboutLabel.text = self._about(model) if model is not None else ""
        if model is not None and not self._runner.is_running and self._offer is None:
            self.ui.idEdit.text = model.id if model.state in ("", "begun", "here") else ""
        self._enable()

    def _about(self, model: KnownModel) -> str:
        lines = [translate(CONTEXT, model.good_for)] if model.good_for else []
        lines.append(_("Boxes as {name} writes them.").format(name=model.box_format))
        if model.memory:
            kinds = {"float32": _("32 bit"), "bfloat16": _("16 bit"), "8bit": _("8 bit"), "4bit": _("4 bit")}
            needs = ", ".join(f"{gigabytes(need)} ({kinds[kind]})" for kind, need in model.memory.items())
            lines.append(
                _("Memory: {needs}; 8 and 4 bit on a CUDA card only. Free on this computer: {free}.").format(
                    needs=needs, free=gigabytes(self._free)
                )
            )
        if model.folder is not None:
            lines.append(str(model.folder))
        return "\n".join(lines)

    def _choose(self) -> None:
        model = self._chosen()
        if model is not None:
            self._use(model.id)
            self._say(_("{model} is asked from now on.").format(model=model.id))

    def _remove(self) -> None:
        model = self._chosen()
        if model is None:
            return
        question = _("Remove {model} from this computer?").format(model=model.id)
        if model.state != "added" and not slicer.util.confirmOkCancelDisplay(question):
            return
        try:
            self._say(catalogue.remove(model.id))
        except ValueError as error:
            self._say(worded(error))
        self.refresh()

    def _add(self) -> None:
        folder = qt.QFileDialog.getExistingDirectory(self.widget, _("Folder of a model"))
        if folder:
            try:
                self._say(_("{model} is listed.").format(model=catalogue.add_folder(Path(folder)).id))
            except (OSError, ValueError) as error:
                self._say(worded(error))
            self.refresh()

    def _open(self) -> None:
        place = models_folder()
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._say(_("{folder} could not be made: {error}").format(folder=place, error=error.strerror))
        else:
            qt.QDesktopServices.openUrl(qt.QUrl.fromLocalFile(str(place)))

    def _say(self, sentence: str) -> None:
        self.ui.stateLabel.text = sentence
        self.ui.downloadBar.visible = self._runner.is_running and bool(self.ui.downloadBar.value)
