"""Which discipline (专业) a sheet belongs to, told from its number, name or folder."""

import re
from enum import StrEnum


class Discipline(StrEnum):
    """A branch of building design; the value is what the database keeps."""

    SITE = "site"  # 总图
    ARCHITECTURE = "architecture"  # 建筑
    STRUCTURE = "structure"  # 结构
    WATER = "water"  # 给排水
    HVAC = "hvac"  # 暖通
    ELECTRICAL = "electrical"  # 电气
    FIRE = "fire"  # 消防
    AIRDEFENCE = "airdefence"  # 人防
    LANDSCAPE = "landscape"  # 景观
    SURVEY = "survey"  # 勘察, 测绘
    OTHER = "other"


# Longer and narrower words first: 人防建施 is air defence, 消电施 is fire protection.
PREFIXES: tuple[tuple[str, Discipline], ...] = (
    (r"人防|防[建结水暖电]?[施初]|防空", Discipline.AIRDEFENCE),
    (r"消[水电暖防]?[施初通]|消防", Discipline.FIRE),
    (r"总[施初平图规]|总图|规施", Discipline.SITE),
    (r"景[施初观]|园[施林]|绿[施化]|景观", Discipline.LANDSCAPE),
    (r"勘[察测施]|测[量绘施]|岩土|地勘", Discipline.SURVEY),
    (r"建[施初筑方通修装变]|装[施修]|幕[施墙]|节能", Discipline.ARCHITECTURE),
    (r"结[施初构通修变]|钢[施构]|桩[施基]|基[施坑]", Discipline.STRUCTURE),
    (r"给?排?水[施初通修变]|给排水|给水|排水|水施", Discipline.WATER),
    (r"[暖空通][施初修变]|暖通|空调|通风|采暖|动[施力]|热[施力]", Discipline.HVAC),
    (
        r"[强弱]?电[施初气通修变]|弱[施电]|智[施能]|照明|配电|防雷|讯[施]",
        Discipline.ELECTRICAL,
    ),
)

NAMES: tuple[tuple[str, Discipline], ...] = (
    (r"人防|防空地下室|civil defen[cs]e", Discipline.AIRDEFENCE),
    (
        r"消防|喷淋|喷头|消火栓|火灾|防排烟|fire (protection|alarm)|sprinkler",
        Discipline.FIRE,
    ),
    (r"总平面|总图|竖向|site plan|location plan|civil", Discipline.SITE),
    (r"景观|绿化|园林|种植|landscap|planting", Discipline.LANDSCAPE),
    (r"勘察|勘探|测量|地形|钻孔|survey|stakeout|boring", Discipline.SURVEY),
    (
        r"配筋|基础|结构|梁[平]?[法面]|柱[平]?[法]|板[平]?[法]|桩|钢筋|承台|剪力墙|模板图|"
        r"structur|framing|foundation|reinforc|slab",
        Discipline.STRUCTURE,
    ),
    (
        r"给排水|给水|排水|雨水|污水|卫生间大样给|plumbing|drainage|sanitary",
        Discipline.WATER,
    ),
    (
        r"暖通|空调|通风|采暖|供暖|防烟|排烟|hvac|ventilat|mechanical|heating",
        Discipline.HVAC,
    ),
    (
        r"电气|照明|配电|插座|弱电|防雷|接地|桥架|智能|electric|lighting|power plan",
        Discipline.ELECTRICAL,
    ),
    (
        r"建筑|平面图|立面图|剖面图|详图|门窗|楼梯|节点|屋面|墙身|户型|做法|"
        r"floor ?plan|elevation|section|roof|architect|door|ceiling|demo",
        Discipline.ARCHITECTURE,
    ),
)

LETTERS: dict[str, Discipline] = {
    "A": Discipline.ARCHITECTURE,
    "AD": Discipline.ARCHITECTURE,
    "ID": Discipline.ARCHITECTURE,
    "I": Discipline.ARCHITECTURE,
    "S": Discipline.STRUCTURE,
    "P": Discipline.WATER,
    "PL": Discipline.WATER,
    "WS": Discipline.WATER,
    "M": Discipline.HVAC,
    "H": Discipline.HVAC,
    "ME": Discipline.HVAC,
    "E": Discipline.ELECTRICAL,
    "EL": Discipline.ELECTRICAL,
    "F": Discipline.FIRE,
    "FP": Discipline.FIRE,
    "FA": Discipline.FIRE,
    "C": Discipline.SITE,
    "L": Discipline.LANDSCAPE,
    "LA": Discipline.LANDSCAPE,
    "V": Discipline.SURVEY,
    # Pinyin initials that design institutes put before a number.
    "JS": Discipline.ARCHITECTURE,
    "GS": Discipline.STRUCTURE,
    "SS": Discipline.WATER,
    "NS": Discipline.HVAC,
    "DS": Discipline.ELECTRICAL,
    "ZS": Discipline.SITE,
}

_LETTERS = re.compile(r"^([A-Z]{1,2})[-_. ]?\d", re.IGNORECASE)


def discipline_of(number: str, name: str = "", folder: str = "") -> Discipline:
    """The discipline of a sheet: by its number first, then name, then folder."""
    return (
        _by_number(number)
        or _first(NAMES, name)
        or _first(PREFIXES, name)
        or _first(PREFIXES, folder)
        or _first(NAMES, folder)
        or Discipline.OTHER
    )


def _by_number(number: str) -> Discipline | None:
    found = _first(PREFIXES, number)
    if found is None and (letters := _LETTERS.match(number.strip())):
        found = LETTERS.get(letters[1].upper())
    return found


def _first(table: tuple[tuple[str, Discipline], ...], text: str) -> Discipline | None:
    if not text:
        return None
    for pattern, discipline in table:
        if re.search(pattern, text, re.IGNORECASE):
            return discipline
    return None
