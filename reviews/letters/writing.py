"""The letters of a case as PDF bytes."""

from collections.abc import Sequence

import pymupdf

from reviews.models import Case, Consultation, Material
from storage.typefaces import Face, face_file


def acceptance(case: Case, number: str) -> bytes:
    """Set the notice of acceptance (受理通知书)."""
    return _plain("受理通知书", number, case)


def make_good(case: Case, number: str, wanting: Sequence[Material]) -> bytes:
    """Set the one-time notice of everything to be made good (一次性补正告知书)."""
    return _plain("一次性补正告知书", number, case)


def opinions_notice(case: Case, number: str) -> bytes:
    """Set the notice of review opinions (审查意见告知书)."""
    return _plain("审查意见告知书", number, case)


def minutes(consultation: Consultation, number: str) -> bytes:
    """Set the minutes of a consultation (会商纪要)."""
    return _plain("会商纪要", number, consultation.case)


def _plain(title: str, number: str, case: Case) -> bytes:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text(
            (60, 80),
            f"{title}  {number}  {case.serial}",
            fontname="letter",
            fontfile=str(face_file(Face.SERIF)),
        )
        pdf.subset_fonts()
        return bytes(pdf.tobytes(garbage=3, deflate=True))
