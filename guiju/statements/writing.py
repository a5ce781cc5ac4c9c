"""Rows written on every act, their SQL worked out once a process: one statement for all of a kind.

What they write is what `bulk_create` and `save(update_fields=...)` write.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models

from guiju.statements.trips import fetched, here, send


def insert(rows: Sequence[models.Model], *, keys: bool = False, conflict: str = "") -> None:
    """Insert rows of one model. With `keys` they learn the keys the database gave them.

    `conflict` is what follows ON CONFLICT, by the names of columns.
    """
    if not rows:
        return
    model, base = type(rows[0]), here()
    sql = _insertion(model, len(rows), keys, conflict, base.vendor)
    fields = _fields(model)
    first, *others = rows
    values = _values(first, fields, base)
    for row in others:
        values += _values(row, fields, base)
    cursor = send(sql, values)
    given = fetched(cursor) if keys else ()
    for row, key in zip(rows, given, strict=False):
        row.pk = key[0]
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(rows: Sequence[models.Model], names: tuple[str, ...]) -> None:
    """Save these fields of rows that are in the table already."""
    if not rows or not names:
        return
    model, base = type(rows[0]), here()
    sql, fields = _change(model, names, base.vendor)
    for row in rows:
        send(sql, _values(row, fields, base))


_AS_IT_IS = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey,
             models.BooleanField)  # fmt: skip
"""Fields whose values every database takes unchanged: no need to ask the field each time."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Fields of a model; `get` takes their values from a row's attributes, `dear` those that must
    be prepared."""

    names: tuple[str, ...]
    get: Callable[[Mapping[str, object]], tuple[object, ...]]
    dear: tuple[tuple[int, Any], ...]


def _columns(fields: Sequence[Any]) -> _Columns:
    dear = [(n, f) for n, f in enumerate(fields) if not isinstance(f, _AS_IT_IS)]
    get = itemgetter(*(f.attname for f in fields)) if len(fields) > 1 else _only(fields[0].attname)
    return _Columns(tuple(f.column for f in fields), get, tuple(dear))


def _only(name: str) -> Callable[[Mapping[str, object]], tuple[object, ...]]:
    return lambda said: (said[name],)


def _values(row: models.Model, columns: _Columns, base: Any) -> list[object]:
    found = list(columns.get(row.__dict__))
    for n, field in columns.dear:
        value: Any = found[n]
        if value is None:
            continue
        if type(field) is models.DateTimeField and value.tzinfo is not None:
            found[n] = moment(value, base.vendor)
        elif type(field) is models.DateField and type(value) is date:
            found[n] = base.ops.adapt_datefield_value(value)
        elif type(field) is models.JSONField and field.encoder is None:
            # As text, which every database takes for what it is.
            found[n] = "{}" if value == {} else json.dumps(value)
        else:
            found[n] = field.get_db_prep_save(value, base)
    return found


@lru_cache(maxsize=64)
def moment(at: datetime, vendor: str) -> object:
    """A moment as this database takes it; all rows of an act say the same one."""
    base = here()
    if vendor == "sqlite" and at.tzinfo is not None:
        # What `adapt_datetimefield_value` makes of it in a dozen calls.
        return str(at.astimezone(base.timezone).replace(tzinfo=None))
    return base.ops.adapt_datetimefield_value(at)


def _field(model: type[models.Model], name: str) -> Any:
    """The column of a name; `pk` the key."""
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


@cache
def _fields(model: type[models.Model]) -> _Columns:
    """Every column but the key the database gives."""
    return _columns([f for f in model._meta.concrete_fields if not f.primary_key])


@cache
def _insertion(model: type[models.Model], rows: int, keys: bool, conflict: str, vendor: str) -> str:
    quote = connection.ops.quote_name
    names = _fields(model).names
    columns, places = ", ".join(map(quote, names)), ", ".join(["%s"] * len(names))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
    sql += ", ".join([f"({places})"] * rows)
    if conflict:
        sql += f" ON CONFLICT {conflict}"
    return f"{sql} RETURNING {quote(str(model._meta.pk.column))}" if keys else sql


@cache
def _change(
    model: type[models.Model], names: tuple[str, ...], vendor: str, by: str = "pk"
) -> tuple[str, _Columns]:
    quote = connection.ops.quote_name
    fields = _columns([_field(model, name) for name in (*names, by)])
    *said, key = (f"{quote(name)} = %s" for name in fields.names)
    return f"UPDATE {quote(model._meta.db_table)} SET {', '.join(said)} WHERE {key}", fields


def set_all(model: type[models.Model], values: Mapping[str, object], **by: int | str) -> None:
    """Save the same values in every row with this value in a column."""
    ((name, value),) = by.items()
    base = here()
    sql, _ = _change(model, tuple(values), base.vendor, name)
    fields = [_field(model, field) for field in values]
    said = [f.get_db_prep_save(v, base) for f, v in zip(fields, values.values(), strict=True)]
    send(sql, [*said, value])


def remove(model: type[models.Model], **by: int) -> None:
    """Delete the rows with this value in a column; nothing may hang on them."""
    ((name, value),) = by.items()
    quote = connection.ops.quote_name
    column = quote(_field(model, name).column)
    send(f"DELETE FROM {quote(model._meta.db_table)} WHERE {column} = %s", [value])
