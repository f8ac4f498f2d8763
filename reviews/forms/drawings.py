"""What builder and designer fill in about a set of drawings: files, corrections, clicks."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drawings.content.setcheck import Code
from drawings.models import Settlement
from drawings.sandbox.listing import LARGEST_BYTES
from reviews.disciplines import DISCIPLINE_NAMES
from reviews.mending import Act
from storage import clock

LONGEST_PROMISE: Final = dt.timedelta(days=20)
"""To how many days from now a missing sheet may be promised."""


class ListForm(forms.Form):
    """The drawing list as a table."""

    list = forms.FileField(
        label=gettext_lazy("Drawing list as XLSX or CSV"), max_length=200
    )

    def clean_list(self) -> object:
        """No list is as large as a drawing."""
        file = self.cleaned_data["list"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB.")
                % {"limit": LARGEST_BYTES // 1024**2}
            )
        return file


class SheetForm(forms.Form):
    """What the title block says, put right."""

    number = forms.CharField(max_length=60, label=gettext_lazy("Sheet number"))
    name = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("Sheet name")
    )
    discipline = forms.ChoiceField(
        choices=list(DISCIPLINE_NAMES.items()), label=gettext_lazy("Discipline")
    )
    scale = forms.CharField(max_length=20, required=False, label=gettext_lazy("Scale"))
    revision = forms.CharField(
        max_length=20, required=False, label=gettext_lazy("Version")
    )


class SheetRowForm(SheetForm):
    """A row of the table of all sheets: it knows what the person saw when they wrote."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for field in self.fields.values():
            field.show_hidden_initial = True

    def told(self) -> list[tuple[str, str]]:
        """What was written, as people read it; what is empty is left out."""
        written = [(bound, str(bound.value() or "").strip()) for bound in self]
        return [
            (str(bound.label), str(DISCIPLINE_NAMES.get(said, said)))
            for bound, said in written
            if said
        ]


class MendForm(forms.Form):
    """One click of the table of a set: what to do, with which sheet or remark."""

    act = forms.ChoiceField(choices=[(act.value, act.value) for act in Act])
    sheet = forms.IntegerField(required=False, min_value=1)
    code = forms.ChoiceField(
        required=False, choices=[(code.value, code.value) for code in Code]
    )
    subject = forms.CharField(required=False, max_length=80)
    value = forms.CharField(required=False, max_length=200)
    until = forms.DateField(required=False)

    def clean(self) -> dict[str, object]:
        """A settlement names its remark and one of the answers; a promise has its day."""
        said = super().clean() or self.cleaned_data
        if said.get("act") != Act.SETTLE:
            return said
        if said.get("value") not in Settlement.Answer.values or not said.get("code"):
            self.add_error("value", _("This answer is not known."))
        elif said["value"] == Settlement.Answer.FOLLOWS:
            until, today = said.get("until"), clock.today()
            if not until or not today < until <= today + LONGEST_PROMISE:
                self.add_error("until", _("Please choose a day that lies ahead."))
        else:
            said["until"] = None
        return said


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is about to be sent; `digest` is hex sha256, or empty."""

    path: str
    size: int
    digest: str


def announced_in(body: bytes) -> Announced | None:
    """The file that is announced as JSON; None: it is none."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    match said:
        case {"path": str(path), "size": int(size)} if not isinstance(size, bool):
            digest = said.get("sha256", "")
            return Announced(path, size, digest if isinstance(digest, str) else "")
    return None
