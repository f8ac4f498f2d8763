"""What every reading job writes for a sheet: content, title block, texts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from time import process_time
from typing import Any

from drawings.content.counting import counted_in
from drawings.content.drawinglist import read_drawing_list
from drawings.content.fingerprint import fingerprint
from drawings.content.lines import Line
from drawings.content.parts import Content, Kind, Loss
from drawings.content.recognising import is_mute, recognised_lines
from drawings.content.routes import Route
from drawings.content.storing import save_content
from drawings.content.titleblock import Hints, Source, TitleBlock, read_titleblock

LONGEST_TEXT = 400_000
# Seconds of processor time that a process spends on recognising: a long scan is taken in
# without numbers rather than stopped before its end.
RECOGNISING_SECONDS = 30.0
_spent: dict[str, float] = {"recognising": 0.0}
Json = dict[str, Any]


def sheet_folder(work: Path, index: int) -> Path:
    """A folder for one sheet, made on demand."""
    folder = work / "sheets" / f"{index + 1:04}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sheet_answer(folder: Path, content: Content, hints: Hints) -> Json:
    """Write the content of a sheet whose page lies in its folder; describe it."""
    save_content(content, folder / "content.npz")
    used = {int(index) for index in content.text[content.kind == Kind.TEXT]}
    texts = "\n".join(content.texts[index] for index in sorted(used))
    return {
        "folder": folder.name,
        "size_mm": list(content.size_mm),
        "units_per_mm": content.units_per_mm,
        "titleblock": asdict(titleblock_of(content, hints, folder / "page.pdf")),
        "attributes": dict(hints.attributes),
        "digest": fingerprint(content),
        "listed": [[each.number, each.name] for each in read_drawing_list([content])],
        "text": texts[:LONGEST_TEXT],
        "text_count": int((content.kind == Kind.TEXT).sum()),
        "primitive_count": len(content),
        "counted": counted_in(content).told(),
        "is_scanned": content.is_scanned,
        "losses": losses_answer(content.losses),
    }


def titleblock_of(content: Content, hints: Hints, page: Path) -> TitleBlock:
    """The title block; its letters are recognised by shape where they are no text."""
    block = read_titleblock(content, hints)
    is_known = block.number.source in {Source.ATTRIBUTE, Source.TEXT}
    is_late = _spent["recognising"] > RECOGNISING_SECONDS
    if is_known or is_late or not is_mute(content):
        return block
    began = process_time()
    try:
        return _recognised(content, hints, page, block)
    finally:
        _spent["recognising"] += process_time() - began


def _recognised(
    content: Content, hints: Hints, page: Path, block: TitleBlock
) -> TitleBlock:
    lines: list[Line] = []
    for found in recognised_lines(page):
        lines += found
        block = read_titleblock(content, hints, lines)
        if block.number.source is Source.RECOGNISED:
            break
    return block


def route_answer(route: Route) -> list[Any]:
    """Which way a file was read, as JSON."""
    return [route.is_fast, route.why]


def losses_answer(losses: Sequence[Loss]) -> list[list[Any]]:
    """Losses as JSON."""
    return [[loss.kind, loss.count] for loss in losses]


def counts_answer(counts: Mapping[Any, int]) -> dict[str, int]:
    """Counts by kind as JSON."""
    return {str(getattr(kind, "value", kind)): int(n) for kind, n in counts.items()}
