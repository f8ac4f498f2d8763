"""Measure sealing against raw pyHanko: seconds a seal, growth, memory, and verification.

Run from the repository: `python -m benchmarks.sealing [sheets] [--megabytes 1 20]
[--clients 50]`. Both ways set two seals a sheet (time-stamped, then with long-term
evidence) with the same keys and pictures in the same run. The signer's children are
started before, as they are in a signer that runs; what their start costs is told apart.
Seconds are CPU seconds of this process and its children; wall seconds stand beside them
and mean little on a shared machine.
"""

# ruff: noqa: E402  Django is set up before anything of the house is imported

import argparse
import os
import random
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

import pymupdf

from benchmarks.rawseals import FIELDS, SEALS, seal_raw
from signatures.pades.checking import check
from signatures.pades.digests import sha256_of
from signatures.pades.verdicts import IssuedRecord, Verdict
from signatures.signer.hands import Hands
from signatures.verifier import check_apart
from tests import pki
from tests.signing import FIRE, INSTITUTION, Bench, plan

MEGABYTE = 1024 * 1024
TICKS = os.sysconf("SC_CLK_TCK")
BOUND = 1.25
"""So many times the CPU seconds of the library alone may the signer cost."""


@dataclass(frozen=True)
class Spent:
    """What a way of sealing cost."""

    cpu: float
    wall: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table for each size, then what verifying costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", nargs="?", type=int, default=200)
    parser.add_argument("--megabytes", type=int, nargs="+", default=(1, 20))
    parser.add_argument("--clients", type=int, default=50)
    chosen = parser.parse_args(arguments)
    print(f"load at the beginning: {os.getloadavg()[0]:.1f}, cores: {os.cpu_count()}")
    for megabytes in chosen.megabytes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), chosen.sheets, megabytes)
    _verify_by_many(chosen.clients)
    print(f"load at the end: {os.getloadavg()[0]:.1f}")


def _measure(folder: Path, sheets: int, megabytes: int) -> None:
    sheet = _sheet(megabytes * MEGABYTE)
    seal_raw(folder, sheet, 1)  # what is imported late is imported now
    raw = _timed(lambda: seal_raw(folder, sheet, sheets))
    print(f"\n{sheets} sheets of {megabytes} MB, {SEALS} seals each")
    _tell("raw pyHanko", raw, raw, sheets)
    for number in (1, 2):
        home = folder / str(number)
        home.mkdir()
        with Batch(home, sheet, sheets, number) as batch:
            ours = _timed(batch.run)
            _tell(f"signer, hands: {number}", ours, raw, sheets)
            early, late = batch.memory
            print(
                f"  start of {number}: {batch.start.cpu:.2f} CPU s; memory of a child "
                f"{early:.0f} MB after one sheet, {late:.0f} MB at its most"
            )
    _verify(folder / "1", len(sheet))


def _tell(name: str, spent: Spent, raw: Spent, sheets: int) -> None:
    a_seal = spent.cpu / sheets / SEALS
    factor = spent.cpu / raw.cpu
    over = "  OVER THE BOUND" if factor > BOUND else ""
    print(
        f"{name:<18}{a_seal:8.4f} CPU s a seal {factor:6.2f} x raw"
        f"{sheets * SEALS / spent.wall:9.1f} seals/s {spent.wall / raw.wall:6.2f} x raw"
        f" wall{over}"
    )


def _verify(folder: Path, before: int) -> None:
    sealed = folder / "sealed.pdf"
    growth = (sealed.stat().st_size - before) / SEALS
    began = time.process_time()
    fields = dict.fromkeys(FIELDS, "")
    register = IssuedRecord(sha256_of(sealed), fields)
    report = check(sealed, trust=pki.trust(), register=register, at=pki.NOW)
    spent = time.process_time() - began
    print(
        f"growth {growth:.0f} bytes a seal; verification {spent:.3f} CPU s, "
        f"{len(report.signatures)} signatures"
    )


