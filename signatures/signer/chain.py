"""The signer's own log: lines that can only be added, each holding the one before.

One JSON object a line: number, moment, verb, particulars, the hash of the line before
and its own. A line is on the disk before what it tells of is done. The log is also the
signer's memory: it begins by reading it.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from signatures.signer.refusals import Refusal, Refused

FIRST: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    number: int
    at: str
    verb: str
    told: Mapping[str, object]
    before: str
    digest: str


class Log:
    """An append-only file of chained lines; one process writes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number, self.head = 0, FIRST
        self._end = 0
        self._is_usable = True

    def lines(self) -> Iterator[Line]:
        """Every line from the first, each held against the one before.

        A last line that a power cut left half written tells of nothing that was done;
        it is cut off before the next one is written.

        Raises:
            Refused: a line was altered, taken out or put in.
        """
        self.number, self.head, self._end = 0, FIRST, 0
        if not self.path.exists():
            return
        with self.path.open("rb") as stream:
            for raw in stream:
                if not raw.endswith(b"\n"):
                    return
                line = _read(raw, self.number + 1, self.head)
                self.number, self.head = line.number, line.digest
                self._end += len(raw)
                yield line

    def append(self, verb: str, told: Mapping[str, object], *, at: datetime) -> Line:
        """Write one line and bring it to the disk; the log was read before.

        Raises:
            Refused: the disk does not take it; from then on nothing is written.
        """
        if not self._is_usable:
            raise Refused(Refusal.LOG_BROKEN, "a line could not be written")
        line = _made(self.number + 1, at, verb, told, self.head)
        written = json.dumps(_plain(line), ensure_ascii=False, sort_keys=True) + "\n"
        try:
            self._write(written.encode())
        except OSError as error:
            # Whether it reached the disk is not known: only a new start can tell.
            self._is_usable = False
            raise Refused(Refusal.LOG_BROKEN, type(error).__name__) from error
        self.number, self.head = line.number, line.digest
        return line

    def _write(self, raw: bytes) -> None:
        if not self.path.exists():
            self.path.touch(mode=0o600)
            sync_folder(self.path.parent)
        with self.path.open("r+b") as stream:
            stream.truncate(self._end)  # what was left half written tells of nothing
            stream.seek(self._end)
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        self._end += len(raw)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _made(
    number: int, at: datetime, verb: str, told: Mapping[str, object], before: str
) -> Line:
    moment = at.astimezone(UTC).isoformat()
    return Line(
        number, moment, verb, told, before, _digest(number, moment, verb, told, before)
    )


def _digest(
    number: int, at: str, verb: str, told: Mapping[str, object], before: str
) -> str:
    body = json.dumps([number, at, verb, told, before], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _plain(line: Line) -> dict[str, object]:
    return {
        "number": line.number,
        "at": line.at,
        "verb": line.verb,
        "told": dict(line.told),
        "before": line.before,
        "digest": line.digest,
    }


def _read(raw: bytes, number: int, before: str) -> Line:
    try:
        told = json.loads(raw)
        line = Line(
            int(told["number"]),
            str(told["at"]),
            str(told["verb"]),
            dict(told["told"]),
            str(told["before"]),
            str(told["digest"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(Refusal.LOG_BROKEN, f"line {number} cannot be read") from error
    digest = _digest(line.number, line.at, line.verb, line.told, line.before)
    if (line.number, line.before, line.digest) != (number, before, digest):
        raise Refused(Refusal.LOG_BROKEN, f"line {number}")
    return line
