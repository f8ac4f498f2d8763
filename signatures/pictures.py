"""Which picture a seal shows: the same that the signer draws."""

import datetime as dt
from typing import Final

from signatures import keys
from signatures.guomi.certificates import has_sm2
from signatures.models import Registration, SealHolder
from signatures.pades.appearance import PracticeSealText, practice_line
from signatures.pades.canvas import Picture
from signatures.signer.pictures import seal_picture

DISCIPLINES: Final = {
    "site": "总图",
    "architecture": "建筑",
    "structure": "结构",
    "water": "给排水",
    "hvac": "暖通",
    "electrical": "电气",
    "survey": "岩土",
    "airdefence": "人防",
    "fire": "消防",
}
"""What a practice seal says; a seal is Chinese whoever looks at it."""


def owner_of(holder: SealHolder) -> str:
    """What stands on a seal: the unit's name, or all that a practice seal says."""
    if holder.person is None:
        return holder.organisation.name
    entry = Registration.objects.filter(fingerprint=holder.fingerprint).first()
    return practice_owner(entry) if entry else str(holder.person)


def practice_owner(entry: Registration) -> str:
    """The line that the signer keeps of a registered person."""
    return practice_line(
        PracticeSealText(
            title=entry.title,
            name=entry.name,
            number=entry.number,
            discipline=DISCIPLINES.get(entry.discipline, entry.discipline),
            unit=entry.unit.name,
            valid_until=entry.valid_until,
        )
    )


def picture_of(holder: SealHolder, *, serial: str, day: dt.date) -> Picture:
    """The seal as it stands on the sheet of a case."""
    licence = "" if holder.is_test else keys.licence()
    return seal_picture(
        holder.kind,
        owner_of(holder),
        stream=serial,
        day=day,
        licence=licence,
        is_experimental=has_sm2(bytes.fromhex(holder.certificate)),
    )
