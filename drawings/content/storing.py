"""Keep a `Content` in one compact file and read it back; no pickle, so nothing runs."""

import json
import zipfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from drawings.content.errors import Refusal, refused
from drawings.content.parts import Content, Floats, Kind, Loss, Origin, Style

ARRAYS = ("kind", "points", "text", "layer", "style", "source", "group")
VERSION = 1
# A fifth larger than the usual packing, in a third of its time.
FAST = 1


def save_content(content: Content, path: Path) -> None:
    """Write a content as a compressed npz; strings lie in it as one JSON text."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as packed:
        _write(content, packed)


def save_for_a_moment(content: Content, path: Path) -> None:
    """The same without packing, where it is read once and thrown away.

    Names of sources are left out: they are half of the words, and for people only.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        _write(replace(content, handles=()), packed)


def _write(content: Content, packed: zipfile.ZipFile) -> None:
    words = {
        "version": VERSION,
        "texts": content.texts,
        "layers": content.layers,
        "styles": [asdict(style) for style in content.styles],
        "handles": list(content.handles),
        "groups": content.groups,
        "size_mm": content.size_mm,
        "origin": content.origin.value,
        "units_per_mm": content.units_per_mm,
        "losses": [asdict(loss) for loss in content.losses],
        "is_scanned": content.is_scanned,
    }
    encoded = json.dumps(words, ensure_ascii=False).encode("utf-8", "surrogatepass")
    arrays = {name: getattr(content, name) for name in ARRAYS}
    arrays["words"] = np.frombuffer(encoded, np.uint8)
    for name, array in arrays.items():
        with packed.open(f"{name}.npy", "w", force_zip64=True) as file:
            np.lib.format.write_array(file, array, allow_pickle=False)


def load_content(path: Path) -> Content:
    """Read what `save_content` wrote.

    Raises:
        UnreadableDrawing: DAMAGED, for anything else.

    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            words: dict[str, Any] = json.loads(stored["words"].tobytes())
            arrays = {name: stored[name] for name in ARRAYS}
        return _content(words, arrays)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise refused(Refusal.DAMAGED, f"{path.name}: {error}") from error


def load_texts(path: Path) -> tuple[tuple[str, ...], Floats]:
    """The texts of a content alone: n strings, and their points of shape (n, 4, 2).

    Raises:
        UnreadableDrawing: DAMAGED, for anything that `save_content` did not write.

    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            texts: list[str] = json.loads(stored["words"].tobytes())["texts"]
            index = stored["text"]
            places = np.flatnonzero((stored["kind"] == Kind.TEXT) & (index >= 0))
            points = stored["points"][places] if len(places) else np.zeros((0, 4, 2))
            return tuple(str(texts[at]) for at in index[places]), points
    except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        raise refused(Refusal.DAMAGED, f"{path.name}: {error}") from error


def _content(words: dict[str, Any], arrays: dict[str, Any]) -> Content:
    width, height = words["size_mm"]
    return Content(
        **arrays,
        texts=tuple(words["texts"]),
        layers=tuple(words["layers"]),
        styles=tuple(Style(**style) for style in words["styles"]),
        handles=tuple(words["handles"]),
        groups=tuple(words["groups"]),
        size_mm=(float(width), float(height)),
        origin=Origin(words["origin"]),
        units_per_mm=float(words["units_per_mm"]),
        losses=tuple(Loss(**loss) for loss in words["losses"]),
        is_scanned=bool(words["is_scanned"]),
    )
