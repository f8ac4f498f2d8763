"""Pages that their designers signed here: the file with their seals takes the page's place."""

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet

from drawings.models import SheetRevision
from reviews.models import Case
from signatures.models import Seal, SealHolder, SealingOrder
from storage import clock
from storage.models import Blob


def stream_prefix(case: Case) -> str:
    """How the orders of designers are called: a course of their own beside the case's."""
    return f"{case.serial}/D"


def signed_forms(case: Case) -> Mapping[int, Seal]:
    """The newest signed form of each page: key of the page -> the seal that made it.

    Each was made by the signer from the page, or from a form of it, and the row of the
    seal names the digests of both; so what it shows is the page, its mark and seals.
    """
    return {page: seal for seal, page in _with_pages(_seals_of(case))}


def pages_sealed_with(case: Case, holder: SealHolder) -> set[int]:
    """The pages whose signed form carries a seal, also one that nobody judged yet."""
    own = set(
        _seals_of(case).filter(order__holders=holder).values_list("pk", flat=True)
    )
    return {page for seal, page in _with_pages(_seals_of(case)) if seal.pk in own}


def pages_of_order(order: SealingOrder) -> Mapping[int, int]:
    """Key of each seal that an order of a designer has set -> key of the page."""
    rows = Seal.objects.filter(
        order__purpose=SealingOrder.Purpose.DESIGN,
        order__stream__startswith=order.stream.rpartition("/D")[0] + "/D",
        after__isnull=False,
    )
    return {
        seal.pk: page for seal, page in _with_pages(rows) if seal.order_id == order.pk
    }


def _seals_of(case: Case) -> "QuerySet[Seal]":
    return Seal.objects.filter(
        order__purpose=SealingOrder.Purpose.DESIGN,
        order__stream__startswith=stream_prefix(case),
        after__isnull=False,
    )


def _with_pages(rows: "QuerySet[Seal]") -> Iterator[tuple[Seal, int]]:
    """Each seal that was set with the page under it, from the first form to the newest."""
    page_of: dict[int, int] = {}
    for seal in rows.select_related("issue", "before", "after").order_by("pk"):
        page = page_of.get(seal.before_id, seal.before_id)
        if seal.after_id is not None:
            page_of[seal.after_id] = page
        yield seal, page


def form_of(revision: SheetRevision, forms: Mapping[int, Seal]) -> Seal | None:
    """The signed form of a sheet; none when its mark names the sheet otherwise."""
    seal = forms.get(revision.face.page_id)
    if seal is None:
        return None
    is_named = (seal.label, seal.issue.version) == (
        revision.sheet.number,
        revision.version,
    )
    return seal if is_named else None


def paper_of(revision: SheetRevision, form: Seal | None) -> Blob:
    """On what the next seal of a sheet is set: its signed form, if there is one."""
    return (form.after if form else None) or revision.face.page


def numbers_under_way(case: Case, *, but: SealingOrder | None = None) -> set[str]:
    """The sheets on which a designer's seal is being set now, by orders `but` one."""
    rows = Seal.objects.filter(
        order__purpose=SealingOrder.Purpose.DESIGN,
        order__stream__startswith=stream_prefix(case),
        order__expires_at__gt=clock.now(),
        after=None,
    ).exclude(order=but)
    return set(rows.values_list("label", flat=True))
