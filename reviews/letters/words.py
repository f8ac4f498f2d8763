"""The Chinese words of official letters: never translated, whatever language is read."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import Organisation
from reviews.materials import MATERIAL_NAMES
from reviews.models import Case, Material

NO_EFFECT: Final = "本文书由测试系统生成，不具有法律效力"

GRADES: Final[Mapping[str, str]] = {
    "mandatory": "强制性条文",
    "shall": "应、不得类条文",
    "advice": "建议",
}
RESULTS: Final[Mapping[str, str]] = {
    "not_applicable": "不涉及",
    "pass": "通过",
    "pass_after_change": "修改后通过",
    "fail": "不通过",
    "redesign": "不通过（需重新设计）",
}
OUTCOMES: Final[Mapping[str, str]] = {
    "first": "采纳第一方意见",
    "second": "采纳第二方意见",
    "middle": "折中处理",
    "experts": "提交专家评审",
}
GROUNDS: Final[Mapping[str, str]] = {
    "opposite": "要求相反",
    "values": "数值要求互相排斥",
    "same_place": "针对同一部位",
    "called": "由部门提起会商",
}
DISCIPLINES: Final[Mapping[str, str]] = {
    "site": "总图",
    "architecture": "建筑",
    "structure": "结构",
    "water": "给排水",
    "hvac": "暖通",
    "electrical": "电气",
    "fire": "消防",
    "airdefence": "人防",
    "landscape": "景观",
    "survey": "勘察",
    "other": "其他",
}
ACTS: Final[Mapping[str, str]] = {
    "acceptance": "受理",
    "certificate": "核发审查合格书",
}
FACES: Final[Mapping[str, str]] = {
    "missing": "整张图纸",
    "dwg_missing": "DWG 文件",
    "pdf_missing": "PDF 文件",
}
DOCUMENTS: Final[Mapping[str, str]] = {
    "project_approval": "项目批准（核准、备案）文件",
    "survey_report": "岩土工程勘察报告",
    "design_licence": "设计单位资质证书",
    "structural_calculation": "结构计算书",
    "fire_design_statement": "消防设计专篇",
    "airdefence_areas": "人防四项面积指标表",
    "lightning_statement": "防雷设计说明",
    "planning_permit": "建设工程规划许可证（副本）",
    "energy_calculation": "节能计算书",
    "green_statement": "绿色建筑设计专篇",
    "airdefence_opinion": "人防建设意见书",
}
USES: Final[Mapping[str, str]] = {
    "residential": "住宅",
    "dormitory": "宿舍",
    "office": "办公",
    "government": "国家机关办公",
    "hotel": "宾馆、饭店",
    "restaurant": "餐饮",
    "shopping": "商场、市场",
    "entertainment": "娱乐",
    "cinema": "影剧院",
    "library": "图书馆",
    "exhibition": "展览馆、博物馆",
    "stadium": "体育场馆、会堂",
    "terminal": "客运站",
    "hospital": "医院",
    "nursing_home": "养老设施",
    "kindergarten": "幼儿园",
    "school": "中小学校",
    "university": "高等院校",
    "telecom": "电信、调度",
    "transport": "轨道交通、隧道",
    "power": "大型发、变、配电工程",
    "factory": "厂房",
    "warehouse": "仓库",
}


def word(words: Mapping[str, str], key: str) -> str:
    """The word for a key; the key itself where a newer one is not known here."""
    return words.get(key, key)


def document_name(material: Material) -> str:
    """What a document is called officially."""
    if material.code in DOCUMENTS:
        return DOCUMENTS[material.code]
    with translation.override("zh-hans"):
        name = MATERIAL_NAMES.get(material.code)
        return name.told(gettext) if name else material.code


def day(value: dt.date | dt.datetime | None) -> str:
    """A day as letters write it, in the city's time."""
    if value is None:
        return "——"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: dt.datetime | None) -> str:
    """A day with the time."""
    if value is None:
        return "——"
    return f"{day(value)}{timezone.localtime(value):%H:%M}"


def units(names: list[str]) -> str:
    """Several units, as a list within a sentence."""
    return "、".join(dict.fromkeys(names))


def addressees(case: Case) -> str:
    """To whom letters of the case go: builder and design firm."""
    project = case.project
    return units([project.builder.name, project.designer.name])


def lead_of(case: Case) -> str:
    """The name of the unit that issues in the name of all departments."""
    lead = lead_unit_of(case)
    return lead.name if lead else window_of(case)


def lead_unit_of(case: Case) -> Organisation | None:
    """The department that issues in the name of all: the housing department."""
    reviews = list(case.reviews_now())
    return next(
        (one.department for one in reviews if one.department.sector == "housing"),
        reviews[0].department if reviews else None,
    )


def window_of(case: Case) -> str:
    """The name of the window of the case."""
    found = window_unit_of(case)
    return found.name if found else f"{case.project.region.name}联合审查综合窗口"


def window_unit_of(case: Case) -> Organisation | None:
    """The window that accepted the case, or the one of its region."""
    if case.window is not None:
        return case.window
    region = case.project.region
    return (
        Organisation.objects.filter(
            kind=Organisation.Kind.WINDOW,
            region__in=[region.pk, region.city_id or region.pk],
        )
        .order_by("pk")
        .first()
    )
