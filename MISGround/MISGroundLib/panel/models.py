"""The model chooser's entries: the embedded model, then local folders, hub ids and servers used before."""

import qt
from slicer.i18n import tr as _

from MISGroundLib.settings import EMBEDDED_MODEL

_SETTING = "MISGround/RecentModels"
_MOST = 8


def embedded_label() -> str:
    """How the embedded model is shown."""
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
    stored = qt.QSettings().value(_SETTING)
    # QSettings gives one string for a list of one, and None for none.
    return [stored] if isinstance(stored, str) else list(stored or ())


def remember_model(model: str) -> None:
    """Put a model that answered at the head of the recent ones."""
    if model != EMBEDDED_MODEL:
        others = [known for known in recent_models() if known != model]
        qt.QSettings().setValue(_SETTING, [model, *others][:_MOST])
