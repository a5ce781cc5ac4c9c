"""Every night people are told of documents that end soon, once, and only those who may see them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from guiju.normative.every_night import every_night
from guiju.notices.models import Notice
from guiju.procedures.models import Case
from guiju.procedures.nightly.cli import nightly_command
from tests.normative.issued import TODAY, Desk, desk_of
from tests.office import noon

pytestmark = pytest.mark.django_db
ONE = "云政规〔2026〕1号"


@pytest.fixture
def desk(db: None) -> Desk:
    return desk_of()


def told(on: date) -> list[tuple[str, str]]:
    every_night(on, at=noon(on))
    notices = Notice.objects.order_by("pk").select_related("user")
    return [(one.user.username, one.kind) for one in notices]


def test_office_and_drafters_are_told_once_when_it_is_near_and_once_when_it_is_past(
    desk: Desk,
) -> None:
    until = TODAY + timedelta(days=90)
    desk.issue(ONE, valid_until=until)
    assert told(TODAY - timedelta(days=1)) == []
    near = [("政府办公室甲", "nearing"), ("民政局经办", "nearing")]
    assert told(TODAY) == near
    assert told(TODAY + timedelta(days=1)) == near
    past = [("政府办公室甲", "overdue"), ("民政局经办", "overdue")]
    assert told(until + timedelta(days=1)) == near + past
    assert told(until + timedelta(days=2)) == near + past
    assert ONE in Notice.objects.order_by("pk")[0].text


def test_a_term_that_is_extended_is_told_anew_for_its_new_day(desk: Desk) -> None:
    case = desk.issue(ONE, valid_until=TODAY + timedelta(days=30))
    assert len(told(TODAY)) == 2
    desk.put(case, "renew", TODAY, {"valid_until": TODAY + timedelta(days=60)}, by="head")
    assert len(told(TODAY)) == 4


def test_who_may_not_see_it_is_told_nothing(desk: Desk) -> None:
    case = desk.issue(ONE, valid_until=TODAY)
    Case.objects.filter(pk=case.pk).update(secrecy=2)
    assert told(TODAY) == []


def test_what_is_repealed_is_not_told_of(desk: Desk) -> None:
    case = desk.issue(ONE, valid_until=TODAY)
    desk.put(case, "repeal", TODAY, {"repeal_basis": "x"}, by="head")
    assert told(TODAY) == []


def test_the_nightly_command_does_it(desk: Desk) -> None:
    desk.issue(ONE, valid_until=TODAY)
    answer = CliRunner().invoke(nightly_command, ["--on", TODAY.isoformat()])
    assert answer.exit_code == 0, answer.output
    assert "规范性文件的有效期、评估、清理提醒1项" in answer.output
