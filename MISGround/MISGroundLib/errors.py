"""The one error class for what a user can meet and mend."""

from MISGroundLib.text import one_line


class UserError(ValueError):
    """Something the user can put right. The message is a plain sentence: what happened and what to do.

    Paths and other programs' words in it are made safe for any console, panel or file.
    """

    def __init__(self, message: str) -> None:
        """The message becomes one line."""
        super().__init__(one_line(message))


class StoppedError(Exception):
    """The work was cancelled, by the user. Not a failure."""
