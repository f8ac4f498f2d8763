"""Very many new rows of one table, past the objects that stand for rows.

An object for each of twenty thousand rows takes seconds, most of it outside of the
database. What is written is what `bulk_create` would write: the same columns, and the
same checks of the database itself.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connections, models, router

Value = str | int | float | Sequence[float] | None


def insert_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    """Write rows at once, in the transaction that is open.

    Args:
        model: the table; its key is given by the database.
        fields: every other field that has no default of the database, in the order of
            the rows; a foreign key takes the key of what it points to.
        rows: the values; those of a JSON field as Python has them.

    """
    found = [_column(model, name) for name in fields]
    are_json = [isinstance(field, models.JSONField) for field in found]
    written: list[list[Any]] = [
        [
            json.dumps(value) if is_json and value is not None else value
            for value, is_json in zip(row, are_json, strict=True)
        ]
        for row in rows
    ]
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in found)
    into = f"{quote(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY {into} FROM STDIN") as copy,
            ):
                for row in written:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(found))
        # names come from the model alone, values are arguments
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", written)  # noqa: S608


def _column(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(name)
    return field
