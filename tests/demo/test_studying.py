"""The demo's year of law study: whatever day it is set up on, once, by the engine's own rules."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.audit.selectors import first_break
from guiju.demo.accounts import set_up_district
from guiju.demo.own_rules import FIREWORKS, bring_in_own_rules
from guiju.demo.studying import TOPICS, play_study
from guiju.law.models import Folder
from guiju.law.selectors import article_on
from guiju.org.models import Jurisdiction, Unit
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Case, Finding
from guiju.search.models import Entry
from guiju.study.models import CaseAnalysis, PerformanceReport, Plan, Reading
from guiju.study.performance import figures_of
from guiju.study.reading import matrix_of

pytestmark = pytest.mark.database
NOVEMBER = date(2026, 11, 24)


@pytest.fixture
def yunling(db: None) -> Jurisdiction:
    jurisdiction = set_up_district("a-password-of-the-test")
    for _ in range(2):
        bring_in_own_rules(jurisdiction, NOVEMBER)
    return jurisdiction


def test_the_year_until_november(yunling: Jurisdiction) -> None:
    assert play_study(yunling, NOVEMBER) == 4
    assert play_study(yunling, NOVEMBER) == 0
    plan = Plan.objects.get()
    assert (plan.approved_on, plan.items.count()) == (date(2026, 1, 12), len(TOPICS))
    steps = [item.case.step for item in plan.items.all() if item.case is not None]
    assert steps == ["confirmed", "confirmed", "confirmed", "signed_in", "planned"]
    analysis = CaseAnalysis.objects.get()
    assert [str(one) for one in analysis.chosen.all()] == [f"《{FIREWORKS}》第五条"]
    office = Unit.objects.get(jurisdiction=yunling, name=plan.unit.name)
    matrix = matrix_of(office, 2026, viewer_of(plan.made_by, on=NOVEMBER))
    assert 0 < matrix.read < matrix.wanted and Reading.objects.count() == 2
    done, begun = PerformanceReport.objects.order_by("pk")
    assert done.submitted_on == NOVEMBER and begun.submitted_on is None
    assert {one.label: one.n for one in figures_of(done)}["参加学法活动"] == 4
    assert {one.label: one.n for one in figures_of(begun)}["参加学法活动"] == 3
    assert Folder.objects.get().clippings.count() == 2
    assert not Finding.objects.exists()
    assert first_break() is None


@pytest.mark.parametrize(
    ("day", "held"), [((1, 3), 0), ((1, 20), 0), ((3, 27), 1), ((7, 1), 2), ((12, 31), 5)]
)
def test_on_any_day_it_goes_as_far_as_that_day(
    yunling: Jurisdiction, day: tuple[int, int], held: int
) -> None:
    today = date(2026, *day)
    assert play_study(yunling, today) == held
    for case in Case.objects.all():
        assert all(event.on <= today for event in case.events.all()), case.title


def test_the_district_s_rules_are_found_in_the_wording_of_a_day(yunling: Jurisdiction) -> None:
    said = [
        article_on(FIREWORKS, 4, date(year, 6, 1), district=yunling).article
        for year in (2024, 2026)
    ]
    assert [article.text[4:13] for article in said if article] == [
        "在春节前十五日张贴", "在春节前三十日张贴",
    ]  # fmt: skip
    assert Entry.objects.filter(jurisdiction=yunling, title__startswith=FIREWORKS).exists()
