"""The three endings at the window, and what each would write and set going."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reviews.clocks import city_calendar
from reviews.routing import Routing
from reviews.timing.calendar import CalendarGap
from storage import clock
from storage.sentences import listed
from workflow.intake import Intake, Item

ACCEPT, MAKE_GOOD, DEFER = "accept", "make_good", "defer"


@dataclass(frozen=True, slots=True)
class Ending:
    """One way to end; `hindrance` says why it cannot be chosen."""

    key: str
    label: str
    about: str
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the chosen ending would write and do: the notice, the button, the effect."""

    title: str
    opening: str
    points: list[tuple[str, str]]
    closing: str
    button: str
    effect: str


def endings_of(intake: Intake) -> list[Ending]:
    """The three endings with what speaks against each."""
    missing = intake.missing
    essential = [item.name for item in missing if not item.may_follow]
    not_all = ngettext(
        "%(count)s document is not there",
        "%(count)s documents are not there",
        len(missing),
    ) % {"count": len(missing)}
    return [
        Ending(
            ACCEPT,
            pgettext("ending", "Accept"),
            _("Every document has a file; look at them first")
            if intake.one_file
            else _("Everything is there"),
            not_all if missing else "",
        ),
        Ending(
            MAKE_GOOD,
            pgettext("ending", "One-time notice"),
            _("Lists all that is missing; given once"),
        ),
        Ending(
            DEFER,
            pgettext("ending", "Accept, documents to follow"),
            _("Promised, with a day for each"),
            _hindrance_of_deferring(missing, essential),
        ),
    ]


def outcome_of(
    intake: Intake,
    ending: str,
    *,
    promises: Mapping[str, dt.date | None],
    remarks: Mapping[str, str],
) -> Outcome:
    """The notice as it would be written now, and what happens with the button."""
    if ending == MAKE_GOOD:
        return _make_good(intake, remarks)
    return _accept(intake, promises if ending == DEFER else {})


def _hindrance_of_deferring(missing: list[Item], essential: list[str]) -> str:
    if not missing:
        return _("Nothing is missing")
    if essential:
        return _("Essential: %(names)s") % {"names": listed(essential)}
    return ""


def _make_good(intake: Intake, remarks: Mapping[str, str]) -> Outcome:
    points = [
        (item.name, remarks.get(item.code, "") or _matter(item))
        for item in intake.items
        if not item.is_present or remarks.get(item.code)
    ]
    count = {"count": len(points)}
    return Outcome(
        title=_("One-time notice of what has to be made good"),
        opening=_(
            "The construction drawings of “%(project)s” have been received. "
            "The documents are not complete or not in order. "
            "Everything that has to be made good is told here at once:"
        )
        % {"project": intake.case.project.name},
        points=points,
        closing=_(
            "Please make all of it good and hand the case in again. "
            "What was handed in stays; it need not be handed in twice."
        ),
        button=ngettext(
            "Send the one-time notice with %(count)s item",
            "Send the one-time notice with %(count)s items",
            len(points),
        )
        % count,
        effect=_(
            "The builder gets one notice with all of it. The five days begin anew when "
            "the case is handed in again."
        ),
    )


def _matter(item: Item) -> str:
    if item.material.note:
        return str(item.material.note)
    if item.may_follow:
        return _("Not handed in. Please hand it in, or promise a day.")
    return _("Not handed in. It is essential and has to be there.")


def _accept(intake: Intake, promises: Mapping[str, dt.date | None]) -> Outcome:
    case = intake.case
    count = len(Routing.from_dict(case.routing).needed())
    points = [
        (item.name, _until(promises.get(item.code)))
        for item in intake.missing
        if item.code in promises
    ]
    values = {"count": count}
    opening = (
        _(
            "The construction drawings of “%(project)s” have been received. Except for "
            "the documents below, everything is complete and in order; the case is "
            "accepted."
        )
        if points
        else _(
            "The construction drawings of “%(project)s” have been received. "
            "Everything is complete and in order; the case is accepted."
        )
    )
    button = (
        ngettext(
            "Accept with documents to follow, send to %(count)s department",
            "Accept with documents to follow, send to %(count)s departments",
            count,
        )
        if points
        else ngettext(
            "Accept, send to %(count)s department",
            "Accept, send to %(count)s departments",
            count,
        )
    )
    return Outcome(
        title=_("Notice of acceptance, documents to follow")
        if points
        else _("Notice of acceptance"),
        opening=opening % {"project": case.project.name},
        points=points,
        closing=_(
            "Please hand them in by then. Without them the review goes on, "
            "and no certificate is issued."
        )
        if points
        else _("All departments review side by side; opinions come in one notice."),
        button=button % values,
        effect=_effect_of_accepting(count),
    )


def _until(day: dt.date | None) -> str:
    if day is None:
        return _("a day is still to be set")
    return _("by %(day)s") % {"day": date_format(day, "DATE_FORMAT")}


def _effect_of_accepting(count: int) -> str:
    calendar = city_calendar()
    try:
        first = calendar.add_workdays(clock.today(), 1)
    except CalendarGap:
        return ngettext(
            "Goes out at once: the notice and the task of %(count)s department.",
            "Goes out at once: the notice and the tasks of %(count)s departments.",
            count,
        ) % {"count": count}
    return ngettext(
        "Goes out at once: the notice and the task of %(count)s department. "
        "Days count from %(day)s.",
        "Goes out at once: the notice and the tasks of %(count)s departments. "
        "Days count from %(day)s.",
        count,
    ) % {"count": count, "day": f"{first:%m-%d}"}
