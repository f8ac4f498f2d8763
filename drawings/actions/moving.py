"""Revisions change the sheet they belong to; every number stands once afterwards."""

from collections.abc import Mapping

from drawings.actions.ordering import order_of
from drawings.models import Comparison, Sheet, SheetRevision
from storage.actions.jobs import key_anew, request_job

COMPARE_TASK = "drawings.compare_revision"


def move_revisions(
    places: Mapping[SheetRevision, Sheet | None], numbers: Mapping[int, str]
) -> None:
    """Give each revision its sheet; inside a transaction, with the set locked.

    A sheet that got a revision goes by that revision's number; one that lost its number
    that way keeps it with a mark, for nothing is lost. What was compared with the wrong
    predecessor is forgotten, and compared anew.

    Args:
        places: the revision, and the sheet it shall continue; None: a sheet of its own.
        numbers: by key of the revision, the number it was handed in under.

    """
    left = {row.sheet for row in places}
    for row in places:
        Comparison.objects.filter(newer=row).delete()
        row.sheet, row.ordinal = _aside(row), 1
        row.save(update_fields=["sheet", "ordinal"])
    for row, target in places.items():
        _settle(row, target, numbers[row.pk])
    for sheet in left:
        if not sheet.revisions.exists():
            sheet.delete()
    for row in places:
        previous = row.previous()
        if previous is not None:
            request_job(
                task=COMPARE_TASK,
                queue="cad",
                # what came of it before was forgotten
                key=key_anew(f"compare:{row.pk}:{previous.pk}"),
                arguments={"revision": row.pk},
            )


def free_number(sheet: Sheet, number: str) -> None:
    """Take a number away from whatever other sheet of the project has it."""
    other = Sheet.objects.filter(project=sheet.project_id, number=number)
    for one in other.exclude(pk=sheet.pk):
        if one.revisions.exists():
            one.number = _unused(one, number)
            one.save(update_fields=["number"])
        else:
            one.delete()


def _aside(row: SheetRevision) -> Sheet:
    """A sheet for the meantime, so that two can change places."""
    return Sheet.objects.create(
        project=row.sheet.project,
        number=f"~{row.pk}",
        name=row.sheet.name,
        discipline=row.sheet.discipline,
        order=row.sheet.order,
    )


def _settle(row: SheetRevision, target: Sheet | None, number: str) -> None:
    aside = row.sheet
    sheet = target or aside
    sheet.refresh_from_db()
    free_number(sheet, number)
    sheet.name = row.name or sheet.name
    sheet.number = number
    sheet.order = order_of(sheet.discipline, number)
    sheet.save(update_fields=["name", "number", "order"])
    if target is None:
        return
    last = sheet.revisions.order_by("-ordinal").first()
    row.sheet, row.ordinal = sheet, (last.ordinal + 1 if last else 1)
    row.save(update_fields=["sheet", "ordinal"])
    aside.delete()


def _unused(sheet: Sheet, number: str) -> str:
    """The number with a running suffix that no sheet of the project has."""
    taken = set(
        Sheet.objects.filter(
            project=sheet.project_id, number__startswith=number[:54]
        ).values_list("number", flat=True)
    )
    return next(
        name
        for name in (f"{number[:54]} ({count})" for count in range(2, len(taken) + 3))
        if name not in taken
    )
