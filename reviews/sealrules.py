"""Which seals and countersignatures (会签) a set has to carry: dated rules over plain values.

A row says of which sheets, for which buildings and at which stage, whose seals are asked;
whether a set that lacks them can be handed in, and whether they may follow (容缺). Rows are
never edited once they were in force: they end, and another one begins (`routing.book`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from drawings.content.disciplines import Discipline
from reviews.routing.conditions import ALWAYS, Any, Condition, at_least
from reviews.routing.facts import ProjectFacts
from reviews.sentences import Sentence

A, S, W = Discipline.ARCHITECTURE, Discipline.STRUCTURE, Discipline.WATER
H, E = Discipline.HVAC, Discipline.ELECTRICAL


class Stage(StrEnum):
    """When a set is handed in."""

    FIRST = "first"
    REVISION = "revision"


class Ask(StrEnum):
    """What a row asks for."""

    PRACTICE = "practice"
    """The seal of one person who is registered for one of the disciplines."""

    COUNTERSIGN = "countersign"
    """The signature of a registered person of each of the disciplines."""

    FIRM = "firm"
    """The seal of the design firm."""

    HOLDS = "holds"
    """Whatever seals a sheet carries have to hold."""


@dataclass(frozen=True, slots=True)
class SealRule:
    """One row; `clause` and `source` are Chinese, `name` an English message.

    Attributes:
        sheets: disciplines of the sheets that it is about; empty: all.
        by: disciplines of the persons that it asks for.
        stages: when it is asked; empty: always.
        blocks: whether a set that lacks it cannot be handed in.
        may_follow: whether it may be promised for later (容缺).
    """

    id: str
    name: Sentence
    ask: Ask
    clause: str
    source: str
    effective_from: dt.date
    sheets: frozenset[Discipline] = frozenset()
    by: tuple[Discipline, ...] = ()
    when: Condition = ALWAYS
    stages: frozenset[Stage] = frozenset()
    blocks: bool = False
    may_follow: bool = True
    effective_to: dt.date | None = None

    def is_asked(self, facts: ProjectFacts, on: dt.date, stage: Stage) -> bool:
        """Tell whether it is asked of a building, on a day, at a stage."""
        ends = self.effective_to or dt.date.max
        in_force = self.effective_from <= on <= ends
        at_stage = not self.stages or stage in self.stages
        return in_force and at_stage and self.when.holds(facts)


@dataclass(frozen=True, slots=True)
class CarriedSeal:
    """One seal on a sheet: what it is worth, and of whom the register says it is.

    `is_own` tells whether the registration is at the design firm of the project.
    """

    counts: bool
    is_broken: bool
    is_firm: bool = False
    discipline: str = ""
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class SealedSheet:
    """One sheet with the seals that it carries."""

    number: str
    discipline: str
    seals: tuple[CarriedSeal, ...] = ()


@dataclass(frozen=True, slots=True)
class Lack:
    """What a set lacks by one row: numbers of sheets, and the disciplines missing."""

    rule: SealRule
    sheets: tuple[str, ...]
    missing: tuple[Discipline, ...] = ()


def lacks_of(
    sheets: Sequence[SealedSheet],
    facts: ProjectFacts,
    *,
    on: dt.date,
    stage: Stage,
    rules: Iterable[SealRule] | None = None,
) -> tuple[Lack, ...]:
    """What the seals of a set lack, in the order of the rows; none when all is there."""
    rows = DEFAULT_RULES if rules is None else tuple(rules)
    found = (_lack(row, sheets) for row in rows if row.is_asked(facts, on, stage))
    return tuple(lack for lack in found if lack is not None)


def _lack(rule: SealRule, sheets: Sequence[SealedSheet]) -> Lack | None:
    numbers: list[str] = []
    missing: dict[Discipline, None] = {}
    for sheet in sheets:
        if rule.sheets and sheet.discipline not in rule.sheets:
            continue
        wanted = _wanted(rule, sheet)
        if wanted is not None:
            numbers.append(sheet.number)
            missing |= dict.fromkeys(wanted)
    order = tuple(one for one in rule.by if one in missing)
    return Lack(rule, tuple(numbers), order) if numbers else None


def _wanted(rule: SealRule, sheet: SealedSheet) -> tuple[Discipline, ...] | None:
    """The disciplines that a sheet lacks by a row; None: nothing is lacking."""
    if rule.ask is Ask.HOLDS:
        return () if any(one.is_broken for one in sheet.seals) else None
    good = [one for one in sheet.seals if one.counts and one.is_own]
    if rule.ask is Ask.FIRM:
        return None if any(one.is_firm for one in good) else ()
    there = {one.discipline for one in good if not one.is_firm}
    if rule.ask is Ask.PRACTICE:
        return None if there & set(rule.by) else rule.by
    lacking = tuple(one for one in rule.by if one not in there)
    return lacking or None


_ORDER_13: Final = "房屋建筑和市政基础设施工程施工图设计文件审查管理办法 第十一条"
_SEALED: Final = (
    "勘察设计企业和注册执业人员以及相关人员是否按规定在施工图上加盖相应的图章和签字"
)
_SINCE: Final = dt.date(2013, 8, 1)
_HOUSE: Final = "本平台会签约定（试行，非法定条款）"
_TRIAL: Final = dt.date(2026, 7, 1)


def _practice(
    number: str, sheets: Iterable[Discipline], by: tuple[Discipline, ...], name: str
) -> SealRule:
    return SealRule(
        id=number,
        name=Sentence(name),
        ask=Ask.PRACTICE,
        clause=_SEALED,
        source=_ORDER_13,
        effective_from=_SINCE,
        sheets=frozenset(sheets),
        by=by,
    )


DEFAULT_RULES: Final = (
    SealRule(
        id="S-01",
        name=Sentence("Seals on the sheets hold"),
        ask=Ask.HOLDS,
        clause="随图带来的签章被改动、残缺或者证书已吊销的，不得报审。",
        source="本平台收图规则",
        effective_from=_TRIAL,
        blocks=True,
        may_follow=False,
    ),
    SealRule(
        id="S-02",
        name=Sentence("Issue seal of the design firm"),
        ask=Ask.FIRM,
        clause=_SEALED,
        source=_ORDER_13,
        effective_from=_SINCE,
    ),
    _practice(
        "S-03", (A, Discipline.SITE), (A,), "Practice seal of a registered architect"
    ),
    _practice("S-04", (S,), (S,), "Practice seal of a registered structural engineer"),
    _practice(
        "S-05",
        (Discipline.AIRDEFENCE,),
        (A, S),
        "Practice seal of an architect or structural engineer on air-defence sheets",
    ),
    _practice("S-06", (W,), (W,), "Practice seal of a registered engineer, water"),
    _practice(
        "S-07", (H,), (H,), "Practice seal of a registered engineer, ventilation"
    ),
    _practice("S-08", (E,), (E,), "Practice seal of a registered electrical engineer"),
    SealRule(
        id="S-20",
        name=Sentence("Architectural sheets countersigned by the other disciplines"),
        ask=Ask.COUNTERSIGN,
        clause="高层建筑和带地下室的建筑，建筑专业图纸由结构、给排水、暖通、电气专业会签。",
        source=_HOUSE,
        effective_from=_TRIAL,
        sheets=frozenset({A}),
        by=(S, W, H, E),
        when=Any((at_least("height_m", 24), at_least("storeys_below", 1))),
        stages=frozenset({Stage.FIRST}),
    ),
)
"""In force unless an installation hands in others; the law names the seals, not their form."""
