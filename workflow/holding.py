"""The seals that a person may look at, what became of them, and who may do what."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership, Organisation, User
from signatures.events import SENTENCES
from signatures.keepers import keeps_seal
from signatures.models import Delegation, SealHolder
from storage import clock
from storage.models import Event
from storage.sentences import told

Role, Kind = Membership.Role, Organisation.Kind
SHOWN: Final = 40
OWNERS: Final = (Kind.DEPARTMENT, Kind.DESIGNER, Kind.WINDOW)


@dataclass(frozen=True, slots=True)
class May:
    """What a person may do with a seal now; the table is in docs/seals.md."""

    delegate: bool
    undelegate: bool
    suspend: bool
    resume: bool
    waits_for_regulator: bool
    ask: bool
    decide: bool
    renew: bool


def seals_seen_by(user: User) -> "QuerySet[SealHolder]":
    """Regulators see those of their region; heads, clerks and designers their own unit's.

    To whom one is delegated sees it until the last day is over.
    """
    rows = SealHolder.objects.select_related(
        "organisation__region", "person", "suspended_by"
    ).order_by("organisation__name", "kind", "pk")
    seats = Membership.objects.filter(user=user, organisation__kind__in=OWNERS).filter(
        Q(role=Role.HEAD) | Q(organisation__kind__in=[Kind.DESIGNER, Kind.WINDOW])
    )
    units = seats.values("organisation")
    mine = Q(person=user) | Q(person=None)
    delegated = Delegation.objects.filter(to=user, until__gt=clock.now())
    regions = _regions_of(user)
    supervised = Q(organisation__region__in=regions) | Q(
        organisation__region__city__in=regions
    )
    return rows.filter(
        Q(organisation__in=units) & mine
        | Q(pk__in=delegated.values("holder"))
        | supervised
    )


def may_with(user: User, holder: SealHolder) -> May:
    """What a person may do; the signer asks for the code and has the last word."""
    keeps = keeps_seal(user, holder)
    regulates = _regulates(user, holder)
    decides = keeps or regulates
    at_work = holder.revoked_at is None and holder.replaced_by_id is None
    asked = holder.revocation_asked_at is not None
    still = holder.suspended_at is not None
    return May(
        delegate=keeps and at_work and not still and holder.person_id is None,
        undelegate=decides,
        suspend=at_work
        and (decides if not still else regulates and not _is_of_regulator(holder)),
        resume=at_work
        and still
        and not asked
        and (regulates if _is_of_regulator(holder) else keeps),
        waits_for_regulator=still and not regulates and _is_of_regulator(holder),
        ask=decides and at_work and not asked,
        decide=decides
        and at_work
        and asked
        and holder.revocation_asked_by_id != user.pk,
        renew=keeps and at_work and not still and holder.is_test,
    )


def colleagues_of(holder: SealHolder, user: User) -> "QuerySet[User]":
    """To whom it may be delegated: people of the same unit."""
    seats = Membership.objects.filter(organisation=holder.organisation_id)
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True)
    return people.exclude(pk=user.pk).order_by("display_name")


def state_of(holder: SealHolder) -> tuple[str, str]:
    """Tone and word of a seal's state."""
    if holder.revoked_at is not None:
        return "late", pgettext("seal", "revoked")
    if holder.replaced_by_id is not None:
        return "none", pgettext("seal", "renewed by another")
    if holder.revocation_asked_at is not None:
        return "late", pgettext("seal", "revocation asked for")
    if holder.suspended_at is not None:
        return "warn", pgettext("seal", "suspended")
    if holder.valid_until <= clock.now():
        return "late", pgettext("seal", "run out")
    return "ok", pgettext("seal", "in use")


def delegations_of(holder: SealHolder) -> list[tuple[Delegation, str, str]]:
    """Who may use it besides its keeper, with tone and word of the span."""
    now = clock.now()
    found = []
    for row in holder.delegations.select_related("to", "given_by"):
        if row.until <= now:
            found.append((row, "none", pgettext("delegation", "over")))
        elif row.since > now:
            found.append((row, "warn", _("not begun")))
        else:
            found.append((row, "ok", pgettext("delegation", "counts")))
    return found


def history_of(holder: SealHolder) -> list[dict[str, object]]:
    """What happened to it, newest first, as the timeline shows it."""
    rows = Event.objects.filter(
        subject_type=holder._meta.label_lower, subject_id=holder.pk
    ).order_by("-sequence")[:SHOWN]
    return [
        {
            "at": row.at,
            "title": told(SENTENCES[row.verb], row.particulars),
            "text": row.actor_label,
        }
        for row in rows
        if row.verb in SENTENCES
    ]


def _is_of_regulator(holder: SealHolder) -> bool:
    """Whether its suspension is not a keeper's: a keeper does not end it.

    Where nobody knows who ordered it, it counts as the regulator's.
    """
    by = holder.suspended_by
    return by is None or not keeps_seal(by, holder)


def _regulates(user: User, holder: SealHolder) -> bool:
    region = holder.organisation.region
    return {region.pk, region.city_id} & _regions_of(user) != set()


def _regions_of(user: User) -> set[int | None]:
    """The regions that a person supervises; a city's counties go with it."""
    seats = Membership.objects.filter(user=user, organisation__kind=Kind.REGULATOR)
    return set(seats.values_list("organisation__region", flat=True))
