"""What the departments of the story say of revision A, and what becomes of it."""

from dataclasses import dataclass
from enum import StrEnum

from samples.drafting.draft import Box
from samples.tower.basement import SHELTER_DOOR
from samples.tower.building import BASEMENT_ORIGIN, plan_draft
from samples.tower.edits import door_box, grown
from samples.tower.ground import INWARD_DOOR
from samples.tower.typical import NARROW_DOOR


class Department(StrEnum):
    """Who speaks."""

    HOUSING = "住建"
    FIRE = "消防"
    AIR_DEFENCE = "人防"


class Grade(StrEnum):
    """How binding the clause is: 强条, 应·不得, 建议."""

    MANDATORY = "mandatory"
    SHALL = "shall"
    ADVICE = "advice"


class Outcome(StrEnum):
    """What becomes of an opinion."""

    EDITED = "edited"
    EXPLAINED = "explained"
    CONSULTED = "consulted"


@dataclass(frozen=True, slots=True)
class SampleOpinion:
    """An opinion as a reviewer would mark it.

    Attributes:
        key: as said aloud, such as 建-01.
        department: who gives it.
        grade: how binding.
        clause: the standard and its clause.
        sheet: number of the sheet.
        region: what is marked (x0, y0, x1, y1; paper mm, y upwards).
        finding: what is wrong.
        demand: what is required.
        reply: what the designer answers.
        outcome: what becomes of it.

    """

    key: str
    department: Department
    grade: Grade
    clause: str
    sheet: str
    region: Box
    finding: str
    demand: str
    reply: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a consultation decided, and which opinions that replaces."""

    key: str
    replaces: tuple[str, ...]
    sheet: str
    region: Box
    text: str
    positions: tuple[tuple[Department, str], ...]


def sample_opinions() -> tuple[SampleOpinion, ...]:
    """The opinions of the first round, two of them in contradiction."""
    plan, basement = plan_draft(), plan_draft(BASEMENT_ORIGIN)
    shelter = door_box(basement, SHELTER_DOOR)
    return (
        SampleOpinion(
            "建-01",
            Department.HOUSING,
            Grade.SHALL,
            "GB 50096-2011 第 5.8.7 条",
            "建施-05",
            grown(door_box(plan, NARROW_DOOR), 3),
            "2～3 轴次卧门 M0821 洞口宽 800，小于卧室门洞最小宽度 900。",
            "卧室门洞净宽不应小于 0.90 m，改为 M0921，同步修改尺寸与门窗表。",
            "已按意见修改：次卧门改为 M0921，尺寸、门窗表同步修改，见建施-05 版次 B。",
            Outcome.EDITED,
        ),
        SampleOpinion(
            "建-02",
            Department.HOUSING,
            Grade.ADVICE,
            "GB 55015-2021 第 3.1.2 条",
            "建施-02",
            (284.0, 150.0, 505.0, 215.0),
            "节能专篇仅列体形系数、窗墙比，未说明热桥部位处理。",
            "建议补充外墙热桥部位内表面结露验算结论。",
            "热桥部位验算见节能计算书第 4 章，总说明不再重复。",
            Outcome.EXPLAINED,
        ),
        SampleOpinion(
            "消-01",
            Department.FIRE,
            Grade.MANDATORY,
            "GB 55037-2022 第 7.1.6 条",
            "建施-03",
            grown(shelter, 4),
            "1 单元合用前室通向密闭通道的门 HFM1220 开启后占用前室疏散宽度。",
            "该门应向内（密闭通道一侧）开启，并设 FM甲1221，疏散净宽不小于 1.20 m。",
            "",
            Outcome.CONSULTED,
        ),
        SampleOpinion(
            "消-02",
            Department.FIRE,
            Grade.MANDATORY,
            "GB 55037-2022 第 7.1.6 条",
            "建施-04",
            grown(door_box(plan, INWARD_DOOR), 3),
            "1 单元首层疏散外门 M1524 向内开启。",
            "疏散外门应向疏散方向（室外）开启。",
            "已按意见修改：M1524 改为向外开启，见建施-04 版次 B。",
            Outcome.EDITED,
        ),
        SampleOpinion(
            "人-01",
            Department.AIR_DEFENCE,
            Grade.MANDATORY,
            "GB 50038-2005 第 3.3.17 条",
            "建施-03",
            grown(shelter, 2),
            "次要出入口防护密闭门 HFM1220 门前净距不足，门扇不能开足。",
            "防护密闭门 HFM1220 应向外（冲击波来向）开启，不得在门扇开启范围内设防火门。",
            "",
            Outcome.CONSULTED,
        ),
        SampleOpinion(
            "人-02",
            Department.AIR_DEFENCE,
            Grade.ADVICE,
            "GB 50038-2005 第 3.1.6 条",
            "防施-01",
            basement.paper((7200, 2400, 12600, 9800)),
            "进风机房出风管穿越密闭隔墙处未注明密闭套管。",
            "建议注明套管编号，并与水井、风井位置核对。",
            "套管编号见防施通风详图；位置已与各专业核对，偏差在允许范围内。",
            Outcome.EXPLAINED,
        ),
    )


def sample_resolution() -> Resolution:
    """How 消-01 and 人-01 are brought together."""
    basement = plan_draft(BASEMENT_ORIGIN)
    return Resolution(
        "会-01",
        ("消-01", "人-01"),
        "建施-03",
        grown(door_box(basement, SHELTER_DOOR), 6),
        "次要出入口门洞加宽至 1500，采用 HFM1520 向外开启，铰链改设于北侧，门扇可贴墙开足；"
        "密闭通道内另设 FM甲1521（平时常开），向疏散方向开启。建施-03、防施-01、"
        "消施-01 同步修改。",
        (
            (
                Department.FIRE,
                "门洞加宽并另设常开甲级防火门后，疏散净宽满足要求，同意。",
            ),
            (
                Department.AIR_DEFENCE,
                "防火门设于防护密闭门以内，不影响战时关闭，同意。",
            ),
        ),
    )
