"""Two at once: what either of them typed is still there."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from guiju.demo.live import Life, Move, play
from guiju.org.acts import appoint
from guiju.org.models import Jurisdiction, Post
from tests.browser.desk import Clerk, LiveDesk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "申请公开农贸市场整治补偿标准"
RECEIVED = {"channel": "当面", "applicant_kind": "自然人", "receipt_evidence": "收件登记单"}


@pytest.fixture
def two(desk: LiveDesk) -> tuple[Clerk, Clerk]:
    """Two people in the same post, both with the same request before them."""
    desk.clock.to("2025-11-04")
    clerk = Post.objects.get(name="文电科科员")
    appoint(user=User.objects.get(username="chen"), post=clerk, since=desk.clock.now.date())
    life = Life("foi_request", TITLE, "区财政局", (Move("lin", "receive", 0, RECEIVED),
                                                Move("lin", "accept", 0)))  # fmt: skip
    play((life,), Jurisdiction.objects.get(), desk.clock.now.date())
    return desk.clerk("lin"), desk.clerk("chen")


def test_two_versions_of_a_text_are_merged(desk: LiveDesk, two: tuple[Clerk, Clerk]) -> None:
    lin, chen = two
    for clerk in two:
        clerk.open(TITLE)
        clerk.page.get_by_role("link", name="起草正文").click()
        expect(clerk.heading).to_have_text("正文")
    lin.page.get_by_label("正文", exact=True).fill("第一段，林科员写。")
    lin.send("保存为新的一稿")
    expect(lin.told).to_contain_text("已保存第1稿")
    chen.page.get_by_label("正文", exact=True).fill("第二段，陈科员写。")
    chen.send("保存为新的一稿")
    expect(chen.heading).to_have_text("合并正文")
    row = chen.page.get_by_role("row").filter(has_text="两人都改了")
    for words in ("第二段，陈科员写。", "第一段，林科员写。", "（没有）"):
        expect(row).to_contain_text(words)
    chen.page.get_by_label("两段都要").check()
    chen.send("按所选合并")
    body = chen.page.get_by_label("正文", exact=True)
    expect(body).to_have_value("第二段，陈科员写。\n第一段，林科员写。")
    body.fill("第一段，林科员写。第二段，陈科员写。")
    chen.send("保存为新的一稿")
    expect(chen.told).to_contain_text("已保存第2稿")
    expect(chen.region("正文").locator(".clean")).to_have_text(
        "第一段，林科员写。第二段，陈科员写。"
    )
    assert not desk.complaints


def test_an_act_on_a_case_that_moved_on_keeps_what_was_typed(
    desk: LiveDesk, two: tuple[Clerk, Clerk]
) -> None:
    lin, chen = two
    for clerk in two:
        clerk.open(TITLE)
        clerk.begin("一次性告知补正")
    asked = {"需要补正的事项": "写明年度", "指导和释明情况": "已电话说明", "补正期限": "2025-11-20"}
    for clerk in two:
        clerk.fill(asked)
    lin.send("一次性告知补正")
    expect(lin.told).to_contain_text("已办：一次性告知补正")
    chen.send("一次性告知补正")
    expect(chen.heading).to_have_text("没有办理“一次性告知补正”")
    expect(chen.page.get_by_role("alert")).to_contain_text("林科员已于")
    typed = chen.region("您填写的内容")
    for value in ("写明年度", "已电话说明", "2025-11-20"):
        expect(typed).to_contain_text(value)
    assert not desk.complaints


def test_the_same_form_in_two_windows(desk: LiveDesk, two: tuple[Clerk, Clerk]) -> None:
    lin, _ = two
    lin.open(TITLE)
    lin.begin("一次性告知补正")
    other = lin.page.context.new_page()
    other.goto(lin.page.url)
    lin.page.bring_to_front()
    lin.fill({"需要补正的事项": "写明年度"})
    lin.page.get_by_label("指导和释明情况").focus()
    expect(lin.page.get_by_text("草稿已自动保存")).to_be_visible()
    other.bring_to_front()
    other.get_by_label("需要补正的事项").fill("写明地点")
    other.get_by_label("指导和释明情况").fill("已当面说明")
    other.get_by_label("补正期限").focus()
    other.get_by_role("button", name="草稿已在别处保存，比对合并").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("合并草稿：一次性告知补正")
    row = other.get_by_role("row").filter(has_text="需要补正的事项")
    expect(row).to_contain_text("写明地点")
    expect(row).to_contain_text("写明年度")
    row.get_by_label("需要补正的事项").fill("写明年度、地点")
    other.get_by_role("button", name="保存合并后的内容").click()
    expect(other.get_by_label("需要补正的事项")).to_have_value("写明年度、地点")
    expect(other.get_by_label("指导和释明情况")).to_have_value("已当面说明")
    assert not desk.complaints


def test_what_is_typed_outlives_the_session(desk: LiveDesk, two: tuple[Clerk, Clerk]) -> None:
    lin, _ = two
    lin.open(TITLE)
    lin.page.get_by_role("link", name=re.compile("^催办")).click()
    lin.fill({"内容": "请按期办理，写了很久的一段话。"})
    lin.page.context.clear_cookies(name="sessionid")
    lin.send("催办")
    lin.page.get_by_label("用户名").fill("lin")
    lin.page.get_by_label("密码").fill("a-long-password-1")
    lin.page.get_by_role("button", name="登录").click()
    expect(lin.heading).to_have_text("催办")
    expect(lin.page.get_by_label("内容")).to_have_value("请按期办理，写了很久的一段话。")
    expect(lin.page.get_by_text("登录曾经过期")).to_be_visible()
    assert not desk.complaints
