"""Answer a question: cases, their sheets, and the places on them."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Case as Choice
from django.db.models import F, IntegerField, Q, Value, When
from django.db.models.functions import Replace, StrIndex

from drawings.content.wording import Wanted
from drawings.models import Face, SheetRevision, Wording
from drawings.models.sheet import SheetRevisionQuerySet
from drawings.textplaces import Place, places_of
from reviews.disciplines import discipline_name
from reviews.models import Case
from reviews.searching.asking import ALL_VERSIONS, Question
from reviews.searching.leading import sheet_address
from reviews.searching.seeing import Sight

A_PAGE: Final = 20
MOST_SHEETS: Final = 2_000
MOST_FACES: Final = 1_000
"""Faces that are looked at where a word stands on more of them than anybody reads."""
ENOUGH: Final = 5 * A_PAGE
"""Sheets from which on a cut answer is an answer."""
PLACES_SHOWN: Final = 3
NUMBER, LABEL, PHRASE, WORDS = range(4)
"""Ranks of a sheet: by its number, its number or name, the whole phrase, all words."""


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A line on a sheet, and the address that shows it there."""

    place: Place
    address: str


@dataclass(frozen=True, slots=True)
class SheetFound:
    """One revision with the first of its places; `more` further ones are on the sheet."""

    revision: SheetRevision
    address: str
    discipline: str
    side: str
    places: list[PlaceFound]
    more: int
    all_address: str
    is_latest: bool


