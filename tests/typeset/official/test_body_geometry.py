"""主体 measured on the PDF: text, attachments, signatures. (GB/T 9704-2012 7.3.3–7.3.7, 8)"""

from __future__ import annotations

from guiju.typeset.official import (
    Attachment,
    Heading,
    OfficialDocument,
    Paragraph,
    Profile,
    Signature,
    Table,
)
from guiju.typeset.official_parts import run_in
from tests.typeset.official.measured import CHARACTER, Sheet, measure
from tests.typeset.official.samples import (
    GOVERNMENT,
    JOINT,
    JOINT_UP,
    LONG,
    NOTICE,
    ORDER,
    PLAN,
    SHORT,
    paragraphs,
)
from tests.typeset.official.test_head_geometry import NEAR, PITCH, both, near


def page_of(pages: tuple[Sheet, ...], text: str) -> Sheet:
    return next(page for page in pages if text in page.text)


def test_paragraphs_begin_two_characters_in_and_go_on_flush_left() -> None:
    """(7.3.3)"""
    page = measure(NOTICE)[0]
    assert page.row("为深入推进依法行政").left == near(28 + 2 * CHARACTER)
    assert page.row("保护公民").left == near(28)
    assert page.row("保护公民").right == near(184)


def test_headings_have_the_faces_of_their_levels() -> None:
    """黑体, 楷体, 仿宋, 仿宋. (7.3.3)"""
    levels = ("一、总体要求", "（一）基本原则", "1.坚持依法", "（1）责任分工")
    body = tuple(Heading(level=n, text=text) for n, text in enumerate(levels, 1))
    pages = measure(NOTICE.model_copy(update={"body": (*body, *paragraphs("规矩"))}))
    rows = [page_of(pages, text).row(text) for text in levels]
    plain = page_of(pages, "规矩").row("规矩").first.face
    assert "Sans" in rows[0].first.face
    assert rows[1].first.face not in (rows[0].first.face, plain)
    assert rows[2].first.face == rows[3].first.face == plain
    for row in rows:
        assert row.first.points == near(15.8, 0.2)
        # An opening bracket stands at the inner side of its square.
        assert row.left == near(28 + 2 * CHARACTER)


def test_a_heading_run_into_its_paragraph_has_the_face_of_its_level() -> None:
    """（一）and one sentence in 楷体, what goes on behind it in 仿宋. (7.3.3)"""
    text = "（一）加强领导。各单位应当按照职责分工抓好落实。"
    heading = Heading(level=2, text="（二）基本原则")
    body = (Paragraph(text=text), heading, *paragraphs("规矩"))
    page = measure(NOTICE.model_copy(update={"body": body}))[0]
    row = page.row("（一）加强领导")
    kai, song = page.row(heading.text).first.face, page.row("规矩").first.face
    assert row.text.strip() == text and kai != song
    assert [glyph.face for glyph in row.glyphs] == [kai] * 8 + [song] * (len(text) - 8)


def test_a_paragraph_that_only_begins_with_an_ordinal_is_none() -> None:
    assert run_in("（一）加强领导。") == ""
    assert run_in("（一）加强领导；落实责任。分工负责。") == ""
    assert run_in("一、加强领导。落实责任。") == ""
    assert run_in("（十二）加强领导。落实责任。") == "（十二）加强领导。"


def test_a_heading_does_not_stand_last_on_a_page() -> None:
    before = paragraphs(*["规矩"] * 8)
    for more in range(4):
        body = (*before, *paragraphs(*["规矩"] * more), Heading(level=1, text="一、末"), *before)
        pages = measure(SHORT.model_copy(update={"body": body}))
        page = page_of(pages, "一、末")
        assert page.body[-1].text != "一、末"


