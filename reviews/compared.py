"""Comparisons turned into what the printed report and the clouds for CAD need."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drawings.diff.clouds import IDENTITY, Affine, Cloud
from drawings.diff.findings import SILENT, Difference, Verdict
from drawings.diff.findings import Change as FoundChange
from drawings.diff.keeping import difference_from
from drawings.diff.plate import draw_plate, plate_of
from drawings.diff.settings import ENGINE
from drawings.filepairs import SheetPair
from drawings.models import Comparison, Face, SheetRevision
from drawings.tiling import ask_apart
from reviews.differences import (
    KINDS,
    ChangeLine,
    faces_of,
    lines_of,
    not_looked_at,
    quality_of,
    reason_of,
)
from reviews.letters.comparison import ComparedSheet, FileNamed, Report, Row
from reviews.models import Case, Opinion
from storage import clock
from storage.actions.blobs import file_of

MOST_SHEETS: Final = 60
"""Sheets of a case that are told one by one; the summary names all."""


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
        facts=[*_of_case(case), *_made(engine_of(comparison))],
        sheets=[compared_sheet(comparison, opinions)],
    )


def report_of_case(
    case: Case, comparisons: Sequence[Comparison], opinions: Sequence[Opinion]
) -> Report:
    """The report of everything that was handed in again: a summary, then the changed.

    Args:
        case: the case.
        comparisons: of one hand-in, in the order of their sheets.
        opinions: those that the reader may read.

    """
    told = [one for one in comparisons if not one.is_unchanged]
    summary = [
        (
            str(one.newer.sheet),
            str(one.get_verdict_display()),
            str(one.changes.count()) if not one.is_unchanged else "—",
        )
        for one in comparisons
    ]
    facts = _of_case(case)
    if len(told) > MOST_SHEETS:
        words = _("the first %(count)s changed sheets; each other has its own report")
        facts.append((_("Told in full"), words % {"count": MOST_SHEETS}))
    return Report(
        subject=case.project.name,
        facts=[*facts, *_made(ENGINE)],
        sheets=[compared_sheet(one, opinions) for one in told[:MOST_SHEETS]],
        summary=summary,
    )


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
        (pair.title, verdict_word(pair), str(_loud(pair.difference))) for pair in pairs
    ]
    names = [(f"{one.side}", one.name) for one in files]
    return Report(
        subject=subject,
        facts=[*names, *_made(ENGINE)],
        sheets=sheets,
        summary=summary if len(pairs) > 1 else (),
    )


def compared_sheet(
    comparison: Comparison, opinions: Sequence[Opinion]
) -> ComparedSheet:
    """A comparison of a case as it is reported."""
    newer = faces_of(comparison)[1]
    lines = lines_of(
        comparison, [o for o in opinions if o.sheet_id == comparison.newer.sheet_id]
    )
    plate = None
    if comparison.answer is not None and comparison.verdict == Verdict.CHANGED:
        page, answer = file_of(newer.page), file_of(comparison.answer)
        plate = ask_apart(plate_of, page, answer)
    return ComparedSheet(
        title=str(comparison.newer.sheet),
        verdict=str(comparison.get_verdict_display()),
        sentence=sentence_of(
            comparison.verdict, comparison.reason, len(lines), len(comparison.regions)
        ),
        facts=[
            *quality_of(comparison.registration),
            *_tolerance(comparison.tolerance_mm, comparison.cosmetic),
        ],
        limits=_limits(comparison.not_compared),
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


def sentence_of(verdict: str, reason: str, changes: int, places: int) -> str:
    """What a verdict means, in plain words."""
    if verdict == Comparison.Verdict.SAME_BYTES:
        return _(
            "Both versions have the same digest. "
            "Nothing on this sheet has to be looked at again."
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
    return ngettext(
        "%(count)s change was found, in %(places)s regions.",
        "%(count)s changes were found, in %(places)s regions.",
        changes,
    ) % {"count": changes, "places": places}


def verdict_word(pair: SheetPair) -> str:
    """The verdict on a pair of sheets; what became of one that has no partner."""
    if pair.difference is not None:
        return str(Comparison.Verdict(pair.difference.verdict).label)
    return _("withdrawn sheet") if pair.newer is None else _("added sheet")


def clouds_of(
    comparison: Comparison, lines: Iterable[ChangeLine]
) -> tuple[list[Cloud], Affine]:
    """The clouds of the changes, and how the newer CAD sheet lies on their paper.

    The matrix is the identity, so that paper millimetres are written, where there is no
    CAD face, or it is not known how it lies on the PDF that was compared.
    """
    clouds = [
        Cloud(
            kind=line.change.kind,
            box=_as_box(line.change.box),
            words=f"{line.number} {line.kind_name} {line.title}",
        )
        for line in lines
    ]
    return clouds, paper_of(comparison.newer, faces_of(comparison)[1])


def paper_of(revision: SheetRevision, compared: Face) -> Affine:
    """From CAD units of the revision's DWG face to millimetres of the compared face."""
    dwg = revision.dwg
    if dwg is None or len(dwg.to_paper) != 6:
        return IDENTITY
    a, b, c, d, e, f = (float(one) for one in dwg.to_paper)
    if compared.pk == dwg.pk:
        return (a, b, c, d, e, f)
    laid = _laid(revision, dwg, compared)
    if laid is None:
        return IDENTITY
    scale, dx, dy = laid
    return (
        *(one * scale for one in (a, b, c, d)),
        e * scale + dx,
        f * scale + dy,
    )  # type: ignore[return-value]


