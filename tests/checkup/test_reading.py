"""Rows into cases: what is bad is told with its place, and hides nothing it does not touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from guiju.checkup.cells import column_letter
from guiju.checkup.intake import Problem, Upload
from guiju.checkup.ledgers import all_ledgers
from guiju.checkup.reading import Reading, read_folder, read_sources
from guiju.checkup.run import Result, check
from guiju.demo.ledgers import DemoYear, LedgerTable, write_table
from guiju.demo.year import Size
from tests.checkup.messy import Grid, write_book
from tests.checkup.oracle import Found

SIZE = Size(
    foi=60, documents=20, normative=3, meetings=40, disclosures=40, city_messages=40,
    supervision=40, study=4,
)  # fmt: skip
TABLES = {
    table.name: table for table in DemoYear(year=2024, seed=11, size=SIZE, faults=8.0).tables()
}

FOI_DUE = {"收到日期", "补正通知日期", "补正收到日期", "征求第三方意见日期", "第三方意见收到日期"}
RESTS_ON: dict[str, set[str]] = {
    "foi.correction_notice.late": {"收到日期", "补正通知日期"},
    "foi.extension.late": FOI_DUE | {"延期告知日期"},
    "foi.reply.late": FOI_DUE | {"延期告知日期", "答复日期"},
    "disclosure.publish.late": {"信息形成日期", "公开日期"},
    "disclosure.review.missing": {"信息形成日期", "公开日期", "保密审查人", "审查日期"},
    "message.reply.late": {"留言日期", "答复日期"},
    "message.reply.missing": {"留言日期", "答复日期"},
    "document.review.missing": {"是否规范性文件", "审核人", "审核日期", "签发人", "签发日期"},
    "meeting.law_study.missing": {"会议类型", "召开日期", "会前学法内容"},
    "meeting.topic_review.missing": {"召开日期", "需合法性审查议题", "审查意见日期"},
    "meeting.topic_review.late": {"召开日期", "需合法性审查议题", "审查意见日期"},
    "supervision.feedback.late": {"办结时限", "反馈日期"},
    "supervision.legality_check.missing": {"程序合法性核查"},
    "supervision.conclusion.missing": {"督查结论日期"},
}
"""The columns each finding follows from: only while one of these is bad may it be left out."""


LEDGERS = {ledger.ledger: ledger for ledger in all_ledgers().ledgers}
JUDGED = (
    "依申请公开台账",
    "主动公开台账",
    "网民留言台账",
    "发文登记簿",
    "会议台账",
    "督查督办台账",
)
CELLS = [(name, column) for name in JUDGED for column in TABLES[name].heads]


def csv(name: str, *rows: str) -> Upload:
    return Upload(f"{name}.csv", "\n".join(rows).encode())


def read(name: str, *rows: str) -> Reading:
    """Read rows as one .csv of this name."""
    return read_sources([csv(name, *rows)], year=2024)


def rules(reading: Reading) -> list[tuple[str, str]]:
    return [(f.key, f.rule) for f in check(reading).findings]


def found(result: Result) -> Found:
    return {(f.ledger, f.key, f.rule) for f in result.findings}


def checked(folder: Path, table: LedgerTable) -> Result:
    write_table(folder / f"{table.name}.xlsx", table, table.name)
    return check(read_folder(folder, year=2024))


def write_with_error_cells(path: Path, table: LedgerTable, column: int) -> None:
    """Write a ledger in which every cell of one column is a formula that failed."""
    rows: list[list[object]] = [list(table.heads), *map(list, table.rows)]
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(table.name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for index, value in enumerate(row):
            if index == column and number:
                sheet.write_formula(number, index, "=1/0", None, "#DIV/0!")
            elif isinstance(value, date):
                sheet.write_datetime(number, index, value, day)
            else:
                sheet.write(number, index, value)
    book.close()


def without(table: LedgerTable, column: str) -> LedgerTable:
    at = table.heads.index(column)
    rows = tuple((*row[:at], *row[at + 1 :]) for row in table.rows)
    return replace(table, heads=(*table.heads[:at], *table.heads[at + 1 :]), rows=rows)


@pytest.mark.parametrize(("name", "column"), CELLS)
def test_a_bad_cell_hides_only_what_rests_on_it_and_invents_nothing(
    name: str, column: str, tmp_path: Path
) -> None:
    table = TABLES[name]
    index = table.heads.index(column)
    whole = found(checked(tmp_path, table))
    folder = tmp_path / "bad"
    folder.mkdir()
    write_with_error_cells(folder / f"{name}.xlsx", table, index)
    reading = read_folder(folder, year=2024)
    got = found(check(reading))
    assert got <= whole
    if column == LEDGERS[name].key:
        assert reading.rows == ()
    else:
        assert {f for f in whole if column not in RESTS_ON[f[2]]} <= got
    places = {(p.sheet, p.row, p.column) for p in reading.problems}
    letter = column_letter(index)
    assert places == {(name, row, letter) for row in range(2, len(table.rows) + 2)}


CLOCK = {"延期告知日期", "征求第三方意见日期", "第三方意见收到日期"}
"""Without these columns there were no extensions and pauses, and more may be late."""


@pytest.mark.parametrize(("name", "column"), [cell for cell in CELLS if cell[1] not in CLOCK])
def test_what_a_ledger_has_no_column_for_is_not_judged(
    name: str, column: str, tmp_path: Path
) -> None:
    table = TABLES[name]
    whole = found(checked(tmp_path, table))
    result = checked(tmp_path, without(table, column))
    required = LEDGERS[name].columns[column].required
    got = found(result)
    assert got <= whole
    either = column in ("审核人", "审核日期", "保密审查人", "审查日期")
    kept = {f for f in whole if column not in RESTS_ON[f[2]]}
    assert (kept <= got or required) if not either else got
    if required:
        assert [p for p in result.problems if f"没有必需的“{column}”列" in p.says]


class TestOnlyOneOfTheTwoColumnsOfAReview:
    HEAD = "发文字号,标题,印发日期,是否规范性文件"

    def test_neither_is_unknown(self) -> None:
        assert rules(read("发文登记簿", self.HEAD, "1,甲,2024-01-05,否")) == []

    @pytest.mark.parametrize(("column", "filled"), [("审核人", "乙"), ("审核日期", "2024-01-04")])
    def test_one_shows_a_lack_and_a_review(self, column: str, filled: str) -> None:
        rows = ("1,甲,2024-01-05,否,", f"2,甲,2024-01-05,否,{filled}")
        found = rules(read("发文登记簿", f"{self.HEAD},{column}", *rows))
        assert ("1", "document.review.missing") in found or column == "审核日期"
        assert ("2", "document.review.missing") not in found

    def test_one_blank_is_enough_though_the_other_is_bad(self) -> None:
        rows = ("1,甲,2024-01-05,否,,一月", "2,甲,2024-01-05,否,乙,一月")
        reading = read("发文登记簿", f"{self.HEAD},审核人,审核日期", *rows)
        assert rules(reading) == [("1", "document.review.missing")]
        assert [(p.row, p.column) for p in reading.problems] == [(2, "F"), (3, "F")]


class TestBadCells:
    def test_a_problem_names_file_sheet_row_column_and_what_was_expected(self) -> None:
        head = "登记编号,申请内容,收到日期,答复日期,答复类型"
        reading = read("依申请公开台账", head, "", "1,甲,2024-01-05,2月30日,给了")
        file, sheet = "依申请公开台账.csv", "依申请公开台账"
        day = "“答复日期”应为日期，如 2025-03-05；这里是“2月30日”，缺少年份"
        choice = (
            "“答复类型”应为下列之一：予以公开、部分公开、国家秘密、法律行政法规禁止、三安全一稳定、"
            "第三方合法权益、内部事务、过程性信息等；这里是“给了”"
        )
        assert reading.problems == (
            Problem(file, day, sheet, 3, "D"), Problem(file, choice, sheet, 3, "E"),
        )  # fmt: skip

    def test_a_row_whose_opening_day_is_bad_is_judged_on_the_rest(self) -> None:
        head = "督查编号,事项名称,批准立项日期,办结时限,反馈日期,程序合法性核查,督查结论日期"
        reading = read("督查督办台账", head, "1,甲,2024-13-05,2024-02-01,2024-02-05,,2024-02-06")
        assert rules(reading) == [
            ("1", "supervision.feedback.late"), ("1", "supervision.legality_check.missing"),
        ]  # fmt: skip
        assert check(reading).figures["supervision.carried_out"] == 0

    def test_an_unreadable_extension_may_have_been_in_time(self) -> None:
        head = "登记编号,申请内容,收到日期,延期告知日期,答复日期"
        rows = ("1,甲,2024-01-05,?,2024-02-20", "2,甲,2024-01-05,,2024-02-20")
        assert rules(read("依申请公开台账", head, *rows)) == [("2", "foi.reply.late")]

    def test_an_unreadable_notice_before_a_readable_supplement_moves_nothing(self) -> None:
        head = "登记编号,申请内容,收到日期,补正通知日期,补正收到日期,答复日期"
        row = "1,甲,2024-01-05,?,2024-01-15,2024-06-20"
        assert rules(read("依申请公开台账", head, row)) == [("1", "foi.reply.late")]

    def test_a_choice_that_excel_made_a_number_is_read(self, tmp_path: Path) -> None:
        head = ["平台", "留言编号", "留言日期", "答复日期"]
        rows = [head, [12345, 1, date(2024, 1, 5), date(2024, 1, 8)]]
        write_book(tmp_path / "网民留言台账.xlsx", [Grid("Sheet1", rows, 0)])
        reading = read_folder(tmp_path)
        assert reading.problems == ()
        assert reading.rows[0].history.facts["platform"] == "12345热线"

    def test_a_choice_is_known_through_spaces_and_full_width_forms(self) -> None:
        rows = ("云岭区 人民政府　网站 ,1,2024-01-05", "１２３４５ 热线,2,2024-01-05")
        reading = read("网民留言台账", "平台,留言编号,留言日期", *rows)
        platforms = [row.history.facts["platform"] for row in reading.rows]
        assert platforms == ["本级政府网站", "12345热线"]


class TestKeys:
    HEAD = "登记编号,申请内容,收到日期"

    def test_a_row_without_one_is_told_and_not_counted(self) -> None:
        reading = read("依申请公开台账", self.HEAD, ",甲,2024-01-05", "2,乙,2024-01-05")
        assert [row.key for row in reading.rows] == ["2"]
        assert [(p.row, p.column, "必填" in p.says) for p in reading.problems] == [(2, "A", True)]

    def test_spaces_and_full_width_forms_do_not_make_another(self) -> None:
        reading = read(
            "依申请公开台账", self.HEAD, "２０２４－ 1,甲,2024-01-05", "2024-1,乙,2024-01-05"
        )
        assert [row.key for row in reading.rows] == ["2024-1"]
        assert [(p.row, "第2行重复" in p.says) for p in reading.problems] == [(3, True)]

    def test_the_same_in_two_files_counts_once_and_both_places_are_told(self) -> None:
        files = [
            csv(name, self.HEAD, "1,甲,2024-01-05")
            for name in ("依申请公开台账", "依申请公开登记簿")
        ]
        reading = read_sources(files)
        assert [row.file for row in reading.rows] == ["依申请公开台账.csv"]
        assert check(reading).figures["foi.received"] == 1
        (problem,) = reading.problems
        assert (problem.file, problem.row) == ("依申请公开登记簿.csv", 2)
        assert "“依申请公开台账.csv”“依申请公开台账”表第2行重复" in problem.says

    def test_the_same_in_two_sheets_counts_once_and_both_places_are_told(
        self, tmp_path: Path
    ) -> None:
        rows = [["登记编号", "申请内容", "收到日期"], ["1", "甲", "2024-01-05"]]
        grids = [Grid(name, list(map(list, rows)), 0) for name in ("上半年", "下半年")]
        write_book(tmp_path / "依申请公开台账.xlsx", grids)
        reading = read_folder(tmp_path)
        assert [row.sheet for row in reading.rows] == ["上半年"]
        (problem,) = reading.problems
        assert (problem.sheet, problem.row) == ("下半年", 2)
        assert "与“上半年”表第2行重复" in problem.says

    def test_two_ledgers_may_use_the_same(self) -> None:
        plan = csv("工作要点台账", "序号,任务,类别,完成日期", "1,甲,乙,2024-03-05")
        study = csv("学法台账", "序号,学习日期,主题", "1,2024-03-05,丙")
        reading = read_sources([plan, study])
        assert (len(reading.rows), reading.problems) == (2, ())


class TestColumns:
    def test_an_unknown_one_is_told_with_the_row_of_the_heads(self) -> None:
        reading = read("学法台账", "学法情况", "序号,学习日期,主题,甲乙丙", "1,2024-03-05,丁,戊")
        assert [(p.row, p.says) for p in reading.problems] == [(2, "不认识的列：甲乙丙（未读取）")]
        assert reading.files[0].unknown == ("甲乙丙",)

    def test_that_of_the_usual_name_goes_before_another_of_its_meaning(self) -> None:
        head = "编号,索引号,标题,信息形成日期"
        reading = read("主动公开台账", head, "7,YL1,甲,2024-01-05")
        assert [row.key for row in reading.rows] == ["YL1"]
        assert [(p.column, p.says) for p in reading.problems] == [
            ("A", "“编号”列与“索引号”列是一个意思，只读取“索引号”列")
        ]

    def test_a_sheet_without_a_required_one_says_which(self) -> None:
        reading = read("依申请公开台账", "申请内容,收到日期,答复日期", "甲,2024-01-05,")
        assert reading.rows == ()
        assert [(f.ledger, f.rows) for f in reading.files] == [("", 2)]
        assert "像是依申请公开台账，但没有必需的“登记编号”列" in reading.problems[0].says

    def test_a_sheet_that_is_no_ledger_says_so(self) -> None:
        reading = read("通讯录", "姓名,电话", "甲,1")
        assert reading.rows == ()
        assert [(p.file, p.sheet) for p in reading.problems] == [("通讯录.csv", "通讯录")]
        assert "认不出" in reading.problems[0].says


class TestFiles:
    def test_one_without_rows_is_a_ledger_all_the_same(self) -> None:
        reading = read("学法台账", "序号,学习日期,主题")
        assert [(f.ledger, f.rows) for f in reading.files] == [("学法台账", 0)]
        assert reading.problems == ()

    @pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04"])
    def test_an_empty_or_broken_one_stops_no_other(self, content: bytes) -> None:
        good = csv("学法台账", "序号,学习日期,主题", "1,2024-03-05,丁")
        name = "坏.xlsx" if content[:2] == b"PK" else "坏.csv"
        reading = read_sources([Upload(name, content), good])
        assert [row.key for row in reading.rows] == ["1"]
        if content.strip():
            assert [p.file for p in reading.problems] == [name]


class TestTheYear:
    ROWS = ("序号,问题,具体表现,状态", "1,甲,乙,整改中")

    def test_is_that_in_which_most_rows_open(self) -> None:
        days = ("2023-12-29", "2024-01-05", "2024-02-05")
        rows = [f"{n},甲,{day}" for n, day in enumerate(days)]
        assert read_sources([csv("依申请公开台账", TestKeys.HEAD, *rows)]).year == 2024

    def test_comes_from_the_title_where_no_row_has_a_day(self) -> None:
        reading = read_sources([csv("问题台账", "某办2024年问题整改台账", *self.ROWS)])
        assert reading.year == 2024
        assert check(reading).figures["problem.open"] == 1

    def test_that_nothing_tells_is_asked_for(self) -> None:
        reading = read_sources([csv("问题整改台账", *self.ROWS)])
        assert reading.year == 0
        assert [p.says for p in reading.problems] == [
            "看不出是哪一年的台账，没有日期的事项未计入：请写明年度"
        ]
        assert check(reading).figures["problem.open"] == 0

    def test_given_goes_before_what_the_rows_say(self) -> None:
        reading = read_sources([csv("问题整改台账", *self.ROWS)], year=2022)
        assert (reading.year, reading.problems) == (2022, ())
        assert check(reading).figures["problem.open"] == 1
