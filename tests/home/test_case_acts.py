"""From the page: a case is opened, moved, refused, sent back, taken back, signed together."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from guiju.org import acts as org
from guiju.procedures.models import Case, Task, TaskState
from tests.home.playing import SIGNED_FOR, Played


def test_only_who_may_open_is_offered_the_form(played: Played) -> None:
    page = played.at("registrar").get("/cases/new/").text
    assert '/cases/new/incoming_document/?act=sign_for"' in page
    page = played.at("archivist").get("/cases/new/").text
    assert "?act=sign_for" not in page
    assert "由收文员办理" in page
    refused = played.at("archivist").get("/cases/new/incoming_document/")
    assert refused.status_code == 403
    assert "“签收”由收文员办理，您的岗位不能开启“收文办理”" in refused.text
    assert "学法活动办理" in refused.text, "what others may open is still listed"
    assert played.at("archivist").get("/cases/new/no_such_thing/").status_code == 404


def test_a_case_is_opened_and_the_next_task_follows(played: Played) -> None:
    case = played.open()
    assert case.step == "registering"
    assert case.unit == played.office.unit
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert f'href="/cases/{case.pk}/acts/register/"' in page
    assert "已办：签收" in page


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(played: Played) -> None:
    data = {**SIGNED_FOR, "unit": str(played.office.unit.pk), "on": played.today, "fact_sender": ""}
    answer = played.at("registrar").post("/cases/new/incoming_document/", data)
    assert answer.status_code == 422
    assert '<li><a href="#id_fact_sender">请填写来文单位。</a></li>' in answer.text
    assert "关于做好冬季供暖保障的通知" in answer.text
    assert not Case.objects.exists()


def test_what_an_act_lacks_is_listed_above_its_form_once_it_was_to_be_done(played: Played) -> None:
    case = played.registered()
    data = {"on": played.today, "fact_examination_result": "符合规定", "opinion": "属本级职权。"}
    at = f"/cases/{case.pk}/acts/accept/"
    answer = played.at("reviewer").post(at, data)
    assert answer.status_code == 422
    alert = answer.text.partition("还没有初审通过，请先改正")[2].partition("</section>")[0]
    assert 'href="#id_fact_kind"' in alert
    assert "属本级职权。" in answer.text
    refilled = played.at("reviewer").post(at, {**data, "again": "1"})
    assert "请先改正" not in refilled.text and "属本级职权。" in refilled.text
    assert Case.objects.get(pk=case.pk).step == "examining"


def test_a_refusal_names_every_rule_its_article_and_keeps_what_was_typed(played: Played) -> None:
    data = {
        **SIGNED_FOR,
        "unit": str(played.office.unit.pk),
        "on": played.today,
        "fact_classification": "机密",
        "fact_count_checked": "no",
    }
    answer = played.at("registrar").post("/cases/new/incoming_document/", data)
    assert answer.status_code == 409
    assert "涉密来文不得在此登记" in answer.text
    assert "保守国家秘密法第三十一条第三项" in answer.text
    assert "应当逐件清点" in answer.text
    assert 'value="云州市人民政府办公室"' in answer.text
    assert not Case.objects.exists()


def test_an_act_not_allowed_is_shown_with_rule_article_and_helper(played: Played) -> None:
    case = played.registered()
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert f'href="/cases/{case.pk}/acts/accept/"' not in page
    refused = page.partition("现在不能办的")[2]
    assert "初审通过" in refused
    assert "由办公室初审人办理" in refused
    assert "党政机关公文处理工作条例第二十四条第三项" in refused
    answer = played.at("registrar").post(
        f"/cases/{case.pk}/acts/accept/",
        {
            "on": played.today,
            "fact_examination_result": "符合规定",
            "fact_kind": "办件",
            "fact_is_important": "no",
        },
    )
    assert answer.status_code == 409
    assert Case.objects.get(pk=case.pk).step == "examining"


def test_an_act_of_another_step_leads_back_to_the_page(played: Played) -> None:
    case = played.open()
    answer = played.at("registrar").get(f"/cases/{case.pk}/acts/archive/")
    assert answer.status_code == 302
    assert played.at("registrar").get(f"/cases/{case.pk}/acts/nonsense/").status_code == 404


def test_strangers_find_neither_page_nor_form(played: Played) -> None:
    case = played.open()
    stranger = played.at("nobody")
    for address in (
        "",
        "acts/register/",
        "who/",
        "sheet/",
        "urge/",
        "circulate/",
        "text/",
        "void/",
    ):
        assert stranger.get(f"/cases/{case.pk}/{address}").status_code == 404, address
    for address in ("acts/register/", "take-back/", "watch/", "recall/", "files/", "text/"):
        assert stranger.post(f"/cases/{case.pk}/{address}").status_code == 404, address


def test_known_facts_are_said_and_not_typed_again_and_no_opinion_is_filled_in(
    played: Played,
) -> None:
    case = played.registered()
    page = played.at("reviewer").get(f"/cases/{case.pk}/acts/accept/").text
    assert "选“符合规定”，才能办这一步。" in page
    assert '<textarea name="opinion"' in page.replace('cols="40" rows="3" ', "")
    chosen = page.partition('name="fact_examination_result"')[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]*)" selected', chosen) == [""]


def test_the_proposed_addressee_is_chosen_and_another_may_be(played: Played) -> None:
    deputy = org.create_post(
        unit=played.office.unit, name="办公室副主任", roles=["incoming_document.proposer"]
    )
    org.appoint(user=User.objects.create_user("何"), post=deputy, since=date(2020, 1, 1))
    case = played.registered()
    page = played.at("reviewer").get(f"/cases/{case.pk}/acts/accept/").text
    assert "办公室副主任" in page
    assert "何" in page
    facts = {"fact_examination_result": "符合规定", "fact_kind": "办件", "fact_is_important": "no"}
    played.do("reviewer", case, "accept", to=f"post:{deputy.pk}", note="请阅", **facts)
    task = Task.objects.get(case=case, state=TaskState.OPEN)
    assert task.post == deputy
    assert task.note == "请阅"


def test_the_picker_finds_by_initials_without_scripts(played: Played) -> None:
    for n, name in enumerate(("教育局", "财政局", "民政局", "司法局", "应急局", "水利局")):
        unit = org.create_unit(jurisdiction=played.office.jurisdiction, name=f"区{name}")
        post = org.create_post(unit=unit, name="办公室", roles=["incoming_document.handler"])
        org.appoint(user=User.objects.create_user(f"u{n}"), post=post, since=date(2020, 1, 1))
    said = {"fact_proposal": "拟办。", "fact_lead_unit": "区教育局"}
    case = played.do("proposer", played.examined(), "propose_to_units", **said)
    found = played.at("proposer").post(
        f"/cases/{case.pk}/acts/assign/", {"again": "find", "find": "qjyj", "on": played.today}
    )
    assert found.status_code == 200
    assert "区教育局" in found.text
    assert "区财政局" not in found.text
    assert Case.objects.get(pk=case.pk).step == "assigning"


def test_a_return_asks_to_whom_and_how_and_says_why_not_straight(played: Played) -> None:
    case = played.examined()
    page = played.at("proposer").get(f"/cases/{case.pk}/acts/return_to_registration/").text
    assert "修改后直接回到退回人" in page
    assert "重新逐级办理" in page
    assert "修改后须重新经过“初审”" in page
    assert "其他单位的待办" not in page
    answer = played.at("proposer").post(
        f"/cases/{case.pk}/acts/return_to_registration/", {"on": played.today}
    )
    assert answer.status_code == 422
    assert "请填写理由。" in answer.text
    case = played.do("proposer", case, "return_to_registration", fact_reason="来文字号漏登")
    assert case.step == "registering"
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert '<span class="tag">退回</span>' in page


def test_an_act_may_be_taken_back_until_the_next_has_opened_the_page(played: Played) -> None:
    case = played.registered()
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert f'action="/cases/{case.pk}/take-back/"' in page
    played.at("registrar").post(f"/cases/{case.pk}/take-back/", {"token": str(case.token)})
    case.refresh_from_db()
    assert case.step == "registering"
    facts = {"fact_receipt_number": "收1", "fact_urgency": "未标注"}
    case = played.do("registrar", case, "register", **facts)
    assert played.at("reviewer").get(f"/cases/{case.pk}/").status_code == 200
    assert Task.objects.get(case=case, state=TaskState.OPEN).read_by
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert "办公室初审人甲已经打开本件，不能取回" in page, page
    played.at("registrar").post(f"/cases/{case.pk}/take-back/", {"token": str(case.token)})
    case.refresh_from_db()
    assert case.step == "examining"


def test_a_form_opened_before_somebody_else_acted_is_refused_and_kept(played: Played) -> None:
    case = played.open()
    facts = {"fact_receipt_number": "收1", "fact_urgency": "未标注"}
    old = str(case.token)
    played.do("registrar", case, "register", **facts)
    case.refresh_from_db()
    answer = played.at("reviewer").post(
        f"/cases/{case.pk}/acts/accept/",
        {
            "on": played.today,
            "token": old,
            "fact_examination_result": "符合规定",
            "fact_kind": "办件",
            "fact_is_important": "no",
            "opinion": "材料齐全。",
        },
    )
    assert answer.status_code == 409
    assert "刚刚已被他人办理" in answer.text
    assert "材料齐全。" in answer.text
    assert f'name="token" value="{case.token}"' in answer.text


def test_units_are_asked_together_one_in_the_lead(played: Played) -> None:
    units = []
    for n, name in enumerate(("区教育局", "区财政局", "区民政局")):
        unit = org.create_unit(jurisdiction=played.office.jurisdiction, name=name)
        post = org.create_post(
            unit=unit, name="办公室", roles=["incoming_document.handler", "incoming_document.lead"]
        )
        org.appoint(user=User.objects.create_user(f"u{n}"), post=post, since=date(2020, 1, 1))
        units.append(unit)
    case = played.assigned(to=[f"unit:{u.pk}" for u in units], lead=f"unit:{units[1].pk}")
    tasks = Task.objects.filter(case=case, state=TaskState.OPEN, kind="countersign")
    assert {(t.unit, t.lead) for t in tasks} == {(u, u == units[1]) for u in units}
    client = Client()
    client.force_login(User.objects.get(username="u0"))
    page = client.get(f"/cases/{case.pk}/acts/report_result/").text
    assert "已登记" not in page
    answer = client.get(f"/cases/{case.pk}/acts/return_for_reassignment/").text
    assert "其他单位的待办" in answer
    assert "已签署的意见" in answer
    assert "会签" not in client.get("/boxes/to-do/").text
    client.force_login(played.office.people["proposer"])
    first = tasks.order_by("pk")[0]
    assert f'<option value="{first.pk}">' in client.get(f"/cases/{case.pk}/urge/").text
    said = {"task": first.pk, "kind": "urge", "text": "请抓紧办理"}
    answer = client.post(f"/cases/{case.pk}/urge/", said, follow=True)
    assert [slip.task for slip in case.slips.all()] == [first]
    assert f"已催办（{case.slips.get().number}）" in answer.text
    client.force_login(User.objects.get(username="u1"))
    assert "【主办】" in client.get("/boxes/to-do/").text


def test_the_sheet_prints_opinions_by_zone_even_empty(played: Played) -> None:
    case = played.examined()
    page = played.at("proposer").get(f"/cases/{case.pk}/sheet/").text
    assert "收文办理单" in page
    assert "来文单位" in page and "来文标题" not in page, "what the head of the sheet says already"
    zone = page.partition("初审意见")[2]
    assert "（未写意见）" in zone
    assert "办公室初审人甲" in zone
    assert played.today in zone
    assert "办理历程" in page.partition("</table>")[2]
    short = played.at("proposer").get(f"/cases/{case.pk}/sheet/?history=0").text
    assert "<h2>办理历程</h2>" not in short


def test_the_page_opens_ones_task_and_the_sheet_does_not(played: Played) -> None:
    """The sender may take a case back until it has been opened."""
    case = played.registered()
    (task,) = Task.objects.filter(case=case, state=TaskState.OPEN)
    for _ in range(2):
        assert played.at("reviewer").get(f"/cases/{case.pk}/sheet/").status_code == 200
    task.refresh_from_db()
    assert task.read_at is None
    played.at("reviewer").get(f"/cases/{case.pk}/")
    task.refresh_from_db()
    assert task.read_at is not None
    assert task.read_by


def test_a_delegate_is_printed_as_one(played: Played) -> None:
    case = played.registered()
    today = timezone.localdate()
    stand_in = User.objects.create_user("代办吴")
    org.delegate(
        post=played.post_of("reviewer"),
        to=stand_in,
        period=org.Period(today - timedelta(days=1), today + timedelta(days=3)),
        reason="出差",
        by=played.office.people["administrator"],
    )
    client = Client()
    client.force_login(stand_in)
    assert '<span class="tag">代</span>' in client.get(f"/cases/{case.pk}/").text
    facts = {"fact_examination_result": "符合规定", "fact_kind": "办件", "fact_is_important": "no"}
    answer = client.post(f"/cases/{case.pk}/acts/accept/", {"on": played.today, **facts})
    assert answer.status_code == 302
    page = played.at("reviewer").get(f"/cases/{case.pk}/").text
    assert "代办吴（代）" in page


def test_the_chart_marks_what_is_done_what_is_now_and_what_was_returned(played: Played) -> None:
    case = played.examined()
    case = played.do("proposer", case, "return_to_registration", fact_reason="漏登")
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert 'class="step now"' in page
    assert 'class="step done"' in page
    assert 'class="step done returned"' in page
    assert 'class="step todo"' in page
    late = timezone.localdate() - timedelta(days=3)
    Case.objects.filter(pk=case.pk).update(due_on=late)
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert 'class="step now late"' in page
    assert "逾期" in page.partition('class="steps"')[2].partition("</nav>")[0]


def test_the_page_of_a_live_case_needs_few_queries(
    played: Played, django_assert_max_num_queries: object
) -> None:
    case = played.examined()
    client = played.at("proposer")
    client.get(f"/cases/{case.pk}/")
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        client.get(f"/cases/{case.pk}/")


@pytest.mark.database
def test_a_made_up_token_is_a_conflict_and_no_error(played: Played) -> None:
    case = played.registered()
    said = {"body": "正文", "material": "yes", "saw": "", "token": "9" * 20}
    answer = played.at("reviewer").post(f"/cases/{case.pk}/text/", said)
    assert answer.status_code == 409
    assert "刚刚已被他人" in answer.text


def test_a_form_marks_what_has_to_be_filled_in(played: Played) -> None:
    case = played.registered()
    page = played.at("reviewer").get(f"/cases/{case.pk}/acts/accept/").text
    assert re.search(r'<div class="field must">\s*<label for="id_fact_kind"', page)
    assert re.search(r'<div class="field">\s*<label for="id_opinion"', page)
    assert "带 * 的必填" in page


def test_linking_says_find_first_and_then_link(played: Played) -> None:
    case = played.registered()
    other = played.open(title="关于供暖保障的另一份通知", number="收〔2026〕2号")
    address = f"/cases/{case.pk}/link/"
    assert ">查找</button>" in played.at("registrar").get(address).text
    found = played.at("registrar").post(address, {"kind": "related", "other": "另一份"}).text
    assert ">关联</button>" in found
    said = {"kind": "related", "other": "另一份", "chosen": str(other.pk)}
    assert played.at("registrar").post(address, said).status_code == 302


def test_what_was_done_unopened_is_not_called_unread(played: Played) -> None:
    case = played.registered()
    Task.objects.filter(case=case).exclude(state=TaskState.OPEN).update(read_at=None)
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    rows = re.findall(r'<tr class="task-done".*?</tr>', page, re.DOTALL)
    assert rows and not any("未读" in row for row in rows)


def test_made_up_circulations_are_not_recalled_and_no_error(played: Played) -> None:
    case = played.registered()
    answer = played.at("registrar").post(f"/cases/{case.pk}/recall/", {"reading": "9" * 30})
    assert answer.status_code == 302


def test_the_title_of_an_incoming_paper_is_written_once(played: Played) -> None:
    page = played.at("registrar").get("/cases/new/incoming_document/").text
    assert "留空时用“来文标题”" in page
    assert played.open(title="").title == "关于做好冬季供暖保障的通知"


def test_a_step_a_case_was_sent_back_from_is_not_called_done(played: Played) -> None:
    case = played.do("reviewer", played.registered(), "return_to_registration", fact_reason="缺页")
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    bar = page.partition('class="steps"')[2].partition("</nav>")[0]
    assert re.search(r'<li class="returned"><span>初审</span> <small>已退回</small>', bar)


def test_who_may_open_nothing_is_told_so(played: Played) -> None:
    said = "没有可以开启的事项"
    assert said in played.at("nobody").get("/cases/new/").text
    assert said not in played.at("registrar").get("/cases/new/").text
