"""Codes of issued files, and the addresses that QR codes say."""

import secrets
from typing import Final

from django.conf import settings

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0/O, 1/I/L: the code is read aloud and typed on a phone."""


def new_code() -> str:
    """A code that nobody can guess, for a QR code and for the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def address_of(code: str) -> str:
    """What the QR code says: the public page of one issued file."""
    return f"{settings.LIANSHEN_PUBLIC_URL}/v/{code}"


def plain_code(typed: str) -> str:
    """A code as it is kept, however it was typed: without blanks and strokes, large."""
    return "".join(sign for sign in typed if sign.isalnum()).upper()[:24]


def in_groups(text: str, size: int = 4) -> list[str]:
    """A long code or digest in groups that people can compare by eye."""
    return [text[place : place + size] for place in range(0, len(text), size)]
