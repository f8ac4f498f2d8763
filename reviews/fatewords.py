"""What became of the sheets of a set, in the words of its printed report."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drawings.fates import Renumbered, proposed_in, renumbered_in, standing_before
from drawings.models import Comparison, Submission


def fates_of(submission: Submission) -> list[tuple[str, str, str]]:
    """Sheets that came, that got another number, that went: number, name, what happened.

    Sheets that came again under their number are told by their comparison.
    """
    if not standing_before(submission).exists():
        return []
    return [
        *_renumbered(renumbered_in(submission)),
        *_new(submission),
        *_withdrawn(submission),
    ]


def verdict_of(comparison: Comparison, renumbered: Iterable[Renumbered]) -> str:
    """The verdict in a word; a sheet whose number alone is another is called so."""
    if any(
        one.is_number_alone and one.newer.pk == comparison.newer_id
        for one in renumbered
    ):
        return pgettext("renumbered", "content the same but for the number")
    return str(comparison.get_verdict_display())


def _renumbered(rows: Iterable[Renumbered]) -> list[tuple[str, str, str]]:
    told = []
    for one in rows:
        said = _("%(old)s became %(new)s") % {
            "old": one.row.old_number,
            "new": one.row.new_number,
        }
        if one.comparison is not None:
            said = f"{said} · {verdict_of(one.comparison, [one])}"
        name = one.newer.name or one.newer.sheet.name
        told.append((one.row.new_number, name, said))
    return told


def _new(submission: Submission) -> list[tuple[str, str, str]]:
    asked = {one.newer.pk: one.row.old_number for one in proposed_in(submission)}
    rows = submission.revisions.filter(ordinal=1).select_related("sheet")
    told = []
    for row in rows.order_by("sheet__order"):
        said = pgettext("sheet", "new in this set")
        if row.pk in asked:
            said = _("new, or %(old)s under another number: not decided yet") % {
                "old": asked[row.pk]
            }
        told.append((row.sheet.number, row.name or row.sheet.name, said))
    return told


def _withdrawn(submission: Submission) -> list[tuple[str, str, str]]:
    return [
        (
            row.sheet.number,
            row.sheet.name,
            _("taken out: %(reason)s") % {"reason": row.reason},
        )
        for row in submission.withdrawals.select_related("sheet")
    ]
