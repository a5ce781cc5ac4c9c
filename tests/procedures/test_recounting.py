"""The night reads what has come due, tells of it once, and ends where counting afresh ends."""

from __future__ import annotations

from datetime import date, timedelta
from operator import attrgetter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guiju.core.errors import Refusal
from guiju.notices.models import Notice
from guiju.procedures.desk.limits import SUMMARY
from guiju.procedures.desk.recounting import recount_case, recount_due, recount_open
from guiju.procedures.desk.reminding import Told, remind
from guiju.procedures.history import Value
from guiju.procedures.models import Case, Finding, Limit
from guiju.procedures.nightly.cli import nightly_command
from guiju.procedures.rulebook import Rulebook
from guiju.worktime.calendar import DATA, Calendar, YearFile, load
from tests.office import MONDAY, Office, noon, office_of
from tests.procedures.small import small

pytestmark = pytest.mark.django_db
DUE = date(2025, 3, 31)
"""20 working days after Monday 3 March 2025."""


@pytest.fixture
def office(db: None, tmp_path: Path) -> Office:
    return office_of(small(tmp_path))


def limit_of(case: Case, name: str = "reply") -> Limit:
    return Limit.objects.get(case=case, name=name)


def test_a_limit_is_found_overdue_without_an_act(office: Office) -> None:
    case = office.open(urgent="否")
    assert limit_of(case).due_on == DUE
    assert recount_due(DUE, rulebook=office.rules).overdue == 0
    done = recount_due(DUE + timedelta(days=1), rulebook=office.rules)
    assert (done.cases, done.overdue, done.left) == (1, 1, [])
    assert limit_of(case).state == "overdue"
    assert Finding.objects.get(case=case).rule == "small.reply.missing"
    stored = Case.objects.get(pk=case.pk)
    assert (stored.due_on, stored.token) == (DUE, case.token)
    assert recount_due(DUE + timedelta(days=1), rulebook=office.rules).cases == 0


def test_the_end_of_a_pause_sets_the_clock_going(office: Office) -> None:
    case = office.open(urgent="否")
    office.do(case, "consult", MONDAY + timedelta(days=1))
    recount_due(MONDAY + timedelta(days=2), rulebook=office.rules)
    assert Case.objects.get(pk=case.pk).clock_paused
    recount_due(date(2025, 3, 26), rulebook=office.rules)  # 15 working days are over
    stored = Case.objects.get(pk=case.pk)
    assert not stored.clock_paused
    assert stored.due_on == limit_of(case).due_on > DUE


def test_where_no_night_has_run_an_act_that_moves_no_limit_reads_what_has_run_out(
    office: Office,
) -> None:
    late = DUE + timedelta(days=1)
    case = office.do(office.open(urgent="否"), "submit", MONDAY)
    case = office.do(case, "send_back", DUE, reason="补充")
    assert limit_of(case).state == "running"
    case = office.do(office.do(case, "submit", DUE), "send_back", late, reason="再补充")
    assert limit_of(case).state == "overdue"
    assert Finding.objects.get(case=case).rule == "small.reply.missing"


@pytest.mark.parametrize(("on", "paused"), [(date(2025, 3, 6), True), (date(2025, 3, 28), False)])
def test_where_no_night_has_run_an_act_that_moves_no_limit_reads_what_stands_still(
    office: Office, on: date, paused: bool
) -> None:
    case = office.do(office.open(urgent="否"), "consult", MONDAY + timedelta(days=1))
    case = office.do(case, "excuse", on, ground="甲")  # 15 working days are over on 25 March
    read = attrgetter(*SUMMARY)(case)
    assert case.clock_paused is paused
    recount_case(case.pk, on, office.rules)
    assert attrgetter(*SUMMARY)(Case.objects.get(pk=case.pk)) == read


def test_what_cannot_be_read_is_named_and_stops_nothing(office: Office) -> None:
    gone = office.open(urgent="否")
    office.open(urgent="否")
    Case.objects.filter(pk=gone.pk).update(version="gone")
    done = recount_due(DUE + timedelta(days=1), rulebook=office.rules)
    assert (done.cases, done.left) == (1, [gone.pk])


