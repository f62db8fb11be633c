"""What a reader does with the chosen row: buttons and keys to judge, rename, adjust, remove, show alone, read and copy.

Each change of a box is one step of the panel's undo and redo.
"""

from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from MISGroundLib.panel import display
from MISGroundLib.panel.answers import AnswerTable, no_box_chosen
from MISGroundLib.panel.contracts import StepsOwner
from MISGroundLib.panel.runner import is_in_scene
from MISGroundLib.scene.box_history import BoxHistory, Deed
from MISGroundLib.scene.box_review import Review, follows_a_sequence, judge, rename, review_of, set_adjustable
from MISGroundLib.scene.fiducials import marks_of, points_of_boxes

# The styles' own shade of a pressed button is all but lost on a dark one.
_PRESSED = (
    "QToolButton:checked { background-color: palette(highlight); color: palette(highlighted-text); "
    "border: none; border-radius: 3px; padding: 4px; }"
)


class AnswerActions:
    """Acts on the boxes of the table's rows."""

    def __init__(
        self,
        ui: Any,
        table: AnswerTable,
        history: BoxHistory,
        say: Callable[[str], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Connect buttons and keys.

        Args:
            ui: Has resultsTable, detailEdit and the buttons from acceptButton to copyButton.
            table: Knows the chosen row and its box.
            history: Keeps the steps.
            say: Sets the status line.
            refuse: Sets it to what stands in the way.
        """
        self._ui, self._table, self._history, self._say, self._refuse = ui, table, history, say, refuse
        self._adjusted: Any = None  # the box that can be dragged
        self._alone: Any = None  # the box that is shown alone, and those that are hidden for it
        self._hidden: list[Any] = []
        ui.detailEdit.visible = False
        for button in (ui.acceptButton, ui.rejectButton, ui.adjustButton, ui.onlyButton, ui.detailsButton):
            button.styleSheet = _PRESSED
        table.on_shown, table.on_rename = self.refresh, self._rename
        actions: list[tuple[Any, Callable[[], None], tuple[str, ...]]] = [
            (ui.acceptButton, self._accept, ("Return", "Enter")),
            (ui.rejectButton, self._reject, ("Backspace",)),
            (ui.renameButton, self._edit_name, ("F2",)),
            (ui.adjustButton, self._adjust, ("Ctrl+E",)),
            (ui.removeButton, self._remove, ("Delete",)),
            (ui.onlyButton, self._show_alone, ("Space",)),
            (ui.detailsButton, self._show_details, ("Ctrl+D",)),
            (ui.copyButton, self._copy, ("Ctrl+C",)),
        ]
        for button, action, keys in actions:
            button.connect("clicked(bool)", lambda _checked, action=action: action())
            for key in keys:
                shortcut = qt.QShortcut(qt.QKeySequence(key), ui.resultsTable)
                shortcut.context = qt.Qt.WidgetShortcut
                shortcut.connect("activated()", action)
        self.refresh()

    def refresh(self) -> None:
        """Follow the rows and the chosen one: the pane below them, and which buttons are pressed."""
        ui, box = self._ui, self._table.box(self._table.chosen)
        if self._adjusted is not None and self._adjusted is not box:
            self.end_adjusting()
        if self._alone is not None and box is not None and box is not self._alone:
            self._alone = box
            self._hide_others()
        review = review_of(box) if box is not None else ""
        states = (
            (ui.acceptButton, review == "accepted"),
            (ui.rejectButton, review == "rejected"),
            (ui.adjustButton, self._adjusted is not None),
            (ui.onlyButton, self._alone is not None),
        )
        for button, pressed in states:
            button.checked = pressed
        text = "\n".join(self._table.details(self._table.chosen)) or _("Choose a row to read what is known of it.")
        if ui.detailEdit.visible and ui.detailEdit.toPlainText() != text:
            ui.detailEdit.setPlainText(text)

    def settle(self) -> None:
        """End what is for the moment only: adjusting, and showing one box alone."""
        self.end_adjusting()
        self._show_all()

    def forget(self) -> None:
        """The scene is closed: its boxes are gone."""
        self._adjusted = self._alone = None
        self._hidden = []

    def end_adjusting(self) -> None:
        """Lock the box that could be dragged; what was dragged is a step by then."""
        box, self._adjusted = self._adjusted, None
        if box is not None and is_in_scene(box):
            self._history.record_moves()
            set_adjustable(box, False)
        self._ui.adjustButton.checked = False

    def _chosen(self) -> Any:
        box = self._table.box(self._table.chosen)
        if box is None:
            self._refuse(no_box_chosen())
            self.refresh()  # a button that keeps its state does not stay pressed
        return box

    def _changeable(self) -> Any:
        """The chosen box, where it is one whose changes would last."""
        box = self._chosen()
        if box is not None and follows_a_sequence(box):
            self._refuse(_("A box that follows a sequence cannot be changed here: it is another one at each item."))
            self.refresh()
            return None
        return box

    def _accept(self) -> None:
        self._judge("accepted", "accept", _("Accepted: {name}."))

    def _reject(self) -> None:
        self._judge("rejected", "reject", _("Rejected, and hidden: {name}."))

    def _judge(self, review: Review, deed: Deed, sentence: str) -> None:
        box = self._changeable()
        if box is None:
            return
        if review_of(box) == review:
            review, deed, sentence = "", "reopen", _("Neither accepted nor rejected any more: {name}.")
        with self._history.change(box, deed):
            judge(box, review)
        self._say(sentence.format(name=box.GetName()))
        self._table.refresh()

    def _edit_name(self) -> None:
        if self._changeable() is not None:
            self._table.edit_name(self._table.chosen)

    def _rename(self, row: int, name: str) -> None:
        box = self._table.box(row)
        if box is None or not name.strip():
            self._table.reset(row)
            return
        before = box.GetName()
        with self._history.change(box, "rename"):
            rename(box, name)
        if box.GetName() != before:
            self._say(_("{before} is called {name} now.").format(before=before, name=box.GetName()))
        self._table.refresh()

    def _adjust(self) -> None:
        if self._adjusted is not None:
            self.end_adjusting()
            self._say(_("The box is locked again."))
            self._table.refresh()
        elif (box := self._changeable()) is not None:
            self._adjusted = box
            set_adjustable(box, True)
            self._say(_("Drag {name} or its handles in a view. Adjust again locks it.").format(name=box.GetName()))
            self.refresh()

    def _remove(self) -> None:
        box = self._chosen()
        if box is None:
            return
        self.settle()
        name = box.GetName()
        self._history.take_out([box])
        self._say(_("Removed: {name}. Undo last puts it back.").format(name=name))
        self._table.refresh()

    def _show_alone(self) -> None:
        if self._alone is not None:
            self._show_all()
            self._say(_("All boxes are shown again."))
        elif (box := self._chosen()) is not None:
            self._alone = box
            self._hide_others()
            self._say(_("Shown alone: {name}.").format(name=box.GetName()))
        self.refresh()

    def _hide_others(self) -> None:
        self._show_hidden()
        shown = [self._alone, *points_of_boxes([self._alone])]
        for box in marks_of(slicer.mrmlScene):
            display = box.GetDisplayNode()
            if box not in shown and display is not None and display.GetVisibility():
                display.SetVisibility(False)
                self._hidden.append(box)

    def _show_all(self) -> None:
        self._show_hidden()
        self._alone = None
        self._ui.onlyButton.checked = False

    def _show_hidden(self) -> None:
        for box in self._hidden:
            if is_in_scene(box) and box.GetDisplayNode() is not None:
                box.GetDisplayNode().SetVisibility(review_of(box) != "rejected")
        self._hidden = []

    def _show_details(self) -> None:
        # By its key the button has not changed yet; by a click it has.
        shown = not self._ui.detailEdit.visible
        self._ui.detailEdit.visible = self._ui.detailsButton.checked = shown
        self.refresh()

    def _copy(self) -> None:
        text = self._table.as_text()
        if not text:
            self._refuse(_("There is no answer to copy yet. Ask for something first."))
            return
        slicer.app.clipboard().setText(text)
        self._say(_("The answer is on the clipboard."))


class StepActions:
    """Undo, redo and clearing: buttons, and Ctrl+Z and Ctrl+Y where no text is being typed."""

    def __init__(self, ui: Any, root: Any, panel: StepsOwner, history: BoxHistory, actions: AnswerActions) -> None:
        """Connect buttons and keys.

        Args:
            ui: Has undoButton, redoButton and clearButton.
            root: Where the keys work, with all that is in it.
            panel: Says what was done, and knows a search that goes on.
            history: Keeps the steps.
            actions: What is for the moment ends before each step.
        """
        self._panel, self._history, self._actions = panel, history, actions
        for button, action, keys in (
            (ui.undoButton, self.undo, ("Ctrl+Z",)),
            (ui.redoButton, self.redo, ("Ctrl+Y", "Ctrl+Shift+Z")),
            (ui.clearButton, self.clear, ()),
        ):
            button.connect("clicked(bool)", lambda _checked, action=action: action())
            for key in keys:
                shortcut = qt.QShortcut(qt.QKeySequence(key), root)
                shortcut.context = qt.Qt.WidgetWithChildrenShortcut
                shortcut.connect("activated()", action)
                # Where the application's own menu has the same keys.
                shortcut.connect("activatedAmbiguously()", action)

    def undo(self) -> None:
        """Take back the last step; a search whose boxes go with it ends."""
        self._actions.settle()
        before = self._panel.boxes_of_search()
        step = self._history.undo()
        if not self._panel.end_search_without(before):
            self._panel.say_of_steps(display.undone(step, len(marks_of(slicer.mrmlScene))))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._actions.settle()
        self._panel.say_of_steps(display.redone(self._history.redo()))

    def clear(self) -> None:
        """Take every box out of the scene."""
        self._actions.settle()
        count = self._history.clear()
        cleared = _("Boxes taken out of the scene: {count}.").format(count=count)
        self._panel.say_of_steps(cleared if count else _("There is no box of MISGround in the scene."))
