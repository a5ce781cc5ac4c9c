"""Texts into chapters, articles, 款, 项 and 目; what is not understood is reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from guiju.law.heads import Change, Kind, title_key
from guiju.law.lines import Unreadable
from guiju.law.numerals import to_chinese
from guiju.law.parsed import LawText, Level, Unit, joined
from guiju.law.parsing import parse_file, parse_text
from tests.law.texts import FIRST, OLD, SECOND

NAME = "行政法规/灯笼管理条例(2010-03-01).md"
HEAD = "# 灯笼规定\n\n2010年3月1日 公布\n\n<!-- INFO END -->\n\n"


def places(text: LawText, number: int) -> list[tuple[int, int, int]]:
    article = next(a for a in text.articles if a.number == number)
    return [(p.paragraph, p.item, p.subitem) for p in article.passages]


def body(text: str) -> LawText:
    return parse_text(HEAD + text, "灯笼规定.md")


class TestHead:
    def test_a_made_text_tells_title_kind_organ_and_days(self) -> None:
        text = parse_text(FIRST, NAME)
        assert (text.title, text.kind, text.organ) == (
            "中华人民共和国灯笼管理条例", Kind.REGULATION, "国务院",
        )  # fmt: skip
        assert (text.on, text.valid_from) == (date(2010, 3, 1), date(2010, 5, 1))
        assert (text.change, text.repeals) == (Change.MADE, ("花灯暂行办法",))

    def test_a_revised_text_is_named_by_its_last_change(self) -> None:
        text = parse_text(SECOND, "行政法规/灯笼管理条例.md")
        assert (text.on, text.change) == (date(2019, 4, 3), Change.REVISED)
        assert text.dates.promulgated == date(2010, 3, 1)
        assert text.valid_from == date(2019, 5, 15)

    def test_a_changed_wording_never_binds_before_it_was_made(self) -> None:
        amended = FIRST.replace("<!-- INFO", "2018年2月1日 《某决定》修正\n\n<!-- INFO")
        text = parse_text(amended, "行政法规/灯笼管理条例.md")
        assert (text.effective, text.valid_from) == (date(2010, 5, 1), date(2018, 2, 1))
        assert text.change is Change.AMENDED

    def test_an_amendment_named_in_the_head_changes_the_text(self) -> None:
        line = "2018年3月11日 通过的《中华人民共和国灯笼管理条例修正案》\n\n<!-- INFO"
        text = parse_text(FIRST.replace("<!-- INFO", line), "行政法规/灯笼管理条例.md")
        assert (text.on, text.change) == (date(2018, 3, 11), Change.AMENDED)

    def test_a_text_dated_long_after_it_took_effect_was_changed(self) -> None:
        text = parse_text(FIRST, "行政法规/灯笼管理条例(2016-02-06).md")
        assert (text.change, text.valid_from) == (Change.AMENDED, date(2016, 2, 6))

    @pytest.mark.parametrize(
        ("title", "organ"),
        [
            ("最高人民法院关于灯笼纠纷的解释", "最高人民法院"),
            ("最高人民法院、最高人民检察院关于灯笼案件的解释", "最高人民法院、最高人民检察院"),
            ("人民检察院灯笼案件规则", "最高人民检察院"),
        ],
    )
    def test_an_interpretation_tells_its_court(self, title: str, organ: str) -> None:
        text = parse_text(f"# {title}\n2010年3月1日 公布\n第一条 牢固。", f"司法解释/{title}.md")
        assert text.organ == organ

    def test_at_once_means_the_day_it_was_made(self) -> None:
        assert parse_text(OLD, "行政法规/花灯暂行办法.md").valid_from == date(1990, 1, 1)

    def test_without_any_date_the_file_is_refused(self) -> None:
        with pytest.raises(Unreadable, match="日期"):
            parse_text("# 灯笼规定\n<!-- INFO END -->\n第一条 牢固。", "灯笼规定.md")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("中华人民共和国灯笼法", "《灯笼法》"),
            ("关于适用《中华人民共和国灯笼法》的解释", "关于适用〈灯笼法〉的解释"),
            ("灯笼法（2018年修正）", "灯 笼 法"),
        ],
    )
    def test_a_title_is_the_same_however_written(self, one: str, other: str) -> None:
        assert title_key(one) == title_key(other)

    @pytest.mark.parametrize(
        ("head", "kind"),
        [
            ("中华人民共和国国务院令第1号公布", Kind.REGULATION),
            ("云岭省人民政府令第1号公布", Kind.LOCAL_RULE),
            ("第九届全国人民代表大会第一次会议通过", Kind.LAW),
            ("云岭省人民代表大会常务委员会通过", Kind.LOCAL_REGULATION),
            ("灯笼部令第1号公布", Kind.DEPARTMENT_RULE),
            ("印发", Kind.NORMATIVE),
        ],
    )
    def test_without_a_folder_the_maker_tells_the_kind(self, head: str, kind: Kind) -> None:
        text = parse_text(HEAD.replace("公布", head) + "第一条 牢固。", "灯笼规定.md")
        assert text.kind is kind


class TestBody:
    def test_chapters_and_sections_hold_their_articles(self) -> None:
        text = parse_text(FIRST, NAME)
        assert [(c.level, c.label, c.title) for c in text.chapters] == [
            (Level.CHAPTER, "第一章", "总则"),
            (Level.CHAPTER, "第二章", "法律责任"),
            (Level.SECTION, "第一节", "处罚"),
        ]
        assert [a.chapter for a in text.articles] == [0, 0, 2, 2]

    def test_paragraphs_items_and_subitems_are_counted(self) -> None:
        assert places(parse_text(FIRST, NAME), 2) == [
            (1, 0, 0), (2, 0, 0), (2, 1, 0), (2, 2, 0), (2, 2, 1), (2, 2, 2), (2, 3, 0),
        ]  # fmt: skip

    def test_text_between_items_belongs_to_the_item_before_it(self) -> None:
        text = body("第一条 包括：\n（一）宫灯；\n宫灯指八角灯。\n（二）走马灯。\n余者不在此列。")
        assert places(text, 1) == [(1, 0, 0), (1, 1, 0), (1, 1, 0), (1, 2, 0), (2, 0, 0)]

    def test_items_in_one_line_are_told_apart(self) -> None:
        text = body("第一条 包括：（一）宫灯；（二）走马灯。")
        assert places(text, 1) == [(1, 0, 0), (1, 1, 0), (1, 2, 0)]

    def test_an_inserted_article_has_a_suffix(self) -> None:
        text = parse_text(SECOND, "行政法规/灯笼管理条例.md")
        assert [(a.number, a.suffix, a.label) for a in text.articles][1] == (1, 1, "第一条之一")

    def test_a_hole_in_the_numbers_is_reported_with_its_line(self) -> None:
        text = parse_text(SECOND, "行政法规/灯笼管理条例.md")
        (trouble,) = text.troubles
        line = next(n for n, row in enumerate(SECOND.split("\n"), 1) if row.startswith("第五条"))
        assert (trouble.line, "第三条之后是第五条" in trouble.says) == (line, True)

    def test_an_article_that_comes_twice_is_kept_as_text_and_reported(self) -> None:
        text = body("第一条 牢固。\n第二条 检查。\n第一条 重复。")
        assert [a.number for a in text.articles] == [1, 2]
        assert "重复。" in text.articles[1].text
        assert len(text.troubles) == 1

    def test_a_line_that_refers_to_an_article_begins_none(self) -> None:
        text = body("第一条 牢固。\n第二条规定的灯笼除外。\n第二条 检查。")
        assert [a.number for a in text.articles] == [1, 2]

    def test_articles_run_together_in_a_line_are_told_apart(self) -> None:
        text = body("第一条 牢固。 第二条 检查。 第三条 记录。")
        assert [a.text for a in text.articles] == ["牢固。", "检查。", "记录。"]

    def test_points_number_a_text_without_articles(self) -> None:
        text = parse_text(OLD, "行政法规/花灯暂行办法.md")
        assert [(a.unit, a.label) for a in text.articles] == [
            (Unit.POINT, "一"), (Unit.POINT, "二"),
        ]  # fmt: skip
        assert places(text, 1) == [(1, 0, 0), (2, 0, 0)]

    def test_words_before_the_first_article_and_appendices_are_kept(self) -> None:
        text = body("灯笼源远流长。\n第一条 牢固。\n附件：\n灯笼图样")
        assert [(a.unit, a.number, a.suffix) for a in text.articles] == [
            (Unit.PROSE, 0, 0), (Unit.ARTICLE, 1, 0), (Unit.PROSE, 0, 1),
        ]  # fmt: skip

    def test_a_table_of_contents_is_not_the_text(self) -> None:
        contents = "目　录\n第一章 总则\n第二章 附则\n"
        text = body(contents + "第一章 总则\n第一条 牢固。\n第二章 附则\n第二条 施行。")
        assert [c.label for c in text.chapters] == ["第一章", "第二章"]

    def test_the_files_of_a_code_become_one_text(self) -> None:
        head = "# 灯笼典\n# {}\n2010年3月1日 公布\n<!-- INFO END -->\n"
        late = parse_text(head.format("悬挂编") + "第三条 悬挂。", "民法典/悬挂编.md")
        early = parse_text(head.format("总则") + "第一条 总。\n第二条 则。", "民法典/总则.md")
        whole = joined([late, early])
        assert [a.number for a in whole.articles] == [1, 2, 3]
        assert [whole.chapters[a.chapter or 0].label for a in whole.articles] == [
            "总则", "总则", "悬挂编",
        ]  # fmt: skip
        assert not whole.troubles

    @given(st.lists(st.integers(1, 3), min_size=1, max_size=40))
    def test_every_article_written_is_read_with_all_its_paragraphs(self, sizes: list[int]) -> None:
        lines = []
        for number, size in enumerate(sizes, start=1):
            lines.append(f"第{to_chinese(number)}条 款一。")
            lines += [f"款{to_chinese(n)}。" for n in range(2, size + 1)]
        text = body("\n\n".join(lines))
        assert [len(a.passages) for a in text.articles] == sizes
        assert not text.troubles


class TestFormats:
    def test_a_word_file_reads_like_the_markdown(self, tmp_path: Path) -> None:
        document = Document()
        document.add_paragraph("中华人民共和国")
        document.add_paragraph("灯笼管理条例")
        document.add_paragraph("（2010年3月1日 中华人民共和国国务院令第9001号公布）")
        for row in FIRST.split("<!-- INFO END -->")[1].split("\n"):
            if row.strip():
                document.add_paragraph(row.lstrip("# "))
        path = tmp_path / "行政法规" / "灯笼管理条例.docx"
        path.parent.mkdir()
        document.save(str(path))
        told, expected = parse_file(path, tmp_path), parse_text(FIRST, NAME)
        assert (told.title, told.on, told.kind) == (expected.title, expected.on, expected.kind)
        assert [c.label for c in told.chapters] == [c.label for c in expected.chapters]
        assert [(a.label, a.passages) for a in told.articles] == [
            (a.label, a.passages) for a in expected.articles
        ]

    def test_a_file_that_is_no_word_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "灯笼.docx"
        path.write_bytes(b"PK but not really")
        with pytest.raises(Unreadable, match="DOCX"):
            parse_file(path, tmp_path)

    def test_a_text_of_an_older_office_machine_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "灯笼管理办法(2020-01-01).txt"
        for encoding in ("gb18030", "utf-16", "utf-8-sig"):
            path.write_bytes("灯笼管理办法\n第一条 牢固。".encode(encoding))
            (article,) = parse_file(path, tmp_path).articles
            assert article.text == "牢固。", encoding

    def test_what_is_no_text_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "灯笼.txt"
        for content in (b"\xff\xff\x00", b"\x00\x01", b"\x81"):
            path.write_bytes(content)
            with pytest.raises(Unreadable, match="UTF-8"):
                parse_file(path, tmp_path)
