"""The errors that a user can meet, and text that everything can hold: a MRML scene, JSON, a file, a console, Qt.

Text comes from file names (any bytes), DICOM tags, models and servers. A lone surrogate raises in VTK and Qt and is no
JSON; a zero character cuts a MRML string short; other control characters make a scene that cannot be opened again.
So text is made safe where it enters, in `VolumeInfo`, `Detection` and `UserError`, and again where it is written.
"""

from __future__ import annotations

import math
import re
from typing import Any

# What XML 1.0 does not allow, and with it MRML: control characters and the two noncharacters of each plane's end.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LONE = re.compile(r"[\ud800-\udfff]")
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")


class UserError(ValueError):
    """Something the user can put right. The message is a plain sentence: what happened and what to do.

    Paths and other programs' words in it are made safe for any console, panel or file. It is English, also in logs and
    on the command line; the panel shows it in the user's language, by its template (panel/wording.py).

    Attributes:
        template: The sentence, with {fields} where there are values.
        values: Of the fields.
    """

    def __init__(self, template: str, **values: Any) -> None:
        """The message is the template with its values, as one line; without values, the text as it stands."""
        self.template, self.values = template, values
        super().__init__(one_line(template.format(**values) if values else template))

    def worded(self) -> dict[str, Any]:
        """Template and values for `engine.protocol.Failed`: what JSON can hold."""
        kept = {name: value if isinstance(value, int | float) else str(value) for name, value in self.values.items()}
        return {"template": self.template, "values": clean(kept)}


class StoppedError(Exception):
    """The work was cancelled, by the user. Not a failure."""


def clean_text(text: str | bytes) -> str:
    """The same text with U+FFFD in place of what cannot be held; tabs and ends of lines stay.

    Bytes that Python smuggled into a file name (surrogate escapes) are read as UTF-8 where they are that, as under a
    plain C locale. bytes: what VTK returns for a name that is not UTF-8.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    if _LONE.search(text):
        # A pair of surrogates is one character; what is left of them is bytes of a name, or nothing.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        text = re.sub(r"[\ud800-\udc7f\udd00-\udfff]", "\ufffd", text)
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _FORBIDDEN.sub("\ufffd", text)


def one_line(text: str | bytes) -> str:
    """`clean_text` with a space in place of tabs and ends of lines: for names and messages."""
    return _BREAKS.sub(" ", clean_text(text))


def clean(value: Any) -> Any:
    """A value for JSON with all its text clean, keys too; a number that JSON cannot hold (NaN, infinite) is None."""
    if isinstance(value, str | bytes):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(str(key)): clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
