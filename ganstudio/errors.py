"""The one kind of error that a person is meant to read."""


class StudioError(Exception):
    """One plain sentence: what is wrong and what to do about it.

    The command line prints it without a traceback, the window shows it beside its cause.
    """