@dataclass(frozen=True, slots=True)
class CaseFound:
    """A case with those of its sheets that are on this page."""

    case: Case
    sheets: list[SheetFound]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: how many sheets in how many cases, and one page of them."""

    sheets: int = 0
    cases: int = 0
    is_cut: bool = False
    page: "Page[tuple[int, int]] | None" = None
    groups: list[CaseFound] = field(default_factory=list)


def find_sheets(sight: Sight, question: Question, page: str = "") -> Found:
    """The sheets that say what is asked, by case; the best of the newest cases first.

    A word that stands on more than `MOST_FACES` faces is looked for on the newest of them
    alone, if the person may see `ENOUGH` of these; the answer says that it is cut, as
    it does beyond `MOST_SHEETS`.
    """
    wanted = question.wanted
    if not wanted.tokens():
        return Found()
    rows = _narrowed(sight, question)
    keys, is_cut = _keys(rows, question, wanted)
    by_case: dict[int, list[int]] = {}
    for pk, submission, own in keys:
        by_case.setdefault(sight.inherited.get(submission, own), []).append(pk)
    flat = [(case, pk) for case, found in by_case.items() for pk in found]
    shown = Paginator(flat, A_PAGE).get_page(page)
    return Found(
        sheets=len(flat),
        cases=len(by_case),
        is_cut=is_cut,
        page=shown,
        groups=_groups(sight, question, list(shown.object_list)),
    )


Key = tuple[int, int, int]


def _keys(
    rows: SheetRevisionQuerySet, question: Question, wanted: Wanted
) -> tuple[list[Key], bool]:
    """Revision, submission and case of what was found, the best first; whether it is cut."""
    if _is_common(wanted):
        found = _asked(rows, question, wanted, newest=MOST_FACES)
        if len(found) >= ENOUGH:
            return found[:MOST_SHEETS], True
    found = _asked(rows, question, wanted)
    return found[:MOST_SHEETS], len(found) > MOST_SHEETS


def _is_common(wanted: Wanted) -> bool:
    """Whether the index alone names more faces than are looked at, each term for itself."""
    faces = Wording.objects.indexed(wanted, newest=MOST_FACES + 1)
    return faces.count() > MOST_FACES


def _asked(
    rows: SheetRevisionQuerySet, question: Question, wanted: Wanted, *, newest: int = 0
) -> list[Key]:
    ranked = _ranked(rows, question, wanted, newest)
    keys = ranked.values_list("pk", "submission_id", "submission__round__case_id")
    return list(keys[: MOST_SHEETS + 1])


def _narrowed(sight: Sight, question: Question) -> SheetRevisionQuerySet:
    is_all = question.versions == ALL_VERSIONS
    rows = sight.revisions() if is_all else sight.newest()
    cases = None
    if question.serial:
        cases = sight.cases.filter(serial=question.serial)
    if question.sector:
        cases = (cases if cases is not None else sight.cases).filter(
            department_reviews__department__sector=question.sector
        )
    if cases is not None:
        keys = set(cases.values_list("pk", flat=True))
        inherited = [s for s, case in sight.inherited.items() if case in keys]
        rows = rows.filter(
            Q(submission__round__case__in=keys) | Q(submission__in=inherited)
        )
    if question.discipline:
        rows = rows.filter(sheet__discipline=question.discipline)
    return rows


def _ranked(
    rows: SheetRevisionQuerySet, question: Question, wanted: Wanted, newest: int
) -> SheetRevisionQuerySet:
    rows = rows.alias(bare=Replace("sheet__number", Value("-")))
    labelled, spoken = Q(), Q()
    if not question.side:
        for term in wanted.terms:
            labelled &= _label_has(term)
    faces = Wording.objects.saying(wanted, newest=newest).values("face")
    for side in question.sides:
        spoken |= Q(**{f"{side}__in": faces})
    found = rows.filter(labelled | spoken if labelled else spoken)
    bare = wanted.phrase.replace("-", "")
    ranks = [When(bare__iexact=bare, then=Value(NUMBER))] if bare else []
    ranks.append(When(_label_has(wanted.phrase), then=Value(LABEL)))
    if len(wanted.terms) > 1:
        for side in question.sides:
            name = f"phrase_{side}"
            at = StrIndex(F(f"{side}__wording__plain"), Value(wanted.phrase))
            found = found.alias(**{name: at})
            ranks.append(When(**{f"{name}__gt": 0}, then=Value(PHRASE)))
    rank = Choice(*ranks, default=Value(WORDS), output_field=IntegerField())
    return found.annotate(rank=rank).order_by(
        "rank", "-submission__round__case__opened_at", "sheet__order", "-ordinal"
    )


def _label_has(term: str) -> Q:
    said = Q(sheet__number__icontains=term) | Q(sheet__name__icontains=term)
    bare = term.replace("-", "")
    return said | Q(name__icontains=term) | (Q(bare__icontains=bare) if bare else Q())


def _groups(
    sight: Sight, question: Question, shown: list[tuple[int, int]]
) -> list[CaseFound]:
    keys = [pk for _, pk in shown]
    revisions = SheetRevision.objects.select_related("sheet", "dwg", "pdf").in_bulk(
        keys
    )
    cases = sight.cases.select_related("project").in_bulk({case for case, _ in shown})
    latest = set(sight.newest().filter(pk__in=keys).values_list("pk", flat=True))
    faces = [
        face
        for one in revisions.values()
        for face in (one.pdf_id, one.dwg_id)
        if face is not None
    ]
    wordings = Wording.objects.defer("words").in_bulk(faces)
    return [
        CaseFound(
            cases[case],
            [
                _sheet(cases[case], revisions[pk], question, wordings, pk in latest)
                for _, pk in rows
            ],
        )
        for case, rows in groupby(shown, key=lambda row: row[0])
    ]


def _sheet(
    case: Case,
    revision: SheetRevision,
    question: Question,
    wordings: dict[int, Wording],
    is_latest: bool,  # noqa: FBT001  a fact that is handed on
) -> SheetFound:
    side, found, count = _best_face(revision, question, wordings)
    return SheetFound(
        revision=revision,
        address=sheet_address(case.serial, revision, side=side),
        discipline=discipline_name(revision.sheet.discipline),
        side=side,
        places=[
            PlaceFound(
                place, sheet_address(case.serial, revision, box=place.box, side=side)
            )
            for place in found
        ],
        more=count - len(found),
        all_address=sheet_address(
            case.serial, revision, side=side, words=question.query
        ),
        is_latest=is_latest,
    )


def _best_face(
    revision: SheetRevision, question: Question, wordings: dict[int, Wording]
) -> tuple[str, list[Place], int]:
    """The face that says all of it, the PDF before the DWG; else the one that says any.

    Its side, the best of its places, and how many there are.
    """
    wanted = question.wanted
    best: tuple[str, list[Place], int] = ("", [], 0)
    for side in question.sides:
        face = revision.pdf if side == Face.Side.PDF else revision.dwg
        wording = wordings.get(face.pk) if face else None
        if wording is None:
            continue
        is_whole = all(term in wording.plain for term in wanted.terms)
        if is_whole or not best[1]:
            best = (side, *places_of(wording, wanted, PLACES_SHOWN))
        if is_whole:
            break
    return best
