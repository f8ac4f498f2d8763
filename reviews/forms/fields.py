"""Fields of the house: one that may be left out now, and must be filled in then."""

from django import forms


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
