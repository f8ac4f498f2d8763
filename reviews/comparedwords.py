"""What a comparison found, in the words of its report; the same for cases and files."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drawings.diff.findings import Reason, leaves_open
from drawings.models import Comparison
from reviews.howsure import not_looked_at, reason_of
from storage import clock

MOST_SHEETS: Final = 60
"""Sheets of a report that are told one by one; the summary names all."""


def sentence_of(
    verdict: str, reason: str, changes: int, places: int, not_compared: Iterable[str]
) -> str:
    """What a verdict means, in plain words."""
    if verdict == Comparison.Verdict.SAME_BYTES:
        return _(
            "Both versions have the same digest. "
            "Nothing on this sheet has to be looked at again."
        )
    if verdict == Comparison.Verdict.IDENTICAL and leaves_open(not_compared):
        return _(
            "No change was found in what was compared. Not everything was: "
            "the sheet has to be looked at again."
        )
    if verdict == Comparison.Verdict.IDENTICAL:
        return _(
            "Every line and every text of one version was found in the other. "
            "The file differs, the drawing does not."
        )
    if verdict == Comparison.Verdict.CANNOT:
        return f"{reason_of(reason)} " + _(
            "Nothing is claimed about this sheet: "
            "please look at both versions side by side."
        )
    told = ngettext(
        "%(count)s change was found; regions to look at: %(places)s.",
        "%(count)s changes were found; regions to look at: %(places)s.",
        changes,
    ) % {"count": changes, "places": places}
    if reason == Reason.PICTURES:
        return f"{told} " + _(
            "One of the two is a scan: pictures were compared, not lines. "
            "What is smaller than half a millimetre is not seen."
        )
    return told


def how_compared(verdict: str, reason: str) -> str:
    """By what two versions were compared: bytes, lines, pictures, or not at all."""
    if verdict == Comparison.Verdict.SAME_BYTES:
        return pgettext("how compared", "by bytes")
    if reason in {Reason.PICTURES, Reason.ALIKE}:
        return pgettext("how compared", "as pictures")
    if verdict == Comparison.Verdict.CANNOT:
        return pgettext("how compared", "not compared")
    return pgettext("how compared", "by lines")


def told_in_full(sheets: int) -> list[tuple[str, str]]:
    """That a report tells the first sheets alone, where it has more than it tells."""
    if sheets <= MOST_SHEETS:
        return []
    words = _("the first %(count)s changed sheets; each other has its own report")
    return [(_("Told in full"), words % {"count": MOST_SHEETS})]


def place_of(box: Sequence[float]) -> str:
    """A box in millimetres, in words."""
    x0, y0, x1, y1 = box
    return f"X {x0:.0f}–{x1:.0f}, Y {y0:.0f}–{y1:.0f}"


def limits_of(words: Iterable[str]) -> list[str]:
    """What was not compared, a sentence each."""
    told = not_looked_at(words)
    return [_("not compared: %(words)s") % {"words": one} for one in told]


def tolerance_of(tolerance_mm: float, cosmetic: int) -> list[tuple[str, str]]:
    """What was too small to count: label and value."""
    if not tolerance_mm:
        return []
    words = _("differences below %(mm)s mm on the paper") % {
        "mm": f"{tolerance_mm:.2f}"
    }
    return [(_("Filtered out"), f"{words}（{cosmetic}）" if cosmetic else words)]


def made_by(engine: int) -> list[tuple[str, str]]:
    """By which version of the comparison, and when: label and value."""
    return [
        (_("Engine"), _("comparison, version %(number)s") % {"number": engine}),
        (_("Made at"), date_format(localtime(clock.now()), "Y-m-d H:i")),
    ]
