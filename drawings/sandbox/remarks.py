"""What a person should know about a file that was read: notices with their values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drawings.content.parts import SECOND_READER
from drawings.content.sniff import FileKind
from drawings.pdf.found import QUIET, Coverage, Integrity, SignatureFound
from drawings.pdf.natures import Nature

if TYPE_CHECKING:
    from drawings.sandbox.reading import FileReading

# How many names a sentence can carry.
MOST_NAMES, LONGEST_NAMES = 8, 300


class Notice(StrEnum):
    """Something a reader of the file should know; the particulars in brackets."""

    EXTENSION_DIFFERS = "extension_differs"  # extension, found
    REPAIRED = "repaired"  # the file was damaged and could be mended
    LOSSES = "losses"  # types and counts of what could not be carried over
    PROXIES_EMPTY = "proxies_empty"  # count: 天正 objects without proxy graphics
    SCALE_UNKNOWN = "scale_unknown"  # sheets: no frame found, fitted to a paper size
    SCANNED = "scanned"  # sheets that are pictures
    MIXED = "mixed"  # sheets that are vectors and pictures together
    BLANK = "blank"  # sheets on which nothing can be seen
    SIGNED = "signed"  # count: the original carries signatures
    SIGNED_THEN_ADDED = "signed_then_added"  # fields: bytes were added after these
    SIGNATURE_ALTERED = "signature_altered"  # fields whose bytes are not as signed
    SIGNATURE_UNCLEAR = "signature_unclear"  # fields that do not say what they cover
    SIGNATURE_UNCHECKED = "signature_unchecked"  # fields in a format not known here
    UNLOCKED = "unlocked"  # the file was locked against changes; read without a word
    ADDED_TO = "added_to"  # count: how often the file was added to
    ANNOTATED = "annotated"  # count, kinds, authors: shown in a layer of their own
    ANNOTATIONS_UNSEEN = "annotations_unseen"  # count: hidden, or without a picture
    HIDDEN_TEXTS = "hidden_texts"  # count: texts that nobody can see
    LAYERS_HIDDEN = "layers_hidden"  # count, names: layers that the file hides
    ACTIVE_CONTENT = "active_content"  # kinds and counts of what was removed
    XREFS_MISSING = "xrefs_missing"  # names
    SHEETS_SKIPPED = "sheets_skipped"  # count
    OUTSIDE_FRAMES = "outside_frames"  # layout, count, words: on no sheet
    SEVERAL_IN_ONE = "several_in_one"  # layout, count: title blocks without frames
    REDUCED = "reduced"  # read with the second reader: may be incomplete
    FONTS_REPLACED = "fonts_replaced"  # names: typefaces that the file does not hold
    PLOT_STYLES_MISSING = "plot_styles_missing"  # names


@dataclass(frozen=True, slots=True)
class Remark:
    """One notice with the values that belong into its sentence."""

    notice: Notice
    particulars: Mapping[str, str] = field(default_factory=dict)


def remarks_about_name(name: str, kind: FileKind) -> Iterator[Remark]:
    """A name that promises another format than the bytes hold."""
    extension = Path(name).suffix.lstrip(".").lower()
    if extension and extension != kind.value:
        yield Remark(
            Notice.EXTENSION_DIFFERS, {"extension": extension, "found": kind.value}
        )


def remarks_about(
    reading: "FileReading", answer: Mapping[str, Any]
) -> tuple[Remark, ...]:
    """Everything that is to be said of a file, in the order in which it is told."""
    return (
        *_about_state(answer),
        *_about_losses(reading),
        *_about_sheets(reading, answer),
        *_about_frames(answer),
        *_about_signatures(reading.signatures),
        *_about_extras(reading),
        *_about_outside(answer),
    )


def _about_state(answer: Mapping[str, Any]) -> Iterator[Remark]:
    if answer.get("was_mended"):
        yield Remark(Notice.REPAIRED)
    if answer.get("was_locked"):
        yield Remark(Notice.UNLOCKED)


def _about_sheets(
    reading: "FileReading", answer: Mapping[str, Any]
) -> Iterator[Remark]:
    is_cad = reading.kind is not FileKind.PDF
    unknown = sum(is_cad and sheet.units_per_mm == 0 for sheet in reading.sheets)
    natures = Counter(sheet.nature for sheet in reading.sheets)
    hidden = sum(sheet.hidden_texts for sheet in reading.sheets)
    counted = (
        (Notice.PROXIES_EMPTY, "count", int(answer.get("proxies_empty", 0))),
        (Notice.SCALE_UNKNOWN, "sheets", unknown),
        (Notice.SCANNED, "sheets", sum(sheet.is_scanned for sheet in reading.sheets)),
        (Notice.MIXED, "sheets", natures[Nature.MIXED]),
        (Notice.BLANK, "sheets", natures[Nature.BLANK]),
        (Notice.HIDDEN_TEXTS, "count", hidden),
        (Notice.SHEETS_SKIPPED, "count", int(answer.get("skipped", 0))),
    )
    for notice, name, count in counted:
        if count:
            yield Remark(notice, {name: str(count)})
    if reading.hidden_layers:
        yield Remark(
            Notice.LAYERS_HIDDEN,
            {
                "count": str(len(reading.hidden_layers)),
                "names": _named(reading.hidden_layers),
            },
        )


def _about_frames(answer: Mapping[str, Any]) -> Iterator[Remark]:
    """What no frame holds, and what lies in one because no frame was recognised."""
    for layout, count in answer.get("crowded", ()):
        told = {"layout": str(layout)[:LONGEST_NAMES], "count": str(int(count))}
        yield Remark(Notice.SEVERAL_IN_ONE, told)
    for layout, count, words in answer.get("outlying", ()):
        yield Remark(
            Notice.OUTSIDE_FRAMES,
            {
                "layout": str(layout)[:LONGEST_NAMES],
                "count": str(int(count)),
                "words": _named(str(word) for word in words) or "–",
            },
        )


def _about_signatures(signatures: tuple[SignatureFound, ...]) -> Iterator[Remark]:
    if signatures:
        yield Remark(Notice.SIGNED, {"count": str(len(signatures))})
    for notice, found in (
        (
            Notice.SIGNATURE_ALTERED,
            [s for s in signatures if s.integrity is Integrity.ALTERED],
        ),
        (
            Notice.SIGNED_THEN_ADDED,
            _last_before_more(signatures),
        ),
        (
            Notice.SIGNATURE_UNCLEAR,
            [
                s
                for s in signatures
                if s.coverage is Coverage.BROKEN
                and s.integrity is not Integrity.ALTERED
            ],
        ),
        (
            Notice.SIGNATURE_UNCHECKED,
            [s for s in signatures if s.integrity is Integrity.UNCHECKED],
        ),
    ):
        if found:
            yield Remark(notice, {"fields": _named(s.field or "–" for s in found)})


def _last_before_more(
    signatures: tuple[SignatureFound, ...],
) -> list[SignatureFound]:
    """The signatures, if none of them speaks for the whole file.

    A file that is signed twice was added to by the second signature; that is usual.
    """
    if any(s.coverage is Coverage.WHOLE for s in signatures):
        return []
    return [s for s in signatures if s.coverage is Coverage.EARLIER]


def _about_extras(reading: "FileReading") -> Iterator[Remark]:
    drawn = [each for each in reading.annotations if each.is_drawn]
    if drawn:
        kinds = Counter(each.kind for each in drawn)
        yield Remark(
            Notice.ANNOTATED,
            {
                "count": str(len(drawn)),
                "kinds": _named(f"{kind} × {n}" for kind, n in kinds.most_common()),
                "authors": _named(sorted({each.author for each in drawn} - {""}))
                or "–",
            },
        )
    if unseen := len(reading.annotations) - len(drawn):
        yield Remark(Notice.ANNOTATIONS_UNSEEN, {"count": str(unseen)})
    active = {k: str(n) for k, n in reading.removed.items() if k not in QUIET}
    if active:
        yield Remark(Notice.ACTIVE_CONTENT, active)
    if not reading.signatures and (more := reading.removed.get("earlier_revision")):
        yield Remark(Notice.ADDED_TO, {"count": str(more)})


def _about_outside(answer: Mapping[str, Any]) -> Iterator[Remark]:
    """Names of what a CAD file leans on and does not hold."""
    for notice, key in (
        (Notice.FONTS_REPLACED, "fonts"),
        (Notice.PLOT_STYLES_MISSING, "plot_styles"),
    ):
        if names := [str(name) for name in answer.get(key, ())]:
            yield Remark(notice, {"names": _named(names)})


def _named(names: Iterable[str]) -> str:
    """Names in a row, at most as many as a sentence can carry."""
    listed = list(names)
    shown = ", ".join(listed[:MOST_NAMES])[:LONGEST_NAMES]
    return f"{shown}, …" if len(listed) > MOST_NAMES else shown


def _about_losses(reading: "FileReading") -> Iterator[Remark]:
    together: dict[str, int] = {loss.kind: loss.count for loss in reading.losses}
    for sheet in reading.sheets:
        for loss in sheet.losses:
            together[loss.kind] = max(together.get(loss.kind, 0), loss.count)
    if together.pop(SECOND_READER, 0):
        yield Remark(Notice.REDUCED)
    xrefs = [
        kind.removeprefix("XREF ") for kind in together if kind.startswith("XREF ")
    ]
    others = {
        k: str(n) for k, n in sorted(together.items()) if not k.startswith("XREF ")
    }
    if xrefs:
        yield Remark(Notice.XREFS_MISSING, {"names": ", ".join(xrefs)})
    if others:
        yield Remark(Notice.LOSSES, others)
