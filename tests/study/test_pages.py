"""The pages of law study: as their people use them, and closed to everybody else."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from guiju.checkup import printing
from guiju.org.models import Post
from guiju.procedures.acts import Deed, Opening, open_case
from guiju.procedures.models import Case, Draft
from guiju.study.models import Attendance, Chosen, Plan, PlanItem
from tests.office import noon
from tests.study.conftest import LAW, School

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(school: School) -> School:
    """The office today, as the pages ask the clock."""
    school.at = timezone.now()
    return school


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.text


def plan_now(school: School) -> Plan:
    return school.draft(school.lecture(date(school.at.year, 6, 30)))


def session_now(school: School) -> Case:
    approved = school.approved(school.lecture(date(school.at.year, 6, 30)))
    client = school.client("organiser")
    client.post(reverse("study-item-take", args=[approved.pk, approved.items.get().pk]))
    return Case.objects.get(procedure="study_session")


def send(client: Client, act: str, **facts: str) -> None:
    """The form of an act as it stands, sent."""
    asked = client.get(act)
    token = re.search(r'name="token" value="(\d+)"', asked.text)
    assert token is not None, act
    said = {"token": token[1], "on": timezone.localdate().isoformat(), **facts}
    answer = client.post(act, said)
    assert answer.status_code == 302, answer.text


def test_from_an_empty_year_to_a_session_in_hand(now: School) -> None:
    client, year = now.client("organiser"), now.at.year
    assert f"{year}年还没有学法活动" in page(client, reverse("study"))
    assert "编制学法计划</button>" not in page(now.client("archivist"), reverse("study"))
    answer = client.post(
        reverse("study-plan-new"), {"unit": now.office.unit.pk, "year": year}, follow=True
    )
    assert "还没有学法事项" in answer.text
    plan = Plan.objects.get()
    typed = {"planned_on": f"{year}-06-30", "form": "专题讲座", "topic": "第二季度", "laws": LAW}
    answer = client.post(reverse("study-item-new", args=[plan.pk]), typed, follow=True)
    assert f"《中华人民共和国{LAW}》" in answer.text and "第二季度" in answer.text
    head, where = now.client("head"), reverse("study-plan", args=[plan.pk])
    approve = reverse("case-act", args=[plan.case_id, "approve"])
    assert approve not in page(head, where) and "编制中" in page(head, where)
    submit = reverse("case-act", args=[plan.case_id, "submit"])
    assert submit in page(client, where)
    send(client, submit)
    assert approve in page(head, where) and "添加学法事项" not in page(client, where)
    shown = page(head, reverse("case", args=[plan.case_id]))
    assert "计划内容" in shown and "第二季度" in shown and where in shown
    send(head, approve, opinion="同意。")
    assert f"主要负责人甲于{timezone.localdate()}批准" in page(client, where)
    item = PlanItem.objects.get()
    answer = client.post(reverse("study-item-take", args=[plan.pk, item.pk]), follow=True)
    case = Case.objects.get(procedure="study_session")
    assert answer.redirect_chain[-1][0] == reverse("study-session", args=[case.pk])
    assert "学习内容和签到" in page(client, reverse("case", args=[case.pk]))
    assert "第二季度" in page(client, reverse("study"))
    assert client.post(reverse("study-item-take", args=[plan.pk, item.pk])).status_code == 409


def test_a_case_opened_from_the_list_of_matters_leads_to_its_plan(now: School) -> None:
    unit, by = now.office.unit, now.person("organiser")
    opening = Opening(unit.jurisdiction, "study_plan", "某计划", unit=unit)
    deed = Deed("draft_plan", timezone.localdate(), {"year": now.at.year})
    case = open_case(opening, deed, by=by, at=now.at)
    client = now.client("organiser")
    assert "编制计划内容</button>" in page(client, reverse("case", args=[case.pk]))
    assert "编制计划内容" not in page(now.client("head"), reverse("case", args=[case.pk]))
    new = reverse("study-plan-new")
    assert now.client("head").post(new, {"case": case.pk}).status_code == 403
    assert client.post(new, {"case": "x"}).status_code == 404
    answer = client.post(new, {"case": case.pk})
    assert answer["Location"] == reverse("study-plan", args=[Plan.objects.get(case=case).pk])
    assert client.post(new, {"case": case.pk}).status_code == 404


def test_study_before_a_meeting_is_linked_with_it(now: School) -> None:
    by, unit = now.person("organiser"), now.office.unit
    post = Post.objects.get(holdings__user=by)
    post.roles = [*post.roles, "meeting.secretary"]
    post.save()
    today = timezone.localdate()
    case = now.office.open(today, topic="会前学法", planned_on=today, form="会前学法")
    client, where = now.client("organiser"), reverse("case", args=[case.pk])
    link = reverse("case-link", args=[case.pk])
    assert "与当次会议关联" in page(client, where) and link in page(client, where)
    facts = {"kind": "常务会议", "topics": "烟花爆竹管理"}
    opening = Opening(unit.jurisdiction, "meeting", "区政府第1次常务会议", unit=unit)
    meeting = open_case(opening, Deed("schedule", today, facts), by=by, at=now.at)
    said = {"other": meeting.title, "kind": "related", "chosen": meeting.pk}
    assert client.post(link, said).status_code == 302
    assert "第1次常务会议" in page(client, where) and "与当次会议关联" not in page(client, where)
    assert where in page(client, reverse("case", args=[meeting.pk]))


def test_what_is_typed_wrongly_is_told_and_stays(now: School) -> None:
    plan, client = plan_now(now), now.client("organiser")
    typed = {
        "planned_on": f"{now.at.year}-06-30",
        "form": "讲座",
        "topic": "留着",
        "laws": "《没有》",
    }
    answer = client.post(reverse("study-item-new", args=[plan.pk]), typed)
    assert answer.status_code == 422
    assert "法规库中没有《没有》" in answer.text and 'value="留着"' in answer.text
    typed |= {"planned_on": "2001-01-01", "laws": ""}
    answer = client.post(reverse("study-item-new", args=[plan.pk]), typed)
    assert f"请填写{now.at.year}年内的日期" in answer.text
    assert plan.items.count() == 1
    for wrong in ({"year": "x", "unit": "0"}, {"year": "1", "unit": now.office.unit.pk}):
        assert client.post(reverse("study-plan-new"), wrong).status_code == 422
    again = {"year": now.at.year, "unit": now.office.unit.pk}
    assert client.post(reverse("study-plan-new"), again).status_code == 409
    assert now.client("head").post(reverse("study-plan-new"), again).status_code == 403


def test_an_item_is_changed_and_taken_out(now: School) -> None:
    plan, client = plan_now(now), now.client("organiser")
    where = reverse("study-item", args=[plan.pk, plan.items.get().pk])
    assert f"《中华人民共和国{LAW}》第二条" in page(client, where)
    typed = {"planned_on": f"{now.at.year}-07-01", "form": "讲座", "topic": "改过", "laws": ""}
    assert "改过" in client.post(where, typed, follow=True).text
    assert now.client("archivist").post(where, typed).status_code == 403
    client.post(where, {"do": "remove"})
    assert not PlanItem.objects.exists() and not Chosen.objects.exists()


def test_the_plan_goes_out_and_in_as_a_sheet(now: School) -> None:
    plan, client = plan_now(now), now.client("organiser")
    content = client.get(reverse("study-plan-export", args=[plan.pk])).content
    file = SimpleUploadedFile("计划.xlsx", content)
    where = reverse("study-plan-import", args=[plan.pk])
    assert "已导入1项" in client.post(where, {"file": file}, follow=True).text
    assert plan.items.count() == 2
    answer = client.post(where, {"file": SimpleUploadedFile("计划.doc", b"x")})
    assert answer.status_code == 409 and "现在不能改动学法计划" in answer.text
    assert client.post(where).status_code == 422


def test_the_sheet_of_a_session_is_filled_and_carried_over(now: School) -> None:
    case, client = session_now(now), now.client("organiser")
    where = reverse("study-session", args=[case.pk])
    visitor = now.colleague("来宾王", "区财政局")
    assert "来宾王" not in page(client, where)
    assert "来宾王" in page(client, f"{where}?unit={visitor.holdings.get().post.unit_id}")
    head, recorder = now.person("head"), now.person("recorder")
    ticked = {
        "do": "attendance", f"state_{head.pk}": "present", f"state_{visitor.pk}": "present",
        f"state_{recorder.pk}": "absent", "outsiders": "陈律师　某律师事务所\n\n",
    }  # fmt: skip
    answer = client.post(where, ticked)
    assert answer.status_code == 409
    assert "缺席的须写明原因" in answer.text and "陈律师" in answer.text
    assert not Attendance.objects.exists()
    client.post(where, {**ticked, f"reason_{recorder.pk}": "出差"})
    kept = {row.name: row.unit_name for row in Attendance.objects.filter(present=True)}
    assert kept["来宾王"] == "区财政局" and kept["陈律师"] == "某律师事务所"
    assert Attendance.objects.get(present=False).reason == "出差"
    answer = client.post(where, {"do": "laws", "laws": f"{LAW}第九十九条"})
    assert answer.status_code == 409 and "第九十九条</textarea>" in answer.text
    client.post(where, {"do": "laws", "laws": f"{LAW}第三条"})
    assert Chosen.objects.get(case=case).number == 3
    answer = client.post(where, {"do": "prepare"})
    assert answer.headers["Location"] == reverse("case-act", args=[case.pk, "prepare"])
    assert Draft.objects.get().fields["fact_content"].endswith("第三条")
    assert "第三条" in client.get(answer.headers["Location"]).text
    assert client.post(where, {"do": "hold"}).status_code == 403
    assert "来宾王" in page(client, reverse("study-sign-in", args=[case.pk]))
    book = load_workbook(
        io.BytesIO(client.get(reverse("study-attendance-export", args=[case.pk])).content)
    )
    assert book.active is not None and book.active.max_row == 6
    panel = page(client, reverse("case", args=[case.pk]))
    assert "应到4人，出席3人，缺席1人，其中外来人员1人" in panel


def test_a_number_that_differs_from_the_sheet_is_shown(now: School) -> None:
    case, today = session_now(now), timezone.localdate()
    case = now.office.do(case, "prepare", today, content="甲法", lecturer="乙")
    facts = {"topic": "题", "content": "甲法", "lecturer": "乙", "attendance": 24}
    now.office.do(case, "hold", today, **facts)
    client = now.client("organiser")
    assert "不一致" not in page(client, reverse("case", args=[case.pk]))
    where = reverse("study-session", args=[case.pk])
    client.post(where, {"do": "attendance", f"state_{now.person('head').pk}": "present"})
    told = page(client, reverse("case", args=[case.pk]))
    assert "参加人数是24人，与签到表的出席人数1人不一致" in told


def test_others_find_nothing(now: School) -> None:
    case = session_now(now)
    stranger = Client()
    stranger.force_login(now.colleague("邻居", "区财政局"))
    for name in ("study-session", "study-sign-in", "study-attendance-export"):
        page(stranger, reverse(name, args=[case.pk]), 404)
    shown = page(stranger, reverse("study-plan", args=[Plan.objects.get().pk]))
    assert "第一季度集中学法" in shown and f'href="/cases/{case.pk}/"' not in shown
    assert "列入办理</button>" not in shown
    assert "共0次" in page(stranger, reverse("study"))
    page(now.client("nobody"), reverse("study-plan", args=[Plan.objects.get().pk]), 404)


def test_a_long_register_is_printed_page_by_page(
    now: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    lectures = [now.lecture(date(now.at.year, month, 30)) for month in (6, 9)]
    plan, client = now.approved(*lectures), now.client("organiser")
    for item in plan.items.all():
        client.post(reverse("study-item-take", args=[plan.pk, item.pk]))
    where = reverse("study")
    assert "请逐页打印" not in page(client, f"{where}?all=1")
    monkeypatch.setattr(printing, "MOST_PRINTED", 1)
    sheets = [client.get(where, {"all": "1", "page": n}) for n in (1, 2)]
    assert [len(sheet.context["page"]) for sheet in sheets] == [1, 1]
    assert "共2项，每页列1项，这是第1页" in sheets[0].text
    assert "all=1&amp;page=2" in sheets[0].text


def test_the_register_is_narrowed_and_exported(now: School) -> None:
    session_now(now)
    client = now.client("organiser")
    where = reverse("study")
    assert "共1次，已举办0次" in page(client, where)
    assert "没有符合条件的学法活动" in page(client, f"{where}?state=held")
    assert "共1次" in page(client, f"{where}?state=nonsense&year=x&all=1")
    book = load_workbook(io.BytesIO(client.get(reverse("study-register-export")).content))
    assert book.active is not None and book.active.max_row == 3
    assert noon(timezone.localdate())
