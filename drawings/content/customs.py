"""Proxy graphics of custom objects as CAD draws them: the shells of columns are filled."""

from collections.abc import Callable
from typing import Any, Final, cast

from ezdxf.entities import DXFGraphic, Polyface
from ezdxf.proxygraphic import ProxyGraphic

SOLID_CORNERS: Final = (3, 4)
_edges: Final[Callable[[ProxyGraphic, bytes], Any]] = ProxyGraphic.shell


def teach_fills() -> None:
    """Let ezdxf fill the faces of a shell where fills are on; it draws edges alone."""
    setattr(ProxyGraphic, "shell", _shell)  # noqa: B010  (it is typed as it was)


def _shell(graphic: ProxyGraphic, data: bytes) -> Polyface | tuple[DXFGraphic, ...]:
    polyface: Polyface = _edges(graphic, data)
    if not graphic.fill:
        return polyface
    faces = [list(face)[:-1] for face in polyface.faces()]
    corners = [[vertex.dxf.location for vertex in face] for face in faces]
    return tuple(_face(graphic, each) for each in corners if len(each) > 1)


def _face(graphic: ProxyGraphic, corners: list[Any]) -> DXFGraphic:
    if len(corners) not in SOLID_CORNERS:
        edge: DXFGraphic = graphic._polyline(corners, close=True)
        return edge
    attributes = graphic._build_dxf_attribs()
    # A solid goes across: its third corner lies opposite of the second.
    order = (corners[0], corners[1], corners[-1], corners[2])
    attributes |= {f"vtx{at}": corner for at, corner in enumerate(order)}
    return cast("DXFGraphic", graphic._factory("SOLID", dxfattribs=attributes))
