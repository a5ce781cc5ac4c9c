"""更正 from the page: what is on record in a form, what would change, then the correction."""

from __future__ import annotations

import html
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from guiju.foi.applicants import known
from guiju.home.correcting import ReplaceForm
from guiju.procedures.corrections import Move, correct
from guiju.procedures.history import Event, Value
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from tests.home.clock import LiveDesk, live_desk
from tests.home.playing import Played
from tests.office import MONDAY
from tests.procedures.small import small

SENT = "关于做好冬季供暖保障的通知"


@pytest.fixture
def registered(played: Played) -> Case:
    """Signed for and registered: two acts on record."""
    return played.registered()


def page_of(case: Case, seq: int) -> str:
    return f"/cases/{case.pk}/correct/{seq}/"


def filled(page: str) -> dict[str, str]:
    """The form of a page as a browser would send it."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, body in re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        found[name] = html.unescape(body)
    for name, body in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def asked(client: Client, case: Case, seq: int) -> dict[str, str]:
    answer = client.get(page_of(case, seq))
    assert answer.status_code == 200
    return filled(answer.text)


def test_every_act_that_stands_is_offered_with_what_is_on_record(
    played: Played, registered: Case
) -> None:
    client = played.at("administrator")
    chosen = client.get(f"/cases/{registered.pk}/correct/").text
    for seq in (1, 2):
        assert f'href="{page_of(registered, seq)}"' in chosen
        assert f'href="{page_of(registered, seq)}"' in client.get(f"/cases/{registered.pk}/").text
    form = asked(client, registered, 1)
    assert form["fact_sender"] == "云州市人民政府办公室"
    assert form["fact_count_checked"] == "yes"
    assert form["on"] == played.today
    assert form["reason"] == ""


def test_what_changes_is_looked_at_before_it_is_on_record(played: Played, registered: Case) -> None:
    client = played.at("administrator")
    sent = asked(client, registered, 1)
    sent |= {"fact_sender": "云州市发展改革委员会", "reason": "来文单位看错"}
    looked = client.post(page_of(registered, 1), sent)
    assert looked.status_code == 200
    assert "<del>云州市人民政府办公室</del>" in looked.text
    assert "<ins>云州市发展改革委员会</ins>" in looked.text
    assert "关于做好冬季" not in looked.text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert registered.events.count() == 2
    again = filled(looked.text)
    answer = client.post(page_of(registered, 1), {**again, "sure": "yes"})
    assert answer["Location"] == f"/cases/{registered.pk}/#events"
    now = registered.events.latest("seq")
    assert (now.corrects, now.reason, now.recorder) == (1, "来文单位看错", "管理员周")
    assert now.by == registered.events.get(seq=1).by, "who acted stays who acted"
    assert Case.objects.get(pk=registered.pk).facts["sender"] == "云州市发展改革委员会"
    page = client.get(f"/cases/{registered.pk}/").text
    assert "已由第3条更正，管理员周：来文单位看错" in page
    changes = page.partition('<div class="changes marked">')[2].partition("</div>")[0]
    assert changes.count("<p>") == 1
    assert "来文单位：<del>云州市人民政府办公室</del> → <ins>云州市发展改革委员会</ins>" in changes


def test_back_from_the_look_nothing_typed_is_lost(played: Played, registered: Case) -> None:
    client = played.at("administrator")
    sent = asked(client, registered, 1) | {"fact_sender": "另一单位", "reason": "看错"}
    again = filled(client.post(page_of(registered, 1), sent).text)
    back = client.post(page_of(registered, 1), {**again, "again": "edit"})
    assert back.status_code == 200
    assert filled(back.text)["fact_sender"] == "另一单位"
    assert filled(back.text)["reason"] == "看错"
    assert registered.events.count() == 2


def test_the_day_is_changed_in_the_same_form(played: Played, registered: Case) -> None:
    client = played.at("administrator")
    earlier = timezone.localdate() - timedelta(days=1)
    sent = asked(client, registered, 1) | {"on": str(earlier), "reason": "昨天签收的"}
    looked = client.post(page_of(registered, 1), sent)
    assert f"<del>{played.today}</del>" in looked.text
    client.post(page_of(registered, 1), {**filled(looked.text), "sure": "yes"})
    assert Case.objects.get(pk=registered.pk).opened_on == earlier


def test_what_is_missing_or_not_changed_is_said_and_nothing_is_lost(
    played: Played, registered: Case
) -> None:
    client = played.at("administrator")
    sent = asked(client, registered, 1)
    same = client.post(page_of(registered, 1), {**sent, "reason": "看错"})
    assert same.status_code == 422
    assert "没有改动任何内容" in same.text
    assert filled(same.text)["reason"] == "看错"
    empty = client.post(page_of(registered, 1), {**sent, "fact_sender": "甲", "reason": " "})
    assert empty.status_code == 422
    assert "请写明理由" in empty.text
    assert filled(empty.text)["fact_sender"] == "甲"
    wrong = client.post(page_of(registered, 1), {**sent, "on": "昨天", "reason": "看错"})
    assert "办理日期写成 2026-10-08 的样子" in wrong.text
    assert filled(wrong.text)["on"] == "昨天"


def test_a_refusal_names_rule_article_and_helper_before_it_is_confirmed(
    played: Played, registered: Case
) -> None:
    client = played.at("administrator")
    sent = asked(client, registered, 1)
    sent |= {"fact_classification": "机密", "reason": "密级看错"}
    for more in ({}, {"sure": "yes"}):
        answer = client.post(page_of(registered, 1), {**sent, **more})
        assert answer.status_code == 409
        assert "该行为不能这样更正：本系统是非涉密系统" in answer.text
        assert "涉密来文不得在此登记" in answer.text
        assert "保守国家秘密法第三十一条第三项" in answer.text
        assert "可由收文员处理" in answer.text
        assert filled(answer.text)["fact_classification"] == "机密"
        assert filled(answer.text)["reason"] == "密级看错"
    assert registered.events.count() == 2


def test_what_others_did_meanwhile_is_told_and_nothing_is_lost(
    played: Played, registered: Case
) -> None:
    client = played.at("administrator")
    sent = asked(client, registered, 1) | {"fact_sender": "甲", "reason": "看错"}
    Case.objects.filter(pk=registered.pk).update(token=registered.token + 1)
    told = client.post(page_of(registered, 1), sent)
    assert told.status_code == 409
    assert "刚刚已被他人办理或更正" in told.text
    again = filled(told.text)
    assert again["fact_sender"] == "甲"
    assert "<ins>甲</ins>" in client.post(page_of(registered, 1), again).text


def test_what_no_longer_stands_is_not_corrected_again(played: Played, registered: Case) -> None:
    client = played.at("administrator")
    sent = asked(client, registered, 1) | {"fact_sender": "甲", "reason": "看错"}
    assert client.post(page_of(registered, 1), {**sent, "sure": "yes"}).status_code == 302
    gone = client.get(page_of(registered, 1))
    assert gone.status_code == 409
    assert "第1条记录已被更正或作废" in gone.text
    token = asked(client, registered, 3)["token"]
    late = client.post(page_of(registered, 1), {**sent, "fact_sender": "乙", "token": token})
    assert late.status_code == 409
    assert "第1条记录不存在或已被更正" in late.text
    assert filled(late.text)["fact_sender"] == "乙"
    assert client.get(page_of(registered, 9)).status_code == 404


def test_an_act_that_never_was_is_voided_and_a_refusal_keeps_what_was_typed(
    played: Played, registered: Case
) -> None:
    client, address = played.at("administrator"), f"/cases/{registered.pk}/correct/"
    sent = filled(client.get(address).text) | {"what": "void", "reason": "没有登记"}
    assert "请选择没有发生的那条记录" in client.post(address, sent).text
    refused = client.post(address, sent | {"seq": "1"})
    assert refused.status_code == 409
    assert "开启事项的行为不能作废" in refused.text
    assert filled(refused.text)["reason"] == "没有登记"
    assert filled(refused.text)["seq"] == "1"
    done = client.post(address, filled(refused.text) | {"seq": "2"})
    assert done["Location"] == f"/cases/{registered.pk}/#events"
    assert Case.objects.get(pk=registered.pk).step == "registering"
    page = client.get(f"/cases/{registered.pk}/").text
    assert "已由第3条作废，管理员周：没有登记" in page
    assert 'class="changes' not in page


def test_only_the_administrator_sees_the_pages(played: Played, registered: Case) -> None:
    client = played.at("registrar")
    assert "/correct/" not in client.get(f"/cases/{registered.pk}/").text
    for address in (f"/cases/{registered.pk}/correct/", page_of(registered, 1)):
        for answer in (client.get(address), client.post(address, {"reason": "看错"})):
            assert answer.status_code == 403
            assert "更正由系统管理员办理" in answer.text
    assert registered.events.count() == 2


def test_a_title_is_put_right_and_the_page_says_what_it_was(
    played: Played, registered: Case
) -> None:
    client, address = played.at("administrator"), f"/cases/{registered.pk}/correct/"
    page = client.get(address).text
    assert filled(page)["title"] == registered.title
    sent = filled(page) | {"what": "title", "title": "", "reason": "笔误"}
    answer = client.post(address, sent)
    assert answer.status_code == 422 and "请填写正确的标题" in answer.text
    answer = client.post(address, sent | {"title": registered.title})
    assert answer.status_code == 409 and "标题没有改动" in answer.text
    answer = client.post(address, sent | {"title": "关于冬季供暖的通知"}, follow=True)
    assert "已更正" in answer.text and "<h1>关于冬季供暖的通知" in answer.text
    page = played.at("registrar").get(f"/cases/{registered.pk}/").text
    told = page.partition('id="events"')[2].partition("</section>")[0]
    assert f"“<s>{registered.title}</s>”改为“关于冬季供暖的通知”" in told
    assert "管理员周" in told and "理由：笔误" in told


def test_a_number_is_put_right_like_the_rest(played: Played, registered: Case) -> None:
    client = played.at("administrator")
    page = client.get(page_of(registered, 2)).text
    assert filled(page)["fact_receipt_number"] == "收1" and "自动编号" not in page
    assert f"已登记：{SENT}。不改的留空。" in page, (
        "what an earlier act says holds where this is blank"
    )
    sent = filled(page) | {"fact_urgency": "特急", "reason": "看漏"}
    assert client.post(page_of(registered, 2), {**sent, "sure": "yes"}).status_code == 302
    case = Case.objects.get(pk=registered.pk)
    assert (case.facts["receipt_number"], case.facts["urgency"]) == ("收1", "特急")
    sent = asked(client, case, 3) | {"fact_receipt_number": "", "reason": "登错"}
    page = client.post(page_of(case, 3), sent)
    assert page.status_code == 422 and "必填" in page.text, "none is given out by a correction"
    sent["fact_receipt_number"] = "收〔2026〕12号"
    page = client.post(page_of(case, 3), sent).text
    assert "收1" in page and "收〔2026〕12号" in page
    assert client.post(page_of(case, 3), {**sent, "sure": "yes"}).status_code == 302
    case.refresh_from_db()
    assert case.number == case.facts["receipt_number"] == "收〔2026〕12号"


def test_a_number_is_not_put_right_to_anothers(played: Played, registered: Case) -> None:
    client = played.at("administrator")
    other = played.do("registrar", played.open(title="关于防汛的通知"), "register",
                      fact_receipt_number="", fact_urgency="未标注")  # fmt: skip
    sent = asked(client, registered, 2) | {"fact_receipt_number": other.number, "reason": "登错"}
    page = client.post(page_of(registered, 2), sent)
    assert page.status_code == 409 and f"{other.number}已登记为已用，不能重复" in page.text
    assert Case.objects.get(pk=registered.pk).number == "收1"


def test_a_move_of_the_case_has_its_day_put_right(played: Played, registered: Case) -> None:
    by = played.office.people["administrator"]
    today = timezone.localdate()
    move = Move("registering", today)
    correct(registered, move, reason="环节错", by=by, at=timezone.now())
    client = played.at("administrator")
    case_page = client.get(f"/cases/{registered.pk}/").text
    assert case_page.count("<dt>移到环节</dt><dd>登记</dd>") == 1
    assert "<dt>step</dt>" not in case_page and ">registering<" not in case_page
    sent = asked(client, registered, 3)
    assert not [name for name in sent if name.startswith("fact_")]
    sent |= {"on": str(today - timedelta(days=1)), "reason": "日期错"}
    answer = client.post(page_of(registered, 3), {**sent, "sure": "yes"})
    assert answer.status_code == 409, "a day before the act it follows"
    assert "早于上一行为的日期" in answer.text


class TestWhatIsKeptApart:
    """The applicant is no part of the form, before or after, and stays who it was."""

    @pytest.fixture
    def live(self, db: None, monkeypatch: pytest.MonkeyPatch) -> LiveDesk:
        monkeypatch.setattr("django.conf.settings.APPLICANT_KEY", ["k" * 40])
        return live_desk()

    def test_it_is_neither_shown_nor_changed(self, live: LiveDesk) -> None:
        facts: dict[str, Value] = {
            "channel": "当面",
            "applicant_kind": "自然人",
            "receipt_evidence": "回执1号",
            "applicant": "欧阳申请人",
            "identity_checked": "身份证已核",
            "description": "供水工程的资金安排",
        }
        case = live.office.open(MONDAY, **facts)
        client = live.client("administrator")
        page = client.get(page_of(case, 1)).text
        assert "fact_applicant_kind" in page
        assert 'name="fact_applicant"' not in page and "fact_identity_checked" not in page
        assert "欧阳" not in page and "欧**" not in page
        assert "保持原样的：申请人、身份证明核验情况。" in page
        before = case.events.get(seq=1).facts
        sent = filled(page) | {"fact_description": "供水工程的招标", "reason": "记错"}
        looked = client.post(page_of(case, 1), {**sent, "fact_applicant": "别人"})
        assert "欧" not in looked.text and "别人" not in looked.text
        answer = client.post(page_of(case, 1), {**filled(looked.text), "sure": "yes"})
        assert answer.status_code == 302
        now = case.events.get(seq=2).facts
        assert now == {**before, "description": "供水工程的招标"}
        kept = known(case)
        assert kept is not None
        assert (kept.name, kept.checked) == ("欧阳申请人", "身份证已核")


class TestTheForm:
    def test_what_hangs_on_a_result_goes_with_it(self, tmp_path: Path) -> None:
        p = small(tmp_path)
        facts: dict[str, Value] = {"outcome": "refused", "ground": "国家秘密"}
        old = Event("reply", MONDAY, facts=facts, seq=4)
        sent = {"on": "2025-03-03", "fact_outcome": "granted", "fact_ground": "国家秘密"}
        form = ReplaceForm(p, old, {}, today=MONDAY, data=sent | {"reason": "选错"})
        assert form.is_valid()
        assert form.facts() == {"outcome": "granted"}

    @pytest.mark.parametrize("typed", ["一\r\n二", "一\n二", " 一\r\n二 "])
    def test_a_browsers_line_ends_are_no_change(self, tmp_path: Path, typed: str) -> None:
        p = small(tmp_path)
        old = Event("excuse", MONDAY, facts={"ground": "一\n二"}, seq=2)
        sent = {"on": "2025-03-03", "fact_ground": typed, "reason": "记错"}
        form = ReplaceForm(p, old, {}, today=MONDAY, data=sent)
        assert form.is_valid()
        assert form.facts() == old.facts
        assert "<textarea" in str(form["fact_ground"]), "a line alone would lose the other"

    def test_what_is_known_from_before_need_not_be_said_here(self, tmp_path: Path) -> None:
        p = small(tmp_path)
        old = Event("receive", MONDAY, facts={"urgent": True}, seq=1)
        sent = {"on": "2025-03-03", "fact_urgent": "", "reason": "记错"}
        assert not ReplaceForm(p, old, {}, today=MONDAY, data=sent).is_valid()
        assert ReplaceForm(p, old, {"urgent": False}, today=MONDAY, data=sent).is_valid()

    def test_what_somebody_has_signed_is_not_for_others_to_write(self) -> None:
        p = office_rulebook().in_force("incoming_document", date(2025, 3, 3))
        facts: dict[str, Value] = {"proposal": "拟请区司法局主办", "lead_unit": "区司法局"}
        old = Event("propose_to_units", MONDAY, facts=facts, seq=4)
        sent = {"on": "2025-03-03", "fact_lead_unit": "区政府办公室", "fact_proposal": "另拟"}
        form = ReplaceForm(p, old, {}, today=MONDAY, data=sent | {"reason": "记错"})
        assert form.is_valid()
        assert form.facts() == facts | {"lead_unit": "区政府办公室"}
        assert form.withheld == ["拟办意见"]

    def test_the_moment_is_asked_for_where_hours_count(self) -> None:
        p = office_rulebook().in_force("public_concern", date(2025, 3, 3))
        act = next(n for n, a in p.acts().items() if a.opens)
        old = Event(act, MONDAY, at=datetime(2025, 3, 3, 22, 30), seq=1)
        form = ReplaceForm(p, old, {}, today=MONDAY)
        assert form["time"].initial is not None
        assert form.initial["time"].isoformat() == "22:30:00"
        assert form.fields["time"].required
