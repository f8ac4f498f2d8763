"""Template tags of the house: icons, states, numbers, dates, the words of the trade."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.sectors import SHORT
from storage.sentences import listed, one_by_one

register = template.Library()
register.filter("listed", listed)
register.filter("one_by_one", one_by_one)

SPRITE: Final = Path(__file__).parents[1] / "static" / "icons.svg"
DIGEST_SHOWN: Final = 16
UNBROKEN: Final = "\u00a0"  # between groups of figures, between a figure and its unit

TONES: Final[Mapping[str, str]] = {
    # the six shapes themselves
    "ok": "ok",
    "warn": "warn",
    "late": "late",
    "run": "run",
    "near": "near",
    "none": "none",
    # cases
    "draft": "none",
    "submitted": "run",
    "returned": "warn",
    "reviewing": "run",
    "consolidating": "near",
    "revising": "warn",
    "passed": "ok",
    "sealing": "run",
    "issued": "ok",
    "archived": "ok",
    "withdrawn": "none",
    "rejected": "late",
    # reviews of departments, opinions, consultations, documents
    "waiting": "none",
    "running": "run",
    "drafted": "near",
    "approved": "ok",
    "standing": "warn",
    "answered": "near",
    "closed": "ok",
    "replaced": "none",
    "proposed": "warn",
    "open": "run",
    "resolved": "ok",
    "declined": "none",
    "present": "ok",
    "promised": "warn",
    "missing": "late",
    "refused": "late",
    # what was issued
    "current": "ok",
    "superseded": "warn",
    "revoked": "late",
    # results
    "not_applicable": "none",
    "pass": "ok",
    "pass_after_change": "warn",
    "fail": "late",
    "redesign": "late",
    # jobs, files, sheets, comparisons
    "queued": "none",
    "done": "ok",
    "failed": "late",
    "receiving": "run",
    "received": "run",
    "read": "ok",
    "duplicate": "warn",
    "paired": "ok",
    "dwg_only": "late",
    "pdf_only": "late",
    "same_bytes": "ok",
    "identical": "ok",
    "changed": "near",
    "cannot_compare": "warn",
}


@lru_cache
def icon_names() -> frozenset[str]:
    """The icons that the sprite holds."""
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text("utf-8")))


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite; `size` is empty or `large`.

    Raises:
        ValueError: the sprite has no icon of this name.

    """
    if name not in icon_names():
        raise ValueError(f"no icon is called {name!r}")
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        size,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def digest(whole: str) -> SafeString:
    """The first 16 digits of a digest in groups of four; pointed at or copied, it is whole.

    Every table says it in this one way, so that two pages can be held against each other.
    """
    shown = [whole[at : at + 4] for at in range(0, DIGEST_SHOWN, 4)]
    return format_html(
        '<span class="digest" title="{}" data-whole="{}">{}</span>',
        whole,
        whole,
        " ".join(filter(None, shown)) or "—",
    )


@register.simple_tag
def chip(state: str, label: object, form: str = "") -> SafeString:
    """A state as word, shape and colour.

    `state` is a state of a domain table or one of ok, warn, late, run, near, none;
    `form` is empty or `plain` (no ground).
    """
    tone = TONES.get(str(state), "none")
    return format_html(
        '<span class="chip {} {}"><svg aria-hidden="true"><use href="{}#shape-{}"/>'
        "</svg>{}</span>",
        tone,
        form,
        static("icons.svg"),
        tone,
        label,
    )


@register.filter
def tone(state: object) -> str:
    """The tone of a state: ok, warn, late, run, near or none."""
    return TONES.get(str(state), "none")


@register.filter
def sector_short(sector: object) -> str:
    """The one character of a sector, as people say it: 建 消 人 规 气."""
    return SHORT.get(str(sector), str(sector)[:1])


@register.filter
def initial(person: object) -> str:
    """The first character of a name, for the disc beside it."""
    return str(person).strip()[:1] or "?"


@register.filter
def figures(value: float | Decimal | None, places: int = -1) -> str:
    """A number in groups of three; `places` decimals, or as many as it has.

    Four figures stay together: 1180 is read as one word on a drawing.
    """
    if value is None or value == "":
        return "—"
    number = Decimal(str(value))
    text = f"{number:,.{places}f}" if places >= 0 else f"{number.normalize():,f}"
    whole, dot, rest = text.partition(".")
    lone = len(whole.replace(",", "").lstrip("-")) <= 4
    return whole.replace(",", "" if lone else UNBROKEN).replace("-", "−") + dot + rest


@register.filter
def unit(value: float | Decimal | None, name: str) -> str:
    """A number with its unit, which never begins a line of its own."""
    shown = figures(value)
    return shown if shown == "—" else f"{shown}{UNBROKEN}{name}"


@register.filter
def dateshort(value: dt.date | dt.datetime | None, form: str = "") -> str:
    """A day as 11-23; `form` adds `day` (周一), `time` (17:30), `full` (both).

    A day of another year carries its year.
    """
    if value is None or value == "":
        return "—"
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    this_year = timezone.localtime().year
    parts = [f"{value:%m-%d}" if value.year == this_year else f"{value:%Y-%m-%d}"]
    if form in {"day", "full"}:
        parts.append(_weekday(value))
    if form in {"time", "full"} and isinstance(value, dt.datetime):
        parts.append(f"{value:%H:%M}")
    return UNBROKEN.join(parts)


@register.filter
def absolute(value: float) -> float:
    """A number without its sign."""
    return abs(value)


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether a field is one check box, whose words stand behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether a field is a group of radios or check boxes, which needs a legend."""
    return isinstance(field.field.widget, RadioSelect)


@register.filter
def needed(field: BoundField) -> str:
    """Beside the label of a field: when it is demanded; nothing: it always is."""
    if field.field.required:
        return ""
    return getattr(field.field, "needed", "") or _("(optional)")


@register.filter
def share(part: float, whole: float) -> str:
    """A part of a whole as a percentage for a style, 0 to 100."""
    percent = 100 * part / whole if whole else 0
    return f"{min(100.0, max(0.0, percent)):.4g}%"


def _weekday(day: dt.date) -> str:
    names = (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )
    return names[day.weekday()]
