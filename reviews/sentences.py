"""A sentence that a core says and a page translates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = "str | int | float | Sentence"


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English message with named `%(x)s` placeholders, and the values for them.

    The catalogue is asked for `msgid`; a value may itself be a sentence.
    """

    msgid: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def told(self, translate: Callable[[str], str] = str) -> str:
        """Say it through `translate` (gettext); without one, in English."""
        spoken = {
            name: value.told(translate) if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        # The catalogue answers an empty message with its own header.
        said = translate(self.msgid) if self.msgid else ""
        return said % spoken if spoken else said

    def __str__(self) -> str:
        return self.told()
