"""A test certificate authority, its holders, a frozen time and a sealed sheet.

Keys are made once a run. Everything lies around `NOW`, so no test depends on the day
on which it runs.
"""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pymupdf
from asn1crypto import pem

from signatures.pades.appearance import round_seal
from signatures.pades.authority import (
    Holder,
    KeyKind,
    TestAuthority,
    found_authority,
)
from signatures.pades.canvas import Picture
from signatures.pades.credentials import Credential
from signatures.pades.digests import sha256_of
from signatures.pades.fields import FieldPlan, prepare
from signatures.pades.placement import Box, Paper
from signatures.pades.signing import Level, Manner, sign
from signatures.pades.timestamping import LocalTimeStamper
from signatures.pades.trust import Trust
from signatures.pades.verdicts import IssuedRecord

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DESIGN, FIRE, REVIEW, SPARE = "Design", "Fire", "Review", "Spare"
SEAL_FIELDS = (DESIGN, FIRE, REVIEW)
A2_POINTS = (1684.0, 1191.0)
SEAL_POINTS = 119.055


@lru_cache
def authority() -> TestAuthority:
    """The authority that everybody in the tests trusts."""
    return found_authority(at=NOW - 60 * DAY)


@lru_cache
def stranger() -> TestAuthority:
    """An authority that nobody trusts."""
    return found_authority(at=NOW - 60 * DAY)


def pem_of(credential: Credential) -> str:
    """A certificate as the operator lays it down."""
    return str(pem.armor("CERTIFICATE", credential.certificate.dump()).decode())


@lru_cache
def holder(name: str, kind: KeyKind = KeyKind.P256) -> Credential:
    """A credential of somebody, made once a run."""
    return authority().issue(Holder(name), at=NOW - 30 * DAY, kind=kind)


def design_firm() -> Credential:
    """The design firm; its key is P-256."""
    return holder("某某建筑设计研究院")


def fire_bureau() -> Credential:
    """The fire bureau; its key is RSA."""
    return holder("临水市消防救援支队", KeyKind.RSA)


def review_centre() -> Credential:
    """The review centre, which seals last."""
    return holder("临水市施工图审查中心")


def sealers() -> dict[str, Credential]:
    """Who seals which field of the usual sheet."""
    return {DESIGN: design_firm(), FIRE: fire_bureau(), REVIEW: review_centre()}


def stamper(at: datetime = NOW) -> LocalTimeStamper:
    """A time stamper whose clock stands still."""
    return LocalTimeStamper(authority().time_stamping, lambda: at)


@lru_cache
def trust(at: datetime = NOW) -> Trust:
    """The authority's root and revocation lists written at that time."""
    return authority().trust(at=at - DAY)


@lru_cache
def seal_picture() -> Picture:
    """A round seal."""
    return round_seal("临水市住房和城乡建设局", "审查专用章")


@lru_cache
def plain_sheet(note: str = "CORRIDOR 1400") -> bytes:
    """An unsigned A2 sheet with some lines and words on it."""
    with pymupdf.open() as document:
        page = document.new_page(width=A2_POINTS[0], height=A2_POINTS[1])
        page.draw_rect(pymupdf.Rect(60, 60, 1624, 1131), width=2)
        for x in range(100, 1600, 50):
            page.draw_line((x, 100), (x, 900))
        page.insert_text((200, 950), note, fontsize=20)
        return bytes(document.tobytes(garbage=3))


def field_plan() -> tuple[FieldPlan, ...]:
    """Four fields along the lower edge; the last one stays empty."""
    paper = Paper((0.0, 0.0, *A2_POINTS))
    places = enumerate((*SEAL_FIELDS, SPARE))
    return tuple(
        FieldPlan(name, paper.user_box(Box(40 + 50 * n, 340, 82 + 50 * n, 382)))
        for n, name in places
    )


def manner(level: Level = Level.B_B, *, certify: bool = False) -> Manner:
    """How a seal is set in the tests."""
    return Manner(
        level,
        reason="施工图审查",
        location="临水",
        certify=certify,
        time_stamper=stamper(),
        trust=trust(),
        at=NOW,
    )


@lru_cache
def sealed_sheet(
    levels: Sequence[Level] = (Level.B_T, Level.B_LT, Level.B_LTA),
    note: str = "CORRIDOR 1400",
) -> bytes:
    """A sheet with three seals; the first one certifies."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.pdf")
        path.write_bytes(plain_sheet(note))
        prepare(path, field_plan())
        for (field, credential), level in zip(sealers().items(), levels, strict=True):
            sign(
                path,
                field,
                credential,
                picture=seal_picture(),
                manner=manner(level, certify=field == DESIGN),
            )
        return path.read_bytes()


def record_of(sheet: bytes) -> IssuedRecord:
    """What the register would hold about a sheet that the usual people sealed."""
    seals = {field: credential.fingerprint for field, credential in sealers().items()}
    return IssuedRecord(sha256_of(sheet), seals)
