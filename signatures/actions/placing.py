"""Places of seals are chosen by hand, before anything is ordered."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from signatures.errors import OrderNotUsable
from signatures.events import SEALS_PLACED
from signatures.models import SealingOrder, SealPlacing
from signatures.pades.placement import Box
from storage import clock
from storage.actions.ledger import record
from storage.models import Blob

MOST_DECIMALS = 2


@transaction.atomic
def place_seals(
    *, stream: str, pages: Sequence[Blob], places: Mapping[str, Box], actor: User
) -> int:
    """Let the seals of some pages stand here; without places, by rule again.

    Args:
        stream: the course.
        pages: the pages, all of one size.
        places: field -> box in mm as displayed.
        actor: who chose.

    Raises:
        OrderNotUsable: the set is ordered to be sealed, so its places are fixed.

    """
    if SealingOrder.objects.filter(
        stream=stream, purpose=SealingOrder.Purpose.SET
    ).exists():
        raise OrderNotUsable(
            _("The set is ordered to be sealed; its places are fixed now.")
        )
    told = {field: edges_of(box) for field, box in places.items()}
    for page in pages:
        if told:
            SealPlacing.objects.update_or_create(
                stream=stream,
                page=page,
                defaults={
                    "places": told,
                    "chosen_by": actor,
                    "chosen_at": clock.now(),
                },
            )
        else:
            SealPlacing.objects.filter(stream=stream, page=page).delete()
    if pages:
        record(
            SEALS_PLACED,
            pages[0],
            actor=actor,
            stream=stream,
            count=len(pages),
            places=told,
        )
    return len(pages)


def edges_of(box: Box) -> list[float]:
    """Left, top, right, bottom, to a hundredth of a millimetre."""
    edges = (box.left, box.top, box.right, box.bottom)
    return [round(edge, MOST_DECIMALS) for edge in edges]
