"""The procedures as pages: all of them, with everything a lawyer must be able to check."""

from __future__ import annotations

import re
from html import escape

from guiju.procedures import library
from guiju.procedures.chart import chart
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


def test_long_words_of_a_chart_do_not_run_into_the_next_column() -> None:
    """申请人有正当理由，接收逾期补正并恢复办理 stood across the role beside it."""
    svg = chart(library.current("foi_request"))
    for label, squeezed in (("申请人有正当理由，接收逾期补正并恢复办理", True), ("归档", False)):
        found = [m.start() for m in re.finditer(f">{label}</text>", svg)]
        assert found
        for at in found:
            assert ("textLength" in svg[:at].rpartition("<text")[2]) is squeezed
