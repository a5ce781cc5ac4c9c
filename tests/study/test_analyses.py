"""案例剖析: written without personal data, linked to articles, read in the district."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from guiju.audit.models import Entry
from guiju.org import acts as org
from guiju.study.models import CaseAnalysis, Chosen
from tests.office import MONDAY
from tests.study.conftest import LAW, School

pytestmark = pytest.mark.django_db


def typed(school: School, **changes: object) -> dict[str, object]:
    return {
        "unit": school.office.unit.pk,
        "title": "灯笼坠落案",
        "facts": "张某悬挂灯笼，未按日检查，灯笼坠落。",
        "rule": "悬挂应当牢固。",
        "laws": f"《{LAW}》第二条",
        "lesson": "检查须留记录。",
        "session": "",
        **changes,
    }


def test_it_is_written_changed_read_and_exported(school: School) -> None:
    client = school.client("recorder")
    assert "还没有案例剖析" in client.get(reverse("study-analyses")).text
    case = school.taken()
    answer = client.post(reverse("study-analysis-new"), typed(school, session=case.pk), follow=True)
    assert answer.status_code == 200
    kept = CaseAnalysis.objects.get()
    assert f"《中华人民共和国{LAW}》第二条" in answer.text and case.title in answer.text
    change = reverse("study-analysis-change", args=[kept.pk])
    assert "灯笼坠落案" in client.get(change).text
    client.post(change, typed(school, title="改题", laws=LAW))
    kept.refresh_from_db()
    assert (kept.title, kept.session) == ("改题", None)
    assert [one.number for one in Chosen.objects.filter(analysis=kept)] == [0]
    verbs = Entry.objects.filter(chain=f"study/analysis/{kept.pk}").order_by("seq")
    assert [one.verb for one in verbs] == ["study.analysis.write", "study.analysis.change"]
    assert "改题" in client.get(reverse("study-analyses"), {"q": "坠落 牢固"}).text
    assert "没有符合条件的案例" in client.get(reverse("study-analyses"), {"q": "无此"}).text
    book = load_workbook(io.BytesIO(client.get(reverse("study-analyses-export")).content))
    assert book.active is not None and book.active["A3"].value == "改题"


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"facts": "张某，身份证号11010519491231002X"}, 409, "基本案情中的"),
        ({"lesson": "可电13800000000询问"}, 409, "启示中的"),
        ({"laws": "《没有这部法》"}, 409, "法规库中没有"),
        ({"laws": ""}, 422, "请写明学习的法律和条文"),
        ({"facts": ""}, 422, "请填写基本案情"),
        ({"session": "987654"}, 422, "没有这次学法活动"),
        ({"unit": "987654"}, 422, "不是您承担学法工作的单位"),
    ],
)
def test_what_cannot_stand_is_told_and_what_was_typed_stays(
    school: School, changes: dict[str, object], status: int, says: str
) -> None:
    client = school.client("recorder")
    answer = client.post(reverse("study-analysis-new"), typed(school, **changes))
    assert answer.status_code == status
    assert says in answer.text and "灯笼坠落案" in answer.text
    assert not CaseAnalysis.objects.exists()


def test_the_district_reads_it_its_unit_changes_it_others_see_nothing(school: School) -> None:
    case = school.taken()
    client = school.client("recorder")
    client.post(reverse("study-analysis-new"), typed(school, session=case.pk))
    kept = CaseAnalysis.objects.get()
    where = reverse("study-analysis", args=[kept.pk])
    change = reverse("study-analysis-change", args=[kept.pk])
    neighbour = Client()
    neighbour.force_login(school.colleague("邻居", "区财政局"))
    shown = neighbour.get(where).text
    assert "灯笼坠落案" in shown and f'href="/cases/{case.pk}/"' not in shown
    assert "已在学法中剖析" in shown and "修改</a>" not in shown
    assert neighbour.post(change, typed(school)).status_code == 403
    assert neighbour.get(reverse("study-analysis-new")).status_code == 403
    other = org.create_jurisdiction(code="990102", name="河东区")
    post = org.create_post(
        unit=org.create_unit(jurisdiction=other, name="办公室"),
        name="岗",
        roles=["study_session.recorder"],
    )
    user = User.objects.create_user("外区人")
    org.appoint(user=user, post=post, since=MONDAY)
    stranger = Client()
    stranger.force_login(user)
    assert stranger.get(where).status_code == 404
    assert stranger.post(change, typed(school)).status_code == 404
    assert "灯笼坠落案" not in stranger.get(reverse("study-analyses")).text


def test_an_article_is_chosen_for_one_thing(school: School) -> None:
    school.client("recorder").post(reverse("study-analysis-new"), typed(school))
    one = Chosen.objects.get()
    one.case = school.taken()
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()
