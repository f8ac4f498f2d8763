"""Read a package that may have been tampered with: a ZIP file or an unpacked folder."""

import hashlib
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from signatures.archive.bag import (
    CHUNK,
    DECLARED,
    MANIFEST,
    PAYLOAD,
    STAMPS,
    TAG_MANIFEST,
)


class Shelf(Protocol):
    """The files of a package, by their path inside of it."""

    @property
    def names(self) -> list[str]:
        """Every file; one that is there twice is named twice."""

    def open(self, name: str) -> IO[bytes]:
        """Read one file."""


class Folder:
    """A package that was unpacked."""

    def __init__(self, top: Path) -> None:
        inner = [one for one in top.iterdir() if one.is_dir()]
        bare = not (top / DECLARED).is_file()
        self._top = inner[0] if bare and len(inner) == 1 else top

    @property
    def names(self) -> list[str]:
        """Every file below the folder; links count as files and are not followed."""
        found = (
            one for one in self._top.rglob("*") if one.is_symlink() or one.is_file()
        )
        return sorted(one.relative_to(self._top).as_posix() for one in found)

    def open(self, name: str) -> IO[bytes]:
        """Read one file; a link is not read."""
        path = self._top / name
        if path.is_symlink():
            raise OSError(f"{name} is a link")
        return path.open("rb")


class Zipped:
    """A package in its ZIP file."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        names = [one for one in self._archive.namelist() if not one.endswith("/")]
        self._top = names[0].partition("/")[0] + "/" if names else ""
        self.names = [
            one.removeprefix(self._top) if one.startswith(self._top) else f"/{one}"
            for one in names
        ]

    def open(self, name: str) -> IO[bytes]:
        """Read one file."""
        return self._archive.open(self._top + name)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: what kind, with which file, event or stamp."""

    kind: str
    name: str
    particulars: str = ""


def opened(path: Path) -> Shelf:
    """The package at a path.

    Raises:
        OSError, ValueError: it cannot be read as one.

    """
    if path.is_dir():
        return Folder(path)
    try:
        return Zipped(path)
    except zipfile.BadZipFile as error:
        raise ValueError(f"{path.name} is no package") from error


def read(shelf: Shelf, name: str) -> bytes:
    """All the bytes of a small file; none where it is missing or cannot be read."""
    try:
        with shelf.open(name) as stream:
            return stream.read()
    except (OSError, KeyError, zipfile.BadZipFile, EOFError):
        return b""


def faults_of_files(shelf: Shelf) -> list[Fault]:
    """Every file that was altered, is missing, was added, or is there twice."""
    listed = _lines(read(shelf, MANIFEST)) | _lines(read(shelf, TAG_MANIFEST))
    names = Counter(shelf.names)
    faults = [Fault("twice", name) for name, count in names.items() if count > 1]
    parts = (DECLARED, MANIFEST, TAG_MANIFEST)
    faults += [Fault("missing", wanted) for wanted in parts if wanted not in names]
    for name, digest in listed.items():
        if name not in names:
            faults.append(Fault("missing", name))
        elif (found := _digest(shelf, name)) != digest:
            faults.append(Fault("altered", name, found))
    free = {TAG_MANIFEST}
    faults += [
        Fault("extra", name)
        for name in names
        if name not in listed and name not in free and not name.startswith(STAMPS)
    ]
    payload = set(_lines(read(shelf, MANIFEST)))
    faults += [
        Fault("outside", name) for name in payload if not name.startswith(PAYLOAD)
    ]
    return list(dict.fromkeys(faults))


def _digest(shelf: Shelf, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with shelf.open(name) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except (OSError, KeyError, zipfile.BadZipFile, EOFError) as error:
        return type(error).__name__
    return digest.hexdigest()


def _lines(manifest: bytes) -> dict[str, str]:
    found = {}
    for line in manifest.decode(errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        if name:
            plain = name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
            found[plain] = digest
    return found
