"""清和苑 3# 住宅楼: who builds it, how large it is, when it was drawn. All names invented."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CITY = "云溪市"
PROJECT = "清和苑 3# 住宅楼"
OWNER = "清和置业有限公司"
DESIGNER = "云溪市建筑设计研究院"
SURVEYOR = "云溪市岩土勘察有限公司"
PROJECT_NUMBER = "YX2026-037"
PROJECT_CODE = "2026-371399-70-03-018846"
ADDRESS = "云溪市滨河路以北、文昌街以东"


class Revision(StrEnum):
    """The two issues of the set."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class Dates:
    """When the two revisions were drawn; written in the title blocks."""

    first: date = date(2026, 10, 20)
    second: date = date(2026, 11, 12)

    def of(self, revision: Revision) -> date:
        """The date of a revision."""
        return self.first if revision is Revision.A else self.second


@dataclass(frozen=True, slots=True)
class AirDefence:
    """The four areas (m2) that general notes must state, and what the shelter is."""

    built_area: float = 1198.4  # 人防建筑面积
    protected_area: float = 1126.7  # 防护面积
    passage_area: float = 71.7  # 口部外通道面积
    shelter_area: float = 812.5  # 掩蔽面积
    grade: str = "核6级、常6级"
    wartime_use: str = "二等人员掩蔽所"
    peacetime_use: str = "汽车库"
    people: int = 800


@dataclass(frozen=True, slots=True)
class Facts:
    """What the project is; areas in m2, lengths in m.

    Attributes:
        use: 住宅.
        storeys_above: above ground.
        storeys_below: below ground.
        height: from the ground to the roof, fire-code height.
        foundation_depth: from the ground to the underside of the raft.
        total_area: all floors.
        above_area: floors above ground.
        below_area: floors below ground.
        first_floor_area: area of the ground floor.
        site_area: of the plot.
        households: flats.
        fire_class: 一类高层住宅.
        seismic: intensity and acceleration.
        size_class: 大型, 中型, 小型.
        air_defence: the basement that protects.

    """

    use: str = "住宅"
    storeys_above: int = 18
    storeys_below: int = 1
    height: float = 54.3
    foundation_depth: float = 5.1
    total_area: float = 12894.6
    above_area: float = 11674.8
    below_area: float = 1219.8
    first_floor_area: float = 648.6
    site_area: float = 6480.0
    households: int = 72
    fire_class: str = "一类高层住宅"
    seismic: str = "7度（0.10g）"
    size_class: str = "中型"
    air_defence: AirDefence = AirDefence()


FACTS = Facts()
