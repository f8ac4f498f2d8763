"""The letters of a case: with their seals, or marked as long as one is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reviews.access import visible_letters
from reviews.letters.writing import marked_unsigned
from reviews.models import Letter, LetterSignature
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sheets import pdf_response
from storage.actions.blobs import read_bytes


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter of a case, and the seal that it waits for."""

    letter: Letter
    waits: LetterSignature | None


@login_required
@require_safe
def letter(request: SignedInRequest, serial: str, pk: int) -> FileResponse:
    """One letter of a case as PDF."""
    case = case_seen_by(request, serial)
    return letter_response(
        get_object_or_404(visible_letters(request.user, case), pk=pk)
    )


def letter_response(letter: Letter, name: str = "") -> FileResponse:
    """A letter with its seals; while one is missing, a copy that says so on every page."""
    name = name or f"{letter.number}.pdf"
    if not letter.waits_for_seal:
        return pdf_response(letter.newest, name)
    marked = BytesIO(marked_unsigned(read_bytes(letter.blob)))
    return FileResponse(marked, content_type="application/pdf", filename=name)


def letter_lines(letters: Iterable[Letter]) -> list[LetterLine]:
    """Letters with the seal whose turn it is, if one is missing."""
    found = list(letters)
    rows = LetterSignature.objects.filter(
        letter__in=found, sealed_at=None, waits_since__isnull=False
    ).select_related("unit")
    waits = {row.letter_id: row for row in rows}
    return [LetterLine(one, waits.get(one.pk)) for one in found]
