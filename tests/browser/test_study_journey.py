"""A year of law study: plan, session, who has read what, an analysis, a leader's statement."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from guiju.demo.own_rules import FIREWORKS, bring_in_own_rules
from guiju.org.models import Jurisdiction
from tests.browser.desk import Clerk, LiveDesk
from tests.browser.door import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAN = "云岭区人民政府办公室2026年度学法计划"
TOPIC = "烟花爆竹燃放管理办法修订要点"
ARTICLE = f"《{FIREWORKS}》第五条"


def test_a_year_of_law_study(desk: LiveDesk) -> None:
    bring_in_own_rules(Jurisdiction.objects.get(), date(2026, 3, 2))
    desk.clock.to("2026-03-02")
    lin, zhao = desk.clerk("lin"), desk.clerk("zhao")
    _plan(lin)
    _approve(zhao)
    _take_in_hand(lin)
    desk.clock.to("2026-03-27")
    _hold(lin)
    desk.clock.to("2026-04-01")
    _record(lin, zhao)
    _read(lin, desk.clerk("qian", PHONE))
    _analyse(lin)
    _state(zhao)
    assert not desk.complaints


def _plan(lin: Clerk) -> None:
    """Made, an item refused for a law nobody has, laid before the head."""
    page = lin.page
    lin.visitor.go("/study/")
    page.get_by_role("button", name="编制学法计划").click()
    expect(lin.heading).to_have_text(PLAN)
    expect(page.get_by_role("region", name="现在能做什么")).to_contain_text("还没有学法事项")
    wanted = {"计划日期": "2026-03-27", "学习形式": "会前学法", "主题": TOPIC, "主讲人": "孙审核"}
    lin.fill({**wanted, "学习的法律和条文": "《没有这部办法》"})
    lin.send("添加")
    expect(page.get_by_text("法规库中没有《没有这部办法》")).to_be_visible()
    expect(page.get_by_label("主题", exact=True)).to_have_value(TOPIC)
    lin.fill({"学习的法律和条文": ARTICLE})
    lin.send("添加")
    expect(page.get_by_role("row", name=re.compile(TOPIC))).to_contain_text("第五条")
    page.get_by_role("link", name="报请批准", exact=True).click()
    lin.send("报请批准")
    expect(lin.told).to_contain_text("已办：报请批准")


def _approve(zhao: Clerk) -> None:
    zhao.open(PLAN)
    expect(zhao.region("计划内容")).to_contain_text(TOPIC)
    zhao.do("批准学法计划", 批准意见="同意。")


def _take_in_hand(lin: Clerk) -> None:
    """Out of the approved plan comes a session that knows its laws and lecturer."""
    page = lin.page
    lin.visitor.go("/study/")
    page.get_by_role("link", name="云岭区人民政府办公室", exact=True).click()
    expect(page.get_by_text("赵主任于2026-03-02批准")).to_be_visible()
    page.get_by_role("button", name=re.compile("列入办理")).click()
    expect(page.get_by_role("textbox", name="学习的法律和条文")).to_have_value(ARTICLE)
    page.get_by_role("button", name="写入“确定主讲人和学习内容”表单").click()
    expect(page.get_by_label("主讲人、主持人")).to_have_value("孙审核")
    lin.send("确定主讲人和学习内容")
    expect(lin.told).to_contain_text("已办：确定主讲人和学习内容")


def _hold(lin: Clerk) -> None:
    """Who came is ticked; who is away without a reason is asked for it; the form counts."""
    page = lin.page
    lin.open(TOPIC)
    page.get_by_role("link", name="登记学习内容和签到").click()
    page.get_by_label("加列其他单位的人员").select_option(label="云岭区人民政府")
    page.get_by_role("button", name="列出").click()
    for name in ("郑区长", "赵主任", "林科员"):
        page.get_by_label(f"{name}出席情况").select_option(label="出席")
    page.get_by_label("吴副区长出席情况").select_option(label="缺席")
    page.get_by_label("其他参加人员").fill("法律顾问 某律师事务所")
    lin.send("保存签到")
    expect(page.get_by_role("alert")).to_contain_text("缺席的须写明原因：吴副区长")
    page.get_by_label("吴副区长缺席原因").fill("出差")
    lin.send("保存签到")
    expect(page.get_by_text("应到5人，出席4人，缺席1人")).to_be_visible()
    page.get_by_role("button", name="写入“举办”表单").click()
    expect(page.get_by_label("参加人数")).to_have_value("4")
    lin.send("举办")
    expect(lin.told).to_contain_text("已办：举办")
    lin.open(TOPIC)
    page.get_by_role("link", name="登记学习内容和签到").click()
    page.get_by_role("button", name="写入“登记签到”表单").click()
    expect(page.get_by_label("签到记录")).to_have_value(re.compile("缺席1人：吴副区长（出差）"))
    lin.send("登记签到")


def _record(lin: Clerk, zhao: Clerk) -> None:
    lin.open(TOPIC)
    lin.do("整理学习记录", 学习记录="逐条学习修订内容，讨论了巡查劝阻的做法。")
    zhao.open(TOPIC)
    zhao.do("确认学法完成")


def _read(lin: Clerk, qian: Clerk) -> None:
    """Qian did not come, and reads it alone, on a phone; the matrix knows both ways."""
    qian.visitor.go("/study/mine/")
    qian.page.get_by_role("checkbox", name=re.compile("已学")).check()
    qian.send("标为已学")
    expect(qian.page.get_by_text("已学1处")).to_be_visible()
    assert qian.visitor.fits()
    lin.visitor.go("/study/reading/")
    row = lin.page.get_by_role("row", name=re.compile("第五条"))
    expect(row.get_by_text("2026-03-27")).to_have_count(2)
    expect(row.get_by_text("2026-04-01")).to_have_count(1)


def _analyse(lin: Clerk) -> None:
    """A number of a mobile phone is no matter of the analysis."""
    lin.visitor.go("/study/analyses/new/")
    facts = "巡查人员当场制止燃放，未告知依据，居民提出异议。"
    said = {"标题": "劝阻未告知依据", "适用规则": "应当告知依据。", "启示": "带着条文去。"}
    lin.fill({**said, "基本案情": f"{facts}电话13800138000。", "涉及的法律和条文": ARTICLE})
    lin.page.get_by_label("在哪次学法中剖析").select_option(label=TOPIC)
    lin.send("保存")
    expect(lin.page.get_by_role("alert")).to_contain_text("像是个人信息")
    lin.fill({"基本案情": facts})
    lin.send("保存")
    expect(lin.heading).to_have_text("劝阻未告知依据")
    expect(lin.page.get_by_role("link", name=ARTICLE)).to_be_visible()
    assert lin.visitor.fits()


def _state(zhao: Clerk) -> None:
    """The numbers are the leader's records, and stay once handed in; printed as PDF."""
    page = zhao.page
    zhao.visitor.go("/study/statements/")
    page.get_by_role("button", name=re.compile("起草云岭区人民政府办公室")).click()
    expect(page.get_by_text("参加学法活动1次，学法活动办理1件")).to_be_visible()
    zhao.fill({"履行推进法治建设职责情况": "批准并参加年度学法。"})
    zhao.send("保存并提交")
    expect(page.get_by_role("alert")).to_contain_text("请先写明")
    zhao.fill({"存在的不足和原因": "记录整理慢。", "下一年度安排": "会前学法与议题对应。"})
    zhao.send("保存并提交")
    expect(page.get_by_text("2026-04-01提交")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 PDF").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
