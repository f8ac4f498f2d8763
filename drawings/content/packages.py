"""What a ZIP package holds, judged by its table of contents before anything is unpacked.

A package is a stranger's: names may lead elsewhere, entries may be links, lie over each
other or swell to a thousand times their size. Whatever is not wanted is left out by itself
and named; only a package that was made to swell, or that cannot be followed, is refused.
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Final

from drawings.content.errors import Refusal, refused

MEGABYTE: Final = 1 << 20
# A DXF packs to a twentieth at best; what packs better was made to.
STEEPEST_MEMBER: Final = 200
STEEPEST_PACKAGE: Final = 100
HARMLESS_BYTES: Final = 10 * MEGABYTE
LONGEST_PATH: Final = 300
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
ENCRYPTED, UTF_8 = 0x1, 0x800
LOCAL_HEADER: Final = 30
UNICODE_PATH: Final = 0x7075
# PKZIP says UTF-8 by a flag; old programs wrote the letters of the machine instead.
ENCODINGS: Final = ("utf-8", "gb18030", "cp437")
JUNK_FOLDERS: Final = frozenset({"__MACOSX"})
JUNK_NAMES: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f]|^/|^[A-Za-z]:")


class LeftOut(StrEnum):
    """Why a member does not become a file of the set."""

    UNSAFE_NAME = "unsafe_name"
    LINK = "link"
    ENCRYPTED = "encrypted"
    PACKED_OTHERWISE = "packed_otherwise"
    BOMB = "bomb"
    NESTED = "nested"
    TWICE = "twice"
    DAMAGED = "damaged"
    NOT_WANTED = "not_wanted"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a package: its place in the table of contents, its path, its bytes."""

    index: int
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The members to unpack, and what is left out, by the name it has in the package."""

    members: tuple[Member, ...]
    left_out: tuple[tuple[str, LeftOut], ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """What a package may unpack to: bytes in all, bytes of one file, number of files."""

    total: int
    member: int
    files: int


def is_package_name(path: str) -> bool:
    """Whether a path promises a package that is unpacked here."""
    return path.casefold().endswith(".zip")


def contents_of(package: zipfile.ZipFile, size: int, room: Room) -> Contents:
    """Judge a package of `size` bytes by its table of contents.

    Raises:
        UnreadableDrawing: TOO_MANY_FILES, SWELLS, DAMAGED, PASSWORD or NOTHING_PACKED.

    """
    infos = package.infolist()
    if len(infos) > room.files:
        raise refused(Refusal.TOO_MANY_FILES, files=len(infos), limit=room.files)
    _check_swelling(infos, size, room)
    _check_places(infos, size)
    members: dict[str, Member] = {}
    left_out = []
    for index, (info, name) in enumerate(zip(infos, names_of(infos), strict=True)):
        path = _inner_path(name)
        if _is_nothing(info, name, path):
            continue
        why = _fault(info, path, room)
        if why is None and path.casefold() in members:
            why = LeftOut.TWICE
        if why is None:
            members[path.casefold()] = Member(index, path, info.file_size)
        else:
            left_out.append((_shown(name), why))
    if not members:
        raise _nothing(left_out)
    return Contents(tuple(members.values()), tuple(left_out))


def names_of(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names as they were meant: by flag, by the Unicode field, else by their letters.

    One package is written by one program, so all its undeclared names share an encoding:
    UTF-8 where every one of them is UTF-8, else GB 18030.
    """
    raw = {
        index: info.orig_filename.encode("cp437", "replace")
        for index, info in enumerate(infos)
        if not info.flag_bits & UTF_8
    }
    encoding = next(each for each in ENCODINGS if _all_are(raw.values(), each))
    return [
        _declared(info, raw[index]) or raw[index].decode(encoding)
        if index in raw
        else info.orig_filename
        for index, info in enumerate(infos)
    ]


