"""Which files are taken in, known by what they contain and not by what they are called. No tables.

A table of our own and not libmagic: a dozen kinds are wanted, each needs a look inside anyway,
and a system library would be one more thing to install on a machine without internet.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from guiju.files import refusals
from guiju.files.insides import MEGABYTE, OLE, ZIP, look_into_ole, look_into_zip

LONGEST_NAME = 150
_END_WITHIN = 64 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
"""The MIME type of a Word file."""
_WORD, _SHEET, _SLIDES = ("WordDocument",), ("Workbook", "Book"), ("PowerPoint Document",)

Check = Callable[[BinaryIO, str], bool]
"""Whether the content is of the kind with this label; raises Refusal when it must not be kept."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its Chinese label, MIME type, and how its content is known."""

    label: str
    content_type: str
    check: Check


def recognise(name: str, content: BinaryIO) -> Kind:
    """The kind of a file, whose suffix and content agree.

    Raises Refusal for kinds not taken in, for a suffix that lies, and for harmful content.
    """
    suffix = PurePosixPath(name).suffix.lower()
    kind = KINDS.get(suffix)
    if kind is None:
        allowed = "、".join(known.removeprefix(".") for known in KINDS)
        was = f"“{suffix}”文件" if suffix else "没有扩展名的文件"
        raise refusals.refused("kind", f"不接收{was}。可以上传：{allowed}")
    if not kind.check(content, kind.label):
        raise _mismatch(suffix, kind, content)
    content.seek(0)
    return kind


def clean_name(name: str) -> str:
    """The last part of a path, without what a file name cannot or should not hold.

    Raises Refusal when nothing is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Cc, Cf: line ends, and marks that turn the direction of writing so that fdp.exe reads exe.pdf.
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip(" .")
    path = PurePosixPath(kept or "-")
    if not path.stem.strip(" ._-"):
        raise refusals.refused("name", "文件没有名称。请为文件命名后再上传")
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


def _pdf(content: BinaryIO, label: str) -> bool:
    if not _head(content).startswith(b"%PDF-"):
        return False
    if b"%%EOF" not in _tail(content):
        raise refusals.broken(label)
    return True


def _png(content: BinaryIO, label: str) -> bool:
    if not _head(content).startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    if b"IEND" not in _tail(content):
        raise refusals.broken(label)
    return True


def _jpeg(content: BinaryIO, label: str) -> bool:
    if not _head(content).startswith(b"\xff\xd8\xff"):
        return False
    if b"\xff\xd9" not in _tail(content):
        raise refusals.broken(label)
    return True


def _tiff(content: BinaryIO, _label: str) -> bool:
    return _head(content).startswith((b"II*\0", b"MM\0*"))


def _office(main: bytes) -> Check:
    def check(content: BinaryIO, label: str) -> bool:
        if not _head(content).startswith(ZIP):
            return False
        return main + b".main+xml" in look_into_zip(content, label).types

    return check


def _ofd(content: BinaryIO, label: str) -> bool:
    if not _head(content).startswith(ZIP):
        return False
    return "ofd.xml" in look_into_zip(content, label).names


def _old_office(streams: tuple[str, ...]) -> Check:
    def check(content: BinaryIO, _label: str) -> bool:
        if not _head(content).startswith(OLE):
            return False
        return bool(look_into_ole(content) & set(streams))

    return check


def _text(content: BinaryIO, _label: str) -> bool:
    head = _head(content)
    if _looks(head):
        return False
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _is_text(content, "utf-16")
    return _is_text(content, "utf-8-sig") or _is_text(content, "gb18030")


_NOT_IN_TEXT = re.compile("[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


def _is_text(content: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(content):
            if _NOT_IN_TEXT.search(decoder.decode(block)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while block := content.read(MEGABYTE):
        yield block


def _head(content: BinaryIO) -> bytes:
    content.seek(0)
    return content.read(1024)


def _tail(content: BinaryIO) -> bytes:
    end = content.seek(0, io.SEEK_END)
    content.seek(max(0, end - _END_WITHIN))
    return content.read()


_DOC = Kind("Word 97—2003 文档", "application/msword", _old_office(_WORD))
_XLS = Kind("Excel 97—2003 工作簿", "application/vnd.ms-excel", _old_office(_SHEET))
_PPT = Kind("PowerPoint 97—2003 演示文稿", "application/vnd.ms-powerpoint", _old_office(_SLIDES))
_JPG = Kind("JPEG 图片", "image/jpeg", _jpeg)
_TIF = Kind("TIFF 图片", "image/tiff", _tiff)

KINDS: dict[str, Kind] = {
    ".pdf": Kind("PDF 文件", "application/pdf", _pdf),
    ".ofd": Kind("OFD 版式文件", "application/ofd", _ofd),
    ".docx": Kind("Word 文档", DOCX, _office(b"wordprocessingml.document")),
    ".xlsx": Kind(
        "Excel 工作簿", f"{_OFFICE}.spreadsheetml.sheet", _office(b"spreadsheetml.sheet")
    ),
    ".pptx": Kind(
        "PowerPoint 演示文稿",
        f"{_OFFICE}.presentationml.presentation",
        _office(b"presentationml.presentation"),
    ),
    ".doc": _DOC,
    ".wps": _DOC,
    ".xls": _XLS,
    ".et": _XLS,
    ".ppt": _PPT,
    ".dps": _PPT,
    ".jpg": _JPG,
    ".jpeg": _JPG,
    ".png": Kind("PNG 图片", "image/png", _png),
    ".tif": _TIF,
    ".tiff": _TIF,
    ".txt": Kind("文本文件", "text/plain", _text),
}

_LOOKS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"MZ", b"\x7fELF"), "可执行程序"),
    ((b"%PDF-",), "PDF 文件"),
    ((ZIP, b"PK\x05\x06"), "压缩包或新版 Office 文件"),
    ((OLE,), "旧版 Office 文件"),
    ((b"{\\rtf",), "RTF 文件"),
    ((b"\x89PNG",), "PNG 图片"),
    ((b"\xff\xd8\xff",), "JPEG 图片"),
    ((b"Rar!", b"7z\xbc\xaf"), "压缩包"),
    ((b"<!doctype html", b"<html", b"<!DOCTYPE"), "网页"),
)


def _mismatch(suffix: str, kind: Kind, content: BinaryIO) -> Exception:
    looks = _looks(_head(content))
    seems = f"，看起来是{looks}" if looks and looks != kind.label else ""
    says = f"扩展名是“{suffix}”，内容却不是{kind.label}{seems}。请核对文件，或{refusals.SAVE_AGAIN}"
    return refusals.refused("mismatch", says)


def _looks(head: bytes) -> str:
    """What a file seems to be by its first bytes; "" when nothing is known."""
    head = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return next((label for starts, label in _LOOKS if head.startswith(starts)), "")
