"""Looking inside compound files (zip, OLE) for bombs, macros and programs. No tables.

What an archive says of itself is not believed: every part is unpacked and measured as it comes
out. Nothing is executed, and no XML is parsed.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from guiju.files import refusals

MEGABYTE = 1024 * 1024
MAX_PARTS = 5_000
MAX_TOTAL = 400 * MEGABYTE
MAX_RATIO, RATIO_FROM = 200, 10 * MEGABYTE
MAX_NESTED = 20 * MEGABYTE
MAX_DEPTH = 2
"""A chart in a text carries a workbook; deeper nesting is nobody's document."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[content_types].xml"
_PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_PROGRAM_NAMES = frozenset(
    f".{suffix}"
    for suffix in (
        "exe", "dll", "com", "scr", "bat", "cmd", "js", "jse", "vbs", "vbe", "wsf", "ps1", "msi",
        "jar", "lnk", "hta",
    )
)  # fmt: skip
_MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
_MACRO_MARKS = (b"macroenabled", b"vbaproject")
_DECLARATIONS = (b"<!doctype", b"<!entity")
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
_OLE_MACROS = ("_VBA_PROJECT", "VBA", "_VBA_PROJECT_CUR", "Macros")
_OLE_PROGRAMS = ("\x01Ole10Native",)
_OLE_LOCKED = ("EncryptedPackage",)


@dataclass(slots=True)
class _Measured:
    """What has come out of an archive so far, parts within parts included."""

    packed: int
    parts: int = 0
    total: int = 0

    def add(self, size: int) -> None:
        self.total += size
        limit = max(RATIO_FROM, MAX_RATIO * self.packed)
        if self.total > min(MAX_TOTAL, limit):
            raise refusals.bomb()


@dataclass(frozen=True, slots=True)
class Archive:
    """The names of the parts in lower case, and the part that declares their types."""

    names: frozenset[str]
    types: bytes


def look_into_zip(content: BinaryIO, label: str) -> Archive:
    """Measure every part of a zip. Raises Refusal for all that a document does not have."""
    content.seek(0, io.SEEK_END)
    return _look(content, label, _Measured(content.tell()), depth=1)


def _look(content: BinaryIO, label: str, measured: _Measured, *, depth: int) -> Archive:
    _refuse_endless_directory(content)
    try:
        with zipfile.ZipFile(content) as archive:
            return _look_at_parts(archive, label, measured, depth)
    except _ZIP_ERRORS as problem:
        raise refusals.broken(label) from problem


def _refuse_endless_directory(content: BinaryIO) -> None:
    """Python reads a zip's whole directory at once, so its length is looked at before."""
    content.seek(0)
    entries, tail = 0, b""
    while block := content.read(MEGABYTE):
        entries += (tail + block).count(b"PK\x01\x02")
        tail = block[-3:]
    if entries > 2 * MAX_PARTS:
        raise refusals.bomb()
    content.seek(0)


def _look_at_parts(
    archive: zipfile.ZipFile, label: str, measured: _Measured, depth: int
) -> Archive:
    parts = archive.infolist()
    measured.parts += len(parts)
    if measured.parts > MAX_PARTS:
        raise refusals.bomb()
    names: set[str] = set()
    types = b""
    for part in parts:
        name = _name(part)
        if name in names:
            raise refusals.strange()
        names.add(name)
        start = _measure(archive, part, label, measured, depth)
        _refuse_start(name, start)
        if name == TYPES:
            types = start.lower()
    if any(mark in types for mark in _MACRO_MARKS):
        raise refusals.macros()
    return Archive(frozenset(names), types)


def _name(part: zipfile.ZipInfo) -> str:
    if part.flag_bits & 1:
        raise refusals.locked()
    name = part.filename.replace("\\", "/").lower()
    if name.startswith("/") or ":" in name or ".." in name.split("/"):
        raise refusals.strange()
    if posixpath.basename(name) in _MACRO_NAMES or "macrosheets/" in name:
        raise refusals.macros()
    if posixpath.splitext(name)[1] in _PROGRAM_NAMES:
        raise refusals.program()
    return name


def _measure(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, label: str, measured: _Measured, depth: int
) -> bytes:
    """Unpack one part without keeping it; returns its first megabyte."""
    with archive.open(part) as stream:
        start = stream.read(MEGABYTE)
        measured.add(len(start))
        if start.startswith((ZIP, OLE)):
            _look_deeper(start + stream.read(MAX_NESTED), label, measured, depth)
        while block := stream.read(MEGABYTE):
            measured.add(len(block))
    return start


def _look_deeper(content: bytes, label: str, measured: _Measured, depth: int) -> None:
    if len(content) > MAX_NESTED or depth >= MAX_DEPTH:
        raise refusals.strange()
    measured.add(len(content))
    inner = io.BytesIO(content)
    if content.startswith(OLE):
        look_into_ole(inner)
    else:
        _look(inner, label, measured, depth=depth + 1)


def _refuse_start(name: str, start: bytes) -> None:
    if start.startswith(_PROGRAM_STARTS):
        raise refusals.program()
    head = start[:4096].lower()
    if name.endswith((".xml", ".rels")) and any(word in head for word in _DECLARATIONS):
        raise refusals.strange()


def look_into_ole(content: BinaryIO) -> frozenset[str]:
    """The names in the directory of an OLE file that matter here.

    Raises Refusal for macros, packaged files and encryption.
    """
    found = _ole_names(content)
    if found & set(_OLE_LOCKED):
        raise refusals.locked()
    if found & set(_OLE_MACROS):
        raise refusals.macros()
    if found & set(_OLE_PROGRAMS):
        raise refusals.program()
    return frozenset(found)


OLE_DOCUMENTS = ("WordDocument", "Workbook", "Book", "PowerPoint Document")
_ENTRY = 128


def _ole_names(content: BinaryIO) -> set[str]:
    """Directory entries are 128 bytes, lie on multiples of it, and begin with a UTF-16 name.

    Looking at every such place needs no chain of sectors, which a hostile file could bend.
    """
    wanted = {
        (name + "\0").encode("utf-16-le"): name
        for name in (*OLE_DOCUMENTS, *_OLE_MACROS, *_OLE_PROGRAMS, *_OLE_LOCKED)
    }
    found: set[str] = set()
    content.seek(0)
    while block := content.read(MEGABYTE):
        for mark, name in wanted.items():
            at = block.find(mark)
            while at >= 0 and at % _ENTRY:
                at = block.find(mark, at + 1)
            if at >= 0:
                found.add(name)
    return found
