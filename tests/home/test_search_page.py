"""The page of answers says of what it counted, and shows the headings an article stands under."""

from __future__ import annotations

import pytest

from guiju.search import acts
from guiju.search.matches import MOST
from guiju.search.models import Kind
from guiju.search.rows import Found
from tests.home.conftest import Desk

pytestmark = pytest.mark.database
NOTE = f"只数了排在最前的{MOST}条"


def page(desk: Desk, question: str) -> str:
    return desk.client.get("/search/", {"q": question}).content.decode()


def articles(count: int) -> list[Found]:
    return [
        Found(f"article/1/2025-01-01/{n}-0", Kind.ARTICLE, f"灯会条例 第{n}条（巡查程序）",
              "每日进行。", status="现行有效", year=2020 + n % 2)
        for n in range(count)
    ]  # fmt: skip


def test_of_many_answers_the_facets_say_what_they_count(desk: Desk) -> None:
    acts.put(articles(MOST + 1))
    shown = page(desk, "每日进行")
    assert f"超过<b data-total>{MOST}</b>条" in shown and NOTE in shown


def test_of_few_they_need_not(desk: Desk) -> None:
    acts.put(articles(3))
    shown = page(desk, "巡查程序 每日")
    assert "共<b data-total>3</b>条" in shown and NOTE not in shown
    assert "（<mark>巡查程序</mark>）" in shown
