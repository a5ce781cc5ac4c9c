"""Rows and cells of workbooks and of .csv files, with the numbers Excel shows."""

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from guiju.checkup.cells import UNCALCULATED, Cell, ErrorCell
from guiju.checkup.intake import Unreadable, Upload, ledger_files
from guiju.checkup.sheets import Workbook, read_workbook
from tests.checkup import packages


def read(content: bytes, name: str = "台账.xlsx") -> Workbook:
    return read_workbook(Upload(name, content))


def cells(content: bytes, name: str = "台账.xlsx") -> list[tuple[int, list[Cell]]]:
    return [(row.number, row.cells) for row in read(content, name).sheets[0].rows]


class TestWorkbooks:
    def test_rows_and_columns_keep_the_places_excel_shows(self) -> None:
        upper, lower = packages.cell("C3", "甲"), packages.cell("A7", "乙")
        rows = f'<row r="3">{upper}</row><row r="7">{lower}</row>'
        assert cells(packages.book(rows)) == [(3, [None, None, "甲"]), (7, ["乙"])]

    def test_empty_columns_and_rows_before_the_first_value_count(self) -> None:
        rows = f'<row r="3">{packages.cell("C3", "甲")}{packages.cell("D3", "乙")}</row>'
        assert cells(packages.book(rows)) == [(3, [None, None, "甲", "乙"])]

    def test_cells_have_the_type_excel_gave_them(self) -> None:
        target = io.BytesIO()
        with xlsxwriter.Workbook(target) as book:
            page = book.add_worksheet("登记")
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            page.write_row(0, 0, ["文字", 3, 2.5, True, None])
            page.write_datetime(0, 5, datetime(2023, 3, 5), day)
            page.write_datetime(0, 6, datetime(2023, 3, 5, 14, 30), day)
        [(number, found)] = cells(target.getvalue())
        assert number == 1
        assert found == ["文字", 3, 2.5, True, None, date(2023, 3, 5), datetime(2023, 3, 5, 14, 30)]
        assert [type(cell) for cell in found[1:4]] == [int, float, bool]

    def test_the_chinese_date_format_of_excel_is_a_date(self) -> None:
        rows = '<row r="1"><c r="A1" s="1"><v>44990</v></c><c r="B1"><v>44990</v></c></row>'
        assert cells(packages.book(rows)) == [(1, [date(2023, 3, 5), 44990])]

    def test_an_error_is_no_blank(self) -> None:
        row = '<c r="A1" s="2" t="e"><f>B9</f><v>#REF!</v></c><c r="B1" t="e"><v>#N/A</v></c>'
        assert cells(packages.book(f'<row r="1">{row}</row>')) == [
            (1, [ErrorCell("#REF!"), ErrorCell("#N/A")])
        ]

    def test_a_formula_gives_its_saved_result_and_without_one_is_an_error(self) -> None:
        rows = (
            '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c>'
            '<c r="C1"><f>1+1</f><v></v></c><c r="D1" t="str"><f>X</f><v></v></c></row>'
        )
        missing = ErrorCell(UNCALCULATED)
        assert cells(packages.book(rows)) == [(1, [2, missing, missing])]

    def test_formulas_of_openpyxl_are_known_to_be_without_result(self) -> None:
        book, target = openpyxl.Workbook(), io.BytesIO()
        assert book.active is not None
        book.active.append(["=1+1", "甲"])
        book.save(target)
        assert cells(target.getvalue()) == [(1, [ErrorCell(UNCALCULATED), "甲"])]

    def test_every_sheet_is_read_and_a_hidden_one_is_marked(self) -> None:
        book, target = openpyxl.Workbook(), io.BytesIO()
        hidden = book.create_sheet("选项")
        hidden.sheet_state = "hidden"
        hidden["A1"] = "甲"
        book.save(target)
        found = [
            (sheet.name, sheet.hidden, len(sheet.rows)) for sheet in read(target.getvalue()).sheets
        ]
        assert found == [("Sheet", False, 0), ("选项", True, 1)]

    def test_unusual_spelling_is_read_like_the_usual(self) -> None:
        rows = (
            "<row><c><v>1</v></c>"
            "<c t='inlineStr'><is><r><t>甲</t></r><rPh><t>x</t></rPh></is></c></row>"
            "<row r='5'><c r='B5' t='e'><v>#REF!</v></c><c><f>1</f></c><c><v>4</v></c></row>"
        )
        assert cells(packages.book(rows)) == [
            (1, [1, "甲"]),
            (5, [None, ErrorCell("#REF!"), ErrorCell(UNCALCULATED), 4]),
        ]

    def test_a_sheet_that_breaks_off_is_refused_rather_than_read_in_part(self) -> None:
        whole = packages.sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
        broken = packages.package({packages.SHEET: whole[: -len("</sheetData></worksheet>")]})
        with pytest.raises(Unreadable, match="损坏"):
            read(broken)


