"""Measure sealing against raw pyHanko: seconds a seal, growth, memory, and verification.

Run from the repository: `python -m benchmarks.sealing [sheets] [--megabytes 1 20]`. Both
ways set two seals a sheet (time-stamped, then with long-term evidence) with the same keys
and pictures in the same run. The start of the signer's children is counted in, so short
runs flatter the library. Seconds are CPU seconds of this process and its children;
wall seconds stand beside them and mean little on a shared machine.
"""

import argparse
import random
import resource
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from signatures.pades.checking import check
from signatures.pades.credentials import store_pkcs12
from signatures.pades.digests import sha256_of
from signatures.pades.verdicts import IssuedRecord
from signatures.signer.hands import Hands
from tests import pki
from tests.signing import FIRE, INSTITUTION, Bench, plan

MEGABYTE = 1024 * 1024
SEALS = 2
FIELDS = ("A", "B")


@dataclass(frozen=True)
class Spent:
    """What a way of sealing cost."""

    cpu: float
    wall: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", nargs="?", type=int, default=200)
    parser.add_argument("--megabytes", type=int, nargs="+", default=(1, 20))
    chosen = parser.parse_args(arguments)
    for megabytes in chosen.megabytes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), chosen.sheets, megabytes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory: parent {peak:.0f} MB, largest child {children:.0f} MB")


def _measure(folder: Path, sheets: int, megabytes: int) -> None:
    sheet = _sheet(megabytes * MEGABYTE)
    raw = _timed(lambda: _raw(folder, sheet, sheets))
    print(f"\n{sheets} sheets of {megabytes} MB, {SEALS} seals each")
    _tell("raw pyHanko", raw, raw, sheets)
    for number in (1, 2):
        home = folder / str(number)
        home.mkdir()
        ours = _timed(lambda n=number, at=home: _ours(at, sheet, sheets, n))  # type: ignore[misc]
        _tell(f"signer, hands: {number}", ours, raw, sheets)
    _verify(folder / "1", len(sheet))


def _tell(name: str, spent: Spent, raw: Spent, sheets: int) -> None:
    a_seal = spent.cpu / sheets / SEALS
    print(
        f"{name:<18}{a_seal:8.4f} CPU s a seal {spent.cpu / raw.cpu:6.2f} x raw"
        f"{spent.wall:9.1f} s in all {spent.wall / raw.wall:6.2f} x raw"
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


def _timed(act: Callable[[], None]) -> Spent:
    cpu, wall = _cpu(), time.monotonic()
    act()
    return Spent(_cpu() - cpu, time.monotonic() - wall)


def _cpu() -> float:
    spent = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = map(resource.getrusage, spent)
    return sum(one.ru_utime + one.ru_stime for one in used)


def _ours(folder: Path, sheet: bytes, sheets: int, number: int) -> None:
    hands = Hands(number)
    bench = Bench(folder, hands)
    bench.sheet.write_bytes(sheet)
    digest = sha256_of(bench.sheet)
    names = [f"S-{n:03d}" for n in range(sheets)]
    nonce = secrets.token_hex(8)
    desk, at = bench.desk, bench.at
    seals = (FIRE, INSTITUTION)
    files = dict.fromkeys(names, digest)
    desk.permissions.authorise(
        nonce, seals=seals, files=files, person="sun", code=bench.code(), at=at
    )
    bench.later(minutes=1)
    code = bench.code("qian")
    desk.permissions.confirm(nonce, person="qian", code=code, at=bench.at)

    def seal(name: str) -> None:
        after = folder / f"{name}.pdf"
        desk.seal(nonce, plan(*seals, label=name), bench.sheet, after, at=bench.at)
        after.replace(bench.sealed)

    with ThreadPoolExecutor(number) as pool:
        list(pool.map(seal, names))
    hands.end()


def _raw(folder: Path, sheet: bytes, sheets: int) -> None:
    """The library alone: keys opened once, in place, no marks, no rules, no log."""
    picture = folder / "picture.pdf"
    picture.write_bytes(pki.seal_picture().as_pdf())
    style = StaticStampStyle.from_pdf_file(
        str(picture), border_width=0, background_opacity=1
    )
    signers = [_simple(folder, n) for n in range(SEALS)]
    path = folder / "raw.pdf"
    for _ in range(sheets):
        path.write_bytes(sheet)
        for number, signer in enumerate(signers):
            _sign_raw(path, signer, style, number)


def _sign_raw(
    path: Path, signer: SimpleSigner, style: StaticStampStyle, number: int
) -> None:
    is_last = number == SEALS - 1
    context = pki.trust().context(pki.NOW) if is_last else None
    metadata = PdfSignatureMetadata(
        field_name=FIELDS[number],
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=is_last,
        validation_context=context,
    )
    left = 100 + 200 * number
    with path.open("r+b") as stream:
        PdfSigner(
            metadata,
            signer=signer,
            timestamper=pki.stamper(),
            stamp_style=style,
            new_field_spec=SigFieldSpec(
                FIELDS[number], on_page=0, box=(left, 100, left + 119, 219)
            ),
        ).sign_pdf(IncrementalPdfFileWriter(stream), in_place=True)


def _simple(folder: Path, number: int) -> SimpleSigner:
    path = folder / f"{number}.p12"
    path.write_bytes(store_pkcs12(pki.holder(f"甲{number}"), "x"))
    signer = SimpleSigner.load_pkcs12(str(path), passphrase=b"x")
    if not isinstance(signer, SimpleSigner):
        raise TypeError("the container that was just written does not open")
    return signer


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
