"""The set: every sheet with its number, name, folder, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import cast

from ezdxf.layouts import Paperspace

from drawings.content.disciplines import Discipline
from samples.drafting.draft import Draft, Pen
from samples.drafting.frame import SIZE_MM, STRIP_X, TitleValues, draw_frame
from samples.tower.air_defence import draw_air_defence
from samples.tower.basement import draw_basement
from samples.tower.climate import draw_hvac
from samples.tower.electrical import draw_electrical
from samples.tower.facades import draw_elevations
from samples.tower.facts import (
    DESIGNER,
    OWNER,
    PROJECT,
    PROJECT_NUMBER,
    Dates,
    Revision,
)
from samples.tower.fire import draw_fire
from samples.tower.ground import draw_ground
from samples.tower.section import draw_section
from samples.tower.site import draw_site
from samples.tower.structure import draw_frame_plan, draw_raft
from samples.tower.typical import draw_typical
from samples.tower.upper import draw_roof
from samples.tower.water import draw_water
from samples.tower.writing import draw_list, draw_notes

LAYOUT = "A1"


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet of the set.

    Attributes:
        number: 图号.
        name: 图名.
        discipline: which branch of design it belongs to.
        scale: as written in the title block.
        draw: makes the drawing of one revision, without its frame.
        version: the DWG version that it is saved in.
        is_exploded: its title block holds plain texts instead of attributes.
        has_layout: it is plotted through a viewport in paper space.

    """

    number: str
    name: str
    discipline: Discipline
    scale: str
    draw: Callable[[Revision], Draft]
    version: str = "AC1032"
    is_exploded: bool = False
    has_layout: bool = False

    @property
    def folder(self) -> str:
        """The folder of its discipline."""
        return FOLDERS[self.discipline]

    @property
    def stem(self) -> PurePosixPath:
        """Its file without extension, such as 建筑/建施-05 标准层平面图."""
        return PurePosixPath(self.folder) / f"{self.number} {self.name}"


FOLDERS = {
    Discipline.SITE: "总图",
    Discipline.ARCHITECTURE: "建筑",
    Discipline.STRUCTURE: "结构",
    Discipline.WATER: "给排水",
    Discipline.HVAC: "暖通",
    Discipline.ELECTRICAL: "电气",
    Discipline.FIRE: "消防",
    Discipline.AIRDEFENCE: "人防",
}
# Designer, checker, reviewer, approver, discipline lead; the manager is one for all.
SIGNERS = {
    Discipline.SITE: ("沈沅", "方池", "陆衡", "秦岳", "沈沅"),
    Discipline.ARCHITECTURE: ("吕舟", "方池", "陆衡", "秦岳", "王砚"),
    Discipline.STRUCTURE: ("陈度", "顾棠", "贺峥", "秦岳", "陈度"),
    Discipline.WATER: ("许澜", "姚汀", "邵岑", "秦岳", "许澜"),
    Discipline.HVAC: ("高筠", "姚汀", "邵岑", "秦岳", "高筠"),
    Discipline.ELECTRICAL: ("罗弦", "孟炜", "邵岑", "秦岳", "罗弦"),
    Discipline.FIRE: ("吕舟", "方池", "陆衡", "秦岳", "王砚"),
    Discipline.AIRDEFENCE: ("丁铎", "方池", "陆衡", "秦岳", "丁铎"),
}
MANAGER = "秦岳"
REISSUED = ("建施-01", "建施-03", "建施-04", "建施-05", "消施-01", "防施-01")
# Plotted again without any change, to prove that a comparison stays silent.
REPLOTTED = "电施-01"


def draw_sheet_list(revision: Revision) -> Draft:
    """Sheet 建施-01: all sheets with the revision they stand at."""
    return draw_list(
        tuple(
            (s.number, s.name, s.scale, revision_of(s.number, revision)) for s in SHEETS
        )
    )


def revision_of(number: str, revision: Revision) -> str:
    """The letter a sheet bears when the set stands at `revision`."""
    return revision.value if number in REISSUED else Revision.A.value


