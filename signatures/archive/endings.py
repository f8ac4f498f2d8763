"""The list of revocations in a package: whose it is, of which moment, and whether it holds.

The same words that the offline verifier reads: what it is, the moment, the digest of the
list. A package without a list is whole; one whose list was touched is not.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from signatures.archive.shelf import Shelf, read
from signatures.pades.credentials import name_part
from signatures.pades.digests import fingerprint
from signatures.pades.statements import read_words
from signatures.pades.trust import Trust

LIST: Final = "data/sealed/revocations.json"
WORDS: Final = re.compile(
    rb"lianshen-revocations (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Endings:
    """What the list says of itself; `problem` is empty where it holds."""

    made: datetime | None = None
    signer: str = ""
    fingerprint: str = ""
    problem: str = ""


def check_endings(
    shelf: Shelf, *, trust: Trust, at: datetime, signers: tuple[str, ...] = ()
) -> Endings | None:
    """The list of a package; None: it has none.

    Args:
        shelf: the package.
        trust: the pinned roots.
        at: the moment until which the package is proven to have existed.
        signers: fingerprints of the only certificates that may sign; without any,
            whoever the roots vouch for.

    """
    if LIST not in shelf.names:
        return None
    try:
        told = json.loads(read(shelf, LIST))
        said, signed = str(told["list"]), bytes.fromhex(told["signed"])
    except (ValueError, KeyError, TypeError) as error:
        return Endings(problem=type(error).__name__)
    return _checked(said, signed, trust=trust, at=at, signers=signers)


def _checked(
    said: str, signed: bytes, *, trust: Trust, at: datetime, signers: tuple[str, ...]
) -> Endings:
    words = read_words(signed, trust=trust, moment_of=_moment)
    if words.certificate is None:
        return Endings(problem=words.problem)
    found = WORDS.fullmatch(words.said)
    made = _moment(words.said)
    print_of = fingerprint(words.certificate)
    problem = words.problem
    if found is None or made is None:
        problem = problem or "not_understood"
    elif found[2].decode() != hashlib.sha256(said.encode()).hexdigest():
        problem = problem or "other_digest"
    elif made > at:
        problem = problem or "later_than_proven"
    if signers and print_of not in signers:
        problem = problem or "other_signer"
    who = name_part(words.certificate.subject, "common_name")
    return Endings(made, who, print_of, problem)


def _moment(words: bytes) -> datetime | None:
    """The moment in the words; None: they are others, or name no moment."""
    found = WORDS.fullmatch(words)
    try:
        return datetime.fromisoformat(found[1].decode()) if found else None
    except ValueError:
        return None
