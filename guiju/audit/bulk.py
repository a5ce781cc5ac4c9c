"""Many rows at once: the import's way round the cost of a model instance per row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache

from django.db import connection, models

from guiju.statements import writing
from guiju.statements.trips import here, send

Column = str | int | bool | date | datetime | None


def insert_many(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Column]]
) -> None:
    """Insert rows of values in the order of `fields`; JSON as text, moments by `moment`."""
    sql = _insertion(model, tuple(fields))
    wanted = list(rows)
    if len(wanted) == 1:
        send(sql, wanted[0])
        return
    with connection.cursor() as cursor:
        cursor.executemany(sql, wanted)


@cache
def _insertion(model: type[models.Model], fields: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    named = {field.name: field.column for field in model._meta.concrete_fields}
    columns = [quote(str(named[name])) for name in fields]
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES ({places})"


def moment(at: datetime) -> Column:
    """A moment as this database's tables take it."""
    adapted = writing.moment(at, here().vendor)
    return adapted if isinstance(adapted, datetime) else str(adapted)


def day(on: date) -> str:
    """A day as every database takes it."""
    return on.isoformat()
