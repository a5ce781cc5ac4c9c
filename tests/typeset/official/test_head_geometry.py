"""版头 and title measured on the PDF. (GB/T 9704-2012 5, 7.2, 7.3.1, 7.3.2)"""

from __future__ import annotations

import pytest

from guiju.typeset.official import Direction, OfficialDocument, Profile
from tests.typeset.official.measured import CHARACTER, MM, measure
from tests.typeset.official.samples import JOINT, JOINT_UP, NOTICE, REQUEST, paragraphs

PROFILES = list(Profile)
PITCH = {Profile.GLYPHS: 28.95 * MM, Profile.FRAMES: 10.39}
NEAR = 0.15
"""Millimetres; the standard itself allows 1."""

both = pytest.mark.parametrize("profile", PROFILES)


def near(value: float, allowed: float = NEAR) -> object:
    return pytest.approx(value, abs=allowed)


@both
def test_paper_type_area_and_grid(profile: Profile) -> None:
    """A4; 37 and 28 mm white; 22 lines of 28 characters fill 156 × 225 mm. (5.1, 5.2)"""
    # Nothing to sign: lines are set closer only to keep a signature with its text (7.3.5.5).
    bare = {"signatures": (), "dated": None, "note": ""}
    text = NOTICE.model_copy(update={"body": paragraphs("规" * 28 * 70), **bare})
    page = measure(text, profile)[1]
    assert page.size == (near(210), near(297))
    full = [row for row in page.body if len(row.text) == 28]
    assert len(page.body) == len(full) == 22
    for n, row in enumerate(page.body):
        assert (row.left, row.right) == (near(28), near(184))
        assert row.top == near(37 + n * PITCH[profile])
        assert row.first.points == near(15.8, 0.2)
    assert page.body[-1].bottom <= 262


def test_lines_of_the_second_profile_lie_amid_their_frames() -> None:
    """The middle of line n lies at 34.58 + 10.39 (n - ½). (GB/T 33476.2-2016 annex A)"""
    page = measure(NOTICE, Profile.FRAMES)[1]
    for n, row in enumerate(page.body[:5]):
        assert (row.top + row.bottom) / 2 == near(34.58 + 10.39 * (n + 0.5))


@both
def test_copy_number_and_urgency(profile: Profile) -> None:
    """Flush left in the first line, six figures; below it the urgency in 黑体. (7.2.1, 7.2.3)"""
    number, urgency = measure(NOTICE, profile)[0].rows[:2]
    assert number.text == "000012"
    assert (number.left, number.top) == (near(28), near(37))
    assert urgency.text == "特急"
    assert (urgency.left, urgency.top) == (near(28), near(37 + PITCH[profile]))
    assert "Sans" in urgency.first.face


def test_urgency_alone_takes_the_first_line() -> None:
    page = measure(NOTICE.model_copy(update={"copy_number": ""}))[0]
    assert (page.rows[0].text, page.rows[0].top) == ("特急", near(37))


@both
def test_mark_is_red_amid_the_line_35_mm_below_the_type_area(profile: Profile) -> None:
    """(7.2.4)"""
    mark = measure(NOTICE, profile)[0].row("文件")
    assert mark.text == "云中区人民政府文件"
    assert mark.top == near(72)
    assert mark.middle == near(106)
    assert all(glyph.red for glyph in mark.glyphs)
    assert mark.left >= 28 - NEAR and mark.right <= 184 + NEAR


def test_short_mark_grows_no_further() -> None:
    mark = measure(NOTICE.model_copy(update={"organs": ("区政府",)}))[0].row("区政府文件")
    assert mark.first.points == near(51)
    assert mark.middle == near(106)


@both
def test_joint_mark_stacks_its_organs_beside_one_word(profile: Profile) -> None:
    """文件 in the middle of their height. (7.2.4)"""
    rows = [row for row in measure(JOINT, profile)[0].rows if row.first.red]
    names = [row.text.removesuffix("文件") for row in rows]
    assert names == ["云中区财政局", "云中区司法局", "云中区审计局"]
    assert rows[0].top == near(72)
    tail = rows[1].at("文件")
    assert (tail.top + tail.bottom) / 2 == near((rows[0].top + rows[2].bottom) / 2)
    assert tail.left > max(row.glyphs[5].right for row in rows)