def _laid(
    revision: SheetRevision, dwg: Face, page: Face
) -> tuple[float, float, float] | None:
    """How the DWG face lies on the page: as proved, else edge on edge if they fit."""
    proof = getattr(revision, "sameness", None)
    found = proof.registration if proof is not None else {}
    if found and abs(float(found.get("rotation_deg", 0.0))) < 0.01:
        return float(found["scale"]), float(found["dx_mm"]), float(found["dy_mm"])
    scale = page.width_mm / dwg.width_mm if dwg.width_mm else 1.0
    if dwg.height_mm and abs(scale * dwg.height_mm / page.height_mm - 1) < 0.01:
        return scale, 0.0, 0.0
    return None


def _as_box(box: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return x0, y0, x1, y1


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
    if difference.verdict is Verdict.CHANGED:
        plate = draw_plate(newer.page, difference)
    lay = difference.registration
    return ComparedSheet(
        title=pair.title,
        verdict=verdict_word(pair),
        sentence=sentence_of(
            difference.verdict, difference.reason, len(found), len(difference.regions)
        ),
        facts=[
            *quality_of(
                {
                    "method": lay.method,
                    "inliers": lay.inliers,
                    "residual_mm": lay.residual_mm,
                }
            ),
            *_tolerance(difference.tolerance_mm, difference.cosmetic_count),
        ],
        limits=_limits(difference.not_compared),
        files=files,
        rows=[
            Row(
                number,
                region_of.get(index, ""),
                str(KINDS.get(change.kind, change.kind)),
                said_of(change),
                _place(change.new_box or change.old_box or (0, 0, 0, 0)),
            )
            for number, (index, change) in enumerate(found, start=1)
        ],
        regions=[region.box for region in difference.regions],
        size_mm=newer.size_mm,
        plate=plate,
    )


def said_of(change: FoundChange) -> str:
    """From what to what, or what it is."""
    if change.text_from != change.text_to:
        return f"{change.text_from or '—'} → {change.text_to or '—'}"
    words = [change.text_to or change.block or change.layer]
    if change.vector_mm:
        far = f"{math.hypot(*change.vector_mm):.1f}"
        words.append(_("by %(mm)s mm") % {"mm": far})
    return " · ".join(word for word in words if word) or "—"


def _row(line: ChangeLine) -> Row:
    change = line.change
    standing = _("asked for")
    if line.is_undeclared:
        standing = _("undeclared")
    elif change.declaration:
        standing = pgettext("change", "declared")
    if line.touches:
        numbers = "、".join(opinion.number for opinion in line.touches)
        standing = f"{standing}\n{numbers}"
    return Row(
        number=line.number,
        region=str(change.region + 1) if change.region >= 0 else "",
        kind=line.kind_name,
        said=" · ".join([line.title, line.about]),
        place=_place(change.box),
        standing=standing,
    )


def _place(box: Sequence[float]) -> str:
    x0, y0, x1, y1 = box
    return f"X {x0:.0f}–{x1:.0f}, Y {y0:.0f}–{y1:.0f}"


def _limits(words: Iterable[str]) -> list[str]:
    told = not_looked_at(words)
    return [_("not compared: %(words)s") % {"words": one} for one in told]


def _tolerance(tolerance_mm: float, cosmetic: int) -> list[tuple[str, str]]:
    if not tolerance_mm:
        return []
    words = _("differences below %(mm)s mm on the paper") % {
        "mm": f"{tolerance_mm:.2f}"
    }
    return [(_("Filtered out"), f"{words}（{cosmetic}）" if cosmetic else words)]


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


def _made(engine: int) -> list[tuple[str, str]]:
    return [
        (_("Engine"), _("comparison, version %(number)s") % {"number": engine}),
        (_("Made at"), date_format(localtime(clock.now()), "Y-m-d H:i")),
    ]


def _loud(difference: Difference | None) -> str:
    if difference is None:
        return "—"
    return str(sum(change.kind not in SILENT for change in difference.changes))
