"""预览 beside a list: by the keyboard and the mouse, one case after the other, nothing opened."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from guiju.demo.live import play
from guiju.org.models import Jurisdiction
from guiju.procedures.models import Case, Reading, Task
from tests.browser.desk import Clerk, LiveDesk
from tests.browser.test_leader_journey import _life

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lin(desk: LiveDesk) -> Clerk:
    """Before a list of two."""
    desk.clock.to("2025-11-04")
    lives = (_life("关于防汛的通知"), _life("关于供暖的通知"))
    play(lives, Jurisdiction.objects.get(), desk.clock.now.date())
    clerk = desk.clerk("lin")
    clerk.visitor.go("/boxes/going/")
    return clerk


def test_one_after_the_other_by_the_keyboard(lin: Clerk) -> None:
    page, keys = lin.page, lin.page.keyboard
    panel, rows = page.get_by_role("complementary", name="预览"), page.locator("tr[data-record]")
    titles = [row.locator("td.title a").first.inner_text() for row in rows.all()]
    assert len(titles) == 2
    keys.press("j")
    keys.press("v")
    expect(panel).to_contain_text(titles[0])
    expect(rows.nth(0).get_by_role("link", name=titles[0], exact=True)).to_be_focused()
    keys.press("j")
    expect(panel).to_contain_text(titles[1])
    expect(panel).not_to_contain_text(titles[0])
    keys.press("Escape")
    expect(panel).to_be_hidden()
    expect(rows.nth(1).get_by_role("link", name=titles[1], exact=True)).to_be_focused()
    keys.press("k")
    expect(panel).to_be_hidden()
    assert not Task.objects.filter(read_by="lin", state="open").exists()


def test_opened_by_the_mouse_and_on_to_the_case(lin: Clerk) -> None:
    page, case = lin.page, Case.objects.latest("pk")
    page.get_by_role("link", name=f"预览：{case.title}").click()
    panel = page.get_by_role("complementary", name="预览")
    expect(panel).to_contain_text("预览不算打开")
    panel.get_by_role("link", name="打开", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.title)


def test_ticking_a_box_beside_it_keeps_the_focus(desk: LiveDesk) -> None:
    desk.clock.to("2025-11-04")
    lives = [_life(title, readers=("wu",)) for title in ("关于防汛的通知", "关于供暖的通知")]
    play(lives, Jurisdiction.objects.get(), desk.clock.now.date())
    wu = desk.clerk("wu")
    wu.visitor.go("/boxes/to-read/")
    page = wu.page
    page.get_by_role("link", name=re.compile("预览：")).first.click()
    panel = page.get_by_role("complementary", name="预览")
    expect(panel).to_be_visible()
    shown = panel.inner_text()
    tick = page.get_by_role("checkbox").nth(1)
    tick.click()
    page.wait_for_timeout(300)
    expect(tick).to_be_focused()
    assert panel.inner_text() == shown
    assert Reading.objects.filter(read_at=None).count() == 2
