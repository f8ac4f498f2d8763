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
