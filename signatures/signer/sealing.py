"""Seal one file by its plan: mark, fields, then one signature after another.

Runs where no key is (`signatures.signer.hands`): a credential here may lead to a key that
another process holds.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from pyhanko.sign.timestamps import TimeStamper

from signatures.layout import places_for
from signatures.pades.canvas import Picture
from signatures.pades.credentials import Credential
from signatures.pades.errors import SigningFailed
from signatures.pades.eseals import seal_into
from signatures.pades.fields import FieldPlan, is_signed, prepare, prepare_further
from signatures.pades.paper import paper_of
from signatures.pades.placement import Box, Paper
from signatures.pades.sheet_marks import SheetMark, mark_sheet
from signatures.pades.signing import Level, Manner, sign
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
        eseals: name of a seal -> electronic seal (SESeal, DER), of those that have one.
        stamper: who proves the time; one a file, for each new one wants to learn the
            size of a time stamp.
        trust: anchors and revocation lists for the long-term evidence.
        at: the moment of sealing.
        licence: the number on the seals; empty: they say 测试.
    """

    credentials: Mapping[str, Credential]
    looks: Mapping[str, tuple[str, str]]
    stamper: TimeStamper
    trust: Trust
    at: datetime
    licence: str
    eseals: Mapping[str, bytes] = field(default_factory=dict)


def seal_file(before: Path, after: Path, plan: Plan, means: Means) -> None:
    """Write the sealed form of a file; `before` stays as it is.

    A file that carries seals already keeps them: its mark is there, and nothing of it is
    written anew.

    Raises:
        PadesError: the file cannot be sealed so.
    """
    mark = _mark(plan, means)
    goes_on = is_signed(before)
    if mark is not None and not goes_on:
        after.write_bytes(mark_sheet(before.read_bytes(), mark))
    else:
        shutil.copyfile(before, after)  # the kernel copies; memory stays as it is
    pictures = [_picture(plan, means, one.seal) for one in plan.seals]
    paper, boxes = _places(plan, pictures, after, mark)
    fields = [
        FieldPlan(one.field, paper.user_box(box), plan.page, one.label)
        for one, box in zip(plan.seals, boxes, strict=True)
    ]
    (prepare_further if goes_on else prepare)(after, fields)
    looks = dict(zip(plan.seals, pictures, strict=True))
    _set_experimental(after, plan, means, looks)
    certifies = not goes_on and not plan.leaves_room and not means.eseals
    for one in plan.seals:
        if one.seal not in means.eseals:
            credential = means.credentials[one.seal]
            manner = _manner(plan, means, one)
            if certifies and one is plan.seals[0]:
                manner = replace(manner, certify=True)
            sign(after, one.field, credential, picture=looks[one], manner=manner)


def _set_experimental(
    path: Path, plan: Plan, means: Means, looks: Mapping[PlannedSeal, Picture]
) -> None:
    """Electronic seals come first, so that a PAdES seal covers each of them."""
    if plan.seals[-1].seal in means.eseals:
        raise SigningFailed("an experimental seal is not the last one")
    for one in plan.seals:
        if eseal := means.eseals.get(one.seal):
            seal_into(
                path,
                one.field,
                means.credentials[one.seal],
                eseal,
                picture=looks[one],
                at=means.at,
            )


def _manner(plan: Plan, means: Means, one: PlannedSeal) -> Manner:
    """The last seal is provable longest."""
    return Manner(
        level=Level.B_LT if one is plan.seals[-1] else Level.B_T,
        reason=f"{plan.stream} {plan.label}",
        time_stamper=means.stamper,
        trust=means.trust,
        at=means.at,
    )


def _mark(plan: Plan, means: Means) -> SheetMark | None:
    if not plan.address:
        return None
    words = () if means.licence else (TEST_WORDS,)
    return SheetMark(address=plan.address, lines=(*plan.lines, *words))


def _picture(plan: Plan, means: Means, seal: str) -> Picture:
    kind, owner = means.looks[seal]
    return seal_picture(
        kind,
        owner,
        stream=plan.stream,
        day=plan.day,
        licence=means.licence,
        is_experimental=seal in means.eseals,
    )


def _places(
    plan: Plan, pictures: list[Picture], path: Path, mark: SheetMark | None
) -> tuple[Paper, tuple[Box, ...]]:
    if plan.places:
        return paper_of(path, plan.page), plan.places
    return places_for(
        path,
        [(picture.width_mm, picture.height_mm) for picture in pictures],
        title_block=plan.title_block,
        mark=mark,
    )