def _verify_by_many(clients: int) -> None:
    """So many people drop a sealed sheet at once; each check is a process of its own."""
    sheet = pki.sealed_sheet()
    register = pki.record_of(sheet)

    def ask(_number: int) -> float:
        began = time.monotonic()
        report = check_apart(sheet, trust=pki.trust(), register=register, at=pki.NOW)
        if report.verdict is not Verdict.IDENTICAL_TO_ISSUED:
            raise RuntimeError(f"a genuine sheet was refused: {report.reasons}")
        return time.monotonic() - began

    waits: list[float] = []
    alone = _timed(lambda: waits.append(ask(0)))
    waits.clear()

    def all_at_once() -> None:
        with ThreadPoolExecutor(clients) as pool:
            waits.extend(sorted(pool.map(ask, range(clients))))

    spent = _timed(all_at_once)
    print(
        f"\npublic verification: alone {alone.cpu:.2f} CPU s, {alone.wall:.1f} s; "
        f"{clients} clients at once {spent.cpu / clients:.2f} CPU s each, "
        f"{clients / spent.wall:.2f} a second, half within "
        f"{waits[len(waits) // 2]:.1f} s, all within {waits[-1]:.1f} s, none refused"
    )


def _timed(act: Callable[[], None]) -> Spent:
    cpu, wall = _cpu(), time.monotonic()
    act()
    return Spent(_cpu() - cpu, time.monotonic() - wall)


def _cpu() -> float:
    """CPU seconds of this process and of its children, those that live included."""
    spent = os.times()
    ended = spent.children_user + spent.children_system
    return spent.user + spent.system + ended + sum(map(_cpu_of, _children()))


def _children() -> list[int]:
    tasks = Path("/proc/self/task").iterdir()
    return [
        int(one) for task in tasks for one in (task / "children").read_text().split()
    ]


def _cpu_of(process: int) -> float:
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS


def _peak_of(process: int) -> float:
    """The most memory that a process had, MB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Batch:
    """A signer with a permission for so many sheets, whose children have begun."""

    def __init__(self, folder: Path, sheet: bytes, sheets: int, number: int) -> None:
        self._hands, self._number = Hands(number), number
        self._bench = Bench(folder, self._hands)
        self._bench.sheet.write_bytes(sheet)
        self._names = [f"S-{n:03d}" for n in range(sheets)]
        self._warm = [f"W-{n}" for n in range(number)]
        self._nonce = secrets.token_hex(8)
        self.start = Spent(0, 0)
        self._early = 0.0

    def __enter__(self) -> "Batch":
        bench = self._bench
        digest = sha256_of(bench.sheet)
        bench.permissions.authorise(
            self._nonce,
            seals=(FIRE, INSTITUTION),
            files=dict.fromkeys((*self._names, *self._warm), digest),
            person="sun",
            code=bench.code(),
            at=bench.at,
        )
        bench.later(minutes=1)
        code = bench.code("qian")
        bench.permissions.confirm(self._nonce, person="qian", code=code, at=bench.at)
        self.start = _timed(lambda: self._seal_all(self._warm))
        self._early = self._peak()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._hands.end()

    @property
    def memory(self) -> tuple[float, float]:
        """The peak of the largest child, MB: after its first sheet, and now."""
        return self._early, self._peak()

    def run(self) -> None:
        """Seal every sheet."""
        self._seal_all(self._names)

    def _peak(self) -> float:
        return max(map(_peak_of, _children()), default=0.0)

    def _seal_all(self, names: Sequence[str]) -> None:
        with ThreadPoolExecutor(self._number) as pool:
            list(pool.map(self._seal, names))

    def _seal(self, name: str) -> None:
        bench = self._bench
        after = bench.folder / f"{name}.pdf"
        planned = plan(FIRE, INSTITUTION, label=name)
        bench.desk.seal(self._nonce, planned, bench.sheet, after, at=bench.at)
        after.replace(bench.sealed)


def _sheet(size: int) -> bytes:
    """A sheet of about so many bytes: what fills it cannot be made smaller."""
    noise = random.Random(5).randbytes(size)
    with pymupdf.open(stream=pki.plain_sheet(), filetype="pdf") as document:
        number = document.get_new_xref()
        document.update_object(number, "<<>>")
        document.update_stream(number, noise, compress=False)
        document.xref_set_key(document[0].xref, "PieceInfo", f"{number} 0 R")
        return bytes(document.tobytes())


if __name__ == "__main__":
    main()
