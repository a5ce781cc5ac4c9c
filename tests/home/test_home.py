"""The front page: figures as counted from the ledgers, nothing of other districts."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.test import Client

from guiju.checkup.reading import Reading
from guiju.checkup.run import check
from guiju.org.acts import create_jurisdiction
from guiju.procedures.models import Case
from tests.home.conftest import YEAR, Desk, staff

_SHOWN = re.compile(r'data-figure="([^"]+)".*?<b>(\d+)</b>', re.S)


def shown(page: str) -> dict[str, int]:
    return {name: int(n) for name, n in _SHOWN.findall(page)}


def test_the_figures_are_those_of_the_check_up(desk: Desk, reading: Reading) -> None:
    figures = check(reading).figures
    assert sum(figures.values()) > 50
    assert shown(desk.client.get("/").text) == figures


def test_the_findings_are_those_of_the_check_up(desk: Desk, reading: Reading) -> None:
    result = check(reading)
    page = desk.client.get("/").text
    assert f">{len(result.findings)}项</a>" in page
    for unit, _ in result.by_unit():
        assert unit in page


def test_a_year_without_records_shows_noughts(desk: Desk) -> None:
    assert set(shown(desk.client.get("/?year=1999").text).values()) == {0}


def test_what_is_no_year_is_no_page(desk: Desk) -> None:
    for year in ("x", "0", "99999", "２０２５年"):
        assert desk.client.get(f"/?year={year}").status_code == 404


def test_other_districts_are_not_counted(desk: Desk) -> None:
    stranger = staff("zhao", create_jurisdiction(code="990102", name="云溪区"))
    client = Client()
    client.force_login(stranger)
    page = client.get(f"/?year={YEAR}").text
    assert "云溪区还没有记录" in page
    assert shown(page) == {}


def test_a_superuser_sees_every_district(desk: Desk) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    assert shown(client.get("/").text) == shown(desk.client.get("/").text)


def test_an_empty_desk_says_how_to_fill_it(bare: Desk) -> None:
    page = bare.client.get("/").text
    assert "guiju import" in page
    assert "台账模板" in page


def test_someone_without_a_post_is_told_so(bare: Desk, foreign: Case) -> None:
    client = Client()
    client.force_login(User.objects.create_user("sun"))
    page = client.get("/").text
    assert "您还没有岗位" in page
    assert foreign.title not in page


def test_the_page_needs_few_queries(desk: Desk, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        desk.client.get("/")
