"""The report of two files that belong to no case, for the command."""

import math
from collections.abc import Sequence

from django.utils.translation import gettext as _

from drawings.diff.findings import SILENT, Difference, Verdict
from drawings.diff.findings import Change as FoundChange
from drawings.diff.plate import draw_plate
from drawings.diff.settings import ENGINE
from drawings.filepairs import SheetPair
from drawings.models import Comparison
from reviews.comparedwords import (
    how_compared,
    limits_of,
    made_by,
    place_of,
    sentence_of,
    tolerance_of,
)
from reviews.differences import KINDS, quality_of
from reviews.letters.comparison import ComparedSheet, FileNamed, Report, Row


def report_of_files(
    subject: str, files: Sequence[FileNamed], pairs: Sequence[SheetPair]
) -> Report:
    """The report of two files that belong to no case."""
    sheets = [
        _of_pair(pair, pair.difference, files)
        for pair in pairs
        if pair.difference is not None
    ]
    summary = [
        (pair.title, verdict_word(pair), _how(pair), str(_loud(pair.difference)))
        for pair in pairs
    ]
    names = [(f"{one.side}", one.name) for one in files]
    return Report(
        subject=subject,
        facts=[*names, *made_by(ENGINE)],
        sheets=sheets,
        summary=summary if len(pairs) > 1 else (),
    )


def verdict_word(pair: SheetPair) -> str:
    """The verdict on a pair of sheets; what became of one that has no partner."""
    if pair.difference is not None:
        return str(Comparison.Verdict(pair.difference.verdict).label)
    return _("withdrawn sheet") if pair.newer is None else _("added sheet")


def said_of(change: FoundChange) -> str:
    """From what to what, or what it is."""
    if change.text_from != change.text_to:
        return f"{change.text_from or '—'} → {change.text_to or '—'}"
    words = [change.text_to or change.block or change.layer]
    if change.vector_mm:
        far = f"{math.hypot(*change.vector_mm):.1f}"
        words.append(_("by %(mm)s mm") % {"mm": far})
    return " · ".join(word for word in words if word) or "—"


def _of_pair(
    pair: SheetPair, difference: Difference, files: Sequence[FileNamed]
) -> ComparedSheet:
    region_of = {
        change: str(number)
        for number, region in enumerate(difference.regions, start=1)
        for change in region.changes
    }
    found = [
        (index, change)
        for index, change in enumerate(difference.changes)
        if change.kind not in SILENT
    ]
    newer = pair.sheet
    plate = None
    if difference.verdict is Verdict.CHANGED and newer.page is not None:
        plate = draw_plate(newer.page, difference)
    lay = difference.registration
    return ComparedSheet(
        title=pair.title,
        verdict=verdict_word(pair),
        sentence=sentence_of(
            difference.verdict,
            difference.reason,
            len(found),
            len(difference.regions),
            difference.not_compared,
        ),
        facts=[
            *quality_of(
                {
                    "method": lay.method,
                    "inliers": lay.inliers,
                    "residual_mm": lay.residual_mm,
                }
            ),
            *tolerance_of(difference.tolerance_mm, difference.cosmetic_count),
        ],
        limits=limits_of(difference.not_compared),
        files=files,
        rows=[
            Row(
                number,
                region_of.get(index, ""),
                str(KINDS.get(change.kind, change.kind)),
                said_of(change),
                place_of(change.new_box or change.old_box or (0, 0, 0, 0)),
            )
            for number, (index, change) in enumerate(found, start=1)
        ],
        regions=[region.box for region in difference.regions],
        size_mm=newer.size_mm,
        plate=plate,
    )


def _how(pair: SheetPair) -> str:
    found = pair.difference
    return how_compared(found.verdict, found.reason) if found else "—"


def _loud(difference: Difference | None) -> str:
    if difference is None:
        return "—"
    return str(sum(change.kind not in SILENT for change in difference.changes))
