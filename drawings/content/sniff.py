"""What a file is, told by its bytes: the name may say anything."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from drawings.content.errors import Refusal, UnreadableDrawing, refused

HEAD_BYTES = 4096
# ISO 32000-1, implementation note 13: the header stands in the first 1024 bytes.
PDF_HEADER_WITHIN = 1024
# R11 and R12: only the second reader may know what to do with them.
OLDEST_DWG = 1009
NEWEST_DWG = 1032
SMALLEST_DWG = 0x80
BINARY_DXF = b"AutoCAD Binary DXF\r\n\x1a\x00"

RELEASES = {
    1001: "R2.2",
    1002: "R2.5",
    1003: "R2.6",
    1004: "R9",
    1006: "R10",
    1009: "R11/R12",
    1012: "R13",
    1014: "R14",
    1015: "2000",
    1018: "2004",
    1021: "2007",
    1024: "2010",
    1027: "2013",
    1032: "2018",
}
FOREIGN = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
    b"GIF8": "gif",
    b"\xd0\xcf\x11\xe0": "office",
    b"%!PS": "postscript",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"AC2.10": "dwg",
    b"AC1.": "dwg",
}

OTHER_PACKAGES = {"rar": "RAR", "7z": "7z"}
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


class FileKind(StrEnum):
    """A format that is read."""

    DWG = "dwg"
    DXF = "dxf"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What the first bytes say: the format, its version, and for DXF whether binary."""

    kind: FileKind
    version: str = ""
    is_binary: bool = False


def sniff(path: Path) -> Sniffed:
    """Recognise a file by its bytes.

    Raises:
        UnreadableDrawing: EMPTY, TRUNCATED, TOO_OLD, TOO_NEW or NOT_A_DRAWING.

    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\x00\r\n\t "):
        raise refused(Refusal.EMPTY)
    found = sniff_bytes(head)
    if found.kind is FileKind.DWG and path.stat().st_size < SMALLEST_DWG:
        raise refused(Refusal.TRUNCATED)
    return found


def is_zip(path: Path) -> bool:
    """Whether a file begins as a ZIP does."""
    with path.open("rb") as file:
        return file.read(4) in ZIP_STARTS


def sniff_bytes(head: bytes) -> Sniffed:
    """Recognise the first bytes of a file; see `sniff`."""
    if match := re.match(rb"AC(10\d\d)", head):
        return _dwg(int(match[1]))
    if head.startswith(BINARY_DXF):
        return Sniffed(FileKind.DXF, is_binary=True)
    if match := re.search(rb"%PDF-(\d\.\d)?", head[:PDF_HEADER_WITHIN]):
        return Sniffed(FileKind.PDF, (match[1] or b"").decode())
    if _is_text_dxf(head):
        return Sniffed(FileKind.DXF)
    raise _foreign(head)


def _foreign(head: bytes) -> UnreadableDrawing:
    """The refusal of bytes that are none of our formats."""
    starts = (name for magic, name in FOREIGN.items() if head.startswith(magic))
    name = next(starts, "unknown")
    if name == "dwg":
        return refused(Refusal.TOO_OLD, version="R1/R2")
    if name in OTHER_PACKAGES:
        return refused(Refusal.OTHER_PACKAGE, found=OTHER_PACKAGES[name])
    return refused(Refusal.NOT_A_DRAWING, found=name)


def _dwg(number: int) -> Sniffed:
    release = RELEASES.get(number, f"AC{number}")
    if number < OLDEST_DWG:
        raise too_old(f"AC{number}")
    if number > NEWEST_DWG:
        raise refused(Refusal.TOO_NEW, version=release)
    return Sniffed(FileKind.DWG, f"AC{number}")


def too_old(version: str) -> UnreadableDrawing:
    """The refusal of a version such as `AC1009`, with its name for people."""
    digits = version.removeprefix("AC")
    name = RELEASES.get(int(digits), version) if digits.isdigit() else version
    return refused(Refusal.TOO_OLD, version=name)


def _is_text_dxf(head: bytes) -> bool:
    """Group code lines and values in turn, a section somewhere near the start."""
    text = head.lstrip(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = [line.strip() for line in text.split(b"\n")[:400]]
    while lines and not lines[0]:
        lines.pop(0)
    if not lines or not re.fullmatch(rb"-?\d{1,4}", lines[0]):
        return False
    return any(
        code == b"0" and value in (b"SECTION", b"LINE", b"EOF")
        for code, value in pairwise(lines)
    )
