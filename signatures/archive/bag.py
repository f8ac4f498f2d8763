"""Write a package after RFC 8493 (BagIt 1.0) into a ZIP file, one file after another.

NAME/bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt
NAME/data/...          what is kept
NAME/stamps/0001.tsr   time stamps over the tag manifest, which cannot list them
"""

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DECLARED: Final = "bagit.txt"
ABOUT: Final = "bag-info.txt"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
PAYLOAD: Final = "data/"
STAMPS: Final = "stamps/"
CHUNK: Final = 1024 * 1024
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the payload: where it lies, its digest (hex), its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass
class Bag:
    """A package being written; `close` returns the digest that is to be stamped."""

    archive: zipfile.ZipFile
    name: str
    entries: list[Entry] = field(default_factory=list)
    tags: list[Entry] = field(default_factory=list)

    def add_file(self, path: str, source: Path) -> Entry:
        """Put a file into the payload, read in pieces."""
        digest, size = hashlib.sha256(), 0
        path = self._free(path)
        with source.open("rb") as reading, self._open(PAYLOAD + path) as writing:
            while chunk := reading.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                writing.write(chunk)
        return self._note(Entry(PAYLOAD + path, digest.hexdigest(), size))

    def add_bytes(self, path: str, data: bytes) -> Entry:
        """Put what is in memory into the payload."""
        path = self._free(path)
        with self._open(PAYLOAD + path) as writing:
            writing.write(data)
        return self._note(_entry(PAYLOAD + path, data))

    def add_tag(self, path: str, data: bytes) -> None:
        """Put a file beside the payload; the tag manifest lists it."""
        with self._open(path) as writing:
            writing.write(data)
        self.tags.append(_entry(path, data))

    def close(self, about: Mapping[str, str]) -> str:
        """Write declaration, description and manifests.

        Returns:
            SHA-256 of the tag manifest (hex): it stands for every byte of the package.

        """
        total = sum(entry.size for entry in self.entries)
        told = {**about, "Payload-Oxum": f"{total}.{len(self.entries)}"}
        lines = "".join(f"{key}: {_on_a_line(value)}\n" for key, value in told.items())
        self.add_tag(DECLARED, DECLARATION)
        self.add_tag(ABOUT, lines.encode())
        self.add_tag(MANIFEST, listed(self.entries))
        last = listed(self.tags)
        with self._open(TAG_MANIFEST) as writing:
            writing.write(last)
        return hashlib.sha256(last).hexdigest()

    def add_stamp(self, ordinal: int, token: bytes) -> None:
        """Lay a time stamp beside the manifests, counted from 1."""
        with self._open(stamp_name(ordinal)) as writing:
            writing.write(token)

    def _open(self, path: str) -> "zipfile.ZipExtFile":
        about = zipfile.ZipInfo(f"{self.name}/{path}", date_time=EPOCH)
        about.external_attr = 0o644 << 16
        return self.archive.open(about, "w", force_zip64=True)  # type: ignore[return-value]

    def _note(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        return entry

    def _free(self, path: str) -> str:
        """A path that is safe on every system and not yet taken, also without case."""
        parts = [_plain(part) for part in path.split("/") if part.strip(". ")]
        path = "/".join(parts) or "file"
        taken = {entry.path.casefold() for entry in self.entries}
        stem, dot, ending = path.rpartition(".")
        if not dot or "/" in ending:
            stem, ending = path, ""
        number, found = 1, path
        while (PAYLOAD + found).casefold() in taken:
            number += 1
            found = f"{stem}-{number}{dot and '.' + ending}"
        return found


def listed(entries: list[Entry]) -> bytes:
    """The lines of a manifest; %, CR and LF in a path are written as RFC 8493 wants."""
    return "".join(
        f"{entry.sha256}  {_quoted(entry.path)}\n" for entry in entries
    ).encode()


def stamp_name(ordinal: int) -> str:
    """Where the time stamp with this number lies."""
    return f"{STAMPS}{ordinal:04d}.tsr"


def append_stamp(path: Path, ordinal: int, token: bytes) -> None:
    """Lay a later time stamp into a finished package."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        name = archive.namelist()[0].partition("/")[0]
        Bag(archive, name).add_stamp(ordinal, token)


def _entry(path: str, data: bytes) -> Entry:
    return Entry(path, hashlib.sha256(data).hexdigest(), len(data))


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _plain(part: str) -> str:
    kept = "".join(s if s.isprintable() and s not in '<>:"|?*\\' else "_" for s in part)
    return kept.strip(" ").rstrip(".")[-LONGEST_NAME:] or "_"


def _on_a_line(value: str) -> str:
    return " ".join(value.split())
