"""Rows written on every act, their SQL worked out once a process: one statement for all of a kind.

What they write is what `bulk_create` and `save(update_fields=...)` write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from guiju.statements.trips import fetched, send


def insert(rows: Sequence[models.Model], *, keys: bool = False, conflict: str = "") -> None:
    """Insert rows of one model. With `keys` they learn the keys the database gave them.

    `conflict` is what follows ON CONFLICT, by the names of columns.
    """
    if not rows:
        return
    model, here = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    sql = _insertion(model, len(rows), keys, conflict, here.vendor)
    fields = _fields(model)
    cursor = send(sql, [value for row in rows for value in _values(row, fields, here)])
    given = fetched(cursor) if keys else ()
    for row, key in zip(rows, given, strict=False):
        row.pk = key[0]
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(rows: Sequence[models.Model], names: tuple[str, ...]) -> None:
    """Save these fields of rows that are in the table already."""
    if not rows:
        return
    model, here = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    sql, fields = _change(model, names, here.vendor)
    for row in rows:
        send(sql, [*_values(row, fields, here), row.pk])


_AS_IT_IS: Mapping[type, tuple[type[models.Field[Any, Any]], ...]] = {
    str: (models.CharField, models.TextField),
    int: (models.IntegerField, models.ForeignKey),
    bool: (models.BooleanField,),
    type(None): (models.Field,),
}
"""Values every database takes from such fields unchanged: no need to ask the field each time."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A field, its attribute, and the types of value that need no preparing."""

    field: Any
    attribute: str
    plain: frozenset[type]


def _column(field: Any) -> _Column:
    plain = frozenset(kind for kind, fields in _AS_IT_IS.items() if isinstance(field, fields))
    return _Column(field, field.attname, plain)


def _values(row: models.Model, columns: Sequence[_Column], here: Any) -> Iterator[object]:
    for column in columns:
        value = getattr(row, column.attribute)
        if type(value) in column.plain:
            yield value
        else:
            yield column.field.get_db_prep_save(value, here)


def _field(model: type[models.Model], name: str) -> Any:
    """The column of a name."""
    return model._meta.get_field(name)


@cache
def _fields(model: type[models.Model]) -> tuple[_Column, ...]:
    """Every column but the key the database gives."""
    return tuple(_column(f) for f in model._meta.concrete_fields if not f.primary_key)


@cache
def _insertion(model: type[models.Model], rows: int, keys: bool, conflict: str, vendor: str) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(c.field.column) for c in _fields(model))
    places = ", ".join(["%s"] * len(_fields(model)))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
    sql += ", ".join([f"({places})"] * rows)
    if conflict:
        sql += f" ON CONFLICT {conflict}"
    return f"{sql} RETURNING {quote(str(model._meta.pk.column))}" if keys else sql


@cache
def _change(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[str, tuple[_Column, ...]]:
    quote = connection.ops.quote_name
    fields = tuple(_column(_field(model, name)) for name in names)
    said = ", ".join(f"{quote(c.field.column)} = %s" for c in fields)
    key = quote(str(model._meta.pk.column))
    return f"UPDATE {quote(model._meta.db_table)} SET {said} WHERE {key} = %s", fields


def remove(model: type[models.Model], **by: int) -> None:
    """Delete the rows with this value in a column; nothing may hang on them."""
    ((name, value),) = by.items()
    quote = connection.ops.quote_name
    column = quote(_field(model, name).column)
    send(f"DELETE FROM {quote(model._meta.db_table)} WHERE {column} = %s", [value])
