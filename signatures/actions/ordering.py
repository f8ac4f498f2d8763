"""Orders to seal: which files, whose seals, who permitted it, and for how long."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from signatures import keys
from signatures.codes import new_code
from signatures.errors import HolderNotUsable, OrderNotUsable
from signatures.events import ORDER_CONFIRMED, ORDER_GIVEN
from signatures.models import (
    Confirmation,
    IssuedFile,
    Seal,
    SealHolder,
    SealingOrder,
)
from signatures.pades.digests import manifest_digest
from signatures.pades.placement import Box
from signatures.signer.plans import listed
from storage import clock
from storage.actions.ledger import record
from storage.models import Blob

NOT_YET: Final = 2**62
"""Seals that are not enrolled yet come last of their kind."""

Purpose = SealingOrder.Purpose
State = SealingOrder.State


@dataclass(frozen=True, slots=True)
class ToSeal:
    """One file of a set: what it is called, its bytes, where its title block stands.

    `title_block` is left, top, right, bottom in mm from the upper left corner. `places`
    says by field where seals stand that somebody placed, or a letter wants, and `page` on
    which page of it. `mark` is the code that a designer's sheet will say for good: that of
    the sheet when it is issued. `stream` is the course that the file belongs to, where an
    order holds files of several. Where others seal it afterwards it `leaves_room` for them.
    """

    label: str
    title: str
    version: str
    kind: str
    blob: Blob
    thumbnail: Blob | None = None
    title_block: tuple[float, float, float, float] | None = None
    code: str = ""
    places: Mapping[str, Sequence[float]] = field(default_factory=dict)
    page: int = 0
    stream: str = ""
    leaves_room: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order is for: the files of a course and the seals that they get."""

    stream: str
    files: Sequence[ToSeal]
    holders: Sequence[SealHolder]
    purpose: str = Purpose.SET


@dataclass(frozen=True, slots=True)
class Given:
    """A code that the signer has taken, and the name of the one permission it is for."""

    nonce: str


def take_code(*, actor: User, code: str) -> Given:
    """Have the signer take a code when it is given: to draw up a long list takes longer.

    Raises:
        CodeNotTaken: the code is wrong or was used.
        DeviceMissing: the person has no device for codes.

    """
    given = Given(secrets.token_hex(16))
    keys.give(nonce=given.nonce, who=actor.username, code=code)
    return given


@transaction.atomic
def draw_up_order(*, wanted: Wanted, actor: User) -> SealingOrder:
    """Write down what is to be sealed; it waits until it is confirmed.

    Raises:
        OrderNotUsable: there is an order for this course already, or no file.
        HolderNotUsable: a seal is suspended or its certificate has run out.

    """
    taken = SealingOrder.objects.filter(stream=wanted.stream, purpose=wanted.purpose)
    if not wanted.files or taken.exists():
        raise OrderNotUsable(_("This set has been ordered to be sealed already."))
    for holder in wanted.holders:
        require_usable(holder)
    order = SealingOrder.objects.create(
        stream=wanted.stream,
        purpose=wanted.purpose,
        state=State.WAITING,
        ordered_by=actor,
        ordered_at=clock.now(),
        manifest=manifest_digest(
            (
                one.label,
                listed(
                    one.blob.sha256, boxes_for(wanted.holders, one.places), one.page
                ),
            )
            for one in wanted.files
        ),
        nonce=secrets.token_hex(16),
        count=len(wanted.files),
    )
    order.holders.set(wanted.holders)
    for file in wanted.files:
        _enter(order, file)
    record(
        ORDER_GIVEN,
        order,
        actor=actor,
        stream=order.stream,
        count=order.count,
        manifest=order.manifest,
        holders=[holder.fingerprint for holder in wanted.holders],
    )
    return order


