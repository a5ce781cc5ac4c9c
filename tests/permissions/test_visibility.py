"""The rule itself: as the page says, as the list of viewers says, as one case is asked."""

from __future__ import annotations

from django.utils import timezone

from guiju.procedures.desk.visibility import may_see, viewer_of, visible_cases, who_sees
from tests.permissions.asking import Asker
from tests.permissions.cast import PEOPLE
from tests.permissions.documented import PAGE, sees, written
from tests.permissions.scene import CODES, Scene


def test_each_sees_what_the_page_says(scene: Scene) -> None:
    on = timezone.localdate(scene.at)
    for name in PEOPLE:
        viewer = viewer_of(scene.cast[name], on=on)
        listed = set(visible_cases(viewer))
        for case, found in scene.cases.items():
            assert (found in listed) == (case in sees()[name]), (name, case)
            assert may_see(viewer, found) == (case in sees()[name]), (name, case)


def test_the_list_of_viewers_is_the_rule_read_the_other_way(scene: Scene) -> None:
    on = timezone.localdate(scene.at)
    for case, found in scene.cases.items():
        listed = {seen.user.get_username() for seen in who_sees(found, on=on)}
        assert listed == {name for name in PEOPLE if case in sees()[name]}, case


def test_the_page_of_who_sees_a_case_says_why(scene: Scene, asker: Asker) -> None:
    on = timezone.localdate(scene.at)
    case = scene.cases["document"]
    page = asker.of("clerk").get(f"/cases/{case.pk}/who/").content.decode()
    for seen in who_sees(case, on=on):
        row = page.partition(f">{seen.user.get_username()}</td>")[2].partition("</tr>")[0]
        assert row, seen.user
        assert seen.why, seen.user
    whys = {(seen.user.get_username(), seen.why) for seen in who_sees(case, on=on)}
    assert {
        ("reader", "参与办理或传阅"),
        ("delegate", "代办：参与办理或传阅"),
        ("deputy", "分管"),
        ("overseer", "全区统计监督岗位"),
        ("administrator", "系统管理员"),
        ("root", "系统维护"),
    } <= whys
    for _, why in whys:
        assert f">{why}</td>" in page
    for name in set(PEOPLE) - {seen.user.get_username() for seen in who_sees(case, on=on)}:
        assert f">{name}</td>" not in page, name


def test_the_page_names_everybody_and_every_case() -> None:
    assert set(sees()) == set(PEOPLE)
    assert set().union(*sees().values()) == set(CODES) - {"unsent"}


def test_the_page_is_written_from_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page), "written by tests.permissions.documented.write()"
