"""Two files, or two packages in one file each, compared without any case."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from drawings.content.parts import Content
from drawings.content.storing import load_content
from drawings.diff.findings import Difference, Verdict
from drawings.diff.packages import Fate, Numbered, match_sheets
from drawings.sandbox.comparing import Side, tell_apart
from drawings.sandbox.contents import SheetContents, read_contents, read_with_pages


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file read in the sandbox: its name, its SHA-256, its sheets with contents."""

    name: str
    sha256: str
    sheets: tuple[tuple[SheetContents, Content], ...]


@dataclass(frozen=True, slots=True)
class SheetPair:
    """What became of one sheet; `difference` where there are two to compare.

    Of two files of the same bytes nothing is compared: `is_same_bytes`.
    """

    fate: Fate
    older: SheetContents | None
    newer: SheetContents | None
    difference: Difference | None = None
    is_same_bytes: bool = False

    @property
    def sheet(self) -> SheetContents:
        """The newer sheet, else the one that was withdrawn."""
        found = self.newer or self.older
        if found is None:
            raise ValueError("a pair without sheets")
        return found

    @property
    def title(self) -> str:
        """Number and name, else the name of the page or layout."""
        block = self.sheet.titleblock
        words = " ".join(one for one in (block.number.value, block.name.value) if one)
        return words or self.sheet.layout or str(self.sheet.index + 1)


def read_for_comparison(path: Path, work: Path) -> FileRead:
    """Read a DXF, DWG or PDF in a limited child.

    Args:
        path: the file.
        work: an empty folder for what is read.

    Raises:
        UnreadableDrawing: with a code of `drawings.content.errors.Refusal`.

    """
    return _read(path, read_contents(path, work))


def read_for_pictures(path: Path, work: Path) -> FileRead:
    """The same with the pages on which changes are shown; it takes longer."""
    return _read(path, read_with_pages(path, work))


Reader = Callable[[Path, Path], FileRead]


def reading_at_once(
    reader: Reader, paths: Sequence[Path], work: Path
) -> list[Future[FileRead]]:
    """Let children read all files at once, and wait for them; each in a folder of its own.

    A thread here only waits for its child, so two processors are twice as fast as one.
    The answer of each tells what it raised.
    """
    folders = [Path(tempfile.mkdtemp(dir=work)) for _path in paths]
    with ThreadPoolExecutor(len(paths)) as pool:
        return [
            pool.submit(reader, path, folder)
            for path, folder in zip(paths, folders, strict=True)
        ]


def _read(path: Path, sheets: tuple[SheetContents, ...]) -> FileRead:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    read = tuple((one, load_content(one.content)) for one in sheets)
    return FileRead(path.name, digest, read)


def compare_files(old: FileRead, new: FileRead) -> Iterator[SheetPair]:
    """Pair the sheets and compare each pair; one sheet against one needs no number."""
    if old.sha256 == new.sha256:
        same = Difference(Verdict.IDENTICAL)
        for (before, _was), (after, _is) in zip(old.sheets, new.sheets, strict=True):
            yield SheetPair(Fate.KEPT, before, after, same, is_same_bytes=True)
        return
    if len(old.sheets) == len(new.sheets) == 1:
        yield _compared(Fate.KEPT, old, new, (0, 0))
        return
    packages = [
        [
            Numbered(sheet.titleblock.number.value, content)
            for sheet, content in one.sheets
        ]
        for one in (old, new)
    ]
    for match in match_sheets(*packages):
        if match.old is not None and match.new is not None:
            yield _compared(match.fate, old, new, (match.old, match.new))
        else:
            older = old.sheets[match.old][0] if match.old is not None else None
            newer = new.sheets[match.new][0] if match.new is not None else None
            yield SheetPair(match.fate, older, newer)


def _compared(
    fate: Fate, old: FileRead, new: FileRead, places: tuple[int, int]
) -> SheetPair:
    older, newer = old.sheets[places[0]][0], new.sheets[places[1]][0]
    with tempfile.TemporaryDirectory(prefix="lianshen-compare-") as folder:
        difference = tell_apart(
            Side(older.content, older.page),
            Side(newer.content, newer.page),
            Path(folder),
        )
    return SheetPair(fate, older, newer, difference)
