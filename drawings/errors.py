"""Refusals of the app `drawings`."""


class DrawingError(Exception):
    """What was asked cannot be done; the message tells people why."""
