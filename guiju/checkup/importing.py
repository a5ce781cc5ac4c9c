"""Ledger rows into the database: closed cases with their events and what was found in them.

One transaction per file: all of it or nothing. A row is known again by ledger, year and key; a
changed row adds correcting events, nothing is overwritten, nothing deleted. What was handled
online is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction

from guiju.checkup.intake import Problem
from guiju.checkup.reading import Reading, Row
from guiju.org.models import Jurisdiction, Unit
from guiju.procedures.conformance import Question
from guiju.procedures.history import Facts, History
from guiju.procedures.imported import (
    BATCH,
    Arrival,
    Entering,
    add_cases,
    correct_case,
    refresh_findings,
)
from guiju.procedures.models import Case, Origin, Source
from guiju.procedures.rulebook import Rulebook, office_rulebook

Progress = Callable[[int], None]
"""Told how many more rows are done."""


@dataclass(slots=True)
class FileImported:
    """What became of one file."""

    file: str
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a folder; `problems` begins with those of the reading."""

    year: int
    files: tuple[FileImported, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Into which district, by whom and when, as of which day (31 December when not given)."""

    jurisdiction: Jurisdiction
    by: str
    at: datetime
    as_of: date | None = None


def import_reading(
    reading: Reading,
    order: Order,
    *,
    rulebook: Rulebook | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Enter everything that was read. An error in one file leaves nothing of that file behind."""
    rules = rulebook or office_rulebook()
    as_of = order.as_of or date(reading.year or date.max.year, 12, 31)
    question = Question(rules.calendar, as_of, reading.year or None)
    desk = _Desk(
        order,
        rules,
        Entering(order.by, order.at, question),
        reading.year,
        progress or (lambda _: None),
    )
    files = [desk.enter(name, rows) for name, rows in _by_file(reading.rows)]
    desk.tell_vanished(reading.rows)
    return Imported(reading.year, tuple(files), (*reading.problems, *desk.problems))


def _by_file(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.file, []).append(row)
    return list(found.items())


@dataclass(slots=True)
class _Desk:
    """One import under way: what is known already, and what has to be told."""

    order: Order
    rules: Rulebook
    entering: Entering
    year: int
    progress: Progress
    problems: list[Problem] = field(default_factory=list)
    entered: dict[tuple[str, str], str] = field(default_factory=dict)

    def enter(self, file: str, rows: Sequence[Row]) -> FileImported:
        done = FileImported(file)
        with transaction.atomic():
            known = {ledger: self.known(ledger) for ledger in {r.ledger.ledger for r in rows}}
            sources = _Sources(self.order.jurisdiction, self.year)
            units = _Units(self.order.jurisdiction)
            new: list[Arrival] = []
            for row in self.acceptable(rows):
                case = known[row.ledger.ledger].get(row.key)
                arrival = self.arrival(row, sources, units)
                if case is None:
                    new.append(arrival)
                else:
                    self.again(case, arrival, done)
            for start in range(0, len(new), BATCH):
                some = new[start : start + BATCH]
                done.findings += add_cases(some, self.entering)
                done.added += len(some)
                self.progress(len(some))
        return done

    def known(self, ledger: str) -> dict[str, Case]:
        """The cases of this ledger and year, by key."""
        cases = Case.objects.filter(
            jurisdiction=self.order.jurisdiction, ledger=ledger, ledger_year=self.year
        )
        return {case.key: case for case in cases.prefetch_related("findings")}

    def acceptable(self, rows: Sequence[Row]) -> Iterator[Row]:
        """The rows that may be entered; the others are told as problems."""
        live = self.live(rows)
        for row in rows:
            says = _unfit(row)
            name = (row.ledger.ledger, row.key)
            if not says and name in self.entered:
                says = f"编号“{row.key}”在{self.entered[name]}中已有，本行未导入：请核对后删去一处"
            if not says and (row.ledger.procedure, row.key) in live:
                says = f"“{row.key}”已在线办理，以在线记录为准，本行未导入"
            if says:
                self.problems.append(Problem(row.file, says, row.sheet, row.row))
                self.progress(1)
            else:
                self.entered[name] = f"“{row.file}”第{row.row}行"
                yield row

    def live(self, rows: Sequence[Row]) -> set[tuple[str, str]]:
        """(procedure, number) of the cases handled online among these rows."""
        numbers = sorted({row.key for row in rows})
        found: set[tuple[str, str]] = set()
        for start in range(0, len(numbers), BATCH):
            cases = Case.objects.filter(
                jurisdiction=self.order.jurisdiction,
                origin=Origin.LIVE,
                number__in=numbers[start : start + BATCH],
            )
            found.update(cases.values_list("procedure", "number"))
        return found

    def arrival(self, row: Row, sources: _Sources, units: _Units) -> Arrival:
        history = _storable(row.history)
        p = self.rules.in_force(row.ledger.procedure, history.events[0].on)
        return Arrival(
            sources.of(row),
            p,
            row.key,
            _clean(row.title)[:500],
            units.of(row.unit),
            row.row,
            history,
            row.digest,
        )

    def again(self, case: Case, arrival: Arrival, done: FileImported) -> None:
        """A row that was imported before."""
        if case.row_digest != arrival.digest:
            correct_case(case, arrival, self.entering)
            done.corrected += 1
        else:
            done.unchanged += 1
            if (case.source_id, case.row) != (arrival.source.pk, arrival.row):
                case.source, case.row = arrival.source, arrival.row
                case.save(update_fields=["source", "row"])
        done.findings += refresh_findings(case, arrival, self.entering)
        self.progress(1)

    def tell_vanished(self, rows: Sequence[Row]) -> None:
        """Rows of an earlier import that are in no file any more: told, never deleted."""
        keys: dict[str, set[str]] = {}
        files: dict[str, str] = {}
        for row in rows:
            keys.setdefault(row.ledger.ledger, set()).add(row.key)
            files.setdefault(row.ledger.ledger, row.file)
        for ledger, present in keys.items():
            for key in sorted(self.known(ledger).keys() - present):
                says = f"编号“{key}”上次导入过，这次台账中没有：原记录保留，请核实"
                self.problems.append(Problem(files[ledger], says))


def _unfit(row: Row) -> str:
    if not row.history.events:
        return f"编号“{row.key}”没有任何可导入的日期，本行未导入"
    if len(row.key) > 120 or "\x00" in row.key:
        return "编号过长或含不可见字符，本行未导入"
    return ""


def _storable(history: History) -> History:
    """The history without NUL characters, which no database text may hold."""
    events = tuple(
        replace(event, by=_clean(event.by)[:150], facts=_clean_facts(event.facts))
        for event in history.events
    )
    return History(events, _clean_facts(history.facts), history.seen)


def _clean_facts(facts: Facts) -> Facts:
    return {k: _clean(v) if isinstance(v, str) else v for k, v in facts.items()}


def _clean(text: str) -> str:
    return text.replace("\x00", "")


@dataclass(slots=True)
class _Sources:
    """The sheets rows come from, found again or entered."""

    jurisdiction: Jurisdiction
    year: int
    cache: dict[tuple[str, str, str, frozenset[str] | None], Source] = field(default_factory=dict)

    def of(self, row: Row) -> Source:
        name = (row.ledger.ledger, row.file, row.sheet, row.history.seen)
        if name not in self.cache:
            self.cache[name] = self._find_or_add(row)
        return self.cache[name]

    def _find_or_add(self, row: Row) -> Source:
        seen = sorted(row.history.seen or ())
        identity: Mapping[str, str | int] = {
            "ledger": row.ledger.ledger,
            "year": self.year,
            "file": row.file[:255],
            "sheet": row.sheet[:120],
        }
        same = Source.objects.filter(jurisdiction=self.jurisdiction, **identity)
        found = next((source for source in same if source.seen == seen), None)
        return found or Source.objects.create(jurisdiction=self.jurisdiction, seen=seen, **identity)


@dataclass(slots=True)
class _Units:
    """The district's units by name, entered when a ledger names a new one."""

    jurisdiction: Jurisdiction
    cache: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int | None:
        short = _clean(name).strip()[:120]
        if not short:
            return None
        if short not in self.cache:
            unit, _ = Unit.objects.get_or_create(jurisdiction=self.jurisdiction, name=short)
            self.cache[short] = unit.pk
        return self.cache[short]
