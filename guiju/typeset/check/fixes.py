"""How what a pattern found is written rightly. Each is given the match and returns the new text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_WIDE = str.maketrans(",;:?!.", "，；：？！。")
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {**{digit: index for index, digit in enumerate(_DIGITS)}, "○": 0, "零": 0, "十": 10}


def wide_marks(match: re.Match[str]) -> str:
    """Half-width marks between Chinese as full-width ones."""
    return match[0].translate(_WIDE)


def wide_brackets(match: re.Match[str]) -> str:
    return match[0].replace("(", "（").replace(")", "）")


def curly_quotes(match: re.Match[str]) -> str:
    return f"“{match[0][1:-1]}”"


def narrow(match: re.Match[str]) -> str:
    """Full-width digits and letters as half-width ones."""
    return unicodedata.normalize("NFKC", match[0])


def tight_number(match: re.Match[str]) -> str:
    """A document number without spaces, its digits half-width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", match[0]))


def without_padding(match: re.Match[str]) -> str:
    """2025年03月05日 → 2025年3月5日."""
    return re.sub(r"(?<=[年月])0(?=[1-9])", "", match[0])


def inner_titles(match: re.Match[str]) -> str:
    """《关于印发《办法》的通知》: the inner marks become 〈〉 where the pairs are whole."""
    text, depth, written = match[0], 0, []
    for char in text:
        if char == "《":
            depth += 1
            written.append("《" if depth % 2 else "〈")
        elif char == "》":
            if depth == 0:
                return text
            written.append("》" if depth % 2 else "〉")
            depth -= 1
        else:
            written.append(char)
    return "".join(written) if depth == 0 else text


def arabic_date(match: re.Match[str]) -> str:
    """二〇二五年三月五日 → 2025年3月5日; what is no such date stays as it is."""
    found = re.fullmatch(r"(.{4})年(.{1,3})月(?:(.{1,3})日)?", match[0])
    if found is None:
        return match[0]
    year = "".join(str(_CHINESE[digit]) for digit in found[1])
    day = f"{_tens(found[3])}日" if found[3] else ""
    return f"{year}年{_tens(found[2])}月{day}"


def _tens(text: str) -> int:
    """十五 → 15, 三十 → 30, 〇五 → 5."""
    head, ten, tail = text.partition("十")
    if not ten:
        return int("".join(str(_CHINESE[digit]) for digit in text))
    return (_CHINESE[head] if head else 1) * 10 + (_CHINESE[tail] if tail else 0)


def chinese_article(match: re.Match[str]) -> str:
    """第20条 → 第二十条, up to 999."""
    return re.sub(r"\d+", lambda digits: _count(int(digits[0])), match[0])


def _count(number: int) -> str:
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def attachment_number(match: re.Match[str]) -> str:
    """附件：1、 → 附件：1.; a number in Chinese or brackets as well."""
    number = match[2] or next((str(_CHINESE[c]) for c in match[0] if c in _DIGITS), "")
    return f"{match[1]}{number or re.sub(r'[^0-9]', '', match[0])}."


FIXES: dict[str, Callable[[re.Match[str]], str]] = {
    fix.__name__: fix
    for fix in (
        wide_marks, wide_brackets, curly_quotes, narrow, tight_number, without_padding,
        inner_titles, arabic_date, chinese_article, attachment_number,
    )
}  # fmt: skip
