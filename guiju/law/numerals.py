"""Chinese numbers as laws write them (一百零二) to integers and back.

Strict: what is not a number as a drafter writes it (一百百, 二一十) is refused, so that a
misprint is reported instead of becoming another article.
"""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
NUMBER = "[〇○零一二两三四五六七八九十百千万0-9０-９]+"
"""A regular expression for any run of characters that may be a number."""

LARGEST = 99_999_999
"""The largest number there are words for; laws stay far below."""

_FOLDED = str.maketrans("〇○两０１２３４５６７８９", "零零二0123456789")
_UNITS = {"千": 1000, "百": 100, "十": 10}


def to_int(text: str) -> int:
    """The number `text` stands for: 一百零二, 十, 二〇二五, 102, １０２.

    A run of digits without 十, 百, 千 (二〇二五) is read digit by digit. Raises ValueError
    when `text` is no number.
    """
    folded = text.strip().translate(_FOLDED)
    if folded.isascii() and folded.isdigit():
        return int(folded)
    if folded and set(folded) <= set(DIGITS):
        return int("".join(str(DIGITS.index(char)) for char in folded))
    high, ten_thousand, low = folded.rpartition("万")
    value = _added_up(high) * 10_000 + _added_up(low) if ten_thousand else _added_up(low)
    # Only what would be written back the same was a number: 一百百 and 二一十 are not.
    if value > LARGEST or to_chinese(value) != _without_leading_one(folded):
        raise ValueError(f"“{text}”不是数字。请写作“一百零二”或“102”。")
    return value


def _added_up(folded: str) -> int:
    value, digit = 0, 0
    for char in folded:
        if char in _UNITS:
            value, digit = value + (digit or 1) * _UNITS[char], 0
        else:
            digit = max(DIGITS.find(char), 0)
    return value + digit


def _without_leading_one(folded: str) -> str:
    return folded.removeprefix("一") if folded.startswith("一十") else folded


def to_chinese(number: int) -> str:
    """`number` in words as articles are numbered: 10 → 十, 12 → 十二, 102 → 一百零二.

    Raises ValueError below 0 and above LARGEST.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} 没有对应的中文数字（0—{LARGEST}）")
    if number == 0:
        return DIGITS[0]
    high, low = divmod(number, 10_000)
    words = ""
    if high:
        words = _words(high) + "万"
        if 0 < low < 1000:
            words += DIGITS[0]
    words += _words(low)
    return _without_leading_one(words)


def _words(number: int) -> str:
    """The number below ten thousand in words, with 一十 for ten; nothing for 0."""
    words, rest, gap = "", number, False
    for name, unit in _UNITS.items():
        digit, rest = divmod(rest, unit)
        if digit:
            words += (DIGITS[0] if gap else "") + DIGITS[digit] + name
            gap = False
        elif words:
            gap = True
    if rest:
        words += (DIGITS[0] if gap else "") + DIGITS[rest]
    return words
