"""The procedures as pages: all of them, with everything a lawyer must be able to check."""

from __future__ import annotations

from html import escape

from guiju.procedures import library
from tests.home.conftest import Desk


def test_every_procedure_is_listed_with_its_counts(bare: Desk) -> None:
    page = bare.client.get("/procedures/").text
    for name in library.versions():
        p = library.current(name)
        assert p.title in page
    limits = sum(len(library.current(n).time_limits) for n in library.versions())
    assert f"{limits}项期限" in page


def test_a_sheet_shows_acts_limits_rules_and_the_chart(bare: Desk) -> None:
    for name in library.versions():
        p = library.current(name)
        page = bare.client.get(f"/procedures/{name}/").text
        assert f"{p.title}流程图" in page
        for text in (
            *(act.label for act in p.acts().values()),
            *(limit.label for limit in p.time_limits.values()),
            *(rule.says for rule in p.invariants),
        ):
            assert escape(text, quote=False) in page or escape(text) in page


def test_an_unknown_procedure_is_no_page(bare: Desk) -> None:
    assert bare.client.get("/procedures/no_such/").status_code == 404
