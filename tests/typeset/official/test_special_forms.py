"""信函, 命令 and 纪要 measured on the PDF. (GB/T 9704-2012 10)"""

from __future__ import annotations

from guiju.typeset.official import Profile
from tests.typeset.official.measured import CHARACTER, measure
from tests.typeset.official.samples import LETTER, MINUTES, ORDER
from tests.typeset.official.test_head_geometry import PITCH, both, near

SEVEN_EIGHTHS = CHARACTER * 7 / 8


@both
def test_mark_and_rules_of_a_letter(profile: Profile) -> None:
    """Mark 30 mm from the paper's edge; double rules of 170 mm, thick over thin. (10.1)"""
    page = measure(LETTER, profile)[0]
    mark = page.row("云中区人民政府办公室")
    assert mark.top == near(30)
    assert mark.middle == near(106)
    assert all(glyph.red for glyph in mark.glyphs)
    thick, thin, lower_thin, lower_thick = page.rules
    assert all(rule.red for rule in page.rules)
    assert {(round(rule.left, 1), round(rule.length, 1)) for rule in page.rules} == {(20.0, 170.0)}
    assert thick.width > thin.width and lower_thick.width > lower_thin.width
    assert thick.y - thick.width / 2 - mark.bottom == near(4)
    assert lower_thin.y == near(277)


@both
def test_number_and_urgency_below_the_first_rule(profile: Profile) -> None:
    """Flush right and flush left, 7/8 of a character below. (10.1)"""
    page = measure(LETTER, profile)[0]
    row = page.row("云政办函〔2026〕33号")
    assert row.text == "加急云政办函〔2026〕33号"
    assert (row.left, row.right) == (near(28), near(184))
    assert row.top - page.rules[1].y == near(SEVEN_EIGHTHS, 0.6)
    title = page.row("关于征求")
    gap = PITCH[profile] - CHARACTER
    assert title.top - row.bottom == near(2 * PITCH[profile] + gap, 1.5)


def test_letter_has_no_number_on_its_first_page() -> None:
    """(10.1)"""
    pages = measure(LETTER)
    assert pages[0].number is None
    assert pages[1].number is not None and pages[1].number.text == "—2—"
    assert pages[0].body[-1].bottom < 277 - SEVEN_EIGHTHS


def test_record_of_a_letter_is_its_copies_alone() -> None:
    """At the foot of the type area of the last page, without rules and printer. (10.1)"""
    document = LETTER.model_copy(update={"printed_by": "不应印出"})
    page = measure(document)[-1]
    assert page.row("抄送：").bottom == near(262, 0.3)
    assert page.rules == ()
    assert "不应印出" not in page.text
    single = measure(LETTER.model_copy(update={"body": ()}))
    assert len(single) == 1


@both
def test_order(profile: Profile) -> None:
    """Mark 20 mm below the type area's edge; number and text two lines further each. (10.2)"""
    page = measure(ORDER, profile)[0]
    mark, number, text = page.row("人民政府令"), page.row("第5号"), page.row("《云中区城市")
    gap = PITCH[profile] - CHARACTER
    assert mark.top == near(57)
    assert all(glyph.red for glyph in mark.glyphs)
    assert number.middle == near(106)
    assert number.top - mark.bottom == near(2 * PITCH[profile] + gap)
    assert text.top - number.top == near(3 * PITCH[profile])
    assert not [rule for rule in page.rules if rule.red]


@both
def test_minutes(profile: Profile) -> None:
    """Mark 35 mm below the type area's edge; 出席 in 黑体, names below names. (10.3)"""
    pages = measure(MINUTES, profile)
    mark = pages[0].row("常务会议纪要")
    assert mark.top == near(72)
    page = next(page for page in pages if "出席：" in page.text)
    row = page.row("出席：")
    at = page.body.index(row)
    assert row.left == near(28 + 2 * CHARACTER)
    assert "Sans" in row.first.face and "Sans" not in row.at("赵").face
    assert page.body[at + 1].left == near(row.at("赵").left)
    assert row.top - page.body[at - 1].top == near(2 * PITCH[profile])
