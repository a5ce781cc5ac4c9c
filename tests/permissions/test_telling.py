"""Nobody is told of what they may not see, and who has left takes nothing back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guiju.core.errors import NotYours
from guiju.notices.models import Notice
from guiju.procedures.desk.reminding import remind
from guiju.procedures.desk.returning import take_back
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.desk.visibility import may_see, viewer_of
from guiju.procedures.models import Case, Limit, SlipKind
from tests.permissions.cast import PEOPLE
from tests.permissions.scene import CODES, LEFT_BEFORE, Scene


def test_whoever_is_told_of_a_case_may_open_it(scene: Scene) -> None:
    """The head of a unit used to be told the title of an urged case above their clearance."""
    on = timezone.localdate(scene.at)
    told = 0
    for name in PEOPLE:
        if name in LEFT_BEFORE:
            continue
        viewer = viewer_of(scene.cast[name], on=on)
        for notice in Notice.objects.filter(user=scene.cast[name]):
            case = Case.objects.get(pk=notice.about.removeprefix("case/"))
            assert may_see(viewer, case), (name, notice.text)
            told += 1
    assert told > len(PEOPLE) // 2


def test_the_head_of_the_unit_sees_what_is_urged_there(scene: Scene) -> None:
    secret, case = scene.cases["secret"], Case.objects.get(pk=scene.cases["internal"].pk)
    by, head = scene.cast["cleared"], scene.cast["head"]
    Notice.objects.filter(user=head).delete()
    for one in (secret, case):
        urge(one, Urging(SlipKind.URGE, "请抓紧"), by=by, at=scene.at)
    told = Notice.objects.filter(user=head)
    assert {notice.about for notice in told} == {f"case/{case.pk}"}
    assert not any(CODES["secret"] in notice.text for notice in told)


def test_nor_is_the_head_reminded_of_what_is_above_them(scene: Scene) -> None:
    on, head = timezone.localdate(scene.at), scene.cast["head"]
    late = Limit.objects.filter(case=scene.cases["secret"])
    late.update(running=True, owed=True, due_on=on.replace(year=on.year - 1))
    Notice.objects.filter(user=head).delete()
    remind(on, at=scene.at)
    assert not Notice.objects.filter(user=head, about=f"case/{scene.cases['secret'].pk}").exists()


def test_who_has_left_the_post_takes_nothing_back(scene: Scene) -> None:
    """An act is taken back from the post it was done in, not by the memory of it."""
    case = Case.objects.get(pk=scene.cases["closed"].pk)
    with pytest.raises(NotYours, match="已不在"):
        take_back(case, by=scene.cast["moved"], at=scene.at)
