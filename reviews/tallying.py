"""What is left to do in a set, counted once: every page says the same two numbers.

Rows that block keep the set from being handed in; rows to look at may stay as they are.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.reconciled import Reconciliation


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a set block, are worth a look, or are still being worked on.

    `seals` counts the remarks on seals that keep the set back; `promised` are the days to
    which a sheet or a face of it may follow (容缺).
    """

    sheets: int
    blocking: int
    look: int
    running: int
    seals: int = 0
    promised: tuple[dt.date, ...] = ()

    @classmethod
    def of(cls, found: Reconciliation) -> Self:
        """Count the rows of a set."""
        return cls(
            sheets=found.sheet_count,
            blocking=len(found.of("blocking")),
            look=len(found.of("look")),
            running=len(found.of("running")),
            seals=sum(note.is_blocking and note.is_open for note in found.seals),
            promised=tuple(
                sorted(
                    note.until for row in found.rows for note in row.notes if note.until
                )
            ),
        )

    @property
    def hindrances(self) -> list[str]:
        """Why the set cannot be handed in yet, one sentence each."""
        said = []
        if not self.sheets:
            said.append(_("no sheet could be read yet"))
        if self.blocking:
            said.append(self.blocking_words)
        if self.seals:
            said.append(_("seals on the sheets do not hold"))
        if self.running:
            text = ngettext(
                "%(count)s is still being worked on",
                "%(count)s are still being worked on",
                self.running,
            )
            said.append(text % {"count": self.running})
        return said

    @property
    def blocking_words(self) -> str:
        """How many rows keep the set from being handed in."""
        text = ngettext(
            "%(count)s row has to be settled first",
            "%(count)s rows have to be settled first",
            self.blocking,
        )
        return text % {"count": self.blocking}

    @property
    def look_words(self) -> str:
        """How many rows may stay, and should be seen; empty when there is none."""
        if not self.look:
            return ""
        text = ngettext(
            "%(count)s row is worth a look",
            "%(count)s rows are worth a look",
            self.look,
        )
        return text % {"count": self.look}

    @property
    def promised_words(self) -> str:
        """How much is still to follow, and when first; empty when nothing is."""
        if not self.promised:
            return ""
        text = ngettext(
            "%(count)s sheet or face is to follow, by %(day)s",
            "%(count)s sheets or faces are to follow, the first by %(day)s",
            len(self.promised),
        )
        return text % {"count": len(self.promised), "day": self.promised[0]}
