"""What a reviewer fills in: an opinion with its mark, judgements, ticks, the conclusion."""

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from drawings.models import SheetRevision
from reviews.actions.opinions import Remark, box_around
from reviews.differences import KINDS
from reviews.forms.fields import ReasonField
from reviews.lateness import is_late_on
from reviews.models import Case, ChangeTick, Clause, Opinion
from reviews.proposing import Proposal
from reviews.rules import late_opinion_fault
from reviews.states import Result
from storage import clock
from storage.texts import is_key

SHAPES: Final = ("cloud", "rect", "arrow", "polyline", "freehand", "text")
MOST_CORNERS: Final = 2000
MARGIN_MM: Final = 500.0  # a mark may stand beside the paper, not on another planet

PHRASES: Final = (
    gettext_noop("Change the door and window schedule as well."),
    gettext_noop("Add a detail of the node."),
    gettext_noop("Check against the calculation."),
    gettext_noop("Make all disciplines agree."),
)
"""Words that requirements often need."""

RESULTS: Final = {
    Result.PASS: pgettext_lazy("result", "pass"),
    Result.PASS_AFTER_CHANGE: pgettext_lazy("result", "pass after changes"),
    Result.FAIL: pgettext_lazy("result", "fail"),
    Result.REDESIGN: pgettext_lazy("result", "design again"),
    Result.NOT_APPLICABLE: pgettext_lazy("result", "not applicable"),
}
"""Each result as people say it, in the order of the buttons."""


