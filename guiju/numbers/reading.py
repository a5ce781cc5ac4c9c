"""Document numbers as people write them, read leniently and judged strictly. No tables.

The form: word of the organ, year in 〔〕, serial, 号 (《党政机关公文处理工作条例》第九条（五）;
GB/T 9704—2012, 7.2.5: Arabic numerals, the year in full and in 〔〕, no 第, no leading zero).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from guiju.core.errors import Reason

STANDARD_FORM = "{word}〔{year}〕{serial}号"
STANDARD = "GB/T 9704—2012 7.2.5"
REGULATION = "《党政机关公文处理工作条例》第九条（五）"

_OPEN, _CLOSE = "〔[【(〖{<《〈「『❲⟦〘", "〕]】)〗}>》〉」』❳⟧〙"
_WORD = r"[\u4e00-\u9fff]{1,12}"
_YEAR = r"(?:19|20)[0-9]{2}"
_STRICT = re.compile(rf"{_WORD}〔{_YEAR}〕[1-9][0-9]{{0,5}}号")
# A year without brackets needs its 年, or 云政办发20253号 could be read in two ways.
_BRACKETED = rf"[{re.escape(_OPEN)}](?P<in>{_YEAR})年?[{re.escape(_CLOSE)}]"
_LENIENT = re.compile(
    rf"(?P<word>{_WORD})(?:{_BRACKETED}|(?P<bare>{_YEAR})年)第?0*(?P<serial>[1-9][0-9]{{0,5}})号?"
)
_SHORT_YEAR = re.compile(rf"[{re.escape(_OPEN)}][0-9]{{2}}年?[{re.escape(_CLOSE)}]")
_NO_SERIAL = re.compile(rf"{_WORD}{_BRACKETED}第?0*号?")
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD))


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number taken apart; `str()` writes it as the standard wants it."""

    word: str
    year: int
    serial: int

    def __str__(self) -> str:
        return STANDARD_FORM.format(word=self.word, year=self.year, serial=self.serial)


def read(text: str) -> DocumentNumber | None:
    """The number somebody meant, however it is written; None where two readings are possible.

    Takes any brackets, full-width digits, look-alike characters, spaces, 第, leading zeros, and
    a missing 号. A year of two digits is not guessed at.
    """
    found = _LENIENT.fullmatch(_folded(text))
    if found is None:
        return None
    year = int(found["in"] or found["bare"])
    return DocumentNumber(found["word"], year, int(found["serial"]))


def faults(text: str) -> tuple[Reason, ...]:
    """Why `text` is not a number as the standard writes it; empty when it is one."""
    if _STRICT.fullmatch(text):
        return ()
    folded = _folded(text)
    meant = read(text)
    if meant is None:
        return (_unread(folded),)
    found = [
        _fault(rule, f"{says}，应写作“{meant}”", basis)
        for rule, says, basis, broken in _checks(text, folded)
        if broken
    ]
    return tuple(found) or (_fault("form", f"书写不规范，应写作“{meant}”", STANDARD),)


def _checks(text: str, folded: str) -> list[tuple[str, str, str, bool]]:
    """Rule, what it says, its basis, and whether the readable `text` breaks it."""
    compact = re.sub(r"\s+", "", text)
    bracketed = re.search(rf"〔{_YEAR}〕", folded) and "〔" in compact and "〕" in compact
    after_year = re.split(rf"{_YEAR}年?[{re.escape(_CLOSE)}]?", folded, maxsplit=1)[-1]
    return [
        ("brackets", "年份应用六角括号“〔〕”括入", STANDARD, not bracketed),
        ("ordinal", "发文顺序号不加“第”字", STANDARD, after_year.startswith("第")),
        ("zero", "发文顺序号不编虚位（1不编为01）", STANDARD, after_year.strip("第")[:1] == "0"),
        ("suffix", "顺序号后应有“号”字", STANDARD, not folded.endswith("号")),
        ("digits", "年份、顺序号应用半角阿拉伯数字", STANDARD, _odd_digits(text)),
        ("spaces", "发文字号中不留空格", "", compact.translate(_UNSEEN) != text),
    ]


def _unread(folded: str) -> Reason:
    if _SHORT_YEAR.search(folded):
        return _fault("year", "年份应标全称（四位数字）", STANDARD)
    if _NO_SERIAL.fullmatch(folded):
        return _fault("serial", "缺少发文顺序号", REGULATION)
    return _fault("form", "不是发文字号：应由机关代字、年份、顺序号组成", REGULATION)


def _fault(rule: str, says: str, basis: str) -> Reason:
    return Reason(f"document_number.{rule}", says, basis)


def _odd_digits(text: str) -> bool:
    return any(c.isnumeric() and not c.isascii() and not "\u4e00" <= c <= "\u9fff" for c in text)


def _folded(text: str) -> str:
    """Full-width and look-alike characters made plain, everything unseen taken out.

    A no-break hyphen or a circled digit folds too: the number is the whole text here, and what
    is then not one is refused.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_UNSEEN))
    return re.sub(r"\s+", "", plain)
