"""A file from outside, looked at for harm before any parser sees it, then read as a sheet.

No tables: `guiju doc check` needs no database.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path, PurePath

from guiju.core.errors import Refusal
from guiju.files.kinds import recognise
from guiju.typeset.check.finding import Finding
from guiju.typeset.check.judging import check
from guiju.typeset.check.mending import changes_by_source, mend_lines
from guiju.typeset.check.mending_docx import mend_docx
from guiju.typeset.check.reading import READERS, read, sheet_of_lines, text_of
from guiju.typeset.check.sheet import Sheet
from guiju.typeset.check.unreadable import Unreadable

LARGEST = 100 * 1024 * 1024
"""Bytes; what is longer is no document."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read: what it says, and what is to be said about it."""

    name: str
    sheet: Sheet
    findings: tuple[Finding, ...]


def look_at(path: Path, *, publish: bool = False) -> Looked:
    """Read and check a file. Raises Unreadable, which says why and what to do."""
    sheet = read_safely(path.name, _bytes(path))
    return Looked(path.name, sheet, tuple(check(sheet, publish=publish)))


def read_safely(name: str, content: bytes) -> Sheet:
    """The sheet of a file that does no harm. Raises Unreadable."""
    suffix = PurePath(name).suffix.lower()
    if suffix in READERS:
        try:
            recognise(name, io.BytesIO(content))
        except Refusal as refusal:
            raise Unreadable("；".join(reason.says for reason in refusal.reasons)) from refusal
    return read(name, content)


def mended(path: Path) -> tuple[bytes, int]:
    """The file with every safe fix made, and how many. Raises Unreadable."""
    content = _bytes(path)
    sheet = read_safely(path.name, content)
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return mend_docx(content)
    if suffix != ".txt":
        raise Unreadable("PDF 不能改，请改原文件后重新导出")
    text, encoding = text_of(content)
    made = sum(map(len, changes_by_source(sheet, check(sheet)).values()))
    lines = mend_lines(tuple(text.split("\n")), sheet_of_lines)
    return "\n".join(lines).encode(encoding), made


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"文件超过{LARGEST // 1024 // 1024}兆，请删减图片后再检查")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"文件打不开：{error.strerror}") from error
