"""Filters of the reviewer's pages: binding words, crops, where a frame lies in a crop."""

from collections.abc import Sequence

from django import template

from reviews.wording import Part, parts_of

register = template.Library()


@register.filter
def binding_parts(text: str) -> list[Part]:
    """The text of a clause, cut at the words that decide the grade."""
    return parts_of(text)


@register.filter
def millimetres(box: Sequence[float]) -> str:
    """A box as addresses carry it: x0,y0,x1,y1 to a tenth of a millimetre."""
    return ",".join(f"{value:.1f}" for value in box)