class TestLimits:
    def test_columns_beyond_the_thousandth_are_told_and_not_read(self) -> None:
        rows = f'<row r="2">{packages.cell("ALL2", "第一千")}{packages.cell("ALM2", "其后")}</row>'
        book = read(packages.book(rows))
        assert book.sheets[0].rows[0].cells[999:] == ["第一千"]
        assert [(p.sheet, "没有读取" in p.says) for p in book.problems] == [("台账", True)]

    def test_rows_beyond_the_limit_are_told_and_not_read(self) -> None:
        far = "".join(
            f'<row r="{n}">{packages.cell(f"A{n}", "甲")}</row>' for n in (200_000, 200_001)
        )
        book = read(packages.book(far))
        assert [row.number for row in book.sheets[0].rows] == [200_000]
        assert len(book.problems) == 1

    def test_formatted_but_empty_cells_far_out_cost_nothing(self) -> None:
        rows = f'<row r="1">{packages.cell("A1", "甲")}</row><row r="9"><c r="XFD9" s="1"/></row>'
        book = read(packages.book(rows))
        assert (cells(packages.book(rows)), book.problems) == ([(1, ["甲"])], [])


class TestCsv:
    TEXT = "编号,名称\r\n1,“规矩”\r\n"

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
    )
    def test_the_encoding_is_found_out(self, encoding: str) -> None:
        found = cells(self.TEXT.encode(encoding), "a.csv")
        assert found == [(1, ["编号", "名称"]), (2, ["1", "“规矩”"])]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_the_delimiter_is_found_out(self, delimiter: str) -> None:
        text = f"编号{delimiter}名称\n1{delimiter}“甲、乙”\n"
        assert cells(text.encode(), "a.csv")[1] == (2, ["1", "“甲、乙”"])

    def test_a_title_before_the_header_does_not_mislead(self) -> None:
        assert cells("台账\n编号;名称;甲,乙\n1;丙;丁\n".encode(), "a.csv")[1][1] == [
            "编号",
            "名称",
            "甲,乙",
        ]

    def test_formulas_stay_text(self) -> None:
        assert cells(b'=1+1,"=HYPERLINK(""x"")"\n', "a.csv") == [(1, ["=1+1", '=HYPERLINK("x")'])]

    def test_rows_are_counted_as_excel_shows_them(self) -> None:
        text = '甲,"两\n行"\n,\n\n乙,丙\n'
        assert cells(text.encode(), "a.csv") == [(1, ["甲", "两\n行"]), (4, ["乙", "丙"])]

    def test_what_no_encoding_fits_is_refused(self) -> None:
        with pytest.raises(Unreadable, match="编码"):
            read(b"\xff\xfe\x00", "a.csv")
        with pytest.raises(Unreadable, match="编码"):
            read(b"a,b\n\x80\xff\xff\n", "a.csv")

    def test_zero_bytes_are_dropped_and_told(self) -> None:
        book = read(b"a,b\0c\nd,e\n" + b"x,y\n" * 2_000, "a.csv")
        assert book.sheets[0].rows[0].cells == ["a", "bc"]
        assert "空字符" in book.problems[0].says

    def test_a_quotation_mark_never_closed_is_refused(self) -> None:
        with pytest.raises(Unreadable, match="引号"):
            read(b'a,"b\n' + b"c,d\n" * 300_000, "a.csv")

    def test_too_many_columns_are_told_once(self) -> None:
        book = read((",".join(["x"] * 1_001) + "\n").encode() * 3, "a.csv")
        assert [len(row.cells) for row in book.sheets[0].rows] == [1_000] * 3
        assert len(book.problems) == 1

    def test_rows_beyond_the_limit_are_told(self) -> None:
        book = read(b"x\n" * 200_005, "a.csv")
        assert len(book.sheets[0].rows) == 200_000
        assert "200,000" in book.problems[0].says


SHARED = Path(__file__).parents[3] / "shared" / "ledgers"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the sample ledgers are not beside the repository")
@pytest.mark.parametrize(("year", "rows"), [("2025", 1_078), ("2023-messy", 1_130)])
def test_a_whole_year_of_ledgers_is_read_without_a_problem(year: str, rows: int) -> None:
    books = [read_workbook(path) for path in ledger_files(SHARED / year)]
    assert len(books) == 10
    assert not any(book.problems for book in books)
    assert sum(len(sheet.rows) for book in books for sheet in book.sheets) == rows
