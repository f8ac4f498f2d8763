"""What the ingestion report says of each sheet: read, lost, removed, proved (读图报告)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drawings.content.textlines import Box
from drawings.models import SamenessProof, SheetRevision, Submission
from drawings.sentences import loss_words
from reviews.halves import remarks_of
from reviews.searching.leading import sheet_address

KINDS: Final[Mapping[str, object]] = {
    "text": gettext_lazy("text differs"),
    "dimension": gettext_lazy("dimension differs"),
    "text_missing": gettext_lazy("text only in the DWG"),
    "text_extra": gettext_lazy("text only in the PDF"),
    "text_untold": gettext_lazy("text drawn as lines: please read it"),
    "missing": gettext_lazy("drawn only in the DWG"),
    "extra": gettext_lazy("drawn only in the PDF"),
    "changed": gettext_lazy("drawn differently"),
    "fill_missing": gettext_lazy("filled only in the DWG"),
    "fill_extra": gettext_lazy("filled only in the PDF"),
}
PLACES: Final[Mapping[str, object]] = {
    "drawing": gettext_lazy("in the drawing"),
    "title_block": gettext_lazy("in the title block"),
    "margin": gettext_lazy("on the margin"),
}
DOUBTS: Final[Mapping[str, object]] = {
    "scanned": gettext_lazy(
        "A face is a scanned picture: there are no lines to compare."
    ),
    "empty": gettext_lazy("A face is empty."),
    "no_registration": gettext_lazy(
        "The two could not be laid on each other. They may be different sheets."
    ),
    "losses": gettext_lazy("Lost in reading"),
    "reduced": gettext_lazy(
        "The DWG was read by the second reader, which may miss things."
    ),
    "images": gettext_lazy("Pictures on the sheet were not compared"),
    "lettering": gettext_lazy("Texts that are drawn as lines and could not be told"),
    "too_large": gettext_lazy("The comparison was stopped: the sheet is too large."),
    "broken": gettext_lazy("The comparison broke down on this sheet."),
}
TONES: Final[Mapping[str, str]] = {
    "same": "ok",
    "differs": "late",
    "unproved": "warn",
    "waiting": "run",
    "alone": "none",
}
SHOWS: Final = ("differs", "unproved", "lossy", "alone")
MOST_SHOWN: Final = 300
UNSHOWN: Final = ("sameness__findings", "sameness__shares")
"""Long parts of a proof that a row of a table does without."""
LEAST_SEEN_MM: Final = 12.0
UNTOLD: Final = "text_untold"
ON_DWG: Final = frozenset({"missing", "text_missing", "fill_missing"})


@dataclass(frozen=True, slots=True)
class Seal:
    """The chip of the proof: its tone, its word, its share in percent."""

    status: str
    word: str
    percent: str = ""

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        return TONES[self.status]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference as the list shows it."""

    number: int
    kind: str
    place: str
    said_dwg: str
    said_pdf: str
    layer: str
    apart_mm: float
    counts: bool
    is_untold: bool
    box: tuple[float, ...]
    address: str = ""
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet in the list of the report."""

    revision: SheetRevision
    seal: Seal
    lost: int
    remarks: list[str]


def lines_of(submission: Submission) -> list[Line]:
    """Every sheet of a set, in its order."""
    rows = submission.revisions.select_related(
        "sheet", "dwg__file", "pdf__file", "sameness"
    )
    return [
        Line(row, seal_of(row), _lost(row), remarks_of(row))
        for row in rows.defer(*UNSHOWN).order_by("sheet__order")
    ]


def is_shown(line: Line, show: str) -> bool:
    """Whether a line belongs to what was asked for."""
    if show == "lossy":
        return line.lost > 0
    return show not in SHOWS or line.seal.status == show


def proof_of(revision: SheetRevision) -> SamenessProof | None:
    """The proof of a revision, if it is there already."""
    try:
        return revision.sameness
    except SamenessProof.DoesNotExist:
        return None


def seal_of(revision: SheetRevision) -> Seal:
    """The chip of a revision."""
    if not revision.dwg_id or not revision.pdf_id:
        return Seal("alone", _("only one face"))
    proof = proof_of(revision)
    if proof is None:
        return Seal("waiting", _("being proved"))
    # never rounded up: 100 % is said of what is whole
    percent = f"{int(proof.score * 10_000) / 100:.2f}" if proof.score else ""
    word = str(proof.get_verdict_display())
    if proof.verdict == SamenessProof.Verdict.DIFFERS:
        word = _("differs (%(count)s)") % {"count": proof.count}
    return Seal(proof.verdict, word, percent)


def doubts_of(proof: SamenessProof) -> list[str]:
    """Why sameness is not certain, each a sentence with what it speaks of."""
    said = []
    for doubt, told in proof.doubts:
        sentence = str(DOUBTS.get(doubt, doubt))
        if doubt == "losses":
            side, _slash, rest = told.partition("/")
            kind, _slash, count = rest.rpartition("/")
            told = f"{side.upper()} · {loss_words([(kind, count)])[0]}"
        plain = told and doubt in {"losses", "images", "lettering"}
        values = {"what": sentence.rstrip(".。"), "told": told}
        said.append(_("%(what)s: %(told)s") % values if plain else sentence)
    return said


def verdict_of(revision: SheetRevision) -> str:
    """What the proof says, in a sentence that also says what to do."""
    proof = proof_of(revision)
    if not revision.dwg_id or not revision.pdf_id:
        return _("There is only one face: nothing to compare.")
    if proof is None:
        return _("The proof is being worked out. Come back in a moment.")
    if proof.verdict == SamenessProof.Verdict.SAME:
        return _(
            "Every line and every text of the DWG was found in the PDF, and the other way "
            "round. The two files show one and the same sheet."
        )
    if proof.verdict == SamenessProof.Verdict.DIFFERS:
        return _(
            "The PDF does not show what the DWG holds. The differences are listed below; "
            "plot the sheet again, or hand in the DWG that belongs to it."
        )
    if {doubt for doubt, _told in proof.doubts} == {"lettering"}:
        return _(
            "All lines agree, and every text that could be told. The other texts are "
            "drawn as lines: there is ink at their place, but what it says is not "
            "proved. They are listed below; a person has to read them."
        )
    if proof.registration and not proof.count:
        return _(
            "What could be compared is the same. For the reasons below that is no proof: "
            "a person has to look."
        )
    return _(
        "It cannot be said whether the two are one sheet, for the reasons below. "
        "A person has to look."
    )


def differences_of(
    proof: SamenessProof, revision: SheetRevision, serial: str
) -> list[Difference]:
    """The differences in reading order; numbers are those of the picture.

    Each leads to its place in the viewer, on the face that shows it, and to the form of
    an opinion about it.
    """
    return [
        Difference(
            number,
            str(KINDS.get(row["kind"], row["kind"])),
            str(PLACES.get(row["place"], row["place"])),
            row["said_dwg"],
            row["said_pdf"],
            row["layer"],
            row["apart_mm"],
            row["counts"],
            row["kind"] == UNTOLD,
            tuple(row["pdf_box"]),
            sheet_address(
                serial,
                revision,
                box=_around(row["pdf_box"]),
                side="dwg" if row["kind"] in ON_DWG else "pdf",
            ),
            sheet_address(serial, revision, box=_around(row["pdf_box"]), about=number),
        )
        for number, row in enumerate(proof.findings[:MOST_SHOWN], start=1)
    ]


def _around(box: Sequence[float]) -> Box:
    """A difference of a hair's breadth with enough around it to know the place."""
    x0, y0, x1, y1 = box
    across = max(0.0, LEAST_SEEN_MM - (x1 - x0)) / 2
    up = max(0.0, LEAST_SEEN_MM - (y1 - y0)) / 2
    return (x0 - across, y0 - up, x1 + across, y1 + up)


def shares_of(proof: SamenessProof) -> list[tuple[str, str]]:
    """The four shares that make the score, in percent, never rounded up."""
    names = {
        "ink_of_dwg": _("lines of the DWG found in the PDF"),
        "ink_of_pdf": _("lines of the PDF found in the DWG"),
        "texts_of_dwg": _("texts of the DWG found in the PDF"),
        "texts_of_pdf": _("texts of the PDF found in the DWG"),
    }
    return [
        (name, f"{int(proof.shares[key] * 10_000) / 100:.2f} %")
        for key, name in names.items()
        if key in proof.shares
    ]


def letters_of(proof: SamenessProof) -> str:
    """How many of the texts that are drawn as lines their shapes told; empty if none are."""
    if not proof.outlined:
        return ""
    untold = sum(int(told) for doubt, told in proof.doubts if doubt == "lettering")
    return _("%(told)s of %(all)s") % {
        "told": max(proof.outlined - untold, 0),
        "all": proof.outlined,
    }


def _lost(row: SheetRevision) -> int:
    return sum(
        int(count)
        for face in (row.dwg, row.pdf)
        if face is not None
        for _kind, count in face.losses
    )
