"""The exceptions whose text is meant for a musician, by kind."""

from __future__ import annotations


class GranvaeError(Exception):
    """A failure that the user can act on; all of granvae's own exceptions derive from it.

    The message is one sentence: what is wrong, with which file or value, and what to do.
    The command line prints it alone, without a traceback, and exits with status 1.
    """


class InvalidValueError(GranvaeError, ValueError):
    """A value, a shape or a combination of arguments that cannot be used."""


class FileError(GranvaeError, OSError):
    """A file or folder that cannot be found, read, understood or written."""


class ModelError(GranvaeError):
    """A model that cannot be played, or that fails to encode or decode."""


class InstallationError(GranvaeError, ImportError):
    """A part of the installation that is missing, or that does not fit the others."""
