"""Keep a comparison's answer as bytes, and read it back: JSON and arrays, no pickle."""

import io
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from drawings.diff.findings import (
    Change,
    ChangeKind,
    Difference,
    Piece,
    Pieces,
    Reason,
    Region,
    Registration,
    Verdict,
)


def difference_to_bytes(difference: Difference) -> bytes:
    """The whole answer as a compressed npz archive."""
    told = {
        "verdict": difference.verdict,
        "reason": difference.reason,
        "registration": asdict(difference.registration),
        "changes": [_fields(change) for change in difference.changes],
        "regions": [asdict(region) for region in difference.regions],
        "tolerance_mm": difference.tolerance_mm,
        "cosmetic_count": difference.cosmetic_count,
        "property_count": difference.property_count,
        "not_compared": difference.not_compared,
        "engine": difference.engine,
    }
    arrays: dict[str, np.ndarray[Any, np.dtype[Any]]] = {
        "told": np.frombuffer(json.dumps(told).encode(), np.uint8)
    }
    for side, pieces in (
        ("old", difference.old_pieces),
        ("new", difference.new_pieces),
    ):
        arrays |= {
            f"{side}_change": pieces.change,
            f"{side}_primitive": pieces.primitive,
            f"{side}_lines": pieces.lines,
        }
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)  # type: ignore[arg-type]
    return written.getvalue()


def _fields(change: Change) -> dict[str, object]:
    """A change by the names of its fields; it holds numbers and words alone.

    `asdict` would copy each of the numbers of a hundred thousand primitives.
    """
    return {field.name: getattr(change, field.name) for field in fields(change)}


def difference_from(path: Path) -> Difference:
    """What `difference_to_bytes` wrote.

    Raises:
        ValueError: the file is something else.

    """
    try:
        with np.load(path, allow_pickle=False) as kept:
            told = json.loads(kept["told"].tobytes())
            pieces = {side: _pieces(kept, side) for side in ("old", "new")}
    except (OSError, KeyError) as error:
        raise ValueError(f"not a kept comparison: {path.name}") from error
    return Difference(
        verdict=Verdict(told["verdict"]),
        reason=Reason(told["reason"]),
        registration=_registration(told["registration"]),
        changes=tuple(_change(row) for row in told["changes"]),
        regions=tuple(
            Region(tuple(row["box"]), tuple(row["changes"])) for row in told["regions"]
        ),
        tolerance_mm=told["tolerance_mm"],
        cosmetic_count=told["cosmetic_count"],
        property_count=told["property_count"],
        not_compared=tuple(told["not_compared"]),
        old_pieces=pieces["old"],
        new_pieces=pieces["new"],
        engine=int(told.get("engine", 1)),
    )


def _pieces(kept: Any, side: str) -> Pieces:
    return Pieces(
        change=kept[f"{side}_change"],
        primitive=kept[f"{side}_primitive"],
        lines=kept[f"{side}_lines"],
    )


def _registration(row: dict[str, Any]) -> Registration:
    pieces = tuple(
        Piece(tuple(piece["vector_mm"]), piece["share"]) for piece in row["pieces"]
    )
    return Registration(**{**row, "pieces": pieces})


def _change(row: dict[str, Any]) -> Change:
    tuples = {
        name: tuple(row[name]) if row[name] is not None else None
        for name in ("old_box", "new_box", "vector_mm", "old_sources", "new_sources")
    }
    return Change(**{**row, **tuples, "kind": ChangeKind(row["kind"])})
