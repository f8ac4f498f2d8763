"""Registered persons of the design firm, and drawings that arrive with their seals (测试)."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accounts.actions.organisations import seat_person
from accounts.actions.people import enrol_person
from accounts.models import Membership, User
from config.demo.cast import PASSWORD, Cast
from drawings.models import Submission
from reviews.arrived import lines_of_seals
from reviews.noting import notes_of_set
from signatures import keys
from signatures.actions.practising import enrol_practice_seal
from signatures.actions.registrations import NewRegistration, enter_registration
from signatures.models import Registration, SealHolder
from signatures.pades.digests import sha256_of
from signatures.signer.plans import Plan, PlannedSeal
from signatures.telling import objection_words
from storage import clock
from storage.clock import told_at

LASTS: Final = dt.timedelta(days=700)
SIGNED: Final = ("建施-01", "建施-02")
"""Sheets that are not revised later."""


@dataclass(frozen=True, slots=True)
class Practice:
    """One registration of the story: who, for what, under which number, until when."""

    login: str
    name: str
    title: str
    discipline: str
    number: str
    ends_before: dt.timedelta
    """So long before the set is handed in; less than nothing: after."""


ARCHITECT: Final = Practice(
    "lv", "吕工", "一级注册建筑师", "architecture", "20263713001", -LASTS
)
ENGINEER: Final = Practice(
    "shi",
    "石工",
    "一级注册结构工程师",
    "structure",
    "S20233713002",
    dt.timedelta(days=12),
)
"""The registration of the engineer has run out: it is told before the set is handed in."""


def registered(cast: Cast, at: dt.datetime) -> list[SealHolder]:
    """The seals of architect and engineer; entered and enrolled while both counted.

    What an earlier story entered is used again.
    """
    return [_registered(cast, one, at) for one in (ARCHITECT, ENGINEER)]


def sign_drawings(folder: Path, holders: Sequence[SealHolder]) -> list[str]:
    """Let some PDFs of a folder arrive signed; returns their names.

    The architect signs two sheets, the engineer one of structure, or one of the two as well.
    """
    sheets = sorted(folder.rglob("*.pdf"))
    own = [path for path in sheets if path.stem.startswith(SIGNED)]
    others = [path for path in sheets if path.stem.startswith("结施")] or own
    for holder, paths in zip(holders, (own, others[-1:]), strict=True):
        _sign(holder, paths)
    return sorted({path.stem for path in (*own, *others[-1:])})


def told_of_seals(submission: Submission) -> list[str]:
    """What is said of the seals of a set before it is handed in."""
    said = [
        f"{row.sheet.number} {line.seal.signer}：{line.word}"
        + "".join(f"，{words}" for words in objection_words(line.seal.objections))
        for row in submission.revisions.select_related("sheet")
        for line in lines_of_seals(row)
    ]
    return said + [f"{one.title}：{one.text}" for one in notes_of_set(submission).seals]


def _registered(cast: Cast, one: Practice, at: dt.datetime) -> SealHolder:
    firm = cast.units["云溪设计院"]
    with told_at(at - dt.timedelta(days=90)):
        person = User.objects.filter(username=one.login).first() or _person(cast, one)
        known = SealHolder.objects.at_work().filter(person=person, organisation=firm)
        if holder := known.first():
            return holder
        entry = enter_registration(
            new=NewRegistration(
                kind=Registration.Kind.PERSON,
                name=one.name,
                title=one.title,
                discipline=one.discipline,
                number=one.number,
                unit=firm,
                valid_from=clock.today() - LASTS,
                valid_until=at.date() - one.ends_before,
            ),
            actor=cast["wu"],
        )
        return enrol_practice_seal(registration=entry, person=person, actor=cast["wu"])


def _person(cast: Cast, one: Practice) -> User:
    person = enrol_person(
        username=one.login, display_name=one.name, password=PASSWORD, phone=""
    )
    seat_person(
        user=person,
        organisation=cast.units["云溪设计院"],
        role=Membership.Role.STAFF,
    )
    return person


def _sign(holder: SealHolder, paths: Sequence[Path]) -> None:
    """With the signer, as a tool of the firm would: one permission for all of them."""
    person = holder.person
    if person is None or not paths:
        return
    nonce = secrets.token_hex(16)
    keys.authorise(
        nonce=nonce,
        seals=[holder.key_name],
        files={path.name: sha256_of(path) for path in paths},
        who=person.username,
        code=keys.test_code(person.username),
    )
    for path in paths:
        signed = path.with_suffix(".signed")
        keys.seal_file(
            nonce=nonce,
            plan=Plan(
                label=path.name,
                stream="",
                day=clock.today(),
                seals=(PlannedSeal(holder.key_name, holder.field, str(person)),),
                leaves_room=True,
            ),
            before=path,
            after=signed,
        )
        signed.replace(path)
