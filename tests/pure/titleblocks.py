"""What a person read off the title blocks of real sheets, and how a reading compares."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drawings.sandbox.reading import SheetReading
from tests.outside import corpus

TRUTH = Path(__file__).with_name("titleblocks.tsv")
LEAST_RIGHT = {"number": 0.95, "name": 0.90, "date": 0.85}


@dataclass(frozen=True, slots=True)
class Told:
    """What a person read off one sheet; empty where the sheet does not say."""

    file: str
    sheet: int
    number: str
    name: str
    discipline: str
    scale: str
    revision: str
    date: str


def truth() -> list[Told]:
    """The table; files by the beginning of their sha256, which is in the manifest."""
    rows = []
    for line in TRUTH.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            file, sheet, *values = line.split("\t")
            rows.append(Told(file, int(sheet), *values))
    return rows


def plain(text: str) -> str:
    """A value without spaces, width and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def files_of_truth() -> dict[str, Path]:
    """The files of the table by the beginning of their sha256."""
    wanted = {told.file for told in truth()}
    files = {}
    for path in sorted(corpus().glob("[ABCD]_*/*")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        if digest in wanted:
            files[digest] = path
    return files


def compared(
    readings: Mapping[str, Sequence[SheetReading]], field: str
) -> tuple[int, int, dict[str, list[str]]]:
    """How many values are right, how many there are, and the misses by file.

    `readings` are the sheets of each file, by the beginning of its sha256.
    """
    right = total = 0
    misses: dict[str, list[str]] = defaultdict(list)
    for told in truth():
        wanted = getattr(told, field)
        if told.file not in readings or not wanted:
            continue
        found = getattr(readings[told.file][told.sheet].titleblock, field)
        value = getattr(found, "value", found)
        total += 1
        if plain(value) == plain(wanted):
            right += 1
        else:
            misses[told.file].append(f"{told.sheet + 1}: {wanted!r} read as {value!r}")
    return right, total, dict(misses)
