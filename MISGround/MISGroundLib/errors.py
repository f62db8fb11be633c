"""The one error class for what a user can meet and mend."""


class UserError(ValueError):
    """Something the user can put right. The message is a plain sentence: what happened and what to do."""


class StoppedError(Exception):
    """The work was cancelled, by the user. Not a failure."""
