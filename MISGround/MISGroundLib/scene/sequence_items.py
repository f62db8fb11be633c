"""Which item of a 4D sequence a node shows, and another one shown, as Slicer's sequence browsers know it."""

from __future__ import annotations

from typing import Any


def sequence_browser_of(node: Any) -> Any:
    """The sequence browser whose items a node of a scene shows, one after the other; None for any other node."""
    browsers = node.GetScene().GetNodesByClass("vtkMRMLSequenceBrowserNode")
    browsers.UnRegister(None)
    for place in range(browsers.GetNumberOfItems()):
        browser = browsers.GetItemAsObject(place)
        if browser.IsProxyNodeID(node.GetID()) and browser.GetMasterSequenceNode() is not None:
            return browser
    return None


def item_text(browser: Any, item: str) -> str:
    """An item of a sequence as a person reads it: "time 120 ms"."""
    master = browser.GetMasterSequenceNode()
    return " ".join(filter(None, (master.GetIndexName() or "item", item, master.GetIndexUnit())))


def shown_item(node: Any) -> tuple[str, str]:
    """Of a node that shows a sequence, the item that it shows now, and how that reads; else empty."""
    browser = sequence_browser_of(node)
    if browser is None:
        return "", ""
    item = browser.GetMasterSequenceNode().GetNthIndexValue(max(0, browser.GetSelectedItemNumber()))
    return item, item_text(browser, item)


def show_item(volume_node: Any, item: str) -> None:
    """Bring a volume's browser to an item, by its index value; nothing where there is no such item any more."""
    browser = sequence_browser_of(volume_node)
    if browser is not None:
        number = browser.GetMasterSequenceNode().GetItemNumberFromIndexValue(item, True)
        if number >= 0:
            browser.SetSelectedItemNumber(number)
