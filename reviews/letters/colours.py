"""An ICC profile of the colours of screens (sRGB, IEC 61966-2-1), written from its numbers.

A document for the archive says by it what its red, green and blue mean. Version 2.1 of
the format; primaries are those of the standard, adapted to D50. The same bytes each time.
"""

import struct
from functools import lru_cache
from typing import Final

WHITE_D50: Final = (0.9642, 1.0, 0.8249)
PRIMARIES: Final = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
CURVE_POINTS: Final = 1024
NAME: Final = b"sRGB IEC61966-2.1"
RIGHTS: Final = b"No copyright, use freely"


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """The profile, about 2.5 kB."""
    curve = _curve()
    tags = [
        (b"desc", _described(NAME)),
        (b"cprt", b"text\0\0\0\0" + RIGHTS + b"\0"),
        (b"wtpt", _xyz(WHITE_D50)),
        *((name, _xyz(value)) for name, value in PRIMARIES.items()),
        *((name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    table, data, places = b"", b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags:
        if value not in places:
            places[value] = start + len(data)
            data += value + b"\0" * (-len(value) % 4)
        table += struct.pack(">4sII", name, places[value], len(value))
    body = struct.pack(">I", len(tags)) + table + data
    return _header(128 + len(body)) + body


def _header(size: int) -> bytes:
    return struct.pack(
        ">I4sI4s4s4s6H4s4sII4sIIIII4s48x",
        size,
        b"\0\0\0\0",
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2026, 1, 1, 0, 0, 0),
        b"acsp",
        b"\0\0\0\0",
        0,
        0,
        b"\0\0\0\0",
        0,
        0,
        0,
        *(_fixed(part) for part in WHITE_D50[:2]),
        struct.pack(">I", _fixed(WHITE_D50[2])),
    )


def _fixed(value: float) -> int:
    return round(value * 65536)


def _xyz(value: tuple[float, float, float]) -> bytes:
    return struct.pack(">4sI3i", b"XYZ ", 0, *(_fixed(part) for part in value))


def _curve() -> bytes:
    steps = (index / (CURVE_POINTS - 1) for index in range(CURVE_POINTS))
    values = [
        round(65535 * (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4))
        for x in steps
    ]
    return struct.pack(f">4sII{CURVE_POINTS}H", b"curv", 0, CURVE_POINTS, *values)


def _described(text: bytes) -> bytes:
    head = struct.pack(">4sII", b"desc", 0, len(text) + 1) + text + b"\0"
    return head + struct.pack(">II", 0, 0) + struct.pack(">HB67x", 0, 0)
