"""Ledgers as data: which column shows which event or fact of which procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from guiju.checkup.headers import normalise_name
from guiju.procedures import library
from guiju.procedures.definition import Procedure
from guiju.procedures.yaml_source import Refused, Source, Trouble, read

YEAR_START, YEAR_END = "year_start", "year_end"
"""In `on`: the ledger gives no day; it happened by the start or the end of the ledger's year."""


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnType(StrEnum):
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Column(Strict):
    """A column by its usual name; `fact` is what it records, `choices` map a fact's value to the
    words people write for it (`*` stands for anything)."""

    type: ColumnType = ColumnType.TEXT
    synonyms: Listed = ()
    required: bool = False
    fact: str = ""
    choices: Mapping[str, Listed] = Field(default_factory=dict)
    units: Listed = ()


class LedgerEvent(Strict):
    """An act the row shows: done on the first day given in `on`, if nothing it `needs` is blank.

    `by` names the column of the person; a blank one means that the act is not evidenced.
    `when` holds only for rows with these words in these columns.
    """

    act: str
    on: Listed
    by: str = ""
    needs: Listed = ()
    when: Mapping[str, Listed] = Field(default_factory=dict)


class Ledger(Strict):
    ledger: str
    procedure: str
    key: str
    title: str
    names: Listed = ()
    unit: str = ""
    columns: Mapping[str, Column]
    events: tuple[LedgerEvent, ...]

    def spellings(self) -> dict[str, str]:
        """Normalised spelling → column name."""
        found: dict[str, str] = {}
        for name, column in self.columns.items():
            for spelling in (name, *column.synonyms):
                found[normalise_name(spelling)] = name
        return found


@dataclass(frozen=True, slots=True)
class KnownLedgers:
    """Every ledger the office may keep, with the spellings of all their columns."""

    ledgers: tuple[Ledger, ...]
    spellings: tuple[Mapping[str, str], ...]
    words: frozenset[str]


@cache
def all_ledgers() -> KnownLedgers:
    """Read `guiju/<app>/ledgers/*.yaml`. Raises Refused when one does not hang together."""
    ledgers = tuple(load_ledger(path) for path in ledger_definitions())
    spellings = tuple(ledger.spellings() for ledger in ledgers)
    words = frozenset(word for each in spellings for word in each)
    return KnownLedgers(ledgers, spellings, words)


def ledger_definitions() -> list[Path]:
    return sorted(library.PACKAGE.glob("*/ledgers/*.yaml"))


def load_ledger(path: Path) -> Ledger:
    """Read one ledger definition strictly. Raises Refused with place and remedy."""
    source = read(path)
    try:
        ledger = Ledger.model_validate(source.data)
    except ValidationError as error:
        raise Refused(
            [
                Trouble(
                    "ledger.bad_value",
                    source.place(tuple(item["loc"])),
                    item["msg"],
                    "按 docs/procedures.md 的台账一节改正",
                )
                for item in error.errors()
            ]
        ) from error
    troubles = list(_check(ledger, library.current(ledger.procedure), source))
    if troubles:
        raise Refused(troubles)
    return ledger


def _check(ledger: Ledger, p: Procedure, source: Source) -> Iterator[Trouble]:
    for name in (ledger.key, ledger.title, *([ledger.unit] if ledger.unit else [])):
        yield from _check_column(ledger, name, source.path.name)
    for index, event in enumerate(ledger.events):
        yield from _check_event(ledger, event, p, source.place(("events", index)))
    for name, column in ledger.columns.items():
        yield from _check_fact(column, p, source.place(("columns", name)))


def _check_column(ledger: Ledger, name: str, place: str) -> Iterator[Trouble]:
    if name not in ledger.columns:
        yield Trouble("ledger.unknown_column", place, f"没有“{name}”列", "先列入 columns")


def _check_event(ledger: Ledger, event: LedgerEvent, p: Procedure, place: str) -> Iterator[Trouble]:
    if event.act not in p.acts():
        yield Trouble("ledger.unknown_act", place, f"程序中没有“{event.act}”", "改用程序中的行为")
    days = [name for name in event.on if name not in (YEAR_START, YEAR_END)]
    for name in (*days, *event.needs, *event.when, *([event.by] if event.by else [])):
        yield from _check_column(ledger, name, place)


def _check_fact(column: Column, p: Procedure, place: str) -> Iterator[Trouble]:
    fact = p.all_facts().get(column.fact)
    if column.fact and fact is None:
        yield Trouble("ledger.unknown_fact", place, f"程序中没有事实“{column.fact}”", "改正")
    declared = fact.choices if fact else ()
    for value in column.choices:
        if declared and value not in declared:
            yield Trouble(
                "ledger.unknown_choice",
                place,
                f"“{value}”不是可选值",
                f"可选：{'、'.join(declared)}",
            )
