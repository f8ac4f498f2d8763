"""The report of a comparison (图纸对比报告): for one sheet, for a case, or for two files.

Set like the letters, but it is no letter: it has no issuer, no seal and no effect.
"""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reviews.letters.certificate import CELL, in_groups
from reviews.letters.compared import ComparedSheet, FileNamed, Report, Row
from reviews.letters.ink import HAIR, HEIGHT, Picture, Written, bind
from reviews.letters.lines import BLACK, GREY, Align, Ink, Run
from reviews.letters.paper import LEFT, MEASURE, RIGHT, Paper
from reviews.letters.tables import Column, Table, lay, set_caption
from signatures.pades.placement import Box
from storage.typefaces import Face

MOST_ROWS: Final = 300
MOST_DETAILS: Final = 12
TALLEST_MM: Final = 150.0
DETAIL_MM: Final = (77.0, 52.0)
GAP_MM: Final = 4.0
FOOT_TOP: Final = HEIGHT - 22.0
_BLUE: Final[Ink] = (0.0, 0.447, 0.698)
_ORANGE: Final[Ink] = (0.835, 0.369, 0.0)
_PURPLE: Final[Ink] = (0.533, 0.133, 0.333)
_GREEN: Final[Ink] = (0.067, 0.467, 0.2)


def comparison_report(report: Report) -> Written:
    """Set the report: summary, then each sheet with its picture, changes and limits."""
    paper = Paper()
    _head(paper, report)
    if report.summary:
        columns: tuple[Column, ...] = (
            Column(MEASURE - 88.0, _("Sheet")),
            Column(36.0, _("Verdict"), Align.CENTRE),
            Column(28.0, _("Compared"), Align.CENTRE),
            Column(24.0, _("Changes"), Align.CENTRE),
        )
        lay(paper, Table(columns, report.summary), caption=_("Sheets"))
    if report.fates:
        columns = (
            Column(30.0, pgettext("title block", "Number"), Align.CENTRE),
            Column((MEASURE - 30.0) / 2, _("Name")),
            Column((MEASURE - 30.0) / 2, _("What happened")),
        )
        caption = _("Sheets that came, were renumbered or went")
        lay(paper, Table(columns, report.fates), caption=caption)
    for index, sheet in enumerate(report.sheets):
        if index or report.summary:
            paper.turn()
        _sheet(paper, sheet)
    _feet(paper, report)
    title = f"{_('Comparison report')} {report.subject}"
    return bind(paper.leaves, title=title, seals=())


def _head(paper: Paper, report: Report) -> None:
    title = [Run(_("Comparison report"), Face.SERIF_BOLD)]
    paper.write(title, size=22, align=Align.CENTRE, pitch=1.5)
    paper.write(report.subject, size=13, align=Align.CENTRE, pitch=1.6)
    paper.top += 3.0
    paper.rule((LEFT, paper.top), (RIGHT, paper.top), width=0.5, ink=BLACK)
    paper.top += 3.0
    _pairs(paper, report.facts)


def _pairs(paper: Paper, facts: Sequence[tuple[str, str]]) -> None:
    if facts:
        columns = (Column(34.0, align=Align.CENTRE), Column(MEASURE - 34.0))
        lay(paper, Table(columns, facts, size=9.5, labels=frozenset({0})))


def _sheet(paper: Paper, sheet: ComparedSheet) -> None:
    set_caption(paper, sheet.title)
    paper.write(
        [Run(f"{sheet.verdict}　", Face.SANS_BOLD), Run(sheet.sentence)],
        size=11,
        pitch=1.6,
    )
    paper.top += 1.5
    _overlay(paper, sheet)
    _rows(paper, sheet.rows)
    _details(paper, sheet)
    if sheet.facts:
        paper.skip(2.0)
        paper.need(30.0)
        set_caption(paper, _("How sure it is"))
        _pairs(paper, sheet.facts)
    for words in sheet.limits:
        paper.write(f"· {words}", size=9.5, align=Align.LEFT, pitch=1.5)
    _files(paper, sheet.files)


def _overlay(paper: Paper, sheet: ComparedSheet) -> None:
    if sheet.plate is None:
        return
    width, height = sheet.size_mm
    scale = min(MEASURE / width, TALLEST_MM / height)
    wide, tall = width * scale, height * scale
    paper.need(tall + 9.0)
    left = LEFT + (MEASURE - wide) / 2
    box = Box(left, paper.top, left + wide, paper.top + tall)
    _hang(paper, Picture(sheet.plate, 0, box))
    paper.top = box.bottom + 1.5
    legend = [
        Run("— ", Face.SANS_BOLD, _BLUE),
        Run(_("blue, solid: new") + "　", Face.SANS, GREY),
        Run("- - ", Face.SANS_BOLD, _ORANGE),
        Run(_("orange, dashed: gone") + "　", Face.SANS, GREY),
        Run("··· ", Face.SANS_BOLD, _PURPLE),
        Run(_("purple, dotted frame: moved") + "　", Face.SANS, GREY),
        Run("□ ", Face.SANS_BOLD, _GREEN),
        Run(_("green frame: text"), Face.SANS, GREY),
    ]
    paper.write(legend, size=8.5, align=Align.CENTRE, pitch=1.5)
    paper.top += 1.0


