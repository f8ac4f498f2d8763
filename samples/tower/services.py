"""What the trades share: the typical floor in grey, pipes and risers in all flats."""

from collections.abc import Iterable, Sequence

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft, Lettering, Point
from samples.drafting.layers import (
    BASE,
    Layer,
)
from samples.drafting.marks import Table, draw_table
from samples.drafting.walls import BASE as BASE_LOOK
from samples.drafting.walls import draw_floor
from samples.tower.building import GRID, in_flats, plan_draft
from samples.tower.facts import Revision
from samples.tower.typical import draw_cores, typical_floor

NOTES_AT = (60, 195)


def service_base() -> Draft:
    """The typical floor in grey with its axes, for the trades to draw on."""
    draft = plan_draft()
    draw_grid(draft, GRID)
    draw_floor(draft, typical_floor(Revision.A), BASE_LOOK)
    draw_cores(draft, stair=BASE, lift=BASE)
    draw_chains(draft, GRID, sides="SN")
    return draft


def pipes(draft: Draft, paths: Iterable[Sequence[Point]], layer: Layer) -> None:
    """Pipes of the first flat, drawn in all four flats."""
    for path in paths:
        for copy in in_flats(path):
            draft.path(copy, layer)


def risers(
    draft: Draft, places: Iterable[tuple[Point, str]], layer: Layer, text: Layer
) -> None:
    """Risers of the first flat with their names and the number of the flat."""
    for at, name in places:
        for index, points in enumerate(in_flats((at,)), 1):
            x, y = points[0]
            draft.circle((x, y), 75, layer)
            draft.line((x, y), (x + 420, y + 420), text)
            draft.text(
                f"{name}-{index}", (x + 460, y + 540), text, Lettering(1.8, "middle")
            )


def draw_legend(
    draft: Draft, entries: Sequence[tuple[str, Layer]], at: Point = (610, 190)
) -> None:
    """A table of line kinds; `at` is its upper left corner in paper mm."""
    rows = (("图例", "名称"), *(("", name) for name, _ in entries))
    draw_table(draft, Table("图例表", (40, 70), rows, 9.0, 3.2), at)
    for index, (_, layer) in enumerate(entries, 1):
        y = at[1] - 9.0 * (index + 0.5)
        draft.line(draft.at(at[0] + 6, y), draft.at(at[0] + 34, y), layer)
