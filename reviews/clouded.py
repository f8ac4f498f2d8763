"""Changes as revision clouds for CAD, and how CAD lies on the paper that was compared."""

from collections.abc import Iterable, Sequence

from drawings.diff.clouds import IDENTITY, Affine, Cloud
from drawings.models import Comparison, Face, SheetRevision
from reviews.differences import ChangeLine, compared_faces


def clouds_of(
    comparison: Comparison, lines: Iterable[ChangeLine]
) -> tuple[list[Cloud], Affine, str]:
    """The clouds of the changes, how the newer CAD sheet lies on their paper, its layout.

    The matrix is the identity, so that paper millimetres are written in model space,
    where there is no CAD face, or it is not known how it lies on the PDF that was
    compared.
    """
    clouds = [
        Cloud(
            kind=line.change.kind,
            box=_as_box(line.change.box),
            words=f"{line.number} {line.kind_name} {line.title}",
        )
        for line in lines
    ]
    return clouds, *paper_of(comparison.newer, compared_faces(comparison)[1])


def paper_of(revision: SheetRevision, compared: Face) -> tuple[Affine, str]:
    """From CAD units of the revision's DWG face to millimetres of the compared face.

    With it comes the name of the layout that the CAD face is on.
    """
    dwg = revision.dwg
    if dwg is None or len(dwg.to_paper) != 6:
        return IDENTITY, ""
    a, b, c, d, e, f = (float(one) for one in dwg.to_paper)
    if compared.pk == dwg.pk:
        return (a, b, c, d, e, f), dwg.layout
    laid = _laid(revision, dwg, compared)
    if laid is None:
        return IDENTITY, ""
    s, dx, dy = laid
    return (a * s, b * s, c * s, d * s, e * s + dx, f * s + dy), dwg.layout


def _laid(
    revision: SheetRevision, dwg: Face, page: Face
) -> tuple[float, float, float] | None:
    """How the DWG face lies on the page: as proved, else edge on edge if they fit."""
    proof = getattr(revision, "sameness", None)
    found = proof.registration if proof is not None else {}
    if found and abs(float(found.get("rotation_deg", 0.0))) < 0.01:
        return float(found["scale"]), float(found["dx_mm"]), float(found["dy_mm"])
    scale = page.width_mm / dwg.width_mm if dwg.width_mm else 1.0
    if dwg.height_mm and abs(scale * dwg.height_mm / page.height_mm - 1) < 0.01:
        return scale, 0.0, 0.0
    return None


def _as_box(box: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return x0, y0, x1, y1
