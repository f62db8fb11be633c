"""What the library says, in the user's language: errors and sentences keep the templates that they were made of.

The library itself speaks English, so that logs, files and the command line say the same everywhere.
"""

import logging

from slicer.i18n import translate

from MISGroundLib.engine.protocol import Failed, error_of
from MISGroundLib.errors import Sentence, UserError, one_line

# Where the translations of the library's sentences are looked up, whatever file they are in.
CONTEXT = "MISGroundLib"


def worded(said: Exception | Failed | str) -> str:
    """What to show of an error, of a failure that the worker tells, or of a sentence about an answer.

    A text without a template is looked up as it stands; one without a translation stays English.

    Args:
        said: An error of any kind, of which what is no UserError is shown in its own words; or a sentence. Text that is
            none, such as what a model wrote, stays as it is.

    Returns:
        One line.
    """
    if isinstance(said, Failed):
        said = error_of(said)
    if isinstance(said, UserError):
        said = Sentence(said.template, **said.values)
    return _in_the_users_language(said) if isinstance(said, Sentence) else str(said)


def _in_the_users_language(sentence: Sentence) -> str:
    translated = translate(CONTEXT, sentence.template)
    if not sentence.values:
        return one_line(translated)
    values = {name: worded(value) if isinstance(value, str) else value for name, value in sentence.values.items()}
    try:
        return one_line(translated.format(**values))
    except (KeyError, IndexError, ValueError, TypeError):
        # A translation whose fields are not those of the text must not cost the message.
        logging.warning("MISGround: the fields of a translation do not fit: %r", translated)
        return str(sentence)
