"""The demo's cases in progress are played by the engine's own rules, once."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from guiju.audit.selectors import first_break
from guiju.demo.accounts import set_up_district
from guiju.demo.live import play
from guiju.demo.lives import LIVES
from guiju.demo.lives_outgoing import outgoing
from guiju.procedures.desk.boxes import to_do, to_read
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Case, Finding, TaskState

TODAY = date(2026, 11, 24)


@pytest.mark.django_db
def test_every_life_waits_for_somebody_and_is_played_once() -> None:
    district = set_up_district("a-password-of-the-test")
    lives = (*LIVES, *outgoing(TODAY))
    assert play(lives, district, TODAY) == len(lives)
    assert play(lives, district, TODAY) == 0
    for case in Case.objects.all():
        waiting = case.tasks.filter(state=TaskState.OPEN)
        assert waiting.exists(), case.title
        assert all(task.post_id for task in waiting), case.title
    assert not Finding.objects.exists()
    assert first_break() is None


@pytest.mark.django_db
def test_the_desks_have_what_the_stories_tell() -> None:
    play(LIVES, set_up_district("a-password-of-the-test"), TODAY)

    def titles(name: str) -> set[str]:
        viewer = viewer_of(User.objects.get(username=name), on=TODAY)
        return {task.case.title for task in to_do(viewer)}

    heating = "市政府办公室关于做好冬季供暖保障工作的通知"
    assert heating in titles("wei") and heating in titles("chen")
    assert heating not in titles("feng"), "the finance bureau has reported already"
    returned = to_do(viewer_of(User.objects.get(username="zhao"), on=TODAY))
    assert any(task.came_back for task in returned)
    reader = viewer_of(User.objects.get(username="zheng"), on=TODAY)
    assert [r.case.title for r in to_read(reader)] == [heating]


def test_documents_went_out_by_the_procedure_of_their_day_only() -> None:
    assert outgoing(date(2025, 12, 1)) == ()
