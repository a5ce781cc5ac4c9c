"""Document numbers: read however they are written, valid only as the standard writes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.numbers.reading import STANDARD, DocumentNumber, faults, read

MEANT = DocumentNumber("云政办发", 2025, 3)


def rules(text: str) -> list[str]:
    return [reason.rule.removeprefix("document_number.") for reason in faults(text)]


def test_the_standard_form_has_no_fault() -> None:
    assert str(MEANT) == "云政办发〔2025〕3号"
    assert faults(str(MEANT)) == ()


@pytest.mark.parametrize(
    ("written", "broken"),
    [
        ("云政办发[2025]3号", ["brackets"]),
        ("云政办发【2025】3号", ["brackets"]),
        ("云政办发(2025)3号", ["brackets"]),
        ("云政办发（2025）3号", ["brackets"]),
        ("云政办发﹝2025﹞3号", ["brackets"]),
        ("云政办发〖2025〗3号", ["brackets"]),
        ("云政办发〔2025]3号", ["brackets"]),
        ("云政办发2025年3号", ["brackets"]),
        ("云政办发〔2025〕第3号", ["ordinal"]),
        ("云政办发〔2025〕03号", ["zero"]),
        ("云政办发〔2025〕3", ["suffix"]),
        ("云政办发〔２０２５〕３号", ["digits"]),
        ("云政办发〔2025〕③号", ["digits"]),
        (" 云政办发 〔2025〕　3号", ["spaces"]),
        ("云政办发\u200b〔2025〕3号", ["spaces"]),
        ("云政办发[2025]第003号", ["brackets", "ordinal", "zero"]),
    ],
)
def test_what_people_write_is_understood_and_corrected(written: str, broken: list[str]) -> None:
    assert read(written) == MEANT
    assert rules(written) == broken
    assert all("云政办发〔2025〕3号" in reason.says for reason in faults(written))


def test_a_radical_that_looks_like_a_character_is_noticed() -> None:
    assert read("云⾏发〔2025〕3号") == DocumentNumber("云行发", 2025, 3)
    assert rules("云⾏发〔2025〕3号") == ["form"]


@pytest.mark.parametrize(
    ("written", "broken"),
    [
        ("云政办发〔25〕3号", "year"),
        ("云政办发〔2025〕号", "serial"),
        ("云政办发〔2025〕0号", "serial"),
        ("云政办发20253号", "form"),
        ("〔2025〕3号", "form"),
        ("云政办发〔2025〕3号、4号", "form"),
        ("云政办发〔2025〕1234567号", "form"),
        ("关于做好防汛工作的通知", "form"),
        ("", "form"),
    ],
)
def test_what_could_mean_two_things_is_not_guessed(written: str, broken: str) -> None:
    assert read(written) is None
    assert rules(written) == [broken]


def test_a_fault_names_the_standard() -> None:
    assert faults("云政办发〔2025〕第3号")[0].basis == STANDARD


numbers = st.builds(
    DocumentNumber,
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12),
    st.integers(1949, 2099),
    st.integers(1, 999_999),
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def scribbled(draw: st.DrawFn) -> tuple[DocumentNumber, str]:
    """A number and one of the ways people write it."""
    number = draw(numbers)
    left, right = draw(
        st.sampled_from(["〔〕", "[]", "【】", "()", "（）", "［］", "﹝﹞", "〖〗"])
    )
    ordinal = draw(st.sampled_from(["", "第"])) + "0" * draw(st.integers(0, 3))
    suffix = draw(st.sampled_from(["号", ""]))
    gap = st.sampled_from(["", " ", "　", "\u200b", "\n", "\xa0"])
    parts = [number.word, left, str(number.year), right, ordinal, str(number.serial), suffix]
    text = "".join(part + draw(gap) for part in parts)
    return number, text.translate(WIDE) if draw(st.booleans()) else text


@given(scribbled())
def test_every_way_of_writing_is_read_and_only_one_is_valid(
    case: tuple[DocumentNumber, str],
) -> None:
    number, written = case
    assert read(written) == number
    assert (faults(written) == ()) == (written == str(number))


@given(numbers)
def test_what_is_written_back_is_valid_and_stays(number: DocumentNumber) -> None:
    assert faults(str(number)) == ()
    assert read(str(number)) == number


@given(st.text(max_size=40) | st.text("云政办发〔〕[]第0123年号 ", max_size=20))
def test_any_text_is_judged(text: str) -> None:
    """Valid exactly by the standard's pattern; what is read is written back valid."""
    strict = re.fullmatch(r"[\u4e00-\u9fff]{1,12}〔(19|20)[0-9]{2}〕[1-9][0-9]{0,5}号", text)
    assert (faults(text) == ()) == bool(strict)
    meant = read(text)
    if strict:
        assert str(meant) == text
    if meant:
        assert faults(str(meant)) == ()
