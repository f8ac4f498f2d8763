"""Archives are asked for: by themselves when a case is issued or changed, or by a person."""

from typing import Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import may_order_pack
from reviews.actions.cases import locked, require_state
from reviews.errors import NotReady, NotYours
from reviews.models import Case, CaseArchive
from reviews.states import CaseState
from signatures.models import IssuedFile
from storage import clock
from storage.actions.jobs import open_given_up, request_job
from storage.actions.ledger import record

TASK: Final = "reviews.make_archive"
KEPT_IN: Final = (CaseState.ISSUED, CaseState.ARCHIVED)
Kind, Cause = CaseArchive.Kind, CaseArchive.Cause


@transaction.atomic
def order_archive(*, case: Case, cause: str, actor: User | None) -> CaseArchive:
    """Have a new version of the archive made; one that still waits serves again.

    Raises:
        NotReady: the case has not been issued.

    """
    case = _issued(case)
    waiting = case.archives.filter(kind=Kind.CASE, blob=None).first()
    return waiting or _begin(case, Kind.CASE, cause, actor, "")


@transaction.atomic
def order_pack(*, case: Case, actor: User, reason: str) -> CaseArchive:
    """Have a pack of evidence drawn up for a dispute (复议、诉讼).

    Raises:
        NotYours: the person heads no reviewing department and does not supervise.
        NotReady: no reason was given, or the case has not been issued.

    """
    case = _issued(case)
    if not may_order_pack(actor, case):
        raise NotYours(
            _("Only heads of the reviewing departments and the regulator draw it up.")
        )
    if not reason.strip():
        raise NotReady(_("Say what the pack is needed for; nothing was drawn up."))
    return _begin(case, Kind.DISPUTE, Cause.ASKED, actor, reason.strip()[:400])


def order_stale_archives() -> int:
    """Order archives that issued cases lack, or whose register changed since.

    One whose making was given up is made again: the signer or the disk may be back.
    """
    open_given_up(task=TASK)
    stale = _stale()
    for key, newest in stale:
        cause = Cause.ISSUED if newest is None else Cause.CHANGED
        order_archive(case=Case.objects.get(pk=key), cause=cause, actor=None)
    return len(stale)


def _issued(case: Case) -> Case:
    case = locked(case)
    require_state(case, *KEPT_IN)
    return case


def _begin(
    case: Case, kind: str, cause: str, actor: User | None, reason: str
) -> CaseArchive:
    last = case.archives.aggregate(last=Max("version"))["last"] or 0
    archive = CaseArchive.objects.create(
        case=case,
        version=last + 1,
        kind=kind,
        cause=cause,
        reason=reason,
        asked_by=actor,
        asked_at=clock.now(),
    )
    record(
        events.PACK_ORDERED if kind == Kind.DISPUTE else events.ARCHIVE_ORDERED,
        archive,
        actor=actor,
        stream=case.serial,
        version=archive.version,
        reason=reason or str(cause),
    )
    request_job(
        task=TASK,
        key=f"archive:{archive.pk}",
        arguments={"archive": archive.pk},
        stream=case.serial,
        requested_by=actor,
    )
    return archive


def _stale() -> list[tuple[int, int | None]]:
    """Issued cases without an archive, or with one that the register has outlived.

    Keys of the case and of its newest archive.
    One question to the database, however many cases there are.
    """
    newest = CaseArchive.objects.filter(case=OuterRef("pk"), kind=Kind.CASE).order_by(
        "-version"
    )
    later = IssuedFile.objects.filter(stream=OuterRef("serial")).filter(
        Q(ended_at__gt=OuterRef("made")) | Q(issued_at__gt=OuterRef("made"))
    )
    rows = (
        Case.objects.filter(state__in=KEPT_IN)
        .annotate(
            newest=Subquery(newest.values("pk")[:1]),
            made=Subquery(newest.values("made_at")[:1]),
        )
        .filter(Q(newest=None) | Q(made__isnull=False) & Exists(later))
    )
    return list(rows.order_by("pk").values_list("pk", "newest"))
