"""The filters of the search page."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from drawings.models import Face
from reviews.disciplines import DISCIPLINE_NAMES
from reviews.searching.asking import ALL_VERSIONS


class FilterForm(forms.Form):
    """What narrows a search; every field may stay empty, nonsense narrows nothing."""

    case = forms.ChoiceField(label=gettext_lazy("Case"), required=False)
    discipline = forms.ChoiceField(
        label=gettext_lazy("Discipline"),
        required=False,
        choices=[
            ("", pgettext_lazy("disciplines", "All")),
            *((key, name) for key, name in DISCIPLINE_NAMES.items()),
        ],
    )
    sector = forms.ChoiceField(label=gettext_lazy("Given to"), required=False)
    side = forms.ChoiceField(
        label=gettext_lazy("Face"),
        required=False,
        choices=[("", pgettext_lazy("faces", "Both")), *Face.Side.choices],
    )
    versions = forms.ChoiceField(
        label=gettext_lazy("Versions"),
        required=False,
        choices=[
            ("", gettext_lazy("The newest of each sheet")),
            (ALL_VERSIONS, gettext_lazy("Older ones too")),
        ],
    )

    def __init__(
        self,
        data: Mapping[str, object],
        *,
        cases: list[tuple[str, str]],
        sectors: list[tuple[str, str]],
    ) -> None:
        super().__init__(data, auto_id="search-%s")
        self.fields["case"] = forms.ChoiceField(
            label=gettext_lazy("Case"),
            required=False,
            choices=[("", pgettext_lazy("cases", "All")), *cases],
        )
        self.fields["sector"] = forms.ChoiceField(
            label=gettext_lazy("Given to"),
            required=False,
            choices=[("", pgettext_lazy("departments", "Any department")), *sectors],
        )
