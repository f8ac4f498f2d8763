"""When an air-defence basement is built, and how large: the national base rule."""

import datetime as dt
from typing import Final

from reviews.routing.book import Rule, Sector, Share
from reviews.routing.conditions import (
    ALWAYS,
    DWELLING,
    All,
    Any,
    Not,
    Yes,
    at_least,
    used_as,
)
from reviews.routing.facts import Use
from reviews.sentences import Sentence

_LAW: Final = "国家人民防空主管部门关于结合民用建筑修建防空地下室的规定"
_SINCE: Final = dt.date(2003, 2, 21)
_PRODUCTION: Final = used_as(Use.FACTORY, Use.WAREHOUSE, Use.POWER, Use.TRANSPORT)
_CIVIL_NEW_BUILD: Final = All((Not(_PRODUCTION), Yes("is_new_build")))
_FIRST_FLOOR: Final = Sentence(
    "Air-defence basement of at least %(low)s m² (the ground floor), grade 6 or better"
)
_PART: Final = Sentence(
    "Air-defence basement of %(low)s to %(high)s m² (2–5 %% of %(base)s m²)"
)
_FIRST_FLOOR_6B: Final = Sentence(
    "Air-defence basement of at least %(low)s m² (the ground floor), grade 6B"
)

AIR_DEFENCE: Final = (
    Rule(
        id="R-31",
        sector=Sector.AIR_DEFENCE,
        when=All(
            (
                _CIVIL_NEW_BUILD,
                Any((at_least("storeys_above", 10), at_least("foundation_depth_m", 3))),
            )
        ),
        is_needed=True,
        clause="新建10层（含）以上或者基础埋深3米（含）以上的民用建筑，按照地面首层建筑面积修建6级（含）以上防空地下室。",
        source=f"{_LAW}（一）",
        reason=Sentence(
            "New civil building of %(storeys_above)s storeys, "
            "foundation %(foundation_depth_m)s m deep (from 10 storeys or 3 m)"
        ),
        effective_from=_SINCE,
        legal_days=15,
        duty=Share("first_floor_area_m2", 1.0, 1.0, _FIRST_FLOOR),
    ),
    Rule(
        id="R-32",
        sector=Sector.AIR_DEFENCE,
        when=All(
            (
                _CIVIL_NEW_BUILD,
                Not(DWELLING),
                at_least("above_ground_area_m2", 2_000),
            )
        ),
        is_needed=True,
        clause="新建其他民用建筑，地面总建筑面积在2000平方米（含）以上的，按照地面建筑面积的2%—5%修建6级（含）以上防空地下室。",
        source=f"{_LAW}（二）",
        reason=Sentence(
            "New civil building with %(above_ground_area_m2)s m² above ground, "
            "from 2 000 m²"
        ),
        effective_from=_SINCE,
        legal_days=15,
        duty=Share("above_ground_area_m2", 0.02, 0.05, _PART),
    ),
    Rule(
        id="R-33",
        sector=Sector.AIR_DEFENCE,
        when=All((Yes("is_in_development_zone"), Yes("is_new_build"))),
        is_needed=True,
        clause="开发区、工业园区、保税区和重要经济目标区除上述规定外的新建民用建筑，按照一次性规划地面总建筑面积的2%—5%集中修建6级（含）以上防空地下室。",
        source=f"{_LAW}（三）",
        reason=Sentence("New building in a development zone"),
        effective_from=_SINCE,
        legal_days=15,
        duty=Share("above_ground_area_m2", 0.02, 0.05, _PART),
    ),
    Rule(
        id="R-34",
        sector=Sector.AIR_DEFENCE,
        when=All((DWELLING, Yes("is_new_build"), Yes("is_key_city"))),
        is_needed=True,
        clause="新建除上述规定以外的人民防空重点城市的居民住宅楼，按照地面首层建筑面积修建6B级防空地下室。",
        source=f"{_LAW}（四）",
        reason=Sentence("New dwellings in a key city of air defence"),
        effective_from=_SINCE,
        legal_days=15,
        duty=Share("first_floor_area_m2", 1.0, 1.0, _FIRST_FLOOR_6B),
    ),
    Rule(
        id="R-39",
        sector=Sector.AIR_DEFENCE,
        when=ALWAYS,
        is_needed=False,
        clause="不属于应当修建防空地下室的民用建筑。",
        source=_LAW,
        reason=Sentence("No air-defence basement has to be built"),
        effective_from=_SINCE,
    ),
)
