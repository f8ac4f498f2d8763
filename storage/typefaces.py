"""The typefaces that drawings, letters and seals are set in: the same on every machine.

Two families of Noto (SIL Open Font Licence, vendored under `storage/faces/`) carry
letters and seals; the fallback face that MuPDF ships covers every other Chinese character.
Nothing here asks the machine for its fonts: a sheet looks alike wherever it is plotted.
"""

import os
import tempfile
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import pymupdf
from fontTools.ttLib import TTFont

VENDORED = Path(__file__).parent / "faces"


class Face(StrEnum):
    """A typeface by its use."""

    SANS = "noto-sans-sc-chinese-simplified-400-normal"
    SANS_BOLD = "noto-sans-sc-chinese-simplified-700-normal"
    SERIF = "noto-serif-sc-chinese-simplified-400-normal"
    SERIF_BOLD = "noto-serif-sc-chinese-simplified-700-normal"
    FALLBACK = "droid-sans-fallback"


def face_folder() -> Path:
    """Where unpacked faces are kept between runs; made on demand."""
    root = os.environ.get("LIANSHEN_FONT_CACHE") or str(
        Path(tempfile.gettempdir()) / f"lianshen-fonts-{os.getuid()}"
    )
    folder = Path(root)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@lru_cache
def face_file(face: Face) -> Path:
    """The face as a TrueType file; unpacked on first use, atomically."""
    target = face_folder() / f"{face.value}.ttf"
    if target.is_file() and target.stat().st_size > 0:
        return target
    partial = target.with_suffix(f".{os.getpid()}.part")
    if face is Face.FALLBACK:
        partial.write_bytes(pymupdf.Font("cjk").buffer)
    else:
        font = TTFont(VENDORED / f"{face.value}.woff2")
        font.flavor = None
        font.save(partial)
    partial.replace(target)
    return target


@lru_cache
def face_bytes(face: Face) -> bytes:
    """The face as TrueType bytes."""
    return face_file(face).read_bytes()


@lru_cache
def covered(face: Face) -> frozenset[int]:
    """The code points that the face can draw."""
    return frozenset(TTFont(face_file(face), lazy=True).getBestCmap())


def face_for(character: str, wanted: Face) -> Face:
    """The wanted face where it has the character, else the fallback."""
    return wanted if ord(character) in covered(wanted) else Face.FALLBACK
