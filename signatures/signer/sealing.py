"""Seal one file by its plan: mark, fields, then one signature after another.

Runs where no key is (`signatures.signer.hands`): a credential here may lead to a key that
another process holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from signatures.layout import places_for
from signatures.pades.canvas import Picture
from signatures.pades.credentials import Credential
from signatures.pades.paper import paper_of
from signatures.pades.placement import Box, Paper
from signatures.pades.sheet_marks import SheetMark, mark_sheet
from signatures.pades.signing import FieldPlan, Level, Manner, prepare, sign
from signatures.pades.timestamping import LocalTimeStamper
from signatures.pades.trust import Trust
from signatures.signer.pictures import seal_picture
from signatures.signer.plans import Plan, PlannedSeal

TEST_WORDS: Final = "测试系统 不具有法律效力"


@dataclass(frozen=True)
class Means:
    """What a file is sealed with.

    Attributes:
        credentials: name of a seal -> certificate and the way to its key.
        looks: name of a seal -> (kind, owner), as they were enrolled.
        time_stamping: who proves the time.
        trust: anchors and revocation lists for the long-term evidence.
        at: the moment of sealing.
        is_test: whether the seals say 测试.
    """

    credentials: Mapping[str, Credential]
    looks: Mapping[str, tuple[str, str]]
    time_stamping: Credential
    trust: Trust
    at: datetime
    is_test: bool


def seal_file(before: Path, after: Path, plan: Plan, means: Means) -> dict[str, str]:
    """Write the sealed form of a file; `before` stays as it is.

    Returns:
        Field name -> fingerprint of the certificate that signed there.

    Raises:
        PadesError: the file cannot be sealed so.
    """
    mark = _mark(plan, means)
    if mark is not None:
        after.write_bytes(mark_sheet(before.read_bytes(), mark))
    else:
        after.write_bytes(before.read_bytes())
    pictures = [_picture(plan, means, one.seal) for one in plan.seals]
    paper, boxes = _places(plan, pictures, after, mark)
    prepare(
        after,
        [
            FieldPlan(name=one.field, box=paper.user_box(box), label=one.label)
            for one, box in zip(plan.seals, boxes, strict=True)
        ],
    )
    # One stamper a file: the library asks each new one for a token to learn its size.
    stamper = LocalTimeStamper(means.time_stamping, clock=lambda: means.at)
    fields = {}
    for one, picture in zip(plan.seals, pictures, strict=True):
        manner = _manner(plan, means, one, stamper)
        credential = means.credentials[one.seal]
        made = sign(after, one.field, credential, picture=picture, manner=manner)
        fields[one.field] = made.fingerprint
    return fields


def _manner(
    plan: Plan, means: Means, one: PlannedSeal, stamper: LocalTimeStamper
) -> Manner:
    """The first seal certifies, the last one is provable longest."""
    return Manner(
        level=Level.B_LT if one is plan.seals[-1] else Level.B_T,
        reason=f"{plan.stream} {plan.label}",
        certify=one is plan.seals[0],
        time_stamper=stamper,
        trust=means.trust,
        at=means.at,
    )


def _mark(plan: Plan, means: Means) -> SheetMark | None:
    if not plan.address:
        return None
    words = (TEST_WORDS,) if means.is_test else ()
    return SheetMark(address=plan.address, lines=(*plan.lines, *words))


def _picture(plan: Plan, means: Means, seal: str) -> Picture:
    kind, owner = means.looks[seal]
    return seal_picture(
        kind, owner, stream=plan.stream, day=plan.day, is_test=means.is_test
    )


def _places(
    plan: Plan, pictures: list[Picture], path: Path, mark: SheetMark | None
) -> tuple[Paper, tuple[Box, ...]]:
    if plan.places:
        return paper_of(path), plan.places
    return places_for(
        path,
        [(picture.width_mm, picture.height_mm) for picture in pictures],
        title_block=plan.title_block,
        mark=mark,
    )
