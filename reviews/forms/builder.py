"""What builder and designer fill in to a case: documents, answers, declarations."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.forms.fields import ReasonField
from reviews.models import Reply
from reviews.rules import UNCHANGED, is_reply_refused

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
    reason_unchanged = ReasonField(
        max_length=300,
        rows=2,
        label=gettext_lazy("Why the drawing did not have to change there"),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        initial: dict[str, object] | None = None,
        unchanged: str = "",
    ) -> None:
        """Ask for one answer; `unchanged` says in a sentence that the region is as it was."""
        super().__init__(data, initial=initial)
        self.unchanged = unchanged
        field = self.fields["reason_unchanged"]
        assert isinstance(field, ReasonField)  # noqa: S101
        if unchanged:
            field.needed = _("(demanded with the answer “revised”)")
            field.help_text = unchanged

    def clean(self) -> dict[str, object]:
        """Who answers “revised” of a region that is as it was says why."""
        told = super().clean() or self.cleaned_data
        refused = is_reply_refused(
            kind=str(told.get("kind", "")),
            verdict=UNCHANGED if self.unchanged else "",
            reason=str(told.get("reason_unchanged", "")),
        )
        if refused:
            self.add_error(
                "reason_unchanged",
                _(
                    "“Revised” cannot stand alone here: upload the revised sheet "
                    "first, or say why nothing had to change. What you wrote is kept."
                ),
            )
            self.fields["reason_unchanged"].widget.attrs["autofocus"] = True
        return told


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


class FateForm(forms.Form):
    """What became of a sheet: `row` is a renumbering or a sheet, as the act demands."""

    ACTS: Final = ("confirm", "confirm_all", "refuse", "undo", "withdraw", "keep")

    act = forms.ChoiceField(choices=[(name, name) for name in ACTS])
    row = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    reason = forms.CharField(max_length=300, required=False)


class WithdrawalForm(forms.Form):
    """Why a case is taken back."""

    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why the case is taken back"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why the case is taken back.")},
    )
