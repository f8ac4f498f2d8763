"""Write the sample set as a folder of DWG and PDF files, with a manifest of what is true."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from drawings.content.disciplines import Discipline
from drawings.content.rendering import plot
from samples.casting import replotted, save_dwg, save_dxf
from samples.tower.edits import Edit, planted_edits
from samples.tower.facts import FACTS, PROJECT, Dates, Facts, Revision
from samples.tower.opinions import (
    Resolution,
    SampleOpinion,
    sample_opinions,
    sample_resolution,
)
from samples.tower.sheets import (
    LAYOUT,
    REISSUED,
    REPLOTTED,
    SHEETS,
    SheetPlan,
    draw_sheet,
    revision_of,
)

# Offices hand in some disciplines as one PDF of many pages.
COMBINED = {Discipline.STRUCTURE: "结施 结构施工图（合订）.pdf"}
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """One sheet in the folder.

    Attributes:
        number: 图号.
        name: 图名.
        discipline: its branch.
        revision: the letter in its title block.
        dwg: path below the folder, with /.
        pdf: likewise; several sheets may share one PDF.
        pdf_page: page of that PDF from 0.
        is_replot: nothing was changed, it was only saved and plotted again.

    """

    number: str
    name: str
    discipline: Discipline
    revision: str
    dwg: str
    pdf: str
    pdf_page: int = 0
    is_replot: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is true of a written set.

    Attributes:
        project: name of the building.
        revision: which issue.
        sheets: those that were written; of revision B the re-issued ones and one replot.
        edits: differences of these sheets from revision A; empty for revision A.
        opinions: what the departments of the story say of revision A.
        resolution: how the contradicting ones are brought together.
        facts: of the project.

    """

    project: str
    revision: str
    sheets: tuple[WrittenSheet, ...]
    edits: tuple[Edit, ...]
    opinions: tuple[SampleOpinion, ...]
    resolution: Resolution
    facts: Facts

    def sheet(self, number: str) -> WrittenSheet:
        """The sheet with this number.

        Raises:
            KeyError: it was not written.

        """
        for sheet in self.sheets:
            if sheet.number == number:
                return sheet
        raise KeyError(number)

    def edits_on(self, number: str) -> tuple[Edit, ...]:
        """The planted edits of one sheet."""
        return tuple(edit for edit in self.edits if edit.sheet == number)


def write_set(
    folder: Path,
    revision: str,
    *,
    dates: Dates | None = None,
    progress: Progress | None = None,
    dwg: bool = True,
    only: Iterable[str] | None = None,
) -> Manifest:
    """Write one issue of the set below `folder`, a folder for each discipline.

    Args:
        folder: made when missing.
        revision: "A", the whole set, or "B", the sheets that are handed in again.
        dates: what the title blocks say.
        progress: called with done, total and a name after each sheet.
        dwg: write the DWG beside the PDF; without it DXF files stand in their place.
        only: numbers of the sheets to write; all when not given.

    Returns:
        What was written and what is true of it.

    Raises:
        ValueError: no such revision.

    """
    issue = Revision(revision)
    plans = _plans(issue, only)
    written: list[WrittenSheet] = []
    with tempfile.TemporaryDirectory() as scratch:
        for index, plan in enumerate(plans):
            is_replot = issue is Revision.B and plan.number == REPLOTTED
            path = Path(scratch) / f"{index}.dxf"
            doc = draw_sheet(plan, issue, dates or Dates()).doc
            save_dxf(replotted(doc) if is_replot else doc, path)
            written.append(_write(folder, plan, issue, path, dwg=dwg))
            if progress is not None:
                progress(index + 1, len(plans), f"{plan.number} {plan.name}")
    numbers = {sheet.number for sheet in written}
    edits = planted_edits() if issue is Revision.B else ()
    return Manifest(
        PROJECT,
        issue.value,
        tuple(_combine(folder, written)),
        tuple(edit for edit in edits if edit.sheet in numbers),
        sample_opinions(),
        sample_resolution(),
        FACTS,
    )


def _plans(issue: Revision, only: Iterable[str] | None) -> list[SheetPlan]:
    wanted = set(only) if only is not None else {plan.number for plan in SHEETS}
    if issue is Revision.B:
        wanted &= {*REISSUED, REPLOTTED}
    return [plan for plan in SHEETS if plan.number in wanted]


def _write(
    folder: Path, plan: SheetPlan, issue: Revision, dxf: Path, *, dwg: bool
) -> WrittenSheet:
    cad = f"{plan.stem}.dwg" if dwg else f"{plan.stem}.dxf"
    pdf = f"{plan.stem}.pdf"
    (folder / plan.folder).mkdir(parents=True, exist_ok=True)
    if dwg:
        save_dwg(dxf, folder / cad, plan.version)
    else:
        (folder / cad).write_bytes(dxf.read_bytes())
    _plot(dxf, folder / pdf, LAYOUT if plan.has_layout else "Model")
    return WrittenSheet(
        plan.number,
        plan.name,
        plan.discipline,
        revision_of(plan.number, issue),
        cad,
        pdf,
        is_replot=issue is Revision.B and plan.number == REPLOTTED,
    )


def _plot(dxf: Path, pdf: Path, layout: str) -> None:
    """Plot, and drop the chance number that names each writing of a PDF."""
    rough = dxf.with_suffix(".pdf")
    plot(dxf, rough, layout=layout)
    with pymupdf.open(rough) as document:
        document.xref_set_key(-1, "ID", "null")
        document.save(pdf, garbage=3, deflate=True, no_new_id=True)


def _combine(folder: Path, written: list[WrittenSheet]) -> list[WrittenSheet]:
    """Bind the PDFs of some disciplines into one file each."""
    answer: list[WrittenSheet] = []
    for discipline, name in COMBINED.items():
        bound = [sheet for sheet in written if sheet.discipline is discipline]
        if bound:
            answer += _bind(folder, bound, name)
    kept = [sheet for sheet in written if sheet.discipline not in COMBINED]
    order = {plan.number: index for index, plan in enumerate(SHEETS)}
    return sorted(kept + answer, key=lambda sheet: order[sheet.number])


def _bind(folder: Path, sheets: list[WrittenSheet], name: str) -> list[WrittenSheet]:
    target = str(Path(sheets[0].pdf).parent / name)
    with pymupdf.open() as book:
        for sheet in sheets:
            with pymupdf.open(folder / sheet.pdf) as page:
                book.insert_pdf(page)
            (folder / sheet.pdf).unlink()
        book.save(folder / target, garbage=3, deflate=True, no_new_id=True)
    return [
        WrittenSheet(
            s.number, s.name, s.discipline, s.revision, s.dwg, target, page, s.is_replot
        )
        for page, s in enumerate(sheets)
    ]
