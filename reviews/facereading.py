"""What the ingestion report says of one face: what was read, lost and left out of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from drawings.annotationwords import ANNOTATIONS
from drawings.content.counting import Counted, count_content, counted_from
from drawings.content.errors import UnreadableDrawing
from drawings.content.parts import Kind
from drawings.models import Face, SheetRevision
from drawings.remarkwords import removed_words
from drawings.sentences import loss_words
from reviews.halves import RELEASES, remarks_on, signatures_on
from reviews.searching.leading import sheet_address
from storage.actions.blobs import file_of

FIELDS: Final[Mapping[str, object]] = {
    "number": pgettext_lazy("title block", "Number"),
    "name": pgettext_lazy("title block", "Name"),
    "scale": pgettext_lazy("title block", "Scale"),
    "revision": pgettext_lazy("title block", "Version"),
    "date": pgettext_lazy("title block", "Date"),
    "project": pgettext_lazy("title block", "Project"),
}
KINDS: Final[Mapping[Kind, object]] = {
    Kind.SEGMENT: pgettext_lazy("primitive", "lines"),
    Kind.CURVE: pgettext_lazy("primitive", "curves"),
    Kind.TEXT: pgettext_lazy("primitive", "texts"),
    Kind.FILL: pgettext_lazy("primitive", "edges of fills"),
    Kind.IMAGE: pgettext_lazy("primitive", "pictures"),
}
APART: Final = frozenset({"losses", "scanned", "mixed", "blank", "active_content"})
"""Remarks on the file that the report says of the sheet, or in a list of their own."""
MOST_NAMES: Final = 24


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the title block, how sure it is in percent, and where it stood."""

    name: str
    value: str
    sure: int
    source: str


@dataclass(frozen=True, slots=True)
class Comment:
    """An annotation or form field of the page, with the address of its place."""

    kind: str
    author: str
    text: str
    address: str
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class FaceRead:
    """What was read of one face, lost in it and left out of its copy."""

    face: Face
    version: str
    nature: str
    counted: Counted
    kinds: list[tuple[str, int]]
    fields: list[Field]
    lost: list[str]
    removed: str
    comments: list[Comment]
    hidden_layers: list[str]
    remarks: list[str]
    signatures: list[str]

    @property
    def layers(self) -> tuple[tuple[str, int], ...]:
        """The layers on which most lies."""
        return self.counted.layers[:MOST_NAMES]

    @property
    def more_layers(self) -> int:
        """How many layers are not listed."""
        return len(self.counted.layers) - len(self.layers)

    @property
    def blocks(self) -> tuple[tuple[str, int], ...]:
        """The blocks that stand most often; nameless ones of a program are left out."""
        named = [pair for pair in self.counted.blocks if not pair[0].startswith("*")]
        return tuple(named[:MOST_NAMES])

    @property
    def scales(self) -> list[tuple[str, int]]:
        """The scales of the viewports with how many have each, the most frequent first."""
        told = (f"{round(window[4], 2):g}" for window in self.face.windows)
        return Counter(told).most_common()


def read_of(face: Face | None, revision: SheetRevision, serial: str) -> FaceRead | None:
    """What was read of a face, lost in it and left out of its copy."""
    if face is None:
        return None
    reading = face.file.reading
    counted = _counted(face)
    version = str(reading.get("version", ""))
    removed = dict(reading.get("removed", {}))
    return FaceRead(
        face=face,
        version=RELEASES.get(version, version),
        nature=_nature(face, counted),
        counted=counted,
        kinds=[(str(KINDS[kind]), count) for kind, count in counted.kinds.items()],
        fields=_fields(face),
        lost=loss_words(face.losses),
        removed=removed_words(_active(removed)),
        comments=_comments(face, revision, serial),
        hidden_layers=[str(name) for name in reading.get("hidden_layers", [])],
        remarks=remarks_on(face.file, without=APART),
        signatures=signatures_on(face.file),
    )


def _counted(face: Face) -> Counted:
    """What was counted when the face was read; of older faces it is counted now."""
    if face.counted is not None:
        return counted_from(face.counted)
    try:
        return count_content(file_of(face.content))
    except UnreadableDrawing:
        return Counted()


def _nature(face: Face, counted: Counted) -> str:
    if face.is_scanned:
        return _("A scanned picture: what it shows cannot be compared exactly.")
    if not counted.total:
        return _("Empty: nothing can be seen.")
    if pictures := counted.kinds.get(Kind.IMAGE):
        return ngettext(
            "Lines with %(count)s picture among them; what it shows is not compared.",
            "Lines with %(count)s pictures among them; what those show is not compared.",
            pictures,
        ) % {"count": pictures}
    return _("Lines, fills and texts; every one can be compared.")


def _fields(face: Face) -> list[Field]:
    found = []
    for key, name in FIELDS.items():
        value = face.title_block.get(key)
        if isinstance(value, dict) and value.get("value"):
            sure = round(100 * float(value.get("confidence", 0)))
            source = _source(str(value.get("source", "")))
            found.append(Field(str(name), str(value["value"]), sure, source))
    return found


def _source(source: str) -> str:
    named = {
        "attribute": pgettext("source", "attribute of the block"),
        "filename": pgettext("source", "name of the file"),
        "layout": pgettext("source", "name of the layout"),
        "recognised": pgettext("source", "letters told by their shape"),
    }
    return named.get(source, pgettext("source", "text of the title block"))


def _active(removed: Mapping[str, int]) -> dict[str, str]:
    """What was taken out, but for what stays as a layer or is said elsewhere."""
    quiet = {"annotation", "earlier_revision"}
    return {kind: str(n) for kind, n in removed.items() if kind not in quiet}


def _comments(face: Face, revision: SheetRevision, serial: str) -> list[Comment]:
    if face.side != Face.Side.PDF:
        return []
    return [
        Comment(
            kind=str(ANNOTATIONS.get(str(each.get("kind")), each.get("kind", ""))),
            author=str(each.get("author", "")),
            text=str(each.get("text", "")),
            address=_place(each.get("box_mm"), revision, serial),
            is_drawn=bool(each.get("is_drawn")),
        )
        for each in face.file.reading.get("comments", [])
        if each.get("page") == face.index
    ]


def _place(box: object, revision: SheetRevision, serial: str) -> str:
    if not isinstance(box, list) or len(box) != 4:
        return ""
    x0, y0, x1, y1 = (float(side) for side in box)
    if x1 <= x0 and y1 <= y0:
        return ""
    return sheet_address(serial, revision, box=(x0, y0, x1, y1))
