"""What revision B changes, and who declared it; all boxes in paper mm of the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from samples.drafting.draft import Box, Draft
from samples.drafting.frame import INNER, LABEL_X, ROWS
from samples.drafting.marks import Table, row_box
from samples.drafting.plan import Opening
from samples.tower.basement import FIRE_DOOR, FIRE_WALL, SHELTER_DOOR, WIDER_DOOR
from samples.tower.building import BASEMENT_ORIGIN, plan_draft
from samples.tower.facts import Revision
from samples.tower.ground import DUTY_WALL, EXIT_DOOR, INWARD_DOOR, MOVED_WALL
from samples.tower.sheets import REISSUED, SHEETS
from samples.tower.typical import (
    BEDROOM_DOOR,
    NARROW_DOOR,
    SCHEDULE_AT,
    schedule_of,
    typical_floor,
)
from samples.tower.writing import LIST_AT, list_table

# Tags and numbers stand this far outside of what they name (paper mm).
TAG_MM = 4.5
DUTY_DOOR: Box = (11300.0, 3100.0, 13050.0, 4150.0)


class EditKind(StrEnum):
    """What was changed."""

    DOOR = "door"
    WALL = "wall"
    DIMENSION = "dimension"
    TEXT = "text"
    TABLE = "table"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Edit:
    """One known difference between the revisions of a sheet.

    Attributes:
        sheet: number of the sheet.
        kind: what was changed.
        old: where it was in revision A (x0, y0, x1, y1; paper mm); None when added.
        new: where it is in revision B.
        declared_by: keys of the opinions or the resolution it answers, or 目录 and
            图签 for the consequences of a new issue; empty: nobody declared it.
        words: what was changed, in Chinese.

    """

    sheet: str
    kind: EditKind
    old: Box | None
    new: Box | None
    declared_by: tuple[str, ...]
    words: str

    @property
    def is_declared(self) -> bool:
        """Whether somebody said that this would change."""
        return bool(self.declared_by)

    @property
    def box(self) -> Box:
        """Old and new place together."""
        boxes = [box for box in (self.old, self.new) if box is not None]
        return union(*boxes)


def planted_edits() -> tuple[Edit, ...]:
    """Every difference between revision A and revision B of the set."""
    return (
        *_bedroom_door(),
        *_exit_door(),
        *_duty_wall(),
        *_shelter_doors(),
        *_list_rows(),
        *_titles(),
    )


def union(*boxes: Box) -> Box:
    """The smallest box round all boxes."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def grown(box: Box, by: float) -> Box:
    """The box, larger on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def door_box(draft: Draft, opening: Opening) -> Box:
    """Paper box of a door with its swing and its tag."""
    return grown(draft.paper(opening.footprint), TAG_MM)


def _bedroom_door() -> Iterator[Edit]:
    draft = plan_draft()
    by, number = ("建-01",), "建施-05"
    old, new = door_box(draft, NARROW_DOOR), door_box(draft, BEDROOM_DOOR)
    yield Edit(number, EditKind.DOOR, old, new, by, "次卧门 M0821 改为 M0921")
    old, new = (draft.paper((x, 4800, 5750, 5500)) for x in (4950.0, 4850.0))
    yield Edit(
        number,
        EditKind.DIMENSION,
        grown(old, 1),
        grown(new, 1),
        by,
        "门洞 800 改为 900",
    )
    table = schedule_of(typical_floor(Revision.A))
    for row, cells in enumerate(table.rows):
        if cells[1] in {"M0821", "M0921"}:
            box = _cell(table, SCHEDULE_AT, row, 3)
            yield Edit(number, EditKind.TABLE, box, box, by, f"门窗表 {cells[1]} 数量")


def _exit_door() -> Iterator[Edit]:
    draft = plan_draft()
    old, new = door_box(draft, INWARD_DOOR), door_box(draft, EXIT_DOOR)
    words = "1 单元疏散外门改为向外开启"
    yield Edit("建施-04", EditKind.DOOR, old, new, ("消-02",), words)


def _duty_wall() -> Iterator[Edit]:
    draft = plan_draft()
    old, new = (grown(draft.paper(w.box), 1) for w in (DUTY_WALL, MOVED_WALL))
    yield Edit("建施-04", EditKind.WALL, old, new, (), "值班室隔墙东移 150")
    box = draft.paper(DUTY_DOOR)
    yield Edit(
        "建施-04",
        EditKind.DOOR,
        grown(box, 1),
        grown(box, 1),
        (),
        "值班室门随墙东移 150",
    )


def _shelter_doors() -> Iterator[Edit]:
    draft = plan_draft(BASEMENT_ORIGIN)
    by = ("会-01",)
    for number in ("建施-03", "防施-01", "消施-01"):
        old, new = door_box(draft, SHELTER_DOOR), door_box(draft, WIDER_DOOR)
        words = "HFM1220 改为 HFM1520，铰链换边"
        yield Edit(number, EditKind.DOOR, old, new, by, words)
        fire = union(door_box(draft, FIRE_DOOR), draft.paper(FIRE_WALL.box))
        yield Edit(number, EditKind.DOOR, None, fire, by, "增设 FM甲1521 及隔墙")
        if number != "消施-01":
            box = grown(draft.paper((17500, 6100, 18500, 7750)), 1)
            words = "门洞 1200 改为 1500"
            yield Edit(number, EditKind.DIMENSION, box, box, by, words)
    box = grown(draft.paper((17900, 4500, 21100, 5200)), 1)
    yield Edit("消施-01", EditKind.TEXT, box, box, by, "疏散净宽 1.20 m 改为 1.50 m")
    box = grown(draft.paper((19400, 7900, 23800, 10400)), 2)
    yield Edit("消施-01", EditKind.TEXT, None, box, by, "增加常开防火门说明")


def _list_rows() -> Iterator[Edit]:
    table = list_table(tuple((s.number, s.name, s.scale, "") for s in SHEETS))
    for row, plan in enumerate(SHEETS, 1):
        if plan.number in REISSUED:
            box = _cell(table, LIST_AT, row, 5)
            words = f"目录 {plan.number} 版次 A 改为 B"
            yield Edit("建施-01", EditKind.TABLE, box, box, ("目录",), words)


def _titles() -> Iterator[Edit]:
    for number in REISSUED:
        for label, key, low, high, _ in ROWS:
            if key in {"revision", "date"}:
                box = (LABEL_X, float(low), INNER[2], float(high))
                yield Edit(number, EditKind.TITLE, box, box, ("图签",), f"图签 {label}")


def _cell(table: Table, at: tuple[float, float], row: int, column: int) -> Box:
    _, low, _, high = row_box(table, at, row)
    left = at[0] + sum(table.widths[:column])
    return left, low, left + table.widths[column], high