def _hang(paper: Paper, picture: Picture) -> None:
    box = picture.box
    paper.leaves[-1].marks.append(picture)
    corners = [
        (box.left, box.top),
        (box.right, box.top),
        (box.right, box.bottom),
        (box.left, box.bottom),
    ]
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        paper.rule(start, end, width=HAIR, ink=GREY)


def _rows(paper: Paper, rows: Sequence[Row]) -> None:
    if not rows:
        return
    columns: tuple[Column, ...] = (
        Column(11.0, _("No."), Align.CENTRE),
        Column(17.0, pgettext("of a comparison", "Region"), Align.CENTRE),
        Column(24.0, pgettext("of a change", "Kind"), Align.CENTRE),
        Column(MEASURE - 116.0, _("From → to")),
        Column(42.0, _("Place, mm")),
        Column(22.0, _("Standing"), Align.CENTRE),
    )
    cells: list[tuple[str, ...]] = [
        (str(row.number), row.region, row.kind, row.said, row.place, row.standing)
        for row in rows[:MOST_ROWS]
    ]
    if not any(row.standing for row in rows):  # nobody could ask for anything
        columns = (*columns[:3], Column(MEASURE - 94.0, _("From → to")), columns[4])
        cells = [row[:5] for row in cells]
    lay(paper, Table(columns, cells, size=8.5), caption=_("Changes"))
    if len(rows) > MOST_ROWS:
        more = len(rows) - MOST_ROWS
        left = ngettext(
            "%(count)s more change is not listed here.",
            "%(count)s more changes are not listed here.",
            more,
        ) % {"count": more}
        paper.write(left, size=9.5, pitch=1.5)


def _details(paper: Paper, sheet: ComparedSheet) -> None:
    """The first regions enlarged, two beside each other, with their numbers."""
    if sheet.plate is None or not sheet.regions:
        return
    wide, tall = DETAIL_MM
    paper.need(tall + 20.0)
    set_caption(paper, _("Regions enlarged"))
    for index, region in enumerate(sheet.regions[:MOST_DETAILS]):
        if index % 2 == 0:
            paper.need(tall + 8.0)
        left = LEFT if index % 2 == 0 else RIGHT - wide
        box = Box(left, paper.top, left + wide, paper.top + tall)
        clip = _around(region, sheet.size_mm)
        _hang(paper, Picture(sheet.plate, 1, box, clip))
        under = Box(left, box.bottom + 0.6, box.right, box.bottom + 6.0)
        words = _("Region %(number)s, %(mm)s mm wide") % {
            "number": index + 1,
            "mm": round(clip.width),
        }
        paper.label([Run(words, Face.SANS, GREY)], under, size=8.5)
        if index % 2 == 1 or index + 1 == min(len(sheet.regions), MOST_DETAILS):
            paper.top = box.bottom + 6.0 + GAP_MM / 2
    left_out = len(sheet.regions) - MOST_DETAILS
    if left_out > 0:
        words = ngettext(
            "%(count)s more region is not enlarged here; the picture of the sheet shows it.",
            "%(count)s more regions are not enlarged here; the picture of the sheet shows "
            "them.",
            left_out,
        )
        paper.write(words % {"count": left_out}, size=9.5, pitch=1.5)


def _around(region: Sequence[float], size_mm: tuple[float, float]) -> Box:
    """What is shown of the sheet around a region: from its top left, mm."""
    x0, y0, x1, y1 = region
    shape = DETAIL_MM[0] / DETAIL_MM[1]
    wide = max(1.5 * (x1 - x0), 1.5 * (y1 - y0) * shape, 40.0)
    tall = wide / shape
    left = (x0 + x1 - wide) / 2
    top = size_mm[1] - (y0 + y1 + tall) / 2
    left = min(max(left, 0.0), max(size_mm[0] - wide, 0.0))
    top = min(max(top, 0.0), max(size_mm[1] - tall, 0.0))
    return Box(left, top, left + wide, top + tall)


def _files(paper: Paper, files: Sequence[FileNamed]) -> None:
    if not files:
        return
    columns = (
        Column(26.0, _("Version"), Align.CENTRE),
        Column(MEASURE - 89.0, _("File")),
        Column(63.0, "SHA-256"),
    )
    rows = [
        (one.side, one.name, [Run(in_groups(one.sha256), Face.SANS, cell=CELL)])
        for one in files
    ]
    lay(paper, Table(columns, rows, size=8.0), caption=_("Files compared"))


def _feet(paper: Paper, report: Report) -> None:
    pages = paper.leaves
    foot = _("Made by machine from the files named here; it decides nothing.")
    for index, leaf in enumerate(pages):
        sheet = Paper()
        sheet.leaves = [leaf]
        sheet.rule((LEFT, FOOT_TOP), (RIGHT, FOOT_TOP), width=0.2, ink=GREY)
        count = _("Page %(page)s of %(pages)s") % {
            "page": index + 1,
            "pages": len(pages),
        }
        line = Box(LEFT, FOOT_TOP + 1.2, RIGHT, HEIGHT)
        sheet.label([Run(foot, Face.SANS, GREY)], line, size=8.5)
        sheet.label([Run(count, Face.SANS, GREY)], line, size=8.5, align=Align.RIGHT)
        if index:
            head = Box(LEFT, 18.5, RIGHT, 24.0)
            sheet.label([Run(report.subject, Face.SANS, GREY)], head, size=8.5)
