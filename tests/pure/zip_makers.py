"""ZIP packages as builders make them, and as only somebody with a plan makes them."""

import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

Heads = TypeVar("Heads", str, zipfile.ZipInfo, str | zipfile.ZipInfo)
Spoil = Callable[[zipfile.ZipFile], None]


class Undeclared(zipfile.ZipInfo):
    """A member whose name is written in bytes of the machine, without a flag."""

    raw = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  overrides zipfile
        return self.raw, self.flag_bits & ~0x800


def undeclared(name: str, encoding: str) -> zipfile.ZipInfo:
    """The head of such a member."""
    info = Undeclared(name)
    info.raw = name.encode(encoding)
    return info


def link(name: str) -> zipfile.ZipInfo:
    """The head of a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def pack(
    path: Path,
    members: Mapping[Heads, bytes],
    spoil: Spoil = lambda package: None,
    method: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """Write a package; `spoil` changes its table of contents before it is closed."""
    with zipfile.ZipFile(path, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data, method)
        spoil(package)
    return path
