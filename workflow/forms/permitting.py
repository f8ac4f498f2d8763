"""Password and code before a seal is set or lent: permission, delegation."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from reviews.forms.fields import DayInput
from storage import clock

LONGEST_DELEGATION: Final = dt.timedelta(days=183)


class SealForm(forms.Form):
    """Password and code once more, and the word that the list was looked through."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code on your device"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )
    agreed = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("Say that you have looked the list through.")
        }
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        """It is the password of the person who is signed in."""
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return ""


class HolderForm(SealForm):
    """Password and code before something is done with a seal."""

    agreed = None  # type: ignore[assignment]  # nothing to look through

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        user: User,
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(data, user=user)
        # Several forms of one page ask for a password: each has names of its own.
        self.auto_id = auto_id


class DelegationForm(HolderForm):
    """Who else may use a seal, from a day to a day."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Delegated to"),
        empty_label=gettext_lazy("Please choose"),
    )
    since = forms.DateField(
        label=gettext_lazy("First day"),
        widget=DayInput(),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DayInput(),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        user: User,
        people: "models.QuerySet[User] | None" = None,
    ) -> None:
        super().__init__(data, user=user)
        if people is not None:
            self.fields["to"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """The days lie in order, not behind, and not further than half a year."""
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if not isinstance(since, dt.date) or not isinstance(until, dt.date):
            return said
        today = clock.today()
        if until < max(since, today):
            self.add_error(
                "until", _("The last day lies before the first, or is over.")
            )
        elif until > today + LONGEST_DELEGATION:
            self.add_error("until", _("A delegation lasts half a year at most."))
        return said
