"""Nothing typed is lost: drafts are kept, resumed, merged, and nobody else's."""

from __future__ import annotations

from datetime import date

from guiju.org.models import Holding
from guiju.procedures.models import Draft
from tests.home.playing import Played, hidden


def test_a_draft_is_kept_resumed_and_gone_when_the_act_is_done(played: Played) -> None:
    case = played.registered()
    address = f"/cases/{case.pk}/acts/accept/"
    typed = {"again": "save", "fact_kind": "办件", "opinion": "写到一半", "draft_token": "0"}
    place = f"case/{case.pk}/accept"
    answer = played.at("reviewer").post(address, {**typed, "place": place})
    assert answer.status_code == 302
    draft = Draft.objects.get()
    page = played.at("reviewer").get(f"/drafts/{draft.pk}/", follow=True).text
    assert "写到一半" in page
    facts = {"fact_examination_result": "符合规定", "fact_kind": "办件", "fact_is_important": "no"}
    played.do("reviewer", case, "accept", **facts)
    assert not Draft.objects.exists()


def test_autosave_answers_a_token_and_a_stale_one_leads_to_the_merge(played: Played) -> None:
    case = played.registered()
    client = played.at("reviewer")
    place = f"case/{case.pk}/accept"
    first = client.post("/drafts/save/", {"place": place, "opinion": "甲", "draft_token": "0"})
    assert first.json()["token"] == 1
    again = client.post("/drafts/save/", {"place": place, "opinion": "乙", "draft_token": "1"})
    assert again.json()["token"] == 2
    stale = client.post("/drafts/save/", {"place": place, "opinion": "丙", "draft_token": "1"})
    assert stale.status_code == 409
    merge = client.post("/drafts/merge/", {"place": place, "opinion": "丙", "draft_token": "1"})
    assert merge.status_code == 409
    assert "乙" in merge.text
    assert "丙" in merge.text
    token = hidden(merge.text, "draft_token")
    done = client.post("/drafts/merge/", {"place": place, "opinion": "乙丙", "draft_token": token})
    assert done.status_code == 302
    assert Draft.objects.get().fields["opinion"] == "乙丙"


def test_nobody_saves_into_a_case_or_a_draft_that_is_not_theirs(played: Played) -> None:
    case = played.open()
    place = {"place": f"case/{case.pk}/register", "draft_token": "0"}
    assert played.at("nobody").post("/drafts/save/", place).status_code == 404
    assert played.at("registrar").post("/drafts/save/", {"place": "x"}).status_code == 404
    saved = played.at("registrar").post("/drafts/save/", {**place, "fact_receipt_number": "1"})
    pk = saved.json()["draft"]
    assert played.at("reviewer").get(f"/drafts/{pk}/").status_code == 404
    assert played.at("reviewer").post(f"/drafts/{pk}/discard/").status_code == 404
    assert Draft.objects.filter(pk=pk).exists()


def test_a_case_to_be_opened_has_its_draft(played: Played) -> None:
    client = played.at("registrar")
    place = {"place": "open/incoming_document/sign_for", "title": "半份通知", "draft_token": "0"}
    pk = client.post("/drafts/save/", place).json()["draft"]
    page = client.get(f"/drafts/{pk}/", follow=True).text
    assert 'value="半份通知"' in page
    assert f'name="draft" value="{pk}"' in page
    untitled = {"place": "open/incoming_document/sign_for", "fact_sender_title": "关于防汛的函"}
    client.post("/drafts/save/", {**untitled, "draft_token": "0"})
    assert "关于防汛的函" in client.get("/boxes/drafts/").text, "what will be its title"
    Draft.objects.exclude(pk=pk).delete()
    played.open(draft=str(pk))
    assert not Draft.objects.exists()


def test_what_was_sent_for_a_case_that_moved_on_is_shown_and_kept(played: Played) -> None:
    """Two have the form open; who comes second is told why, and what they typed is there."""
    case = played.registered()
    facts = {"fact_examination_result": "符合规定", "fact_kind": "办件", "fact_is_important": "no"}
    played.do("reviewer", case, "accept", **facts)
    address = f"/cases/{case.pk}/acts/return_to_sender/"
    place = {"place": f"case/{case.pk}/return_to_sender", "draft_token": "0"}
    late = {**place, "fact_reason": "写了很久的一段理由。", "resume": "straight_back"}
    answer = played.at("reviewer").post(address, {"on": played.today, **late})
    assert answer.status_code == 409
    assert "写了很久的一段理由。" in answer.text
    assert "直接回到退回人" in answer.text
    assert "本件现在是“拟办”环节，不能再“" in answer.text, answer.text
    draft = Draft.objects.get()
    box = played.at("reviewer").get("/boxes/drafts/").text
    assert f'href="/drafts/{draft.pk}/"' in box
    again = played.at("reviewer").get(f"/drafts/{draft.pk}/", follow=True)
    assert "写了很久的一段理由。" in again.text
    assert f"/drafts/{draft.pk}/discard/" in again.text


def test_a_draft_of_a_case_out_of_sight_still_shows_what_was_typed(played: Played) -> None:
    case = played.registered()
    place = {"place": f"case/{case.pk}/accept", "draft_token": "0", "opinion": "写了一半的意见"}
    pk = played.at("reviewer").post("/drafts/save/", place).json()["draft"]
    Holding.objects.filter(user=played.office.people["reviewer"]).update(until=date(2020, 1, 2))
    page = played.at("reviewer").get(f"/drafts/{pk}/", follow=True)
    assert page.status_code == 200
    assert "写了一半的意见" in page.text
    assert "已不在您的阅知范围内" in page.text
