"""What a model needs before it can be asked, and what the panel shows of it.

A model's name in the chooser, the server that it runs on, how far it can be trusted; and the Python packages of
Slicer's own Python, found without an import or installed when the user agrees.
"""

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import qt
import slicer
from packaging.requirements import Requirement
from slicer.i18n import tr as _

from MISGroundLib.bench.trust_check import TrustRow, TrustRun
from MISGroundLib.engine.protocol import Event
from MISGroundLib.engine.router import ServerAddress, is_server, server_of
from MISGroundLib.errors import UserError
from MISGroundLib.files import resource
from MISGroundLib.panel.runner import Runner, report_failure, start_failure
from MISGroundLib.panel.wording import worded
from MISGroundLib.settings import EMBEDDED_MODEL

_RECENT = "MISGround/RecentModels"  # in the application's settings
_MOST_RECENT = 8
# What pictures are read with where there is no torchvision. A transformers without it loads no model.
PREFLIGHT = ("transformers", "models/qwen2_vl/image_processing_pil_qwen2_vl.py")


def embedded_label() -> str:
    """How the chooser shows the embedded model."""
    return _("{model} (embedded)").format(model=EMBEDDED_MODEL)


def label_of(model: str) -> str:
    """A model's name as the chooser shows it."""
    return embedded_label() if model == EMBEDDED_MODEL else model


def model_of(label: str) -> str:
    """A chooser's text as a model's name, folder or hub id, or a server ("server:ADDRESS#NAME")."""
    text = label.strip()
    return EMBEDDED_MODEL if text in ("", EMBEDDED_MODEL, embedded_label()) else text


def recent_models() -> list[str]:
    """Folders, hub ids and servers that answered before, latest first."""
    stored = qt.QSettings().value(_RECENT)
    # QSettings gives one string for a list of one, and None for none.
    return [stored] if isinstance(stored, str) else list(stored or ())


def remember_model(model: str) -> None:
    """Put a model that answered at the head of the recent ones."""
    if model != EMBEDDED_MODEL:
        others = [known for known in recent_models() if known != model]
        qt.QSettings().setValue(_RECENT, [model, *others][:_MOST_RECENT])


class ServerNotice:
    """Shows the address of a chosen server. The permission is for that address: another one asks anew.

    Neither is saved with the scene: a scene from elsewhere may name a server, but must not allow it.
    """

    def __init__(self, ui: Any) -> None:
        """`ui` has modelSelector, serverLabel and remoteCheckBox."""
        self._ui = ui
        self._address: ServerAddress | None = None
        ui.modelSelector.connect("currentTextChanged(QString)", self._on_model)
        ui.remoteCheckBox.connect("toggled(bool)", lambda *_: self._show())
        self._on_model(ui.modelSelector.currentText)

    @property
    def allows_remote(self) -> bool:
        """Whether the user lets pictures go to the server chosen, on another computer."""
        return bool(self._address and not self._address.is_loopback and self._ui.remoteCheckBox.checked)

    def _on_model(self, label: str) -> None:
        before, self._address = self._address, _address_of(model_of(label))
        if self._address != before:
            self._ui.remoteCheckBox.checked = False
        self._show()

    def _show(self) -> None:
        ui, address = self._ui, self._address
        chosen = is_server(model_of(ui.modelSelector.currentText))
        ui.serverLabel.text = self._sentence() if chosen else ""
        ui.serverLabel.visible = chosen
        ui.remoteCheckBox.visible = bool(address and not address.is_loopback)

    def _sentence(self) -> str:
        if self._address is None:
            return _("Type the server's address like this: server:http://127.0.0.1:8000")
        if self._address.is_loopback:
            sentence = _("Answers come from the server {address}.")
        elif self.allows_remote:
            sentence = _("Answers come from the server {address}, another computer: slices and queries go there.")
        else:
            sentence = _("The server {address} is another computer: slices and queries would go there.")
        return sentence.format(address=self._address.shown)


