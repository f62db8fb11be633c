"""Values of DICOM attributes, whatever bytes they hold: numbers or None, and text that every program can show."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from pydicom import charset
from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset

_TEXTS = {"AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UT"}


@contextmanager
def quiet_pydicom() -> Iterator[None]:
    """Without pydicom's remarks on what is not as the standard has it."""
    logger = logging.getLogger("pydicom")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def items_of(data: Dataset, keyword: str) -> list[Any]:
    """The items of a sequence, none where it is absent."""
    return list(data[keyword].value or []) if keyword in data else []


def numbers_of(data: Dataset, keyword: str, count: int) -> list[float] | None:
    """Exactly `count` finite numbers of an attribute, or None."""
    try:
        value = data[keyword].value
        values = [
            float(one) for one in (value if hasattr(value, "__iter__") and not isinstance(value, str) else [value])
        ]
    except Exception:  # a value that is no number raises one of many errors
        return None
    return values if len(values) == count and bool(np.isfinite(values).all()) else None


def whole_number_of(data: Dataset, keyword: str, default: int) -> int:
    """A whole number of an attribute, or the default."""
    values = numbers_of(data, keyword, 1)
    return default if values is None else int(values[0])


def text_of(data: Any, key: str | int) -> str:
    """An attribute as printable text, whatever bytes it holds; several values stay parted by a backslash."""
    if data is None or key not in data:
        return ""
    value = data.get_item(key).value
    try:
        if not isinstance(value, bytes) or dictionary_VR(key) not in _TEXTS:
            value = data[key].value
    except Exception:  # a private tag, or bytes that are no value of their kind
        value = value if isinstance(value, bytes) else ""
    if isinstance(value, bytes):
        value = _decoded(value, data)
    elif hasattr(value, "__iter__") and not isinstance(value, str):
        value = "\\".join(str(one) for one in value)
    return printable("" if value is None else str(value))


def printable(text: str) -> str:
    """Text on one line without what VTK, JSON or a console cannot take: lone surrogates, control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]


def _decoded(raw: bytes, data: Dataset) -> str:
    """Text of bytes: in the character set that the file declares, else in UTF-8, else in Latin-1, which takes any."""
    raw = raw.strip(b" \0")
    try:
        declared = charset.convert_encodings(data.get("SpecificCharacterSet"))
        text = charset.decode_bytes(raw, declared, {ord("\\"), ord("^"), ord("=")})
        if "\ufffd" not in text and (declared != ["iso8859"] or raw.isascii()):
            return text
    except Exception:  # an unknown or a broken character set
        pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
