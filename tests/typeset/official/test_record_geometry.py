"""版记 and page numbers measured on the PDF. (GB/T 9704-2012 7.4, 7.5)"""

from __future__ import annotations

import pytest

from guiju.typeset.official import OfficialDocument
from tests.typeset.official.measured import Sheet, measure
from tests.typeset.official.samples import JOINT, LONG, MINUTES, NOTICE, PLAN, SHORT, paragraphs
from tests.typeset.official.test_head_geometry import both, near

SMALL = 14 / 72 * 25.4
"""Millimetres of a character of size 4."""


@pytest.mark.parametrize("document", [NOTICE, SHORT, JOINT, LONG, MINUTES, PLAN])
def test_record_lies_at_the_foot_of_the_last_even_page(document: OfficialDocument) -> None:
    """Its last rule is the lower edge of the type area. (7.4.1)"""
    pages = measure(document)
    assert len(pages) % 2 == 0
    rules = [rule for rule in pages[-1].rules if not rule.red and rule.length > 150]
    assert rules[-1].y == near(262)
    assert not any("印发" in row.text for page in pages[:-1] for row in page.body if row.top > 250)


@both
def test_rules_of_the_record(profile: object) -> None:
    """156 mm long; 0.35 mm outside, 0.25 mm within. (7.4.1)"""
    rules = measure(NOTICE, profile)[-1].rules  # type: ignore[arg-type]
    assert [rule.width for rule in rules] == [near(0.35, 0.01), near(0.25, 0.01), near(0.35, 0.01)]
    assert {(round(rule.left, 1), round(rule.length, 1)) for rule in rules} == {(28.0, 156.0)}


def test_copies_in_the_record() -> None:
    """Size 4, a character from both sides, further lines below the first organ. (7.4.2)"""
    page = measure(NOTICE)[-1]
    first = page.row("抄送：")
    at = page.rows.index(first)
    assert first.first.points == near(14)
    assert first.left == near(28 + SMALL)
    assert page.rows[at + 1].left == near(first.at("区").left)
    assert first.right <= 184 - SMALL + 0.2
    assert page.rows[at + 2].text.endswith("。")
    assert page.rows[at + 3].text.startswith("云中区人民政府办公室")


def test_printer_and_day_of_printing() -> None:
    """On the last line, a character from the left and from the right. (7.4.3)"""
    row = measure(NOTICE)[-1].row("印发")
    assert row.text == "云中区人民政府办公室2026年3月6日印发"
    assert (row.left, row.right) == (near(28 + SMALL), near(184 - SMALL))


def test_addressees_in_the_record_stand_above_the_copies() -> None:
    """With no rule between. (7.4.2)"""
    page = measure(PLAN)[-1]
    main, copies = page.row("主送："), page.row("抄送：")
    assert main.bottom < copies.top
    assert not any(main.bottom < rule.y < copies.top for rule in page.rules)
    assert "各直属机构：" not in measure(PLAN)[0].text


@both
def test_page_numbers_on_the_outer_side(profile: object) -> None:
    """宋体 of size 4 between dashes 7 mm below the type area, a character from the edge. (7.5)"""
    pages = measure(LONG, profile)  # type: ignore[arg-type]
    for n, page in enumerate(pages, 1):
        number = page.number
        if number is None:
            continue
        assert number.text == f"—{n}—"
        assert number.first.points == near(14)
        assert (number.top + number.bottom) / 2 == near(269)
        if n % 2:
            assert number.right == near(178.36)
        else:
            assert number.left == near(33.64)


def numbers(pages: tuple[Sheet, ...]) -> list[str]:
    return ["" if page.number is None else page.number.text for page in pages]


def test_blank_page_before_the_record_has_no_number_nor_has_the_record() -> None:
    """Text to the end of an even page: a blank one, then the record, both without. (7.5)"""
    document = SHORT.model_copy(update={"body": paragraphs(*["规矩"] * 26), "note": ""})
    pages = measure(document)
    assert numbers(pages) == ["—1—", "—2—", "", ""]
    assert pages[2].rows == ()
    assert "印发" in pages[3].text


def test_record_on_the_back_of_a_single_page_is_numbered() -> None:
    document = SHORT.model_copy(update={"body": paragraphs("规矩"), "note": ""})
    pages = measure(document)
    assert numbers(pages) == ["—1—", "—2—"]
    assert [row.text[:2] for row in pages[1].body] == ["云中"]


@pytest.mark.parametrize("lines", range(1, 60, 3))
def test_every_length_ends_on_an_even_page_with_its_own_number(lines: int) -> None:
    document = SHORT.model_copy(update={"body": paragraphs(*["规矩"] * lines)})
    pages = measure(document)
    assert len(pages) % 2 == 0
    for n, shown in enumerate(numbers(pages), 1):
        assert shown in ("", f"—{n}—")
    text = sum(page.text.count("规矩") for page in pages)
    assert text == lines


def test_without_anything_for_a_record_there_is_none() -> None:
    bare = SHORT.model_copy(
        update={"cc": (), "printed_by": "", "printed_on": None, "body": paragraphs("规矩")}
    )
    pages = measure(bare)
    assert len(pages) == 1
    assert [rule.red for rule in pages[0].rules] == [True]


def test_wrapped_names_keep_a_character_of_white() -> None:
    many = tuple(f"云中区第{n}街道办事处" for n in range(1, 25))
    page = measure(NOTICE.model_copy(update={"cc": many}))[-1]
    rows = [row for row in page.body if "街道" in row.text]
    assert len(rows) > 5
    assert {round(row.left, 1) for row in rows[1:]} == {round(rows[0].at("云").left, 1)}
    # Half of the square of a comma at the end of a line is empty.
    assert all(row.right <= 184 - SMALL / 2 + 0.2 for row in rows)
