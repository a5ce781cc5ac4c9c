"""The leader on a phone: one paper after another, signed with one touch."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from guiju.demo.live import Life, Move, play
from guiju.org.models import Jurisdiction
from guiju.procedures.history import Value
from tests.browser.desk import LiveDesk
from tests.browser.door import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICE = "云岭区人民政府办公室"
TITLES = ("关于冬季供暖的通知", "关于校园周边环境的函")
READ = "关于印发统计年鉴的通知"
SIGNED: Mapping[str, Value] = {
    "sender": "市政府办公室", "sender_title": "通知", "count_checked": "是",
    "classification": "非涉密", "declared_unclassified": "是",
}  # fmt: skip
FITS: Mapping[str, Value] = {
    "examination_result": "符合规定", "kind": "办件", "is_important": "否",
}  # fmt: skip


def _life(title: str, *more: Move, readers: tuple[str, ...] = ()) -> Life:
    moves = (
        Move("lin", "sign_for", 0, SIGNED),
        Move("lin", "register", 0, {"receipt_number": f"2025-{title}", "urgency": "未标注"}),
        *more,
    )
    return Life("incoming_document", title, OFFICE, moves, readers=readers)


@pytest.fixture
def pile(desk: LiveDesk) -> LiveDesk:
    """Two papers to instruct on and one to read, for 吴副区长."""
    desk.clock.to("2025-11-04")
    asked = (
        Move("qian", "accept", 0, FITS, "符合规定。"),
        Move("zhao", "propose_to_deputy", 0, {"proposal": "拟请吴副区长阅示。"}),
    )
    lives = (*(_life(title, *asked) for title in TITLES), _life(READ, readers=("wu",)))
    play(lives, Jurisdiction.objects.get(), desk.clock.now.date())
    return desk


def test_the_leader_signs_on_a_phone(pile: LiveDesk) -> None:
    wu = pile.clerk("wu", PHONE)
    page = wu.page
    wu.visitor.go("/leader/")
    turn = page.get_by_role("navigation", name="翻件")
    expect(turn).to_contain_text(re.compile(r"待批\s*1\s*/\s*3"))
    assert wu.visitor.fits()
    assert page.get_by_role("navigation", name="主菜单").count() == 0
    assert page.get_by_role("search").count() == 0
    size = page.locator(".leader").evaluate("box => parseFloat(getComputedStyle(box).fontSize)")
    assert size >= 18
    first = wu.heading.inner_text()
    turn.get_by_role("link", name="下一件").click()
    second = wu.heading.inner_text()
    assert {first, second} == set(TITLES)
    turn.get_by_role("link", name="上一件").click()
    expect(wu.heading).to_have_text(first)
    page.get_by_label("常用意见（上面没写时用它）").select_option(index=1)
    page.get_by_role("button", name="批示", exact=True).click()
    expect(wu.told).to_contain_text(f"已办“批示”：{first}")
    expect(wu.heading).to_have_text(second)
    page.get_by_text("退回拟办", exact=True).click()
    page.get_by_label("退回理由（必填）").fill("请补充材料")
    page.get_by_role("button", name="确认退回拟办").click()
    expect(wu.heading).to_have_text(READ)
    expect(turn).to_contain_text("待阅")
    page.get_by_role("button", name="已阅").click()
    expect(wu.heading).to_have_text("都办完了")
    assert not pile.complaints


def test_who_comes_next_is_told_at_once(pile: LiveDesk) -> None:
    wu, zhao = pile.clerk("wu", PHONE), pile.clerk("zhao")
    wu.visitor.go("/leader/")
    title = wu.heading.inner_text()
    zhao.visitor.go("/notices/")
    told = zhao.page.locator(".notices").get_by_role("listitem").filter(has_text=title)
    before = told.count()
    wu.page.get_by_label(re.compile("^意见")).fill("同意。")
    wu.page.get_by_role("button", name="批示", exact=True).click()
    expect(wu.told).to_contain_text("已办“批示”")
    zhao.page.reload()
    expect(told).to_have_count(before + 1)
    zhao.open(title)
    expect(zhao.region("办理单")).to_contain_text(
        re.compile(r"领导批示[\s\S]*同意。[\s\S]*吴副区长")
    )
    assert not pile.complaints


def test_an_opinion_outlives_leafing_on(pile: LiveDesk) -> None:
    """Written, then a look at the next paper: it is still there when one comes back."""
    wu = pile.clerk("wu", PHONE)
    wu.visitor.go("/leader/")
    turn = wu.page.get_by_role("navigation", name="翻件")
    wu.page.get_by_label(re.compile("^意见")).fill("请住建局牵头，写了很久。")
    turn.get_by_role("link", name="下一件").click()
    expect(wu.page.get_by_label(re.compile("^意见"))).to_have_value("")
    turn.get_by_role("link", name="上一件").click()
    expect(wu.page.get_by_label(re.compile("^意见"))).to_have_value("请住建局牵头，写了很久。")
    expect(wu.page.get_by_text("还没有提交")).to_be_visible()
    wu.page.get_by_role("button", name="批示", exact=True).click()
    expect(wu.told).to_contain_text("已办“批示”")
    assert not pile.complaints


def test_going_back_after_signing_does_not_show_the_paper_as_unsigned(pile: LiveDesk) -> None:
    wu = pile.clerk("wu", PHONE)
    page = wu.page
    wu.visitor.go("/leader/")
    first = wu.heading.inner_text()
    page.get_by_role("textbox", name=re.compile("^意见")).fill("同意。")
    page.get_by_role("button", name="批示", exact=True).click()
    expect(wu.told).to_contain_text(f"已办“批示”：{first}")
    second = wu.heading.inner_text()
    page.go_back()
    expect(wu.heading).to_have_text(second)
    expect(page.get_by_text("已经办过")).to_be_visible()
    assert page.get_by_text("还没有提交").count() == 0
    assert page.get_by_role("textbox", name=re.compile("^意见")).input_value() == ""