def test_names_of_a_joint_mark_are_spread_to_one_width() -> None:
    organs = ("云中区发展和改革局", "云中区司法局")
    rows = [r for r in measure(JOINT.model_copy(update={"organs": organs}))[0].rows if r.first.red]
    longer, shorter = rows[0], rows[1]
    if len(longer.text) < len(shorter.text):
        longer, shorter = shorter, longer
    assert {round(row.left, 1) for row in rows if "云" in row.text} == {round(longer.left, 1)}


@both
def test_number_two_lines_below_the_mark(profile: Profile) -> None:
    """Two empty lines between mark and number, which stands in the middle. (7.2.5)"""
    page = measure(NOTICE, profile)[0]
    number = page.row("云政发〔2026〕12号")
    gap = PITCH[profile] - CHARACTER
    assert number.top - page.row("文件").bottom == near(2 * PITCH[profile] + gap)
    assert number.middle == near(106)


@both
def test_upward_number_and_signer_on_one_line(profile: Profile) -> None:
    """A character from the left; the signer a character from the right, in 楷体. (7.2.5, 7.2.6)"""
    row = measure(REQUEST, profile)[0].row("签发人：")
    assert row.text == "云政〔2026〕8号签发人：赵一鸣"
    assert row.left == near(28 + CHARACTER)
    assert row.right == near(184 - CHARACTER)
    assert row.at("赵").face != row.at("签").face


@both
def test_signers_stand_two_in_a_row_and_the_last_beside_the_number(profile: Profile) -> None:
    """(7.2.6)"""
    page = measure(JOINT_UP, profile)[0]
    first, last = page.row("签发人："), page.row("云财发〔2026〕21号")
    assert first.text == "签发人：赵一鸣钱二"
    assert last.text.endswith("孙三石")
    assert last.at("孙").left == near(first.at("赵").left)
    assert last.top - first.top == near(PITCH[profile])


def test_upward_number_without_signers_stands_left_too() -> None:
    page = measure(REQUEST.model_copy(update={"signers": ()}))[0]
    assert page.row("云政〔2026〕8号").left == near(28 + CHARACTER)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("document", [NOTICE, REQUEST, JOINT, JOINT_UP])
def test_red_rule_4_mm_below_the_number(document: OfficialDocument, profile: Profile) -> None:
    """As wide as the type area. (7.2.7)"""
    page = measure(document, profile)[0]
    (rule,) = [rule for rule in page.rules if rule.red]
    assert (rule.left, rule.length) == (near(28), near(156))
    assert rule.y - page.row(document.number).bottom == near(4)


@both
def test_title_two_lines_below_the_rule(profile: Profile) -> None:
    """Size 2, amid the line, in whole words; the addressees a line below. (7.3.1, 7.3.2)"""
    page = measure(NOTICE, profile)[0]
    first = page.row("云中区人民政府关于印发")
    second = page.row("2026年法治政府建设工作要点的通知")
    for row in (first, second):
        assert row.first.points == near(22)
        assert row.middle == near(106)
        assert "Bold" in row.first.face
    below = first.top - page.rules[0].y
    assert 2 * PITCH[profile] - 2 < below < 2 * PITCH[profile] + 2
    to = page.row("各乡镇人民政府")
    assert to.left == near(28)
    assert to.text.endswith("：")
    assert to.bottom - second.bottom == near(2 * PITCH[profile], 1.5)


def test_addressees_go_on_flush_left() -> None:
    many = tuple(f"云中区第{n}街道办事处" for n in range(1, 9))
    page = measure(NOTICE.model_copy(update={"addressees": many}))[0]
    assert page.row("云中区第7街道").left == near(28)


def test_a_document_without_number_has_its_rule_still() -> None:
    page = measure(NOTICE.model_copy(update={"number": ""}))[0]
    assert [rule.length for rule in page.rules if rule.red] == [near(156)]


def test_direction_alone_moves_the_number() -> None:
    down = measure(NOTICE)[0].row("云政发〔2026〕12号")
    up = measure(NOTICE.model_copy(update={"direction": Direction.UP}))[0].row("云政发〔2026〕12号")
    assert down.left > up.left
    assert up.left == near(28 + CHARACTER)
