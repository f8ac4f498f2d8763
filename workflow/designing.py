"""The sheets that a person of the design firm may seal here, and with which seals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounts.models import Membership, User
from drawings.models import SheetRevision
from reviews.disciplines import discipline_name
from reviews.models import Case
from reviews.views.sets import set_of
from signatures.actions.ordering import ToSeal
from signatures.codes import new_code
from signatures.models import (
    ArrivedFile,
    IssuedFile,
    Registration,
    Seal,
    SealHolder,
    SealingOrder,
)
from storage import clock
from storage.models import Job
from workflow.deliverables import sheet_to_seal
from workflow.signed_forms import (
    form_of,
    numbers_under_way,
    pages_sealed_with,
    paper_of,
    signed_forms,
    stream_prefix,
)

Kind = SealHolder.Kind


@dataclass(frozen=True, slots=True)
class OwnSeal:
    """One seal that a person may use, and the registration that it rests on."""

    holder: SealHolder
    entry: Registration

    @property
    def discipline(self) -> str:
        """For what the person is registered; empty for a firm."""
        return discipline_name(self.entry.discipline) if self.entry.discipline else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet: whether this seal is on it already."""

    revision: SheetRevision
    is_sealed: bool
    is_own: bool


def seals_of(user: User, case: Case) -> list[OwnSeal]:
    """The seals of the project's design firm that a person may use today."""
    firm = case.project.designer_id
    if not Membership.objects.filter(user=user, organisation=firm).exists():
        return []
    holders = SealHolder.objects.filter(
        organisation=firm,
        kind__in=[Kind.PERSON, Kind.DESIGN],
        revoked_at=None,
        suspended_at=None,
    ).select_related("organisation", "person")
    entries = {
        row.fingerprint: row
        for row in Registration.objects.in_force(clock.today())
        .filter(unit=firm)
        .exclude(fingerprint="")
    }
    return [
        OwnSeal(one, entries[one.fingerprint])
        for one in holders
        if one.fingerprint in entries and one.person_id in (None, user.pk)
    ]


def lines_of(case: Case, seal: OwnSeal) -> list[Line]:
    """The sheets of the set that is put together, those of the own discipline marked."""
    revisions = set_of(case).revisions.select_related("sheet", "pdf__page", "dwg__page")
    pages = [row.face.page_id for row in revisions]
    done = set(
        ArrivedFile.objects.filter(
            page__in=pages, seals__fingerprint=seal.holder.fingerprint
        ).values_list("page", flat=True)
    )
    # What an order that stopped has sealed is not judged yet, and carries the seal.
    done |= pages_sealed_with(case, seal.holder)
    own = seal.entry.discipline
    return [
        Line(row, row.face.page_id in done, not own or row.sheet.discipline == own)
        for row in revisions
    ]


def files_for(case: Case, seal: OwnSeal, chosen: Sequence[int]) -> list[ToSeal]:
    """The chosen sheets that do not carry the seal yet, as they are to be sealed.

    What a colleague signed already is signed further, so that one file carries all.
    """
    forms = signed_forms(case)
    return [
        _to_seal(case, line.revision, form_of(line.revision, forms))
        for line in lines_of(case, seal)
        if line.revision.pk in chosen and not line.is_sealed
    ]


def _to_seal(case: Case, revision: SheetRevision, form: Seal | None) -> ToSeal:
    return replace(
        sheet_to_seal(revision, form),
        kind=IssuedFile.Kind.DESIGN,
        code="",
        stream=case.serial,
        leaves_room=True,
        mark=form.mark if form else new_code(),
    )


def works_of(case: Case) -> list[tuple[SealingOrder, Job | None]]:
    """The orders of designers with their work, the newest first."""
    orders = SealingOrder.objects.filter(
        stream__startswith=stream_prefix(case), purpose=SealingOrder.Purpose.DESIGN
    ).select_related("ordered_by")
    jobs = Job.objects.filter(key__in=[job_key(one) for one in orders])
    found = {job.key: job for job in jobs}
    newest = sorted(orders, key=lambda one: -one.pk)
    return [(one, found.get(job_key(one))) for one in newest]


def job_key(order: SealingOrder) -> str:
    """The work of an order, by name."""
    return f"design-seal:{order.pk}"


def seal_for(order: SealingOrder, user: User, case: Case) -> OwnSeal | None:
    """The person's seal that goes on with an order of the own; the one of now."""
    known = order.holders.get()
    return next(
        (one for one in seals_of(user, case) if one.holder.field == known.field), None
    )


def moved_since(case: Case, order: SealingOrder) -> list[str]:
    """Sheets of an order, not sealed yet, whose newest form is another one by now.

    Or somebody else's seal is being set on them: the two would not stand in one file.
    """
    forms = signed_forms(case)
    now = {
        row.sheet.number: paper_of(row, form_of(row, forms)).pk
        for row in set_of(case).revisions.select_related(
            "sheet", "pdf__page", "dwg__page"
        )
    }
    busy = numbers_under_way(case, but=order)
    left = order.seals.filter(after=None).order_by("pk")
    return [
        one.label
        for one in left
        if one.label in busy or now.get(one.label) != one.before_id
    ]
