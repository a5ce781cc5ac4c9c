"""What a check-up writes: complete, readable, and harmless whatever a ledger holds."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest

from guiju.checkup.export import FORMATS, as_json, write
from guiju.checkup.intake import Problem
from guiju.checkup.reading import FileRead
from guiju.checkup.run import Finding, Result

NASTY = '=HYPERLINK("http://x","y")'
TAGGED = "<script>alert(1)</script>&<b>"


def finding(**changes: object) -> Finding:
    plain: dict[str, object] = {
        "ledger": "依申请公开台账",
        "file": "依申请公开台账.xlsx",
        "sheet": "台账",
        "row": 4,
        "key": "YS2025-001",
        "title": "云岭区年度预算",
        "unit": "财政局",
        "rule": "foi.reply.late",
        "basis": "政府信息公开条例第三十三条",
        "says": "答复期限至2025-02-10届满，实际为2025-02-14，逾期4日",
        "due": date(2025, 2, 10),
        "actual": date(2025, 2, 14),
        "days_late": 4,
        "why": "自2025-01-06次日起算20个工作日，至2025-02-10届满",
    }
    return Finding(**(plain | changes))  # type: ignore[arg-type]


def result(*findings: Finding) -> Result:
    return Result(
        2025,
        date(2025, 12, 31),
        {"foi.received": 3, "study.sessions": 4},
        findings,
        (Problem("依申请公开台账.xlsx", "“答复日期”应为日期", "台账", 7, "K"),),
        (
            FileRead("依申请公开台账.xlsx", "台账", "依申请公开台账", 3, ("附注",)),
            FileRead("通讯录.xlsx", "Sheet1", "", 9),
        ),
    )


SEVERAL = result(
    finding(),
    finding(row=5, key="YS2025-002", unit=""),
    finding(
        ledger="会议台账",
        rule="meeting.x",
        basis="会议规则第一条",
        due=None,
        actual=None,
        days_late=0,
        why="",
    ),
)


class TestJson:
    def test_it_holds_figures_findings_problems_and_files(self) -> None:
        read = json.loads(as_json(SEVERAL))
        assert (read["year"], read["as_of"]) == (2025, "2025-12-31")
        assert read["figures"] == {"foi.received": 3, "study.sessions": 4}
        assert read["findings"][0] == {
            "ledger": "依申请公开台账",
            "row": 4,
            "key": "YS2025-001",
            "rule": "foi.reply.late",
            "basis": "政府信息公开条例第三十三条",
            "due": "2025-02-10",
            "actual": "2025-02-14",
            "says": "答复期限至2025-02-10届满，实际为2025-02-14，逾期4日",
            "file": "依申请公开台账.xlsx",
            "sheet": "台账",
            "title": "云岭区年度预算",
            "unit": "财政局",
            "days_late": 4,
            "why": "自2025-01-06次日起算20个工作日，至2025-02-10届满",
        }
        assert read["findings"][2]["due"] is None
        assert read["problems"] == [
            {
                "file": "依申请公开台账.xlsx",
                "sheet": "台账",
                "row": 7,
                "column": "K",
                "says": "“答复日期”应为日期",
            }
        ]
        assert [f["ledger"] for f in read["files"]] == ["依申请公开台账", ""]

    def test_chinese_stands_as_it_is(self) -> None:
        assert "云岭区年度预算" in as_json(SEVERAL)

    def test_half_a_character_pair_can_still_be_written(self) -> None:
        as_json(result(finding(title="\ud800"))).encode()


class TestWorkbook:
    def test_it_has_three_sheets_with_every_finding_and_problem(self, tmp_path: Path) -> None:
        [path] = write(SEVERAL, tmp_path, ["xlsx"])
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["汇总", "发现", "问题"]
        listed = list(book["发现"].iter_rows(values_only=True))
        assert len(listed) == 1 + 3
        assert listed[1][3:6] == (4, "YS2025-001", "云岭区年度预算")
        assert listed[1][12] == 4
        assert list(book["问题"].iter_rows(min_row=2, values_only=True)) == [
            ("依申请公开台账.xlsx", "台账", 7, "K", "“答复日期”应为日期")
        ]

    def test_the_summary_tells_figures_by_their_chinese_names(self, tmp_path: Path) -> None:
        [path] = write(SEVERAL, tmp_path, ["xlsx"])
        rows = list(openpyxl.load_workbook(path)["汇总"].iter_rows(values_only=True))
        assert ("集中学法", "次", 4) in rows
        assert ("foi.reply.late", "政府信息公开条例第三十三条", 2) in rows
        assert ("财政局", None, 2) in rows

    def test_lists_are_frozen_filtered_and_print_on_wide_paper(self, tmp_path: Path) -> None:
        [path] = write(SEVERAL, tmp_path, ["xlsx"])
        sheet = openpyxl.load_workbook(path)["发现"]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == "A1:N4"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)

    @pytest.mark.parametrize("text", [NASTY, "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "\t=1"])
    def test_no_cell_is_a_formula(self, tmp_path: Path, text: str) -> None:
        nasty = result(finding(title=text, key=text, unit=text, file=text))
        [path] = write(nasty, tmp_path, ["xlsx"])
        cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet for c in row]
        assert {c.data_type for c in cells} <= {"s", "n"}
        assert sum(str(c.value).startswith("'") for c in cells) == 5

    def test_a_text_longer_than_a_cell_is_cut_not_lost(self, tmp_path: Path) -> None:
        [path] = write(result(finding(title="长" * 40_000)), tmp_path, ["xlsx"])
        assert len(openpyxl.load_workbook(path)["发现"]["F2"].value) == 32_767


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


class TestPage:
    def test_it_shows_every_finding_and_why_its_date(self, tmp_path: Path) -> None:
        [path] = write(SEVERAL, tmp_path, ["html"])
        page = path.read_text(encoding="utf-8")
        tags = _Tags()
        tags.feed(page)
        assert page.count("YS2025-001") == 2
        assert page.count("YS2025-002") == 1
        assert tags.tags.count("details") == 2
        assert "自2025-01-06次日起算20个工作日" in page

    def test_what_a_ledger_holds_is_never_markup(self, tmp_path: Path) -> None:
        [path] = write(result(finding(title=TAGGED, key=TAGGED, why=TAGGED)), tmp_path, ["html"])
        tags = _Tags()
        tags.feed(path.read_text(encoding="utf-8"))
        assert "script" not in tags.tags
        assert "b" not in tags.tags

    def test_it_fetches_nothing(self, tmp_path: Path) -> None:
        [path] = write(SEVERAL, tmp_path, ["html"])
        page = path.read_text(encoding="utf-8")
        assert "src=" not in page
        assert "<link" not in page


class TestReport:
    def test_it_has_summary_rules_units_and_list(self, tmp_path: Path) -> None:
        [path] = write(SEVERAL, tmp_path, ["docx"])
        document = docx.Document(str(path))
        assert document.paragraphs[0].text == "2025年台账合规体检报告"
        figures, rules, units, listed, problems = document.tables
        assert [c.text for c in figures.rows[-1].cells] == ["集中学法", "4次"]
        assert len(rules.rows) == 1 + 2
        assert [c.text for c in units.rows[1].cells] == ["财政局", "2"]
        assert len(listed.rows) == 1 + 3
        assert listed.rows[1].cells[3].text == "YS2025-001"
        assert len(problems.rows) == 1 + 1

    def test_a_clean_year_says_so(self, tmp_path: Path) -> None:
        [path] = write(result(), tmp_path, ["docx"])
        assert "没有发现违反规定的情形" in docx.Document(str(path)).paragraphs[1].text

    def test_control_characters_do_not_break_it(self, tmp_path: Path) -> None:
        write(result(finding(title="甲\x00乙\x0b丙\ud800")), tmp_path, list(FORMATS))


class TestWrite:
    def test_it_makes_the_folder_and_names_the_files(self, tmp_path: Path) -> None:
        paths = write(SEVERAL, tmp_path / "a" / "b", list(FORMATS))
        assert [p.name for p in paths] == [
            "checkup.json",
            "checkup.xlsx",
            "checkup.html",
            "checkup.docx",
        ]
        assert sorted(p.name for p in (tmp_path / "a" / "b").iterdir()) == sorted(
            p.name for p in paths
        )

    def test_an_unknown_format_writes_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(KeyError):
            write(SEVERAL, tmp_path / "new", ["json", "pdf"])
        assert not (tmp_path / "new").exists()

    def test_a_failed_write_leaves_the_old_file_and_nothing_half_written(
        self, tmp_path: Path
    ) -> None:
        write(SEVERAL, tmp_path, ["json"])
        before = (tmp_path / "checkup.json").read_bytes()
        broken = result(finding(title=object()))
        with pytest.raises(TypeError):
            write(broken, tmp_path, ["json"])
        assert [p.name for p in tmp_path.iterdir()] == ["checkup.json"]
        assert (tmp_path / "checkup.json").read_bytes() == before