@both
def test_attachment_note(profile: Profile) -> None:
    """A line below the text, two characters in; names go on below their first one. (7.3.4)"""
    long = "云中区行政执法案卷评查指标体系及评分细则（修订稿）和使用说明"
    names = (Attachment(title=long), Attachment(title="任务分工表"))
    document = SHORT.model_copy(update={"attachments": names, "body": paragraphs("规矩")})
    pages = measure(document, profile)
    page = page_of(pages, "附件：1.")
    first, second = page.row("附件：1."), page.row("2.任务")
    assert first.left == near(28 + 2 * CHARACTER)
    before = page.body[page.body.index(first) - 1]
    assert first.top - before.top == near(2 * PITCH[profile])
    wrapped = page.body[page.body.index(first) + 1]
    assert wrapped.left == near(first.at("云").left)
    assert second.at("任").left == near(first.at("云").left)
    assert second.left == near(first.at("1").left)


def test_a_single_attachment_has_no_ordinal() -> None:
    pages = measure(JOINT)
    assert page_of(pages, "附件：").row("附件：").text == "附件：罚没收入专项检查表"


@both
def test_attachment_begins_a_page(profile: Profile) -> None:
    """Its label flush left in 黑体, its title in the third line, in the middle. (7.3.7)"""
    page = next(page for page in measure(JOINT, profile) if page.rows[0].text == "附件")
    label, title = page.rows[:2]
    assert (label.left, label.top) == (near(28), near(37))
    assert "Sans" in label.first.face
    middle = 37 + 2 * PITCH[profile] + CHARACTER / 2
    assert (title.top + title.bottom) / 2 == near(middle, 0.3)
    assert title.middle == near(106)
    assert title.first.points == near(22)


@both
def test_sealed_signature(profile: Profile) -> None:
    """The date ends four characters from the right, the organ stands in its middle. (7.3.5.1)"""
    page = page_of(measure(NOTICE, profile), "2026年3月5日")
    date = page.row("2026年3月5日")
    organ = page.body[page.body.index(date) - 1]
    assert organ.text == GOVERNMENT
    assert date.right == near(184 - 4 * CHARACTER)
    assert organ.middle == near(date.middle, 0.3)
    assert date.top - organ.top == near(PITCH[profile])
    # A seal of 42 mm, its middle 4 mm above that of organ and date, is within a line of the text.
    last = page.body[page.body.index(organ) - 1]
    seal_top = (organ.top + date.bottom) / 2 - 4 - 21
    assert 0 < seal_top - last.bottom < 10.39


def test_joint_seals_do_not_touch() -> None:
    """Organs in rows with room for seals of 42 mm, the last one by the date. (7.3.5.1)"""
    pages = measure(JOINT)
    page = page_of(pages, "2026年3月5日")
    date = page.row("2026年3月5日")
    row = page.body[page.body.index(date) - 1]
    assert row.text == "云中区财政局云中区司法局云中区审计局"
    middles = [(row.glyphs[n].left + row.glyphs[n + 5].right) / 2 for n in (0, 6, 12)]
    assert middles[2] == near(date.middle, 0.3)
    assert min(b - a for a, b in zip(middles, middles[1:], strict=False)) > 42
    assert middles[0] - 21 > 28 and middles[2] + 21 < 184


def test_many_joint_organs_stand_in_several_rows() -> None:
    names = [f"云中区{name}局" for name in ("财政", "司法", "审计", "教育", "民政")]
    signed = tuple(Signature(organ=name) for name in names)
    pages = measure(JOINT.model_copy(update={"signatures": signed, "attachments": ()}))
    page = page_of(pages, "2026年3月5日")
    rows = [row for row in page.body if row.text.startswith("云中区") and row.top < 240]
    assert [row.text for row in rows] == ["".join(names[:3]), "".join(names[3:])]
    assert rows[1].top - rows[0].top > 42


@both
def test_unsealed_signatures(profile: Profile) -> None:
    """Two characters from the right, the date two characters further in. (7.3.5.2)"""
    page = page_of(measure(JOINT_UP, profile), "2026年3月5日")
    date = page.row("2026年3月5日")
    at = page.body.index(date)
    organs = page.body[at - 3 : at]
    assert [row.text for row in organs] == ["云中区财政局", "云中区司法局", "云中区审计局"]
    assert date.left == near(organs[0].left + 2 * CHARACTER)
    # The date is the longer one here, so it gives the measure.
    assert date.right == near(184 - 2 * CHARACTER)
    before = page.body[at - 4]
    assert organs[0].top - before.top == near(2 * PITCH[profile])


