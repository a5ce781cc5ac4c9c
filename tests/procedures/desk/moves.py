"""What people do in the situations of the tests, each a step to be taken on a house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from guiju.org import acts as org
from guiju.procedures.corrections import Correction, correct
from guiju.procedures.desk.circulating import circulate
from guiju.procedures.desk.handing import hand_over, lend_post, open_task
from guiju.procedures.desk.returning import take_back
from guiju.procedures.desk.tasks import Back
from tests.office import MONDAY, noon
from tests.procedures.desk.house import REASON, House

Step = Callable[[House], object]


def do(act: str, by: str, to: tuple[str, ...] = (), **more: Any) -> Step:
    return lambda house: house.do(act, by, to, **more)


def back(act: str, by: str, how: Back | None = None, to: tuple[str, ...] = ()) -> Step:
    """Send back through the engine's door."""
    return lambda house: house.do(act, by, to, how, **REASON)


def take(by: str) -> Step:
    def step(house: House) -> None:
        house.current = take_back(
            house.case, by=house.people[by], at=noon(house.today), rulebook=house.rules
        )

    return step


def read(by: str) -> Step:
    return lambda house: [
        open_task(task, by=house.people[by], at=noon(house.today)) for task in house.open_tasks()
    ]


def fix(correction: Callable[[House], Correction]) -> Step:
    def step(house: House) -> None:
        house.current = correct(
            house.case,
            correction(house),
            reason="录入有误",
            by=house.people["管理员"],
            at=noon(house.today),
            rulebook=house.rules,
        )

    return step


def last(house: House) -> int:
    return house.case.events.count()


def leave(name: str) -> Step:
    """Whoever holds the post has left it; the next day comes."""

    def step(house: House) -> None:
        org.relieve(holding=house.people[name].holdings.get(), until=house.today)
        house.today += timedelta(days=1)

    return step


def stand_in(post: str, person: str) -> Step:
    return lambda house: lend_post(
        post=house.posts[post],
        to=house.people[person],
        period=org.Period(MONDAY, MONDAY + timedelta(days=9)),
        reason="出差",
        by=house.people[post],
        at=noon(house.today),
    )


def replaced(leaving: str, successor: str) -> Step:
    def step(house: House) -> None:
        hand_over(
            leaving=house.people[leaving],
            successor=house.people[successor],
            on=house.today,
            by=house.people["管理员"],
            at=noon(house.today),
        )
        house.today += timedelta(days=1)

    return step


def revise(body: str, by: str, **more: Any) -> Step:
    return lambda house: house.revise(body, by, **more)


def hand(by: str, to: str) -> Step:
    return lambda house: house.hand(by, to)


def pass_round(*names: str) -> Step:
    return lambda house: circulate(
        house.case,
        [house.posts[name] for name in names],
        note="请阅",
        by=house.people["经办一"],
        at=noon(house.today),
    )
