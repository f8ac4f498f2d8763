"""Archives are asked for: by themselves when a case is issued or changed, or by a person."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Max, Q
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
from storage.actions.jobs import request_job
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
    """Order archives that issued cases lack, or whose register changed since."""
    ordered = 0
    for case in Case.objects.filter(state__in=KEPT_IN):
        newest = case.archives.filter(kind=Kind.CASE).first()
        cause = Cause.ISSUED if newest is None else Cause.CHANGED
        if newest is None or (newest.made_at and _changed_since(case, newest.made_at)):
            order_archive(case=case, cause=cause, actor=None)
            ordered += 1
    return ordered


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


def _changed_since(case: Case, moment: dt.datetime) -> bool:
    rows = IssuedFile.objects.filter(stream=case.serial)
    return rows.filter(Q(ended_at__gt=moment) | Q(issued_at__gt=moment)).exists()
