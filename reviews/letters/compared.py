"""What the report of a comparison is about: files, sheets, their changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileNamed:
    """A file that was compared: which side it was, its name, its SHA-256."""

    side: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Row:
    """One change: its number, the region it lies in, what, where, and whether asked for."""

    number: int
    region: str
    kind: str
    said: str
    place: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class ComparedSheet:
    """A sheet as it is reported.

    Attributes:
        title: number and name.
        verdict: the verdict, in a word.
        sentence: the same, in a sentence.
        facts: how sure it is: label and value.
        limits: what nobody looked at, a sentence each.
        files: which files were compared.
        rows: the changes.
        regions: their regions on the newer sheet, boxes in mm, y upwards.
        size_mm: width and height of the newer sheet.
        plate: the overlay (`drawings.diff.plate`); None where there is none.

    """

    title: str
    verdict: str
    sentence: str
    facts: Sequence[tuple[str, str]] = ()
    limits: Sequence[str] = ()
    files: Sequence[FileNamed] = ()
    rows: Sequence[Row] = ()
    regions: Sequence[Sequence[float]] = ()
    size_mm: tuple[float, float] = (420.0, 297.0)
    plate: bytes | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the report is about.

    Attributes:
        subject: the project, or the two files.
        facts: label and value: case, round, versions, engine, when it was made.
        summary: for several sheets: sheet, verdict, by what, count of changes.
        sheets: those that are told one by one.
        fates: sheets that came, were renumbered, went: number, name, what happened.

    """

    subject: str
    facts: Sequence[tuple[str, str]]
    sheets: Sequence[ComparedSheet]
    summary: Sequence[tuple[str, str, str, str]] = field(default=())
    fates: Sequence[tuple[str, str, str]] = field(default=())
