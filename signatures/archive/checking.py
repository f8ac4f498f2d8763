"""Check a whole package by itself: files, time stamps, seals, events of the ledger.

What a package says of itself proves nothing: the roots of trust are pinned by whoever
checks, and everything else hangs on the time stamp over the manifests.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from asn1crypto import x509

from signatures.archive.bag import STAMPS, TAG_MANIFEST
from signatures.archive.endings import LIST, Endings, check_endings
from signatures.archive.shelf import Fault, Shelf, faults_of_files, opened, read
from signatures.pades.checking import check
from signatures.pades.stamping import Stamp, check_stamp
from signatures.pades.trust import Trust
from signatures.pades.verdicts import IssuedRecord, IssueStatus, Verdict
from signatures.roots import Statement
from storage import chain, merkle

REGISTER: Final = "data/register.json"
EVENTS: Final = "data/ledger/events.json"
ROOTS: Final = "data/ledger/roots.json"
VALIDATION: Final = "data/validation/"
STANDING: Final = (Verdict.IDENTICAL_TO_ISSUED, Verdict.SUPERSEDED, Verdict.REVOKED)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: all that is wrong, and how much was looked at."""

    faults: tuple[Fault, ...]
    files: int
    seals: int
    events: int
    stamps: tuple[Stamp, ...]
    endings: Endings | None = None


def check_archive(
    path: Path,
    *,
    roots: tuple[x509.Certificate, ...],
    at: datetime,
    list_signers: tuple[str, ...] = (),
) -> Checked:
    """Check a package against pinned roots.

    Args:
        path: a ZIP file or a folder.
        roots: all that is trusted.
        at: now.
        list_signers: fingerprints of the only certificates that may sign the list of
            revocations; without any, whoever the roots vouch for.

    Raises:
        OSError, ValueError: there is no package at the path.

    """
    shelf = opened(path)
    faults = faults_of_files(shelf)
    stamps, proven = _stamps(shelf, Trust(roots), at)
    faults += [
        Fault("stamp", f"{STAMPS}{number:04d}.tsr", stamp.problem)
        for number, stamp in enumerate(stamps, start=1)
        if not stamp.holds
    ]
    if not stamps:
        faults.append(Fault("stamp", STAMPS, "none"))
    trust = Trust(roots, between=_between(shelf), lists=_lists(shelf))
    sealed, wrong = _seals(shelf, trust, proven)
    faults += wrong
    events, broken = _events(shelf, trust, proven)
    faults += broken
    endings = check_endings(shelf, trust=trust, at=proven, signers=list_signers)
    if endings is not None and endings.problem:
        faults.append(Fault("list", LIST, endings.problem))
    return Checked(
        tuple(faults), len(shelf.names), sealed, events, tuple(stamps), endings
    )


def digest_to_stamp(manifest: bytes, tokens: list[bytes]) -> bytes:
    """What the next time stamp is over: the tag manifest and every stamp before it."""
    total = hashlib.sha256(manifest)
    for token in tokens:
        total.update(hashlib.sha256(token).digest())
    return total.digest()


def _stamps(shelf: Shelf, trust: Trust, at: datetime) -> tuple[list[Stamp], datetime]:
    """Every stamp, each judged at the moment of the next; and the earliest moment proven."""
    manifest = read(shelf, TAG_MANIFEST)
    names = sorted(name for name in shelf.names if name.startswith(STAMPS))
    tokens = [read(shelf, name) for name in names]
    found: list[Stamp] = []
    for number in reversed(range(len(tokens))):
        digest = digest_to_stamp(manifest, tokens[:number])
        stamp = check_stamp(tokens[number], digest, trust=trust, at=at)
        if stamp.holds and stamp.at is not None:
            at = stamp.at
        found.append(stamp)
    return found[::-1], at


def _seals(shelf: Shelf, trust: Trust, at: datetime) -> tuple[int, list[Fault]]:
    faults, count = [], 0
    for told in _told(shelf, REGISTER, "files"):
        count += 1
        with tempfile.TemporaryDirectory(prefix="lianshen-archive-") as folder:
            copy = Path(folder) / "file.pdf"
            try:
                record, name = _record(told), str(told["path"])
                with shelf.open(name) as source, copy.open("wb") as target:
                    shutil.copyfileobj(source, target)
            except (OSError, KeyError, ValueError, TypeError) as error:
                faults.append(Fault("seal", str(told), type(error).__name__))
                continue
            report = check(copy, trust=trust, register=record, at=at)
        if report.verdict not in STANDING:
            reasons = ", ".join(str(one.reason) for one in report.reasons)
            faults.append(Fault("seal", name, f"{report.verdict}: {reasons}"))
    return count, faults


def _events(shelf: Shelf, trust: Trust, at: datetime) -> tuple[int, list[Fault]]:
    faults, holding = [], {}
    for told in _told(shelf, ROOTS, "roots"):
        number = str(told.get("number"))
        try:
            said = Statement(**told["statement"])
            digest, token = bytes.fromhex(said.digest), bytes.fromhex(told["token"])
        except (KeyError, TypeError, ValueError) as error:
            faults.append(Fault("root", number, type(error).__name__))
            continue
        stamp = check_stamp(token, digest, trust=trust, at=at)
        if not stamp.holds:
            faults.append(Fault("root", number, stamp.problem))
        else:
            holding[said.number] = said
    events = _told(shelf, EVENTS, "events")
    faults += [
        Fault("event", str(told.get("sequence")), problem)
        for told in events
        if (problem := _event_problem(told, holding))
    ]
    return len(events), faults


def _event_problem(told: dict[str, Any], holding: dict[int, Statement]) -> str:
    try:
        link = chain.Link(
            sequence=told["sequence"],
            at=datetime.fromisoformat(told["at"]),
            verb=told["verb"],
            actor=told["actor"],
            subject=told["subject"],
            stream=told["stream"],
            particulars=told["particulars"],
            previous=told["previous"],
            digest=told["digest"],
        )
        if chain.digest_of(link) != link.digest:
            return "altered"
        root = holding.get(told["root"])
        if root is None or not root.first <= link.sequence <= root.last:
            return "without a root"
        fits = merkle.climb(link.digest, told["path"]) == root.root
    except (KeyError, TypeError, ValueError) as error:
        return type(error).__name__
    return "" if fits else "not under its root"


def _told(shelf: Shelf, name: str, key: str) -> list[dict[str, Any]]:
    try:
        rows = json.loads(read(shelf, name))[key]
    except (ValueError, KeyError, TypeError):
        return []
    return [row for row in rows if isinstance(row, dict)]


def _record(told: dict[str, Any]) -> IssuedRecord:
    issued = told["issued_at"]
    return IssuedRecord(
        sha256=str(told["sha256"]),
        seals={str(k): str(v) for k, v in told["seals"].items()},
        status=IssueStatus(told["status"]),
        issued_at=datetime.fromisoformat(issued) if issued else None,
    )


def _lists(shelf: Shelf) -> tuple[bytes, ...]:
    return tuple(_all_of(shelf, "lists/"))


def _between(shelf: Shelf) -> tuple[x509.Certificate, ...]:
    return tuple(x509.Certificate.load(one) for one in _all_of(shelf, "between/"))


def _all_of(shelf: Shelf, folder: str) -> Iterator[bytes]:
    for name in shelf.names:
        if name.startswith(VALIDATION + folder):
            yield read(shelf, name)
