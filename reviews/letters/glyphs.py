"""Which face draws a character, how wide it is, and what it may stand beside.

Terms: an *em* is the size of the type; *wide* characters are those of Chinese text, an
em broad, between any two of which a line may end; *narrow* ones make up words.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from fontTools.ttLib import TTFont

from storage.typefaces import Face, covered, face_file, face_for

CLOSING: Final = frozenset("，。、；：？！）》〉】〕』」”’")
OPENING: Final = frozenset("（《〈【〔『「“‘")
# Rules of 标点符号用法 (GB/T 15834): what never begins a line, what never ends one.
NEVER_FIRST: Final = CLOSING | frozenset("…—·％℃㎡,.;:!?)]}%")
NEVER_LAST: Final = OPENING | frozenset("([{")
MISSING: Final = "□"

_WIDE_FROM: Final = 0x2E80
_WIDE_BELOW: Final = frozenset("“”‘’…—·×±≥≤℃①②③④⑤⑥⑦⑧⑨⑩√□")
_BREAKS: Final = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


def printable(text: str) -> str:
    """The text without characters that cannot be drawn; line ends become a newline."""
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text))
    return "".join(
        character
        for character in text.replace("\t", " ").replace("\u00a0", " ")
        if character == "\n" or unicodedata.category(character)[0] != "C"
    )


@lru_cache(maxsize=20_000)
def drawn(character: str, wanted: Face) -> tuple[str, Face]:
    """The character and the face to draw it in; a hollow square where none has it."""
    face = face_for(character, wanted)
    if face is Face.FALLBACK and ord(character) not in covered(face):
        return MISSING, Face.FALLBACK
    return character, face


@lru_cache(maxsize=20_000)
def advance(character: str, face: Face) -> float:
    """How far the pen moves on, in em; the face must have the character."""
    return _advances(face)[ord(character)]


def is_wide(character: str) -> bool:
    """Whether a line may end on either side of the character."""
    return ord(character) >= _WIDE_FROM or character in _WIDE_BELOW


def is_ideograph(character: str) -> bool:
    """Whether it is a Chinese character proper, not a punctuation mark."""
    return ord(character) >= _WIDE_FROM and unicodedata.category(character) == "Lo"


@lru_cache
def _advances(face: Face) -> Mapping[int, float]:
    with TTFont(face_file(face), lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"]
        return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}
