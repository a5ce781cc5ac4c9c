"""A figure opens exactly the records it counts; lists can be narrowed, sorted and taken along."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from guiju.home.scope import scope_of
from guiju.home.selectors import records_of
from guiju.procedures.figure import all_figures
from guiju.procedures.models import Case, Finding
from tests.home.conftest import YEAR, Desk
from tests.home.test_home import shown

Guard = Callable[[int], object]


def rows(page: str) -> int:
    return page.count("<tr data-record>")


def test_every_figure_opens_exactly_that_many_records(desk: Desk) -> None:
    figures = shown(desk.client.get("/").text)
    assert figures.keys() == {f.id for f in all_figures()}
    for name, n in figures.items():
        page = desk.client.get(f"/figures/{name}/{YEAR}/?all=1").text
        assert rows(page) == n, name
        assert f"<b data-total>{n}</b>" in page, name


def test_the_export_holds_exactly_the_same_records(desk: Desk) -> None:
    figures = shown(desk.client.get("/").text)
    for name, n in figures.items():
        answer = desk.client.get(f"/figures/{name}/{YEAR}/export.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert sheet.max_row - 2 == n, name


def test_pages_together_hold_every_record_once(desk: Desk) -> None:
    name = "message.city.received"
    first = desk.client.get(f"/figures/{name}/{YEAR}/").text
    second = desk.client.get(f"/figures/{name}/{YEAR}/?page=2").text
    assert (rows(first), rows(second)) == (50, 6)


def test_a_filter_by_unit_narrows_but_keeps_the_total(desk: Desk) -> None:
    scope = scope_of(desk.user, on=date(2026, 1, 15))
    figure = next(f for f in all_figures() if f.id == "message.city.received")
    cases = records_of(figure, scope, YEAR)
    unit = cases[0].unit
    assert unit is not None
    page = desk.client.get(f"/figures/{figure.id}/{YEAR}/?all=1&unit={unit.pk}").text
    assert rows(page) == cases.filter(unit=unit).count()
    assert "<b data-total>56</b>" in page


def test_a_search_finds_by_number_and_title(desk: Desk) -> None:
    case = Case.objects.filter(procedure="inquiry").first()
    assert case is not None
    page = desk.client.get(f"/figures/message.answered/{YEAR}/", {"q": case.key}).text
    assert case.key in page
    assert rows(page) <= 1
    nothing = desk.client.get(f"/figures/message.answered/{YEAR}/", {"q": "%_\x00'"}).text
    assert "没有符合条件的记录" in nothing


@pytest.mark.parametrize("key", ["number", "title", "unit", "opened", "closed", "found"])
def test_every_column_sorts_both_ways(desk: Desk, key: str) -> None:
    url = f"/figures/message.city.received/{YEAR}/?all=1&sort="
    up, down = desk.client.get(url + key).text, desk.client.get(url + "-" + key).text
    assert rows(up) == rows(down) == 56
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in down


def test_an_unknown_sort_does_no_harm(desk: Desk) -> None:
    page = desk.client.get(f"/figures/foi.received/{YEAR}/?sort=jurisdiction__secret&unit=x&page=z")
    assert rows(page.text) == 3


def test_an_unknown_figure_is_no_page(desk: Desk) -> None:
    assert desk.client.get(f"/figures/no.such/{YEAR}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_records(
    desk: Desk, django_assert_max_num_queries: Guard
) -> None:
    desk.client.get("/")  # the register is read once for all
    for name in ("foi.received", "message.city.received"):
        with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
            desk.client.get(f"/figures/{name}/{YEAR}/?all=1")
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        desk.client.get(f"/findings/{YEAR}/?all=1")


def test_an_export_disarms_formulas(desk: Desk) -> None:
    case = Case.objects.filter(procedure="foi_request").first()
    assert case is not None
    Case.objects.filter(pk=case.pk).update(title='=HYPERLINK("http://x","y")')
    answer = desk.client.get(f"/figures/foi.received/{YEAR}/export.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    titles = [row[1].value for row in sheet.iter_rows(min_row=3)]
    assert '\'=HYPERLINK("http://x","y")' in titles
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_titles_cannot_run_in_the_page(desk: Desk) -> None:
    Case.objects.filter(procedure="foi_request").update(title="<script>alert(1)</script>")
    page = desk.client.get(f"/figures/foi.received/{YEAR}/").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


class TestFindings:
    def test_each_rule_lists_exactly_its_findings(self, desk: Desk) -> None:
        rules = set(Finding.objects.values_list("rule", flat=True))
        assert len(rules) > 4
        for rule in rules:
            page = desk.client.get(f"/findings/{YEAR}/", {"rule": rule, "all": "1"}).text
            assert rows(page) == Finding.objects.filter(rule=rule).count()

    def test_the_list_tells_due_actual_late_and_basis(self, desk: Desk) -> None:
        late = next(f for f in Finding.objects.select_related("case") if f.days_late > 0)
        page = desk.client.get(f"/findings/{YEAR}/", {"rule": late.rule, "all": "1"}).text
        for text in (str(late.due), str(late.actual), f"{late.days_late}日", late.basis):
            assert text in page

    def test_the_export_holds_the_same_findings(self, desk: Desk) -> None:
        answer = desk.client.get(f"/findings/{YEAR}/export.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert sheet.max_row - 2 == Finding.objects.count()

    def test_without_a_year_the_newest_is_shown(self, desk: Desk) -> None:
        assert desk.client.get("/findings/")["Location"] == f"/findings/{YEAR}/"
