"""What the panel remembers: one typed parameter node, saved with the scene, the settings it stands for, its widgets.

The settings among its parameters follow from settings.py, under their names in Slicer.
"""

from collections.abc import Callable
from typing import Annotated, Any, Protocol

import vtk
from slicer import vtkMRMLScalarVolumeNode
from slicer.i18n import tr as _
from slicer.parameterNodeWrapper import Choice, WithinRange, parameterNodeWrapper

from MISGroundLib.panel.model_section import label_of, model_of
from MISGroundLib.settings import (
    EMBEDDED_MODEL,
    EVERY_ITEM,
    SHOWN_ITEM,
    SLICE,
    VOLUME,
    Setting,
    Settings,
    declared_settings,
)

AUTOMATIC_MODALITY = "automatic"
# What a volume can be taken for in place of what it says or looks like.
MODALITIES = (AUTOMATIC_MODALITY, "CT", "MR", "PT")
# In the order of the chooser.
_SCOPES = (VOLUME, SLICE)


def with_settings(node_class: type) -> type:
    """The class with a parameter for each setting that is saved, as Slicer's `parameterNodeWrapper` reads them."""
    for setting in declared_settings(Settings):
        if setting.slicer and setting.saved:
            node_class.__annotations__[setting.slicer] = _annotation(setting)
            setattr(node_class, setting.slicer, setting.first)
    return node_class


def _annotation(setting: Setting) -> Any:
    if choices := setting.offered or setting.choices:
        return Annotated[setting.kind, Choice(list(choices))]
    return Annotated[setting.kind, WithinRange(*setting.within)] if setting.within else setting.kind


@parameterNodeWrapper
@with_settings
class MISGroundParameterNode:
    """The panel's state, and the settings that are saved."""

    inputVolume: vtkMRMLScalarVolumeNode
    viewName: str = "Red"
    queries: str = ""
    modality: Annotated[str, Choice(list(MODALITIES))] = AUTOMATIC_MODALITY
    history: str = ""  # of queries: see query_history.py


class PanelParameters(Protocol):
    """A MISGroundParameterNode as the panel uses it: with some of its settings, and what Slicer's wrapper adds."""

    inputVolume: Any
    viewName: str
    queries: str
    modality: str
    history: str
    model: str
    device: str
    precision: str
    scope: str
    items: str

    def connectGui(self, gui: Any) -> int:
        """Tie the widgets that name a parameter to it; a tag for `disconnectGui`."""

    def disconnectGui(self, guiTag: int | None) -> None:
        """Undo `connectGui`."""

    def AddObserver(self, event: int, callback: Callable[..., None]) -> int:
        """Observe the node; a tag for `RemoveObserver`."""

    def RemoveObserver(self, tag: int | None) -> None:
        """Undo `AddObserver`."""


def has_parameters(scene: Any) -> bool:
    """Whether a scene has a parameter node with values. None is made; a closed scene keeps an empty one."""
    node = scene.GetSingletonNode("MISGround", "vtkMRMLScriptedModuleNode")
    return node is not None and bool(node.GetParameterNames())


def _saved_settings(parameters: PanelParameters) -> dict[str, Any]:
    saved = [one.slicer for one in declared_settings(Settings) if one.slicer and one.saved]
    return {name: getattr(parameters, name) for name in saved}


def lasting_values(parameters: PanelParameters) -> dict[str, Any]:
    """The values that outlive a closed scene, by name. The volume goes with it, and so does what it was taken for."""
    return {"queries": parameters.queries, "viewName": parameters.viewName, **_saved_settings(parameters)}


def settings_from(**values: Any) -> Settings:
    """Settings from their names in Slicer: model, device, decoding, topM, allowDownload, ...

    Raises ValueError with the setting's name where one is out of range, TypeError for a name that there is not.
    """
    names = {one.slicer: one.name for one in declared_settings(Settings) if one.slicer}
    if unknown := sorted(set(values) - set(names)):
        raise TypeError(f"There is no setting {unknown[0]!r}: give {', '.join(names)}.")
    return Settings.of(**{names[name]: value for name, value in values.items()})


