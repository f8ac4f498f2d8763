"""What a regulator fills in: an urging and its answer, and what is to be revoked."""

from collections.abc import Mapping

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.forms.fields import DayInput
from reviews.models import Urging
from signatures.models import IssuedFile
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
        widget=DayInput(),
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


class RevocationForm(forms.Form):
    """Which issued files are to be revoked, and why."""

    chosen = forms.ModelMultipleChoiceField(
        IssuedFile.objects.none(),
        label=gettext_lazy("Files"),
        error_messages={"required": gettext_lazy("Choose what is to be revoked.")},
    )
    reason = forms.CharField(
        max_length=200,
        label=gettext_lazy("Reason, as the public will read it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why; nothing was changed.")},
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        files: "QuerySet[IssuedFile]",
    ) -> None:
        super().__init__(data)
        field = self.fields["chosen"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101
        field.queryset = files.filter(status=IssuedFile.Status.CURRENT)
