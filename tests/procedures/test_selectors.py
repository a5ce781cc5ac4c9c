"""Pages and reports see what the events say: limits, offers, the records of a figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.procedures.clock import State
from guiju.procedures.corrections import Replace, Void, correct
from guiju.procedures.figure import Figure, records
from guiju.procedures.models import Case
from guiju.procedures.record import from_json, to_json
from guiju.procedures.selectors import case_ids, histories, history_of, offers, readings, recompute
from tests.office import Office, noon, office_of
from tests.procedures.small import small

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 17)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of(small(tmp_path))


def answered(office: Office, outcome: str = "granted", on: date = TODAY) -> Case:
    case = office.do(office.open(urgent="否"), "submit", date(2025, 3, 4))
    case = office.do(case, "review", TODAY)
    facts = {"ground": "国家秘密"} if outcome == "refused" else {}
    return office.do(case, "reply", on, outcome=outcome, **facts)


def test_facts_come_back_as_they_were_declared(office: Office) -> None:
    facts = {"due_on": date(2025, 4, 1), "units": 3, "urgent": True, "ground": "2025-04-01"}
    assert from_json(office.procedure, to_json(facts)) == facts


def test_a_date_that_is_none_stays_what_was_written(office: Office) -> None:
    assert from_json(office.procedure, {"due_on": "年底前"}) == {"due_on": "年底前"}


class TestReadings:
    def test_each_limit_that_applies_is_read(self, office: Office) -> None:
        case = office.open(urgent="否", due_on=date(2025, 3, 10))
        found = {r.limit: r.state for r in readings(case, on=TODAY, rulebook=office.rules)}
        assert found == {
            "reply": State.RUNNING,
            "thinking": State.NOT_STARTED,
            "promised": State.OVERDUE,
        }


class TestOffers:
    def test_what_may_be_done_has_no_reasons(self, office: Office) -> None:
        case = office.open(urgent="否")
        found = offers(case, user=office.people["clerk"], on=TODAY, rulebook=office.rules)
        assert {o.id: bool(o.reasons) for o in found} == {
            "consult": False,
            "hear": False,
            "extend": True,
            "excuse": True,
            "submit": False,
        }

    def test_what_may_not_be_done_says_why(self, office: Office) -> None:
        case = office.do(office.open(urgent="否"), "submit", TODAY)
        review, _ = offers(case, user=office.people["reviewer"], on=TODAY, rulebook=office.rules)
        assert (review.id, review.role) == ("review", "reviewer")
        assert [reason.rule for reason in review.reasons] == ["small.time"]

    def test_what_the_form_will_ask_for_is_no_reason_yet(self, office: Office) -> None:
        case = office.do(office.open(urgent="否"), "submit", date(2025, 3, 4))
        case = office.do(case, "review", TODAY)
        (reply,) = offers(case, user=office.people["head"], on=TODAY, rulebook=office.rules)
        assert (reply.id, reply.reasons) == ("reply", ())


class TestHistories:
    def test_many_cases_take_few_queries(self, office: Office) -> None:
        for _ in range(5):
            answered(office)
        with CaptureQueriesContext(connection) as queries:
            found = list(histories(Case.objects.order_by("pk"), office.rules))
        assert len(queries) == 2
        assert [h for _, h in found] == [history_of(case, office.rules) for case, _ in found]

    def test_a_case_says_what_its_events_say(self, office: Office) -> None:
        case = answered(office, "refused")
        state = recompute(case, office.rules)
        assert (state.step, state.outcome, state.closed_on, state.facts) == (
            case.step,
            case.outcome,
            case.closed_on,
            case.facts,
        )


class TestFigures:
    FIGURES = (
        Figure("a", "收到", "件", "small", "receive"),
        Figure("b", "答复", "件", "small", "reply"),
        Figure("c", "同意", "件", "small", "reply", where={"outcome": ("granted",)}),
        Figure("d", "征求过意见", "件", "small", "receive", also=("consult",)),
        Figure("e", "未答复", "件", "small", "receive", without=("reply",)),
        Figure("f", "不急", "件", "small", "receive", where={"urgent": ("否",)}),
    )

    @pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.id)
    @pytest.mark.parametrize("year", [2024, 2025])
    def test_the_tables_count_what_the_histories_count(
        self, office: Office, figure: Figure, year: int
    ) -> None:
        office.do(office.open(urgent="否"), "consult", TODAY)
        office.open(date(2024, 12, 30), urgent="是")
        answered(office)
        answered(office, "refused")
        voided = answered(office)
        self.correct(office, voided, Void(4))
        moved = answered(office, on=date(2025, 3, 18))
        self.correct(office, moved, Replace(1, on=date(2024, 12, 31)))
        cases = list(histories(Case.objects.order_by("opened_on", "pk"), office.rules))
        wanted = [case.pk for case in records(figure, cases, year)]
        assert case_ids(figure, jurisdiction=office.jurisdiction, year=year) == wanted

    def test_another_district_does_not_count(self, office: Office) -> None:
        answered(office)
        other = office.jurisdiction.__class__.objects.create(code="990102", name="清河区")
        assert case_ids(self.FIGURES[0], jurisdiction=other, year=2025) == []

    def correct(self, office: Office, case: Case, correction: Void | Replace) -> None:
        correct(
            case,
            correction,
            reason="录入有误",
            by=office.people["administrator"],
            at=noon(date(2025, 3, 20)),
            rulebook=office.rules,
        )
