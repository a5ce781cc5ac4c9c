"""What the pages of acts tell: what was done, what was read, what is wrong and where."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from guiju.notices.models import Notice
from tests.home.playing import SIGNED_FOR, Played


def test_whoever_opens_a_case_has_read_what_they_were_told_about_it(played: Played) -> None:
    case, other = played.registered(), played.registered()
    told = Notice.objects.filter(user=played.office.people["reviewer"], read_at=None)
    assert told.count() == 2
    page = played.at("reviewer").get(f"/cases/{case.pk}/").text
    assert [notice.about for notice in told] == [f"case/{other.pk}"]
    assert "<b>1</b>" in page.partition('class="bell"')[2].partition("</a>")[0]


def test_what_was_done_is_told_with_the_number_and_not_the_whole_of_a_long_title(
    played: Played,
) -> None:
    case = played.open(title="关于做好" + "冬季供暖" * 30)
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    told = page.partition('<ul class="messages"')[2].partition("</ul>")[0]
    assert "已办：签收“关于做好冬季供暖" in told
    assert f"…”（收〔{played.today[:4]}〕1号）。" in told
    assert case.title not in told


def test_a_day_that_is_none_is_said_back_where_the_browser_would_show_nothing(
    played: Played,
) -> None:
    data = {**SIGNED_FOR, "unit": str(played.office.unit.pk), "on": "11月29日"}
    data["fact_copies"] = "-2"
    answer = played.at("registrar").post("/cases/new/incoming_document/", data)
    assert answer.status_code == 422
    assert "填写的是“11月29日”。" in answer.text
    assert "份数不能是负数。" in answer.text
    assert '<a href="#id_on">办理日期写成 2026-10-08 的样子。</a>' in answer.text


def test_ones_own_phrase_is_not_listed_as_common_to_all(played: Played) -> None:
    page = played.at("reviewer").post("/phrases/", {"text": "请速办。"}, follow=True).text
    own, _, common = page.partition("公共常用意见")
    assert "请速办。" in own and "请速办。" not in common
    assert "拟同意，请审示。" in common


def test_whoever_writes_an_opinion_sees_the_case_and_what_others_wrote_beside(
    played: Played,
) -> None:
    case = played.registered()
    facts = {"fact_examination_result": "符合规定", "fact_kind": "办件", "fact_is_important": "no"}
    case = played.do("reviewer", case, "accept", opinion="属本级职权。", **facts)
    page = played.at("proposer").get(f"/cases/{case.pk}/acts/propose_to_units/").text
    beside = page.partition('<aside class="card at-hand"')[2].partition("</aside>")[0]
    for words in ("属本级职权。", "初审意见", "云州市人民政府办公室", case.number):
        assert words in beside, words
    assert beside.count(case.title) == 1, "not again as the title the sender gave it"


def test_what_is_on_record_is_shown_without_the_instruction_for_filling_it_in(
    played: Played,
) -> None:
    said = {"fact_proposal": "拟请区司法局主办。", "fact_lead_unit": "区司法局"}
    case = played.do("proposer", played.examined(), "propose_to_units", **said)
    client = played.at("proposer")
    for path in ("", "sheet/", "acts/assign/"):
        page = client.get(f"/cases/{case.pk}/{path}").text
        shown = page if path != "acts/assign/" else page.partition("at-hand")[2]
        assert "主办单位" in shown and "区司法局" in shown, path
        assert "填该单位" not in shown, path


def test_what_is_dated_earlier_says_when_it_was_entered(played: Played) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    case = played.open(on=yesterday)
    case = played.do(
        "registrar", case, "register", fact_receipt_number="收1", fact_urgency="未标注"
    )
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    first, second = page.partition('<ol class="events">')[2].split("<li>")[1:3]
    assert yesterday in first and f"（{played.today}登记）" in first
    assert played.today in second and "登记）" not in second
