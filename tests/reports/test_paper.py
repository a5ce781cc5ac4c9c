"""Reports on paper: Word in the office's template, PDF with the official words and the figures."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pdfplumber
import pytest

from guiju.reports import disclosure_form as form
from guiju.reports.disclosure_tables import ManualCell, compute
from guiju.reports.docx import render_docx, template_of
from guiju.reports.law_based_government import Report, build
from guiju.reports.paper import (
    TO_BE_WRITTEN,
    Disclosure,
    Paper,
    disclosure_paper,
    law_based_government_paper,
)
from guiju.reports.pdf import render_pdf
from guiju.reports.prose import plain
from guiju.reports.refusals import ReportRefused
from tests.reports.test_disclosure_tables import request
from tests.reports.test_law_based_government import COUNTS, MATERIAL

PERMITS = "表二.行政许可.本年处理决定数量"


def law_based_government(report: Report | None = None) -> Paper:
    return law_based_government_paper(report or build(MATERIAL), {"foi.received": (1, 2)})


def disclosure(**parts: tuple[str, ...]) -> Paper:
    requests = [request(), request("乙", kind="其他", row="三（六）3")]
    tables = compute(2025, requests, [], {PERMITS: ManualCell(12, "李四")})
    report = Disclosure("云岭区人民政府", tables, (plain("主动公开政府信息612条。"),), parts)
    return disclosure_paper(report, {"甲": 1, "乙": 2})


def words_of(pdf: bytes) -> str:
    """The text of all pages without white space, so that a line break hides nothing."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "".join("".join((page.extract_text() or "").split()) for page in opened.pages)


def tables_of(paper: Paper) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(render_docx(paper)))
    return [[[c.text for c in row.cells] for row in table.rows] for table in document.tables]


class TestWord:
    def test_every_sentence_of_the_report_is_there(self) -> None:
        report = build(MATERIAL)
        document = docx.Document(io.BytesIO(render_docx(law_based_government(report))))
        text = [p.text for p in document.paragraphs]
        assert text[0] == "云岭区人民政府办公室\n2025年法治政府建设年度报告"
        for paragraph in report.paragraphs():
            assert paragraph.text in text

    def test_the_disclosure_tables_hold_the_official_words_and_the_counts(self) -> None:
        two, three, four = tables_of(disclosure())
        assert [row[2] for row in three[3:]] == [row.label for row in form.ROWS]
        assert three[2][3:] == list(form.COLUMNS)
        assert three[3][3:] == ["1", "0", "0", "0", "0", "1", "2"]
        assert [len(row) for row in four] == [15] * 4
        assert ["行政许可", "12", "12", "12"] in two
        assert ["行政处罚", "未填报", "未填报", "未填报"] in two

    def test_what_was_typed_or_left_out_is_said(self) -> None:
        document = docx.Document(io.BytesIO(render_docx(disclosure())))
        text = "\n".join(p.text for p in document.paragraphs)
        assert "手工填报（填报人：李四）：表二“行政许可”本年处理决定数量。" in text
        assert "未填报" in text
        assert text.count(TO_BE_WRITTEN) == 2

    def test_the_offices_own_words_stand_in_their_part(self) -> None:
        document = docx.Document(io.BytesIO(render_docx(disclosure(五=("培训不足。",)))))
        assert "培训不足。" in [p.text for p in document.paragraphs]

    def test_markup_in_a_record_stays_text(self) -> None:
        problem = replace(MATERIAL.problems[0], label="<w:p>&甲\x00")
        paper = law_based_government(build(replace(MATERIAL, problems=(problem,))))
        document = docx.Document(io.BytesIO(render_docx(paper)))
        assert any("<w:p>&甲\ufffd" in p.text for p in document.paragraphs)

    def test_an_a4_page_has_the_margins_of_the_standard(self) -> None:
        section = docx.Document(str(template_of("disclosure"))).sections[0]
        assert section.page_width is not None
        sides = (section.top_margin, section.left_margin, section.right_margin)
        assert [side.mm for side in sides if side is not None] == pytest.approx([37, 28, 26], abs=1)
        assert section.page_width.mm == pytest.approx(210, abs=1)


class TestTheOfficesTemplate:
    def write(self, office: Path, text: str) -> None:
        document = docx.Document()
        document.add_paragraph(text)
        (office / "reports").mkdir()
        document.save(str(office / "reports" / "law-based-government.docx"))

    def test_it_takes_the_place_of_the_one_that_comes_along(self, tmp_path: Path) -> None:
        self.write(tmp_path, "我区模板：{{ heading }}")
        document = docx.Document(io.BytesIO(render_docx(law_based_government(), tmp_path)))
        assert [p.text for p in document.paragraphs] == ["我区模板：2025年法治政府建设年度报告"]

    @pytest.mark.parametrize(
        "text", ["{{ nothing }}", "{{ heading ", "{{ ''.__class__.__mro__ }}", "{% bad %}"]
    )
    def test_a_tag_that_names_nothing_is_refused(self, tmp_path: Path, text: str) -> None:
        self.write(tmp_path, text)
        with pytest.raises(ReportRefused, match=r"Word模板law-based-government\.docx不能使用"):
            render_docx(law_based_government(), tmp_path)

    def test_a_file_that_is_no_word_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "reports").mkdir()
        (tmp_path / "reports" / "law-based-government.docx").write_bytes(b"no")
        with pytest.raises(ReportRefused, match="不能使用"):
            render_docx(law_based_government(), tmp_path)


class TestPdf:
    def test_the_report_has_its_title_parts_and_figures(self) -> None:
        text = words_of(render_pdf(law_based_government()).pdf)
        assert "云岭区人民政府办公室2025年法治政府建设年度报告" in text
        for heading in ("一、工作开展情况及成效", "二、存在的问题", "三、下一年度工作措施"):
            assert heading in text
        assert all(str(n) in text for n in COUNTS.values())

    def test_the_tables_have_the_official_words_and_the_counts(self) -> None:
        printed = render_pdf(disclosure()).pdf
        with pdfplumber.open(io.BytesIO(printed)) as opened:
            tables = [table for page in opened.pages for table in page.extract_tables()]
        _, three, four = tables
        assert len(three) == 3 + 25
        labels = ["".join((row[2] or row[1] or row[0] or "").split()) for row in three[3:]]
        assert labels == [row.label for row in form.ROWS]
        assert three[3][3:] == ["1", "0", "0", "0", "0", "1", "2"]
        assert len(four[3]) == 15

    def test_pages_are_numbered_on_the_outer_side(self) -> None:
        with pdfplumber.open(io.BytesIO(render_pdf(disclosure()).pdf)) as opened:
            middle = float(opened.pages[0].width) / 2
            for number, page in enumerate(opened.pages[:2], start=1):
                [digit] = [
                    word
                    for word in page.crop((0, 720, page.width, page.height)).extract_words()
                    if word["text"] == str(number)
                ]
                assert (digit["x0"] > middle) == (number % 2 == 1)

    def test_the_same_report_is_the_same_file(self) -> None:
        assert render_pdf(disclosure()).pdf == render_pdf(disclosure()).pdf

    def test_replaced_faces_are_told(self) -> None:
        assert all("改用" in says for says in render_pdf(disclosure()).replaced)


def test_a_paper_freezes_figures_with_their_records() -> None:
    paper = disclosure()
    assert paper.figures[form.three("一", "总计")] == 2
    assert paper.records[form.three("一", "总计")] == (1, 2)
    assert PERMITS not in paper.figures
    assert law_based_government().records == {"foi.received": (1, 2)}
