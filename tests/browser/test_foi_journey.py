"""A request for information from receipt to reply, across the National Day holidays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desk import Clerk, LiveDesk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "申请公开农村供水工程采购合同"
OPINION, REPLY = "第三方提出意见期限", "答复期限"


def test_a_request_from_receipt_to_reply(desk: LiveDesk) -> None:
    _receive(desk)
    _supplement(desk)
    _consult_over_the_holidays(desk)
    _extend(desk)
    _draft_and_review(desk)
    _reply_and_serve(desk)
    assert not desk.complaints


def _receive(desk: LiveDesk) -> None:
    desk.clock.to("2025-09-08")
    lin = desk.clerk("lin")
    lin.visitor.go("/")
    lin.page.get_by_role("link", name="登记新事项").click()
    lin.page.get_by_role("link", name="政府信息公开申请办理").click()
    lin.fill(
        {
            "标题": TITLE,
            "申请方式": "当面",
            "申请人类型": "自然人",
            "收到日期的凭证": "收件登记单1号",
            "申请人": "甲某某",
            "申请内容": "农村供水工程的采购合同",
        }
    )
    lin.send("登记收到申请")
    expect(lin.heading).to_contain_text(TITLE)
    expect(lin.region("办理单")).to_contain_text("甲**")
    assert "2025" in lin.issue_letter("政府信息公开申请登记回执")
    lin.open(TITLE)
    lin.do("受理")


def _supplement(desk: LiveDesk) -> None:
    desk.clock.to("2025-09-09")
    lin = desk.clerk("lin")
    lin.open(TITLE)
    lin.do(
        "一次性告知补正",
        需要补正的事项="写明合同的年度和标段。",
        指导和释明情况="已电话说明如何填写",
        补正期限="2025-09-24",
    )
    lin.issue_letter("政府信息公开申请补正告知书")
    desk.clock.to("2025-09-16")
    lin.open(TITLE)
    lin.do("收到补正的申请", to="区财政局", 补正内容="2024年第一标段")
    lin.visitor.go("/boxes/done/")
    lin.page.get_by_role("link", name=TITLE, exact=True).click()
    # 二十个工作日自收到补正之日重新起算，跨国庆、中秋假期。
    expect(_limit(lin, REPLY)).to_contain_text("2025-10-20")


def _limit(clerk: Clerk, name: str) -> Locator:
    return clerk.region("期限").get_by_role("row").filter(has_text=name).first


def _consult_over_the_holidays(desk: LiveDesk) -> None:
    desk.clock.to("2025-09-18")
    feng = desk.clerk("feng")
    feng.open(TITLE)
    feng.do(
        "检索并登记结果",
        **{"检索记录（范围、关键词、检索人、日期）": "档案室，供水，冯科员"},
        检索结果="检索到",
    )
    desk.clock.to("2025-09-25")
    feng.do("书面征求第三方意见", 第三方="松林建材有限公司")
    desk.clock.to("2025-09-26")
    feng.do("第三方收到征求意见书")
    expect(_limit(feng, OPINION)).to_contain_text("2025-10-23")
    expect(_limit(feng, REPLY)).to_contain_text("暂停")
    shortcut = feng.refused("拟出答复送审")
    expect(shortcut).to_contain_text("第三方")
    expect(shortcut).to_contain_text("条例第三十二条")


def _extend(desk: LiveDesk) -> None:
    desk.clock.to("2025-10-13")
    feng, zhao = desk.clerk("feng"), desk.clerk("zhao")
    feng.open(TITLE)
    feng.do("收到第三方意见", 第三方意见="同意公开")
    # 征求意见的八个工作日不计：09-26、28、29、30和10-09、10、11、13。
    expect(_limit(feng, REPLY)).to_contain_text("2025-10-30")
    desk.clock.to("2025-10-28")
    zhao.visitor.go("/board/")
    zhao.page.get_by_role("link", name=TITLE, exact=True).click()
    expect(_limit(zhao, REPLY)).to_contain_text("临期")
    zhao.do(
        "延长答复期限并告知申请人",
        延长的工作日数="10",
        延长理由="合同及附件数量较大",
        文书="延期答复告知书",
    )
    expect(_limit(zhao, REPLY)).to_contain_text("2025-11-13")
    zhao.issue_letter("政府信息公开申请延期答复告知书")


def _draft_and_review(desk: LiveDesk) -> None:
    desk.clock.to("2025-11-03")
    feng = desk.clerk("feng")
    feng.open(TITLE)
    feng.do("拟出答复送审", 第三方权益的判断="第三方同意公开")
    desk.clock.to("2025-11-04")
    qian = desk.clerk("qian")
    qian.open(TITLE)
    qian.do("公开审查同意", 公开审查意见="可以公开")
    desk.clock.to("2025-11-05")
    sun = desk.clerk("sun")
    sun.open(TITLE)
    sun.do("审核同意")


def _reply_and_serve(desk: LiveDesk) -> None:
    desk.clock.to("2025-11-07")
    zhao, lin = desk.clerk("zhao"), desk.clerk("lin")
    zhao.open(TITLE)
    zhao.do(
        "答复申请人",
        处理结果="予以公开",
        文书="答复书",
        **{"救济途径告知（机关、期限、法院）": "见答复书"},
    )
    lin.open(TITLE)
    lin.issue_letter("政府信息公开申请答复书", 随文提供的政府信息名称="采购合同")
    desk.clock.to("2025-11-10")
    lin.open(TITLE)
    lin.do("送达", 送达方式="直接送达", 送达凭证="送达回证1号")
    lin.do("归档", 档号="2025-依申请-001")
    lin.open(TITLE, box="办结")
    expect(_limit(lin, REPLY)).to_contain_text("按期办结")
    expect(lin.region("走到哪一步").get_by_text("已归档")).to_be_visible()
