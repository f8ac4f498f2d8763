"""Keepers who seal what waits for their units, for the tests of sealed letters."""

from accounts.models import Organisation
from signatures import keys
from signatures.models import SealingOrder
from tests.world import World, do_jobs
from workflow.actions.lettering import order_letter_sealing
from workflow.lettering import lines_of

KEEPERS = {
    "市政务中心": "chen",
    "市住建局": "qian",
    "市消防审验": "sun",
    "市人防办": "zheng",
    "市审管办": "wu",
}


def unit(world: World, name: str) -> Organisation:
    return world.cast.units[name]


def seal_all(world: World, name: str) -> SealingOrder:
    """The keeper of a unit seals all that waits for it."""
    login = KEEPERS[name]
    order = order_letter_sealing(
        unit=unit(world, name),
        rows=[line.row.pk for line in lines_of(unit(world, name))],
        actor=world[login],
        code=keys.test_code(login),
    )
    do_jobs()
    order.refresh_from_db()
    return order
