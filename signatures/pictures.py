"""Which picture a seal shows: the same that the signer draws."""

import datetime as dt

from signatures.models import SealHolder
from signatures.pades.canvas import Picture
from signatures.signer.pictures import seal_picture


def picture_of(holder: SealHolder, *, serial: str, day: dt.date) -> Picture:
    """The seal as it stands on the sheet of a case."""
    owner = str(holder.person) if holder.person else holder.organisation.name
    return seal_picture(
        holder.kind, owner, stream=serial, day=day, is_test=holder.is_test
    )