def settings_of(
    parameters: PanelParameters,
    allow_download: bool,
    allow_remote: bool = False,
    load_anyway: bool = False,
    audit: str = "",
) -> Settings:
    """The settings that a parameter node stands for, with the permissions and the audit file that it does not keep."""
    more = {
        "allowDownload": allow_download,
        "allowRemote": allow_remote,
        "loadAnyway": load_anyway,
        "auditFile": audit,
    }
    return settings_from(**_saved_settings(parameters), **more)


class ParameterBinding:
    """Two ways between widgets and parameter node. Selectors and numbers go by Slicer's own `connectGui`.

    The query box is bound here by hand: Slicer's binding of a text box sets the whole text at each key press, which
    throws the cursor to the start. Setting it here leaves the box's own undo (Ctrl+Z) in place.
    """

    def __init__(self, root: Any, ui: Any, on_change: Callable[[], None]) -> None:
        """`root` holds the widgets that name their parameter; `ui` has them by name; on_change() follows a change."""
        self.parameters: PanelParameters | None = None
        self._root, self._ui, self._on_change = root, ui, on_change
        self._gui_tag: int | None = None
        self._observer: int | None = None
        ui.queriesEdit.connect("textChanged()", self._text_typed)
        ui.modelSelector.connect("currentTextChanged(QString)", self._model_chosen)
        ui.viewSelector.connect("currentTextChanged(QString)", self._view_chosen)
        # Slicer's own binding would show the values, not words.
        ui.scopeSelector.addItems([_("whole volume"), _("this slice")])
        ui.scopeSelector.connect("currentIndexChanged(int)", self._scope_chosen)
        ui.everyItemCheckBox.connect("toggled(bool)", self._items_chosen)

    def attach(self, parameters: PanelParameters) -> None:
        """Show a MISGroundParameterNode."""
        self.detach()
        self.parameters = parameters
        self._gui_tag = parameters.connectGui(self._root)
        self._observer = parameters.AddObserver(vtk.vtkCommand.ModifiedEvent, self._node_changed)
        self._show(parameters)

    def detach(self) -> None:
        """Let go of the parameter node. The widgets stay as they are."""
        if self.parameters is None:
            return
        self.parameters.disconnectGui(self._gui_tag)
        self.parameters.RemoveObserver(self._observer)
        self.parameters = None

    def _node_changed(self, *_: object) -> None:
        if self.parameters is not None:
            self._show(self.parameters)
            self._on_change()

    def _show(self, parameters: PanelParameters) -> None:
        ui = self._ui
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
        # It knows structures by name only; whoever ticked the box before is told so with each answer.
        ui.describeCheckBox.enabled = parameters.model != EMBEDDED_MODEL
        ui.scopeSelector.setCurrentIndex(_SCOPES.index(parameters.scope))
        ui.everyItemCheckBox.checked = parameters.items == EVERY_ITEM
        if ui.viewSelector.currentText != parameters.viewName:
            ui.viewSelector.setCurrentIndex(max(ui.viewSelector.findText(parameters.viewName), 0))

    def _text_typed(self) -> None:
        self._set("queries", self._ui.queriesEdit.toPlainText())

    def _model_chosen(self, text: str) -> None:
        self._set("model", model_of(text))

    def _view_chosen(self, text: str) -> None:
        if text:
            self._set("viewName", text)

    def _scope_chosen(self, place: int) -> None:
        self._set("scope", _SCOPES[place])

    def _items_chosen(self, every: bool) -> None:
        self._set("items", EVERY_ITEM if every else SHOWN_ITEM)

    def _set(self, name: str, value: str) -> None:
        if self.parameters is not None and getattr(self.parameters, name) != value:
            setattr(self.parameters, name, value)
