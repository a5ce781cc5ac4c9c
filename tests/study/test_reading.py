"""Who has read what: marked by oneself or read together, counted law by law and unit by unit."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from guiju.audit.models import Entry
from guiju.core.errors import NotYours, Refusal
from guiju.org.acts import appoint, create_post
from guiju.org.selectors import OVERSEER
from guiju.procedures.desk.visibility import viewer_of
from guiju.study.models import Plan, Reading
from guiju.study.reading import mark_read, matrix_of, own_list, require_units, summaries
from guiju.study.sessions import Attended, facts_for, take_attendance
from tests.letters.cast import seat_overseer
from tests.office import MONDAY, noon
from tests.study.conftest import School

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 31)
LATER = date(2025, 4, 10)


def read(school: School, user: User, on: date, year: int = 2025) -> int:
    at = noon(max(on, LATER))
    wanted = [own.law.pk for own in own_list(viewer_of(user, on=LATER), year)]
    return mark_read(wanted, year, on=on, by=user, at=at)


def met(school: School, *people: User) -> None:
    """The planned session, held with these people; the lecturer stayed away."""
    case = school.taken()
    sheet = [Attended(user.username, "区政府办公室", user=user) for user in people]
    sheet.append(Attended("主讲人", "", False, "出差", school.person("lecturer")))
    take_attendance(case, sheet, by=school.person("organiser"), at=school.at)
    case = school.office.do(case, "prepare", MONDAY, **facts_for(case, "prepare"))
    facts = facts_for(case, "hold")
    school.office.do(case, "hold", DAY, **{**facts, "attendance": len(people)})


def test_who_came_has_read_and_who_marked_has_too(school: School) -> None:
    head, lecturer = school.person("head"), school.person("lecturer")
    met(school, head, school.person("recorder"))
    viewer = viewer_of(school.person("organiser"), on=LATER)
    matrix = matrix_of(school.office.unit, 2025, viewer)
    (row,) = matrix.rows
    days = {one.user: day for one, day in zip(matrix.people, row.days, strict=True)}
    assert days[head] == DAY and days[lecturer] is None
    assert (row.read, matrix.read, matrix.finished) == (2, 2, 2)
    assert matrix.wanted == len(matrix.people)
    assert read(school, lecturer, date(2025, 4, 2)) == 1
    assert read(school, lecturer, date(2025, 4, 3)) == 0
    assert read(school, head, date(2025, 3, 20)) == 1
    (row,) = matrix_of(school.office.unit, 2025, viewer).rows
    days = {one.user: day for one, day in zip(matrix.people, row.days, strict=True)}
    assert days[lecturer] == date(2025, 4, 2)
    assert days[head] == date(2025, 3, 20)
    assert row.read == 3
    entry = Entry.objects.get(chain=f"study/reading/{lecturer.pk}")
    assert entry.verb == "study.read" and "第二条" in str(entry.payload)


def test_what_is_only_planned_or_not_approved_is_not_read(school: School) -> None:
    viewer = viewer_of(school.person("organiser"), on=LATER)
    plan = school.draft(school.lecture())
    assert not matrix_of(school.office.unit, 2025, viewer).rows
    assert own_list(viewer, 2025) == []
    school.decide(plan, "submit")
    school.decide(plan, "approve")
    matrix = matrix_of(school.office.unit, 2025, viewer)
    assert len(matrix.rows) == 1 and matrix.read == 0
    assert [own.on for own in own_list(viewer, 2025)] == [None]
    assert own_list(viewer, 2024) == []


def test_a_day_to_come_and_what_is_not_on_the_list_are_not_marked(school: School) -> None:
    school.approved()
    by = school.person("lecturer")
    with pytest.raises(Refusal) as refused:
        mark_read([1], 2025, on=LATER + timedelta(days=1), by=by, at=noon(LATER))
    assert refused.value.reasons[0].rule == "study.reading.day"
    assert mark_read([987654], 2025, on=LATER, by=by, at=noon(LATER)) == 0
    stranger = school.colleague("邻居", "区财政局")
    pks = [own.law.pk for own in own_list(viewer_of(by, on=LATER), 2025)]
    assert mark_read(pks, 2025, on=LATER, by=stranger, at=noon(LATER)) == 0
    assert mark_read(pks, 2025, on=LATER, by=school.person("nobody"), at=noon(LATER)) == 0
    assert not Reading.objects.exists()


def test_units_are_followed_by_who_works_there_or_oversees(school: School) -> None:
    school.approved()
    stranger = school.colleague("邻居", "区财政局")
    with pytest.raises(NotYours):
        require_units(viewer_of(stranger, on=LATER))
    assert require_units(viewer_of(school.person("recorder"), on=LATER)) == [school.office.unit]
    seat_overseer(school.office)
    viewer = viewer_of(school.person("overseer"), on=LATER)
    units = require_units(viewer)
    assert [unit.name for unit in units] == ["区政府办公室", "区财政局"]
    assert [one.unit.name for one in summaries(units, 2025, viewer)] == ["区政府办公室"]


def test_an_overseers_own_unit_comes_first(school: School) -> None:
    school.colleague("邻居", "区一局")
    organiser = school.person("organiser")
    post = create_post(unit=school.office.unit, name="督查", roles=[OVERSEER])
    appoint(user=organiser, post=post, since=date(2020, 1, 1))
    units = require_units(viewer_of(organiser, on=LATER))
    assert [unit.name for unit in units] == ["区政府办公室", "区一局"]


def test_the_pages(school: School) -> None:
    school.at = timezone.now()
    year = school.at.year
    client = school.client("lecturer")
    assert "还没有要学的法律" in client.get(reverse("study-mine")).text
    organiser = school.client("organiser")
    assert "还没有要学的法律" in organiser.get(reverse("study-reading")).text
    school.approved(school.lecture(date(year, 6, 30)))
    assert Plan.objects.count() == 1
    shown = client.get(reverse("study-mine")).text
    assert "应学1处，已学0处" in shown
    pk = own_list(viewer_of(school.person("lecturer"), on=timezone.localdate()), year)[0].law.pk
    sent = {"read": pk, "on": "3000-01-01"}
    assert client.post(reverse("study-mine"), sent).status_code == 409
    assert client.post(reverse("study-mine"), {**sent, "on": "三月"}).status_code == 409
    assert "已标记1处" in client.post(reverse("study-mine"), {"read": pk}, follow=True).text
    assert "应学1处，已学1处" in client.get(reverse("study-mine")).text
    shown = organiser.get(reverse("study-reading")).text
    assert "共已学1人次，全部学完1人" in shown and "第二条" in shown
    book = load_workbook(io.BytesIO(organiser.get(reverse("study-reading-export")).content))
    assert book.active is not None
    assert [row[-1].value for row in book.active.iter_rows(min_row=3)] == [1, 1]
    stranger = Client()
    stranger.force_login(school.colleague("邻居", "区财政局"))
    for name in ("study-reading", "study-reading-export"):
        answer = stranger.get(reverse(name))
        assert answer.status_code == 403 and "学法组织人" in answer.text
    assert "学法情况</a>" not in stranger.get(reverse("study")).text
