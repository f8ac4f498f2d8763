"""Units of the story seal the letters that wait for them."""

from accounts.models import Organisation, User
from config.demo.teller import Teller
from config.demo.work import do_waiting_work
from signatures import keys
from workflow.actions.lettering import order_letter_sealing
from workflow.lettering import lines_of


def seal_letters(unit: Organisation, person: User, teller: Teller) -> None:
    """One permission for everything that waits for the unit's seal."""
    lines = lines_of(unit)
    if not lines:
        return
    order_letter_sealing(
        unit=unit,
        rows=[line.row.pk for line in lines],
        actor=person,
        code=keys.test_code(person.username),
    )
    do_waiting_work(teller.bar)
    names = "、".join(line.row.letter.number for line in lines)
    teller.good(f"{unit.short_name} 为文书签章：{names}")