def test_a_long_unsealed_organ_ends_two_characters_from_the_right() -> None:
    """(7.3.5.2)"""
    document = SHORT.model_copy(update={"sealed": False})
    page = page_of(measure(document), "2026年3月5日")
    date = page.row("2026年3月5日")
    organ = page.body[page.body.index(date) - 1]
    assert organ.right == near(184 - 2 * CHARACTER)
    assert date.left == near(organ.left + 2 * CHARACTER)


@both
def test_signature_seal_of_an_order(profile: Profile) -> None:
    """Two lines below; four characters from the right; the date a line below. (7.3.5.3)"""
    page = measure(ORDER, profile)[0]
    row, date = page.row("区长"), page.row("2026年3月5日")
    before = page.body[page.body.index(row) - 1]
    assert row.top - before.top == near(3 * PITCH[profile])
    assert row.text == "区长赵一鸣"
    # A name of three characters amid the four of its seal.
    assert row.right == near(184 - 4.5 * CHARACTER, 0.4)
    assert row.at("赵").left - row.at("长").right == near(2.5 * CHARACTER, 0.4)
    assert date.right == near(184 - 4 * CHARACTER)
    assert date.top - row.top == near(2 * PITCH[profile])


@both
def test_note_follows_the_date(profile: Profile) -> None:
    """Two characters in, in round brackets. (7.3.6)"""
    page = page_of(measure(NOTICE, profile), "此件公开发布")
    note, date = page.row("此件公开发布"), page.row("2026年3月5日")
    assert note.text == "（此件公开发布）"
    assert note.left == near(28 + 2 * CHARACTER, CHARACTER / 2 + NEAR)
    assert note.top - date.top == near(PITCH[profile])


def test_signature_never_stands_on_a_page_without_text() -> None:
    """Lines are set closer or wider until it does not. (7.3.5.5)"""
    alone = 0
    for lines in range(4, 16):
        document = SHORT.model_copy(update={"body": paragraphs(*["规矩"] * lines), "note": ""})
        for page in measure(document):
            if "2026年3月5日" in page.text and "印发" not in page.text:
                alone += "规矩" not in page.text
    assert alone == 0


def test_wide_table_stands_across_the_page() -> None:
    """Its head at the left edge on odd and even pages, the page number in its place. (8)"""
    pages = [page for page in measure(PLAN) if page.turned]
    assert len(pages) == 2
    for page in pages:
        head = [glyph for glyph in page.turned if glyph.text in "序号"]
        rest = [glyph for glyph in page.turned if glyph.text in "案卷"]
        assert max(glyph.right for glyph in head) < min(glyph.left for glyph in rest)
        assert min(glyph.left for glyph in page.turned) > 28 - NEAR
        assert max(glyph.right for glyph in page.turned) < 184 + NEAR
        assert page.number is not None
        assert (page.number.top + page.number.bottom) / 2 == near(269)
    assert pages[0].number is not None and pages[0].number.text == "—4—"


def test_table_head_is_repeated_on_every_page() -> None:
    pages = [page for page in measure(LONG) if "云政规〔2025〕" in page.text]
    assert len(pages) == 2
    assert all("文件名称" in page.text for page in pages)


def test_ragged_and_empty_tables_are_printed() -> None:
    odd = (Table(rows=(("甲", "乙"), ("丙",)), head_rows=5), Table(rows=()), Table(rows=((),)))
    document: OfficialDocument = SHORT.model_copy(update={"body": (*odd, *paragraphs("规矩"))})
    text = "".join(page.text for page in measure(document))
    assert all(word in text for word in "甲乙丙规")


def test_caption_stays_with_its_picture() -> None:
    page = page_of(measure(PLAN), "图1评查工作流程")
    assert page.row("图1评查工作流程").middle == near(106)
