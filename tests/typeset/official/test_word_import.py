"""Word files into the structure: ours come back exactly, edited and foreign ones are read."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guiju.typeset.official import (
    Attachment,
    Direction,
    Form,
    Heading,
    Image,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
)
from guiju.typeset.word_import import import_docx, read_docx
from guiju.typeset.word_import_taking import read_date
from guiju.typeset.word_official import KEPT_AT, official_docx, write_word
from tests.typeset.official.samples import DIGEST, IMAGES, LETTER, NOTICE, PICTURE, PLAN, SAMPLES

CHARACTERS = "云中区人民政府办公室关于加强管理的通知一二三（）“”，。1234"
WORDS = st.text(st.sampled_from(CHARACTERS), max_size=30)
SOME = WORDS.filter(bool)


def blocks() -> st.SearchStrategy[object]:
    cells = st.tuples(WORDS, WORDS, WORDS)
    return st.one_of(
        st.builds(Paragraph, text=WORDS),
        st.builds(Heading, level=st.integers(1, 4), text=SOME),
        st.builds(
            Table,
            rows=st.lists(cells, min_size=1, max_size=3).map(tuple),
            head_rows=st.integers(0, 1),
            caption=WORDS,
            wide=st.booleans(),
        ),
        st.builds(Image, digest=st.just(DIGEST), width_mm=st.sampled_from([20.0, 60.5, 120.0])),
    )


DOCUMENTS = st.builds(
    OfficialDocument,
    form=st.sampled_from(Form),
    direction=st.sampled_from(Direction),
    organs=st.lists(SOME, max_size=3).map(tuple),
    mark=WORDS,
    copy_number=st.sampled_from(["", "000001"]),
    urgency=st.sampled_from(["", "特急", "加急"]),
    number=st.sampled_from(["", "云政发〔2026〕1号", "第3号"]),
    signers=st.lists(st.sampled_from(["赵一鸣", "钱二"]), max_size=3).map(tuple),
    title=WORDS,
    addressees=st.lists(SOME, max_size=3).map(tuple),
    body=st.lists(blocks(), max_size=6).map(tuple),  # type: ignore[arg-type]
    attachments=st.lists(
        st.builds(Attachment, title=WORDS, body=st.lists(blocks(), max_size=2).map(tuple)),  # type: ignore[arg-type]
        max_size=2,
    ).map(tuple),
    signatures=st.lists(st.builds(Signature, organ=SOME), max_size=3).map(tuple),
    sealed=st.booleans(),
    dated=st.none() | st.dates(),
    note=WORDS,
    main_in_record=st.booleans(),
    cc=st.lists(SOME, max_size=3).map(tuple),
    printed_by=WORDS,
    printed_on=st.none() | st.dates(),
)


@pytest.mark.parametrize("name", SAMPLES)
def test_our_own_files_come_back_exactly(name: str) -> None:
    content = official_docx(SAMPLES[name], images=IMAGES).docx
    read = import_docx(content)
    assert read.document == SAMPLES[name]
    assert dict(read.images) == ({DIGEST: PICTURE} if name == "plan" else {})
    assert read.told == ()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_round_trip_of_any_document(document: OfficialDocument) -> None:
    assert read_docx(write_word(document, IMAGES)) == document


@pytest.mark.parametrize("name", ["notice", "short", "long", "request", "letter", "plan"])
def test_pages_alone_tell_the_same(name: str) -> None:
    """Without what is kept beside the text, as after a program that drops unknown parts."""
    content = without_kept(write_word(SAMPLES[name], IMAGES))
    assert read_docx(content) == SAMPLES[name]


def without_kept(content: bytes) -> bytes:
    word = docx.Document(io.BytesIO(content))
    for key, relation in list(word.part.rels.items()):
        if not relation.is_external and str(relation.target_part.partname) == KEPT_AT:
            del word.part.rels[key]
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def edited(content: bytes, old: str, new: str) -> bytes:
    word = docx.Document(io.BytesIO(content))
    for paragraph in word.paragraphs:
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_what_was_edited_in_word_counts_and_not_what_is_kept() -> None:
    content = edited(write_word(NOTICE, {}), "特急", "加急")
    content = edited(content, "（一）明确责任分工", "（一）明确任务分工")
    read = read_docx(content)
    assert read.urgency == "加急"
    assert Heading(level=2, text="（一）明确任务分工") in read.body
    assert read.model_copy(update={"urgency": "特急", "body": NOTICE.body}) == NOTICE


def test_an_edited_date_and_title() -> None:
    content = edited(write_word(LETTER, {}), "2026年3月5日", "2026年4月1日")
    assert read_docx(content).dated == date(2026, 4, 1)


def foreign() -> docx.document.Document:
    """A notice as somebody typed it, without any style."""
    word = docx.Document()
    for text, centred in (
        ("云中区教育局文件", True),
        ("云教发〔2026〕7号", True),
        ("", False),
        ("云中区教育局关于做好2026年", True),
        ("春季学期安全检查工作的通知", True),
        ("各学校：", False),
        ("为做好安全检查工作，现就有关事项通知如下。", False),
        ("一、检查范围", False),
        ("全区各级各类学校。", False),
        ("（一）重点检查食堂", False),
        ("附件：1.检查表", False),
        ("      2.联系人名单", False),
        ("", False),
        ("云中区教育局", False),
        ("二〇二六年二月二十一日", False),
        ("（此件公开发布）", False),
    ):
        paragraph = word.add_paragraph(text)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return word


def saved(word: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_a_foreign_notice_is_read_by_its_words() -> None:
    word = foreign()
    table = word.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "抄送：区委教育工委，区财政局。"
    read = import_docx(saved(word)).document
    assert read.organs == ("云中区教育局",)
    assert read.number == "云教发〔2026〕7号"
    assert read.title == "云中区教育局关于做好2026年春季学期安全检查工作的通知"
    assert (read.document_type, read.form, read.direction) == ("通知", Form.DOCUMENT, "下行")
    assert read.addressees == ("各学校",)
    assert read.body == (
        Paragraph(text="为做好安全检查工作，现就有关事项通知如下。"),
        Heading(level=1, text="一、检查范围"),
        Paragraph(text="全区各级各类学校。"),
        Heading(level=2, text="（一）重点检查食堂"),
    )
    assert [each.title for each in read.attachments] == ["检查表", "联系人名单"]
    assert read.signatures == (Signature(organ="云中区教育局"),)
    assert read.dated == date(2026, 2, 21)
    assert read.note == "此件公开发布"
    assert read.cc == ("区委教育工委", "区财政局")


def test_tables_and_pictures_of_a_foreign_file() -> None:
    word = foreign()
    word.paragraphs[8].add_run().add_picture(io.BytesIO(PICTURE), width=docx.shared.Mm(60))
    rows = word.add_table(rows=2, cols=3)
    rows.cell(0, 0).merge(rows.cell(0, 1)).text = "合并"
    word.paragraphs[9]._p.addprevious(rows._tbl)
    read = import_docx(saved(word))
    images = [block for block in read.document.body if isinstance(block, Image)]
    tables = [block for block in read.document.body if isinstance(block, Table)]
    assert images == [Image(digest=DIGEST, width_mm=60.0)]
    assert dict(read.images) == IMAGES
    assert tables[0].rows == (("合并", "", ""), ("", "", ""))
    assert read.told == ("表格里合并的单元格已经拆开，请核对",)


def test_a_file_that_is_no_document_says_so() -> None:
    read = import_docx(saved(docx.Document()))
    assert read.document == OfficialDocument(sealed=False)
    assert read.told == ("没有认出标题和正文，请核对这是不是一份公文",)


def test_picture_of_ours_keeps_its_caption_without_what_is_kept() -> None:
    read = import_docx(without_kept(write_word(PLAN, IMAGES)))
    captions = [block.caption for block in read.document.body if isinstance(block, Image)]
    assert captions == ["图1 评查工作流程"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月5日", date(2026, 3, 5)),
        ("二〇二六年十月三十一日", date(2026, 10, 31)),
        ("二○二六年 十二月 十日", date(2026, 12, 10)),
        ("2026年2月30日", None),
        ("某年某月某日", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text: str, day: date | None) -> None:
    assert read_date(text) == day