@transaction.atomic
def confirm_order(
    *, order: SealingOrder, actor: User, code: str | Given
) -> SealingOrder:
    """Permit the signer to seal what is not sealed yet; ten minutes from the last word.

    The first to confirm gives the permission; where a seal needs two persons, the second
    one completes it. When the time of a permission is over, a new one begins. A code that
    was given beforehand serves the first person alone.

    Raises:
        CodeNotTaken: the code is wrong or was used.
        DeviceMissing: the person has no device for codes.
        OrderNotUsable: the person keeps none of the seals, confirmed already, or all
            is sealed.

    """
    order = SealingOrder.objects.select_for_update().get(pk=order.pk)
    files = _unsealed(order)
    if not files or order.state not in {State.WAITING, State.ORDERED}:
        raise OrderNotUsable(_("Everything in this order is sealed already."))
    if order.expires_at is not None and order.expires_at <= clock.now():
        order.nonce, order.state = secrets.token_hex(16), State.WAITING
    said = _permit(order, files, actor, code)
    order.expires_at = dt.datetime.fromisoformat(str(said["expires_at"]))
    if said["confirmed"]:
        order.state = State.ORDERED
    order.save(update_fields=["nonce", "state", "expires_at"])
    for person in _new_persons(order, said):
        Confirmation.objects.create(
            order=order, nonce=order.nonce, person=person, confirmed_at=clock.now()
        )
        record(
            ORDER_CONFIRMED,
            order,
            actor=person,
            stream=order.stream,
            person=str(person),
            count=len(files),
            signer_line=int(str(said["line"])),
            signer_head=str(said["head"]),
        )
    return order


def _new_persons(order: SealingOrder, said: Mapping[str, object]) -> list[User]:
    """Who confirmed at the signer and is not written down here yet.

    Usually the person who is asking; where an answer of the signer was lost, somebody
    before them.
    """
    named = [str(one) for one in cast("Sequence[object]", said["persons"])]
    known = order.confirmations.filter(nonce=order.nonce).values("person")
    found = User.objects.filter(username__in=named).exclude(pk__in=known)
    return sorted(found, key=lambda one: named.index(one.username))


def manifest_of(order: SealingOrder) -> str:
    """The digest of the files of an order with the places of its seals."""
    holders = list(order.holders.order_by("kind", "pk"))
    seals = order.seals.select_related("before").order_by("pk")
    return manifest_digest((one.label, _named(one, holders)) for one in seals)


def require_usable(holder: SealHolder) -> None:
    """Refuse a seal that may not be used now.

    Raises:
        HolderNotUsable: it is suspended, revoked, or its certificate has run out.

    """
    ended = holder.suspended_at is not None or holder.revoked_at is not None
    if ended or holder.valid_until <= clock.now():
        raise HolderNotUsable(
            _("The seal of %(holder)s cannot be used: suspended or expired.")
            % {"holder": holder.organisation}
        )


def boxes_for(
    holders: Sequence[SealHolder], places: Mapping[str, Sequence[float]]
) -> tuple[Box, ...]:
    """The boxes of the seals in their order; none unless every seal has its place."""
    if not all(holder.field in places for holder in holders):
        return ()
    in_order = sorted(holders, key=lambda one: (one.kind, one.pk or NOT_YET))
    return tuple(Box(*places[holder.field]) for holder in in_order)


def _permit(
    order: SealingOrder, files: Mapping[str, str], actor: User, code: str | Given
) -> Mapping[str, object]:
    given = order.confirmations.filter(nonce=order.nonce)
    if not given.exists():
        # A name of its own for each try: the answer to the last one may have been lost,
        # and what the signer wrote down under it just runs out.
        order.nonce = code.nonce if isinstance(code, Given) else secrets.token_hex(16)
        return keys.authorise(
            nonce=order.nonce,
            seals=[holder.key_name for holder in order.holders.order_by("kind", "pk")],
            files=files,
            who=actor.username,
            code="" if isinstance(code, Given) else code,
        )
    if isinstance(code, Given):
        raise OrderNotUsable(_("A second person confirms with a code of the own."))
    return keys.confirm(nonce=order.nonce, who=actor.username, code=code)


def _unsealed(order: SealingOrder) -> dict[str, str]:
    holders = list(order.holders.order_by("kind", "pk"))
    return {
        seal.label: _named(seal, holders)
        for seal in order.seals.filter(after=None).select_related("before")
    }


def _named(seal: Seal, holders: Sequence[SealHolder]) -> str:
    return listed(seal.before.sha256, boxes_for(holders, seal.places), seal.page)


def _enter(order: SealingOrder, file: ToSeal) -> Seal:
    issue, _made = IssuedFile.objects.get_or_create(
        code=file.code or new_code(),
        defaults={
            "kind": file.kind,
            "stream": file.stream or order.stream,
            "label": file.label,
            "title": file.title[:200],
            "version": file.version,
            "thumbnail": file.thumbnail,
        },
    )
    return Seal.objects.create(
        order=order,
        issue=issue,
        label=file.label,
        before=file.blob,
        title_block=list(file.title_block) if file.title_block else None,
        places={name: list(edges) for name, edges in file.places.items()},
        page=file.page,
        leaves_room=file.leaves_room,
        mark=file.mark,
    )
