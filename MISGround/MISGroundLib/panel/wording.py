"""What the library says, in the user's language: an error keeps the sentence that it was made of.

The library itself speaks English, so that logs, files and the command line say the same everywhere.
"""

import logging

from slicer.i18n import translate

from MISGroundLib.engine.protocol import Failed
from MISGroundLib.errors import UserError, one_line

# Where the translations of the library's sentences are looked up, whatever file they are in.
CONTEXT = "MISGroundLib"


def worded(error: Exception | Failed) -> str:
    """What to show of an error, or of a failure that the worker tells.

    A text without a template is looked up as it stands; one without a translation stays English.

    Args:
        error: Of any kind; what is no UserError is shown in its own words.

    Returns:
        One line.
    """
    if isinstance(error, Failed):
        error = UserError(error.template, **error.values) if error.template else UserError(error.message)
    if not isinstance(error, UserError):
        return str(error)
    translated = translate(CONTEXT, error.template)
    if translated == error.template:
        return str(error)
    if not error.values:
        return one_line(translated)
    try:
        return one_line(translated.format(**error.values))
    except (KeyError, IndexError, ValueError, TypeError):
        # A translation whose fields are not those of the text must not cost the message.
        logging.warning("MISGround: the fields of a translation do not fit: %r", translated)
        return str(error)
