"""Letters of a case are written, numbered and kept; a letter never changes afterwards."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from reviews.actions.serials import next_number
from reviews.letters import writing
from reviews.models import Case, Consultation, Letter, Material, Urging
from signatures import keys
from storage import clock
from storage.actions.blobs import store_bytes


def write_receipt(*, case: Case) -> bytes:
    """Write the receipt (收件凭证) for what was handed in; it is not kept as a letter."""
    return writing.receipt(case, _reference(case.serial)).pdf


@transaction.atomic
def write_acceptance(*, case: Case) -> Letter:
    """Write the notice of acceptance (受理通知书)."""
    reference = _next("受理")
    written = writing.acceptance(case, reference)
    return _keep(case, Letter.Kind.ACCEPTANCE, reference, written)


@transaction.atomic
def write_make_good(*, case: Case, wanting: Sequence[Material]) -> Letter:
    """Write the one notice that lists everything to be made good (一次性补正告知书)."""
    reference = _next("补正")
    written = writing.make_good(case, reference, wanting)
    return _keep(case, Letter.Kind.MAKE_GOOD, reference, written)


@transaction.atomic
def write_opinions_notice(*, case: Case) -> Letter:
    """Write the one notice with every department's opinions (审查意见告知书)."""
    reference = _next("审查")
    written = writing.opinions_notice(case, reference)
    return _keep(case, Letter.Kind.OPINIONS, reference, written)


@transaction.atomic
def write_minutes(*, consultation: Consultation) -> Letter:
    """Write the minutes of a consultation (会商纪要), and hang them on it."""
    reference = _next("会商")
    written = writing.minutes(consultation, reference)
    letter = _keep(consultation.case, Letter.Kind.MINUTES, reference, written)
    consultation.minutes = letter.blob
    consultation.save(update_fields=["minutes"])
    return letter


@transaction.atomic
def write_urging(*, urging: Urging) -> Letter:
    """Write the notice of supervision (督促整改通知), and hang it on the urging."""
    reference = _next("督促")
    written = writing.urging_notice(urging, reference)
    letter = _keep(urging.review.case, Letter.Kind.URGING, reference, written)
    urging.letter = letter
    urging.save(update_fields=["letter"])
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
    reference = _next("合格")
    written = writing.certificate(
        case,
        reference,
        sheets=sheets,
        signatories=signatories,
        issued_by=issued_by,
        code=code,
        url=url,
    )
    return _keep(case, Letter.Kind.CERTIFICATE, reference, written)


def _next(word: str) -> writing.Reference:
    prefix = f"{word}〔{clock.today().year}〕"
    return _reference(f"{prefix}{next_number(prefix):04d}号")


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
    )
