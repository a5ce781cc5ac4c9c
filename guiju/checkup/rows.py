"""One ledger row into events and facts, by the ledger's definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from guiju.checkup.cells import (
    Cell,
    CellProblem,
    Choices,
    blank,
    column_letter,
    parse_choice,
    parse_number,
    parse_text,
    parse_yes_no,
    problem_with,
)
from guiju.checkup.dates import parse_date
from guiju.checkup.ledgers import YEAR_END, YEAR_START, Column, ColumnType, Ledger, LedgerEvent
from guiju.checkup.sheets import Row
from guiju.procedures.history import Event, History

Value = str | int | bool | date | None
Parse = Callable[[Cell], Value | CellProblem]


@dataclass(frozen=True, slots=True)
class RowProblem:
    column: str
    says: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as read: what it dates, what it leaves to the ledger's year, what it cannot show."""

    row: int
    key: str
    title: str
    unit: str
    dated: tuple[Event, ...]
    undated: tuple[tuple[str, str, int], ...]
    facts: Mapping[str, Value]
    seen: frozenset[str]
    problems: tuple[RowProblem, ...]

    def history(self, year: int) -> History:
        """The row's history, undated events set to the first or last day of the year."""
        events = list(self.dated)
        for act, when, order in self.undated:
            day = date(year, 1, 1) if when == YEAR_START else date(year, 12, 31)
            if year:
                events.append(Event(act, day, seq=order))
        events.sort(key=lambda event: (event.on, event.seq))
        return History(tuple(events), self.facts, self.seen)


@dataclass(slots=True)
class Reader:
    """Reads rows of one sheet: `columns` maps column names to their place in the row."""

    ledger: Ledger
    columns: Mapping[str, int]
    _parsers: list[tuple[str, int, Column, Parse]] = field(init=False)
    _seen: dict[frozenset[str], frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._parsers = [
            (name, self.columns[name], column, parser_for(column))
            for name, column in self.ledger.columns.items()
            if name in self.columns
        ]

    def read(self, row: Row) -> RowRead:
        """Read every known cell; a bad one becomes a problem and leaves its evidence unknown."""
        values: dict[str, Value] = {}
        bad: list[RowProblem] = []
        unknown: set[str] = set()
        cells = row.cells
        for name, index, column, parse in self._parsers:
            value = parse(cells[index] if index < len(cells) else None)
            if isinstance(value, CellProblem):
                bad.append(RowProblem(column_letter(index), f"“{name}”{value.says}"))
                unknown.add(name)
            elif value is None and column.required:
                bad.append(
                    RowProblem(column_letter(index), f"“{name}”必填，这里是空的，本行未计入")
                )
                unknown.add(name)
            else:
                values[name] = value
        return self._row_read(row, values, bad, unknown)

    def _row_read(
        self, row: Row, values: dict[str, Value], bad: list[RowProblem], unknown: set[str]
    ) -> RowRead:
        dated: list[Event] = []
        undated: list[tuple[str, str, int]] = []
        unseen: set[str] = set()
        for order, event in enumerate(self.ledger.events):
            happened = self._happened(event, values, unknown)
            if happened is None:
                unseen.add(event.act)
            elif isinstance(happened, date):
                by = str(values.get(event.by) or "") if event.by else ""
                dated.append(Event(event.act, happened, by, seq=order))
            elif happened:
                undated.append((event.act, happened, order))
        facts = {
            column.fact: values[name]
            for name, column in self.ledger.columns.items()
            if column.fact and name in values
        }
        required = {name for name, column in self.ledger.columns.items() if column.required}
        usable = not (required & unknown)
        dated.sort(key=lambda event: (event.on, event.seq))
        return RowRead(
            row.number,
            self._text(values, self.ledger.key) if usable else "",
            self._text(values, self.ledger.title),
            self._text(values, self.ledger.unit),
            tuple(dated),
            tuple(undated),
            {k: v for k, v in facts.items() if v is not None},
            self._evidence(frozenset(unseen), frozenset(facts)),
            tuple(bad),
        )

    def _evidence(self, unseen: frozenset[str], facts: frozenset[str]) -> frozenset[str]:
        acts = {event.act for event in self.ledger.events} - unseen
        found = frozenset(acts | facts)
        return self._seen.setdefault(found, found)

    def _happened(
        self, event: LedgerEvent, values: Mapping[str, Value], unknown: set[str]
    ) -> date | str | None:
        """The day, 'year_start'/'year_end', '' for not done, None for cannot be known."""
        for name in (event.by, *event.needs, *event.when):
            if name in unknown:
                return None
        for name in (event.by, *event.needs):
            if name in values and values[name] is None:
                return ""
        for name, words in event.when.items():
            if name not in self.columns:
                return None
            if str(values.get(name) or "") not in words:
                return ""
        return self._day(event, values, unknown)

    def _day(
        self, event: LedgerEvent, values: Mapping[str, Value], unknown: set[str]
    ) -> date | str | None:
        shown = False
        for name in event.on:
            if name in (YEAR_START, YEAR_END):
                return name
            if name in unknown:
                return None
            shown = shown or name in self.columns
            day = values.get(name)
            if isinstance(day, date):
                return day
        return "" if shown else None

    @staticmethod
    def _text(values: Mapping[str, Value], name: str) -> str:
        value = values.get(name)
        return "" if value is None else str(value)


def parser_for(column: Column) -> Parse:
    """The strict parser of a column; see `cells` for what each accepts."""
    if column.type is ColumnType.DATE:
        return parse_date
    if column.type is ColumnType.YES_NO:
        return parse_yes_no
    if column.type is ColumnType.NUMBER:
        return lambda cell: parse_number(cell, column.units)
    if column.type is ColumnType.CHOICE:
        return _choice_parser(column)
    return parse_text


def _choice_parser(column: Column) -> Parse:
    words = {value: [w for w in others if "*" not in w] for value, others in column.choices.items()}
    patterns = [(value, w) for value, others in column.choices.items() for w in others if "*" in w]
    choices = Choices(words)
    cache: dict[str, Value | CellProblem] = {}

    def parse(cell: Cell) -> Value | CellProblem:
        if not isinstance(cell, str):
            return None if blank(cell) else problem_with(cell, f"下列之一：{choices}")
        if cell not in cache:
            plain = cell.strip()
            matched = next((v for v, w in patterns if fnmatchcase(plain, w)), None)
            exact = choices.find(plain)
            cache[cell] = exact or matched or parse_choice(cell, choices)
        return cache[cell]

    return parse
