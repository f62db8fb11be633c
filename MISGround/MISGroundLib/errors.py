"""The errors and sentences that a user can meet, and text that everything can hold: a MRML scene, JSON, a console, Qt.

Text comes from file names (any bytes), DICOM tags, models and servers. A lone surrogate raises in VTK and Qt and is no
JSON; a zero character cuts a MRML string short; other control characters make a scene that cannot be opened again.
So text is made safe where it enters, in `VolumeInfo`, `Detection` and `UserError`, and again where it is written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

# What XML 1.0 does not allow, and with it MRML: control characters and the two noncharacters of each plane's end.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LONE = re.compile(r"[\ud800-\udfff]")
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")


# Words that are values of sentences by name: planes, sides, states of a target, a window's source, measures.
WORDS = (
    *("axial", "coronal", "sagittal", "oblique"),
    *("left", "right", "back", "front", "lower", "upper", "up", "down"),
    *("found", "absent", "not found so far", "unusable", "unknown"),
    *("preset", "as displayed"),
    *("correlation", "correlation ratio"),
)


class Sentence(str):
    """What the library says of an answer: English text that keeps what it was made of.

    In logs, files and on the command line it is its text; the panel shows it in the user's language, by its template
    (panel/wording.py). Values may be sentences themselves. Other text operations give plain text: see `joined`.

    Attributes:
        template: The sentence, with {fields} where there are values.
        values: Of the fields.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Sentence:
        """The template with its values, as one line; without values, the text as it stands."""
        made = super().__new__(cls, one_line(template.format(**values) if values else template))
        made.template, made.values = str(template), values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """For copies."""
        return (self.template,), self.values


def joined(parts: Sequence[str], between: str = " ") -> Sentence:
    """Sentences, or parts of one, in a row."""
    names = {f"part{number}": part for number, part in enumerate(parts)}
    return Sentence(between.join(f"{{{name}}}" for name in names), **names)


def listed(parts: Sequence[str]) -> Sentence:
    """E.g. "left, back and upper"; at least one part."""
    if len(parts) == 1:
        return joined(parts)
    return Sentence("{several} and {last}", several=joined(parts[:-1], ", "), last=parts[-1])


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
        said = template if isinstance(template, Sentence) and not values else Sentence(template, **values)
        self.template, self.values = said.template, said.values
        super().__init__(str(said))

    def worded(self) -> dict[str, Any]:
        """Template and values for `engine.protocol.Failed`: what JSON can hold."""
        return {"template": self.template, "values": _held(self.values)}


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
    if isinstance(value, Sentence):
        return value
    if isinstance(value, str | bytes):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(str(key)): clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def packed(value: Any) -> Any:
    """A value for JSON that keeps what its sentences were made of: `json.loads(..., object_hook=unpacked)`."""
    if isinstance(value, Sentence):
        return {"sentence": value.template, "values": packed(_held(value.values))}
    if isinstance(value, dict):
        return {key: packed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [packed(one) for one in value]
    return value


def unpacked(found: dict[str, Any]) -> Any:
    """The sentence of a JSON object that `packed` made; any other object as it is."""
    if found.keys() == {"sentence", "values"}:
        return Sentence(found["sentence"], **found["values"])
    return found


def _held(values: dict[str, Any]) -> dict[str, Any]:
    """Values of fields as JSON can hold them."""
    kept = {name: one if isinstance(one, int | float | Sentence) else str(one) for name, one in values.items()}
    return {name: clean(one) for name, one in kept.items()}
