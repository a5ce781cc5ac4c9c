"""A clean-up of normative documents, from its opening to the notice and the register after it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from guiju.org.models import Unit
from tests.browser.desk import Clerk, LiveDesk
from tests.browser.door import PHONE
from tests.normative.issued import known_from_ledger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT, ENDED = "云岭区养老服务补贴办法", "云岭区农贸市场临时管理办法"
ROUND = "2026年规范性文件清理"


def test_a_clean_up_from_its_opening_to_the_notice(desk: LiveDesk) -> None:
    desk.clock.to("2026-06-01")
    unit = Unit.objects.get(name="区民政局")
    known_from_ledger(unit, "云政规〔2025〕1号", KEPT)
    known_from_ledger(unit, "云政规〔2025〕2号", ENDED)
    lin = desk.clerk("lin")
    _open(lin)
    _conclude(lin, KEPT, "继续有效")
    lin.send("完成清理")
    refused = lin.page.get_by_role("alert")
    expect(refused).to_contain_text(f"《{ENDED}》（云政规〔2025〕2号）还没有清理结论")
    expect(refused).to_contain_text("第一百一十六条")
    _conclude(lin, ENDED, "废止")
    lin.send("完成清理")
    expect(lin.told).to_contain_text("请送主要负责人决定")
    expect(lin.page.get_by_text("等待政府主要负责人决定")).to_be_visible()
    zheng = desk.clerk("zheng")
    _to_the_round(zheng)
    zheng.fill({"决定的名称和文号": "关于废止部分行政规范性文件的决定（云政发〔2026〕9号）"})
    zheng.send("作出决定")
    _to_the_round(lin)
    _take_the_notice(lin)
    lin.fill({"清理结果公布的网址": "https://www.example.org/notice"})
    lin.send("登记公布")
    expect(lin.told).to_contain_text("目录已更新")
    _look_it_up(lin)
    _on_a_phone(desk.clerk("zhao", PHONE))
    assert not desk.complaints


def _open(lin: Clerk) -> None:
    lin.visitor.go("/normative/register/")
    expect(lin.page.get_by_role("row", name=re.compile(KEPT))).to_contain_text("现行有效")
    lin.page.get_by_role("link", name="清理", exact=True).click()
    lin.fill({"名称": ROUND, "清理的原因和要求": "两年一次全面清理"})
    lin.send("开始清理")
    expect(lin.told).to_contain_text("共2件")
    assert lin.visitor.fits()


def _on_a_phone(zhao: Clerk) -> None:
    zhao.visitor.go("/normative/register/")
    assert zhao.visitor.fits()
    _to_the_round(zhao)
    assert zhao.visitor.fits()


def _to_the_round(clerk: Clerk) -> None:
    clerk.visitor.go("/normative/clean-ups/")
    clerk.page.get_by_role("link", name=ROUND).click()
    expect(clerk.heading).to_have_text(ROUND)


def _conclude(lin: Clerk, title: str, conclusion: str) -> None:
    lin.page.get_by_label(f"选择《{title}》").check()
    lin.fill({"清理结论": conclusion, "理由": "逐条核对后提出"})
    lin.send("提出结论")
    expect(lin.told).to_contain_text(f"结论：{conclusion}")


def _take_the_notice(lin: Clerk) -> None:
    for way in ("公告（PDF）", "公告（Word）"):
        with lin.page.expect_download() as waiting:
            lin.page.get_by_role("link", name=way).click()
        assert waiting.value.path().stat().st_size > 1000


def _look_it_up(lin: Clerk) -> None:
    """It ended with the day of the decision; the day before, it was a basis."""
    lin.visitor.go("/normative/register/")
    expect(lin.page.get_by_role("row", name=re.compile(ENDED))).to_contain_text("已废止")
    lin.fill({"能否作为依据": "云政规[2025]2号"})
    lin.send("核对")
    expect(lin.page.get_by_text("已废止，不能作为依据")).to_be_visible()
    lin.visitor.go("/normative/register/?on=2026-05-31")
    expect(lin.page.get_by_role("row", name=re.compile(ENDED))).to_contain_text("现行有效")