def _all_are(names: Iterable[bytes], encoding: str) -> bool:
    try:
        for name in names:
            name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _declared(info: zipfile.ZipInfo, raw: bytes) -> str:
    """The name in the field of Info-ZIP (APPNOTE 4.6.9), where it speaks of this name."""
    for kind, value in _fields(info.extra):
        meant = b"\x01" + struct.pack("<I", zlib.crc32(raw))
        if kind == UNICODE_PATH and value.startswith(meant):
            return value[5:].decode("utf-8", "replace")
    return ""


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        yield kind, extra[4 : 4 + length]
        extra = extra[4 + length :]


def _inner_path(name: str) -> str:
    """The path below the package; empty where it would lead elsewhere or is none."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    parts = [part for part in name.split("/") if part not in {"", "."}]
    path = "/".join(parts)
    if _UNSAFE.search(name) or ".." in parts or len(path) > LONGEST_PATH:
        return ""
    return path


def _is_nothing(info: zipfile.ZipInfo, name: str, path: str) -> bool:
    """Folders, and what operating systems leave behind."""
    if info.file_size == 0 and name.endswith(("/", "\\")):
        return True
    *folders, last = path.split("/")
    is_junk = last.casefold() in JUNK_NAMES or last.startswith("._")
    return is_junk or not JUNK_FOLDERS.isdisjoint(folders)


def _fault(info: zipfile.ZipInfo, path: str, room: Room) -> LeftOut | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    swells = info.file_size > max(HARMLESS_BYTES, STEEPEST_MEMBER * info.compress_size)
    faults = (
        (not path, LeftOut.UNSAFE_NAME),
        (kind not in {0, stat.S_IFREG}, LeftOut.LINK),
        (bool(info.flag_bits & ENCRYPTED), LeftOut.ENCRYPTED),
        (info.compress_type not in METHODS, LeftOut.PACKED_OTHERWISE),
        (swells, LeftOut.BOMB),
        (info.file_size > room.member, LeftOut.NOT_WANTED),
        (is_package_name(path), LeftOut.NESTED),
    )
    return next((why for is_so, why in faults if is_so), None)


def _check_swelling(infos: Sequence[zipfile.ZipInfo], size: int, room: Room) -> None:
    total = sum(info.file_size for info in infos)
    steepest = max(STEEPEST_PACKAGE * size, 10 * HARMLESS_BYTES)
    if total > min(room.total, steepest):
        raise refused(
            Refusal.SWELLS,
            megabytes=total // MEGABYTE,
            limit=min(room.total, steepest) // MEGABYTE,
        )


def _check_places(infos: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Entries that share bytes unpack to any size from nothing; no program writes them."""
    spans = sorted(
        (info.header_offset, info.header_offset + LOCAL_HEADER + info.compress_size)
        for info in infos
    )
    if any(end > begin for (_, end), (begin, _) in pairwise(spans)):
        raise refused(Refusal.DAMAGED, "entries lie over each other")
    if spans and (spans[0][0] < 0 or spans[-1][1] > size):
        raise refused(Refusal.DAMAGED, "entries lie outside")


def _nothing(left_out: Sequence[tuple[str, LeftOut]]) -> Exception:
    """The refusal of a package of which nothing can be taken."""
    if left_out and all(why is LeftOut.ENCRYPTED for _name, why in left_out):
        return refused(Refusal.PASSWORD)
    return refused(Refusal.NOTHING_PACKED)


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)[
        :LONGEST_PATH
    ]


def open_package(path: Path) -> zipfile.ZipFile:
    """Open a package at its table of contents.

    Raises:
        UnreadableDrawing: TRUNCATED, or DAMAGED.

    """
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        code = Refusal.TRUNCATED if "not a zip" in str(error) else Refusal.DAMAGED
        raise refused(code, str(error)) from error
    except (ValueError, struct.error, NotImplementedError, OSError, EOFError) as error:
        raise refused(Refusal.DAMAGED, str(error)) from error
