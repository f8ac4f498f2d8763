"""The two faces of a sheet as a table shows them, and what reading them has cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from drawings.content.papers import BASIC
from drawings.models import Face, SheetRevision
from drawings.sentences import remark_sentence

RELEASES: Final[Mapping[str, str]] = {
    "AC1015": "R2000",
    "AC1018": "R2004",
    "AC1021": "R2007",
    "AC1024": "R2010",
    "AC1027": "R2013",
    "AC1032": "R2018",
}
_TOLERANCE_MM: Final = 6.0


@dataclass(frozen=True, slots=True)
class Half:
    """One face of a sheet: the file, its format or release, its size."""

    face: Face
    form: str
    size: int


def half_of(face: Face | None) -> Half | None:
    """A face as the table shows it."""
    if face is None:
        return None
    version = str(face.file.reading.get("version", ""))
    if face.side == Face.Side.DWG:
        form = RELEASES.get(version, version)
    else:
        form = paper_of(face.width_mm, face.height_mm)
    return Half(face, form, face.file.size)


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
        if losses := _kinds(face.losses):
            said.append(remark_sentence("losses", {"kinds": losses}))
        for remark in face.file.reading.get("remarks", []):
            code = str(remark.get("code", ""))
            # Said of the sheet itself above, which is nearer than of its file.
            if code not in {"losses", "scanned"}:
                values = _values(code, remark.get("particulars", {}))
                said.append(remark_sentence(code, values))
    return list(dict.fromkeys(said))


def _values(code: str, particulars: Mapping[str, str]) -> Mapping[str, str]:
    """The particulars of a remark as its sentence wants them."""
    if code == "active_content":
        return {"kinds": "、".join(f"{k} × {n}" for k, n in particulars.items())}
    if code == "scale_unknown":
        count = str(particulars.get("sheets", ""))
        return {"sheets": _("%(count)s sheets") % {"count": count}}
    return particulars


def _kinds(losses: Sequence[Sequence[object]]) -> str:
    return "、".join(f"{kind} × {count}" for kind, count in losses)
