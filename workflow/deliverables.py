"""What a case delivers: its sheets as they are sealed, who signed for what, who certifies."""

from dataclasses import replace

from accounts.models import Membership, User
from drawings.models import SheetRevision
from reviews.access import lead_review
from reviews.letters.writing import Signatory
from reviews.models import Case
from reviews.sectors import SECTOR_WORK
from signatures.actions.ordering import ToSeal
from signatures.models import IssuedFile, Seal, SealPlacing
from workflow.signed_forms import form_of, paper_of, signed_forms


def files_of(case: Case) -> list[ToSeal]:
    """The sheets of a case as they are sealed, in the order of the set.

    A page that its designers signed here goes on with their seals, and with the code of
    its mark.
    """
    placings = SealPlacing.objects.filter(stream=case.serial)
    placed = {row.page_id: row.places for row in placings}
    forms = signed_forms(case)
    rows = case.revisions_now().select_related(
        "pdf__page", "dwg__page", "pdf__thumbnail", "dwg__thumbnail"
    )
    return [
        replace(
            sheet_to_seal(revision, form_of(revision, forms)),
            thumbnail=revision.face.thumbnail,
            places=placed.get(revision.face.page_id, {}),
        )
        for revision in rows
    ]


def sheet_to_seal(revision: SheetRevision, form: Seal | None) -> ToSeal:
    """A sheet as departments seal it, over the form that its designers signed."""
    return ToSeal(
        label=revision.sheet.number,
        title=revision.name or revision.sheet.name,
        version=revision.version,
        kind=IssuedFile.Kind.SHEET,
        blob=paper_of(revision, form),
        title_block=title_block_of(revision),
        code=form.mark if form else "",
    )


def heads_of(case: Case) -> list[User]:
    """The heads of the departments that review a case now, the lead department's first."""
    lead = lead_review(case)
    reviews = list(case.reviews_now())
    units = [review.department_id for review in reviews]
    seats = Membership.objects.filter(
        organisation__in=units, role=Membership.Role.HEAD, user__is_active=True
    ).select_related("user")
    first = lead.department_id if lead else None
    ordered = sorted(
        seats, key=lambda seat: (seat.organisation_id != first, seat.user_id)
    )
    return list({seat.user_id: seat.user for seat in ordered}.values())


def certifiers_of(case: Case) -> list[User]:
    """Who may release the certificate; two different ones of them must.

    The heads of the reviewing departments; where there is but one head, also whoever
    concluded the reviews, so that there are two persons at all.
    """
    heads = heads_of(case)
    if len(heads) > 1:
        return heads
    concluded = [
        review.concluded_by
        for review in case.department_reviews.select_related("concluded_by")
        if review.concluded_by is not None
    ]
    return list({person.pk: person for person in [*heads, *concluded]}.values())


def signatories_of(case: Case) -> list[Signatory]:
    """Who reviewed for each discipline of each department, and the heads (order 13)."""
    found: dict[tuple[str, str, str, str], Signatory] = {}
    for review in case.department_reviews.select_related(
        "department", "concluded_by", "approved_by"
    ):
        name = review.department.name
        people = (
            (
                review.concluded_by,
                SECTOR_WORK.get(review.department.sector, ""),
                "审查人",
            ),
            (review.approved_by, "审定", "审定人"),
        )
        for person, discipline, role in people:
            if person is not None:
                row = Signatory(name, discipline, str(person), role)
                found[(name, discipline, row.name, role)] = row
    return list(found.values())


def title_block_of(
    revision: SheetRevision,
) -> tuple[float, float, float, float] | None:
    """The box around what was found in the title block, from the upper left corner."""
    face = revision.face
    boxes = [
        value["box_mm"]
        for value in face.title_block.values()
        if isinstance(value, dict) and value.get("box_mm")
    ]
    if not boxes:
        return None
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
    if (x1 - x0) > face.width_mm / 2 or (y1 - y0) > face.height_mm / 2:
        return None
    return (x0, face.height_mm - y1, x1, face.height_mm - y0)
