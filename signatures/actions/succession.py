"""Seals that took the place of others go on with what those had been ordered to seal."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from signatures.actions.ordering import manifest_of, require_usable
from signatures.errors import OrderNotUsable
from signatures.events import ORDER_PASSED_ON
from signatures.models import SealHolder, SealingOrder
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def pass_order_on(
    *, order: SealingOrder, holders: Sequence[SealHolder], actor: User
) -> SealingOrder:
    """Let other seals of the same units set what an order has not sealed yet.

    A seal that was renewed or revoked never seals again; what it had begun would wait for
    good. What is sealed keeps its seals; the permission that ran is over. The same seals
    again change nothing.

    Raises:
        OrderNotUsable: these are not seals of the same units for the same purpose, or the
            files are no longer those that were ordered.
        HolderNotUsable: one of them is suspended, or its certificate has run out.

    """
    order = SealingOrder.objects.select_for_update().get(pk=order.pk)
    known = list(order.holders.order_by("kind", "pk"))
    if {one.pk for one in known} == {one.pk for one in holders}:
        return order
    if sorted(one.field for one in known) != sorted(one.field for one in holders):
        raise OrderNotUsable(_("This order is for the seals of other units."))
    if manifest_of(order) != order.manifest:
        raise OrderNotUsable(_("The files are no longer those that were ordered."))
    for holder in holders:
        require_usable(holder)
    order.holders.set(holders)
    order.manifest = manifest_of(order)
    if order.expires_at is not None:
        order.expires_at = min(order.expires_at, clock.now())
    order.save(update_fields=["manifest", "expires_at"])
    record(
        ORDER_PASSED_ON,
        order,
        actor=actor,
        stream=order.stream,
        count=order.seals.filter(after=None).count(),
        manifest=order.manifest,
        holders=[holder.fingerprint for holder in holders],
    )
    return order
