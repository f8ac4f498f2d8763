"""What the viewer is told of a sheet: its faces, how they lie on each other, its scale.

Places are told in paper millimetres, y upwards, from the lower left corner. An address
that leads to a place says `?at=x,y,width,height`, or `?box=x0,y0,x1,y1` where both corners
are known anyway: of the face that counts, or of the other where `&face=dwg` shows it.
`&find=words` searches the sheet for words.
"""

from collections.abc import Mapping
from typing import Final

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from drawings.content.places import CELL_MM, LINES_PER_MM, TOLD_AS, WORDS_PER_MM
from drawings.content.raster import DRAWN_AS, LEVELS, OVERVIEWS, TILE_PX
from drawings.models import Face, SheetRevision
from reviews.views.crops import box_in

# Papers whose shapes differ by less are one paper in two measures.
SAME_SHAPE: Final = 0.01
TURNED_DEG: Final = 0.05
LONGEST_WORDS: Final = 80


def viewer_of(revision: SheetRevision, user: User) -> dict[str, object]:
    """Everything of a sheet that does not depend on the page it is shown on."""
    face = revision.face
    other = revision.dwg if face.side == Face.Side.PDF else None
    return {
        "revision": revision,
        "faces": {
            "now": face.side,
            "told": [
                face_told(one, onto=face, registration=_proved(revision))
                for one in (face, other)
                if one is not None
            ],
            "words_per_mm": WORDS_PER_MM,
            "lines_per_mm": LINES_PER_MM,
            "cell_mm": CELL_MM,
            "memory": f"{user.pk}:{revision.sheet_id}",
        },
        "tiles": tiles_of(face),
        "has_pdf": revision.pdf is not None,
        "has_dwg": revision.dwg is not None,
        "width_mm": face.width_mm,
        "height_mm": face.height_mm,
        "scale": scale_of(revision),
        "number": revision.sheet.number,
        "name": revision.name or revision.sheet.name,
    }


def face_told(
    face: Face, *, onto: Face, registration: Mapping[str, float]
) -> dict[str, object]:
    """One face: its addresses, its size, where it lies on the face that counts."""
    version = f"?v={face.content.sha256[:12]}-{TOLD_AS}"
    lines = reverse("reviews:lines", args=[face.pk, 0, 0])
    return {
        "side": face.side,
        "tiles": tiles_of(face),
        "layers": reverse("reviews:layers", args=[face.pk]) + version,
        "words": reverse("reviews:words", args=[face.pk]) + version,
        "lines": lines.replace("/0/0.json", "/{x}/{y}.json") + version,
        "width_mm": face.width_mm,
        "height_mm": face.height_mm,
        "laid": laid_on(face, onto, registration),
        "windows": face.windows,
    }


def laid_on(
    face: Face, onto: Face, registration: Mapping[str, float]
) -> dict[str, float]:
    """Where a face lies on another: as was proved, else as its size says.

    Unproved, a plot in another paper size of the same shape is scaled; any other lies on
    it at its lower left corner. So does a face that is turned: tiles cannot be.

    Args:
        face: that is laid.
        onto: that it is laid on.
        registration: how the DWG face lies on the page, as the proof of sameness found
            it (scale, rotation_deg, dx_mm, dy_mm); empty where nothing was found.

    """
    is_proved = face.side == Face.Side.DWG and onto.side == Face.Side.PDF
    if is_proved and registration and abs(registration["rotation_deg"]) < TURNED_DEG:
        return {name: registration[name] for name in ("scale", "dx_mm", "dy_mm")}
    scale = onto.width_mm / face.width_mm
    is_scaled = abs(scale * face.height_mm / onto.height_mm - 1) < SAME_SHAPE
    return {"scale": scale if is_scaled else 1.0, "dx_mm": 0.0, "dy_mm": 0.0}


def tiles_of(face: Face | None) -> str:
    """The address of a face's tiles with places for level, column and row."""
    if face is None:
        return ""
    address = reverse("reviews:tile", args=[face.pk, 0, 0, 0])
    version = f"?v={face.page.sha256[:12]}-{DRAWN_AS}"
    return address.replace("/0/0/0.png", "/{z}/{x}/{y}.png") + version


def scale_of(revision: SheetRevision) -> float | None:
    """The number behind 1: of a sheet; None where neither face tells one.

    What the title block says counts before the units of the CAD file: a drawing in model
    space may hold several sheets, each with a scale of its own.
    """
    found = [one for one in (revision.pdf, revision.dwg) if one is not None]
    said = [scale for scale in map(_said, found) if scale]
    drawn = [one.units_per_mm for one in found if one.units_per_mm > 1]
    return next(iter([*said, *drawn]), None)


def ahead_of(revision: SheetRevision | None) -> list[str]:
    """Addresses of the overview of the sheet that comes next, for browsers to fetch."""
    if revision is None:
        return []
    face = revision.face
    z = OVERVIEWS - 1
    side_mm = TILE_PX * 2.0 ** (LEVELS - 1 - z) / 8 * 25.4 / 72
    columns, rows = (int(-(-mm // side_mm)) for mm in (face.width_mm, face.height_mm))
    template = tiles_of(face)
    return [
        template.format(z=level, x=x, y=y)
        for level, across, down in ((0, 1, 1), (z, columns, rows))
        for x in range(across)
        for y in range(down)
    ]


def place_in(query: QueryDict) -> str:
    """The box that an address leads to, as the viewer reads it; empty where none."""
    box = box_in(query.get("box", "")) or _corners(query.get("at", ""))
    return f"[{','.join(str(value) for value in box)}]" if box else ""


def asked_of(query: QueryDict) -> dict[str, str]:
    """What else an address asks of the viewer: a place, a face, words to find."""
    return {
        "box": place_in(query),
        "first_face": query.get("face", ""),
        "find": query.get("find", "")[:LONGEST_WORDS],
    }


def _proved(revision: SheetRevision) -> Mapping[str, float]:
    """The registration of the proof of sameness; empty where there is none."""
    proof = getattr(revision, "sameness", None)
    found: Mapping[str, float] = getattr(proof, "registration", {})
    return found if float(found.get("scale", 0)) > 0 else {}


def _corners(text: str) -> tuple[float, float, float, float] | None:
    """`x,y,width,height` as two corners."""
    parts = text.split(",")
    try:
        x, y, width, height = (float(part) for part in parts)
    except ValueError:
        return None
    return box_in(",".join(f"{value:.3f}" for value in (x, y, x + width, y + height)))


def _said(face: Face) -> float | None:
    number = face.scale.replace("：", ":").rpartition(":")[2].strip()
    if not (number.isascii() and number.isdecimal()):
        return None
    return float(number) or None
