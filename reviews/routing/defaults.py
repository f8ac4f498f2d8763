"""The rules that a new installation begins with: start values, dated, to be edited.

The law was read as copies of the official texts; an administrator compares each clause
with the official text before going live. Provinces differ, in air defence above all.
"""

import datetime as dt
from typing import Final

from reviews.routing.book import Rule, RuleBook, Sector
from reviews.routing.conditions import (
    ALWAYS,
    DWELLING,
    PUBLIC,
    All,
    Any,
    AnyHazard,
    Not,
    Yes,
    at_least,
    more,
)
from reviews.routing.facts import Hazard
from reviews.routing.rows_of_air_defence import AIR_DEFENCE
from reviews.routing.rows_of_fire import FIRE
from reviews.sentences import Sentence

_ORDER_13: Final = "住房和城乡建设部令第13号"
_SINCE_13: Final = dt.date(2013, 8, 1)


_HOUSING: Final = (
    Rule(
        id="R-11",
        sector=Sector.HOUSING,
        # 0 is an area that nobody declared, and no small works.
        when=All((more("area_m2", 0), Not(at_least("area_m2", 300)))),
        is_needed=False,
        clause="工程投资额在30万元以下或者建筑面积在300平方米以下的建筑工程，可以不申请办理施工许可证。",
        source="《建筑工程施工许可管理办法》第二条",
        reason=Sentence("Small works: %(area_m2)s m², less than 300 m²"),
        effective_from=dt.date(2014, 10, 25),
    ),
    Rule(
        id="R-12",
        sector=Sector.HOUSING,
        when=Any(
            (
                All((DWELLING, more("storeys_above", 20))),
                All((PUBLIC, more("area_m2", 20_000))),
                All((PUBLIC, more("height_m", 50))),
            )
        ),
        is_needed=True,
        clause="施工图审查原则上不超过下列时限：大型房屋建筑工程、市政基础设施工程为15个工作日……以上时限不包括施工图修改时间和审查机构的复审时间。",
        source=f"{_ORDER_13} 第十二条",
        reason=Sentence("Large building works; construction drawings are reviewed"),
        effective_from=_SINCE_13,
        legal_days=15,
    ),
    Rule(
        id="R-13",
        sector=Sector.HOUSING,
        when=ALWAYS,
        is_needed=True,
        clause="施工图审查原则上不超过下列时限：……中型及以下房屋建筑工程、市政基础设施工程为10个工作日……以上时限不包括施工图修改时间和审查机构的复审时间。",
        source=f"{_ORDER_13} 第十二条",
        reason=Sentence("Construction drawings of every building are reviewed"),
        effective_from=_SINCE_13,
        legal_days=10,
    ),
)


_METEOROLOGY: Final = (
    Rule(
        id="R-41",
        sector=Sector.METEOROLOGY,
        when=AnyHazard(frozenset(Hazard)),
        is_needed=True,
        clause="油库、气库、弹药库、化学品仓库、烟花爆竹、石化等易燃易爆建设工程和场所，雷电易发区内的矿区、旅游景点等需要单独安装雷电防护装置的场所，由气象主管机构负责防雷装置设计审核。",
        source="国发〔2016〕39号；《雷电防护装置设计审核和竣工验收规定》第四条",
        reason=Sentence("Flammable, explosive or lightning-prone place"),
        effective_from=dt.date(2016, 6, 24),
        legal_days=10,
    ),
    Rule(
        id="R-49",
        sector=Sector.METEOROLOGY,
        when=ALWAYS,
        is_needed=False,
        clause="房屋建筑工程和市政基础设施工程防雷装置设计审核，整合纳入建筑工程施工图审查。",
        source="国发〔2016〕39号",
        reason=Sentence("Lightning protection is part of the construction drawings"),
        effective_from=dt.date(2016, 6, 24),
    ),
)

_PLANNING: Final = (
    Rule(
        id="R-51",
        sector=Sector.PLANNING,
        when=Yes("has_planning_permit"),
        is_needed=True,
        clause="在城市、镇规划区内进行建筑物、构筑物等工程建设的，应当申请办理建设工程规划许可证。",
        source="《中华人民共和国城乡规划法》第四十条",
        reason=Sentence("The drawings are compared with the planning permit"),
        effective_from=dt.date(2008, 1, 1),
        legal_days=15,
    ),
    Rule(
        id="R-59",
        sector=Sector.PLANNING,
        when=ALWAYS,
        is_needed=False,
        clause="在城市、镇规划区内进行建筑物、构筑物等工程建设的，应当申请办理建设工程规划许可证。",
        source="《中华人民共和国城乡规划法》第四十条",
        reason=Sentence("There is no planning permit yet to compare with"),
        effective_from=dt.date(2008, 1, 1),
    ),
)

DEFAULT_RULES: Final = RuleBook(
    "2026-10", (*_HOUSING, *FIRE, *AIR_DEFENCE, *_METEOROLOGY, *_PLANNING)
)
"""National base rules as of October 2026."""
