"""What a regulator fills in: an urging; and what the head of the department answers."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import Urging
from storage import clock


class UrgingForm(forms.Form):
    """How a department is urged, with which words, and by when it answers."""

    form = forms.ChoiceField(
        choices=Urging.Form.choices,
        initial=Urging.Form.PHONE,
        widget=forms.RadioSelect,
        label=gettext_lazy("Form of urging"),
    )
    text = forms.CharField(
        max_length=400,
        label=gettext_lazy("What is urged"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what is urged.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Answer until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Name the day of the answer.")},
    )

    def __init__(
        self, data: Mapping[str, object] | None = None, *, prefix_id: str = "urging"
    ) -> None:
        super().__init__(data, auto_id=f"{prefix_id}-%s")

    def clean_until(self) -> object:
        """The answer lies ahead."""
        until = self.cleaned_data["until"]
        if until < clock.today():
            raise forms.ValidationError(_("This day has passed."))
        return until


class UrgingAnswerForm(forms.Form):
    """What the department answers."""

    answer = forms.CharField(
        max_length=400,
        label=gettext_lazy("Answer of the department"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("An answer needs its words.")},
    )
