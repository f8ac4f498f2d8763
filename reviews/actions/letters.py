"""Letters of a case are written, numbered and kept; a letter never changes afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation

from reviews.actions.serials import next_number
from reviews.letters import writing
from reviews.letters.signers import About
from reviews.models import (
    Case,
    Consultation,
    Letter,
    LetterSignature,
    Material,
    Revocation,
    Urging,
)
from signatures import keys
from signatures.actions.issuing import announce_letter
from signatures.codes import address_of, new_code
from signatures.models import IssuedFile
from storage import clock
from storage.actions.blobs import store_bytes

Kind = Letter.Kind
WORDS: Final = {
    Kind.RECEIPT: "收件",
    Kind.ACCEPTANCE: "受理",
    Kind.MAKE_GOOD: "补正",
    Kind.OPINIONS: "审查",
    Kind.MINUTES: "会商",
    Kind.URGING: "督促",
    Kind.REVOCATION: "撤销",
    Kind.CERTIFICATE: "合格",
}
"""The word before the year in the number of each kind; each is counted by itself."""


@transaction.atomic
def write_receipt(*, case: Case) -> Letter:
    """Write the receipt (收件凭证) for what was handed in."""
    return _write(case, Kind.RECEIPT, case, lambda one: writing.receipt(case, one))


@transaction.atomic
def write_acceptance(*, case: Case) -> Letter:
    """Write the notice of acceptance (受理通知书)."""
    return _write(
        case, Kind.ACCEPTANCE, case, lambda one: writing.acceptance(case, one)
    )


@transaction.atomic
def write_make_good(*, case: Case, wanting: Sequence[Material]) -> Letter:
    """Write the one notice that lists everything to be made good (一次性补正告知书)."""
    return _write(
        case, Kind.MAKE_GOOD, case, lambda one: writing.make_good(case, one, wanting)
    )


@transaction.atomic
def write_opinions_notice(*, case: Case) -> Letter:
    """Write the one notice with every department's opinions (审查意见告知书)."""
    return _write(
        case, Kind.OPINIONS, case, lambda one: writing.opinions_notice(case, one)
    )


@transaction.atomic
def write_minutes(*, consultation: Consultation) -> Letter:
    """Write the minutes of a consultation (会商纪要), and hang them on it."""
    letter = _write(
        consultation.case,
        Kind.MINUTES,
        consultation,
        lambda one: writing.minutes(consultation, one),
    )
    consultation.minutes = letter.blob
    consultation.save(update_fields=["minutes"])
    return letter


@transaction.atomic
def write_urging(*, urging: Urging) -> Letter:
    """Write the notice of supervision (督促整改通知), and hang it on the urging."""
    letter = _write(
        urging.review.case,
        Kind.URGING,
        urging,
        lambda one: writing.urging_notice(urging, one),
    )
    urging.letter = letter
    urging.save(update_fields=["letter"])
    return letter


@transaction.atomic
def write_revocation(*, revocation: Revocation, files: Sequence[IssuedFile]) -> Letter:
    """Write the decision to revoke files (撤销决定书), and hang it on the request."""
    letter = _write(
        revocation.case,
        Kind.REVOCATION,
        revocation,
        lambda one: writing.revocation_notice(revocation, files, one),
    )
    revocation.letter = letter
    revocation.save(update_fields=["letter"])
    return letter


@transaction.atomic
def write_certificate(
    *,
    case: Case,
    sheets: Sequence[writing.CertifiedSheet],
    signatories: Sequence[writing.Signatory],
    issued_by: str,
    code: str,
    url: str,
) -> Letter:
    """Write the certificate of passed review (施工图设计文件审查合格书), not yet sealed.

    Its seal goes to `reviews.letters.writing.CERTIFICATE_SEAL_BOX` of the first page.
    """
    reference = _reference(_number(Kind.CERTIFICATE))
    written = writing.certificate(
        case,
        reference,
        sheets=sheets,
        signatories=signatories,
        issued_by=issued_by,
        code=code,
        url=url,
    )
    return _keep(case, Kind.CERTIFICATE, reference, written)


def _write(
    case: Case,
    kind: Letter.Kind,
    about: About,
    write: Callable[[writing.Reference], writing.Written],
) -> Letter:
    """Write a letter that is to be sealed, and ask its units for their seals."""
    units = writing.signers_of(kind, about)
    reference = _reference(_number(kind))
    code = new_code() if units else ""
    if code:
        reference = replace(reference, code=code, address=address_of(code))
    letter = _keep(case, kind, reference, write(reference))
    if code:
        with translation.override("zh-hans"):
            title = str(kind.label)
        announce_letter(code=code, stream=case.serial, label=letter.number, title=title)
    for turn, unit in enumerate(units):
        LetterSignature.objects.create(
            letter=letter,
            unit=unit,
            turn=turn,
            waits_since=letter.written_at if turn == 0 else None,
        )
    return letter


def _number(kind: Letter.Kind) -> str:
    prefix = f"{WORDS[kind]}〔{clock.today().year}〕"
    return f"{prefix}{next_number(prefix):04d}号"


def _reference(number: str) -> writing.Reference:
    return writing.Reference(
        number=number,
        on=clock.today(),
        public_url=settings.LIANSHEN_PUBLIC_URL,
        # The city's word alone is not enough: seals of the test authority stay tests.
        has_effect=settings.LIANSHEN_LEGAL_EFFECT and bool(keys.licence()),
    )


def _keep(
    case: Case,
    kind: Letter.Kind,
    reference: writing.Reference,
    written: writing.Written,
) -> Letter:
    return Letter.objects.create(
        case=case,
        kind=kind,
        number=reference.number,
        blob=store_bytes(written.pdf, media_type="application/pdf"),
        written_at=clock.now(),
        code=reference.code,
    )
