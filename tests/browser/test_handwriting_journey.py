"""An opinion written by hand: on the leader's phone, and with a mouse in the form of an act."""

from __future__ import annotations

import os
import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from guiju.procedures.acts import Deed, perform
from guiju.procedures.models import Case, Draft, Opinion, Reading
from tests.browser.desk import LiveDesk
from tests.browser.door import PHONE
from tests.browser.test_leader_journey import pile

__all__ = ["pile"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HAND_SHOTS")


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def write(page: Page, *strokes: tuple[tuple[float, float], ...]) -> None:
    """Strokes across the field, in parts of its width and height."""
    field = page.get_by_role("img", name="手写区")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    for stroke in strokes:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=4)
        page.mouse.up()


AGREED = (
    ((0.1, 0.2), (0.1, 0.8)), ((0.1, 0.2), (0.3, 0.2), (0.3, 0.8)), ((0.15, 0.4), (0.25, 0.4)),
    ((0.16, 0.55), (0.24, 0.55), (0.24, 0.7), (0.16, 0.7), (0.16, 0.55)),
)  # fmt: skip


def test_the_leader_signs_by_hand_on_a_phone(pile: LiveDesk) -> None:
    wu, zhao = pile.clerk("wu", PHONE), pile.clerk("zhao")
    page = wu.page
    wu.visitor.go("/leader/")
    title = wu.heading.inner_text()
    page.get_by_role("button", name="手写意见").click()
    write(page, *AGREED, ((0.8, 0.5), (0.9, 0.6)))
    expect(page.get_by_text("已写5笔")).to_be_visible()
    page.get_by_role("button", name="撤回一笔").click()
    expect(page.get_by_text("已写4笔")).to_be_visible()
    assert wu.visitor.fits()
    shoot(page, "leader-writing")
    turn = page.get_by_role("navigation", name="翻件")
    turn.get_by_role("link", name="下一件").click()
    expect(page.get_by_role("button", name="手写意见", exact=True)).to_be_visible()
    turn.get_by_role("link", name="上一件").click()
    expect(page.get_by_text("已写4笔")).to_be_visible()
    page.get_by_role("button", name="批示", exact=True).click()
    expect(wu.told).to_contain_text(f"已办“批示”：{title}")
    opinion = Opinion.objects.get(act="instruct")
    assert opinion.text == "" and opinion.handwriting.count("[") == 5
    zhao.open(title)
    sheet = zhao.region("办理单")
    expect(sheet.get_by_role("img", name="手写意见")).to_be_visible()
    expect(sheet).to_contain_text(re.compile(r"领导批示[\s\S]*吴副区长"))
    shoot(zhao.page, "case")
    zhao.visitor.go(f"/cases/{opinion.case_id}/sheet/")
    expect(zhao.page.get_by_role("img", name="手写意见")).to_be_visible()
    shoot(zhao.page, "sheet")
    assert not pile.complaints


def test_it_is_kept_with_the_draft(pile: LiveDesk) -> None:
    wu = pile.clerk("wu")
    page = wu.page
    title = "关于冬季供暖的通知"
    wu.open(title)
    wu.begin("批示")
    page.get_by_role("button", name="手写意见").click()
    write(page, *AGREED)
    shoot(page, "act-writing")
    page.get_by_role("button", name="保存草稿").click()
    expect(wu.told).to_contain_text("草稿已保存")
    expect(page.get_by_text("已写4笔")).to_be_visible()
    assert page.locator("[data-handwriting] path").count() == 4
    page.get_by_role("button", name="清除").click()
    write(page, ((0.5, 0.5), (0.6, 0.6)))
    expect(page.get_by_text("已写1笔")).to_be_visible()
    page.get_by_role("radio").first.check()
    wu.send("批示")
    expect(wu.told).to_contain_text("批示")
    assert Opinion.objects.get(act="instruct").handwriting.count("[") == 2
    assert not pile.complaints


def test_what_came_too_late_is_told_by_its_strokes(pile: LiveDesk) -> None:
    """The case has moved on meanwhile: what was written is with the draft, and said so."""
    wu = pile.clerk("wu")
    title = "关于冬季供暖的通知"
    wu.open(title)
    wu.begin("批示")
    wu.page.get_by_role("button", name="手写意见").click()
    write(wu.page, *AGREED)
    case, at = Case.objects.get(title=title), pile.clock.now
    perform(case, Deed("instruct", at.date()), by=User.objects.get(username="wu"), at=at)
    wu.send("批示")
    expect(wu.page.locator("main")).to_contain_text("手写4笔")
    assert Draft.objects.get(case=case).fields["handwriting"].count("[") == 5


def test_a_paper_sent_round_is_read_with_a_word_by_hand(pile: LiveDesk) -> None:
    """On the leader's phone, as on any paper; the sender sees it where the readers are."""
    wu, lin = pile.clerk("wu", PHONE), pile.clerk("lin")
    reading = Reading.objects.get()
    wu.visitor.go(f"/leader/reading/{reading.pk}/")
    wu.page.get_by_role("button", name="手写意见").click()
    write(wu.page, *AGREED)
    expect(wu.page.get_by_text("已写4笔")).to_be_visible()
    wu.page.get_by_role("button", name="已阅", exact=True).click()
    expect(wu.told).to_contain_text("已阅：")
    reading.refresh_from_db()
    assert reading.opinion == "" and reading.handwriting.count("[") == 5
    lin.visitor.go(f"/cases/{reading.case_id}/")
    expect(lin.region("传阅情况").get_by_role("img", name="手写意见")).to_be_visible()
    shoot(lin.page, "readers")
    assert not pile.complaints


def test_on_the_case_page_too(pile: LiveDesk) -> None:
    wu = pile.clerk("wu")
    reading = Reading.objects.get()
    wu.visitor.go(f"/cases/{reading.case_id}/")
    wu.page.get_by_role("button", name="手写意见").click()
    write(wu.page, *AGREED)
    shoot(wu.page, "to-read")
    wu.page.get_by_role("button", name="已阅", exact=True).click()
    expect(wu.told).to_contain_text("已阅")
    reading.refresh_from_db()
    assert reading.handwriting.count("[") == 5
