"""One ledger row into events and facts, by the ledger's definition."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
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
from guiju.procedures.history import Event, History, unclear

Value = str | int | bool | date | None
Parse = Callable[[Cell], Value | CellProblem]

_NARROW = {ord("－"): "-"} | {
    code: chr(code - 0xFEE0)
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}
"""Full-width digits, letters and hyphens to those a number is looked up by."""


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
        """The row's history, undated events set to the first or last day of the year.

        They are left out when the year is not known (0).
        """
        events = list(self.dated)
        for act, when, order in self.undated if year else ():
            day = date(year, 1, 1) if when == YEAR_START else date(year, 12, 31)
            events.append(Event(act, day, seq=order))
        events.sort(key=lambda event: (event.on, event.seq))
        return History(tuple(events), self.facts, self.seen)


@dataclass(slots=True)
class Reader:
    """Reads rows of one sheet: `columns` maps column names to their place in the row."""

    ledger: Ledger
    columns: Mapping[str, int]
    _parsers: list[tuple[str, int, Column, Parse]] = field(init=False)
    _required: frozenset[str] = field(init=False)
    _seen: dict[frozenset[str], frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._required = frozenset(n for n, c in self.ledger.columns.items() if c.required)
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
                says = f"“{name}”必填，这里是空的，本行未计入"
                bad.append(RowProblem(column_letter(index), says))
                values[name] = None
            else:
                values[name] = value
        return self._row_read(row, values, bad, unknown)

    def _row_read(
        self, row: Row, values: dict[str, Value], bad: list[RowProblem], unknown: set[str]
    ) -> RowRead:
        dated: list[Event] = []
        undated: list[tuple[str, str, int]] = []
        unseen: set[str] = set()
        garbled: set[str] = set()
        for order, event in enumerate(self.ledger.events):
            happened = self._happened(event, values, unknown)
            if happened is None:
                unseen.add(event.act)
                if unknown.intersection((*event.on, event.by, *event.needs, *event.when)):
                    garbled.add(unclear(event.act))
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
        dated.sort(key=lambda event: (event.on, event.seq))
        return RowRead(
            row.number,
            self._key(values),
            self._text(values, self.ledger.title),
            self._text(values, self.ledger.unit),
            tuple(dated),
            tuple(undated),
            {k: v for k, v in facts.items() if v is not None},
            self._evidence(unseen, garbled | facts.keys()),
            tuple(bad),
        )

    def _key(self, values: Mapping[str, Value]) -> str:
        """The row's number, however it was spaced or typed; '' for a row that cannot count.

        A required cell that is blank makes a row none; one that is bad leaves it to be judged on
        what it does show.
        """
        if any(name in values and values[name] is None for name in self._required):
            return ""
        return "".join(self._text(values, self.ledger.key).translate(_NARROW).split())

    def _evidence(self, unseen: set[str], shown: set[str]) -> frozenset[str]:
        acts = {event.act for event in self.ledger.events} - unseen
        found = frozenset(acts | shown)
        return self._seen.setdefault(found, found)

    def _happened(
        self, event: LedgerEvent, values: Mapping[str, Value], unknown: set[str]
    ) -> date | str | None:
        """The day, 'year_start'/'year_end', '' for not done, None for cannot be known.

        One blank cell is enough to know that it was not done, whatever the others hold.
        """
        day = self._day(event, values, unknown)
        asked = (event.by, *event.needs)
        if day == "" or any(name in values and values[name] is None for name in asked):
            return ""
        for name, words in event.when.items():
            if name in values and str(values[name] or "") not in words:
                return ""
        if unknown.intersection((*asked, *event.when)):
            return None
        return day if self.columns.keys() >= event.when.keys() else None

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
    """By the words for each value; a problem lists values in Chinese, never internal names."""
    known = [(value, _shown(value, words), words) for value, words in column.choices.items()]
    exact = {shown: (value, *(w for w in words if "*" not in w)) for value, shown, words in known}
    patterns = [(value, _plain(w)) for value, _, words in known for w in words if "*" in w]
    values = {shown: value for value, shown, _ in known}
    choices = Choices(exact)
    cache: dict[str, Value | CellProblem] = {}

    def parse(cell: Cell) -> Value | CellProblem:
        # A word that is all digits, such as 12345, becomes a number in Excel.
        text = parse_text(cell) if type(cell) in (int, float) else cell
        if not isinstance(text, str):
            return None if blank(cell) else problem_with(cell, f"下列之一：{choices}")
        if text not in cache:
            label, plain = choices.find(text), _plain(text)
            matched = next((v for v, w in patterns if fnmatchcase(plain, w)), None)
            cache[text] = values[label] if label else matched or parse_choice(text, choices)
        return cache[text]

    return parse


def _shown(value: str, words: Sequence[str]) -> str:
    return words[0].strip("*") if value.isascii() and words else value


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