def _address_of(model: str) -> ServerAddress | None:
    try:
        return server_of(model)[0] if is_server(model) else None
    except UserError:
        return None


class TrustSection:
    """ "How far can I trust this model?": a small fixed set through the chosen model; a button, a sentence, a table."""

    def __init__(self, ui: Any, start: Callable[[], TrustRun]) -> None:
        """Put the section into its first state.

        Args:
            ui: Has trustButton, trustLabel and trustTable.
            start: Begins a check. The message of its ValueError is shown in the section.
        """
        self._ui = ui
        self._start = start
        self._runner = Runner[TrustRun](self._on_events, self._on_end, _("The check stopped: {error}"))
        header = ui.trustTable.horizontalHeader()
        ui.trustTable.setHorizontalHeaderLabels([_("Measured"), _("Model"), _("95 % interval"), _("Guess"), _("Of")])
        header.setSectionResizeMode(0, qt.QHeaderView.Stretch)
        for column in range(1, 5):
            header.setSectionResizeMode(column, qt.QHeaderView.ResizeToContents)
        ui.trustTable.visible = False
        ui.trustButton.connect("clicked(bool)", lambda *_: self._clicked())
        self._idle("")

    def close(self) -> None:
        """Stop at once: the panel goes."""
        self._runner.stop()

    def _clicked(self) -> None:
        if self._runner.is_running:
            self._runner.cancel()
            return
        try:
            self._runner.start(self._start())
        except Exception as error:
            self._idle(start_failure(error, _("The check could not be started: {error}")))
        else:
            self._ui.trustButton.text = _("Cancel the check")
            self._ui.trustTable.visible = False
            self._say(_("The model is loading."))

    def _on_events(self, run: TrustRun, events: list[Event]) -> None:
        if run.answers:
            self._say(_("{percent} % asked.").format(percent=round(100 * run.fraction)))

    def _on_end(self, run: TrustRun, volume: None) -> None:
        self._show(run.rows() if run.answers else [])
        if run.error is not None:
            report_failure(run.error)
            self._idle(worded(run.error))
        elif run.cancelled:
            kept = _("Cancelled. The table holds what was answered before.")
            self._idle(kept if run.answers else _("Cancelled before the first answer."))
        else:
            name = _("{name}, revision {revision}").format(
                name=run.model.get("name", run.settings.model), revision=run.model.get("revision", "?")
            )
            about = _(
                "{model}, {decoding}. {count} pictures of made-up bodies: a first look, not a clinical measure. "
                "Guess: always the usual place."
            )
            self._idle(about.format(model=name, decoding=run.settings.decoding.name, count=len(run.pictures)))

    def _idle(self, sentence: str) -> None:
        self._ui.trustButton.text = _("Check the model")
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._ui.trustLabel.text = sentence
        self._ui.trustLabel.visible = bool(sentence)

    def _show(self, rows: list[TrustRow]) -> None:
        table = self._ui.trustTable
        table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, text in enumerate((worded(row.name), row.value, row.interval, row.guess, str(row.count))):
                item = qt.QTableWidgetItem(text)
                item.setToolTip(worded(row.about))
                table.setItem(place, column, item)
        table.visible = bool(rows)


def slicer_packaging() -> Any:
    """Slicer's own way to packages, or None: Slicer has it from 5.12 on. Without it, what is below stands in."""
    try:
        return importlib.import_module("slicer.packaging")
    except ModuleNotFoundError:
        return None


