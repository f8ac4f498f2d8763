"""When fire design is reviewed: special construction works, order 51 art. 14."""

import datetime as dt
from typing import Final

from reviews.routing.book import Rule, Sector
from reviews.routing.conditions import (
    ALWAYS,
    DWELLING,
    PUBLIC,
    All,
    Any,
    AnyHazard,
    Condition,
    Yes,
    more,
    used_as,
)
from reviews.routing.facts import Hazard, Use
from reviews.sentences import Sentence

_ORDER: Final = "住房和城乡建设部令第51号 第十四条"
_SINCE: Final = dt.date(2020, 6, 1)


def _fire(number: int, clause: str, when: Condition, reason: Sentence) -> Rule:
    return Rule(
        id=f"R-2{number:02}",
        sector=Sector.FIRE,
        when=when,
        is_needed=True,
        clause=clause,
        source=_ORDER,
        reason=reason,
        effective_from=_SINCE,
        legal_days=15,
    )


def _larger(limit: int, *uses: Use) -> Condition:
    return All((used_as(*uses), more("area_m2", limit)))


FIRE: Final = (
    _fire(
        7,
        "国家工程建设消防技术标准规定的一类高层住宅建筑（建筑高度大于54米）。",
        All((DWELLING, more("height_m", 54))),
        Sentence("Class-1 high-rise dwelling: %(height_m)s m, more than 54 m"),
    ),
    _fire(
        1,
        "总建筑面积大于二万平方米的体育场馆、会堂，公共展览馆、博物馆的展示厅。",
        _larger(20_000, Use.STADIUM, Use.EXHIBITION),
        Sentence("Special works: %(area_m2)s m², more than 20 000 m²"),
    ),
    _fire(
        2,
        "总建筑面积大于一万五千平方米的民用机场航站楼、客运车站候车室、客运码头候船厅。",
        _larger(15_000, Use.TERMINAL),
        Sentence("Special works: %(area_m2)s m², more than 15 000 m²"),
    ),
    _fire(
        3,
        "总建筑面积大于一万平方米的宾馆、饭店、商场、市场。",
        _larger(10_000, Use.HOTEL, Use.RESTAURANT, Use.SHOPPING),
        Sentence("Special works: %(area_m2)s m², more than 10 000 m²"),
    ),
    _fire(
        4,
        "总建筑面积大于二千五百平方米的影剧院，公共图书馆的阅览室，医院的门诊楼，大学的教学楼、图书馆、食堂，劳动密集型企业的生产加工车间。",
        Any(
            (
                _larger(2_500, Use.CINEMA, Use.LIBRARY, Use.UNIVERSITY),
                All((_larger(2_500, Use.FACTORY), Yes("is_labour_intensive"))),
            )
        ),
        Sentence("Special works: %(area_m2)s m², more than 2 500 m²"),
    ),
    _fire(
        5,
        "总建筑面积大于一千平方米的托儿所、幼儿园的儿童用房，养老院、福利院，医院、疗养院的病房楼，中小学校的教学楼、图书馆、食堂，学校的集体宿舍，劳动密集型企业的员工集体宿舍。",
        _larger(
            1_000,
            Use.KINDERGARTEN,
            Use.NURSING_HOME,
            Use.HOSPITAL,
            Use.SCHOOL,
            Use.DORMITORY,
        ),
        Sentence("Special works: %(area_m2)s m², more than 1 000 m²"),
    ),
    _fire(
        6,
        "总建筑面积大于五百平方米的歌舞厅、录像厅、放映厅、卡拉OK厅、夜总会、游艺厅、桑拿浴室、网吧、酒吧等。",
        _larger(500, Use.ENTERTAINMENT),
        Sentence("Special works: %(area_m2)s m², more than 500 m²"),
    ),
    _fire(
        8,
        "城市轨道交通、隧道工程，大型发电、变配电工程。",
        used_as(Use.TRANSPORT, Use.POWER),
        Sentence("Special works: urban rail, tunnel or large power works"),
    ),
    _fire(
        9,
        "生产、储存、装卸易燃易爆危险物品的工厂、仓库和专用车站、码头，易燃易爆气体和液体的充装站、供应站、调压站。",
        AnyHazard(frozenset({Hazard.FLAMMABLE, Hazard.EXPLOSIVE})),
        Sentence("Special works: flammable or explosive goods"),
    ),
    _fire(
        10,
        "国家机关办公楼、电力调度楼、电信楼、邮政楼、防灾指挥调度楼、广播电视楼、档案楼。",
        used_as(Use.GOVERNMENT, Use.TELECOM),
        Sentence("Special works: government offices or dispatch centre"),
    ),
    _fire(
        12,
        "单体建筑面积大于四万平方米或者建筑高度超过五十米的公共建筑。",
        All((PUBLIC, Any((more("area_m2", 40_000), more("height_m", 50))))),
        Sentence("Public building: %(area_m2)s m², %(height_m)s m high"),
    ),
    Rule(
        id="R-299",
        sector=Sector.FIRE,
        when=ALWAYS,
        is_needed=False,
        clause="其他建设工程实行消防验收备案、抽查管理制度。",
        source="住房和城乡建设部令第51号",
        reason=Sentence("No special works: filed and spot-checked, not reviewed"),
        effective_from=_SINCE,
    ),
)
