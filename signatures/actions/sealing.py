"""One order seals a whole set: every file once, or nothing leaves the house."""

import datetime as dt
import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from signatures import keys
from signatures.codes import address_of, new_code
from signatures.errors import HolderNotUsable, OrderNotUsable, SignatureError
from signatures.events import FILE_SEALED, ORDER_GIVEN
from signatures.layout import places_for
from signatures.models import IssuedFile, Seal, SealHolder, SealingOrder
from signatures.pades.canvas import Picture
from signatures.pades.checking import check
from signatures.pades.digests import manifest_digest, sha256_of
from signatures.pades.paper import paper_of
from signatures.pades.placement import Box
from signatures.pades.sheet_marks import SheetMark, mark_sheet
from signatures.pades.signing import FieldPlan, Level, Manner, prepare, sign
from signatures.pades.verdicts import IssuedRecord, Verdict
from signatures.pictures import picture_of
from storage import clock
from storage.actions.blobs import file_of, read_bytes, store_file
from storage.actions.ledger import record
from storage.models import Blob

GOOD_FOR: Final = dt.timedelta(minutes=10)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ToSeal:
    """One file of a set: what it is called, its bytes, where its title block stands.

    `title_block` is left, top, right, bottom in mm from the upper left corner. A file
    that `only` one holder seals has the `place` of that seal instead.
    """

    label: str
    title: str
    version: str
    kind: str
    blob: Blob
    thumbnail: Blob | None = None
    title_block: tuple[float, float, float, float] | None = None
    code: str = ""
    place: tuple[float, float, float, float] | None = None
    only: SealHolder | None = None


@transaction.atomic
def order_sealing(
    *,
    stream: str,
    files: Sequence[ToSeal],
    holders: Sequence[SealHolder],
    actor: User,
) -> SealingOrder:
    """Write down the one authorisation under which the set is sealed.

    The manifest is the digest of labels and hashes exactly as the holder saw them; the
    order serves for these files, this often, until it expires.

    Raises:
        OrderNotUsable: there is an order for this course already, or no file.
        HolderNotUsable: a seal is suspended or its certificate has run out.

    """
    if not files or SealingOrder.objects.filter(stream=stream).exists():
        raise OrderNotUsable(_("This set has been ordered to be sealed already."))
    for holder in holders:
        _require_usable(holder)
    now = clock.now()
    order = SealingOrder.objects.create(
        stream=stream,
        ordered_by=actor,
        ordered_at=now,
        expires_at=now + GOOD_FOR,
        manifest=manifest_digest((file.label, file.blob.sha256) for file in files),
        nonce=secrets.token_hex(16),
        count=len(files),
    )
    order.holders.set(holders)
    for file in files:
        add_file(order=order, file=file)
    record(
        ORDER_GIVEN,
        order,
        actor=actor,
        stream=stream,
        count=order.count,
        manifest=order.manifest,
        holders=[holder.fingerprint for holder in holders],
    )
    return order


def add_file(*, order: SealingOrder, file: ToSeal) -> Seal:
    """Enter one file under an order; inside the transaction of whoever gives it."""
    issue = IssuedFile.objects.create(
        code=file.code or new_code(),
        kind=file.kind,
        stream=order.stream,
        label=file.label,
        title=file.title[:200],
        version=file.version,
        thumbnail=file.thumbnail,
    )
    return Seal.objects.create(
        order=order,
        issue=issue,
        label=file.label,
        before=file.blob,
        title_block=list(file.title_block) if file.title_block else None,
        place=list(file.place) if file.place else None,
        only=file.only,
    )


def seal_set(*, order: SealingOrder, progress: Progress) -> int:
    """Seal every file of an order that is not sealed yet; resumes where it stopped.

    Each file is sealed on a copy, checked by the same verifier that the public uses,
    stored, and only then written down: a kill in between costs one file's work, never
    a double or a missing seal.

    Raises:
        OrderNotUsable: the files are no longer those that were ordered.

    """
    seals = list(order.seals.select_related("before", "issue").order_by("pk"))
    _require_manifest(order, seals)
    holders = list(order.holders.select_related("organisation").order_by("kind", "pk"))
    done = sum(seal.after_id is not None for seal in seals)
    for seal in seals:
        if seal.after_id is None:
            _seal_one(order, seal, holders)
            done += 1
        progress(done, len(seals), seal.label)
    return done


