"""Refusals of the drawings floor; each message is for the person who asked."""


class DrawingError(Exception):
    """What was asked cannot be done with these drawings."""


class SubmissionClosed(DrawingError):
    """The set is handed in; nothing may be added or changed."""


class FileNotWanted(DrawingError):
    """The file breaks a limit of the set (size, path, count)."""


class OffsetMismatch(DrawingError):
    """A piece of a file does not continue where the last one ended."""


class UploadBusy(DrawingError):
    """Somebody else sends this file at this moment."""


class ChecksumMismatch(DrawingError):
    """Bytes arrived that are not those that were sent."""


class FileGone(DrawingError):
    """The file is not waited for any more: it is here, or was taken out."""


class NoRoom(DrawingError):
    """The disk is full."""


class NumberTaken(DrawingError):
    """Another sheet of the set already has this number."""
