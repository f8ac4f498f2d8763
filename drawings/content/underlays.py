"""Drawings of other programs that lie under a drawing (PDF, DWF, DGN): named and framed.

What they show is in another file, which is not part of the set; where the drawing cuts a
window into them, the window is known.
"""

from ezdxf.entities import Underlay
from ezdxf.math import OCS, Matrix44, Vec3

from drawings.content.recorder import Point

RECTANGLE = 2


def name_of(underlay: Underlay) -> str:
    """Type and file, as it is named among the losses."""
    definition = underlay.get_underlay_def()
    file = str(definition.dxf.get("filename", "")) if definition is not None else ""
    name = file.replace("\\", "/").rpartition("/")[2]
    return f"{underlay.dxftype()} {name}".strip()


def window_of(underlay: Underlay) -> list[Point]:
    """The four corners of the window into it; nothing where the drawing cuts none."""
    path = [Vec3(vertex) for vertex in underlay.boundary_path]
    if len(path) < RECTANGLE:
        return []
    dxf = underlay.dxf
    xs, ys = [vertex.x for vertex in path], [vertex.y for vertex in path]
    corners = [
        Vec3(min(xs), min(ys)),
        Vec3(max(xs), min(ys)),
        Vec3(max(xs), max(ys)),
        Vec3(min(xs), max(ys)),
    ]
    turn = Matrix44.chain(
        Matrix44.scale(dxf.scale_x, dxf.scale_y, dxf.scale_z),
        Matrix44.z_rotate(Vec3.from_deg_angle(dxf.rotation).angle),
        Matrix44.translate(*Vec3(dxf.insert).xyz),
    )
    ocs = OCS(dxf.extrusion)
    placed = [ocs.to_wcs(corner) for corner in turn.transform_vertices(corners)]
    return [(corner.x, corner.y) for corner in placed]
