"""Numbers that are given out once."""

import secrets
from typing import Final

from django.db import transaction

from reviews.models import Serial

# without 0/O, 1/I/L: people read the code aloud and type it on a phone
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def next_number(prefix: str) -> int:
    """The next number after the last one given out for `prefix`."""
    Serial.objects.get_or_create(prefix=prefix)
    row = Serial.objects.select_for_update().get(prefix=prefix)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def random_code(length: int) -> str:
    """A code nobody can guess, of characters nobody mistakes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
