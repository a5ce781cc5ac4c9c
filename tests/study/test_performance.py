"""述法: numbers from the leader's own records, their own words, kept once submitted."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from guiju.audit.models import Entry
from guiju.core.errors import NotYours, Refusal
from guiju.org import acts as org
from guiju.org.models import Post
from guiju.procedures.desk.visibility import viewer_of
from guiju.study.models import PerformanceReport
from guiju.study.performance import (
    begin_report,
    figures_for,
    figures_of,
    statuses,
    submit_report,
    write_report,
)
from guiju.study.sessions import Attended, take_attendance
from tests.study.conftest import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(school: School) -> User:
    """The head of the office, who came to a session, confirmed nothing and put one off."""
    school.at = timezone.now()
    head, today = school.person("head"), timezone.localdate()
    Post.objects.filter(holdings__user=head).update(leads=True)
    for topic in ("甲", "乙"):
        case = school.office.open(today, topic=topic, planned_on=today)
        take_attendance(
            case, [Attended("主任", "", user=head)], by=school.person("organiser"), at=school.at
        )
        if topic == "甲":
            case = school.office.do(case, "prepare", today, content="甲法", lecturer="乙")
            facts = {"topic": "甲", "content": "甲法", "lecturer": "乙", "attendance": 1}
            school.office.do(case, "hold", today, **facts)
        else:
            school.office.do(case, "change_date", today, planned_on=today, reason="防汛")
    return head


def begun(school: School, leader: User) -> PerformanceReport:
    return begin_report(school.office.unit, school.at.year, by=leader, at=school.at)


def test_the_numbers_are_the_records_of_the_leader(school: School, leader: User) -> None:
    unit, year = school.office.unit, timezone.localdate().year
    told = {one.label: one.n for one in figures_for(leader, unit, year)}
    assert told == {"参加学法活动": 1, "学法活动办理": 1}
    assert [one.n for one in figures_for(leader, unit, year - 1)] == [0]
    assert [one.n for one in figures_for(school.person("archivist"), unit, year)] == [0]


def test_it_is_submitted_whole_and_keeps_its_numbers(school: School, leader: User) -> None:
    report = begun(school, leader)
    assert begun(school, leader) == report
    with pytest.raises(Refusal) as refused:
        submit_report(report, by=leader, at=school.at)
    assert "存在的不足和原因" in refused.value.reasons[0].says
    words = {"duty": "主持", "shortcomings": "少", "intended": "多"}
    with pytest.raises(NotYours):
        write_report(report, **words, by=school.person("organiser"), at=school.at)
    write_report(report, **words, by=leader, at=school.at)
    submit_report(report, by=leader, at=school.at)
    report.refresh_from_db()
    before = figures_of(report)
    today = timezone.localdate()
    case = school.office.open(today, topic="丙", planned_on=today)
    school.office.do(case, "cancel", today, reason="并入")
    assert figures_of(report) == before
    assert figures_for(leader, school.office.unit, today.year) != before
    for act in (
        lambda: write_report(report, **words, by=leader, at=school.at),
        lambda: submit_report(report, by=leader, at=school.at),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.reasons[0].rule == "study.statement.submitted"
    verbs = Entry.objects.filter(chain=f"study/statement/{report.pk}").order_by("seq")
    assert [one.verb.rpartition(".")[2] for one in verbs] == ["begin", "write", "submit"]


def test_only_who_leads_begins_one(school: School, leader: User) -> None:
    with pytest.raises(NotYours):
        begin_report(school.office.unit, 2025, by=school.person("organiser"), at=school.at)
    viewer = viewer_of(school.person("organiser"), on=timezone.localdate())
    (status,) = statuses([school.office.unit], school.at.year, viewer)
    assert (status.user, status.says) == (leader, "未起草")
    begun(school, leader)
    (status,) = statuses([school.office.unit], school.at.year, viewer)
    assert status.says == "起草中"


def test_the_pages(school: School, leader: User) -> None:
    client, organiser = school.client("head"), school.client("organiser")
    listed = reverse("study-statements")
    assert "未起草" in organiser.get(listed).text and "还没有起草" in client.get(listed).text
    new = reverse("study-statement-new")
    assert organiser.post(new, {"unit": school.office.unit.pk}).status_code == 403
    answer = client.post(new, {"unit": school.office.unit.pk, "year": school.at.year}, follow=True)
    assert "参加学法活动1次" in answer.text
    report = PerformanceReport.objects.get()
    where = reverse("study-statement", args=[report.pk])
    assert organiser.get(where).status_code == 404
    answer = client.post(where, {"do": "submit", "duty": "主持学法一次"})
    assert answer.status_code == 409 and "请先写明" in answer.text
    assert "主持学法一次" in client.get(where).text
    words = {"duty": "主持学法一次", "shortcomings": "少", "intended": "多"}
    answer = client.post(where, {"do": "submit", **words}, follow=True)
    assert "保存并提交" not in answer.text and "数字是提交当日的" in answer.text
    assert client.post(where, words).status_code == 409
    assert "主持学法一次" in organiser.get(where).text
    assert organiser.post(where, words).status_code == 403
    book = load_workbook(io.BytesIO(organiser.get(reverse("study-statements-export")).content))
    assert book.active is not None and book.active["C3"].value == "已提交"
    neighbour = Client()
    neighbour.force_login(school.colleague("邻居", "区财政局"))
    for name in ("study-statement", "study-statement-word", "study-statement-pdf"):
        assert neighbour.get(reverse(name, args=[report.pk])).status_code == 404
    assert "主要负责人甲" not in neighbour.get(listed).text


def test_on_paper(school: School, leader: User) -> None:
    report = begun(school, leader)
    words = {"duty": "主持学法一次", "shortcomings": "少", "intended": "多"}
    write_report(report, **words, by=leader, at=school.at)
    client = school.client("head")
    word = client.get(reverse("study-statement-word", args=[report.pk]))
    said = "\n".join(p.text for p in Document(io.BytesIO(word.content)).paragraphs)
    pdf = client.get(reverse("study-statement-pdf", args=[report.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(pdf.content)) as paper:
        printed = "".join(page.extract_text().replace("\n", "") for page in paper.pages)
    for text in (said, printed):
        for part in ("参加学法活动1次", "主持学法一次", "四、下一年度安排", str(report.unit)):
            assert part in text


def test_standing_in_for_a_head_makes_no_statement(school: School, leader: User) -> None:
    deputy = school.colleague("副职")
    post = Post.objects.get(holdings__user=leader)
    today = timezone.localdate()
    org.delegate(post=post, to=deputy, period=org.Period(today, today), reason="出差", by=leader)
    with pytest.raises(NotYours):
        begin_report(school.office.unit, today.year, by=deputy, at=school.at)
