"""The one exception whose text is meant for a musician."""


class GranvaeError(Exception):
    """A failure that the user can act on.

    The message is one sentence: what was wrong, with which file or value, and what to do.
    The command line prints it alone, without a traceback, and exits with status 1.
    """
