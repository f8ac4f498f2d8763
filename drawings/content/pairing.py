"""Bring the DWG and the PDF of each sheet together, and say where that is not sure.

Faces are paired by number, within a folder where it stands twice, then by the name of their
file, then by name, then by what is written on them; what is left and agrees in size and
discipline is proposed and marked as unsure. Nothing is dropped: every face appears in
exactly one row.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from drawings.content.disciplines import Discipline
from drawings.content.parts import Origin
from drawings.content.sheetnumbers import comparable

SURE_NUMBER = 0.55
SAME_SIZE_MM = 3.0
# Words in common as a part of all, and by how much the best must lead.
NEARLY_ALL, MANY, BY_FAR = 0.8, 0.4, 0.15


class PairStatus(StrEnum):
    """What a row of the result says."""

    PAIRED = "paired"
    ONLY_DWG = "only_dwg"
    ONLY_PDF = "only_pdf"
    DUPLICATE = "duplicate"
    UNSURE = "unsure"


class PairedBy(StrEnum):
    """What brought two faces together."""

    NUMBER = "number"
    NAME = "name"
    FILENAME = "filename"
    CONTENT = "content"
    SIZE = "size"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Face:
    """One sheet of one uploaded file, as far as pairing needs it.

    Attributes:
        key: the caller's name for it, given back in the rows.
        origin: CAD or PDF.
        number: sheet number, may be empty.
        name: sheet name, may be empty.
        number_confidence: 0 to 1, from the title block.
        filename: of the file that it came from; empty when that holds several sheets.
        folder: of that file within the set.
        size_mm: width and height.
        discipline: of the sheet.
        words: what is written on it, without spaces; empty when unknown.

    """

    key: str
    origin: Origin
    number: str = ""
    name: str = ""
    number_confidence: float = 0.0
    filename: str = ""
    folder: str = ""
    size_mm: tuple[float, float] = (0.0, 0.0)
    discipline: Discipline = Discipline.OTHER
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet of the result: its faces, and how sure that is.

    Attributes:
        number: sheet number as written; of the surer face.
        name: sheet name; of the face that has one.
        dwg: key of the CAD face, empty if there is none.
        pdf: key of the PDF face, empty if there is none.
        status: what the row says; see `PairStatus`.
        paired_by: what brought the faces together.
        is_number_unsure: whether a person should look at the number.

    """

    number: str
    name: str
    dwg: str
    pdf: str
    status: PairStatus
    paired_by: PairedBy = PairedBy.NOTHING
    is_number_unsure: bool = False


def pair_faces(faces: Sequence[Face]) -> list[Row]:
    """One row for each sheet, sorted by number; duplicates and doubtful rows marked."""
    rows: list[Row] = []
    rest = list(faces)
    for paired_by, key in _KEYS:
        found, rest = _pair_by(rest, paired_by, key)
        rows += found
    for propose in (_pair_by_content, _pair_by_size):
        found, rest = propose(rest)
        rows += found
    rows += [_single(face) for face in rest]
    return sorted(
        _marked_duplicates(rows), key=lambda row: sort_key(row.number, row.name)
    )


