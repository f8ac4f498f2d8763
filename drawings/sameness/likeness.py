"""Which character of a large set a drawn letter looks most like, whatever its font.

The set is all of GB 2312 and of ASCII in our three typefaces: a letter that was changed
may have become a character that the sheet says nowhere else.
"""

import os
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices
from drawings.sameness.stencils import SIDE, Picture, templates_in
from storage.typefaces import Face, face_folder

FACES = (Face.SANS, Face.SERIF, Face.FALLBACK)
# Drawn once, 9 MB, then kept beside our typefaces.
_KEPT = "looks-1.npz"
_COARSE = 12
_NEAREST = 40
# Ink farther away than so many pixels is simply elsewhere.
_FAR = 6
ASCII = "".join(map(chr, range(33, 127)))
Bytes = npt.NDArray[np.uint8]


@lru_cache
def known_characters() -> str:
    """The characters that letters are held against, ASCII first."""
    rows = [bytes([a, b]) for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF)]
    chinese = "".join(row.decode("gb2312", "ignore") for row in rows)
    return ASCII + "".join(sorted(set(chinese) - set("\u3000")))


def apart(
    mine: Picture, name: str, family: str, among: str = ""
) -> tuple[float, float]:
    """How far a letter lies from a character, and from the nearest other one.

    Args:
        mine: the letter, SIDE x SIDE.
        name: the character; one of ASCII is told from the others of ASCII.
        family: characters that are none other, as fonts draw them alike.
        among: the only others that it is told from; all there are where empty.

    Returns:
        Average distances in pixels, both ways together; infinite where the character is
        not known.

    """
    places = _places()
    if name not in places:
        return np.inf, 0.0
    looks = _looks()
    same = {places[each] for each in {*family, name} if each in places}
    own = looks.rows_of(list(same))
    if among:
        others = looks.rows_of([places[each] for each in among])
        others = others[~np.isin(others, own)]
    else:
        others = _nearest(mine, own, looks, is_ascii=places[name] < len(ASCII))
    distance = _apart(mine, looks.pictures(np.r_[own, others]))
    return float(distance[: len(own)].min()), float(distance[len(own) :].min())


def _nearest(
    mine: Picture, own: Indices, looks: "_Looks", *, is_ascii: bool
) -> Indices:
    """The characters that a letter may be taken for, seen from afar."""
    rivals = looks.ascii_ if is_ascii else looks.every
    # the square of the distance but for what all have in common
    far = rivals.squares - 2 * (
        rivals.coarse @ _coarse(mine[None])[0].astype(np.float32)
    )
    far[np.isin(rivals.rows, own)] = np.inf
    return np.asarray(rivals.rows[np.argpartition(far, _NEAREST)[:_NEAREST]])


@lru_cache(maxsize=1)
def _places() -> dict[str, int]:
    """Where each known character stands."""
    return {character: at for at, character in enumerate(known_characters())}


@dataclass(frozen=True, slots=True, eq=False)
class _Rivals:
    """What a letter may be taken for: rows of the looks, how dark their fields are."""

    rows: Indices
    coarse: npt.NDArray[np.float32]
    squares: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Looks:
    """All known characters in one face after the other.

    A character of ASCII, as most are on a drawing, is held against ASCII alone.
    """

    packed: Bytes
    every: _Rivals
    ascii_: _Rivals

    @classmethod
    def of(cls, packed: Bytes, coarse: Bytes) -> "_Looks":
        """Of pictures in bits, and how dark their fields are."""
        fields = coarse.astype(np.float32)
        every = _Rivals(np.arange(len(fields)), fields, (fields * fields).sum(axis=1))
        rows = every.rows[every.rows % len(known_characters()) < len(ASCII)]
        return cls(packed, every, _Rivals(rows, fields[rows], every.squares[rows]))

    def rows_of(self, places: list[int]) -> Indices:
        """The rows of some characters, in all faces."""
        every = np.array(places)[:, None] + len(known_characters()) * np.arange(
            len(FACES)
        )
        return np.asarray(every.ravel())

    def pictures(self, chosen: Indices) -> Picture:
        """Some of them, (n, SIDE, SIDE)."""
        bits = np.unpackbits(self.packed[chosen], axis=1)
        return np.asarray(bits.reshape(-1, SIDE, SIDE).astype(bool))


@lru_cache(maxsize=1)
def _looks() -> _Looks:
    kept = face_folder() / _KEPT
    try:
        with np.load(kept) as found:
            packed, coarse = found["packed"], found["coarse"]
        if len(packed) == len(coarse) == len(FACES) * len(known_characters()):
            return _Looks.of(packed, coarse)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        pass
    ink = np.concatenate([templates_in(face, known_characters()) for face in FACES])
    packed = np.packbits(ink.reshape(len(ink), -1), axis=1)
    coarse = _coarse(ink)
    _keep(kept, packed, coarse)
    return _Looks.of(packed, coarse)


def _keep(kept: Path, packed: Bytes, coarse: Bytes) -> None:
    """Put them where the next process finds them, whole or not at all."""
    partial = kept.with_suffix(f".{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            np.savez(file, packed=packed, coarse=coarse)
        partial.replace(kept)
    except OSError:  # a full disk: they are drawn again next time
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _apart(mine: Picture, others: Picture) -> Floats:
    """How far ink of either picture lies from ink of the other one on average, in pixels."""
    flat = others.reshape(len(others), -1).astype(np.float32)
    ink = mine.ravel().astype(np.float32)
    away = _away(others).reshape(len(others), -1).astype(np.float32)
    there = away @ ink / max(float(ink.sum()), 1.0)
    count = flat.sum(axis=1)
    back = flat @ _away(mine[None]).ravel().astype(np.float32) / np.maximum(count, 1)
    return np.where(count > 0, there + back, np.inf).astype(np.float64)


def _away(pictures: Picture) -> Bytes:
    """How many pixels from ink each pixel is, at most so far as matters."""
    away = np.zeros(pictures.shape, np.uint8)
    grown = pictures
    for _ in range(_FAR):
        away += ~grown
        wider = grown.copy()
        wider[:, 1:] |= grown[:, :-1]
        wider[:, :-1] |= grown[:, 1:]
        wider[:, :, 1:] |= grown[:, :, :-1]
        wider[:, :, :-1] |= grown[:, :, 1:]
        grown = wider
    return away


def _coarse(pictures: Picture) -> Bytes:
    """How dark each of 12 x 12 fields is, of 255 where all ink lies in a twelfth of them."""
    step = SIDE // _COARSE
    fields = pictures.reshape(-1, _COARSE, step, _COARSE, step).sum(axis=(2, 4))
    flat = fields.reshape(len(pictures), -1)
    share = flat * (255.0 * _COARSE) / np.maximum(flat.sum(axis=1), 1)[:, None]
    return np.asarray(np.minimum(share, 255), np.uint8)
