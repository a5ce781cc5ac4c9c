"""The text through its page: what is changed after its review goes back to be reviewed again."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from guiju.procedures.desk.texts import digest_of
from guiju.procedures.history import Value
from guiju.procedures.models import Case, Draft, Text
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
    assert "本件不在您的待办中" in who.get(path).text


COMMON = "标题\n第一段\n第二段\n第三段"


def behind(office: Office, case: Case, mine: str, theirs: str) -> dict[str, str]:
    """Someone has a text before them, changes it to `mine`, while another saves `theirs`."""
    write(office, case, "head", COMMON, material="no", note="重排")
    write(office, case, "head", theirs, material="no", note="改")
    case.refresh_from_db()
    said = {"body": mine, "material": "no", "note": "改", "saw": digest_of(COMMON)}
    return {**said, "token": str(case.token), "draft_token": "0"}


def test_changes_in_two_places_are_merged_without_asking(office: Office, reviewed: Case) -> None:
    who, path = client(office, "head"), f"/cases/{reviewed.pk}/text/"
    said = behind(office, reviewed, COMMON.replace("第一段", "甲改"), f"{COMMON}\n第四段")
    page = who.post(path, said)
    assert page.status_code == 409
    assert "只有您改了" in page.text
    assert "您写的内容已存入草稿" in page.text
    assert Draft.objects.get().fields["body"] == said["body"]
    hidden = dict(re.findall(r'name="(against|draft|draft_token)" value="([^"]*)"', page.text))
    merged = who.post(path, {**said, **hidden, "again": "merge"})
    assert merged.status_code == 200
    assert "标题\n甲改\n第二段\n第三段\n第四段</textarea>" in merged.text
    assert "还没有保存" in merged.text
    ready = dict(re.findall(r'name="(token|saw|draft|draft_token)" value="([^"]*)"', merged.text))
    body = "标题\n甲改\n第二段\n第三段\n第四段"
    assert who.post(path, {**said, **ready, "body": body}).status_code == 302
    assert Text.objects.order_by("version").last().body == body  # type: ignore[union-attr]
    assert not Draft.objects.exists()


def test_a_clash_nobody_decided_is_asked_again(office: Office, reviewed: Case) -> None:
    who, path = client(office, "head"), f"/cases/{reviewed.pk}/text/"
    mine, theirs = COMMON.replace("第二段", "甲改"), COMMON.replace("第二段", "乙改")
    said = behind(office, reviewed, mine, theirs)
    page = who.post(path, said).text
    hidden = dict(re.findall(r'name="(against|draft|draft_token)" value="([^"]*)"', page))
    (pick,) = set(re.findall(r'name="(pick-body-[0-9]+)"', page))
    again = who.post(path, {**said, **hidden, "again": "merge"})
    assert again.status_code == 422
    assert "还有1处两人都改过，没有选择" in again.text
    both = who.post(path, {**said, **hidden, "again": "merge", pick: "both"})
    assert "第一段\n甲改\n乙改\n第三段</textarea>" in both.text


def test_a_third_version_in_between_is_compared_anew(office: Office, reviewed: Case) -> None:
    who, path = client(office, "head"), f"/cases/{reviewed.pk}/text/"
    said = behind(office, reviewed, f"{COMMON}\n甲", f"{COMMON}\n乙")
    old = digest_of(f"{COMMON}\n丙")
    page = who.post(path, {**said, "again": "merge", "against": old})
    assert page.status_code == 409
    assert "请重新比对" in page.text


def test_a_text_is_kept_while_one_types(office: Office, reviewed: Case) -> None:
    who, path = client(office, "head"), f"/cases/{reviewed.pk}/text/"
    place = {"place": f"case/{reviewed.pk}/revise_text", "draft_token": "0"}
    typed = {"body": "写到一半", "saw": digest_of("答复初稿"), "material": "yes"}
    saved = who.post("/drafts/save/", {**place, **typed})
    assert saved.json()["token"] == 1
    page = who.get(path).text
    assert "写到一半</textarea>" in page
    assert f'name="saw" value="{digest_of("答复初稿")}"' in page
    stale = who.post("/drafts/merge/", {**place, **typed, "body": "另一处写的"})
    assert stale.status_code == 409
    for words in ("写到一半", "另一处写的", "合并草稿：正文"):
        assert words in stale.text
    assert f'name="saw" value="{digest_of("答复初稿")}"' in stale.text