def sort_key(
    number: str, name: str = ""
) -> tuple[bool, list[tuple[bool, int, str]], str]:
    """Order of sheets: by number as a person counts, those without a number last."""
    parts = re.findall(r"\d+|\D+", comparable(number))
    split = [(not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts]
    return (not number, split, name)


def _by_number(face: Face) -> str:
    return comparable(face.number)


def _by_number_here(face: Face) -> str:
    """So a sheet that is handed in twice, each time whole, is two pairs and not four."""
    number = comparable(face.number)
    return f"{face.folder}\n{number}" if number else ""


def _by_name(face: Face) -> str:
    return re.sub(r"[\s_\-－—()（）.,，。]+", "", face.name).lower()


def _by_filename(face: Face) -> str:
    stem = re.sub(r"\.(dwg|dxf|pdf)$", "", face.filename, flags=re.IGNORECASE)
    return re.sub(r"[\s_\-－—().]+", "", stem).lower()


_KEYS: tuple[tuple[PairedBy, Callable[[Face], str]], ...] = (
    (PairedBy.NUMBER, _by_number),
    (PairedBy.NUMBER, _by_number_here),
    (PairedBy.FILENAME, _by_filename),
    (PairedBy.NAME, _by_name),
)


def _pair_by(
    faces: Sequence[Face], paired_by: PairedBy, key: Callable[[Face], str]
) -> tuple[list[Row], list[Face]]:
    """Rows for keys that exactly one face on each side has, and the faces left."""
    groups: dict[str, list[Face]] = defaultdict(list)
    for face in faces:
        if value := key(face):
            groups[value].append(face)
    rows: list[Row] = []
    used: set[str] = set()
    for group in groups.values():
        dwgs = [face for face in group if face.origin is Origin.CAD]
        pdfs = [face for face in group if face.origin is Origin.PDF]
        if len(dwgs) != 1 or len(pdfs) != 1 or _contradict(dwgs[0], pdfs[0]):
            continue
        rows.append(_paired(dwgs[0], pdfs[0], paired_by))
        used |= {dwgs[0].key, pdfs[0].key}
    return rows, [face for face in faces if face.key not in used]


def _contradict(dwg: Face, pdf: Face) -> bool:
    """Whether both faces carry sure numbers and those differ."""
    return (
        min(dwg.number_confidence, pdf.number_confidence) >= SURE_NUMBER
        and bool(dwg.number and pdf.number)
        and comparable(dwg.number) != comparable(pdf.number)
    )


def _pair_by_content(faces: Sequence[Face]) -> tuple[list[Row], list[Face]]:
    """Faces of one size that say nearly the same, each the other's best by far.

    Sure numbers that differ are then doubted; without them two faces with nearly all words
    in common belong together, and with many of them they are proposed.
    """
    pdfs = [face for face in faces if face.origin is Origin.PDF and face.words]
    dwgs = [face for face in faces if face.origin is Origin.CAD and face.words]
    scored = sorted(
        (
            (_likeness(dwg, pdf), dwg, pdf)
            for dwg in dwgs
            for pdf in pdfs
            if _is_one_size(dwg, pdf)
        ),
        key=lambda each: -each[0],
    )
    rows: list[Row] = []
    used: set[str] = set()
    for score, dwg, pdf in scored:
        contradict = _contradict(dwg, pdf)
        if score < (NEARLY_ALL if contradict else MANY) or used & {dwg.key, pdf.key}:
            continue
        rivals = [
            other
            for other, one, two in scored
            if (one is dwg) != (two is pdf) and not used & {one.key, two.key}
        ]
        is_best = score - max(rivals, default=0.0) >= BY_FAR
        if not is_best:
            continue
        row = _paired(dwg, pdf, PairedBy.CONTENT)
        if contradict or score < NEARLY_ALL:
            row = replace(row, status=PairStatus.UNSURE, is_number_unsure=True)
        rows.append(row)
        used |= {dwg.key, pdf.key}
    return rows, [face for face in faces if face.key not in used]


def _likeness(one: Face, other: Face) -> float:
    """Words in common as a part of all words, 0 to 1."""
    return len(one.words & other.words) / len(one.words | other.words)


def _pair_by_size(faces: Sequence[Face]) -> tuple[list[Row], list[Face]]:
    """A proposal where only one face is left on each side of one size and discipline."""
    rest = list(faces)
    rows: list[Row] = []
    for dwg in [face for face in faces if face.origin is Origin.CAD]:
        alike = [face for face in rest if _alike(dwg, face)]
        rivals = [
            face
            for face in rest
            if face.origin is Origin.CAD and alike and _alike(face, alike[0])
        ]
        if len(alike) == 1 and len(rivals) == 1:
            row = _paired(dwg, alike[0], PairedBy.SIZE)
            rows.append(replace(row, status=PairStatus.UNSURE, is_number_unsure=True))
            rest = [face for face in rest if face not in (dwg, alike[0])]
    return rows, rest


def _alike(dwg: Face, pdf: Face) -> bool:
    return (
        pdf.origin is Origin.PDF
        and not (dwg.number and pdf.number)
        and dwg.discipline is pdf.discipline
        and _is_one_size(dwg, pdf)
    )


def _is_one_size(dwg: Face, pdf: Face) -> bool:
    return all(
        abs(a - b) <= SAME_SIZE_MM
        for a, b in zip(dwg.size_mm, pdf.size_mm, strict=True)
    )


def _paired(dwg: Face, pdf: Face, paired_by: PairedBy) -> Row:
    surer = max(dwg, pdf, key=lambda face: face.number_confidence)
    agreed = comparable(dwg.number) == comparable(pdf.number) and bool(dwg.number)
    return Row(
        number=surer.number,
        name=surer.name or dwg.name or pdf.name,
        dwg=dwg.key,
        pdf=pdf.key,
        status=PairStatus.PAIRED,
        paired_by=paired_by,
        is_number_unsure=not agreed and surer.number_confidence < SURE_NUMBER,
    )


def _single(face: Face) -> Row:
    is_cad = face.origin is Origin.CAD
    return Row(
        number=face.number,
        name=face.name,
        dwg=face.key if is_cad else "",
        pdf="" if is_cad else face.key,
        status=PairStatus.ONLY_DWG if is_cad else PairStatus.ONLY_PDF,
        is_number_unsure=face.number_confidence < SURE_NUMBER,
    )


def _marked_duplicates(rows: Iterable[Row]) -> list[Row]:
    """Rows that share a number are duplicates of each other, all of them."""
    rows = list(rows)
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.number:
            counts[comparable(row.number)] += 1
    return [
        replace(row, status=PairStatus.DUPLICATE)
        if row.number and counts[comparable(row.number)] > 1
        else row
        for row in rows
    ]