class OpinionForm(forms.Form):
    """One opinion: mark, grade, clause, words, demand."""

    shape = forms.ChoiceField(
        choices=[(shape, shape) for shape in SHAPES],
        widget=forms.HiddenInput,
        required=False,
    )
    points = forms.CharField(widget=forms.HiddenInput, required=False)
    grade = forms.ChoiceField(
        choices=Opinion.Grade.choices,
        widget=forms.RadioSelect,
        label=gettext_lazy("Grade"),
        error_messages={"required": gettext_lazy("Choose the grade.")},
    )
    clause = forms.ModelChoiceField(
        Clause.objects.none(), required=False, empty_label=gettext_lazy("No clause")
    )
    text = forms.CharField(
        max_length=4000,
        label=gettext_lazy("Opinion"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("An opinion needs its words.")},
    )
    requirement = forms.CharField(
        max_length=4000,
        required=False,
        label=gettext_lazy("What has to be done"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    late_reason = ReasonField(
        max_length=300, rows=2, label=gettext_lazy("Why not in the first round")
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        case: Case,
        revision: SheetRevision,
        opinion: Opinion | None = None,
        proposal: Proposal | None = None,
    ) -> None:
        initial = _said(opinion) if opinion else _proposed(proposal)
        prefix = f"opinion-{opinion.pk}" if opinion else "new"
        super().__init__(data, initial=initial, auto_id=f"{prefix}-%s")
        self.case, self.revision = case, revision
        self.opinion = opinion
        self.is_open = data is not None or proposal is not None
        self.clauses = Clause.objects.in_force(clock.today())
        self.fields["clause"] = forms.ModelChoiceField(
            self.clauses, required=False, label=_("Clause"), empty_label=_("No clause")
        )
        late_reason = self.fields["late_reason"]
        assert isinstance(late_reason, ReasonField)  # noqa: S101
        late_reason.needed = _("(demanded where the region is unchanged)")
        if case.round_number == 1:
            del self.fields["late_reason"]

    def clean_points(self) -> tuple[tuple[float, float], ...]:
        """The corners of the mark, on the paper or beside it."""
        face = self.revision.face
        found = _corners(self.cleaned_data["points"])
        if not found:
            raise forms.ValidationError(_("Draw the mark on the sheet first."))
        for x, y in found:
            is_far = not (
                -MARGIN_MM <= x <= face.width_mm + MARGIN_MM
                and -MARGIN_MM <= y <= face.height_mm + MARGIN_MM
            )
            if is_far:
                raise forms.ValidationError(
                    _("The mark does not lie on the sheet. Please draw it again.")
                )
        return found

    def clean(self) -> dict[str, Any]:
        """On a region that has not changed since round 1 the reason is demanded."""
        told = super().clean() or self.cleaned_data
        if "late_reason" not in self.fields or "points" not in told:
            return told
        region = box_around(told["points"])
        is_late = is_late_on(self.case, self.revision, region)
        reason = str(told.get("late_reason", ""))
        if fault := late_opinion_fault(reason, is_late=is_late):
            self.add_error("late_reason", fault.told(_))
            self.fields["late_reason"].widget.attrs["autofocus"] = True
        return told

    def remark(self) -> Remark:
        """What was filled in, as the action takes it."""
        values = self.cleaned_data
        clause: Clause | None = values["clause"]
        return Remark(
            grade=values["grade"],
            text=values["text"],
            points=values["points"],
            shape=values["shape"] or "cloud",
            requirement=values["requirement"],
            clause=clause,
            clause_text=str(clause) if clause else "",
            late_reason=values.get("late_reason", ""),
        )

    @property
    def chosen_clause(self) -> Clause | None:
        """The clause that is chosen, also while the rest is not yet right."""
        key = str(self["clause"].value() or "")
        if not is_key(key):
            return None
        return self.clauses.filter(pk=key).first()


class ReasonForm(forms.Form):
    """Why an answer is not enough."""

    reason = forms.CharField(
        max_length=1000,
        required=False,
        error_messages={
            "max_length": gettext_lazy(
                "The reason has %(show_value)s characters, at most %(limit_value)s are "
                "taken; nothing was changed. Please shorten it."
            )
        },
    )


class CallForm(forms.Form):
    """With which opinion a consultation is called."""

    second = forms.ModelChoiceField(
        Opinion.objects.none(), empty_label=gettext_lazy("Please choose")
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        case: Case,
        first: Opinion,
    ) -> None:
        super().__init__(data)
        others = case.opinions.open().exclude(
            review__department=first.review.department_id
        )
        self.fields["second"] = forms.ModelChoiceField(
            others, empty_label=_("Please choose")
        )


class TickForm(forms.Form):
    """What a department makes of a change."""

    verdict = forms.ChoiceField(choices=ChangeTick.Verdict.choices)
    note = forms.CharField(max_length=300, required=False)


class AcceptForm(forms.Form):
    """Which changes of a sheet are accepted at once: of one kind, of one region, or all.

    `until` is the number of the last one that the list showed: what was never listed is
    accepted with all of the sheet alone, by one who says to have looked at it whole.
    """

    show = forms.ChoiceField(
        choices=[(name, name) for name in ("undeclared", "touching", "waiting")],
        required=False,
    )
    kind = forms.ChoiceField(choices=list(KINDS.items()), required=False)
    until = forms.IntegerField(min_value=1, max_value=10_000_000, required=False)
    region = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    whole = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        """Exactly one of kind, region and whole."""
        told = super().clean() or {}
        is_of_region = told.get("region") is not None
        ways = [told.get("kind"), is_of_region, told.get("whole")]
        if sum(map(bool, ways)) != 1:
            raise forms.ValidationError(
                _("Say which changes: of one kind, or of one region.")
            )
        return told


class ConclusionForm(forms.Form):
    """What the department concludes in this round."""

    result = forms.ChoiceField(
        choices=[(result.value, label) for result, label in RESULTS.items()],
        error_messages={"required": gettext_lazy("Choose a result first.")},
    )


def _proposed(proposal: Proposal | None) -> dict[str, object]:
    initial: dict[str, object] = {"grade": Opinion.Grade.SHALL}
    if proposal is not None:
        points = json.dumps(proposal.points)
        initial |= {"shape": "rect", "points": points, "text": proposal.text}
    return initial


def _said(opinion: Opinion) -> dict[str, object]:
    return {
        "shape": opinion.shape,
        "points": json.dumps(opinion.points),
        "grade": opinion.grade,
        "clause": opinion.clause_id,
        "text": opinion.text,
        "requirement": opinion.requirement,
        "late_reason": opinion.late_reason,
    }


def _corners(text: str) -> tuple[tuple[float, float], ...]:
    """The corners in a JSON list; empty where it is none."""
    if len(text) > 40 * MOST_CORNERS:
        return ()
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_CORNERS:
        return ()
    if not all(_is_corner(row) for row in rows):
        return ()
    return tuple((float(x), float(y)) for x, y in rows)


def _is_corner(row: object) -> bool:
    if not isinstance(row, list) or len(row) != 2:
        return False
    return all(
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < 1e9
        and math.isfinite(value)
        for value in row
    )
