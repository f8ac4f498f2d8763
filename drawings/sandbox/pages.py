"""What every reading job writes for a sheet: content, thumbnail, title block, texts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drawings.content.parts import Content, Kind, Loss
from drawings.content.raster import thumbnail
from drawings.content.storing import save_content
from drawings.content.titleblock import Hints, read_titleblock

THUMBNAIL_PX = 480
LONGEST_TEXT = 400_000
Json = dict[str, Any]


def sheet_folder(work: Path, index: int) -> Path:
    """A folder for one sheet, made on demand."""
    folder = work / "sheets" / f"{index + 1:04}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sheet_answer(folder: Path, content: Content, hints: Hints) -> Json:
    """Write what belongs to a sheet whose page lies in its folder; describe it."""
    save_content(content, folder / "content.npz")
    (folder / "thumbnail.png").write_bytes(thumbnail(folder / "page.pdf", THUMBNAIL_PX))
    used = {int(index) for index in content.text[content.kind == Kind.TEXT]}
    texts = "\n".join(content.texts[index] for index in sorted(used))
    return {
        "folder": folder.name,
        "size_mm": list(content.size_mm),
        "units_per_mm": content.units_per_mm,
        "titleblock": asdict(read_titleblock(content, hints)),
        "attributes": dict(hints.attributes),
        "text": texts[:LONGEST_TEXT],
        "text_count": int((content.kind == Kind.TEXT).sum()),
        "primitive_count": len(content),
        "is_scanned": content.is_scanned,
        "losses": losses_answer(content.losses),
    }


def losses_answer(losses: Sequence[Loss]) -> list[list[Any]]:
    """Losses as JSON."""
    return [[loss.kind, loss.count] for loss in losses]


def counts_answer(counts: Mapping[Any, int]) -> dict[str, int]:
    """Counts by kind as JSON."""
    return {str(getattr(kind, "value", kind)): int(n) for kind, n in counts.items()}
