"""What anybody fills in to ask how far a case is."""

from django import forms
from django.utils.translation import gettext_lazy


class ProgressForm(forms.Form):
    """The query code of a case and the telephone that was given with it."""

    code = forms.CharField(
        max_length=40,
        label=gettext_lazy("Query code"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    phone = forms.CharField(
        max_length=24,
        label=gettext_lazy("Telephone, or its last 4 figures"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
