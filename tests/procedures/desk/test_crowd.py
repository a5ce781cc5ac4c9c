"""Many clerks at once: fifty on PostgreSQL, ten on SQLite; on one case and on many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break, first_mismatch
from guiju.core.errors import Conflict, NotYours, Refusal
from guiju.org import acts as org
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.desk.circulating import circulate, mark_all_read
from guiju.procedures.desk.handing import hand_on
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.models import Case, Event, Reading, Slip, SlipKind, Task
from tests.numbers.test_acts import database_of_its_own, in_threads
from tests.office import MONDAY, noon
from tests.procedures.desk.house import House

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = noon(MONDAY)


@pytest.fixture
def clerks(house: House) -> list[User]:
    """As many as act at once here, all in one post."""
    count = 50 if connection.vendor == "postgresql" else 10
    people = User.objects.bulk_create([User(username=f"经办{n}") for n in range(count)])
    for user in people:
        org.appoint(user=user, post=house.posts["经办一"], since=MONDAY)
    return people


def crowd(clerks: list[User], tmp_path: Path, work: Callable[[int], None], look: Any) -> None:
    """All at once, then a look at what they left, on the same database."""
    with database_of_its_own(tmp_path):
        in_threads(len(clerks), work)
        in_threads(1, lambda _: look())


def until_done(case: Case, act: Callable[[Case], object], told: Counter[str]) -> None:
    """As a clerk would: told of a conflict, look again and do it again."""
    while True:
        try:
            act(case)
            told["done"] += 1
        except Conflict:
            told["conflict"] += 1
            case = Case.objects.get(pk=case.pk)
            continue
        return


def whole() -> None:
    assert first_break() is None
    assert first_mismatch() is None


def test_on_one_case_no_act_is_lost(house: House, clerks: list[User], tmp_path: Path) -> None:
    case, told = house.open("经办一"), Counter[str]()

    def work(n: int) -> None:
        def note(case: Case) -> None:
            perform(case, Deed("note", MONDAY), by=clerks[n], at=AT, rulebook=house.rules)

        until_done(case, note, told)

    def look() -> None:
        whole()
        assert Case.objects.get().token == 1 + len(clerks)
        assert set(Event.objects.filter(act="note").values_list("by", flat=True)) == {
            clerk.username for clerk in clerks
        }

    crowd(clerks, tmp_path, work, look)
    assert told["done"] == len(clerks)
    assert told["conflict"] > 0


def test_of_all_who_send_it_on_one_does(house: House, clerks: list[User], tmp_path: Path) -> None:
    case, told = house.open("经办一"), Counter[str]()

    def work(n: int) -> None:
        try:
            perform(case, Deed("submit_direct", MONDAY), by=clerks[n], at=AT, rulebook=house.rules)
            told["done"] += 1
        except Conflict:
            told["conflict"] += 1

    def look() -> None:
        whole()
        assert Task.objects.filter(state="open").count() == 1

    crowd(clerks, tmp_path, work, look)
    assert told == {"done": 1, "conflict": len(clerks) - 1}


def test_of_all_who_hand_it_on_one_does(house: House, clerks: list[User], tmp_path: Path) -> None:
    house.open("经办一")
    (task,) = house.open_tasks()
    told = Counter[str]()

    def work(n: int) -> None:
        mine = Task.objects.select_related("case").get(pk=task.pk)
        try:
            hand_on(mine, house.to("经办二"), note="", by=clerks[n], at=AT)
            told["done"] += 1
        except NotYours:
            told["gone"] += 1

    def look() -> None:
        whole()
        assert Task.objects.filter(state="open").count() == 1

    crowd(clerks, tmp_path, work, look)
    assert told == {"done": 1, "gone": len(clerks) - 1}


def test_on_many_cases_nobody_waits_in_vain(
    house: House, clerks: list[User], tmp_path: Path
) -> None:
    """Each opens a case, sends it on, hurries it; all numbers differ."""

    def work(n: int) -> None:
        mine = House(house.jurisdiction, house.rules, house.procedure, house.office)
        mine.posts, mine.people = house.posts, {**house.people, "我": clerks[n]}
        mine.current = _opened(house, clerks[n])
        for _ in range(2):
            mine.do("note", "我")
        mine.do("submit_direct", "我")
        urging = Urging(SlipKind.URGE, "请尽快")
        urge(mine.case, urging, by=clerks[n], at=AT, rulebook=house.rules)

    def look() -> None:
        whole()
        assert Case.objects.filter(step="reviewing", token=4).count() == len(clerks)
        numbers = set(Slip.objects.values_list("number", flat=True))
        assert numbers == {f"催字〔2025〕{n + 1}号" for n in range(len(clerks))}

    crowd(clerks, tmp_path, work, look)


def _opened(house: House, by: User) -> Case:
    opening = Opening(house.jurisdiction, "paper", "某事项", unit=house.office)
    deed = Deed("begin", MONDAY, to=(house.to("经办一"),))
    return open_case(opening, deed, by=by, at=AT, rulebook=house.rules)


def test_everything_at_once_on_one_case(house: House, clerks: list[User], tmp_path: Path) -> None:
    """Acts that move the case and acts that do not meet on its chain without a deadlock."""
    case, told = house.open("经办一"), Counter[str]()
    readers = [house.posts[name] for name in ("收发", "负责人", "总览")]
    urging = Urging(SlipKind.URGE, "请尽快")

    def work(n: int) -> None:
        by: dict[str, Any] = {"by": clerks[n], "at": AT}
        if n % 4 == 0:
            circulate(case, readers, note="请阅", **by)
        elif n % 4 == 1:
            urge(case, urging, **by, rulebook=house.rules)
        elif n % 4 == 2:
            until_done(
                case,
                lambda fresh: perform(fresh, Deed("note", MONDAY), **by, rulebook=house.rules),
                told,
            )
        else:
            unread = list(Reading.objects.filter(post=house.posts["收发"]).select_related("case"))
            mark_all_read(unread, by=house.people["收发"], at=AT)

    def look() -> None:
        whole()
        assert Reading.objects.filter(post=house.posts["负责人"]).count() == 1
        slips = Slip.objects.count()
        assert slips == len([n for n in range(len(clerks)) if n % 4 == 1])
        assert Entry.objects.filter(verb="urge").count() == slips
        assert Event.objects.filter(act="note").count() == told["done"]

    crowd(clerks, tmp_path, work, look)


def test_a_refusal_is_no_conflict(house: House) -> None:
    """Told apart, or a clerk would try again for ever."""
    house.open("经办一")
    with pytest.raises(Refusal) as error:
        house.do("review", "审核")
    assert not isinstance(error.value, Conflict)
