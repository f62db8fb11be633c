"""Ties the panel's widgets to the typed parameter node, and keeps what the user typed when a scene is closed."""

from collections.abc import Callable
from typing import Any

import vtk

from MISGroundLib.panel.models import label_of, model_of
from MISGroundLib.panel.parameters import lasting_values


class ParameterBinding:
    """Two ways between widgets and parameter node. Selectors and numbers go by Slicer's own `connectGui`.

    The query box is bound here by hand: Slicer's binding of a text box sets the whole text at each key press, which
    throws the cursor to the start. Setting it here leaves the box's own undo (Ctrl+Z) in place.
    """

    def __init__(self, root: Any, ui: Any, on_change: Callable[[], None]) -> None:
        """`root` holds the widgets that name their parameter; `ui` has them by name; on_change() follows a change."""
        self.parameters: Any = None
        self._root, self._ui, self._on_change = root, ui, on_change
        self._kept: dict[str, object] = {}
        self._gui_tag: int | None = None
        self._observer: int | None = None
        ui.queriesEdit.connect("textChanged()", self._text_typed)
        ui.modelSelector.connect("currentTextChanged(QString)", self._model_chosen)
        ui.viewSelector.connect("currentTextChanged(QString)", self._view_chosen)

    def attach(self, parameters: Any) -> None:
        """Show a MISGroundParameterNode. What was typed before a scene was closed goes into it."""
        self.detach()
        for name, value in self._kept.items():
            setattr(parameters, name, value)
        self._kept = {}
        self.parameters = parameters
        self._gui_tag = parameters.connectGui(self._root)
        self._observer = parameters.AddObserver(vtk.vtkCommand.ModifiedEvent, self._node_changed)
        self._node_changed()

    def detach(self, keep: bool = False) -> None:
        """Let go of the parameter node; with `keep`, its lasting values go into the next one."""
        if self.parameters is None:
            return
        if keep:
            self._kept = lasting_values(self.parameters)
        self.parameters.disconnectGui(self._gui_tag)
        self.parameters.RemoveObserver(self._observer)
        self.parameters = None

    def _node_changed(self, *_: object) -> None:
        parameters, ui = self.parameters, self._ui
        if parameters is None:
            return
        typed = ui.queriesEdit.toPlainText()
        if typed and not parameters.queries:
            # A scene without queries does not wipe out what was typed.
            parameters.queries = typed
        elif typed != parameters.queries:
            ui.queriesEdit.selectAll()
            ui.queriesEdit.insertPlainText(parameters.queries)
        if model_of(ui.modelSelector.currentText) != parameters.model:
            ui.modelSelector.setEditText(label_of(parameters.model))
            ui.modelSelector.lineEdit().cursorPosition = 0
        if ui.viewSelector.currentText != parameters.viewName:
            ui.viewSelector.setCurrentIndex(max(ui.viewSelector.findText(parameters.viewName), 0))
        self._on_change()

    def _text_typed(self) -> None:
        self._set("queries", self._ui.queriesEdit.toPlainText())

    def _model_chosen(self, text: str) -> None:
        self._set("model", model_of(text))

    def _view_chosen(self, text: str) -> None:
        if text:
            self._set("viewName", text)

    def _set(self, name: str, value: str) -> None:
        if self.parameters is not None and getattr(self.parameters, name) != value:
            setattr(self.parameters, name, value)


def without_signals(widget: Any, change: Callable[[], None]) -> None:
    """Change a widget without telling its listeners."""
    was_blocked = widget.blockSignals(True)
    try:
        change()
    finally:
        widget.blockSignals(was_blocked)
