"""A normative document through its whole chain, with a shortcut refused on the way."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Clerk, LiveDesk
from tests.browser.door import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "云岭区公共停车场管理办法"
BODY = "为规范停车场管理，制定本办法。\n一、适用范围\n本办法适用于本区公共停车场。"


def test_a_normative_document_through_its_whole_chain(desk: LiveDesk) -> None:
    desk.clock.to("2026-03-02")
    wei, lin = desk.clerk("wei"), desk.clerk("lin")
    _propose(wei, lin)
    _consult(desk, wei)
    _bases(wei)
    _review(desk)
    _decide(desk, lin)
    _file(lin)
    assert not desk.complaints


def _propose(wei: Clerk, lin: Clerk) -> None:
    wei.visitor.go("/cases/new/normative_document/")
    wei.fill(
        {
            "标题": TITLE,
            "是否行政规范性文件": "是",
            "认定理由": "涉及经营者权利义务，普遍适用，反复适用",
            "是否涉及经营者经济活动或者市场主体生产经营": "否",
        }
    )
    wei.send("提出并认定")
    expect(wei.heading).to_contain_text(TITLE)
    lin.open(TITLE)
    lin.do("立项起草")


def _consult(desk: LiveDesk, wei: Clerk) -> None:
    wei.open(TITLE)
    wei.region("正文").get_by_role("link", name="起草正文").click()
    wei.page.get_by_label("正文", exact=True).fill(BODY)
    wei.page.get_by_role("button", name="保存为新的一稿").click()
    wei.open(TITLE)
    wei.do("评估论证", 评估论证报告="没有统一规定，有必要制定")
    wei.do("部门协商一致", 部门意见及协商情况="有关部门均无不同意见")
    wei.do("公开征求意见", 征求意见的网址="区政府网站征求意见栏")
    _opinion(wei)
    expect(wei.refused("征求意见结束")).to_contain_text("期限未满不得结束")
    desk.clock.to("2026-04-02")
    wei.open(TITLE)
    wei.do("征求意见结束")


def _opinion(wei: Clerk) -> None:
    """Registered, refused without a reason, decided; on a phone it fits."""
    page = wei.page
    wei.region("文件和材料").get_by_role("link", name=re.compile("意见采纳情况表")).click()
    page.get_by_role("link", name="登记意见").click()
    wei.fill({"提出人": "区物业服务协会", "意见内容": "建议降低标准", "采纳情况": "不采纳"})
    wei.send("保存")
    expect(page.get_by_role("alert")).to_contain_text("不采纳的意见须写明理由")
    wei.fill({"理由": "标准由省定"})
    wei.send("保存")
    expect(page.get_by_role("row", name=re.compile("区物业服务协会"))).to_contain_text("标准由省定")
    assert wei.visitor.fits()
    wei.open(TITLE)


def _bases(wei: Clerk) -> None:
    page = wei.page
    panel = wei.region("文件和材料")
    panel.get_by_role("link", name=re.compile("意见采纳情况表")).click()
    page.get_by_role("button", name="写入意见采纳情况").click()
    expect(page.get_by_label("意见采纳情况表", exact=True)).to_have_value(re.compile("不采纳1条"))
    wei.send("汇总意见采纳情况")
    panel.get_by_role("link", name=re.compile("逐条依据表")).click()
    page.get_by_role("link", name="登记条款依据").click()
    wei.fill({"条款": "第三条", "条款内容": "收取停车费", "涉及事项": "行政收费"})
    wei.send("保存")
    expect(page.get_by_role("row", name=re.compile("第三条"))).to_contain_text("没有依据")
    wei.open(TITLE)
    expect(wei.refused("送合法性审核")).to_contain_text("优化营商环境条例第六十四条第一款")
    panel.get_by_role("link", name=re.compile("逐条依据表")).click()
    page.get_by_role("link", name="第三条").click()
    wei.fill({"条款内容": "不收费", "涉及事项": "不涉及上述事项"})
    wei.send("保存")
    page.get_by_role("button", name="写入起草说明和依据表").click()
    expect(page.get_by_label("起草说明", exact=True)).to_have_value(re.compile("起草过程"))
    wei.send("送合法性审核")
    expect(wei.told).to_contain_text("已办：送合法性审核")


def _review(desk: LiveDesk) -> None:
    """Not deliberated before it is reviewed, not reviewed in less than five working days."""
    sun, zhao = desk.clerk("sun", PHONE), desk.clerk("zhao")
    sun.open(TITLE)
    zhao.visitor.go(f"{urlsplit(sun.page.url).path}acts/deliberate/")
    expect(zhao.page.get_by_role("main")).to_contain_text("当前环节不能“集体审议”")
    expect(sun.refused("出具合法性审核意见")).to_contain_text("五个工作日")
    desk.clock.to("2026-04-14")
    sun.open(TITLE)
    sun.do(
        "出具合法性审核意见",
        合法性审核意见="合法",
        审核意见书编号="云司审〔2026〕1号",
        七项审核内容的逐项意见="均无问题",
    )
    assert sun.visitor.fits()


def _decide(desk: LiveDesk, lin: Clerk) -> None:
    zhao, zheng = desk.clerk("zhao"), desk.clerk("zheng")
    lin.open(TITLE)
    lin.do("提请集体审议")
    zhao.open(TITLE)
    zhao.do("集体审议", 集体审议结果="通过", 会议纪要="第3次常务会议纪要")
    lin.open(TITLE)
    lin.do("送主要负责人签发")
    zheng.open(TITLE)
    zheng.do("签发", 签发意见="同意。")
    lin.open(TITLE)
    lin.do("统一登记编号", 机关代字="云政规")
    expect(lin.page.get_by_text("云政规〔2026〕1号").first).to_be_visible()
    lin.do("公布", 公布载体="区政府网站")


def _file(lin: Clerk) -> None:
    page = lin.page
    lin.region("文件和材料").get_by_role("link", name=re.compile("报送备案")).click()
    for organ in ("上一级人民政府", "本级人大常委会"):
        lin.fill({"备案机关": organ, "备案回执编号": f"{organ}1号", "回执日期": "2026-04-14"})
        lin.send("登记")
    page.get_by_role("button", name="写入备案登记").click()
    lin.send("报送备案")
    expect(lin.told).to_contain_text("已办：报送备案")
    lin.do("归档", 档号="2026-GF-1")
    lin.visitor.go("/normative/register/")
    expect(page.get_by_role("row", name=re.compile("云政规〔2026〕1号"))).to_contain_text(TITLE)
