"""Whose computer answers, in plain sight below the model chooser, and whether pictures may leave this one."""

from typing import Any

from slicer.i18n import tr as _

from MISGroundLib.engine.router import ServerAddress, is_server, server_of
from MISGroundLib.errors import UserError
from MISGroundLib.panel.models import model_of


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
        ui.serverLabel.text = _sentence(address, self.allows_remote) if chosen else ""
        ui.serverLabel.visible = chosen
        ui.remoteCheckBox.visible = bool(address and not address.is_loopback)


def _address_of(model: str) -> ServerAddress | None:
    try:
        return server_of(model)[0] if is_server(model) else None
    except UserError:
        return None


def _sentence(address: ServerAddress | None, allows_remote: bool) -> str:
    if address is None:
        return _("Type the server's address like this: server:http://127.0.0.1:8000")
    if address.is_loopback:
        sentence = _("Answers come from the server {address}.")
    elif allows_remote:
        sentence = _("Answers come from the server {address}, another computer: slices and queries go there.")
    else:
        sentence = _("The server {address} is another computer: slices and queries would go there.")
    return sentence.format(address=address.shown)
