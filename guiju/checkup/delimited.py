"""Ledgers saved as .csv, whatever program wrote them: encoding and delimiter are found out."""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from guiju.checkup.intake import Unreadable

_MAX_RECORD = 1_000_000
"""The most characters one record may take: an unclosed quotation mark swallows the rest."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_SAMPLE = 30
_RARE_ZEROS = 20
"""UTF-16 has a zero byte in every delimiter and digit: more than one in 20 of all bytes."""

_SAVE_AS = "请用 Excel 或 WPS 打开后另存为 xlsx 再提交。"
_UNKNOWN = f"文字编码无法识别（不是 UTF-8、GB18030 或 UTF-16）。{_SAVE_AS}"
_TANGLED = f"CSV 内容不完整：可能有引号没有配对。{_SAVE_AS}"


def decode(file: str, content: bytes) -> str:
    """Turn the bytes of a .csv into text, by the first encoding in which all of them are valid.

    A byte order mark decides; without one, many zero bytes mean UTF-16, and UTF-8 goes before
    GB18030, since Chinese text in GB18030 is hardly ever valid UTF-8.
    Raises Unreadable if no encoding fits.
    """
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(file, _UNKNOWN)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    sample = content[:4096]
    if sample.count(0) * _RARE_ZEROS >= len(sample):
        # The half of each ASCII letter that is zero comes second in little-endian text.
        little = sample[1::2].count(0) >= sample[0::2].count(0)
        return ("utf-16-le" if little else "utf-16-be", "utf-8", "gb18030")
    return ("utf-8", "gb18030")


def records(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Read the records of a .csv, each with the number of the row Excel would show it in.

    Raises Unreadable on reaching a record that has no end.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=_delimiter(text))
    try:
        for number, record in enumerate(reader, 1):
            lines.since_record = 0
            yield number, record
    except csv.Error as problem:
        raise Unreadable(file, _TANGLED) from problem


class _Lines:
    """The lines of a text, which count how much the record being read has taken so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.since_record = 0

    def __iter__(self) -> Iterator[str]:
        # A line is measured where it stands: copying one of 20 MB to look at it costs memory.
        for found in _LINE.finditer(self._text):
            self.since_record += found.end() - found.start()
            if self.since_record > _MAX_RECORD:
                raise csv.Error("record too long")
            if found.end() > found.start():
                yield found.group()


def _delimiter(text: str) -> str:
    """Choose the delimiter that cuts the first records into most fields; comma if none does."""
    return max(",;\t", key=lambda delimiter: _fields(text, delimiter))


def _fields(text: str, delimiter: str) -> int:
    sample = csv.reader(_Lines(text[:_MAX_RECORD]), delimiter=delimiter)
    try:
        return sum(len(record) - 1 for record in islice(sample, _SAMPLE) if record)
    except csv.Error:
        return 0
