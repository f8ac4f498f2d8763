"""Letters of a case are written, numbered and kept; a letter never changes afterwards."""

from collections.abc import Sequence

from django.db import transaction

from reviews.actions.serials import next_number
from reviews.letters import writing
from reviews.models import Case, Consultation, Letter, Material
from storage import clock
from storage.actions.blobs import store_bytes


@transaction.atomic
def write_acceptance(*, case: Case) -> Letter:
    """Write the notice of acceptance (受理通知书)."""
    number = _number("受理")
    return _keep(case, Letter.Kind.ACCEPTANCE, number, writing.acceptance(case, number))


@transaction.atomic
def write_make_good(*, case: Case, wanting: Sequence[Material]) -> Letter:
    """Write the one notice that lists everything to be made good (一次性补正告知书)."""
    number = _number("补正")
    data = writing.make_good(case, number, wanting)
    return _keep(case, Letter.Kind.MAKE_GOOD, number, data)


@transaction.atomic
def write_opinions_notice(*, case: Case) -> Letter:
    """Write the one notice with every department's opinions (审查意见告知书)."""
    number = _number("审查")
    data = writing.opinions_notice(case, number)
    return _keep(case, Letter.Kind.OPINIONS, number, data)


@transaction.atomic
def write_minutes(*, consultation: Consultation) -> Letter:
    """Write the minutes of a consultation (会商纪要), and hang them on it."""
    number = _number("会商")
    data = writing.minutes(consultation, number)
    letter = _keep(consultation.case, Letter.Kind.MINUTES, number, data)
    consultation.minutes = letter.blob
    consultation.save(update_fields=["minutes"])
    return letter


def _number(word: str) -> str:
    prefix = f"{word}〔{clock.today().year}〕"
    return f"{prefix}{next_number(prefix):04d}号"


def _keep(case: Case, kind: Letter.Kind, number: str, data: bytes) -> Letter:
    return Letter.objects.create(
        case=case,
        kind=kind,
        number=number,
        blob=store_bytes(data, media_type="application/pdf"),
        written_at=clock.now(),
    )
