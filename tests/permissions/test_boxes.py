"""Whoever has lost sight of a case has lost it in every box, count and list of the desk."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guiju.home.home_desk import due_soon
from guiju.org.models import Secrecy
from guiju.procedures.desk.boxes import BOXES, counts
from guiju.procedures.desk.visibility import viewer_of, visible_along, within_sight
from guiju.procedures.models import Case, Participation
from tests.permissions.cast import PEOPLE
from tests.permissions.documented import sees
from tests.permissions.scene import Scene


@pytest.mark.parametrize("box", sorted(BOXES))
def test_a_box_holds_only_what_may_be_seen(box: str, scene: Scene) -> None:
    on = timezone.localdate(scene.at)
    shown = 0
    for name in PEOPLE:
        viewer = viewer_of(scene.cast[name], on=on)
        rows = list(BOXES[box].rows(viewer))
        cases = [row if isinstance(row, Case) else row.case for row in rows]
        seen = {scene.cases[case].pk for case in sees()[name]}
        assert {case.pk for case in cases if case is not None} <= seen, name
        assert counts(viewer).get(box) == (len(rows) if BOXES[box].counted else None)
        shown += len(rows)
    assert shown or box in ("read", "archived"), f"nobody has anything in {box}"


def test_who_left_has_nothing_waiting_and_nothing_done(scene: Scene) -> None:
    on = timezone.localdate(scene.at)
    former = viewer_of(scene.cast["former"], on=on)
    assert Participation.objects.filter(user=scene.cast["former"], acted=True).exists()
    assert counts(former) == {name: 0 for name, box in BOXES.items() if box.counted}
    assert not any(box.rows(former).exists() for box in BOXES.values())
    assert not due_soon(former).exists()


def test_what_one_opened_and_sees_by_ones_part_stays_when_it_is_closed(scene: Scene) -> None:
    on, case, tried = timezone.localdate(scene.at), scene.cases["closed"], 0
    for name in PEOPLE:
        viewer = viewer_of(scene.cast[name], on=on)
        if not viewer.seats or "closed" in sees()[name]:
            continue
        if case.jurisdiction_id not in viewer.jurisdictions:
            continue
        tried += 1
        Case.objects.filter(pk=case.pk).update(opened_by=viewer.user)
        said = {"jurisdiction": case.jurisdiction, "last_at": scene.at, "closed": True}
        Participation.objects.create(case=case, user=viewer.user, **said)
        assert case in BOXES["opened"].rows(viewer), name
        assert case not in BOXES["going"].rows(viewer), name
    assert tried


def test_a_lower_clearance_empties_the_box(scene: Scene) -> None:
    on = timezone.localdate(scene.at)
    post = scene.cast.posts["clerk"]

    def opened() -> set[int]:
        viewer = viewer_of(scene.cast["clerk"], on=on)
        found = {case.pk for case in BOXES["opened"].rows(viewer)}
        assert counts(viewer)["opened"] == len(found), "the count keeps nothing either"
        return found

    before = opened()
    assert scene.cases["internal"].pk in before
    type(post).objects.filter(pk=post.pk).update(clearance=Secrecy.OPEN)
    assert opened() == before - {scene.cases["internal"].pk}
    type(post).objects.filter(pk=post.pk).update(clearance=Secrecy.INTERNAL)
    assert opened() == before


@pytest.mark.parametrize("name", PEOPLE)
def test_the_rule_is_the_same_told_by_the_case_or_beside_it(name: str, scene: Scene) -> None:
    viewer = viewer_of(scene.cast[name], on=timezone.localdate(scene.at))
    along = Participation.objects.filter(visible_along(viewer)).values_list("case", flat=True)
    apart = Participation.objects.filter(within_sight(viewer)).values_list("case", flat=True)
    assert sorted(along) == sorted(apart)
