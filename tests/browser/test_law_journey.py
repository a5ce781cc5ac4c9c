"""From a research folder into a document: articles searched, collected, cited, taken back."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from guiju.demo.own_rules import FIREWORKS, bring_in_own_rules
from guiju.org.models import Jurisdiction, Unit
from guiju.procedures.acts import Deed, Opening, open_case
from guiju.procedures.models import Case
from tests.browser.desk import Clerk, LiveDesk
from tests.browser.door import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "关于春节期间禁放烟花爆竹的通告"
CITED = f"《{FIREWORKS}》第三条"
DRAFTED = {
    "document_type": "通告", "direction": "下行", "classification": "非涉密",
    "declared_unclassified": "是", "is_important": "否", "is_joint": "否",
    "is_multi_department": "否",
}  # fmt: skip


def _drafted(desk: LiveDesk) -> Case:
    district = Jurisdiction.objects.get()
    bring_in_own_rules(district, desk.clock.now.date())
    unit = Unit.objects.get(name="云岭区人民政府办公室")
    opening = Opening(district, "outgoing_document", TITLE, unit=unit)
    lin = User.objects.get(username="lin")
    return open_case(opening, Deed("draft", date(2026, 3, 2), DRAFTED), by=lin, at=desk.clock.now)


def test_an_article_is_collected_and_cited_at_the_caret(desk: LiveDesk) -> None:
    desk.clock.to("2026-03-02")
    case, lin = _drafted(desk), desk.clerk("lin")
    page = lin.page
    lin.visitor.go(f"/documents/{case.pk}/write/")
    lin.region("本件的研究夹").get_by_role("button", name="新建").click()
    _collect(page)
    assert lin.visitor.fits()
    lin.visitor.go(f"/documents/{case.pk}/write/")
    body = page.get_by_label("正文", exact=True)
    body.fill("根据，现就有关事项通告如下。")
    body.evaluate("box => box.setSelectionRange(2, 2)")
    lin.region("本件的研究夹").get_by_role("button", name=f"插入引用：{CITED}").click()
    expect(body).to_have_value(f"根据{CITED}，现就有关事项通告如下。")
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(body).to_have_value("根据，现就有关事项通告如下。")
    lin.region("本件的研究夹").get_by_role("button", name=f"插入引用：{CITED}").click()
    body.press("Control+z")
    expect(body).to_have_value("根据，现就有关事项通告如下。")
    assert not desk.complaints


def _collect(page: Page) -> None:
    """By keyboard: the question, Enter, and on to the button of what was found."""
    box = page.get_by_role("searchbox", name=re.compile("^条款或者条文中的文字"))
    box.fill(f"{FIREWORKS}第三条")
    box.press("Enter")
    take = page.get_by_role("button", name=re.compile(f"^摘录{FIREWORKS} 第三条")).first
    take.focus()
    take.press("Enter")
    expect(page.get_by_text("已摘录到研究夹")).to_be_visible()
    expect(page.get_by_role("heading", name=CITED)).to_be_visible()


def test_without_scripts_and_on_a_phone(desk: LiveDesk) -> None:
    desk.clock.to("2026-03-02")
    case = _drafted(desk)
    lin = Clerk(desk.door.enter(PHONE, scripts=False, name="lin"))
    lin.visitor.go(f"/documents/{case.pk}/write/")
    lin.region("本件的研究夹").get_by_role("button", name="新建").click()
    _collect(lin.page)
    lin.visitor.go(f"/documents/{case.pk}/write/")
    body = lin.page.get_by_label("正文", exact=True)
    body.fill("现就有关事项通告如下。")
    lin.send(f"插入引用：{CITED}")
    expect(body).to_have_value(f"现就有关事项通告如下。{CITED}")
    lin.send("撤销插入")
    expect(body).to_have_value("现就有关事项通告如下。")


def test_an_article_beside_a_case_is_that_of_its_day(desk: LiveDesk) -> None:
    """Asked for a day of the older wording, on the page and beside it."""
    desk.clock.to("2026-03-02")
    bring_in_own_rules(Jurisdiction.objects.get(), desk.clock.now.date())
    lin = desk.clerk("lin")
    lin.visitor.go(f"/search/?q={FIREWORKS}第四条")
    lin.page.get_by_role("link", name=re.compile(f"{FIREWORKS} 第四条")).first.click()
    lin.visitor.go(
        f"{lin.page.url.partition('?')[0].removeprefix(lin.visitor.address)}?on=2024-03-01"
    )
    told = lin.page.locator("[data-wording]")
    expect(told).to_contain_text("按2022年1月1日施行的文本（2024年3月1日有效）")
    expect(lin.page.get_by_role("main")).to_contain_text("春节前十五日")
    told.get_by_role("link", name="本条后来有改动").click()
    expect(lin.page.get_by_role("main")).to_contain_text("春节前三十日")
    assert not desk.complaints
