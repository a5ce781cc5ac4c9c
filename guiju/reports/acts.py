"""Freezing a report, and asking later whether its records still say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from guiju.audit.acts import Record, append
from guiju.audit.chain import canonical, sm3
from guiju.core.errors import Reason, Refusal
from guiju.org.models import Jurisdiction
from guiju.procedures.figure import all_figures
from guiju.procedures.models import Case
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.reports.disclosure_form import FIGURE_PREFIXES, called
from guiju.reports.models import Snapshot
from guiju.reports.paper import Json, Name, Paper
from guiju.reports.selectors import frozen, labels

FREEZE = "freeze_report"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that would be otherwise today; cases are told by their numbers.

    `changed` cases count as before, but something was recorded or corrected since.
    """

    figure: str
    before: int | None
    after: int | None
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __str__(self) -> str:
        name = figure_name(self.figure)
        says = f"{name}：封存时{_shown(self.before)}，现为{_shown(self.after)}"
        kinds = (("新增", self.appeared), ("不再计入", self.vanished), ("有变动", self.changed))
        return says + "".join(f"；{kind}：{'、'.join(cases)}" for kind, cases in kinds if cases)


def freeze(
    paper: Paper,
    *,
    jurisdiction: Jurisdiction,
    by: str,
    at: datetime,
    rulebook: Rulebook | None = None,
) -> Snapshot:
    """Keep a report as it is, once a year; audited.

    `at` is the moment of freezing, with its time zone. Raises Refusal when the year's report is
    frozen already.
    """
    rules = rulebook or office_rulebook()
    snapshot = Snapshot(
        jurisdiction=jurisdiction,
        report=paper.name,
        year=paper.year,
        content=dict(paper.content),
        figures=dict(paper.figures),
        records={name: list(ids) for name, ids in paper.records.items()},
        cases=_cases(paper.records),
        rules=_rules(paper.records, paper.year, rules),
        frozen_at=at,
        frozen_by=by,
    )
    snapshot.digest = digest_of(snapshot)
    try:
        with transaction.atomic():
            snapshot.save(force_insert=True)
            append(_record(snapshot))
    except IntegrityError as error:
        if frozen(jurisdiction, paper.name, paper.year) is None:
            raise
        says = f"{paper.year}年的这份报告已经封存，不能再次封存"
        raise Refusal([Reason("report.frozen", says)]) from error
    return snapshot


def recompute(paper: Paper, snapshot: Snapshot) -> tuple[Paper, tuple[Difference, ...]]:
    """The frozen report as it was, and how `paper`, made today, differs from it."""
    return thawed(snapshot), tuple(_differences(paper, snapshot))


def thawed(snapshot: Snapshot) -> Paper:
    """The report as it was frozen, ready for print. Raises Refusal when it was tampered with."""
    if digest_of(snapshot) != snapshot.digest:
        says = f"{snapshot.year}年封存的报告与其摘要不符，已被改动"
        raise Refusal([Reason("report.tampered", says, helper="系统管理员")])
    name: Name = "disclosure" if snapshot.report == "disclosure" else "law-based-government"
    content: Mapping[str, Json] = snapshot.content
    return Paper(
        name,
        str(content["office"]),
        str(content["heading"]),
        snapshot.year,
        content,
        snapshot.figures,
        {name: tuple(ids) for name, ids in snapshot.records.items()},
    )


def digest_of(snapshot: Snapshot) -> str:
    """SM3 over everything the report says and rests on."""
    return sm3(
        canonical(
            {
                "report": snapshot.report,
                "year": snapshot.year,
                "content": snapshot.content,
                "figures": snapshot.figures,
                "records": snapshot.records,
                "cases": snapshot.cases,
                "rules": snapshot.rules,
            }
        )
    )


def _record(snapshot: Snapshot) -> Record:
    return Record(
        snapshot.jurisdiction_id,
        f"report/{snapshot.pk}",
        FREEZE,
        snapshot.frozen_by,
        snapshot.frozen_at,
        {"report": snapshot.report, "year": snapshot.year, "digest": snapshot.digest},
    )


def _cases(records: Mapping[str, Iterable[int]]) -> dict[str, list[str | int]]:
    """Id → [what the case is called, its token] of every case that was counted."""
    cases = _load(records)
    called_by = labels(cases)
    return {str(case.pk): [called_by[case.pk], case.token] for case in cases}


def _rules(records: Mapping[str, Iterable[int]], year: int, rules: Rulebook) -> dict[str, str]:
    used = {case.procedure for case in _load(records)}
    last = date(year, 12, 31)
    return {name: rules.in_force(name, last).digest for name in sorted(used)}


def _load(records: Mapping[str, Iterable[int]]) -> list[Case]:
    wanted = sorted({pk for ids in records.values() for pk in ids})
    found: list[Case] = []
    for start in range(0, len(wanted), BATCH):
        some = Case.objects.filter(pk__in=wanted[start : start + BATCH])
        found += some.defer("facts").order_by("pk")
    return found


def _differences(paper: Paper, snapshot: Snapshot) -> Iterator[Difference]:
    now = _cases(paper.records)
    then: Mapping[str, list[str | int]] = snapshot.cases
    for figure in dict.fromkeys((*snapshot.figures, *paper.figures)):
        before = {str(pk) for pk in snapshot.records.get(figure, ())}
        after = {str(pk) for pk in paper.records.get(figure, ())}
        changed = {pk for pk in before & after if now[pk][1] != then[pk][1]}
        difference = Difference(
            figure,
            snapshot.figures.get(figure),
            paper.figures.get(figure),
            _named(after - before, now),
            _named(before - after, then),
            _named(changed, now),
        )
        if difference.before != difference.after or before != after or changed:
            yield difference


def _named(pks: set[str], cases: Mapping[str, list[str | int]]) -> tuple[str, ...]:
    return tuple(str(cases[pk][0]) for pk in sorted(pks, key=int))


def figure_name(figure: str) -> str:
    """What a figure or a cell of a table is called in Chinese."""
    if figure.startswith(FIGURE_PREFIXES):
        return called(figure)
    return next((f.label for f in all_figures() if f.id == figure), figure)


def _shown(n: int | None) -> str:
    return "没有此数" if n is None else str(n)
