"""What builder and designer fill in: project, facts, documents, answers, corrections."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Region, User
from drawings.content.setcheck import Code
from drawings.models import Project, Settlement
from reviews.disciplines import DISCIPLINE_NAMES
from reviews.mending import Act
from reviews.models import Reply
from reviews.routing import ProjectFacts, facts_from
from reviews.routing.facts import (
    FACT_NAMES,
    HAZARD_NAMES,
    USE_NAMES,
    faults_of,
)
from storage import clock

LONGEST_PROMISE: Final = dt.timedelta(days=20)
"""To how many days from now a missing sheet may be promised."""
LARGEST_PAPER_BYTES: Final = 50 * 1024**2
PAPERS: Final = (
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".ofd",
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
)
NUMBERS: Final = (
    "area_m2",
    "above_ground_area_m2",
    "first_floor_area_m2",
    "height_m",
    "foundation_depth_m",
)
WHOLE_NUMBERS: Final = ("storeys_above", "storeys_below")
DEMANDED: Final = frozenset(
    {"area_m2", "above_ground_area_m2", "storeys_above", "height_m"}
)
ANSWERS: Final = (
    "is_new_build",
    "has_planning_permit",
    "is_key_city",
    "is_in_development_zone",
    "is_labour_intensive",
)
_LARGEST: Final = 10_000_000
_PHONE: Final = RegexValidator(
    r"^\+?[\d -]{6,19}$", gettext_lazy("Please enter a telephone number.")
)


class FactsForm(forms.Form):
    """The facts of a project; departments and documents follow from them."""

    use = forms.ChoiceField()

    def __init__(
        self, data: Mapping[str, object] | None = None, **kwargs: object
    ) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        self._kept: dict[str, object] = {}
        self.fields["use"] = forms.ChoiceField(
            choices=[(use.value, name.told(_)) for use, name in USE_NAMES.items()]
        )
        for name in NUMBERS:
            self.fields[name] = forms.FloatField(
                required=name in DEMANDED,
                min_value=0,
                max_value=_LARGEST,
                widget=_number("any"),
            )
        for name in WHOLE_NUMBERS:
            self.fields[name] = forms.IntegerField(
                required=name in DEMANDED,
                min_value=0,
                max_value=_LARGEST,
                widget=_number("1"),
            )
        for name in ANSWERS:
            self.fields[name] = forms.BooleanField(required=False)
        self.fields["hazards"] = forms.MultipleChoiceField(
            required=False,
            choices=[(one.value, name.told(_)) for one, name in HAZARD_NAMES.items()],
            widget=forms.CheckboxSelectMultiple,
        )
        for name, sentence in FACT_NAMES.items():
            self.fields[name].label = sentence.told(_)
        self.order_fields([*self._own_first(), *_in_order()])

    def _own_first(self) -> list[str]:
        return [name for name in self.fields if name not in FACT_NAMES]

    def numbers(self) -> list[forms.BoundField]:
        """The fields with figures, as they are laid out."""
        order = [name for name in _in_order() if name in NUMBERS + WHOLE_NUMBERS]
        return [self[name] for name in order]

    def answers(self) -> list[forms.BoundField]:
        """The plain questions."""
        return [self[name] for name in ANSWERS]

    def facts(self) -> ProjectFacts:
        """The facts as far as they make sense; what does not stays undeclared."""
        return facts_from({n: v for n, v in self._kept.items() if n in FACT_NAMES})

    def clean(self) -> dict[str, object]:
        """Hold the facts against each other, and name what was not declared."""
        cleaned = super().clean() or self.cleaned_data
        # `add_error` takes the value out of `cleaned_data`; the routing still wants it.
        self._kept = dict(cleaned)
        for name, sentence in faults_of(self.facts()).items():
            if name not in self.errors:
                self.add_error(name, sentence.told(_))
        return cleaned

    def facts_so_far(self) -> ProjectFacts:
        """What can be read of a form that is still being filled in."""
        self.is_valid()
        return self.facts()


class CaseForm(FactsForm):
    """A new case: which project, whose, how to reach the applicant, and the facts."""

    project = forms.ModelChoiceField(
        Project.objects.none(),
        required=False,
        label=gettext_lazy("Which project"),
        empty_label=gettext_lazy("A new project"),
    )
    name = forms.CharField(max_length=120, label=gettext_lazy("Name of the project"))
    code = forms.CharField(
        required=False, max_length=40, label=gettext_lazy("Code of the project")
    )
    address = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Address")
    )
    region = forms.ModelChoiceField(
        Region.objects.order_by("city_id", "name"),
        label=gettext_lazy("City or county"),
        empty_label=None,
    )
    builder = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Builder")
    )
    designer = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Design firm")
    )
    phone = forms.CharField(
        max_length=20, validators=[_PHONE], label=gettext_lazy("Telephone")
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        user: User,
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)
        # What a known project tells need not be told again.
        for name in ("name", "region", "builder", "designer"):
            self.fields[name].required = not (data or {}).get("project")
        kinds = Organisation.Kind
        units = Organisation.objects.filter(seats__user=user).distinct()
        for name, kind in (("builder", kinds.BUILDER), ("designer", kinds.DESIGNER)):
            own = units.filter(kind=kind)
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = own or Organisation.objects.filter(kind=kind)
            if own:
                field.initial = own[0].pk
                field.empty_label = None
        project = self.fields["project"]
        assert isinstance(project, forms.ModelChoiceField)  # noqa: S101
        project.queryset = Project.objects.filter(
            builder__in=units
        ) | Project.objects.filter(designer__in=units)
        self.fields["phone"].initial = user.phone

    def place(self) -> list[forms.BoundField]:
        """The fields of a project that is entered for the first time."""
        names = ("name", "code", "address", "region", "builder", "designer")
        return [self[name] for name in names]


class PaperForm(forms.Form):
    """One document of the list."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    file = forms.FileField(label=gettext_lazy("File"), max_length=200)

    def clean_file(self) -> object:
        """Only papers, and not too large."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(PAPERS):
            raise forms.ValidationError(
                _("Please hand it in as PDF, picture or office document.")
            )
        if file.size > LARGEST_PAPER_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB.")
                % {"limit": LARGEST_PAPER_BYTES // 1024**2}
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


class ReplyForm(forms.Form):
    """The answer to one opinion."""

    kind = forms.ChoiceField(
        choices=Reply.Kind.choices,
        widget=forms.RadioSelect,
        initial=Reply.Kind.REVISED,
        label=gettext_lazy("How it is answered"),
    )
    text = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Answer"),
    )
    reason_unchanged = forms.CharField(
        max_length=300,
        required=False,
        label=gettext_lazy("Why the drawing did not have to change there"),
        help_text=gettext_lazy(
            "Only if you answer “revised” although the region is as it was."
        ),
    )


class DeclarationForm(forms.Form):
    """Changes that the designer declares, with what was done."""

    text = forms.CharField(
        max_length=400, required=False, label=gettext_lazy("What was changed and why")
    )
    changes = forms.MultipleChoiceField(required=False)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        known: list[int],
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        field = self.fields["changes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(str(pk), str(pk)) for pk in known]

    def chosen(self) -> list[int]:
        """The keys of the changes that are meant."""
        return [int(pk) for pk in self.cleaned_data["changes"]]


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


def _in_order() -> list[str]:
    return [field.name for field in fields(ProjectFacts)]


def _number(step: str) -> forms.NumberInput:
    return forms.NumberInput(attrs={"step": step, "min": "0", "inputmode": "decimal"})
