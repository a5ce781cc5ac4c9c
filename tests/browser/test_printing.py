"""What is printed from the desk is right the first time: heading and list on one sheet."""

from __future__ import annotations

import re
from datetime import date

import pytest

from guiju.demo.live import Life, Move, play
from guiju.org.models import Jurisdiction
from tests.browser.desk import LiveDesk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RECEIVED = {"channel": "当面", "applicant_kind": "自然人", "receipt_evidence": "收件登记单"}
SHEETS = ("/board/", "/slips/", "/boxes/to-do/", "/calendar/", "/people/")


@pytest.mark.parametrize("path", SHEETS)
def test_a_short_list_prints_on_one_sheet_with_its_heading(desk: LiveDesk, path: str) -> None:
    desk.clock.to("2025-11-04")
    life = Life("foi_request", "申请公开农贸市场整治补偿标准", "区财政局",
                (Move("lin", "receive", 0, RECEIVED), Move("lin", "accept", 0)))  # fmt: skip
    play((life,), Jurisdiction.objects.get(), date(2025, 11, 4))
    page = desk.clerk("lin").page
    desk.clerk("lin").visitor.go(path)
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("main form:visible button:visible").count() == 0
    if path == "/boxes/to-do/":
        table, title = page.locator(".box-list"), page.locator(".box-list th").first
        wide = [box.evaluate("box => box.getBoundingClientRect().width") for box in (table, title)]
        main = page.locator("main").evaluate("box => box.clientWidth")
        assert wide[0] > 0.95 * main, "not in the narrow column of the menu, which is not printed"
        assert wide[1] > 0.15 * main, "a title is no column of single characters"
