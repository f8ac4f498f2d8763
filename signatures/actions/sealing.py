"""Seal a whole set under its order: every file once, or nothing leaves the house."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from signatures import keys
from signatures.actions.ordering import boxes_for, manifest_of, require_usable
from signatures.codes import address_of
from signatures.errors import OrderNotUsable, SignatureError
from signatures.events import FILE_SEALED
from signatures.models import IssuedFile, Seal, SealHolder, SealingOrder
from signatures.pades.checking import check
from signatures.pades.digests import sha256_of
from signatures.pades.placement import Box
from signatures.pades.verdicts import IssuedRecord, Verdict
from signatures.signer.plans import Plan, PlannedSeal
from storage import clock
from storage.actions.blobs import file_of, store_file
from storage.actions.ledger import record
from storage.models import Blob

Progress = Callable[[int, int, str], None]


def seal_set(*, order: SealingOrder, progress: Progress) -> int:
    """Seal every file of an order that is not sealed yet; resumes where it stopped.

    The signer makes each file on a copy; here it is checked by the same verifier that the
    public uses, stored, and only then written down: a kill in between costs one file's
    work, never a double or a missing seal.

    Raises:
        OrderNotUsable: the files are no longer those that were ordered, the order is not
            confirmed, or the time of its permission is over.
        HolderNotUsable: a seal was suspended meanwhile.

    """
    seals = list(order.seals.select_related("before", "issue").order_by("pk"))
    holders = list(order.holders.select_related("organisation").order_by("kind", "pk"))
    _require_manifest(order, seals)
    done = sum(seal.after_id is not None for seal in seals)
    for seal in seals:
        if seal.after_id is None:
            _seal_one(order, seal, holders)
            done += 1
        progress(done, len(seals), seal.label)
    return done


def _seal_one(order: SealingOrder, seal: Seal, holders: list[SealHolder]) -> None:
    for holder in holders:
        holder.refresh_from_db(fields=["suspended_at", "revoked_at"])
        require_usable(holder)
    with tempfile.TemporaryDirectory(prefix="lianshen-seal-") as folder:
        path = Path(folder) / "sheet.pdf"
        try:
            fields = keys.seal_file(
                nonce=order.nonce,
                plan=_plan(order, seal, holders),
                before=file_of(seal.before),
                after=path,
            )
        except OrderNotUsable:
            _end_permission(order)
            raise
        fields = _earlier(seal.before) | fields
        _require_holds(path, fields)
        after = store_file(path, media_type="application/pdf")
    with transaction.atomic():
        seal = Seal.objects.select_for_update().get(pk=seal.pk)
        if seal.after_id is not None:
            return
        seal.after, seal.fields, seal.sealed_at = after, fields, clock.now()
        seal.save(update_fields=["after", "fields", "sealed_at"])
        record(
            FILE_SEALED,
            seal,
            actor=None,
            stream=order.stream,
            label=seal.label,
            before=seal.before.sha256,
            after=after.sha256,
        )


def _earlier(before: Blob) -> dict[str, str]:
    """The seals that a file carries already, of those that were set here."""
    row = Seal.objects.filter(after=before).order_by("-pk").first()
    return dict(row.fields) if row else {}


def _end_permission(order: SealingOrder) -> None:
    """The signer no longer seals under this permission: the page asks for a new one."""
    now = clock.now()
    SealingOrder.objects.filter(
        pk=order.pk, nonce=order.nonce, expires_at__gt=now
    ).update(expires_at=now)


def _plan(order: SealingOrder, seal: Seal, holders: Sequence[SealHolder]) -> Plan:
    is_sheet = seal.issue.kind == IssuedFile.Kind.SHEET
    code = seal.issue.code if is_sheet else seal.mark
    return Plan(
        label=seal.label,
        stream=seal.issue.stream,
        day=clock.today(),
        seals=tuple(
            PlannedSeal(seal=one.key_name, field=one.field, label=str(one))
            for one in holders
        ),
        address=address_of(code) if code else "",
        lines=(
            f"{seal.issue.stream}  {seal.label}",
            _version(seal.issue),
            code,
        ),
        title_block=Box(*seal.title_block) if seal.title_block else None,
        places=boxes_for(holders, seal.places),
        page=seal.page,
        leaves_room=seal.leaves_room,
    )


def _version(issue: IssuedFile) -> str:
    return f"版次 {issue.version}" if issue.version else issue.title[:24]


def _require_manifest(order: SealingOrder, seals: Sequence[Seal]) -> None:
    if manifest_of(order) != order.manifest or len(seals) != order.count:
        raise OrderNotUsable(_("The files are no longer those that were ordered."))
    if order.state == SealingOrder.State.WAITING:
        raise OrderNotUsable(_("The order is not confirmed yet."))


def _require_holds(path: Path, fields: dict[str, str]) -> None:
    """Read back what was just written, as strictly as the public page does."""
    now = clock.now()
    issued = IssuedRecord(sha256=sha256_of(path), seals=fields, issued_at=now)
    report = check(path, trust=keys.trust(at=now), register=issued, at=now)
    if report.verdict is not Verdict.IDENTICAL_TO_ISSUED:
        reasons = ", ".join(str(objection.reason) for objection in report.reasons)
        raise SignatureError(
            _("A seal did not hold when it was read back: %(reasons)s")
            % {"reasons": reasons or report.verdict}
        )
