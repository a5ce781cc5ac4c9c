"""The journeys of a clerk, in a real browser, on a desktop and on a phone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from guiju.checkup.reading import read_folder
from guiju.checkup.run import check
from tests.browser.door import DESKTOP, PHONE, Door, Visitor
from tests.home.conftest import YEAR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
EVERY_PAGE = (
    "/",
    f"/figures/message.city.received/{YEAR}/",
    f"/findings/{YEAR}/",
    "/checkup/",
    "/reports/",
    f"/reports/law-based-government/{YEAR}/",
    f"/reports/disclosure/{YEAR}/",
    "/deadline/",
    "/deadline/?start=2025-09-20&n=30&unit=working+days",
    "/procedures/",
    "/procedures/foi_request/",
    "/password/",
    "/no/such/page/",
)


@SIZES
def test_from_signing_in_to_why_this_date(door: Door, size: tuple[int, int]) -> None:
    visitor = door.enter(size)
    page = visitor.page
    page.get_by_role("navigation", name="年度").get_by_role("link", name=f"{YEAR}年").click()
    expect(page.get_by_role("heading", name=f"{YEAR}年依法办事指标")).to_be_visible()
    figure = page.locator("[data-figure='message.city.received']")
    n = figure.locator("b").inner_text()
    figure.click()
    expect(page.locator("[data-total]")).to_have_text(n)
    page.get_by_role("link", name="全部列出").click()
    expect(page.locator("[data-record]")).to_have_count(int(n))
    page.locator("[data-record]", has_text="项问题").first.get_by_role("link").click()
    days = page.locator("ol.days").first
    expect(days).to_be_hidden()
    page.get_by_text("为什么是这一天").first.click()
    expect(days).to_be_visible()
    expect(days.get_by_text("第1天", exact=True)).to_be_visible()
    assert visitor.fits()
    assert not visitor.complaints


@SIZES
def test_a_check_up_from_upload_to_download(
    door: Door, ledgers: Path, size: tuple[int, int]
) -> None:
    visitor = door.enter(size)
    _check_up(visitor, ledgers)
    assert not visitor.complaints


def test_a_check_up_without_javascript(door: Door, ledgers: Path) -> None:
    _check_up(door.enter(scripts=False), ledgers)


def _check_up(visitor: Visitor, ledgers: Path) -> None:
    page = visitor.page
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="合规体检").click()
    page.get_by_label("选择台账文件").set_input_files(sorted(ledgers.iterdir()))
    page.get_by_role("button", name="开始体检").click()
    result = check(read_folder(ledgers, year=YEAR))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{YEAR}年台账合规体检报告")
    expect(page.locator("[data-total]")).to_have_text(str(len(result.findings)))
    page.get_by_text("为什么是这一天").first.click()
    expect(page.get_by_text(re.compile("次日起算")).first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载数据").click()
    found = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert len(found["findings"]) == len(result.findings)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载Excel").click()
    assert waiting.value.suggested_filename == f"{YEAR}年台账合规体检报告.xlsx"


@SIZES
def test_the_calculator_gives_an_address_to_pass_on(door: Door, size: tuple[int, int]) -> None:
    visitor = door.enter(size)
    page = visitor.page
    visitor.go("/deadline/")
    page.get_by_label("起算日期").fill("2025-03-03")
    page.get_by_label("期限", exact=True).fill("20")
    page.get_by_label("第1次暂停起日").fill("2025-03-10")
    page.get_by_label("止日").first.fill("2025-03-24")
    page.get_by_role("button", name="计算", exact=True).click()
    expect(page.locator("[data-due]")).to_have_text("2025-04-15")
    address = page.url
    other = door.enter(size).page
    other.goto(address)
    expect(other.locator("[data-due]")).to_have_text("2025-04-15")
    expect(other.get_by_label("第1次暂停起日")).to_have_value("2025-03-10")


@SIZES
def test_no_page_is_wider_than_the_screen(door: Door, size: tuple[int, int]) -> None:
    visitor = door.enter(size)
    for path in EVERY_PAGE:
        visitor.go(path)
        assert visitor.fits(), path
        expect(visitor.page.get_by_role("heading", level=1).first).to_be_visible()
    assert not visitor.complaints


def test_the_keyboard_alone_reaches_the_first_figure(door: Door) -> None:
    visitor = door.enter()
    visitor.go("/")
    page = visitor.page
    page.bring_to_front()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#main a").first).to_be_focused()


def test_a_number_of_the_report_opens_its_records(door: Door) -> None:
    visitor = door.enter()
    visitor.go(f"/reports/law-based-government/{YEAR}/")
    number = visitor.page.locator("[data-figure='supervision.carried_out']")
    n = re.sub(r"\D", "", number.inner_text())
    number.click()
    expect(visitor.page.locator("[data-total]")).to_have_text(n)
    expect(visitor.page.locator("[data-record]")).to_have_count(int(n))
