"""A registered person or a firm, as the regulator enters it."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from reviews.disciplines import DISCIPLINE_NAMES
from reviews.forms.fields import DayInput
from signatures.models import Registration


class RegistrationForm(forms.Form):
    """A registered person or a firm, as the regulator enters it."""

    kind = forms.ChoiceField(
        choices=Registration.Kind.choices, label=gettext_lazy("Kind")
    )
    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    title = forms.CharField(
        max_length=60, label=gettext_lazy("Registration or qualification")
    )
    number = forms.CharField(max_length=40, label=gettext_lazy("Number"))
    discipline = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("Not stated")), *DISCIPLINE_NAMES.items()],
        label=gettext_lazy("Discipline"),
    )
    unit = forms.ModelChoiceField(
        queryset=Organisation.objects.filter(kind=Organisation.Kind.DESIGNER),
        label=gettext_lazy("Design firm"),
        empty_label=gettext_lazy("Please choose"),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("First day"),
        widget=DayInput(),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DayInput(),
    )
    fingerprint = forms.RegexField(
        r"^[0-9A-Fa-f]{64}$",
        required=False,
        label=gettext_lazy("SHA-256 of the certificate"),
        help_text=gettext_lazy(
            "64 figures; empty: a seal is known by the names in its certificate."
        ),
    )

    def clean(self) -> dict[str, object]:
        """A person has a discipline, and the days lie in order."""
        said = super().clean() or self.cleaned_data
        is_person = said.get("kind") == Registration.Kind.PERSON
        if is_person and not said.get("discipline"):
            self.add_error(
                "discipline", _("For which discipline is the person registered?")
            )
        first, last = said.get("valid_from"), said.get("valid_until")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("valid_until", _("The last day lies before the first."))
        return said
