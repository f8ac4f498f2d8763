"""Comparisons of a case turned into what the printed report needs."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drawings.diff.findings import Verdict
from drawings.diff.keeping import difference_from
from drawings.diff.plate import plate_of
from drawings.diff.settings import ENGINE
from drawings.fates import renumbered_in
from drawings.models import Comparison, Submission
from drawings.tiling import ask_apart
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
from reviews.differences import ChangeLine, compared_faces, lines_of
from reviews.fatewords import fates_of, verdict_of
from reviews.howsure import quality_of
from reviews.letters.compared import ComparedSheet, FileNamed, Report, Row
from reviews.models import Case, Opinion
from storage.actions.blobs import file_of
from storage.sentences import listed

MOST_PLATE_BYTES: Final = 2_000_000
"""A picture of a sheet that is larger as lines is put into a report as pixels."""

Tell = Callable[[int, int, str], None]
"""Hears how far the report is: sheets done, sheets in all, the sheet that is told."""


def report_of_comparison(
    comparison: Comparison, case: Case, opinions: Sequence[Opinion]
) -> Report:
    """The report of one sheet of a case.

    Args:
        comparison: of the sheet.
        case: the case.
        opinions: those that the reader may read.

    """
    return Report(
        subject=f"{case.project.name}　{comparison.newer.sheet}",
        facts=[*_of_case(case), *made_by(engine_of(comparison))],
        sheets=[compared_sheet(comparison, opinions)],
    )


def report_of_case(
    case: Case,
    submission: Submission,
    comparisons: Sequence[Comparison],
    opinions: Sequence[Opinion],
    tell: Tell,
) -> Report:
    """The report of everything that was handed in again: a summary, then the changed.

    Args:
        case: the case.
        submission: what was handed in.
        comparisons: of its sheets, in their order; none where all are new or gone.
        opinions: those that the reader may read.
        tell: is told before each sheet.

    """
    renumbered = renumbered_in(submission)
    same = {one.newer.pk for one in renumbered if one.is_same}
    told = [
        one for one in comparisons if not one.is_unchanged and one.newer_id not in same
    ]
    facts = [
        *_of_case(case),
        (_("Compared"), _ways(comparisons) or _("no sheet was handed in again")),
        *told_in_full(len(told)),
    ]
    sheets = []
    for number, one in enumerate(told[:MOST_SHEETS]):
        tell(number, len(told[:MOST_SHEETS]), str(one.newer.sheet))
        sheets.append(compared_sheet(one, opinions))
    return Report(
        subject=case.project.name,
        facts=[*facts, *made_by(ENGINE)],
        sheets=sheets,
        summary=[_summed(one, verdict_of(one, renumbered)) for one in comparisons],
        fates=fates_of(submission),
    )


def compared_sheet(
    comparison: Comparison, opinions: Sequence[Opinion]
) -> ComparedSheet:
    """A comparison of a case as it is reported."""
    newer = compared_faces(comparison)[1]
    lines = lines_of(
        comparison, [o for o in opinions if o.sheet_id == comparison.newer.sheet_id]
    )
    plate, limits = None, limits_of(comparison.not_compared)
    if comparison.answer is not None and comparison.verdict == Verdict.CHANGED:
        page, answer = file_of(newer.page), file_of(comparison.answer)
        plate = ask_apart(plate_of, page, answer, MOST_PLATE_BYTES)
        if plate is None:
            limits = [*limits, _("The picture of this sheet could not be drawn.")]
    return ComparedSheet(
        title=str(comparison.newer.sheet),
        verdict=str(comparison.get_verdict_display()),
        sentence=sentence_of(
            comparison.verdict,
            comparison.reason,
            len(lines),
            len(comparison.regions),
            comparison.not_compared,
        ),
        facts=[
            *quality_of(comparison.registration),
            *tolerance_of(comparison.tolerance_mm, comparison.cosmetic),
        ],
        limits=limits,
        files=_files(comparison),
        rows=[_row(line) for line in lines],
        regions=[region["box"] for region in comparison.regions],
        size_mm=(newer.width_mm, newer.height_mm),
        plate=plate,
    )


def engine_of(comparison: Comparison) -> int:
    """The version of the comparison that gave the answer."""
    if comparison.answer is None:
        return ENGINE
    return difference_from(file_of(comparison.answer)).engine


def _summed(comparison: Comparison, verdict: str) -> tuple[str, str, str, str]:
    """A sheet in the summary: what, verdict, by what, how many changes."""
    is_counted = comparison.verdict == Comparison.Verdict.CHANGED
    return (
        str(comparison.newer.sheet),
        verdict,
        how_compared(comparison.verdict, comparison.reason),
        str(comparison.changes.count()) if is_counted else "—",
    )


def _ways(comparisons: Sequence[Comparison]) -> str:
    """How many sheets were compared by what."""
    count = Counter(how_compared(one.verdict, one.reason) for one in comparisons)
    return "　".join(f"{way} {number}" for way, number in count.most_common())


def _row(line: ChangeLine) -> Row:
    change = line.change
    standing = _("asked for")
    if line.is_undeclared:
        standing = _("undeclared")
    elif change.declaration:
        standing = pgettext("change", "declared")
    if line.touches:
        numbers = listed(opinion.number for opinion in line.touches)
        standing = f"{standing}\n{numbers}"
    return Row(
        number=line.number,
        region=str(change.region + 1) if change.region >= 0 else "",
        kind=line.kind_name,
        said=" · ".join([line.title, line.about]),
        place=place_of(change.box),
        standing=standing,
    )


def _files(comparison: Comparison) -> list[FileNamed]:
    return [
        FileNamed(
            side=_("Version %(version)s") % {"version": revision.version},
            name=f"{face.file.path} [{face.index + 1}]",
            sha256=face.file.blob.sha256 if face.file.blob else "",
        )
        for revision in (comparison.older, comparison.newer)
        for face in (revision.dwg, revision.pdf)
        if face is not None
    ]


def _of_case(case: Case) -> list[tuple[str, str]]:
    return [
        (_("Case"), f"{case.serial}　{case.project.name}"),
        (_("Round"), str(case.round_number)),
    ]
