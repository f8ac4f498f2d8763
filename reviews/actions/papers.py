"""The printed report of a comparison is asked for, and made by a job."""

from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.models import Comparison
from reviews.actions.cases import locked
from reviews.compared import Tell, report_of_case, report_of_comparison
from reviews.comparing import told_to, with_files
from reviews.errors import NotReady
from reviews.letters.comparison import comparison_report
from reviews.models import Case, ComparisonPaper, Opinion
from storage import clock
from storage.actions.blobs import store_bytes
from storage.actions.jobs import report_progress, request_job
from storage.models import Job

TASK: Final = "reviews.make_comparison_paper"


@transaction.atomic
def order_paper(
    *, case: Case, comparison: Comparison | None, actor: User, language: str
) -> ComparisonPaper:
    """Have the report made that a person may read; the same one is made once.

    Args:
        case: the case.
        comparison: of one sheet; None for everything that was handed in last.
        actor: who asks; opinions that he may not read are not in it.
        language: in which it is set.

    Raises:
        NotReady: no sheet has been compared, has come or gone yet.

    """
    case = locked(case)
    told = told_to(actor, case, comparison)
    if told.is_empty:
        raise NotReady(_("No sheet has been handed in again yet."))
    paper, _made = ComparisonPaper.objects.get_or_create(
        case=case,
        digest=told.digest(language=language),
        defaults={
            "comparison": comparison,
            "hand_in": told.hand_in,
            "language": language,
            "comparisons": [row.pk for row in told.comparisons],
            "opinions": [row.pk for row in told.opinions],
            "asked_by": actor,
            "asked_at": clock.now(),
        },
    )
    if paper.blob_id is None:
        request_job(
            task=TASK,
            key=paper.job_key,
            arguments={"paper": paper.pk},
            stream=case.serial,
            requested_by=actor,
        )
    return paper


def paper_job(job: Job) -> None:
    """Make the report that a job names."""
    paper = ComparisonPaper.objects.select_related(
        "case__project", "asked_by", "hand_in"
    ).get(pk=int(job.arguments["paper"]))

    def tell(done: int, total: int, note: str) -> None:
        report_progress(job, done=done, total=total, note=note)

    make_paper(paper=paper, tell=tell)


def make_paper(*, paper: ComparisonPaper, tell: Tell) -> ComparisonPaper:
    """Set the report and keep it; one that is there already stays as it is."""
    if paper.blob_id is not None:
        return paper
    with translation.override(paper.language):
        data = _set(paper, tell)
    blob = store_bytes(data, media_type="application/pdf")
    with transaction.atomic():
        paper = ComparisonPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if paper.blob_id is None:
            paper.blob, paper.made_at = blob, clock.now()
            paper.save(update_fields=["blob", "made_at"])
    return paper


def _set(paper: ComparisonPaper, tell: Tell) -> bytes:
    case = paper.case
    opinions = list(
        Opinion.objects.filter(pk__in=paper.opinions).select_related(
            "review__department", "sheet"
        )
    )
    found = Comparison.objects.filter(pk__in=paper.comparisons)
    rows = list(with_files(found).order_by("newer__sheet__order"))
    if paper.comparison_id is None:
        hand_in = paper.hand_in or rows[0].newer.submission
        return comparison_report(
            report_of_case(case, hand_in, rows, opinions, tell)
        ).pdf
    tell(0, 1, str(rows[0].newer.sheet))
    return comparison_report(report_of_comparison(rows[0], case, opinions)).pdf
