"""A certificate of so many sheets, and who signs it."""

import hashlib

from reviews.actions.letters import write_certificate
from reviews.letters.writing import CertifiedSheet, Signatory
from reviews.models import Letter
from tests.domain.letter_town import Town


def sheets_of(count: int) -> list[CertifiedSheet]:
    """So many sealed sheets."""
    return [
        CertifiedSheet(
            number=f"建施-{index + 1:03d}",
            name="三至十七层平面图",
            version="B",
            sha256=hashlib.sha256(str(index).encode()).hexdigest(),
        )
        for index in range(count)
    ]


def certificate(
    town: Town, sheets: list[CertifiedSheet], people: list[Signatory] | None = None
) -> Letter:
    """Write the certificate for the sheets."""
    fire = town.reviews["fire"].department.name
    housing = town.reviews["housing"].department.name
    return write_certificate(
        case=town.case,
        sheets=sheets,
        signatories=people
        or [
            Signatory(housing, "architecture", "林建国"),
            Signatory(housing, "structure", "王立新"),
            Signatory(fire, "fire", "赵敏"),
        ],
        issued_by="林建国",
        code="V7KD-9QXM",
        url="https://lianshen.example/v/V7KD-9QXM",
    )
