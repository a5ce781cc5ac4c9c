"""Whom to send it to, by the keyboard: initials, the tree of units, those chosen last."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from guiju.demo.live import play
from guiju.org.models import Jurisdiction, Post
from guiju.procedures.desk.circulating import circulate
from guiju.procedures.models import Case, Reading
from tests.browser.desk import Clerk, LiveDesk
from tests.browser.door import PASSWORD, PHONE
from tests.browser.test_leader_journey import READ, _life

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIND = "查找单位、岗位或人员"


@pytest.fixture
def lin(desk: LiveDesk) -> Clerk:
    """Before the page on which a paper is circulated."""
    desk.clock.to("2025-11-04")
    play((_life(READ),), Jurisdiction.objects.get(), desk.clock.now.date())
    clerk = desk.clerk("lin")
    clerk.visitor.go(f"/cases/{Case.objects.get().pk}/circulate/")
    return clerk


def test_found_by_initials_and_picked_by_the_enter_key(lin: Clerk) -> None:
    lin.page.get_by_label(FIND).focus()
    lin.page.keyboard.type("wky")
    expect(lin.page.locator("[data-found]")).to_contain_text("找到1个")
    expect(lin.page.locator("summary", has_text="区教育局")).to_be_hidden()
    lin.page.keyboard.press("Enter")
    told = lin.page.locator("[data-picked]")
    expect(told).to_have_text("已选1个：区住房和城乡建设局办公室科员")


def test_walked_by_the_arrow_keys_and_sent(desk: LiveDesk, lin: Clerk) -> None:
    page, keys = lin.page, lin.page.keyboard
    education = page.locator("summary", has_text="区教育局")
    head = page.get_by_role("checkbox", name=re.compile("韩局长"))
    expect(head).to_be_hidden()
    education.focus()
    keys.press("ArrowRight")
    expect(head).to_be_visible()
    for key in ("ArrowDown", "Space", "ArrowLeft"):
        keys.press(key)
    expect(education).to_be_focused()
    keys.press("Control+Enter")
    expect(page.get_by_text("已传阅给1个岗位")).to_be_visible()
    assert [str(one.post) for one in Reading.objects.all()] == ["区教育局局长"]
    page.go_back()
    page.reload()
    recent = page.locator("details", has_text="最近选过")
    expect(recent.get_by_role("checkbox").first).to_be_visible()
    expect(recent).to_contain_text("韩局长")
    assert desk.complaints == []


def test_it_fits_a_phone(desk: LiveDesk, lin: Clerk) -> None:
    phone = desk.clerk("qian", PHONE)
    phone.visitor.go(f"/cases/{Case.objects.get().pk}/circulate/")
    phone.page.locator("summary", has_text="区教育局").click()
    expect(phone.page.get_by_role("checkbox", name=re.compile("韩局长"))).to_be_visible()
    assert phone.visitor.fits()


def test_who_was_picked_outlives_the_session_though_the_order_changed(lin: Clerk) -> None:
    page = lin.page
    page.locator("summary", has_text="区教育局").click()
    page.get_by_role("checkbox", name=re.compile("韩局长")).check()
    page.context.clear_cookies(name="sessionid")
    lin.send("传阅")
    case = Case.objects.get()
    chosen = [Post.objects.get(unit__name="区教育局", name="办公室科员")]
    circulate(case, chosen, note="", by=User.objects.get(username="lin"), at=timezone.now())
    page.get_by_label("用户名").fill("lin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("登录曾经过期")).to_be_visible()
    expect(page.locator("details", has_text="最近选过")).to_contain_text("陈科员")
    expect(page.locator("[data-picked]")).to_have_text("已选1个：区教育局局长")
