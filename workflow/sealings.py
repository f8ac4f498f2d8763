"""What is sealed for a case: sheets by discipline, whose seals, how far the work is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Organisation
from drawings.models import SheetRevision
from drawings.tiling import ask_apart
from reviews.access import lead_review
from reviews.disciplines import discipline_name
from reviews.models import Case
from signatures.actions.ordering import boxes_for
from signatures.looks import Look, sealed_look
from signatures.models import Confirmation, IssuedFile, Seal, SealHolder, SealingOrder
from signatures.pictures import picture_of
from storage import clock
from storage.actions.blobs import file_of
from storage.models import Job
from workflow.deliverables import files_of
from workflow.signed_forms import form_of, paper_of, signed_forms

LOOK_PX = 720
CERTIFIERS = 2
Kind = SealHolder.Kind
Purpose = SealingOrder.Purpose
Waiting = SealingOrder.State.WAITING


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet as it will be sealed."""

    revision: SheetRevision
    number: str
    name: str
    version: str
    digest: str
    round_number: int


@dataclass(frozen=True, slots=True)
class Group:
    """The sheets of one discipline."""

    name: str
    lines: list[SheetLine]


@dataclass(frozen=True, slots=True)
class Stage:
    """One named stage of the work; `state` is done, now, failed or next."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Work:
    """How far the sealing is: of the set, then of its certificate."""

    order: SealingOrder
    certificate: SealingOrder | None
    job: Job | None
    stages: list[Stage]

    @property
    def current(self) -> SealingOrder:
        """The order that is at hand."""
        return self.certificate or self.order

    @property
    def has_failed(self) -> bool:
        """Whether it stopped and somebody has to let it go on."""
        is_given_up = self.job is not None and self.job.state == Job.State.FAILED
        return is_given_up and not self.waits_for_people

    @property
    def waits_for_people(self) -> bool:
        """Whether the certificate waits for its two persons."""
        waiting = SealingOrder.State.WAITING
        return self.certificate is not None and self.certificate.state == waiting

    @property
    def needs_code(self) -> bool:
        """Whether going on needs a new permission."""
        return needs_permission(self.current)


def groups_of(case: Case) -> list[Group]:
    """The sheets of a case by discipline, in the order of the set."""
    revisions = case.revisions_now().select_related(
        "pdf__page", "dwg__page", "submission__round"
    )
    forms = signed_forms(case)
    lines = [
        (one.sheet.discipline, _line(one, form_of(one, forms))) for one in revisions
    ]
    return [
        Group(discipline_name(key), [line for _key, line in pairs])
        for key, pairs in groupby(lines, key=lambda pair: pair[0])
    ]


def holders_to_be(case: Case) -> list[SealHolder]:
    """Whose seals the sheets will carry, in the order in which they are set.

    A seal that is not enrolled yet is enrolled by the order; until then it is told here
    and not kept.
    """
    review = lead_review(case)
    wanted = [(one.department, Kind.DEPARTMENT) for one in case.reviews_now()]
    if review is not None:
        wanted.append((review.department, Kind.REVIEW))
    holders = [_holder(unit, kind) for unit, kind in wanted]
    return sorted(holders, key=lambda one: (one.kind, one.pk or 2**62))


def look_of(case: Case, revision: SheetRevision, *, whole: bool) -> bytes | None:
    """A picture of one sheet with its seals; None when it cannot be drawn."""
    label = revision.sheet.number
    file = next((one for one in files_of(case) if one.label == label), None)
    if file is None:
        return None
    holders = holders_to_be(case)
    pictures = tuple(
        picture_of(holder, serial=case.serial, day=clock.today()) for holder in holders
    )
    look = Look(
        pictures, file.title_block, LOOK_PX, whole, boxes_for(holders, file.places)
    )
    return ask_apart(sealed_look, file_of(file.blob), look)


def work_of(case: Case) -> Work | None:
    """The sealing of a case, once it is ordered."""
    order = order_of(case, Purpose.SET)
    if order is None:
        return None
    certificate = order_of(case, Purpose.CERTIFICATE)
    at_hand = certificate or order
    job = Job.objects.filter(key=f"seal:{at_hand.pk}").first()
    return Work(order, certificate, job, _stages(order, certificate, job))


def order_of(case: Case, purpose: str) -> SealingOrder | None:
    """The order for the set or for the certificate of a case."""
    return SealingOrder.objects.filter(stream=case.serial, purpose=purpose).first()


def is_over(order: SealingOrder) -> bool:
    """Whether the time of an order's permission is over, or never began."""
    return order.expires_at is None or order.expires_at <= clock.now()


def needs_permission(order: SealingOrder) -> bool:
    """Whether what an order has not sealed yet waits for another permission.

    Where all is sealed, what is left to do needs none.
    """
    if not order.seals.filter(after=None).exists():
        return False
    gone = order.holders.exclude(pk__in=SealHolder.objects.at_work())
    return is_over(order) or gone.exists()


def confirmed_by(order: SealingOrder) -> list[Confirmation]:
    """Who has confirmed the permission that runs."""
    if is_over(order):
        return []
    rows = order.confirmations.filter(nonce=order.nonce)
    return list(rows.select_related("person"))


def issued_of(case: Case) -> list[IssuedFile]:
    """The sealed files that are in force: the certificate first, then the sheets."""
    rows = IssuedFile.objects.in_force().filter(stream=case.serial, blob__isnull=False)
    rows = rows.exclude(kind=IssuedFile.Kind.NOTICE)
    found = list(rows.select_related("blob"))
    return sorted(found, key=lambda one: one.kind != IssuedFile.Kind.CERTIFICATE)


def _line(revision: SheetRevision, form: Seal | None) -> SheetLine:
    return SheetLine(
        revision=revision,
        number=revision.sheet.number,
        name=revision.name or revision.sheet.name,
        version=revision.version,
        digest=paper_of(revision, form).sha256,
        round_number=revision.submission.round.number,
    )


def _holder(unit: Organisation, kind: str) -> SealHolder:
    known = (
        SealHolder.objects.at_work()
        .filter(organisation=unit, kind=kind, person__isnull=True)
        .select_related("organisation")
    )
    return known.first() or SealHolder(organisation=unit, kind=kind)


def _stages(
    order: SealingOrder, certificate: SealingOrder | None, job: Job | None
) -> list[Stage]:
    sheets = order.seals.filter(after__isnull=False).count()
    said = len(confirmed_by(certificate)) if certificate else 0
    is_released = certificate is not None and certificate.state != Waiting
    is_issued = order.state == SealingOrder.State.ISSUED
    done = [True, sheets >= order.count, is_released, is_issued]
    names = [
        pgettext("stage of sealing", "Authorised"),
        _("Sealed and read back %(done)s / %(all)s")
        % {"done": sheets, "all": order.count},
        _("Certificate released by %(said)s of 2")
        % {"said": CERTIFIERS if is_released else said},
        pgettext("stage of sealing", "Issued"),
    ]
    is_given_up = job is not None and job.state == Job.State.FAILED
    is_asked = certificate is not None and certificate.state == Waiting
    now = "failed" if is_given_up and not is_asked else "now"
    return _in_order(names, done, now)


def _in_order(names: Sequence[str], done: Sequence[bool], now: str) -> list[Stage]:
    at = done.index(False) if False in done else len(done)
    states = ["done"] * at + [now] + ["next"] * len(names)
    return [Stage(name, states[place]) for place, name in enumerate(names)]
