"""An opinion about a difference of the two faces, with its place and words filled in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drawings.models import Face, SheetRevision
from reviews.reporting import KINDS, MOST_SHOWN, UNTOLD, proof_of

# A mark goes around a difference, not through it.
MARGIN_MM = 3.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What stands in the form before a person writes: words, and a mark on the sheet.

    `points` are the corners of a rectangle on the face that counts, paper mm, y upwards.
    """

    text: str
    points: tuple[tuple[float, float], ...]


def proposal_about(revision: SheetRevision, number: str) -> Proposal | None:
    """The opinion about a numbered difference of the proof; None where there is none."""
    proof = proof_of(revision)
    if proof is None or not (number.isascii() and number.isdecimal()):
        return None
    if not 0 < len(number) <= len(str(MOST_SHOWN)):
        return None
    place = int(number) - 1
    if not 0 <= place < min(len(proof.findings), MOST_SHOWN):
        return None
    found = proof.findings[place]
    is_pdf = revision.face.side == Face.Side.PDF
    return Proposal(_words(found), _corners(found["pdf_box" if is_pdf else "dwg_box"]))


def _words(found: dict[str, str]) -> str:
    told = {
        "kind": str(KINDS.get(found["kind"], found["kind"])),
        "dwg": found["said_dwg"],
        "pdf": found["said_pdf"],
    }
    if found["kind"] == UNTOLD:
        return _(
            "The DWG of this sheet says “%(dwg)s” here. In the PDF the text is drawn as "
            "lines and does not say so clearly."
        ) % {"dwg": told["dwg"]}
    if told["dwg"] and told["pdf"]:
        return (
            _(
                "DWG and PDF of this sheet do not agree here (%(kind)s): "
                "the DWG says “%(dwg)s”, the PDF says “%(pdf)s”."
            )
            % told
        )
    if told["dwg"] or told["pdf"]:
        return _(
            "DWG and PDF of this sheet do not agree here (%(kind)s): “%(said)s”."
        ) % {**told, "said": told["dwg"] or told["pdf"]}
    return _("DWG and PDF of this sheet do not agree here: %(kind)s.") % told


def _corners(box: list[float]) -> tuple[tuple[float, float], ...]:
    x0, y0 = box[0] - MARGIN_MM, box[1] - MARGIN_MM
    x1, y1 = box[2] + MARGIN_MM, box[3] + MARGIN_MM
    return tuple(
        (round(x, 2), round(y, 2)) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    )
