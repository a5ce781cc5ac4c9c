"""Forms by hand and key: one sent too late is filled in again, and one needs no mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.desk import LiveDesk
from tests.browser.door import PASSWORD, Door

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_form_sent_after_signing_in_elsewhere_is_filled_in_again(door: Door) -> None:
    visitor = door.enter()
    page, words = visitor.page, "请各科室周五前反馈。"
    visitor.go("/phrases/")
    page.get_by_label("添加一条").fill(words)
    elsewhere = page.context.new_page()
    elsewhere.goto(visitor.address)
    elsewhere.get_by_role("button", name="退出").click()
    elsewhere.get_by_label("用户名").fill("lin")
    elsewhere.get_by_label("密码").fill(PASSWORD)
    elsewhere.get_by_role("button", name="登录").click()
    elsewhere.get_by_role("button", name="退出").wait_for()
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("页面已过期")
    page.get_by_role("link", name="回到填写的页面，恢复内容").click()
    expect(page.get_by_text("刚才的提交没有收下")).to_be_visible()
    assert page.get_by_label("添加一条").input_value() == words
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("button", name=re.compile(f"删除.*{words}"))).to_be_visible()


def test_a_form_is_reached_and_sent_with_the_keyboard_alone(desk: LiveDesk) -> None:
    clerk = desk.clerk("lin")
    page = clerk.page
    clerk.visitor.go("/cases/new/")
    page.get_by_role("link", name="收文办理").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("标题", exact=True)).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("来文单位")).to_be_focused()
    assert not desk.complaints


def test_a_form_is_sent_once_however_often_its_button_is_pressed(door: Door) -> None:
    visitor = door.enter()
    page, held = visitor.page, list[Route]()

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    visitor.go("/phrases/")
    page.route("**/phrases/", hold)
    page.get_by_label("添加一条").fill("请速办。")
    button = page.get_by_role("button", name="添加", exact=True)
    button.evaluate("b => { for (const wait of [0, 200, 400]) setTimeout(() => b.click(), wait); }")
    page.wait_for_timeout(800)
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_role("button", name=re.compile("删除.*请速办"))).to_be_visible()
