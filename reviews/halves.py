"""The two faces of a sheet as a table shows them, and what reading them has cost."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.content.papers import BASIC
from drawings.models import Face, SheetRevision, SubmittedFile
from drawings.remarkwords import remark_sentence
from drawings.sentences import loss_words, signature_sentence
from storage.sentences import listed

RELEASES: Final[Mapping[str, str]] = {
    "AC1015": "R2000",
    "AC1018": "R2004",
    "AC1021": "R2007",
    "AC1024": "R2010",
    "AC1027": "R2013",
    "AC1032": "R2018",
}
_TOLERANCE_MM: Final = 6.0
_MOST_SIGNATURES: Final = 6


@dataclass(frozen=True, slots=True)
class Half:
    """One face of a sheet: the file, its format or release, its size."""

    face: Face

    @property
    def form(self) -> str:
        """The release of a DWG, the paper of a PDF."""
        if self.face.side == Face.Side.DWG:
            version = str(self.face.file.reading.get("version", ""))
            return RELEASES.get(version, version)
        return paper_of(self.face.width_mm, self.face.height_mm)

    @property
    def size(self) -> int:
        """Bytes of its file."""
        return self.face.file.size


def half_of(face: Face | None) -> Half | None:
    """A face as the table shows it."""
    return Half(face) if face else None


def paper_of(width_mm: float, height_mm: float) -> str:
    """The name of a paper size; a lengthened one carries a plus, others their sides."""
    short, long = sorted((width_mm, height_mm))
    for name, (side, end, _margin) in BASIC.items():
        if abs(short - side) <= _TOLERANCE_MM:
            if abs(long - end) <= _TOLERANCE_MM:
                return name
            if long > end:
                return f"{name}+"
    return f"{width_mm:.0f}×{height_mm:.0f}"


def remarks_of(revision: SheetRevision) -> list[str]:
    """What a person should know about the reading of a sheet, each thing once."""
    said = []
    for face in (revision.dwg, revision.pdf):
        if face is None:
            continue
        if face.is_scanned:
            said.append(_("Scanned; it cannot be compared exactly."))
        if losses := listed(loss_words(face.losses)):
            said.append(remark_sentence("losses", {"kinds": losses}))
        # Said of the sheet itself above, which is nearer than of its file.
        said += remarks_on(face.file, without={"losses", "scanned"})
        said += signatures_on(face.file)
    return list(dict.fromkeys(said))


def remarks_on(file: SubmittedFile, *, without: Collection[str]) -> list[str]:
    """What a person should know about the reading of a file, but some kinds of it."""
    told = [
        (str(remark.get("code", "")), remark.get("particulars", {}))
        for remark in file.reading.get("remarks", [])
    ]
    return [
        remark_sentence(code, _values(code, values))
        for code, values in told
        if code not in without
    ]


def signatures_on(file: SubmittedFile) -> list[str]:
    """What is known of the signatures that a file carried."""
    found = file.reading.get("signatures", [])[:_MOST_SIGNATURES]
    return [signature_sentence(each) for each in found]


def _values(code: str, particulars: Mapping[str, str]) -> Mapping[str, str]:
    """The particulars of a remark as its sentence wants them."""
    if code == "scale_unknown":
        count = str(particulars.get("sheets", ""))
        many = int(count) if count.isdecimal() else 2
        words = ngettext("%(count)s sheet", "%(count)s sheets", many)
        return {"sheets": words % {"count": count}}
    return particulars
