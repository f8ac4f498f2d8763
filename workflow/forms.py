"""What clerks and heads decide: endings, promises, reasons, the password at the seal."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User
from reviews.disciplines import DISCIPLINE_NAMES
from signatures.models import Registration
from storage import clock
from storage.sentences import listed
from workflow.endings import ACCEPT, DEFER, MAKE_GOOD, endings_of
from workflow.intake import Intake, Item, fault_of_promise

LONGEST: Final = 300
LONGEST_DELEGATION: Final = dt.timedelta(days=183)


class DecisionForm(forms.Form):
    """How a case at the window ends, with a day or a remark for each document."""

    ending = forms.ChoiceField(
        choices=[(key, key) for key in (ACCEPT, MAKE_GOOD, DEFER)],
        error_messages={"required": gettext_lazy("Choose an ending first.")},
    )

    def __init__(
        self, data: Mapping[str, object] | None = None, *, intake: Intake
    ) -> None:
        super().__init__(data)
        self.intake = intake
        self.fields["ending"].initial = intake.proposed
        for item in intake.items:
            if item.may_follow:
                self.fields[_until(item)] = _day_field(item)
            if item.material.blob_id:
                self.fields[_remark(item)] = forms.CharField(
                    required=False,
                    max_length=LONGEST,
                    label=_("What is not in order"),
                    initial=item.material.note if item.is_refused else "",
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def rows(
        self,
    ) -> list[tuple[Item, forms.BoundField | None, forms.BoundField | None]]:
        """Each document with its day and its remark, where it can have them."""
        return [
            (item, self._bound(_until(item)), self._bound(_remark(item)))
            for item in self.intake.items
        ]

    def promises(self) -> dict[str, dt.date | None]:
        """The day of each document that is to follow, as far as it can be read."""
        return {
            item.code: self._value(_until(item))  # type: ignore[misc]
            for item in self.intake.missing
            if item.may_follow
        }

    def days(self) -> dict[str, dt.date]:
        """The days, once the form is valid."""
        return {code: day for code, day in self.promises().items() if day}

    def remarks(self) -> dict[str, str]:
        """What is not in order, by document."""
        said = {
            item.code: str(self._value(_remark(item)) or "").strip()
            for item in self.intake.items
        }
        return {code: words for code, words in said.items() if words}

    @property
    def chosen(self) -> str:
        """The ending that is chosen now."""
        if not self.is_bound:
            return self.intake.proposed
        return str(self.data.get("ending", ""))

    def clean(self) -> dict[str, object]:
        """Hold the ending against the documents."""
        cleaned = super().clean() or self.cleaned_data
        ending = cleaned.get("ending")
        if ending == MAKE_GOOD:
            self._clean_notice()
        elif ending in {ACCEPT, DEFER}:
            self._clean_acceptance(str(ending))
        return cleaned

    def _clean_notice(self) -> None:
        if not self.intake.missing and not self.remarks():
            self.add_error(
                None,
                _("Nothing is missing. Say of a document what is not in order."),
            )

    def _clean_acceptance(self, ending: str) -> None:
        hindrance = next(
            one.hindrance for one in endings_of(self.intake) if one.key == ending
        )
        if hindrance:
            self.add_error("ending", hindrance)
        fresh = [
            item.name
            for item in self.intake.items
            if item.is_present and self.remarks().get(item.code)
        ]
        if fresh:
            self.add_error(
                None,
                _("You wrote that something is not in order: %(names)s.")
                % {"names": listed(fresh)},
            )
        if ending == DEFER and not hindrance:
            self._clean_days()

    def _clean_days(self) -> None:
        for item in self.intake.missing:
            name = _until(item)
            day = self.cleaned_data.get(name)
            if name in self.errors:
                continue
            if not day:
                self.add_error(name, _("Until when is it promised?"))
            elif fault := fault_of_promise(item, day):
                self.add_error(name, fault)

    def _bound(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None

    def _value(self, name: str) -> object:
        if name not in self.fields:
            return None
        if not self.is_bound:
            return self.fields[name].initial
        return getattr(self, "cleaned_data", {}).get(name)


class ReasonForm(forms.Form):
    """A reason that the other side will read."""

    reason = forms.CharField(
        max_length=LONGEST,
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


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


class DesignSealForm(SealForm):
    """The same for the sheets of a designer."""


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
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
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
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
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


def _day_field(item: Item) -> forms.DateField:
    return forms.DateField(
        required=False,
        label=_("Promised until"),
        initial=item.material.promised_until or item.last_day,
        widget=forms.DateInput(
            format="%Y-%m-%d",
            attrs={"type": "date"}
            | ({"max": item.last_day.isoformat()} if item.last_day else {}),
        ),
    )


def _until(item: Item) -> str:
    return f"until-{item.code}"


def _remark(item: Item) -> str:
    return f"remark-{item.code}"
