"""A question asked on every act: written as a queryset, its SQL worked out once a process.

Django works a queryset out into SQL each time it is asked, which costs ten times the asking. What
a `Prepared` question returns is what its queryset returns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from json import JSONDecoder
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]
from django.db.models.signals import post_init, pre_init

from guiju.statements.trips import fetched, here, send

M = TypeVar("M", bound=models.Model)

Value = int | str | date

_STAND_INS: dict[type, Callable[[int], Value]] = {
    int: lambda n: 31_001 + n,  # fits the smallest column of numbers
    str: lambda n: f"~argument {n}~",
    date: lambda n: date(1001 + n, 1, 1),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an argument goes among the parameters; `around` what surrounds it in a LIKE."""

    argument: int
    around: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """A question as this database is asked it, and how its rows become objects.

    `order` are the arguments as they go into it, where nothing else does; `as_asked` says that
    they go as they were given. `beside` are the columns that are none of the model's.
    """

    sql: str
    parameters: tuple[object, ...]
    order: tuple[int, ...] | None
    as_asked: bool
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]
    model: type[models.Model]
    columns: slice
    names: list[str]
    populators: Any
    beside: tuple[tuple[str, int], ...]


class Prepared(Generic[M]):
    """`build` makes the queryset from one argument of each of `types`, in their order.

    An argument is compared as it is or searched for with `contains`; nothing else depends on it.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *types: type) -> None:
        self._build = build
        self._types = types
        self._made: dict[str, _Made] = {}

    def __call__(self, *values: Value) -> list[M]:
        return self.ask(*values).rows()

    def ask(self, *values: Value) -> Asked[M]:
        """Ask now and read later: in one trip with other questions (see `trips`)."""
        base = here()
        made = self._made.get(base.vendor)
        if made is None:
            made = self._made[base.vendor] = self._make()
        if made.as_asked:
            return Asked(made, send(made.sql, values))
        said = [base.ops.adapt_datefield_value(v) if type(v) is date else v for v in values]
        if made.order is not None:
            return Asked(made, send(made.sql, [said[n] for n in made.order]))
        return Asked(made, send(made.sql, [_given(p, said) for p in made.parameters]))

    def _make(self) -> _Made:
        stand_ins = [_STAND_INS[kind](n) for n, kind in enumerate(self._types)]
        query = self._build(*stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        info = compiler.klass_info
        assert info is not None, "a prepared question returns objects"
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        places = tuple(_placed(value, stand_ins) for value in parameters)
        plain = tuple(p.argument for p in places if isinstance(p, _Place) and p.around is None)
        found = _Made(
            sql,
            places,
            plain if len(plain) == len(places) else None,
            plain == tuple(range(len(places))) and date not in self._types,
            _readers(compiler),
            info["model"],
            slice(first, last),
            [column[0].target.attname for column in compiler.select[first:last]],
            get_related_populators(info, compiler.select, connection.alias),
            tuple(compiler.annotation_col_map.items()),
        )
        _refuse_unless_plain(found.model, found.populators)
        told = {p.argument for p in found.parameters if isinstance(p, _Place)}
        assert told == set(range(len(stand_ins))), "an argument got lost on the way"
        return found


@dataclass(slots=True)
class Asked(Generic[M]):
    """A question on its way; `rows` may be read once.

    Without anything asked it is the answer about what cannot be there yet: nothing.
    """

    _made: _Made | None = None
    _cursor: Any = None

    def rows(self) -> list[M]:
        """The objects its queryset gives."""
        made = self._made
        if made is None:
            return []
        found = []
        for row in self._converted(made):
            one = _object(made.model, made.names, row[made.columns])
            for populator in made.populators:
                _relate(populator, row, one)
            for name, n in made.beside:
                one.__dict__[name] = row[n]
            found.append(one)
        return found

    def values(self) -> list[Sequence[Any]]:
        """The columns of the objects instead, in the order of the model's fields asked for."""
        made = self._made
        return [row[made.columns] for row in self._converted(made)] if made else []

    def _converted(self, made: _Made) -> list[Any]:
        found: list[Any] = fetched(self._cursor)
        if found and made.readers:
            found = [list(row) for row in found]
            for row in found:
                for n, read in made.readers:
                    if row[n] is not None:
                        row[n] = read(row[n])
        return found


def _readers(compiler: Any) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Columns whose values this database gives otherwise than Python has them, and what reads one.

    Of nothing it is nothing. The same days and moments come again and again, and are read once.
    """
    converters = compiler.get_converters([column[0] for column in compiler.select])
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for n, (functions, expression) in converters.items():
        names = tuple(f.__name__ for f in functions)
        read = partial(_read, tuple(functions), expression, compiler.connection)
        if names == ("convert_datetimefield_value",):
            found.append((n, lru_cache(maxsize=1024)(read)))
        elif names == ("from_db_value",) and _is_plain_json(expression):
            found.append((n, _from_json))
        elif names not in _DONE:
            found.append((n, read))
    return tuple(found)


_DONE = (("convert_booleanfield_value",), ("convert_datefield_value",))
"""Columns of a table come as what they are declared to be: SQLite's driver has read these."""


def _is_plain_json(expression: Any) -> bool:
    field = expression.output_field
    return type(field) is models.JSONField and field.decoder is None


def _from_json(value: str) -> Any:  # noqa: ANN401 - whatever was put into the column
    return {} if value == "{}" else _DECODER.raw_decode(value)[0]


_DECODER = JSONDecoder()


def _read(functions: Sequence[Any], expression: Any, connection: Any, value: Any) -> Any:
    for function in functions:
        value = function(value, expression, connection)
    return value


def _object(model: type[models.Model], names: Sequence[str], values: Sequence[Any]) -> Any:
    """What `from_db` makes. A new object has no relations to forget, so no setter is called."""
    one = model.__new__(model)
    state = ModelState()
    state.adding, state.db, state.fields_cache = False, DEFAULT_DB_ALIAS, {}
    one.__dict__.update(zip(names, values, strict=True), _state=state)
    return one


def _relate(populator: Any, row: Sequence[Any], one: models.Model) -> None:
    """What `populator.populate` does, with objects made as above."""
    values = row[populator.cols_start : populator.cols_end]
    if values[populator.pk_idx] is None:
        populator.local_setter(one, None)
        return
    related = _object(populator.model_cls, populator.init_list, values)
    for further in populator.related_populators:
        _relate(further, row, related)
    populator.local_setter(one, related)
    populator.remote_setter(related, one)


def _refuse_unless_plain(model: type[models.Model], populators: Sequence[Any]) -> None:
    """Nobody listens to the making of these objects, and none is made of a parent's columns."""
    assert not pre_init.has_listeners(model) and not post_init.has_listeners(model), model
    for populator in populators:
        assert populator.reorder_for_init is None, populator.model_cls
        _refuse_unless_plain(populator.model_cls, populator.related_populators)


def _placed(value: object, stand_ins: list[Value]) -> object:
    for n, stand_in in enumerate(stand_ins):
        if value == _as_sent(stand_in):
            return _Place(n)
        if isinstance(value, str) and isinstance(stand_in, str) and stand_in in value:
            before, _, after = value.partition(stand_in)
            return _Place(n, (before, after))
    return value


def _given(parameter: object, values: Sequence[Any]) -> Any:
    if not isinstance(parameter, _Place):
        return parameter
    value = values[parameter.argument]
    if parameter.around is None:
        return value
    before, after = parameter.around
    return f"{before}{connection.ops.prep_for_like_query(value)}{after}"


def _as_sent(value: Value) -> object:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
