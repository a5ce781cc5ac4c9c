"""Finding the header wherever people put it, and the entries below it."""

from collections.abc import Sequence

import pytest

from guiju.checkup.cells import Cell
from guiju.checkup.headers import NamedColumn, data_rows, find_header, normalise_name
from guiju.checkup.sheets import Row, Sheet

KNOWN = {"登记编号", "申请人", "收到日期", "补正通知日期", "补正收到日期", "答复日期", "备注"}
HEADER = ["序号", "登记编号", "申请人", "收到日期", "答复日期"]
ENTRY: list[Cell] = [1, "2025-1", "甲", "2025-3-5", "2025-4-1"]


def sheet(*rows: Sequence[Cell]) -> Sheet:
    """A sheet of these rows; empty ones are left out, as reading does."""
    numbered = [Row(number, list(row)) for number, row in enumerate(rows, 1) if row]
    return Sheet("台账.xlsx", "台账", numbered)


def entries(*below: Sequence[Cell]) -> list[int]:
    found = sheet(["某区台账"], HEADER, *below)
    header = find_header(found, KNOWN)
    assert header is not None
    return [row.number for row in data_rows(found, header)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 收到\n日期 ", "收到日期"),
        ("收到日期：", "收到日期"),
        ("*收到日期（必填）", "收到日期"),
        ("收到　日期【年-月-日】", "收到日期"),
        ("ＩＤ", "id"),
        ("（备注）", "备注"),
    ],
)
def test_names_are_reduced_to_what_identifies_them(typed: str, name: str) -> None:
    assert normalise_name(typed) == name


class TestWhereTheHeaderStands:
    def test_after_title_unit_and_blank_rows(self) -> None:
        found = find_header(
            sheet(
                ["某区依申请公开台账"], [], ["单位：某办", None, "填报日期：1月5日"], HEADER, ENTRY
            ),
            KNOWN,
        )
        assert found is not None
        assert (found.row, found.columns) == (
            4, {1: "登记编号", 2: "申请人", 3: "收到日期", 4: "答复日期"}
        )  # fmt: skip
        assert found.unknown == [NamedColumn(0, "序号")]
        assert "某区依申请公开台账" in found.titles

    def test_a_function_may_tell_what_is_known(self) -> None:
        found = find_header(sheet(HEADER), lambda name: name.endswith("日期") or name == "申请人")
        assert found is not None
        assert set(found.columns.values()) == {"申请人", "收到日期", "答复日期"}

    def test_over_two_rows_under_merged_headings(self) -> None:
        upper = ["登记编号", "申请人", "补正", None, "办理情况", None, "备注"]
        lower = [None, None, "通知日期", "收到日期", "答复日期", "方式"]
        found = find_header(sheet(["标题"], upper, lower, ENTRY), KNOWN)
        assert found is not None
        assert found.row == 3
        assert found.columns == {
            0: "登记编号", 1: "申请人", 2: "补正通知日期", 3: "补正收到日期", 4: "答复日期",
            6: "备注",
        }  # fmt: skip
        assert found.unknown == [NamedColumn(5, "办理情况方式")]

    def test_an_entry_is_never_taken_for_the_second_row_of_a_header(self) -> None:
        found = find_header(sheet(HEADER, [1, "备注", "申请人", None, None]), KNOWN)
        assert found is not None
        assert found.row == 1

    def test_of_a_name_that_stands_twice_the_first_column_counts(self) -> None:
        found = find_header(sheet(["登记编号", "申请人", "备注", "备 注"]), KNOWN)
        assert found is not None
        assert found.columns[2] == "备注"
        assert found.duplicates == [NamedColumn(3, "备注")]

    def test_nothing_is_a_header_with_too_few_known_names(self) -> None:
        assert find_header(sheet(["备注"], ["甲", "乙", "丙", "备注", "申请人"]), KNOWN) is None
        assert find_header(sheet(), KNOWN) is None

    def test_it_is_looked_for_in_the_first_thirty_rows_only(self) -> None:
        assert find_header(sheet(*[["说明"]] * 29, HEADER), KNOWN) is not None
        assert find_header(sheet(*[["说明"]] * 30, HEADER), KNOWN) is None


class TestEntries:
    def test_they_keep_their_row_numbers(self) -> None:
        assert entries(ENTRY, [], ENTRY) == [3, 5]

    @pytest.mark.parametrize(
        "row",
        [
            ["/", " ", "无"],
            [7],
            HEADER,
            ["某区台账"],
            ["合计", None, 3],
            ["合　计：", None, 3],
            [None, "小计", 3],
            ["注：本表一式两份"],
            ["填表人：甲", None, "审核人：乙"],
            ["填表人：甲", "填报日期：1月5日", "审核人：乙", "联系电话：1"],
            ["合计", "12", "3", "4", "5"],
            ["以下空白"],
        ],
    )
    def test_what_is_no_entry_is_passed_over(self, row: list[Cell]) -> None:
        assert entries(ENTRY, row, ENTRY) == [3, 5]

    @pytest.mark.parametrize(
        "row",
        [
            [5, "2025-5", "合计", None, None],
            [None, "2025-6", None, None, None],
            ["注册登记", "2025-7", None, None, None],
            ["说明：附件", "2025-8", "甲", "2025-3-5", None],
            ["合计", "2025-9", "甲", "2025-3-5", None],
            [None, "申请人", "甲", "2025-3-5", None],
        ],
    )
    def test_an_entry_that_only_resembles_one_of_these_is_kept(self, row: list[Cell]) -> None:
        assert entries(row) == [3]

    def test_a_header_that_begins_like_a_note_is_known_again(self) -> None:
        header = ["备注：", "登记编号", "申请人", "收到日期", "答复日期"]
        found = sheet(header, ENTRY, header, ENTRY)
        at = find_header(found, KNOWN)
        assert at is not None
        assert [row.number for row in data_rows(found, at)] == [2, 4]
