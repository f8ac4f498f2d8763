"""Refusals of the drawings floor; each message is for the person who asked."""


class DrawingError(Exception):
    """What was asked cannot be done with these drawings."""


class SubmissionClosed(DrawingError):
    """The set is handed in; nothing may be added or changed."""


class FileNotWanted(DrawingError):
    """The file breaks a limit of the set (size, path, count)."""


class OffsetMismatch(DrawingError):
    """A piece of a file does not continue where the last one ended."""


class NumberTaken(DrawingError):
    """Another sheet of the set already has this number."""
