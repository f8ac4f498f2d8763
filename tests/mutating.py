"""Break files the way transport, disks and strangers break them; the same way every time.

A mutant is named by its seed file, the kind of damage and a number; the name alone decides
every byte of it.
"""

import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf

from samples.casting import save_dxf
from samples.drafting.draft import Draft
from samples.drafting.layers import WALL
from samples.hostile import HOSTILE, good_dwg, good_pdf
from tests import pki

Break = Callable[[bytes, bytes, random.Random], bytes]
NUMBER = re.compile(rb"(?<=[\s\[/])-?\d+(\.\d+)?(?=[\s\]/])")
ABSURD = (b"-1", b"0", b"99999999999", b"1e308", b"nan", b"2147483648", b"-0.0000001")
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken file."""

    name: str
    kind: str
    data: bytes


def mutants(count: int) -> Iterator[Mutant]:
    """So many mutants: every kind of damage on every seed file, in turn."""
    files = seeds()
    names = list(files)
    number = made = 0
    while True:
        # Kinds and files run at unlike steps, so any first part holds all of both.
        for shift in range(len(names)):
            for place, (kind, damage) in enumerate(BREAKS.items()):
                name = names[(place + shift) % len(names)]
                other = names[(place + shift + 1) % len(names)]
                yield _mutant(number, kind, damage, (name, other))
                made += 1
                if made == count:
                    return
        number += 1


def _mutant(number: int, kind: str, damage: Break, pair: tuple[str, str]) -> Mutant:
    name, other = pair
    stem, _, extension = name.partition(".")
    chance = random.Random(f"{name}/{kind}/{number}")  # noqa: S311
    data = damage(seeds()[name], seeds()[other], chance)
    return Mutant(f"{stem}-{kind}-{number}.{extension}", kind, data)


@lru_cache
def seeds() -> Mapping[str, bytes]:
    """Small whole files of every format."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        scripted = next(each for each in HOSTILE if each.what == "scripted")
        return {
            "plan.pdf": good_pdf(work),
            "r2018.dwg": good_dwg(work),
            "text.dxf": _dxf(work),
            "signed.pdf": pki.sealed_sheet(),
            "r2004.dwg": good_dwg(work, "AC1018"),
            "packed.pdf": _packed(scripted.make(work)),
            "binary.dxf": _dxf(work, fmt="bin"),
        }


def _packed(data: bytes) -> bytes:
    """The same PDF with its objects inside of compressed streams."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        with pikepdf.open(file.name) as document:
            target = Path(file.name + "x")
            mode = pikepdf.ObjectStreamMode.generate
            document.save(target, object_stream_mode=mode, deterministic_id=True)
        packed = target.read_bytes()
        target.unlink()
        return packed


def _dxf(work: Path, fmt: str = "asc") -> bytes:
    draft = Draft(scale=100)
    for index in range(12):
        draft.rectangle((0, index * 100.0, 8000, index * 100.0 + 90), WALL)
    draft.text("样本", (4000, 5000), WALL)
    path = work / "seed.dxf"
    if fmt == "bin":
        draft.doc.saveas(path, fmt="bin")
    else:
        save_dxf(draft.doc, path)
    return path.read_bytes()


def _truncate(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    return data[: int(len(data) * chance.uniform(0.02, 0.99))]


def _flip_bits(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 4, 16, 64))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _splice(data: bytes, other: bytes, chance: random.Random) -> bytes:
    share = chance.uniform(0.2, 0.8)
    return data[: int(len(data) * share)] + other[int(len(other) * share) :]


def _insert(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.choice((1, 7, 300))) + data[at:]


def _swap_heads(data: bytes, other: bytes, chance: random.Random) -> bytes:
    head = chance.choice((6, 32, 256))
    return data[:head] + other[head:]


def _blank_a_block(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(1, len(data) - BLOCK))
    return data[:at] + bytes(BLOCK) + data[at + BLOCK :]


def _repeat_a_block(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(1, len(data) - BLOCK))
    return data[:at] + data[at : at + BLOCK] * 3 + data[at + BLOCK :]


def _absurd_numbers(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    found = list(NUMBER.finditer(data))
    if not found:
        return _flip_bits(data, b"", chance)
    for match in sorted(
        chance.sample(found, min(3, len(found))), key=lambda m: -m.start()
    ):
        data = data[: match.start()] + chance.choice(ABSURD) + data[match.end() :]
    return data


BREAKS: Mapping[str, Break] = {
    "truncate": _truncate,
    "flip": _flip_bits,
    "splice": _splice,
    "insert": _insert,
    "heads": _swap_heads,
    "blank": _blank_a_block,
    "repeat": _repeat_a_block,
    "numbers": _absurd_numbers,
}
