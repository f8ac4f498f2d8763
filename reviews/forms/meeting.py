"""What is filled in around a consultation: a call, a position, the ending of a meeting."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from reviews.meeting import outcome_choices
from reviews.models import Consultation, Opinion, Position
from reviews.states import CaseState

VIEWS: Final = {
    "yes": pgettext_lazy("view of a department", "Agrees"),
    "no": pgettext_lazy("view of a department", "Does not agree"),
    "none": pgettext_lazy("view of a department", "No view"),
}
_AGREES: Final[Mapping[str, bool | None]] = {"yes": True, "no": False, "none": None}
_WORD: Final = {True: "yes", False: "no", None: "none"}


class PositionForm(forms.Form):
    """What a department wants, and whether it goes along with what lies on the table."""

    text = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Position"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("A position needs its words.")},
    )
    view = forms.ChoiceField(
        choices=list(VIEWS.items()),
        initial="none",
        widget=forms.RadioSelect,
        label=gettext_lazy("On the draft resolution"),
    )
    dissent = forms.CharField(
        max_length=1000,
        required=False,
        label=gettext_lazy("Reserved opinion"),
        help_text=gettext_lazy("It stands in the minutes word for word."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        position: Position | None = None,
    ) -> None:
        initial: dict[str, object] = {}
        if position is not None:
            initial = {
                "text": position.text,
                "view": _WORD[position.agrees],
                "dissent": position.dissent,
            }
        super().__init__(data, initial=initial, auto_id="position-%s")

    @property
    def agrees(self) -> bool | None:
        """Yes, no, or no view."""
        return _AGREES[self.cleaned_data["view"]]


class ResolutionForm(forms.Form):
    """Whose view is followed, and the words of the resolution."""

    outcome = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Outcome"),
        error_messages={"required": gettext_lazy("Choose one of the four outcomes.")},
    )
    text = forms.CharField(
        max_length=4000,
        label=gettext_lazy("Words of the resolution"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("A resolution needs its words.")},
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        consultation: Consultation,
    ) -> None:
        drafted = {
            "outcome": consultation.draft_outcome,
            "text": consultation.draft_text,
        }
        super().__init__(data, initial=drafted, auto_id="resolution-%s")
        self.fields["outcome"] = forms.ChoiceField(
            choices=outcome_choices(consultation),
            widget=forms.RadioSelect,
            label=_("Outcome"),
            error_messages={"required": _("Choose one of the four outcomes.")},
        )


class DeclineForm(forms.Form):
    """Why no meeting is needed."""

    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why no meeting is needed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why no meeting is needed.")},
    )


class MeetingCallForm(forms.Form):
    """Two opinions of one case about which a meeting is called by hand."""

    first = forms.ModelChoiceField(
        Opinion.objects.none(),
        label=gettext_lazy("First opinion"),
        empty_label=gettext_lazy("Please choose"),
    )
    second = forms.ModelChoiceField(
        Opinion.objects.none(),
        label=gettext_lazy("Second opinion"),
        empty_label=gettext_lazy("Please choose"),
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, user: User) -> None:
        super().__init__(data, auto_id="call-%s")
        rows = (
            Opinion.objects.open()
            .filter(
                case__state=CaseState.REVIEWING,
                case__department_reviews__department__seats__user=user,
            )
            .select_related("case", "review__department", "sheet")
            .distinct()
            .order_by("-case", "pk")
        )
        for name in ("first", "second"):
            label = self.fields[name].label
            self.fields[name] = _OpinionField(
                rows, label=label, empty_label=_("Please choose")
            )
        self.has_choice = rows.exists()

    def clean(self) -> dict[str, object]:
        """Both opinions belong to one case and to two departments."""
        values: dict[str, object] = super().clean() or {}
        first, second = values.get("first"), values.get("second")
        if not isinstance(first, Opinion) or not isinstance(second, Opinion):
            return values
        if first.case_id != second.case_id:
            raise forms.ValidationError(_("Both opinions have to be of one case."))
        if first.department_id == second.department_id:
            raise forms.ValidationError(
                _("A consultation needs opinions of two departments.")
            )
        return values


class _OpinionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Opinions by case, number, sheet and words."""

    def label_from_instance(self, obj: Opinion) -> str:
        """How an opinion reads in the list."""
        return (
            f"{obj.case.serial} · {obj.number} · {obj.sheet.number} · {obj.text[:36]}"
        )
