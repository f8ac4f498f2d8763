"""Each hostile file ends as its description in the manifest says it must, by one law.

The law needs no list of names: what a file is known to be decides what may become of it.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.sandbox.reading import FileReading, read_file
from tests.outside import corpus

pytestmark = pytest.mark.corpus

HANDS = 2
DESTROYED = {
    Refusal.DAMAGED,
    Refusal.TRUNCATED,
    Refusal.NO_PAGES,
    Refusal.NOTHING_DRAWN,
    Refusal.OUT_OF_MEMORY,
    Refusal.TOO_MUCH,
    Refusal.PAGE_TOO_LARGE,
}
SIGNED = 3


@dataclass(frozen=True, slots=True)
class Law:
    """What may become of a file."""

    reasons: frozenset[Refusal] = frozenset()
    sheets: int = 0
    signatures: int = 0

    @property
    def must_be_read(self) -> bool:
        """Whether no reason is good enough."""
        return not self.reasons


def law_of(row: dict[str, Any]) -> Law:
    """The law for a file, from what the manifest knows of it."""
    form = str(row["format"])
    if row.get("encrypted"):
        return Law(frozenset({Refusal.PASSWORD}))
    if form.startswith("DWG"):
        return _law_of_dwg(row, form)
    if row.get("error") or row.get("pages") == 0:
        return Law(frozenset(DESTROYED))
    if form.startswith("DXF"):
        drawn = int(row.get("modelspace_entities") or 0)
        return Law() if drawn else Law(frozenset({Refusal.NOTHING_DRAWN}))
    if "cyclic" in str(row["what"]):
        return Law(frozenset(DESTROYED))
    return Law(sheets=row["pages"], signatures=row.get("signed_flag") == SIGNED)


def _law_of_dwg(row: dict[str, Any], form: str) -> Law:
    if int(form.partition("AC")[2]) < 1012:
        return Law(frozenset({Refusal.TOO_OLD}))
    return Law(frozenset(DESTROYED)) if row["group"] == "E-fuzz" else Law()


def rows() -> Iterator[dict[str, Any]]:
    """What the manifest says of the hostile files that are there."""
    listed = json.loads((corpus() / "manifest.json").read_text("utf-8"))
    for row in listed if isinstance(listed, list) else listed["files"]:
        if str(row.get("file", "")).startswith("E_hostile/"):
            yield row


Ends = dict[str, FileReading | Refusal]


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Ends:
    """How each file ended, by its name."""
    work = tmp_path_factory.mktemp("hostile")
    paths = [corpus() / row["file"] for row in rows()]

    def end(path: Path) -> FileReading | Refusal:
        try:
            return read_file(path, path.name, work / path.name)
        except UnreadableDrawing as error:
            return error.code

    with ThreadPoolExecutor(HANDS) as hands:
        found = hands.map(end, paths)
        return {path.name: each for path, each in zip(paths, found, strict=True)}


def test_each_file_is_read_or_refused_as_its_description_demands(ends: Ends) -> None:
    wrong = {}
    for row in rows():
        law, end = law_of(row), ends[Path(row["file"]).name]
        if isinstance(end, Refusal):
            if end not in law.reasons:
                wrong[row["file"]] = str(end)
        elif law.reasons and not _may_be_read(row):
            wrong[row["file"]] = "read"
        elif law.must_be_read and law.sheets and len(end.sheets) != law.sheets:
            wrong[row["file"]] = f"{len(end.sheets)} sheets"
    assert wrong == {}


def _may_be_read(row: dict[str, Any]) -> bool:
    """A file that broke another reader may be whole enough for ours."""
    return str(row["group"]) == "E-fuzz"


def test_every_signed_file_has_its_signatures(ends: Ends) -> None:
    unsigned = {
        row["file"]
        for row in rows()
        if law_of(row).signatures
        and isinstance(end := ends[Path(row["file"]).name], FileReading)
        and not end.signatures
    }
    assert unsigned == set()


def test_what_happened_to_a_signed_file_is_told(ends: Ends) -> None:
    for what, told in (
        ("signed then corrupted", "signature_altered"),
        ("page added after signing", "signed_then_added"),
        ("malformed ByteRange", "signature_unclear"),
    ):
        damaged = [row for row in rows() if row["what"] == what]
        assert damaged, what
        for row in damaged:
            end = ends[Path(row["file"]).name]
            assert isinstance(end, FileReading), what
            assert told in {str(r.notice) for r in end.remarks}, what
