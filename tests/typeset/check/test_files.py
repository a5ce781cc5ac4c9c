"""Files read as sheets: what the press itself makes, what people make, what is no document."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from guiju.typeset.check.judging import check
from guiju.typeset.check.mending_docx import mend_docx
from guiju.typeset.check.reading import read
from guiju.typeset.check.sheet import Sheet, Zone
from guiju.typeset.check.structure import sheet_of
from guiju.typeset.check.unreadable import Unreadable
from guiju.typeset.official import OfficialDocument
from guiju.typeset.press_official import official_pdf
from guiju.typeset.word_official import official_docx
from tests.typeset.official.samples import IMAGES, SAMPLES

WORDING = frozenset({"T01", "T15", "G09"})
"""What some of the samples really do: leave their organ out, ask to ask, order a government."""
FALLBACKS = frozenset({"X15", "X04"})
"""The free faces stand in for the standard's own; tables are not counted in lines of 3号."""


def found(sheet: Sheet) -> set[str]:
    return {finding.rule.id for finding in check(sheet)}


def as_pdf(document: OfficialDocument) -> Sheet:
    return read("公文.pdf", official_pdf(document, images=IMAGES).pdf)


def as_docx(document: OfficialDocument) -> Sheet:
    return read("公文.docx", official_docx(document, images=IMAGES).docx)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("read_back", [sheet_of, as_pdf, as_docx], ids=["editor", "pdf", "docx"])
def test_what_the_press_makes_breaks_no_rule(
    name: str, read_back: Callable[[OfficialDocument], Sheet]
) -> None:
    assert found(read_back(SAMPLES[name])) - WORDING - FALLBACKS == set()


def test_a_file_is_read_as_the_elements_it_was_made_of() -> None:
    document = SAMPLES["notice"]
    for sheet in (as_pdf(document), as_docx(document)):
        assert sheet.genre == "通知"
        assert sheet.text(Zone.NUMBER) == document.number
        assert sheet.text(Zone.TITLE).replace("\u3000", "") == document.title
        assert sheet.text(Zone.SIGNATURE) == document.signatures[0].organ
        assert sheet.text(Zone.CC).startswith("抄送：") and sheet.text(Zone.PRINTED)


def faulty() -> docx.document.Document:
    """A notice as somebody types it who has never seen the standard."""
    word = docx.Document()
    word.core_properties.author = "周明"
    section = word.sections[0]
    section.page_width, section.page_height = Mm(215.9), Mm(279.4)
    section.left_margin = section.right_margin = Mm(31.8)
    title = word.add_paragraph().add_run("云岭区人民政府关于做好防汛工作的通知")
    title.bold, title.font.size = True, Pt(18)
    word.add_paragraph("各街道办事处:").paragraph_format.first_line_indent = Pt(24)
    body = word.add_paragraph("　　为做好防汛工作,请于6月")
    body.add_run("30号").font.color.rgb = RGBColor(0, 0, 255)
    body.add_run("前报送，，情况。").bold = True
    word.add_paragraph("第二段没有缩进。").paragraph_format.line_spacing = 1.5
    word.add_paragraph("附:1、责任清单。")
    word.add_paragraph("云岭区人民政府")
    word.add_paragraph("2025年03月05日")
    mark = OxmlElement("w:commentReference")
    mark.set(qn("w:id"), "0")
    body.runs[0]._r.append(mark)
    return word


def stored(word: docx.document.Document) -> bytes:
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def test_the_layout_of_a_docx_is_judged() -> None:
    sheet = read("通知.docx", stored(faulty()))
    wanted = {"X01", "X02", "X03", "X06", "X10", "T14", "M01", "M02", "S12", "S13", "X05"}
    assert wanted <= found(sheet)
    assert {"A01", "A11", "N02", "N03", "P01", "P09", "D01"} <= found(sheet)
    assert "X12" in {f.rule.id for f in check(sheet, publish=True)}


def test_a_docx_is_mended_and_keeps_how_it_is_set() -> None:
    before = stored(faulty())
    after, made = mend_docx(before)
    assert made >= 7
    word = docx.Document(io.BytesIO(after))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[1] == "各街道办事处："
    assert texts[2] == "　　为做好防汛工作，请于6月30日前报送，情况。"
    assert texts[4:] == ["附件：责任清单", "云岭区人民政府", "2025年3月5日"]
    blue = word.paragraphs[2].runs[1]
    assert (blue.text, blue.font.color.rgb) == ("30日", RGBColor(0, 0, 255))
    assert mend_docx(after) == (after, 0)


def test_a_text_box_is_read_once_and_a_deletion_not_at_all() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("正文")
    paragraph._p.append(
        docx.oxml.parse_xml(
            '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>框中文字"
            "</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    gone = OxmlElement("w:del")
    gone.append(word.add_paragraph("删去").runs[0]._r)
    word.paragraphs[-1]._p.append(gone)
    assert [p.text for p in read("a.docx", stored(word)).passages] == ["正文", "框中文字"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_are_read_in_the_encodings_people_use(encoding: str) -> None:
    sheet = read("a.txt", "云政办发[2025]5号".encode(encoding))
    assert found(sheet) == {"H01"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"PK\x03\x04 not a package", "不是完整的 Word 文档"),
        ("a.pdf", b"%PDF-1.7 nothing more", "PDF 已损坏"),
        ("a.txt", b"\x81\x00\xff\xff\xfe", "编码认不出来"),
        ("a.doc", b"", "另存为 docx"),
        ("none", b"", "没有扩展名"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(name, content)


def test_a_scan_is_no_text() -> None:
    import pypdfium2

    blank = pypdfium2.PdfDocument.new()
    blank.new_page(595, 842)
    target = io.BytesIO()
    blank.save(target)
    with pytest.raises(Unreadable, match="扫描件"):
        read("a.pdf", target.getvalue())


def test_tables_in_tables_without_end_are_refused() -> None:
    word = docx.Document()
    word.add_paragraph("正文")
    source = stored(word)
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                deep = b"<w:tbl><w:tr><w:tc>" * 10_000 + b"</w:tc></w:tr></w:tbl>" * 10_000
                data = data.replace(b"<w:body>", b"<w:body>" + deep)
            new.writestr(part, data)
    with pytest.raises(Unreadable, match="不是完整的 Word 文档"):
        read("a.docx", target.getvalue())
