"""What clerks and heads decide: endings with promises and remarks, reasons."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.forms.fields import DayInput
from storage.sentences import listed
from workflow.endings import ACCEPT, DEFER, MAKE_GOOD, endings_of
from workflow.intake import Intake, Item, fault_of_promise

LONGEST: Final = 300
LONGEST_END: Final = 200  # of the end of a seal or a registration, as it is kept


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
    """Why a seal stands still, or is revoked, or a registration ends."""

    reason = forms.CharField(
        max_length=LONGEST_END,
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _day_field(item: Item) -> forms.DateField:
    return forms.DateField(
        required=False,
        label=_("Promised until"),
        initial=item.material.promised_until or item.last_day,
        widget=DayInput({"max": item.last_day.isoformat()} if item.last_day else None),
    )


def _until(item: Item) -> str:
    return f"until-{item.code}"


def _remark(item: Item) -> str:
    return f"remark-{item.code}"
