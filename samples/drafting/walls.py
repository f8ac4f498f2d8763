"""Draw a floor: walls as double lines with fill, openings cut out, names and areas."""

from dataclasses import dataclass

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from samples.drafting import layers
from samples.drafting.draft import Draft, Lettering, Point
from samples.drafting.fittings import place_fitting
from samples.drafting.layers import Layer
from samples.drafting.openings import draw_opening
from samples.drafting.plan import FloorPlan, Material, Wall


@dataclass(frozen=True, slots=True)
class Look:
    """On which layers a floor is drawn, and how much of it."""

    wall: Layer
    wall_fill: Layer
    concrete: Layer
    concrete_fill: Layer
    door: Layer
    tag: Layer
    fitting: Layer
    room: Layer
    area: Layer
    has_tags: bool = True
    has_areas: bool = True
    has_fittings: bool = True


FULL = Look(
    layers.WALL,
    layers.WALL_FILL,
    layers.CONCRETE,
    layers.CONCRETE_FILL,
    layers.DOOR,
    layers.DOOR_TAG,
    layers.FITTING,
    layers.ROOM,
    layers.AREA,
)
BASE = Look(
    layers.BASE,
    layers.BASE_FILL,
    layers.BASE,
    layers.BASE,
    layers.BASE,
    layers.BASE,
    layers.BASE,
    layers.BASE,
    layers.BASE,
    has_tags=False,
    has_areas=False,
)


def draw_floor(draft: Draft, plan: FloorPlan, look: Look = FULL) -> None:
    """Draw the whole floor."""
    draw_walls(draft, plan, look)
    for opening in plan.openings:
        draw_opening(draft, opening, look.door, look.tag if look.has_tags else None)
    if look.has_fittings:
        for fitting in plan.fittings:
            place_fitting(draft, fitting, look.fitting)
    for room in plan.rooms:
        draft.text(room.name, room.at, look.room, Lettering(3.0))
        if room.area and look.has_areas:
            below = (room.at[0], room.at[1] - 4.2 * draft.scale)
            draft.text(f"{room.area:.1f}㎡", below, look.area, Lettering(2.2))


def draw_walls(draft: Draft, plan: FloorPlan, look: Look = FULL) -> None:
    """Draw the walls, concrete before masonry, with the openings cut out."""
    holes = shapely.union_all([shapely.box(*o.box) for o in plan.openings])
    solid = _merged(plan.walls, Material.CONCRETE).difference(holes)
    masonry = _merged(plan.walls, Material.MASONRY).difference(holes).difference(solid)
    _draw_area(draft, masonry, look.wall, look.wall_fill)
    _draw_area(draft, solid, look.concrete, look.concrete_fill)


def _merged(walls: tuple[Wall, ...], material: Material) -> BaseGeometry:
    return shapely.union_all(
        [shapely.box(*wall.box) for wall in walls if wall.material is material]
    )


def _draw_area(draft: Draft, area: BaseGeometry, edge: Layer, fill: Layer) -> None:
    for polygon in _polygons(area):
        outline, holes = _ring(polygon.exterior), [_ring(r) for r in polygon.interiors]
        draft.fill(outline, fill, holes)
        for ring in (outline, *holes):
            draft.path(ring, edge, closed=True)


def _polygons(area: BaseGeometry) -> list[Polygon]:
    """The parts in reading order: shapely promises none."""
    parts = list(area.geoms) if isinstance(area, MultiPolygon) else [area]
    found = [part for part in parts if isinstance(part, Polygon) and part.area > 1]
    return sorted(found, key=lambda part: part.bounds)


def _ring(ring: shapely.LinearRing) -> list[Point]:
    points = [(round(x, 3), round(y, 3)) for x, y in ring.simplify(0).coords[:-1]]
    first = points.index(min(points))
    return points[first:] + points[:first]