def required_packages() -> list[Requirement]:
    """What Resources/requirements.txt asks for, torch first."""
    file, packaging = resource("requirements.txt"), slicer_packaging()
    if packaging is not None:
        return list(packaging.load_requirements(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]


def installed_version(name: str) -> str | None:
    """The version of an installed package, or None. The package itself is not imported."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


class Dependencies:
    """Checks the packages without importing them, and installs them on request: torch first, by the PyTorch extension.

    `version_of` and the installers are given by tests; in Slicer the defaults hold.
    """

    def __init__(
        self,
        version_of: Callable[[str], str | None] = installed_version,
        install_torch: Callable[[str], bool] | None = None,
        install_packages: Callable[[Sequence[Requirement]], None] | None = None,
    ) -> None:
        """Nothing is checked yet."""
        self._version_of = version_of
        self._install_torch = install_torch or _install_torch
        self._install_packages = install_packages or _install_packages

    def missing(self) -> list[Requirement]:
        """The packages that are absent or outside their bounds."""
        return [needed for needed in required_packages() if not self._satisfied(needed)]

    def ensure(self) -> None:
        """Install what is missing, asking first. Raises UserError where it is still missing afterwards."""
        missing = self.missing()
        if not missing:
            return
        if slicer.app.testingEnabled():
            raise UserError(_still_missing(missing))
        torch = [needed for needed in missing if needed.name == "torch"]
        if torch and self._version_of("torch") is not None:
            raise UserError(
                _(
                    "The installed PyTorch {version} does not fit: {needed} is needed. Open the module PyTorch Utils, "
                    "uninstall PyTorch, restart Slicer and press Ground again."
                ).format(version=self._version_of("torch"), needed=torch[0])
            )
        if torch and not self._install_torch(str(torch[0].specifier)):
            raise UserError(_("PyTorch was not installed. Press Ground to be asked again."))
        self._install_packages([needed for needed in missing if needed.name != "torch"])
        importlib.invalidate_caches()
        missing = self.missing()
        if missing:
            raise UserError(_still_missing(missing))
        _preflight()

    def _satisfied(self, needed: Requirement) -> bool:
        packaging = slicer_packaging() if self._version_of is installed_version else None
        if packaging is not None and packaging.pip_check(needed):
            return True
        # Slicer's check takes a build from before a release ("2.13.0.dev") for too old; and 5.10 has none.
        version = self._version_of(needed.name)
        return version is not None and needed.specifier.contains(version, prereleases=True)


def _still_missing(missing: Sequence[Requirement]) -> str:
    return _("These Python packages are missing: {packages}. Install them and press Ground again.").format(
        packages=", ".join(str(needed) for needed in missing)
    )


def _install_torch(specifier: str) -> bool:
    """By the PyTorch extension, which asks and picks the build for this computer. False where the user said no."""
    try:
        pytorch_utils: Any = importlib.import_module("PyTorchUtils")
    except ModuleNotFoundError as error:
        raise UserError(
            _(
                "PyTorch is missing. Install the extension named PyTorch with the Extensions Manager, restart Slicer "
                "and press Ground again."
            )
        ) from error
    try:
        logic = pytorch_utils.PyTorchUtilsLogic()
        return logic.installTorch(askConfirmation=True, torchVersionRequirement=specifier) is not None
    except Exception as error:
        raise UserError(_("PyTorch could not be installed: {error}").format(error=error)) from error


def _install_packages(packages: Sequence[Requirement]) -> None:
    """By slicer.packaging where Slicer has it (5.12 and later), else by pip_install after a question."""
    if not packages:
        return
    names = [str(needed) for needed in packages]
    try:
        packaging = slicer_packaging()
        if packaging is None:
            question = _("MISGround needs these Python packages: {packages}. Install them now?").format(
                packages=", ".join(names)
            )
            if slicer.util.confirmOkCancelDisplay(question):
                slicer.util.pip_install(names)
        else:
            packaging.pip_ensure(list(packages), requester="MISGround")
    except Exception as error:
        raise UserError(
            _("The Python packages could not be installed: {error}. Press Ground to try again.").format(error=error)
        ) from error


def _preflight() -> None:
    """A package can be new enough by number and still lack the model's code: look for the file itself."""
    package, file = PREFLIGHT
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not any((Path(place) / file).is_file() for place in places):
        raise UserError(
            _(
                "The installed transformers cannot read pictures without torchvision. Update it to 5.4 or later and "
                "press Ground again."
            )
        )
