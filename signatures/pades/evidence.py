"""What signatures a file declares, listed without the library that judges them.

The judging library passes over kinds of signatures that it does not know; a second
reader that only counts makes sure that none of them vanishes silently.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf

DEEPEST_FIELD_TREE = 32
MOST_SIGNATURES = 200
"""More than any sheet has; each is judged, reported and shown."""

ESEAL_KIND: Final = "GBT.38540"
"""Our placeholder for an electronic seal of GB/T 38540 (`signatures.pades.eseals`)."""


@dataclass(frozen=True, slots=True)
class DeclaredSignature:
    """A filled signature field as the file declares it.

    Attributes:
        field: full name, parts joined by dots.
        kind: /SubFilter without the slash, empty when missing.
        has_contents: whether anything but zeros stands where the signature belongs.
        span: /ByteRange of an electronic seal.
        contents: /Contents of an electronic seal; others are read where they are judged.
    """

    field: str
    kind: str
    has_contents: bool
    span: tuple[int, ...] = ()
    contents: bytes = b""


@dataclass(frozen=True, slots=True)
class Declared:
    """All signatures of a file.

    Attributes:
        fields: the filled signature fields.
        loose: how many signature objects no field leads to (a seal that was dropped).
        lists: the revocation lists (DER) in the file's own security store, the DSS.
    """

    fields: tuple[DeclaredSignature, ...]
    loose: int
    lists: tuple[bytes, ...]


def declared_signatures(source: bytes | Path) -> Declared:
    """List every filled signature field, whatever its kind.

    Raises:
        pikepdf.PdfError: the file has no readable structure.
        ValueError: the fields are nested without end, or there are too many.
    """
    opened = io.BytesIO(source) if isinstance(source, bytes) else source
    with pikepdf.open(opened) as pdf:
        form = pdf.Root.get("/AcroForm")
        found, reached = [], set()
        for name, value in _filled(form, "/Fields", _Above(), 0):
            if value.is_indirect:
                reached.add(value.objgen)
            found.append(_declared(name, value))
            if len(found) > MOST_SIGNATURES:
                raise ValueError("more signatures than any sheet has")
        loose = sum(
            1
            for candidate in pdf.objects
            if _is_signature(candidate) and candidate.objgen not in reached
        )
        store = pdf.Root.get("/DSS")
        lists = tuple(stream.read_bytes() for stream in _items(store, "/CRLs"))
    return Declared(tuple(found), loose, lists)


@dataclass(frozen=True, slots=True)
class _Above:
    """What a field inherits: the name so far and the kind of field."""

    name: str = ""
    kind: str = ""


def _filled(
    node: pikepdf.Object | None, key: str, above: _Above, depth: int
) -> Iterator[tuple[str, pikepdf.Object]]:
    if depth > DEEPEST_FIELD_TREE:
        raise ValueError("fields nested without end")
    for one in _items(node, key):
        own = str(one.get("/T", ""))
        here = _Above(
            ".".join(part for part in (above.name, own) if part),
            str(one.get("/FT", above.kind)),
        )
        if here.kind == "/Sig" and "/V" in one:
            yield here.name, one.V
        yield from _filled(one, "/Kids", here, depth + 1)


def _items(node: pikepdf.Object | None, key: str) -> tuple[pikepdf.Object, ...]:
    listed = None if node is None else node.get(key)
    return () if listed is None else tuple(listed)


def _declared(name: str, value: pikepdf.Object) -> DeclaredSignature:
    contents = bytes(value.get("/Contents", b""))
    kind = str(value.get("/SubFilter", "")).removeprefix("/")
    if kind != ESEAL_KIND:
        return DeclaredSignature(name, kind, any(contents))
    span = tuple(int(one) for one in _items(value, "/ByteRange"))
    return DeclaredSignature(name, kind, any(contents), span, contents)


def _is_signature(candidate: pikepdf.Object) -> bool:
    return (
        isinstance(candidate, pikepdf.Dictionary)
        and "/ByteRange" in candidate
        and "/Contents" in candidate
    )
