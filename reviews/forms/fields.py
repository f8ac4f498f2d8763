"""Fields of the house: a day, and a reason that is demanded now and then."""

from django import forms


class DayInput(forms.DateInput):
    """A day as the browser asks for it; what was typed comes back in the same form."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ReasonField(forms.CharField):
    """A reason that is demanded sometimes.

    `needed` says when, beside the label; empty where it is never demanded.
    """

    def __init__(self, *, max_length: int, rows: int, label: object) -> None:
        super().__init__(
            max_length=max_length,
            required=False,
            label=label,  # type: ignore[arg-type]
            widget=forms.Textarea(attrs={"rows": rows}),
        )
        self.needed = ""