def test_each_limit_is_told_once_and_again_when_its_day_moves(office: Office) -> None:
    case = office.open(urgent="否")
    soon, late = DUE - timedelta(days=2), DUE + timedelta(days=1)

    def tell(on: date) -> Told:
        recount_due(on, rulebook=office.rules)
        return remind(on, at=noon(on), rulebook=office.rules)

    assert tell(DUE - timedelta(days=7)) == Told(0, 0)
    assert tell(soon) == Told(1, 0)
    assert tell(soon) == Told(0, 0)
    extended = office.do(case, "extend", soon, units=5)
    assert tell(soon) == Told(0, 0)
    assert tell(DUE + timedelta(days=5)) == Told(1, 0)
    assert extended.due_on is not None
    assert tell(extended.due_on + timedelta(days=1)) == Told(0, 1)
    assert tell(late + timedelta(days=30)) == Told(0, 0)
    told = Notice.objects.filter(about=f"case/{case.pk}", kind__in=["nearing", "overdue"])
    clerk = told.filter(user=office.people["clerk"]).order_by("pk")
    assert [notice.kind for notice in clerk] == ["nearing", "nearing", "overdue"]
    assert "答复期限" in clerk[0].text


def test_a_closed_case_is_not_told(office: Office) -> None:
    case = office.open(urgent="否")
    Limit.objects.filter(case=case).update(running=False)
    assert remind(DUE + timedelta(days=9), at=noon(DUE), rulebook=office.rules) == Told(0, 0)


def test_a_new_holiday_notice_moves_what_is_open(office: Office) -> None:
    case = office.open(urgent="否")
    year = next(y for y in load(DATA).years if y.year == 2025)
    more = YearFile(2025, year.notice, {**year.holidays, DUE: "新增假日"}, year.workdays)
    others = [y for y in load(DATA).years if y.year != 2025]
    rules = Rulebook(office.rules.procedures, Calendar([*others, more]))
    moved = list(recount_open(office.jurisdiction, MONDAY, rulebook=rules))
    assert [(m.case, m.limit, m.before, m.after) for m in moved] == [
        (case.pk, "答复期限", DUE, DUE + timedelta(days=1))
    ]
    assert list(recount_open(office.jurisdiction, MONDAY, rulebook=rules)) == []


def test_the_command_says_what_it_did(office: Office) -> None:
    case = office.open(urgent="否")
    Case.objects.filter(pk=case.pk).update(version="gone")
    ran = CliRunner().invoke(nightly_command, ["--on", "2025-04-01"])
    assert ran.exit_code == 1
    assert "2025-04-01：复算0件" in ran.output
    assert f"事项：{case.pk}" in ran.output


SEEN = ("name", "state", "running", "due_on", "warn_on", "done_on", "look_again_at")
ACTS = ("consult", "hear", "extend", "submit", "send_back", "excuse")

EXTRA: dict[str, dict[str, Value]] = {
    "extend": {"units": 5},
    "excuse": {"ground": "急"},
    "send_back": {"reason": "改"},
}


def state_of_all() -> tuple[list[object], list[object], list[object]]:
    return (
        list(Limit.objects.order_by("case", "name").values_list("case", *SEEN)),
        list(Case.objects.order_by("pk").values_list("pk", *SUMMARY)),
        list(Finding.objects.order_by("case", "rule").values_list("case", "rule", "due", "actual")),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_night_by_night_ends_where_counting_afresh_ends(
    office: Office, data: st.DataObject
) -> None:
    """Whichever nights were missed, the next one brings everything to what it would be anew.

    Only the words of a finding keep the day on which it was found.
    """
    on, urgent = MONDAY, data.draw(st.sampled_from(["是", "否"]), "urgent")
    facts: dict[str, Value] = {"urgent": urgent}
    if data.draw(st.booleans(), "promised"):
        facts["due_on"] = MONDAY + timedelta(days=data.draw(st.integers(0, 40)))
    case = office.open(**facts)
    for _ in range(data.draw(st.integers(1, 8), "length")):
        on += timedelta(days=data.draw(st.sampled_from([0, 1, 2, 9, 30]), "days"))
        act = data.draw(st.sampled_from(["night", "night", *ACTS]), "act")
        if act == "night":
            recount_due(on, rulebook=office.rules)
            continue
        extra = EXTRA.get(act, {})
        try:
            case = office.do(case, act, on, **extra)
        except Refusal:
            continue
    recount_due(on, rulebook=office.rules)
    by_night = state_of_all()
    recount_case(case.pk, on, office.rules)
    assert state_of_all() == by_night
