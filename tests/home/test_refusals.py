"""Error pages say in Chinese what happened and what to do."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

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


@pytest.mark.parametrize("name", ["400", "403", "404", "500"])
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
