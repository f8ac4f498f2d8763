"""Who seals which letter: the table, and the units that it means for one case."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from accounts.models import Organisation, User
from reviews.letters.words import lead_unit_of, window_unit_of
from reviews.models import Case, Consultation, Letter, Revocation, Urging

Kind = Letter.Kind


class Whose(StrEnum):
    """In what capacity a unit seals."""

    WINDOW = "window"
    LEAD = "lead"
    PARTIES = "parties"
    REGULATOR = "regulator"


SEALED_BY: Final[Mapping[str, Whose]] = {
    Kind.RECEIPT: Whose.WINDOW,
    Kind.ACCEPTANCE: Whose.WINDOW,
    Kind.MAKE_GOOD: Whose.WINDOW,
    Kind.OPINIONS: Whose.LEAD,
    Kind.MINUTES: Whose.PARTIES,
    Kind.URGING: Whose.REGULATOR,
    Kind.REVOCATION: Whose.REGULATOR,
}
"""The certificate is not here: two persons release it (`workflow.actions.delivery`)."""


About = Case | Consultation | Urging | Revocation


def signers_of(kind: str, about: About) -> list[Organisation]:
    """The units that seal a letter, in the order in which they do.

    None where the unit is not enrolled: then nobody can seal, and the letter has no place
    for a check either.
    """
    if isinstance(about, Consultation):
        return units_of_meeting(about)
    if isinstance(about, Urging):
        unit = supervising_unit_of(about.urged_by)
    elif isinstance(about, Revocation):
        unit = supervising_unit_of(about.asked_by)
    elif SEALED_BY[kind] is Whose.WINDOW:
        unit = window_unit_of(about)
    else:
        unit = lead_unit_of(about)
    return [unit] if unit is not None else []


def units_of_meeting(consultation: Consultation) -> list[Organisation]:
    """The departments that took part: the two parties, then who else was heard."""
    parties = [
        consultation.opinion_a.review.department,
        consultation.opinion_b.review.department,
    ]
    heard = consultation.positions.select_related("department").order_by(
        "taken_at", "pk"
    )
    units = [*parties, *(position.department for position in heard)]
    return list({unit.pk: unit for unit in units}.values())


def supervising_unit_of(person: User) -> Organisation | None:
    """The regulator in whose name somebody writes."""
    seat = (
        person.seats.filter(organisation__kind=Organisation.Kind.REGULATOR)
        .select_related("organisation")
        .order_by("pk")
        .first()
    )
    return seat.organisation if seat else None
