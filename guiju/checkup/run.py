"""The check-up itself: rows in, figures and findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from guiju.checkup.intake import Problem
from guiju.checkup.reading import FileRead, Reading, Row
from guiju.procedures.clock import Reading as ClockReading
from guiju.procedures.clock import why
from guiju.procedures.conformance import Breach, Question, judge
from guiju.procedures.definition import Procedure
from guiju.procedures.figure import Figure, all_figures
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.worktime.calendar import Calendar
from guiju.worktime.explain import sentence

NO_UNIT = "未写明单位"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken by one row. `why` tells how the due date was counted, '' if none was."""

    ledger: str
    file: str
    sheet: str
    row: int
    key: str
    title: str
    unit: str
    rule: str
    basis: str
    says: str
    due: date | None
    actual: date | None
    days_late: int
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a year's ledgers show, as of a day."""

    year: int
    as_of: date
    figures: Mapping[str, int]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    files: tuple[FileRead, ...]

    def by_rule(self) -> list[tuple[str, str, int]]:
        """(rule, basis, findings), the most frequent first."""
        counted = Counter((f.rule, f.basis) for f in self.findings)
        return [(rule, basis, n) for (rule, basis), n in counted.most_common()]

    def by_unit(self) -> list[tuple[str, int]]:
        """(unit, findings), the most frequent first; rows without a unit together."""
        return Counter(f.unit or NO_UNIT for f in self.findings).most_common()


def check(
    reading: Reading,
    *,
    rulebook: Rulebook | None = None,
    as_of: date | None = None,
    progress: Callable[[Row], None] | None = None,
) -> Result:
    """Judge every row by the procedure in force when it opened, by this office's rulebook.

    `as_of` is the day up to which the ledgers tell; 31 December of their year when not given.
    """
    day = as_of or date(reading.year or date.max.year, 12, 31)
    rules = rulebook or office_rulebook()
    question = Question(rules.calendar, day, reading.year or None)
    figures: Counter[str] = Counter({f.id: 0 for f in all_figures()})
    by_procedure = _figures_by_procedure()
    findings: list[Finding] = []
    for row in reading.rows:
        opened = row.history.opened_on or day
        p = rules.in_force(row.ledger.procedure, opened)
        for figure in by_procedure.get(p.id, ()):
            figures[figure.id] += figure.counts(row.history, reading.year)
        for breach in judge(p, row.history, question):
            findings.append(_finding(p, row, breach, rules.calendar))
        if progress:
            progress(row)
    findings.sort(key=lambda f: (f.ledger, f.file, f.row, f.rule))
    return Result(
        reading.year, day, dict(figures), tuple(findings), reading.problems, reading.files
    )


def _figures_by_procedure() -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in all_figures():
        found.setdefault(figure.procedure, []).append(figure)
    return found


def _finding(p: Procedure, row: Row, breach: Breach, calendar: Calendar) -> Finding:
    return Finding(
        row.ledger.ledger,
        row.file,
        row.sheet,
        row.row,
        row.key,
        row.title,
        row.unit,
        breach.rule,
        breach.basis,
        breach.says,
        breach.due,
        breach.actual,
        breach.days_late,
        why_this_date(p, breach.reading, calendar),
    )


def why_this_date(p: Procedure, reading: ClockReading | None, calendar: Calendar) -> str:
    """The counting behind a due date as a sentence; '' when nothing was counted."""
    if reading is None:
        return ""
    counted = why(p, reading, calendar)
    return sentence(counted) if counted else ""
