"""Filters of the reviewer's pages: binding words, names of changes."""

from django import template

from drawings.models import Change
from reviews.differences import layer_of
from reviews.wording import Part, parts_of

register = template.Library()


@register.filter
def binding_parts(text: str) -> list[Part]:
    """The text of a clause, cut at the words that decide the grade."""
    return parts_of(text)


@register.filter
def layer(change: Change) -> str:
    """The layer of a change where its name says something."""
    return layer_of(change)


@register.filter
def named_by(change: Change) -> str:
    """The block that changed, else its layer, else nothing."""
    return change.block or layer_of(change)
