"""A limit is seen by whoever sees its case, though its row alone is asked."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guiju.org.models import Secrecy
from guiju.procedures.desk.boxes import counts
from guiju.procedures.desk.visibility import limits_visible_to, viewer_of, visible_cases, visible_to
from guiju.procedures.models import Case, Limit, Participation
from tests.permissions.cast import PEOPLE
from tests.permissions.scene import Scene

MIGRATION = "guiju.procedures.migrations.0014_boards_read_rows_alone"


def by_row_and_by_case(user: User, scene: Scene) -> tuple[set[int], set[int]]:
    viewer = viewer_of(user, on=timezone.localdate(scene.at))
    rows = Limit.objects.filter(limits_visible_to(viewer))
    of_cases = Limit.objects.filter(case__in=visible_cases(viewer))
    return set(rows.values_list("pk", flat=True)), set(of_cases.values_list("pk", flat=True))


def test_the_row_alone_tells_what_the_case_tells(scene: Scene) -> None:
    numbers = set()
    for name in PEOPLE:
        by_row, by_case = by_row_and_by_case(scene.cast[name], scene)
        assert by_row == by_case, name
        numbers.add(len(by_row))
    assert 0 in numbers and len(numbers) > 3, "all see the same: nothing was tested"


def test_of_those_that_run_the_open_parts_tell_the_same(scene: Scene) -> None:
    for name in PEOPLE:
        viewer = viewer_of(scene.cast[name], on=timezone.localdate(scene.at))
        running = Limit.objects.filter(running=True)
        whole = running.filter(limits_visible_to(viewer))
        quick = running.filter(limits_visible_to(viewer, running=True))
        assert set(quick.values_list("pk")) == set(whole.values_list("pk")), name
        assert quick.count() == whole.count(), "and each once"


def test_of_cases_that_go_on_the_open_parts_tell_the_same(scene: Scene) -> None:
    going, numbers = Case.objects.filter(closed_on=None), set()
    for name in PEOPLE:
        viewer = viewer_of(scene.cast[name], on=timezone.localdate(scene.at))
        whole = set(going.filter(visible_to(viewer)).values_list("pk"))
        assert set(going.filter(visible_to(viewer, going=True)).values_list("pk")) == whole, name
        numbers.add(len(whole))
    assert 0 in numbers and len(numbers) > 3, "all see the same: nothing was tested"


def test_who_was_addressed_and_has_not_acted_sees_those_that_run(scene: Scene) -> None:
    running, grown = Limit.objects.filter(running=True), 0
    going = Case.objects.filter(limits__in=running).distinct()
    for name in PEOPLE:
        viewer = viewer_of(scene.cast[name], on=timezone.localdate(scene.at))
        sees = limits_visible_to(viewer, running=True)
        before = running.filter(sees).count()
        for case in going:
            said = {"jurisdiction": case.jurisdiction, "last_at": scene.at}
            Participation.objects.get_or_create(case=case, user=viewer.user, defaults=said)
        whole = set(running.filter(limits_visible_to(viewer)).values_list("pk"))
        assert set(running.filter(sees).values_list("pk")) == whole, name
        seen = set(going.filter(visible_to(viewer)).values_list("pk"))
        assert set(going.filter(visible_to(viewer, going=True)).values_list("pk")) == seen, name
        grown += len(whole) > before
    assert grown, "nobody sees more: nothing was tested"


def test_a_part_says_whether_its_case_is_closed(scene: Scene) -> None:
    said = Participation.objects.values_list("closed", "case__closed_on")
    assert {(closed, on is not None) for closed, on in said} == {(True, True), (False, False)}
    assert not Limit.objects.filter(running=True, case__closed_on__isnull=False).exists()


def test_a_limit_repeats_what_of_its_case_says_who_may_see_it(scene: Scene) -> None:
    said = ("jurisdiction", "unit", "procedure", "secrecy")
    rows = Limit.objects.values_list(*said, *(f"case__{name}" for name in said))
    assert {row[3] for row in rows} == set(Secrecy.values)
    assert all(row[:4] == row[4:] for row in rows)


def test_limits_that_were_there_before_learn_it(scene: Scene) -> None:
    said = dict(Limit.objects.values_list("pk", "secrecy"))
    Limit.objects.update(secrecy=Secrecy.OPEN)
    import_module(MIGRATION).fill(apps, None)
    assert dict(Limit.objects.values_list("pk", "secrecy")) == said


def test_all_boxes_are_counted_in_one_statement(scene: Scene) -> None:
    for name in ("clerk", "former"):
        viewer = viewer_of(scene.cast[name], on=timezone.localdate(scene.at))
        _ = viewer.charges
        with CaptureQueriesContext(connection) as asked:
            counts(viewer)
        assert len(asked) == 1
