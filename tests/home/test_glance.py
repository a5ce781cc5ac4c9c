"""预览: a case looked at beside the list without being opened."""

from __future__ import annotations

from django.utils import timezone

from guiju.notices.models import Notice
from guiju.procedures.models import Reading, Task
from tests.home.playing import Played


def test_it_tells_what_one_chooses_by_and_marks_nothing(played: Played) -> None:
    case = played.registered()
    task = case.tasks.get(state="open")
    client = played.at("reviewer")
    shown = client.get(f"/cases/{case.pk}/glance/?beside=1").text
    for said in (case.title, case.number, "初审", "云州市人民政府办公室", str(task.post)):
        assert said in shown, said
    assert f"{timezone.localtime(task.opened_at):%Y-%m-%d %H:%M}收到" in shown
    assert f'href="/cases/{case.pk}/">打开</a>' in shown and "<html" not in shown
    assert Task.objects.get(pk=task.pk).read_at is None, "glancing is not opening"
    unread = Notice.objects.filter(user=played.office.people["reviewer"], read_at=None)
    assert unread.exists()
    client.get(f"/cases/{case.pk}/")
    assert Task.objects.get(pk=task.pk).read_at is not None and not unread.exists()


def test_whoever_sent_it_may_still_take_it_back(played: Played) -> None:
    case = played.registered()
    played.at("reviewer").get(f"/cases/{case.pk}/glance/")
    answer = played.at("registrar").post(f"/cases/{case.pk}/take-back/", {"token": case.token})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.events.filter(void=True).exists()


def test_each_row_of_a_box_leads_to_it_but_drafts_of_what_is_no_case_yet(played: Played) -> None:
    case = played.registered()
    page = played.at("reviewer").get("/boxes/to-do/").text
    assert f'<a class="glance noprint" href="/cases/{case.pk}/glance/"' in page
    typed = {"place": "open/incoming_document/sign_for", "title": "未完的收文", "draft_token": "0"}
    assert played.at("registrar").post("/drafts/save/", typed).status_code == 200
    drafts = played.at("registrar").get("/boxes/drafts/").text
    assert "未完的收文" in drafts and "glance" not in drafts


def test_without_a_script_it_is_a_page_with_a_way_on(played: Played) -> None:
    case = played.registered()
    page = played.at("reviewer").get(f"/cases/{case.pk}/glance/").text
    assert "<html" in page and "预览不算打开" in page
    assert f'href="/cases/{case.pk}/">打开</a>' in page


def test_of_a_closed_case_nobody_has_it_and_who_may_not_see_it_is_told_nothing(
    played: Played,
) -> None:
    case = played.open()
    played.at("registrar").post(f"/cases/{case.pk}/void/", {"reason": "重复登记", "sure": "yes"})
    shown = played.at("registrar").get(f"/cases/{case.pk}/glance/?beside=1").text
    assert "已作废" in shown and "收到" not in shown
    assert played.at("nobody").get(f"/cases/{case.pk}/glance/").status_code == 404


def test_a_circulated_case_is_not_read_by_a_glance(played: Played) -> None:
    case = played.open()
    said = {"to": f"post:{played.post_of('reviewer').pk}", "note": "请阅"}
    played.at("registrar").post(f"/cases/{case.pk}/circulate/", said)
    played.at("reviewer").get(f"/cases/{case.pk}/glance/?beside=1")
    assert Reading.objects.get().read_at is None
