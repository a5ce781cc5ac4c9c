"""The yearly reports of a district, put together from its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from guiju.org.models import Jurisdiction
from guiju.procedures.figure import Figure, all_figures
from guiju.procedures.library import VersionGone
from guiju.procedures.models import Case
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.selectors import histories
from guiju.reports.disclosure_tables import compute
from guiju.reports.law_based_government import Material, build, plan_item_of, problem_of
from guiju.reports.manual import ByHand
from guiju.reports.paper import (
    LAW_BASED_GOVERNMENT,
    Disclosure,
    Name,
    Paper,
    disclosure_paper,
    law_based_government_paper,
)
from guiju.reports.prose import Clause, Paragraph, Quantity, sentence, told
from guiju.reports.reconciliation import require_reconciled
from guiju.reports.refusals import RecordsUnclear
from guiju.reports.selectors import (
    carried_over,
    disclosure_records,
    figures_of_year,
    labels,
    records_of,
)

_OVERVIEW = (
    Clause("disclosure.published", "全年主动公开政府信息", "全年没有主动公开政府信息"),
    Clause("foi.received", "收到政府信息公开申请", "没有收到政府信息公开申请"),
)


@dataclass(frozen=True, slots=True)
class Order:
    """Which district's report of which year. `organ` signs it; its usual name when ''."""

    jurisdiction: Jurisdiction
    year: int
    organ: str = ""
    by_hand: ByHand = field(default_factory=ByHand)


def build_paper(name: Name, order: Order, rulebook: Rulebook | None = None) -> Paper:
    """Put a report together. Raises ReportRefused when it cannot be made or does not add up."""
    rules = rulebook or office_rulebook()
    build_it = _law_based_government if name == LAW_BASED_GOVERNMENT else _disclosure
    try:
        return build_it(order, rules)
    except VersionGone as gone:
        raise RecordsUnclear(_without_rules(order, rules)) from gone


def _without_rules(order: Order, rules: Rulebook) -> list[str]:
    """A sentence for each record that cannot be read, the file of its procedure being gone."""
    kept = [p.digest for versions in rules.procedures.values() for p in versions]
    cases = Case.objects.filter(jurisdiction=order.jurisdiction).exclude(version__in=kept)
    says = "所依据的程序版本已经不在，不能据以计数，请系统管理员恢复该程序文件"
    return [f"{called}：{says}" for called in labels(cases.order_by("pk")).values()]


def _law_based_government(order: Order, rules: Rulebook) -> Paper:
    district, year = order.jurisdiction, order.year
    figures = {f.id: f for f in all_figures()}
    material = Material(
        order.organ or f"{district.name}人民政府办公室",
        year,
        _quantities(order),
        [
            plan_item_of(case.title, h)
            for case, h in histories(records_of(figures["plan.items"], district, year), rules)
        ],
        [
            problem_of(case.title, h)
            for case, h in histories(records_of(figures["problem.open"], district, year), rules)
        ],
        [
            plan_item_of(case.title, h)
            for case, h in histories(records_of(figures["plan.items"], district, year + 1), rules)
        ],
    )
    report = build(material)
    stated = report.quantities()
    records = {
        name: tuple(_ids(figure, order)) for name, figure in figures.items() if name in stated
    }
    return law_based_government_paper(report, records)


def _quantities(order: Order) -> dict[str, Quantity]:
    units = {f.id: f.unit for f in all_figures()}
    counted = figures_of_year(order.jurisdiction, order.year)
    return {name: Quantity(name, n, units[name]) for name, n in counted.items()}


def _ids(figure: Figure, order: Order) -> Iterator[int]:
    cases = records_of(figure, order.jurisdiction, order.year)
    return cases.values_list("pk", flat=True).iterator()


def _disclosure(order: Order, rules: Rulebook) -> Paper:
    district, year = order.jurisdiction, order.year
    found = disclosure_records(district, year, rules)
    tables = compute(year, found.requests, found.documents, order.by_hand.cells)
    require_reconciled(tables, carried_over(district, year - 1))
    report = Disclosure(
        order.organ or f"{district.name}人民政府",
        tables,
        (_overview(_quantities(order)),),
        order.by_hand.parts,
    )
    return _with_overview(disclosure_paper(report, found.cases), report, order)


def _with_overview(paper: Paper, report: Disclosure, order: Order) -> Paper:
    """The figures of the overview are frozen with their records like those of the tables."""
    figures = {f.id: f for f in all_figures()}
    stated = {q.figure: q.n for paragraph in report.overview for q in paragraph.quantities()}
    records = {name: tuple(_ids(figures[name], order)) for name in stated}
    return replace(paper, figures={**stated, **paper.figures}, records={**records, **paper.records})


def _overview(figures: Mapping[str, Quantity]) -> Paragraph:
    return sentence(told(_OVERVIEW, figures))