def _seal_one(order: SealingOrder, seal: Seal, holders: list[SealHolder]) -> None:
    with tempfile.TemporaryDirectory(prefix="lianshen-seal-") as folder:
        path = Path(folder) / "sheet.pdf"
        fields = _sealed(order, seal, holders, path)
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


def _sealed(
    order: SealingOrder, seal: Seal, holders: list[SealHolder], path: Path
) -> dict[str, str]:
    """Mark, plan and sign one file at `path`; field name -> certificate fingerprint."""
    now = clock.now()
    mark = None
    if seal.issue.kind == IssuedFile.Kind.SHEET:
        mark = _mark_of(order, seal)
        path.write_bytes(mark_sheet(read_bytes(seal.before), mark))
    else:
        path.write_bytes(file_of(seal.before).read_bytes())
    holders = [seal.only] if seal.only else holders
    pictures = [
        picture_of(holder, serial=order.stream, day=clock.today()) for holder in holders
    ]
    plan = _plan(seal, holders, pictures, path, mark)
    prepare(path, plan)
    fields: dict[str, str] = {}
    stamper, trust = keys.time_stamper(at=now), keys.trust(at=now)
    for number, (holder, picture) in enumerate(zip(holders, pictures, strict=True)):
        is_last = number == len(holders) - 1
        manner = Manner(
            level=Level.B_LT if is_last else Level.B_T,
            reason=f"{order.stream} {seal.label}",
            certify=number == 0,
            time_stamper=stamper,
            trust=trust,
        )
        sealed = sign(
            path,
            _field(holder),
            keys.credential(holder.key_name),
            picture=picture,
            manner=manner,
        )
        fields[sealed.field] = sealed.fingerprint
    return fields


def _plan(
    seal: Seal,
    holders: Sequence[SealHolder],
    pictures: Sequence[Picture],
    path: Path,
    mark: SheetMark | None,
) -> list[FieldPlan]:
    boxes: tuple[Box, ...]
    if seal.place:
        paper, boxes = paper_of(path), (Box(*seal.place),)
    else:
        paper, boxes = places_for(
            path,
            [(picture.width_mm, picture.height_mm) for picture in pictures],
            title_block=Box(*seal.title_block) if seal.title_block else None,
            mark=mark,
        )
    return [
        FieldPlan(name=_field(holder), box=paper.user_box(box), label=str(holder))
        for holder, box in zip(holders, boxes, strict=True)
    ]


def _mark_of(order: SealingOrder, seal: Seal) -> SheetMark:
    issue = seal.issue
    return SheetMark(
        address=address_of(issue.code),
        lines=(
            f"{order.stream}  {seal.label}",
            _mark_version(issue),
            issue.code,
            "测试系统 不具有法律效力",
        ),
    )


def _mark_version(issue: IssuedFile) -> str:
    return f"版次 {issue.version}" if issue.version else issue.title[:24]


def _field(holder: SealHolder) -> str:
    return f"{holder.kind}-{holder.organisation_id}"


def _require_usable(holder: SealHolder) -> None:
    if holder.suspended_at is not None or holder.valid_until <= clock.now():
        raise HolderNotUsable(
            _("The seal of %(holder)s cannot be used: suspended or expired.")
            % {"holder": holder.organisation}
        )


def _require_manifest(order: SealingOrder, seals: Sequence[Seal]) -> None:
    ordered = [s for s in seals if s.issue.kind == IssuedFile.Kind.SHEET]
    found = manifest_digest((seal.label, seal.before.sha256) for seal in ordered)
    if found != order.manifest or len(ordered) != order.count:
        raise OrderNotUsable(_("The files are no longer those that were ordered."))


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
