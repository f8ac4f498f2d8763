"""The job that matches the sheets of two packages by what is drawn on them."""

from dataclasses import dataclass
from pathlib import Path

from drawings.content.parts import Content
from drawings.content.storing import load_content
from drawings.diff.packages import Fate, likeness, match_sheets
from drawings.sandbox.pages import Json

_SAME_SHEET = 0.5


@dataclass(frozen=True, slots=True)
class _Shelved:
    """A sheet whose content is read each time it is asked for: a package is large."""

    number: str
    path: Path

    @property
    def content(self) -> Content:
        return load_content(self.path)


def match_packages(request: Json, work: Path, limits: Json) -> Json:
    """Tell which of the `new` sheets are `old` ones under another number.

    Each sheet is {number, content}; the answer names positions, with the share of the
    drawing that both have. A number that was kept counts only where the drawing is the
    same one: in a set where a sheet was put in between, every number after it was kept.
    """
    del work, limits
    old, new = (
        [_Shelved(row["number"], Path(row["content"])) for row in request[side]]
        for side in ("old", "new")
    )
    stays = {
        (i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if one.number == other.number
        and likeness(one.content, other.content) >= _SAME_SHEET
    }
    olds = [i for i in range(len(old)) if i not in {a for a, _b in stays}]
    news = [j for j in range(len(new)) if j not in {b for _a, b in stays}]
    found = match_sheets(
        [_Shelved("", old[i].path) for i in olds],
        [_Shelved("", new[j].path) for j in news],
    )
    return {
        "renumbered": [
            {"old": olds[m.old], "new": news[m.new], "likeness": m.likeness}
            for m in found
            if m.fate is Fate.RENUMBERED and m.old is not None and m.new is not None
        ]
    }
