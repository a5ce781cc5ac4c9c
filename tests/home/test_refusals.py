"""Error pages say in Chinese what happened and what to do."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

from guiju.core.errors import Reason, Refusal
from guiju.home import views_people
from guiju.home.limits import MAX_UPLOAD
from tests.home.conftest import Desk


def test_an_unknown_address_leads_back(bare: Desk) -> None:
    answer = bare.client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text
    assert "回到首页" in answer.text


def test_a_form_without_its_token_is_refused_in_words(bare: Desk) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(bare.user)
    answer = careful.post("/sign-out/")
    assert answer.status_code == 403
    assert "页面已过期" in answer.text


def test_an_address_that_only_takes_what_a_button_sends_is_a_page_in_words(bare: Desk) -> None:
    answer = bare.client.get("/sign-out/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    assert "不能这样打开" in answer.text
    assert "回到待办" in answer.text


@pytest.mark.parametrize("path", ["/cases/7/files/", "/checkup/"])
def test_too_large_an_upload_is_refused_with_words_for_its_page(bare: Desk, path: str) -> None:
    answer = bare.client.post(path, headers={"content-length": str(MAX_UPLOAD + 1)})
    assert answer.status_code == 413
    assert ("回到合规体检" in answer.text) == (path == "/checkup/")


@pytest.mark.parametrize("name", ["400", "403", "404", "405", "500"])
def test_a_page_that_must_not_fail_needs_nothing(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert 'lang="zh-CN"' in page
    assert "回到首页" in page


def test_pages_may_load_nothing_from_elsewhere(desk: Desk) -> None:
    for path in ("/", "/checkup/", "/deadline/", "/procedures/foi_request/", "/reports/"):
        page = desk.client.get(path).text
        assert 'src="http' not in page
        assert "url(http" not in page
        assert 'rel="stylesheet" href="/' in page


@pytest.mark.parametrize(
    "path",
    [
        "/findings/99999999999999999999/",
        "/findings/0/",
        "/cases/99999999999999999999/",
        "/figures/foi.received/10000/",
        "/reports/disclosure/1/",
        "/reports/disclosure/2025/exe",
        "/checkup/AAAAAAAAAAAAAAAAAAAAAA/rows/99999999999999999999/",
        "/figures/a%00b/2025/",
        "/procedures/a%00b/",
        "/?year=-1",
    ],
)
def test_made_up_addresses_are_no_pages(desk: Desk, path: str) -> None:
    assert desk.client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "unit=99999999999999999999",
        "unit=²",
        "unit=none",
        "page=99999999999999999999",
        "page=-1",
        "sort=--x",
        "q=%00%ff",
        "rule=%00",
        "all=",
    ],
)
def test_made_up_questions_still_give_a_list(desk: Desk, query: str) -> None:
    assert desk.client.get(f"/figures/foi.received/2025/?{query}").status_code == 200
    assert desk.client.get(f"/findings/2025/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/people/charges/", "/people/handover/"])
def test_a_page_of_the_administrator_says_whose_it_is(bare: Desk, path: str) -> None:
    answer = bare.client.get(path)
    assert answer.status_code == 403
    assert "分管和交接由系统管理员登记" in answer.text
    assert "可由系统管理员处理" in answer.text


def test_a_refusal_nobody_answers_is_a_page_with_its_reasons(
    bare: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refusal([Reason("some.rule", "现在不能", "公文条例第一条", "值班人员")])

    monkeypatch.setattr(views_people, "lent", refuse)
    answer = bare.client.get("/people/export.xlsx")
    assert answer.status_code == 409
    for words in ("现在不能", "公文条例第一条", "可由值班人员处理"):
        assert words in answer.text
