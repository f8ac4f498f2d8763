"""What an opinion demands, read from its words: directions, values, elements.

The reading is plain and can be explained: words stand on one of two sides of an axis, a
negation before a word turns it over, a number belongs to the quantity named before it.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Axis:
    """A pair of opposite demands, by the words for each side."""

    name: str
    forth: tuple[str, ...]
    back: tuple[str, ...]


AXES: Final = (
    Axis(
        "size",
        ("加宽", "放宽", "拓宽", "加大", "增大", "扩大", "widen", "wider", "enlarge"),
        ("缩窄", "收窄", "变窄", "缩小", "减小", "narrow", "narrower", "shrink"),
    ),
    Axis(
        "presence",
        ("增设", "加设", "补设", "增加", "设置", "保留", "add", "provide", "keep"),
        ("取消", "删除", "拆除", "移除", "不设", "remove", "omit"),
    ),
    Axis(
        "swing",
        ("内开", "向内", "朝内", "内开启", "室内开启", "间内开启", "inward", "inwards"),
        ("外开", "向外", "朝外", "外开启", "outward", "outwards"),
    ),
    Axis("rest", ("常开", "normally open"), ("常闭", "normally closed")),
    Axis("height", ("抬高", "加高", "升高", "raise"), ("降低", "降高", "lower")),
    Axis("thickness", ("加厚", "thicken"), ("减薄", "thinner")),
    Axis(
        "closure",
        ("封闭", "封堵", "砌筑", "close off", "seal off"),
        ("敞开", "打通", "开洞", "开设洞口", "开口", "open up"),
    ),
)

_NEGATIONS: Final = (
    *("不得", "不应", "不宜", "不能", "不可", "不准", "不允许", "不再", "不需", "不必"),
    *("无需", "严禁", "禁止", "避免", "不", "勿"),
    *("must not ", "shall not ", "should not ", "may not ", "do not ", "not be "),
    *("not ", "never "),
)

_ELEMENT: Final = re.compile(
    # Standards (GB 55037), pipes (DN100), steel (HRB400) and the like are no elements.
    r"(?<![A-Za-z0-9])(?!(?:GB|GBT|JGJ|CJJ|DB|DBJ|RFJ|DN|PN|HRB|HPB|MU|IP|EI)[-\d])"
    r"(?:[A-Z]{1,4}[甲乙丙]\d{2,5}|[A-Z]{2,4}-?\d{1,5}|[A-Z]\d{3,5})(?![\d.])"
)
_NOUN: Final = re.compile(
    r"门槛|门洞|门|窗|墙|楼梯|坡道|洞口|管道|风管|风井|走道|通道|平台|栏杆|踏步|梁|柱|板"
    r"|集水坑|水池|电缆|桥架|喷头|消火栓|挡烟垂壁|口部|竖井|电梯|车位|出入口"
)
_QUANTITY: Final = re.compile(
    r"(?P<name>净宽度?|宽度|净高度?|高度|厚度|坡度|间距|距离|深度|标高|直径|面积)"
    r"[^\d。；;，,]{0,8}?"
    r"(?P<how>(?:不应|不得|不宜|不)(?:小于|低于|少于|大于|高于|超过|多于)"
    r"|小于等于|大于等于|至少|至多|小于|低于|大于|高于|超过|[≥≤><]=?|改为|采用|应为|保持为?|维持|为|取|=)"
    r"\s*(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>毫米|mm|㎜|米|m|％|%)?(?![²㎡2])",
    re.IGNORECASE,
)
_BECOMES: Final = re.compile(
    r"(?:由|将|从|原)[^，。；,;]{0,20}?(?:改为|改成|调整为|变为)"
    r"|\bfrom\b[^,.;]{0,40}?\bto\b",
    re.IGNORECASE,
)
_UPPER: Final = ("大于", "高于", "超过", "多于")
_LOWER: Final = ("小于", "低于", "少于")
_AT_LEAST: Final = ("至少", "大于等于", "≥", ">=", "≥=")
_AT_MOST: Final = ("至多", "小于等于", "≤", "<=", "≤=")
_SMALLEST_MM: Final = 20


@dataclass(frozen=True, slots=True)
class Direction:
    """A demand along an axis: the word that says it and the side, after negation."""

    axis: str
    is_forth: bool
    word: str


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that a demand leaves for one quantity; lengths in mm, ends included."""

    quantity: str
    least: float
    most: float
    words: str

    def excludes(self, other: "Interval") -> bool:
        """Tell whether no value of the same quantity satisfies both."""
        is_same = self.quantity == other.quantity
        return is_same and (self.least > other.most or other.least > self.most)


def directions_in(text: str) -> tuple[Direction, ...]:
    """Every direction that a text demands, in the order of the axes.

    Of "from outward to inward" (由外开改为内开) only what it becomes is a demand.
    """
    text = _BECOMES.sub("", text)
    return tuple(
        Direction(axis.name, is_forth != is_negated, f"{negation}{word}".strip())
        for axis in AXES
        for is_forth, words in ((True, axis.forth), (False, axis.back))
        for word in words
        for negation in _uses(word, text)
        for is_negated in (bool(negation),)
    )


def intervals_in(text: str) -> tuple[Interval, ...]:
    """Every quantity that a text gives a value or a limit for."""
    return tuple(_interval(match) for match in _QUANTITY.finditer(text))


def elements_in(text: str) -> frozenset[str]:
    """The marks of elements in a text, such as FM乙1021 or KZ-3."""
    return frozenset(_ELEMENT.findall(text))


def nouns_in(text: str) -> frozenset[str]:
    """The kinds of elements that a text speaks of."""
    return frozenset(_NOUN.findall(text))


def _uses(word: str, text: str) -> Iterator[str]:
    """Each use of a word: the negation before it, empty when there is none."""
    pattern = rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
    for match in re.finditer(pattern, text, re.IGNORECASE):
        before = text[: match.start()].lower()
        yield next((no for no in _NEGATIONS if before.endswith(no)), "")


def _interval(match: re.Match[str]) -> Interval:
    value = _in_mm(float(match["value"]), match["unit"])
    quantity, how = match["name"].removesuffix("度"), match["how"]
    least, most = -math.inf, math.inf
    if how in ("至少", "大于等于", "≥", ">=") or _says(how, negated=True, words=_LOWER):
        least = value
    elif how in ("至多", "小于等于", "≤", "<=") or _says(
        how, negated=True, words=_UPPER
    ):
        most = value
    elif _says(how, negated=False, words=_UPPER) or how == ">":
        least = math.nextafter(value, math.inf)
    elif _says(how, negated=False, words=_LOWER) or how == "<":
        most = math.nextafter(value, -math.inf)
    else:
        least = most = value
    return Interval(quantity, least, most, match.group().strip())


def _says(how: str, *, negated: bool, words: tuple[str, ...]) -> bool:
    return how.startswith("不") == negated and how.endswith(words)


def _in_mm(value: float, unit: str | None) -> float:
    if unit in ("%", "％", "mm", "毫米", "㎜"):
        return value
    if unit is None:
        # Without a unit, drawings give lengths in mm and regulations in m.
        return value if value >= _SMALLEST_MM else value * 1000
    return value * 1000
