"""Look-alike characters folded into the ones a reader means.

PDF and OCR put radicals (⾏, U+2F8F) where characters (行, U+884C) belong: the eye sees no
difference and a search finds nothing. Only those blocks are folded; NFKC over a whole text
would also turn ① into 1 and full-width punctuation into ASCII.
"""

from __future__ import annotations

import re
import unicodedata

# Radicals for which Unicode knows no compatible character, or only the traditional one.
_SIMPLIFIED = dict(
    zip(
        "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰⺴⻁⺝⻙⻗⺒⺘⺡⼾",
        "民西见角贝车长门青页风飞食马鬼鱼鸟麦黄齐齿龙网虎月韦雨巳扌氵户",
        strict=True,
    )
)
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_WIDE = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_WIDE |= {code: chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)}
_UNSEEN = {code: None for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD)}
_SPACES = {code: " " for code in (0xA0, 0x3000, 0x202F, *range(0x2000, 0x200B))}
_TABLE = str.maketrans(_WIDE | _UNSEEN | _SPACES)
_GAPS = re.compile(r"\s+")
_GAP_IN_WORD = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def fold(text: str) -> str:
    """`text` with radicals, full-width digits and letters, and odd spaces folded."""
    return _RADICALS.sub(_character, text.translate(_TABLE))


def _character(found: re.Match[str]) -> str:
    radical = found[0]
    return _SIMPLIFIED.get(radical) or unicodedata.normalize("NFKC", radical)


def one_line(text: str) -> str:
    """Folded, trimmed, inner runs of spaces made one."""
    return _GAPS.sub(" ", fold(text)).strip()


def without_gaps(text: str) -> str:
    """A heading without the spaces that stretch it: 总　则 → 总则."""
    return _GAP_IN_WORD.sub("", one_line(text))
