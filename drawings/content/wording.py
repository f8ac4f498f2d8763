"""How texts are spelled when people look for them: one spelling, and the terms of it.

Terminology:
    plain: a text as it is compared: compatibility forms folded (full width, ligatures),
        no case, one sign for diameters, no space between two Chinese characters.
    token: what the index holds: of a Chinese run its pairs of neighbours and its last
        character, of letters or figures the whole run. The first character of a pair is
        a prefix, so one character alone is found too, and "15" finds "1500".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_QUERY: Final = 100
MOST_TERMS: Final = 8
LONGEST_TOKEN: Final = 24
# PostgreSQL takes a text vector of 1 MB at most
MOST_TOKEN_BYTES: Final = 900_000

_HAN: Final = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN: Final = re.compile(rf"[{_HAN}]+|\d+|[^\W\d_{_HAN}]+")
_INNER_SPACE: Final = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_SPACES: Final = re.compile(r"\s+")
_IS_HAN: Final = re.compile(rf"[{_HAN}]")
_DIAMETERS: Final = "øØ∅⌀ϕΦ"


class _Folding(dict[int, str]):
    """Each character as it is compared, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _DIAMETERS:
            folded = "φ"
        elif unicodedata.category(char) in {"Cc", "Cs"}:
            folded = " "
        elif unicodedata.category(char) == "Cf":
            folded = ""
        else:
            folded = unicodedata.normalize("NFKC", char).casefold()
        self[code] = folded
        return folded


_FOLDING: Final = _Folding()


@dataclass(frozen=True, slots=True, order=True)
class Token:
    """One entry of the index that is asked for; a prefix stands for all it begins."""

    text: str
    is_prefix: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person looks for: every term, best of all as the one phrase."""

    terms: tuple[str, ...]
    phrase: str

    def tokens(self) -> tuple[Token, ...]:
        """The entries of the index that a text with all terms has; empty: none can."""
        return tuple(sorted({t for term in self.terms for t in _asked(term)}))

    def to_verify(self) -> tuple[str, ...]:
        """The terms that tokens alone do not prove."""
        return tuple(term for term in self.terms if not _is_one_token(term))


def wanted(query: str) -> Wanted:
    """What a query asks for, every sign of it taken literally; longer ones are cut.

    Signs alone (no letter, figure or character) have no tokens: no index holds them.
    """
    terms = query[:LONGEST_QUERY].translate(_FOLDING).split()[:MOST_TERMS]
    return Wanted(tuple(dict.fromkeys(terms)), plain(" ".join(terms)))


def plain(text: str) -> str:
    """A text as it is compared."""
    folded = _SPACES.sub(" ", text.translate(_FOLDING)).strip()
    return _INNER_SPACE.sub("", folded)


def tokens_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The entries of the index for plain lines, each once, in order.

    Of a sheet with more than `MOST_TOKEN_BYTES` of them the last are left out.
    """
    runs = dict.fromkeys(_RUN.findall("\n".join(lines)))
    found = dict.fromkeys(token for run in runs for token in _held(run))
    kept, size = [], 0
    for token in found:
        size += len(token.encode()) + 1
        if size > MOST_TOKEN_BYTES:
            break
        kept.append(token)
    return tuple(sorted(kept))


def spans_of(shown: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where terms stand in a text as it is shown: (begin, end), ordered, not touching."""
    folded, origins = _traced(shown)
    found: list[tuple[int, int]] = []
    for term in terms:
        at = folded.find(term)
        while at >= 0:
            found.append((origins[at], origins[at + len(term) - 1] + 1))
            at = folded.find(term, at + len(term))
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def is_han(char: str) -> bool:
    """Whether a character is Chinese (or kana)."""
    return bool(_IS_HAN.match(char))


def _held(run: str) -> Iterator[str]:
    if is_han(run[0]):
        yield from (run[i : i + 2] for i in range(len(run) - 1))
        yield run[-1]
    else:
        yield run[:LONGEST_TOKEN]


def _asked(term: str) -> Iterator[Token]:
    for found in _RUN.finditer(term):
        run = found[0]
        if is_han(run[0]) and len(run) > 1:
            yield from (
                Token(run[i : i + 2], is_prefix=False) for i in range(len(run) - 1)
            )
        elif is_han(run[0]):
            yield Token(run, is_prefix=True)
        else:
            is_last = found.end() == len(term)
            yield Token(run[:LONGEST_TOKEN], is_prefix=is_last)


def _is_one_token(term: str) -> bool:
    found = _RUN.match(term)
    if found is None or found.end() != len(term):
        return False
    return len(term) <= (2 if is_han(term[0]) else LONGEST_TOKEN)


def _traced(shown: str) -> tuple[str, list[int]]:
    """The plain text with the place in `shown` that each of its characters came from."""
    pairs = [
        (" " if char.isspace() else char, place)
        for place, raw in enumerate(shown)
        for char in _FOLDING[ord(raw)]
    ]
    kept: list[tuple[str, int]] = []
    for char, place in pairs:
        if char == " " and (not kept or kept[-1][0] == " "):
            continue
        if (
            len(kept) > 1
            and kept[-1][0] == " "
            and is_han(kept[-2][0])
            and is_han(char)
        ):
            kept.pop()
        kept.append((char, place))
    return "".join(char for char, _ in kept), [place for _, place in kept]
