"""A case moves only through the engine: one act, one transaction, one audit entry."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import Conflict, NotYours, Refusal
from guiju.org.acts import relieve
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.models import Case, Event
from tests.office import MONDAY, Office, noon, office_of
from tests.procedures.small import small

pytestmark = pytest.mark.django_db
LATER = date(2025, 3, 17)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of(small(tmp_path))


def rules_of(error: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {reason.rule for reason in error.value.reasons}


def ready_to_reply(office: Office) -> Case:
    case = office.open(urgent="否")
    case = office.do(case, "submit", date(2025, 3, 4))
    return office.do(case, "review", LATER)


class TestOpening:
    def test_it_opens_in_the_step_the_act_leads_to(self, office: Office) -> None:
        case = office.open(urgent="否")
        assert (case.step, case.token, case.opened_on) == ("handling", 1, MONDAY)
        assert case.version == office.procedure.digest
        assert case.facts == {"urgent": "否"}

    def test_it_is_audited(self, office: Office) -> None:
        case = office.open(urgent="否")
        entry = Entry.objects.get(chain=f"case/{case.pk}")
        assert (entry.seq, entry.verb, entry.by) == (1, "receive", "经办人甲")
        assert '"urgent":"否"' in entry.payload

    def test_a_refused_opening_leaves_no_case(self, office: Office) -> None:
        with pytest.raises(Refusal) as error:
            office.open()
        assert rules_of(error) == {"needs.urgent"}
        assert not Case.objects.exists()
        assert not Entry.objects.exists()

    def test_a_stranger_may_not(self, office: Office) -> None:
        opening = Opening(office.jurisdiction, "small", "某事项")
        with pytest.raises(NotYours):
            open_case(
                opening,
                Deed("receive", MONDAY, {"urgent": "否"}),
                at=noon(MONDAY),
                by=office.people["nobody"],
                rulebook=office.rules,
            )


class TestPerforming:
    def test_it_moves_the_case_and_records_who_did_it(self, office: Office) -> None:
        case = office.do(office.open(urgent="否"), "submit", LATER)
        event = Event.objects.get(case=case, seq=2)
        assert (case.step, case.token) == ("reviewing", 2)
        assert (event.by, event.role, event.post.name) == ("经办人甲", "clerk", "经办人")  # type: ignore[union-attr]
        assert (event.year, event.procedure) == (2025, "small")

    def test_the_outcome_closes_the_case(self, office: Office) -> None:
        case = office.do(ready_to_reply(office), "reply", LATER, outcome="granted")
        assert (case.step, case.outcome, case.closed_on) == ("closed", "granted", LATER)

    def test_dates_among_the_facts_survive_the_table(self, office: Office) -> None:
        case = office.open(urgent="否", due_on=date(2025, 4, 1))
        assert Case.objects.get(pk=case.pk).facts["due_on"] == "2025-04-01"

    def test_a_gate_refuses_with_rule_basis_and_helper(self, office: Office) -> None:
        case = office.do(office.open(urgent="否"), "submit", LATER)
        with pytest.raises(Refusal) as error:
            office.do(case, "review", LATER)
        assert rules_of(error) == {"small.time"}
        assert "政府信息公开条例第三十条" in str(error.value)

    def test_a_refused_act_leaves_nothing(self, office: Office) -> None:
        case = office.open(urgent="否")
        with pytest.raises(Refusal):
            office.do(case, "review", LATER)
        assert Event.objects.count() == Entry.objects.count() == 1
        assert Case.objects.get().token == 1

    def test_only_the_role_may(self, office: Office) -> None:
        with pytest.raises(NotYours) as error:
            office.do(office.open(urgent="否"), "submit", LATER, by="head")
        assert rules_of(error) == {"role"}

    def test_who_has_left_the_post_may_not(self, office: Office) -> None:
        case = office.open(urgent="否")
        relieve(holding=office.people["clerk"].holdings.get(), until=date(2025, 3, 10))
        with pytest.raises(NotYours):
            office.do(case, "submit", LATER)

    def test_nothing_is_done_in_the_future(self, office: Office) -> None:
        case = office.open(urgent="否")
        with pytest.raises(Refusal) as error:
            perform(
                case,
                Deed("submit", LATER),
                by=office.people["clerk"],
                at=noon(MONDAY),
                rulebook=office.rules,
            )
        assert rules_of(error) == {"order"}

    def test_a_day_before_every_calendar_is_refused_not_an_error(self, office: Office) -> None:
        with pytest.raises(Refusal):
            case = office.open(date(2001, 1, 5), urgent="否")
            office.do(case, "submit", date(2001, 1, 6))
            office.do(case, "extend", date(2001, 1, 6))

    def test_a_late_act_is_found(self, office: Office) -> None:
        case = ready_to_reply(office)
        case = office.do(case, "reply", date(2025, 5, 6), outcome="granted")
        finding = case.findings.get()
        assert (finding.rule, finding.year) == ("small.reply.late", 2025)
        assert (finding.due, finding.actual) == (date(2025, 3, 31), date(2025, 5, 6))

    def test_the_old_copy_of_a_case_is_a_conflict(self, office: Office) -> None:
        case = office.open(urgent="否")
        office.do(case, "consult", LATER)
        with pytest.raises(Conflict):
            office.do(case, "consult", LATER)
        assert Event.objects.filter(act="consult").count() == 1

    def test_a_crash_in_mid_act_leaves_nothing(self, office: Office) -> None:
        case = office.open(urgent="否")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            office.do(case, "submit", LATER)
            raise ZeroDivisionError
        assert Case.objects.get().step == "handling"
        assert Event.objects.count() == Entry.objects.count() == 1
        assert first_break() is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_one_is_a_conflict(office: Office) -> None:
    case = office.open(urgent="否")
    gate = threading.Barrier(2)
    done: list[str] = []

    def act() -> None:
        gate.wait()
        try:
            office.do(case, "consult", LATER)
            done.append("done")
        except Conflict:
            done.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(done) == ["conflict", "done"]
    assert Event.objects.filter(act="consult").count() == 1
