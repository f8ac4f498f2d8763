"""Refusals of the app `signatures`."""


class SignatureError(Exception):
    """What was asked cannot be done; the message tells people why."""
