"""Every sheet of the table is read as a person reads it off its title block."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drawings.sandbox.reading import SheetReading, read_file
from tests.pure.titleblocks import LEAST_RIGHT, compared, files_of_truth

pytestmark = [pytest.mark.corpus, pytest.mark.slow]
HANDS = 2
FIELDS = ("number", "name", "discipline", "scale", "revision", "date")


def test_numbers_and_names_of_every_sheet(tmp_path: Path) -> None:
    files = files_of_truth()
    with ThreadPoolExecutor(HANDS) as hands:
        found = hands.map(
            lambda pair: read_file(pair[1], pair[1].name, tmp_path / pair[0]),
            files.items(),
        )
        readings = {
            digest: reading.sheets for digest, reading in zip(files, found, strict=True)
        }
    for folder in ("A_pdf_buildings", "B_dwg", "D_revisions"):
        part: dict[str, tuple[SheetReading, ...]] = {
            digest: sheets
            for digest, sheets in readings.items()
            if files[digest].parent.name == folder
        }
        for field in FIELDS:
            right, total, misses = compared(part, field)
            sys.stdout.write(f"{folder} {field}: {right} of {total} {misses}\n")
            assert right >= LEAST_RIGHT.get(field, 0.0) * total, (folder, field, misses)
