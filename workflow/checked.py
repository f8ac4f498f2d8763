"""What the automatic check says about the set of drawings that lies at the window."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.sentences import refusal_sentence
from reviews.models import Case
from reviews.promises import SheetPromise, sheet_promises
from reviews.reconciled import Reconciliation
from reviews.reconciling import reconcile_sheets


@dataclass(frozen=True, slots=True)
class Drawings:
    """What the automatic check says about the set of drawings."""

    found: Reconciliation
    refused: list[tuple[str, str]]
    listed: int
    missing: tuple[str, ...]
    unlisted: tuple[str, ...]
    promised: list[SheetPromise]

    @property
    def tone(self) -> str:
        """Whether the clerk has to look."""
        open_rows = self.found.of("problems") or self.refused or self.missing
        # A sheet that was promised is not there: a set without it is not complete.
        is_good = not (open_rows or self.promised)
        return "ok" if is_good else "warn"

    @property
    def evidence(self) -> str:
        """The sentence under the name."""
        parts = [
            _("both faces %(paired)s / %(all)s")
            % {"paired": len(self.found.of("paired")), "all": self.found.sheet_count}
        ]
        if self.listed:
            parts.insert(0, _("drawing list %(count)s") % {"count": self.listed})
        if self.refused:
            count = len(self.refused)
            said = ngettext("%(count)s file refused", "%(count)s files refused", count)
            parts.append(said % {"count": count})
        if self.promised:
            count = len(self.promised)
            said = ngettext("%(count)s promised", "%(count)s promised", count)
            parts.append(said % {"count": count})
        return " · ".join(parts)


def drawings_of(case: Case) -> Drawings:
    """Check the set of a case as it lies at the window."""
    revisions = case.revisions_now()
    found = reconcile_sheets(revisions)
    listed = found.listing.entries
    refused = [
        (file.path, refusal_sentence(file.refusal, file.particulars))
        for file in case.current_round.submission.files.refused()
    ]
    return Drawings(
        found=found,
        refused=refused,
        listed=len(listed),
        missing=tuple(row.number for row in found.of("missing")),
        unlisted=tuple(row.number for row in found.of("extra")),
        promised=[one for one in sheet_promises(case) if not one.is_kept],
    )
