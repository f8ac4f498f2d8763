"""The words of a clause that decide how binding it is."""

import re
from dataclasses import dataclass
from typing import Final

# 应 also stands in 反应, 相应, 适应, 对应, 供应, 响应, 感应, 效应 and before 急 力 用 变
BINDING: Final = re.compile(
    r"不应|不得|必须|严禁|(?<![反相适对供响感效])应(?![急力用变])"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a clause's text; `is_binding` when its word decides the grade."""

    text: str
    is_binding: bool


def parts_of(text: str) -> list[Part]:
    """Cut a text at 应, 不应, 不得, 必须 and 严禁, so that a page can underline them."""
    parts: list[Part] = []
    last = 0
    for found in BINDING.finditer(text):
        if found.start() > last:
            parts.append(Part(text[last : found.start()], is_binding=False))
        parts.append(Part(found[0], is_binding=True))
        last = found.end()
    if last < len(text):
        parts.append(Part(text[last:], is_binding=False))
    return parts
