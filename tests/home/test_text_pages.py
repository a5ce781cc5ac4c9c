"""The text through its page: what is changed after its review goes back to be reviewed again."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from guiju.procedures.desk.texts import digest_of
from guiju.procedures.history import Value
from guiju.procedures.models import Case, Text
from guiju.procedures.rulebook import office_rulebook
from tests.office import Office, office_of

pytestmark = pytest.mark.django_db
RECEIVED: dict[str, Value] = {
    "channel": "当面",
    "applicant_kind": "自然人",
    "receipt_evidence": "回执1号",
}
ACTS: tuple[tuple[str, dict[str, Value]], ...] = (
    ("submit_draft", {"third_party_conclusion": "不涉及第三方"}),
    ("secrecy_review", {"secrecy_finding": "已审查"}),
    ("review", {}),
)


@pytest.fixture
def office(db: None) -> Office:
    return office_of(office_rulebook().procedures["foi_request"][-1])


def client(office: Office, role: str) -> Client:
    signed_in = Client()
    signed_in.force_login(office.people[role])
    return signed_in


def write(office: Office, case: Case, role: str, body: str, **said: str) -> str:
    """Save a version through the page; the page that follows."""
    who, path = client(office, role), f"/cases/{case.pk}/text/"
    page = who.get(path).text
    hidden = dict(re.findall(r'name="(token|saw)" value="([^"]*)"', page))
    asked = {"body": body, "material": "yes", "note": "", **hidden, **said}
    answer = who.post(path, asked, follow=True)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.fixture
def reviewed(office: Office) -> Case:
    """A reply whose first version was reviewed and waits to be signed, all of it today."""
    today = timezone.localdate()
    case = office.open(today, **RECEIVED)
    case = office.do(case, "accept", today)
    case = office.do(case, "start_handling", today)
    case = office.do(case, "search", today, search_record="档案室", search_result="检索到")
    write(office, case, "handler", "答复初稿")
    case.refresh_from_db()
    for act, facts in ACTS:
        case = office.do(case, act, today, **facts)
    assert case.step == "signing"
    return case


def test_a_material_change_sends_it_back_and_says_so(office: Office, reviewed: Case) -> None:
    page = write(office, reviewed, "head", "答复二稿")
    assert "已保存第2稿" in page
    assert "正文有实质性修改，本件已退回重新审核" in page
    reviewed.refresh_from_db()
    assert reviewed.step == "handling"
    last = reviewed.events.get(seq=reviewed.events.count())
    assert (last.act, last.facts["reason"]) == ("send_back_draft", "正文有实质性修改，须重新审核")
    assert "正文有实质性修改，须重新审核" in page
    assert reviewed.tasks.filter(step="handling", state="open", came_back=True).exists()
    case = reviewed
    for act, facts in ACTS:
        case = office.do(case, act, timezone.localdate(), **facts)
    assert case.step == "signing"
    digests = case.opinions.filter(act="review").order_by("pk").values_list("digest", flat=True)
    assert list(digests) == [digest_of("答复初稿"), digest_of("答复二稿")]


def test_a_change_of_form_does_not(office: Office, reviewed: Case) -> None:
    page = write(office, reviewed, "head", "答复初稿。", material="no", note="补句号")
    assert "已保存第2稿" in page
    assert "退回重新审核" not in page
    reviewed.refresh_from_db()
    assert reviewed.step == "signing"


def test_a_change_of_form_says_what_it_changes(office: Office, reviewed: Case) -> None:
    who, path = client(office, "head"), f"/cases/{reviewed.pk}/text/"
    said = {"body": "答复初稿。", "material": "no", "note": "", "saw": digest_of("答复初稿")}
    answer = who.post(path, {**said, "token": str(reviewed.token)})
    assert answer.status_code == 409
    assert "非实质性修改须写明改了什么" in answer.text
    assert "答复初稿。" in answer.text
    assert Text.objects.count() == 1


def test_nobody_else_changes_it(office: Office, reviewed: Case) -> None:
    who, path = client(office, "clerk"), f"/cases/{reviewed.pk}/text/"
    said = {"body": "改稿", "material": "yes", "note": "", "saw": digest_of("答复初稿")}
    answer = who.post(path, {**said, "token": str(reviewed.token)})
    assert answer.status_code == 409
    assert "不能修改正文" in answer.text
    assert Text.objects.count() == 1
