"""Which volume and which slice view a query is about: proposed where nothing is chosen, and the user's choice kept."""

from typing import Any

import slicer

from MISGroundLib.panel.binding import without_signals
from MISGroundLib.panel.views import displayed_volume, slice_view_names


class VolumeChoice:
    """Proposes a volume where none is chosen, unless it was the user who chose none.

    Slicer's node chooser picks no volume that is loaded later.
    """

    def __init__(self) -> None:
        """Nothing chosen yet."""
        self._last = ""
        self._set_aside = ""

    def begin(self, parameters: Any) -> None:
        """Another parameter node is shown: what was chosen or set aside in the one before is of no account."""
        self._last, self._set_aside = _id_of(parameters.inputVolume), ""

    def note(self, parameters: Any) -> bool:
        """A parameter changed: whether it was the volume. None in place of a volume that is still there is a choice."""
        now = _id_of(parameters.inputVolume)
        if now == self._last:
            return False
        self._set_aside = "" if now else self._last
        self._last = now
        return True

    def propose(self, parameters: Any) -> None:
        """Choose the volume shown, where none is chosen and the user wants one."""
        wanted_none = bool(self._set_aside) and slicer.mrmlScene.GetNodeByID(self._set_aside) is not None
        if parameters.inputVolume is None and not wanted_none:
            parameters.inputVolume = displayed_volume(parameters.viewName)


def _id_of(node: Any) -> str:
    return node.GetID() or "" if node is not None else ""


class ViewChoice:
    """Offers the layout's slice views. A chosen view that a layout lacks is chosen again when it is back."""

    def __init__(self, selector: Any) -> None:
        """`selector` is a combo box."""
        self._selector = selector
        self._missed: tuple[str, str] | None = None  # the view wanted, and the one shown in its place

    def refresh(self, parameters: Any | None) -> None:
        """Fill the chooser with the views of the layout."""
        names, selector = slice_view_names(), self._selector
        wanted = parameters.viewName if parameters else selector.currentText
        if self._missed is not None and wanted == self._missed[1]:
            wanted = self._missed[0]
        shown = wanted if wanted in names else (names[0] if names else "")

        def fill() -> None:
            selector.clear()
            selector.addItems(names)
            selector.setCurrentIndex(max(selector.findText(shown), 0))

        without_signals(selector, fill)
        if parameters is not None and shown:
            self._missed = None if shown == wanted else (wanted, shown)
            if parameters.viewName != shown:
                parameters.viewName = shown
