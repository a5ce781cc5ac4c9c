"""An incoming document to three units: a return, a delegation, an urge, countersigned, replied."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Clerk, LiveDesk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "市政府办公室关于做好冬季供暖保障工作的通知"
FINANCE, EDUCATION, HOUSING = "区财政局", "区教育局", "区住房和城乡建设局"


def test_a_document_to_three_units(desk: LiveDesk) -> None:
    _register(desk)
    _propose_and_return(desk)
    _instruct_in_place_of_the_leader(desk)
    _assign_and_urge(desk)
    _countersign(desk)
    assert not desk.complaints


def _register(desk: LiveDesk) -> None:
    desk.clock.to("2025-11-03")
    lin, qian = desk.clerk("lin"), desk.clerk("qian")
    lin.visitor.go("/cases/new/")
    lin.page.get_by_role("link", name="收文办理", exact=True).click()
    lin.fill(
        {
            "标题": TITLE,
            "来文单位": "市政府办公室",
            "来文标题": "关于做好冬季供暖保障工作的通知",
            "来文字号": "示政办发〔2025〕41号",
            "已逐件清点核对无误": "是",
            "密级": "非涉密",
            "已声明不含国家秘密": "是",
        }
    )
    lin.send("签收")
    lin.do("登记", 紧急程度="未标注")
    qian.open(TITLE)
    qian.do("初审通过", 初审结论="符合规定", 件类="办件", 重要公文="否", 初审意见="符合规定。")


def _propose_and_return(desk: LiveDesk) -> None:
    desk.clock.to("2025-11-04")
    zhao, wu = desk.clerk("zhao"), desk.clerk("wu")
    zhao.open(TITLE)
    zhao.do("拟办，报分管负责人批示", 拟办意见="拟请吴副区长阅示。")
    wu.open(TITLE)
    wu.do("退回拟办", 理由="请先征求城管局意见")
    zhao.visitor.go("/boxes/to-do/")
    expect(zhao.page.get_by_role("row", name=re.compile(TITLE))).to_contain_text("【退回】")
    zhao.open(TITLE)
    zhao.do("拟办，报分管负责人批示", 拟办意见="已征求城管局意见，拟请吴副区长阅示。")


def _instruct_in_place_of_the_leader(desk: LiveDesk) -> None:
    wu, qian = desk.clerk("wu"), desk.clerk("qian")
    wu.visitor.go("/people/")
    lend = wu.region("委托代办")
    lend.get_by_label("岗位").select_option(index=1)
    lend.get_by_label("代办人").select_option(label="钱科长")
    lend.get_by_label("起始日期").fill("2025-11-05")
    lend.get_by_label("截止日期（含当日）").fill("2025-11-07")
    lend.get_by_label("事由").fill("外出开会")
    lend.get_by_role("button", name="登记代办").click()
    expect(wu.region("外出与代办").first).to_contain_text("钱科长")
    desk.clock.to("2025-11-05")
    qian.visitor.go("/boxes/to-do/")
    expect(qian.page.get_by_role("row", name=re.compile(TITLE))).to_contain_text("【代】")
    qian.open(TITLE)
    qian.do("批示", 领导批示="同意。请住建局牵头。")
    qian.open(TITLE, box="已办")
    expect(qian.region("办理单")).to_contain_text(
        re.compile(r"钱科长（代）[\s\S]*代[\s\S]*吴副区长")
    )


def _assign_and_urge(desk: LiveDesk) -> None:
    zhao = desk.clerk("zhao")
    zhao.open(TITLE)
    zhao.begin("分办")
    for unit in (FINANCE, EDUCATION):
        zhao.page.get_by_role("checkbox", name=re.compile(f"^{unit}")).check()
    zhao.page.get_by_role("radio", name=re.compile(f"^主办.*{HOUSING}")).check()
    expect(zhao.page.get_by_role("checkbox", name=re.compile(f"^{HOUSING}"))).to_be_checked()
    expect(zhao.page.get_by_label(re.compile("^主办单位")).first).to_have_value(HOUSING)
    units = zhao.page.get_by_label("协办单位").input_value().split("、")
    assert set(units) == {FINANCE, EDUCATION}
    zhao.send("分办")
    expect(zhao.told).to_contain_text("已办：分办")
    desk.clock.to("2025-11-10")
    lin = desk.clerk("lin")
    lin.open(TITLE, box="已办")
    lin.now.get_by_role("link", name="催办").click()
    lin.fill({"内容": "请于本周内报送承办结果。"})
    lin.send("催办")
    expect(lin.region("办理历程").first).to_contain_text("催1次")
    expect(lin.region("督办")).to_contain_text("请于本周内报送承办结果。")


def _countersign(desk: LiveDesk) -> None:
    desk.clock.to("2025-11-11")
    for name, result in (("feng", "已安排补贴资金。"), ("chen", "已检修学校锅炉。")):
        clerk = desk.clerk(name)
        clerk.open(TITLE)
        clerk.do("报送承办结果", 承办结果=result, 是否办结="已办结")
    wei, qian, lin = desk.clerk("wei"), desk.clerk("qian"), desk.clerk("lin")
    wei.open(TITLE)
    _fills_sheet(wei, "已安排补贴资金。", "已检修学校锅炉。")
    wei.do("报送承办结果", 承办结果="管网已检修。", 是否办结="已办结")
    wei.do("主办单位汇总办结", 承办结果="三个单位均已办结。", 是否办结="已办结")
    qian.open(TITLE)
    qian.do("核对无误", 审核意见="属实。")
    lin.open(TITLE)
    lin.do("答复来文单位", **{"答复的方式和内容": "已书面报告市政府办公室"})
    expect(lin.page.get_by_role("navigation", name="办理环节")).to_contain_text("待归档")


def _fills_sheet(clerk: Clerk, *results: str) -> None:
    for result in results:
        expect(clerk.region("办理单")).to_contain_text(result)
