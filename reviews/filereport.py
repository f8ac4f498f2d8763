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
    MOST_SHEETS,
    how_compared,
    limits_of,
    made_by,
    place_of,
    sentence_of,
    told_in_full,
    tolerance_of,
)
from reviews.differences import KINDS, NAMELESS_LAYERS
from reviews.howsure import quality_of
from reviews.letters.compared import ComparedSheet, FileNamed, Report, Row


def report_of_files(
    subject: str, files: Sequence[FileNamed], pairs: Sequence[SheetPair]
) -> Report:
    """The report of two files that belong to no case.

    Of several sheets the summary names all; those that are not the same are told one by
    one, the first `MOST_SHEETS`.
    """
    compared = [(pair, pair.difference) for pair in pairs if pair.difference]
    told = [
        (pair, found)
        for pair, found in compared
        if len(compared) == 1 or found.verdict is not Verdict.IDENTICAL
    ]
    sheets = [_of_pair(pair, found, files) for pair, found in told[:MOST_SHEETS]]
    summary = [
        (pair.title, verdict_word(pair), _how(pair), str(_loud(pair.difference)))
        for pair in pairs
    ]
    names = [(f"{one.side}", one.name) for one in files]
    return Report(
        subject=subject,
        facts=[*names, *told_in_full(len(told)), *made_by(ENGINE)],
        sheets=sheets,
        summary=summary if len(pairs) > 1 else (),
    )


def verdict_word(pair: SheetPair) -> str:
    """The verdict on a pair of sheets; what became of one that has no partner."""
    if pair.difference is not None:
        return str(Comparison.Verdict(verdict_of(pair, pair.difference)).label)
    return _("withdrawn sheet") if pair.newer is None else _("added sheet")


def verdict_of(pair: SheetPair, found: Difference) -> str:
    """The verdict on two sheets as a case would keep it."""
    if pair.is_same_bytes:
        return str(Comparison.Verdict.SAME_BYTES)
    return str(found.verdict)


def sentence_about(pair: SheetPair, found: Difference) -> str:
    """What was found on two sheets, in a sentence."""
    return sentence_of(
        verdict_of(pair, found),
        found.reason,
        sum(change.kind not in SILENT for change in found.changes),
        len(found.regions),
        found.not_compared,
    )


def said_of(change: FoundChange) -> str:
    """From what to what, or what it is."""
    if change.text_from != change.text_to:
        return f"{change.text_from or '—'} → {change.text_to or '—'}"
    layer = "" if change.layer in NAMELESS_LAYERS else change.layer
    words = [change.text_to or change.block or layer]
    if change.vector_mm:
        far = f"{math.hypot(*change.vector_mm):.1f}"
        words.append(_("by %(mm)s mm") % {"mm": far})
    return " · ".join(word for word in words if word) or "—"


def _of_pair(
    pair: SheetPair, difference: Difference, files: Sequence[FileNamed]
) -> ComparedSheet:
    region_of: dict[int, str] = {}
    for number, region in enumerate(difference.regions, start=1):
        for change in region.changes:  # a long line lies in several: the first is told
            region_of.setdefault(change, str(number))
    found = [
        (index, change)
        for index, change in enumerate(difference.changes)
        if change.kind not in SILENT
    ]
    newer = pair.sheet
    plate = None
    if difference.verdict is Verdict.CHANGED and newer.page is not None:
        plate = draw_plate(newer.page, difference)
    return ComparedSheet(
        title=pair.title,
        verdict=verdict_word(pair),
        sentence=sentence_about(pair, difference),
        facts=[] if pair.is_same_bytes else _how_sure(difference),
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


def _how_sure(difference: Difference) -> list[tuple[str, str]]:
    lay = difference.registration
    found = {
        "method": lay.method,
        "inliers": lay.inliers,
        "residual_mm": lay.residual_mm,
    }
    return [
        *quality_of(found),
        *tolerance_of(difference.tolerance_mm, difference.cosmetic_count),
    ]


def _how(pair: SheetPair) -> str:
    found = pair.difference
    return how_compared(verdict_of(pair, found), found.reason) if found else "—"


def _loud(difference: Difference | None) -> str:
    if difference is None:
        return "—"
    return str(sum(change.kind not in SILENT for change in difference.changes))
