"""The course of a case as sentences, each told to those who may hear it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import pgettext

import drawings.events
import signatures.events
from accounts.models import User
from reviews import events
from reviews.access import is_applicant_side
from reviews.models import Case, Letter, Resolution
from storage.models import Event
from storage.sentences import told

SENTENCES: Final[Mapping[str, object]] = {
    **drawings.events.SENTENCES,
    **signatures.events.SENTENCES,
    **events.SENTENCES,
}

TOGETHER: Final[Mapping[str, str]] = {
    events.MATERIAL_HANDED_IN: noop("%(count)s documents handed in"),
    events.OPINION_GIVEN: noop("%(count)s opinions written"),
    events.OPINION_ANSWERED: noop("%(count)s opinions answered"),
    events.OPINION_CLOSED: noop("%(count)s opinions closed"),
    events.CHANGE_TICKED: noop("%(count)s changes looked at"),
    signatures.events.FILE_SEALED: noop("%(count)s files sealed"),
    signatures.events.ISSUE_SUPERSEDED: noop(
        "%(count)s files superseded by a newer set"
    ),
    signatures.events.ISSUE_REVOKED: noop("%(count)s files taken out of force"),
}
"""Neighbours of one kind and one person are told in one sentence."""

_SHORTER: Final[Mapping[str, str]] = {
    # Why the departments' clocks stand still would tell of what is not released yet.
    events.CLOCK_STOPPED: noop("%(department)s: clock stopped"),
    events.CLOCK_RESUMED: noop("%(department)s: clock runs again"),
}

_LETTERS: Final[Mapping[str, str]] = {
    events.CASE_SUBMITTED: Letter.Kind.RECEIPT,
    events.CASE_ACCEPTED: Letter.Kind.ACCEPTANCE,
    events.CASE_ACCEPTED_DEFERRED: Letter.Kind.ACCEPTANCE,
    events.CASE_RETURNED: Letter.Kind.MAKE_GOOD,
    events.NOTICE_RELEASED: Letter.Kind.OPINIONS,
    events.ISSUE_REVOKED: Letter.Kind.REVOCATION,
}

_LATE: Final = frozenset(
    {
        events.CASE_RETURNED,
        events.CASE_REJECTED,
        events.REVIEW_URGED,
        events.ISSUE_REVOKED,
    }
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened; `letter` is the letter that was written with it."""

    at: dt.datetime
    title: str
    text: str
    mine: bool
    late: bool = False
    letter: Letter | None = None


class _Forgiving(dict[str, object]):
    """Values of a sentence; one that is missing shows as a dash, not as a fault."""

    def __missing__(self, key: str) -> str:
        return "–"


def moments_of(case: Case, viewer: User) -> list[Moment]:
    """What happened to a case, newest first, as far as the viewer may know."""
    is_told_less = is_applicant_side(viewer, case)
    rows = [
        event
        for event in Event.objects.of_stream(case.serial)
        if not (is_told_less and event.verb in events.INTERNAL)
    ]
    letters = _letters_of(case)
    own = _colleagues(viewer)
    found = [
        _moment(list(group), own, letters, is_told_less=is_told_less)
        for group in _groups(rows)
    ]
    return found[::-1]


def sentence_of(event: Event, *, is_told_less: bool = False) -> str:
    """One event in the reader's language; a verb that nobody knows names itself."""
    pattern = SENTENCES.get(event.verb, event.verb.replace("%", "%%"))
    if is_told_less and event.verb in _SHORTER:
        pattern = _(_SHORTER[event.verb])
    return told(pattern, _Forgiving(_told(event)))


def _told(event: Event) -> dict[str, object]:
    values = dict(event.particulars)
    outcome = values.get("outcome")
    if outcome in Resolution.Outcome.values:
        values["outcome"] = Resolution.Outcome(outcome).label
    return values


def _groups(rows: Iterable[Event]) -> Iterator[Iterable[Event]]:
    def key(event: Event) -> tuple[object, ...]:
        if event.verb not in TOGETHER:
            return (event.sequence,)
        day = timezone.localtime(event.at).date()
        return (event.verb, event.actor_id, day)

    for _key, group in groupby(rows, key):
        yield group


def _moment(
    group: list[Event],
    own: set[int],
    letters: Mapping[str, list[Letter]],
    *,
    is_told_less: bool,
) -> Moment:
    event = group[-1]
    title = (
        _(TOGETHER[event.verb]) % {"count": len(group)}
        if len(group) > 1
        else sentence_of(event, is_told_less=is_told_less)
    )
    waiting = letters.get(_LETTERS.get(event.verb, ""), [])
    return Moment(
        at=event.at,
        title=title,
        text=event.actor_label or pgettext("actor", "the system"),
        mine=event.actor_id in own,
        late=event.verb in _LATE,
        letter=waiting.pop(0) if waiting else None,
    )


def _letters_of(case: Case) -> dict[str, list[Letter]]:
    """The letters by kind, in the order of writing: the first goes to the first event."""
    found: dict[str, list[Letter]] = {}
    for letter in case.letters.order_by("pk"):
        found.setdefault(letter.kind, []).append(letter)
    return found


def _colleagues(viewer: User) -> set[int]:
    """The viewer and everybody with a seat in one of the viewer's units."""
    units = viewer.seats.values("organisation")
    people = User.objects.filter(seats__organisation__in=units)
    return {viewer.pk, *people.values_list("pk", flat=True)}
