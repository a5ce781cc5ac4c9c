"""Every role of every procedure belongs to somebody of the demo district, and to the right one."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from guiju.demo.accounts import ACCOUNTS, set_up_district
from guiju.demo.district import OFFICE
from guiju.demo.live import Life, Move, play
from guiju.home.opening_sheet import openers
from guiju.procedures import library
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.history import Value
from guiju.procedures.models import Case, TaskState

TODAY = date(2026, 11, 24)
APART = (
    ("inquiry.handler", "inquiry.reviewer"),
    ("executive_topic.sponsor", "executive_topic.justice"),
    ("executive_topic.assessor", "executive_topic.evaluator"),
    ("executive_topic.expert", "executive_topic.evaluator"),
    ("plan_item.unit", "plan_item.verifier"),
    ("problem.responsible", "problem.verifier"),
    ("supervision.inspector", "supervision.reviewer"),
    ("supervision.inspector", "supervision.head"),
)
"""Roles the law keeps apart: one post with both could not do the second act."""


def test_every_role_has_a_post_and_no_post_an_unknown_role() -> None:
    known = {f"{p}.{role}" for p in library.versions() for role in library.current(p).roles}
    given = {role for account in ACCOUNTS for role in account.roles if "." in role}
    assert given == known


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_the_law_keeps_apart_is_not_one_post(one: str, other: str) -> None:
    assert not [a.username for a in ACCOUNTS if {one, other} <= set(a.roles)]


@pytest.mark.django_db
def test_each_opens_what_is_theirs() -> None:
    set_up_district("a-password-of-the-test")

    def may_open(name: str) -> set[str]:
        found = openers(viewer_of(User.objects.get(username=name), on=TODAY))
        return {opener.procedure.id for opener in found if opener.seats}

    assert "meeting" in may_open("shi") and "meeting" not in may_open("lin")
    assert "inquiry" in may_open("jiang") and "inquiry" not in may_open("sun")
    assert "supervision" not in may_open("lin")
    assert "executive_topic" in may_open("wei")


@pytest.mark.django_db
def test_a_supervision_goes_to_the_section_that_supervises() -> None:
    district = set_up_district("a-password-of-the-test")
    opened: dict[str, Value] = {
        "origin": "行政首长指令",
        "approval": "批示单1号",
        "performer": "督查机构",
    }
    moves = (
        Move("zheng", "open", 1, opened),
        Move("xu", "clear_duplicates", 0, {"duplicate_found": False}),
    )
    seen = []
    for n in (1, 2):
        title = f"督查防汛物资储备之{n}"
        play((Life("supervision", title, OFFICE, moves[:n]),), district, TODAY)
        tasks = Case.objects.get(title=title).tasks.filter(state=TaskState.OPEN)
        seen.append([str(task.post) for task in tasks])
    assert seen == [["督查科科长"], ["云岭区人民政府区长"]]
