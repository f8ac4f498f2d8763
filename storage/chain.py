"""A chain of events: each carries a digest of itself and of the one before it.

Terminology:
    link: one event as it is hashed; plain values only.
    digest: SHA-256, 64 lower-case hexadecimal digits, over the canonical JSON of a link
        with the digest of the link before it; the first link follows `BEGINNING`.
    canonical JSON: keys sorted, no white space, UTF-8, no NaN; whole floats as whole,
        so that a database that stores 1e16 as 10000000000000000 changes no digest.
"""

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

Json: TypeAlias = (
    "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
)

BEGINNING: Final = ""
"""What stands in place of a digest before the first link."""


@dataclass(frozen=True, slots=True)
class Link:
    """One event: `at` is time zone aware; `sequence` counts from 1 without a gap."""

    sequence: int
    at: dt.datetime
    verb: str
    actor: str
    subject: str
    stream: str
    particulars: Mapping[str, Json]
    previous: str
    digest: str = ""


class Reason(StrEnum):
    """Why a chain does not hold."""

    ALTERED = "altered"  # the digest is not that of the content
    GAP = "gap"  # events are missing before this one
    ORDER = "order"  # stands where an earlier or the same number already stood
    UNLINKED = "unlinked"  # names another digest than that of the event before
    CUT = "cut"  # the chain ends before its known head


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold; `sequence` names the event."""

    sequence: int
    reason: Reason
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last link that is known to have existed."""

    sequence: int
    digest: str


def canonical(value: Json) -> bytes:
    """Write a value as canonical JSON.

    Raises:
        TypeError: something in it has no JSON form, or a key is not a text.
        ValueError: a number is not finite, or a text cannot be stored everywhere
            (holds U+0000 or half a surrogate pair).

    """
    return json.dumps(
        _plain(value),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    ).encode()


def digest_of(link: Link) -> str:
    """Compute what the digest of a link must be; its own `digest` plays no part.

    Raises:
        TypeError, ValueError: as `canonical`; also when `at` has no time zone.

    """
    return hashlib.sha256(hashed_form(link)).hexdigest()


def hashed_form(link: Link) -> bytes:
    """The canonical JSON that the digest of a link is taken over.

    Raises:
        TypeError, ValueError: as `digest_of`.

    """
    if link.at.tzinfo is None:
        raise ValueError(f"the time of an event needs a time zone, got {link.at}")
    return canonical(
        {
            "sequence": link.sequence,
            "at": link.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "verb": link.verb,
            "actor": link.actor,
            "subject": link.subject,
            "stream": link.stream,
            "particulars": link.particulars,
            "previous": link.previous,
        }
    )


def verify(links: Iterable[Link], *, head: Head | None = None) -> Break | None:
    """Find the first place where a chain does not hold.

    Args:
        links: the whole chain from its beginning, in the order in which it is stored.
        head: the last link as known from elsewhere; without it, nobody can see that
            the end of a chain was cut off.

    Returns:
        The first break, or None when every link holds.

    """
    before = Head(0, BEGINNING)
    for link in links:
        if found := _break_at(link, before):
            return found
        before = Head(link.sequence, link.digest)
    if head is None or before == head:
        return None
    if before.sequence < head.sequence:
        return Break(before.sequence + 1, Reason.CUT, head.digest, before.digest)
    return Break(head.sequence, Reason.ALTERED, head.digest, before.digest)


def _break_at(link: Link, before: Head) -> Break | None:
    expected = before.sequence + 1
    if link.sequence != expected:
        reason = Reason.GAP if link.sequence > expected else Reason.ORDER
        return Break(link.sequence, reason, str(expected), str(link.sequence))
    digest = _digest_or_fault(link)
    if digest != link.digest:
        return Break(link.sequence, Reason.ALTERED, digest, link.digest)
    if link.previous != before.digest:
        return Break(link.sequence, Reason.UNLINKED, before.digest, link.previous)
    return None


def _digest_or_fault(link: Link) -> str:
    # A row somebody altered may hold what was never allowed in: that is a break too.
    try:
        return digest_of(link)
    except (TypeError, ValueError) as error:
        return str(error)


def _plain(value: Json) -> Json:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return _plain_number(value)
    if isinstance(value, str):
        return _plain_text(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError(f"keys must be texts, got {list(value)}")
        return {_plain_text(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(item) for item in value]
    raise TypeError(f"no JSON form for {type(value).__name__}: {value!r}")


def _plain_number(value: float) -> int | float:
    if not math.isfinite(value):
        raise ValueError(f"a number must be finite, got {value}")
    return int(value) if value.is_integer() else value


def _plain_text(value: str) -> str:
    if "\x00" in value:
        raise ValueError(f"a text must not hold U+0000: {value!r}")
    value.encode()  # raises on half a surrogate pair, as UnicodeEncodeError
    return str(value)
