"""Seals that a file brought along are judged once and written down."""

from django.db import transaction
from django.utils import timezone

from signatures.arrivals import Entry, Judged, judge_file
from signatures.events import ARRIVAL_JUDGED
from signatures.models import ArrivedFile, ArrivedSeal, Registration
from signatures.pades.authority import TEST_MARK
from signatures.pades.verdicts import Report, SignatureFinding
from signatures.trusting import trust_in_arrivals
from signatures.verifier import check_apart
from storage import clock
from storage.actions.blobs import read_bytes
from storage.actions.ledger import record
from storage.models import Blob, Job


def judge_arrival(*, blob: Blob, page: Blob | None = None) -> ArrivedFile:
    """Judge every seal of a file, in a limited process; the first judgement stays.

    Args:
        blob: the file with its seals.
        page: the page of which it is the sealed form, if it was sealed here.

    """
    known = ArrivedFile.objects.filter(blob=blob).first()
    if known is not None:
        return known
    # Registrations begin and end on days of the city.
    at = timezone.localtime(clock.now())
    trust = trust_in_arrivals(at=at)
    report = check_apart(read_bytes(blob), trust=trust, register=None, at=at)
    entries = [_entry(row) for row in Registration.objects.select_related("unit")]
    judged = judge_file(report, entries, at=at)
    with transaction.atomic():
        return _write(blob, page, report, judged)


def judge_job(job: Job) -> None:
    """Judge the file that a job row names; one that is gone is no fault."""
    blob = Blob.objects.filter(pk=int(job.arguments["blob"])).first()
    if blob is not None:
        judge_arrival(blob=blob)


def _write(
    blob: Blob,
    page: Blob | None,
    report: Report,
    judged: list[tuple[SignatureFinding, Judged]],
) -> ArrivedFile:
    file, made = ArrivedFile.objects.get_or_create(
        blob=blob,
        defaults={
            "page": page,
            "verdict": str(report.verdict),
            "reasons": [str(one.reason) for one in report.reasons],
            "judged_at": clock.now(),
        },
    )
    if not made:
        return file
    for finding, result in judged:
        _enter(file, finding, result)
    record(
        ARRIVAL_JUDGED,
        file,
        actor=None,
        sha256=blob.sha256,
        verdict=file.verdict,
        seals=len(judged),
        count=sum(result.outcome == "counts" for _finding, result in judged),
    )
    return file


def _enter(file: ArrivedFile, finding: SignatureFinding, result: Judged) -> None:
    names = (finding.signer, finding.organisation, finding.issuer)
    ArrivedSeal.objects.create(
        file=file,
        field=finding.field[:200],
        outcome=str(result.outcome),
        signer=finding.signer[:200],
        organisation=finding.organisation[:200],
        issuer=finding.issuer[:200],
        fingerprint=finding.fingerprint,
        sealed_at=result.sealed_at,
        is_stamped=result.is_stamped,
        is_test=any(TEST_MARK in name for name in names),
        registration_id=result.entry.key if result.entry else None,
        objections=list(result.objections),
    )


def _entry(row: Registration) -> Entry:
    return Entry(
        key=row.pk,
        name=row.name,
        unit=row.unit.name,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        fingerprint=row.fingerprint,
        ended_on=timezone.localdate(row.ended_at) if row.ended_at else None,
        is_firm=row.kind == Registration.Kind.FIRM,
    )
