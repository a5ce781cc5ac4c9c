"""Figures asked of the tables are the figures asked of the histories, record by record."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.procedures.figure import Figure, all_figures
from guiju.procedures.models import Case
from guiju.procedures.selectors import histories
from guiju.reports.selectors import carried_over, disclosure_records, figures_of_year, records_of
from tests.reports.district import District, new_district

pytestmark = pytest.mark.django_db
FACT_VALUES = ("常务会议", "本级政府网站", "市级平台", "", None, "是", True, False, 3, "3")
ODD = (
    Figure("odd.given", "有", "件", "meeting", "hold", where={"kind": ("given",)}),
    Figure("odd.blank", "无", "件", "meeting", "hold", where={"kind": ("blank",)}),
    Figure("odd.yes", "是", "件", "meeting", "hold", where={"kind": ("是",)}),
    Figure("odd.no", "否", "件", "meeting", "hold", where={"kind": ("否",)}),
    Figure("odd.three", "三", "件", "meeting", "hold", where={"kind": ("3",)}),
    Figure("odd.two", "二", "件", "meeting", "hold", also=("reply",), without=("close",)),
)


def fill(district: District, chance: random.Random, cases: int) -> None:
    """Random cases: repeated acts, corrections, voided acts, facts of every kind or none."""
    figures = (*all_figures(), *ODD)
    for _ in range(cases):
        figure = chance.choice(figures)
        acts = [figure.act, *figure.also, *figure.without, figure.act, "reply", "close"]
        facts = {
            name: chance.choice(FACT_VALUES)
            for name in (*figure.where, "kind")
            if chance.random() < 0.8
        }
        steps = [(chance.choice(acts), day(chance)) for _ in range(chance.randint(1, 5))]
        case = district.case(figure.procedure, steps, **facts)
        seq = len(steps)
        for _ in range(chance.choice((0, 0, 1, 2))):
            seq += 1
            corrects = chance.choice(sorted(set(range(1, seq)) - corrected(case)))
            district.event(
                case,
                seq,
                chance.choice(acts),
                day(chance),
                corrects=corrects,
                void=chance.random() < 0.4,
                facts=facts,
            )


def corrected(case: Case) -> set[int | None]:
    return set(case.events.values_list("corrects", flat=True))


def day(chance: random.Random) -> date:
    return date(2024, 1, 1) + timedelta(days=chance.randint(0, 3 * 365))


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_equals_its_count_over_the_histories(seed: int) -> None:
    chance = random.Random(seed)
    district, other = new_district(), new_district("990102", "青川县")
    fill(district, chance, 120)
    fill(other, chance, 20)
    figures = (*all_figures(), *ODD)
    mine = Case.objects.filter(jurisdiction=district.jurisdiction)
    # The facts of a case follow from its events.
    for case, history in histories(mine, district.rules):
        Case.objects.filter(pk=case.pk).update(facts=dict(history.facts))
    read = list(histories(mine, district.rules))
    for year in (2024, 2025, 2026):
        expected = {
            f.id: {
                case.pk
                for case, history in read
                if case.procedure == f.procedure and f.counts(history, year)
            }
            for f in figures
        }
        found = {
            f.id: list(records_of(f, district.jurisdiction, year).values_list("pk", flat=True))
            for f in figures
        }
        assert {name: set(pks) for name, pks in found.items()} == expected
        counted = figures_of_year(district.jurisdiction, year, figures)
        assert counted == {name: len(pks) for name, pks in expected.items()}


def test_all_figures_are_counted_in_one_query() -> None:
    district = new_district()
    with CaptureQueriesContext(connection) as queries:
        counted = figures_of_year(district.jurisdiction, 2025)
    assert len(queries) == 1
    assert counted == {f.id: 0 for f in all_figures()}


class TestDisclosureRecords:
    def keys(self, district: District, year: int) -> list[str]:
        found = disclosure_records(district.jurisdiction, year, district.rules)
        return [request.key for request in found.requests]

    def test_only_what_the_year_may_count_is_read(self) -> None:
        district = new_district()
        district.request("旧", date(2023, 2, 1), date(2023, 2, 20))
        district.request("结转", date(2024, 12, 20), date(2025, 1, 10))
        district.request("未结", date(2023, 6, 1))
        district.request("新", date(2025, 5, 6))
        district.request("后", date(2026, 1, 5))
        assert self.keys(district, 2025) == ["未结", "结转", "新"]

    def test_a_request_in_two_ledgers_is_one(self) -> None:
        district = new_district()
        first = district.request("甲", date(2024, 12, 20))
        second = district.request("甲", date(2024, 12, 20), date(2025, 1, 10))
        for case, year in ((first, 2024), (second, 2025)):
            ledger = {"ledger": "依申请公开台账", "ledger_year": year, "key": "甲"}
            Case.objects.filter(pk=case.pk).update(**ledger)
        found = disclosure_records(district.jurisdiction, 2025, district.rules)
        assert [(r.key, r.ended) for r in found.requests] == [("甲", date(2025, 1, 10))]
        assert found.cases == {"甲": second.pk}

    def test_two_requests_of_one_number_are_told_apart(self) -> None:
        district = new_district()
        district.request("1", date(2025, 2, 20))
        district.request("1", date(2025, 3, 20))
        keys = self.keys(district, 2025)
        assert len(set(keys)) == 2
        assert all(key.startswith("1（") for key in keys)

    def test_a_ruling_years_later_brings_the_request_back(self) -> None:
        district = new_district()
        case = district.request("甲", date(2023, 2, 1), date(2023, 2, 20))
        district.event(
            case,
            3,
            "record_reconsideration_result",
            date(2025, 3, 1),
            facts={"reconsideration_result": "维持"},
        )
        assert self.keys(district, 2025) == ["甲"]
        assert self.keys(district, 2024) == []


def test_nothing_is_carried_over_from_a_year_not_frozen() -> None:
    assert carried_over(new_district().jurisdiction, 2024) is None
