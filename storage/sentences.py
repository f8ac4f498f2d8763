"""What sentences are made with: forms for one and for many, names in a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext, pgettext


@dataclass(frozen=True, slots=True)
class Counted:
    """Two forms of one sentence; `key` names the particular that is counted."""

    singular: str
    plural: str
    key: str


def told(pattern: object, values: Mapping[str, object]) -> str:
    """A sentence of a verb with its particulars, in the reader's language.

    Args:
        pattern: a `Counted`, or a text or lazy text with named placeholders.
        values: the particulars; an older event may lack the number, and is told as many.

    """
    if isinstance(pattern, Counted):
        number = values.get(pattern.key)
        many = number if isinstance(number, int) else 2
        pattern = ngettext(pattern.singular, pattern.plural, many)
    return str(pattern) % values


def listed(names: Iterable[object]) -> str:
    """Names one after the other, as the reader's language parts them."""
    return _chained(pgettext("between names", "%(one)s, %(other)s"), names)


def one_by_one(sentences: Iterable[object]) -> str:
    """Short sentences in one line, as the reader's language parts them."""
    return _chained(pgettext("between sentences", "%(one)s; %(other)s"), sentences)


def _chained(pattern: str, parts: Iterable[object]) -> str:
    told = ""
    for part in parts:
        told = pattern % {"one": told, "other": part} if told else str(part)
    return told