_A = Discipline.ARCHITECTURE
SHEETS: tuple[SheetPlan, ...] = (
    SheetPlan("总施-01", "总平面图", Discipline.SITE, "1:250", draw_site, "AC1024"),
    SheetPlan("建施-01", "图纸目录", _A, "—", draw_sheet_list),
    SheetPlan("建施-02", "建筑设计总说明", _A, "—", draw_notes),
    SheetPlan("建施-03", "地下一层平面图", _A, "1:100", draw_basement),
    SheetPlan("建施-04", "首层平面图", _A, "1:100", draw_ground),
    SheetPlan("建施-05", "标准层平面图", _A, "1:100", draw_typical),
    SheetPlan("建施-06", "屋顶平面图", _A, "1:100", draw_roof),
    SheetPlan("建施-07", "立面图", _A, "1:150", draw_elevations, has_layout=True),
    SheetPlan("建施-08", "1-1剖面图", _A, "1:150", draw_section),
    SheetPlan(
        "结施-01",
        "基础平面图",
        Discipline.STRUCTURE,
        "1:100",
        draw_raft,
        "AC1018",
        is_exploded=True,
    ),
    SheetPlan(
        "结施-02",
        "标准层结构平面图",
        Discipline.STRUCTURE,
        "1:100",
        draw_frame_plan,
        "AC1018",
        is_exploded=True,
    ),
    SheetPlan(
        "水施-01", "标准层给排水平面图", Discipline.WATER, "1:100", draw_water, "AC1027"
    ),
    SheetPlan(
        "暖施-01", "标准层暖通平面图", Discipline.HVAC, "1:100", draw_hvac, "AC1027"
    ),
    SheetPlan(
        "电施-01",
        "标准层电气平面图",
        Discipline.ELECTRICAL,
        "1:100",
        draw_electrical,
        "AC1024",
    ),
    SheetPlan("消施-01", "地下一层消防平面图", Discipline.FIRE, "1:100", draw_fire),
    SheetPlan(
        "防施-01", "防空地下室平面图", Discipline.AIRDEFENCE, "1:100", draw_air_defence
    ),
)


def sheet(number: str) -> SheetPlan:
    """The sheet with this number.

    Raises:
        KeyError: there is no such sheet.

    """
    for plan in SHEETS:
        if plan.number == number:
            return plan
    raise KeyError(number)


def draw_sheet(plan: SheetPlan, revision: Revision, dates: Dates) -> Draft:
    """Draw one sheet with its frame and title block."""
    draft = plan.draw(revision)
    values = title_values(plan, revision, dates)
    if plan.has_layout:
        _frame_in_layout(draft, values, is_exploded=plan.is_exploded)
    else:
        draw_frame(draft, draft.corner, values, is_exploded=plan.is_exploded)
    return draft


def title_values(plan: SheetPlan, revision: Revision, dates: Dates) -> TitleValues:
    """What the title block of a sheet says."""
    letter = Revision(revision_of(plan.number, revision))
    designed, checked, reviewed, approved, led = SIGNERS[plan.discipline]
    return TitleValues(
        number=plan.number,
        name=plan.name,
        scale=plan.scale,
        revision=letter.value,
        date=dates.of(letter).isoformat(),
        discipline=plan.folder,
        project=PROJECT,
        owner=OWNER,
        designer=DESIGNER,
        project_number=PROJECT_NUMBER,
        designed_by=designed,
        checked_by=checked,
        reviewed_by=reviewed,
        approved_by=approved,
        led_by=led,
        managed_by=MANAGER,
    )


def _frame_in_layout(draft: Draft, values: TitleValues, *, is_exploded: bool) -> None:
    doc = draft.doc
    doc.layouts.rename(doc.layouts.active_layout().name, LAYOUT)
    paper = cast(Paperspace, doc.layout(LAYOUT))
    paper.page_setup(size=SIZE_MM, margins=(0, 0, 0, 0))
    draw_frame(Pen(doc, paper, 1.0), (0.0, 0.0), values, is_exploded=is_exploded)
    x0, y0, x1, y1 = 26.0, 11.0, STRIP_X - 1, 583.0
    paper.add_viewport(
        center=((x0 + x1) / 2, (y0 + y1) / 2),
        size=(x1 - x0, y1 - y0),
        view_center_point=draft.at((x0 + x1) / 2, (y0 + y1) / 2),
        view_height=(y1 - y0) * draft.scale,
    )
