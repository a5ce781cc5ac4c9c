"""The yearly disclosure tables: they count the right records, and always add up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.procedures.definition import Procedure
from guiju.procedures.history import Event, History
from guiju.reports import disclosure_form as form
from guiju.reports.disclosure_records import Document, Request, Ruling, document_of, request_of
from guiju.reports.disclosure_tables import Cell, ManualCell, Tables, compute
from guiju.reports.manual import read_manual
from guiju.reports.reconciliation import reconcile, require_reconciled
from guiju.reports.refusals import ManualRefused, NotReconciled, RecordsUnclear

YEAR = 2025
GRANTED = "三（一）"

PROCEDURE = Procedure.model_validate(
    {
        "procedure": "foi_request",
        "title": "申请",
        "valid_from": date(2019, 5, 15),
        "laws": {"条例": "中华人民共和国政府信息公开条例"},
        "roles": {"clerk": "经办人"},
        "steps": {
            "open": {
                "label": "办理",
                "acts": {
                    "receive": {"label": "收到", "by": "clerk", "to": "open", "opens": True},
                    "reply": {"label": "答复", "by": "clerk", "to": "closed", "needs": ["outcome"]},
                    "withdraw": {
                        "label": "撤回",
                        "by": "clerk",
                        "to": "closed",
                        "outcome": "withdrawn",
                    },
                    "record_ruling": {"label": "登记裁判", "by": "clerk", "to": "closed"},
                },
            },
            "closed": {"label": "办结", "final": True},
        },
        "outcomes": {
            "granted": {"label": "予以公开", "counts_in": GRANTED},
            "withdrawn": {"label": "撤回", "counts_in": "三（六）3"},
        },
    }
)


def request(key: str = "甲", **changes: object) -> Request:
    plain: dict[str, object] = {
        "received": date(2025, 3, 3),
        "ended": date(2025, 3, 20),
        "kind": "自然人",
        "row": GRANTED,
    }
    return Request(key, **(plain | changes))  # type: ignore[arg-type]


def value(tables: Tables, row: str, column: str = form.TOTAL) -> object:
    return tables.cells[form.three(row, column)].value


class TestTheForm:
    def test_table_three_has_25_numeric_rows_in_7_columns(self) -> None:
        assert (len(form.ROWS), len(form.COLUMNS), len(form.RESULT_ROWS)) == (25, 7, 21)
        assert len({row.code for row in form.ROWS}) == 25

    def test_its_rows_stand_in_the_official_order(self) -> None:
        codes = [row.code for row in form.ROWS]
        assert codes[:5] == ["一", "二", "三（一）", "三（二）", "三（三）1"]
        assert codes[-4:] == ["三（六）2", "三（六）3", "三（七）", "四"]
        refused = [code for code in codes if code.startswith("三（三）")]
        assert refused == [f"三（三）{n}" for n in range(1, 9)]

    def test_table_four_has_15_cells(self) -> None:
        tables = compute(YEAR, [], [])
        assert sum(name.startswith("表四") for name in tables.cells) == 15


class TestCounting:
    def test_a_request_of_the_year_is_new_and_handled(self) -> None:
        tables = compute(YEAR, [request()], [])
        assert tables.cells[form.three("一", "自然人")] == Cell(1, ("甲",))
        assert tables.cells[form.three(GRANTED, "自然人")].keys == ("甲",)
        assert [value(tables, row) for row in ("一", "二", "三（七）", "四")] == [1, 0, 1, 0]

    def test_one_left_open_is_carried_over_and_back_in(self) -> None:
        left = request(received=date(2025, 12, 20), ended=date(2026, 1, 9))
        before, after = compute(2025, [left], []), compute(2026, [left], [])
        assert [value(before, row) for row in ("一", "二", "三（七）", "四")] == [1, 0, 0, 1]
        assert [value(after, row) for row in ("一", "二", "三（七）", "四")] == [0, 1, 1, 0]

    def test_other_years_are_not_counted(self) -> None:
        old = request(received=date(2023, 1, 5), ended=date(2023, 2, 1), kind="", row="")
        assert value(compute(YEAR, [old], []), "一") == 0

    @pytest.mark.parametrize(
        ("changes", "word"),
        [
            ({"kind": ""}, "申请人类型"),
            ({"kind": "个体户"}, "个体户"),
            ({"row": ""}, "处理结果"),
            ({"row": "三（九）"}, "三（九）"),
            ({"ended": date(2025, 1, 1)}, "早于收到日期"),
            ({"received": None}, "没有收到日期"),
        ],
    )
    def test_what_cannot_be_placed_is_refused_by_name(
        self, changes: Mapping[str, object], word: str
    ) -> None:
        with pytest.raises(RecordsUnclear) as refused:
            compute(YEAR, [request(), request("乙", **changes)], [])
        assert all("“乙”" in trouble for trouble in refused.value.troubles)
        assert word in refused.value.troubles[0]

    def test_the_same_request_twice_is_refused(self) -> None:
        with pytest.raises(RecordsUnclear, match="登记了2次"):
            compute(YEAR, [request(), request()], [])

    def test_rulings_are_counted_in_their_year(self) -> None:
        ruled = request(
            rulings={
                "行政复议": (
                    Ruling(date(2025, 6, 1), form.PENDING),
                    Ruling(date(2026, 2, 1), "结果纠正"),
                )
            }
        )
        before, after = compute(2025, [ruled], []), compute(2026, [ruled], [])
        later = compute(2027, [ruled], [])
        assert before.cells[form.four("行政复议", form.PENDING)].keys == ("甲",)
        assert after.cells[form.four("行政复议", "结果纠正")].value == 1
        assert after.cells[form.four("行政复议", form.PENDING)].value == 0
        assert later.cells[form.four("行政复议", form.TOTAL)].value == 0

    def test_normative_documents_fill_their_row(self) -> None:
        documents = [
            Document("新", date(2025, 5, 1)),
            Document("旧", date(2020, 5, 1)),
            Document("废", date(2020, 5, 1), date(2025, 12, 1)),
            Document("失效", date(2020, 5, 1), None, date(2025, 6, 30)),
        ]
        cells = compute(YEAR, [], documents).cells
        assert cells[form.two(form.NORMATIVE, form.MADE)].keys == ("新",)
        assert cells[form.two(form.NORMATIVE, form.REPEALED)].keys == ("废",)
        assert cells[form.two(form.NORMATIVE, form.IN_FORCE)].keys == ("新", "旧")


class TestReadingHistories:
    def test_reply_and_outcome_give_end_and_row(self) -> None:
        history = History(
            (Event("receive", date(2025, 3, 3)), Event("reply", date(2025, 3, 20))),
            {"outcome": "granted", "applicant_kind": "自然人", "reconsideration_result": "维持"},
        )
        assert request_of("甲", history, PROCEDURE) == request(
            rulings={"行政复议": (Ruling(date(2025, 3, 20), "结果维持"),)}
        )

    def test_an_act_may_carry_its_outcome(self) -> None:
        history = History((Event("receive", date(2025, 3, 3)), Event("withdraw", date(2025, 3, 5))))
        assert request_of("甲", history, PROCEDURE).row == "三（六）3"

    def test_an_unknown_outcome_is_told_not_dropped(self) -> None:
        history = History(
            (Event("receive", date(2025, 3, 3)), Event("reply", date(2025, 3, 20))),
            {"outcome": "拒绝", "applicant_kind": "自然人"},
        )
        with pytest.raises(RecordsUnclear, match="拒绝"):
            compute(YEAR, [request_of("甲", history, PROCEDURE)], [])

    def test_a_ruling_recorded_by_an_event_keeps_its_day(self) -> None:
        ruling = Event("record_ruling", date(2026, 2, 1), facts={"reconsideration_result": "纠正"})
        history = History(
            (Event("receive", date(2025, 3, 3)), Event("reply", date(2025, 3, 20)), ruling),
            {"outcome": "granted", "reconsideration_result": "纠正"},
        )
        found = request_of("甲", history, PROCEDURE)
        assert found.rulings == {"行政复议": (Ruling(date(2026, 2, 1), "结果纠正"),)}

    def test_a_lawsuit_is_pending_from_the_day_it_is_registered(self) -> None:
        sued = Event("register_lawsuit", date(2025, 6, 1), facts={"lawsuit_kind": "复议后起诉"})
        upheld = {"litigation_after_result": "维持"}
        decided = Event("record_ruling", date(2026, 2, 1), facts=upheld)
        events = (Event("receive", date(2025, 3, 3)), Event("reply", date(2025, 3, 20)))
        found = request_of("甲", History((*events, sued, decided)), PROCEDURE)
        assert found.rulings == {
            "复议后起诉": (
                Ruling(date(2025, 6, 1), form.PENDING),
                Ruling(date(2026, 2, 1), "结果维持"),
            )
        }

    def test_a_document_reads_its_validity_from_text_or_date(self) -> None:
        events = (Event("publish", date(2025, 3, 3)),)
        for until in ("2030-12-31", date(2030, 12, 31)):
            found = document_of("文", History(events, {"valid_until": until}))
            assert found == Document("文", date(2025, 3, 3), None, date(2030, 12, 31))

    def test_a_document_declared_lapsed_is_no_longer_in_force_nor_repealed(self) -> None:
        events = (Event("publish", date(2020, 3, 3)), Event("lapse", date(2025, 12, 31)))
        found = document_of("文", History(events, {"valid_until": "2030-12-31"}))
        assert not found.in_force_after(2025)
        assert found.in_force_after(2024)
        assert found.repealed is None


days = st.dates(date(2022, 1, 1), date(2027, 12, 31))


@st.composite
def requests(draw: st.DrawFn) -> list[Request]:
    made = []
    for number in range(draw(st.integers(0, 30))):
        received = draw(days)
        ended = draw(st.none() | st.dates(received, date(2028, 12, 31)))
        rulings = {
            review: (Ruling(draw(days), draw(st.sampled_from(form.REVIEW_RESULTS))),)
            for review in draw(st.sets(st.sampled_from(form.REVIEWS)))
        }
        made.append(
            Request(
                str(number),
                received,
                ended,
                draw(st.sampled_from(form.KINDS)),
                draw(st.sampled_from(form.RESULT_ROWS)) if ended else "",
                rulings,
            )
        )
    return made


class TestArithmetic:
    @given(requests(), st.integers(2022, 2027))
    def test_tables_counted_from_any_records_add_up(self, made: list[Request], year: int) -> None:
        assert reconcile(compute(year, made, [])) == []

    @given(requests(), st.integers(2023, 2027))
    def test_what_one_year_carries_out_the_next_carries_in(
        self, made: list[Request], year: int
    ) -> None:
        before, now = compute(year - 1, made, []), compute(year, made, [])
        carried = {
            column: len(before.cells[form.three("四", column)].keys) for column in form.COLUMNS
        }
        assert reconcile(now, carried) == []

    @given(requests(), st.data())
    def test_any_single_wrong_cell_is_found(self, made: list[Request], data: st.DataObject) -> None:
        tables = compute(YEAR, made, [])
        names = sorted(name for name in tables.cells if not name.startswith("表二"))
        name = data.draw(st.sampled_from(names))
        wrong = replace(tables.cells[name], value=(tables.cells[name].value or 0) + 1)
        troubles = reconcile(replace(tables, cells={**tables.cells, name: wrong}))
        table, row, column = name.split(".")
        assert any(t.startswith(table) and (row in t or column in t) for t in troubles)

    def test_a_refusal_names_the_cells_and_their_values(self) -> None:
        tables = compute(YEAR, [request()], [])
        cells = {**tables.cells, form.three("二", "自然人"): Cell(1)}
        with pytest.raises(NotReconciled) as refused:
            require_reconciled(replace(tables, cells=cells))
        assert "表三 自然人列：一(1)＋二(1)≠三（七）(1)＋四(0)" in refused.value.troubles

    def test_an_empty_or_negative_cell_does_not_pass(self) -> None:
        tables = compute(YEAR, [], [])
        for bad in (Cell(), Cell(-1)):
            cells = {**tables.cells, form.three("一", "自然人"): bad}
            assert reconcile(replace(tables, cells=cells))

    def test_last_years_frozen_row_four_must_come_back(self) -> None:
        tables = compute(YEAR, [request()], [])
        assert reconcile(tables, {"自然人": 2}) == ["表三 自然人列：二(0)≠上年年报表三四(2)"]


class TestByHand:
    def test_what_nobody_filled_in_is_unfilled_not_zero(self) -> None:
        tables = compute(YEAR, [], [])
        cell = tables.cells["表二.行政许可.本年处理决定数量"]
        assert (cell.value, cell.shown) == (None, "未填报")
        assert len(tables.unfilled()) == 3 + 3 + 1

    def test_a_typed_cell_keeps_its_author(self) -> None:
        name = "表二.行政许可.本年处理决定数量"
        tables = compute(YEAR, [], [], {name: ManualCell(12, "李四")})
        assert tables.by_hand() == {name: Cell(12, (), "李四")}

    @pytest.mark.parametrize(
        ("name", "cell"),
        [
            (form.three("一", "自然人"), ManualCell(3, "李四")),
            ("表二.行政奖励.本年处理决定数量", ManualCell(3, "李四")),
            ("表二.行政许可.本年处理决定数量", ManualCell(3, "")),
            ("表二.行政许可.本年处理决定数量", ManualCell(-3, "李四")),
        ],
    )
    def test_what_may_not_be_typed_is_refused(self, name: str, cell: ManualCell) -> None:
        with pytest.raises(ManualRefused, match=name):
            compute(YEAR, [], [], {name: cell})

    def test_the_file_is_read_with_its_author(self, tmp_path: Path) -> None:
        path = tmp_path / "manual.json"
        fees = "表二.行政事业性收费." + form.FEES
        path.write_text(
            json.dumps(
                {
                    "author": "李四",
                    "cells": {fees: 3.25, "表二.行政许可.本年处理决定数量": 12},
                    "parts": {"五": ["培训不足。"]},
                }
            ),
            encoding="utf-8",
        )
        read = read_manual(path)
        assert read.cells[fees] == ManualCell(Decimal("3.25"), "李四")
        assert read.parts == {"五": ("培训不足。",)}

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            '{"author": ""}',
            '{"cells": {}}',
            '{"author": "甲", "cells": {"表二.a": "x"}}',
            '{"author": "甲", "cells": {"表二.行政许可.本年处理决定数量": 1.5}}',
            '{"author": "甲", "parts": {"三": ["x"]}}',
            '{"author": "甲", "extra": 1}',
        ],
    )
    def test_a_bad_file_is_refused_with_a_remedy(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "manual.json"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ManualRefused):
            read_manual(path)
