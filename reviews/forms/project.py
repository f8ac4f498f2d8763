"""What builder and designer declare of a project: where it is, whose, and its facts."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Region, User
from drawings.models import Project
from reviews.routing import ProjectFacts, facts_from
from reviews.routing.facts import (
    FACT_NAMES,
    HAZARD_NAMES,
    USE_NAMES,
    faults_of,
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
        Organisation.objects.none(),
        label=gettext_lazy("Builder"),
        empty_label=gettext_lazy("Please choose"),
    )
    designer = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Design firm"),
        empty_label=gettext_lazy("Please choose"),
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


def _in_order() -> list[str]:
    return [field.name for field in fields(ProjectFacts)]


def _number(step: str) -> forms.NumberInput:
    return forms.NumberInput(attrs={"step": step, "min": "0", "inputmode": "decimal"})
