"""The inside of an .xlsx file, inspected and packed anew before it is parsed.

Two readers of one zip can disagree about what is in it. The parts a ledger needs are therefore
unpacked here, measured as they come out (what the zip says of itself is not believed), and put
into a fresh zip; the parser never sees the bytes that came from outside.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from guiju.checkup.intake import Unreadable
from guiju.checkup.sheet_xml import Allowance, SharedStrings, bounded_sheet, has_cells

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_TOTAL = 400 * MEGABYTE
MAX_LARGE_PART = 200 * MEGABYTE
MAX_SMALL_PART = 20 * MEGABYTE
MAX_INDEX_PART = 5 * MEGABYTE
MAX_RATIO, RATIO_FROM = 200, 10 * MEGABYTE
MAX_SHEETS = 200
_COMPRESS_FROM = MEGABYTE
_CHUNK = MEGABYTE

_BROKEN = "文件已损坏，或不是真正的 xlsx 文件。请用 Excel 或 WPS 打开后另存为 xlsx 再提交。"
_STRANGE = "文件内部结构不正常，为安全起见不读取。请用 Excel 或 WPS 打开后另存为 xlsx 再提交。"
_BOMB = "文件解压后过大，可能是压缩炸弹，为安全起见不读取。请删去多余的空行、空列和图片后再提交。"
_LOCKED = "文件设了打开密码。请取消密码后再提交。"
_MACROS = "文件带有宏（VBA），可能有害，系统不读取。请另存为不带宏的 xlsx 再提交。"
_OLD = "文件名是 .xlsx，内容却是旧版 Excel（.xls）。请用 Excel 或 WPS 打开后另存为 xlsx 再提交。"

_WORKBOOK, _INDEX = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedstrings.xml"
_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_NEEDED = (_TYPES, _ROOT, _WORKBOOK, _INDEX)
_Place = tuple[str, str]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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


@dataclass(slots=True)
class Package:
    """A freshly packed workbook; ``notes`` say what was left out, by sheet ("" for the file)."""

    content: bytes
    notes: list[tuple[str, str]] = field(default_factory=list)


def repack(file: str, content: bytes) -> Package:
    """Inspect an .xlsx file and pack the parts a ledger needs anew.

    Raises Unreadable for anything damaged, locked, with macros, or out of all measure.
    """
    _refuse_other_formats(file, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Inspection(file, archive).run()
    except _ZIP_ERRORS as problem:
        raise Unreadable(file, _BROKEN) from problem


def _refuse_other_formats(file: str, content: bytes) -> None:
    if content.startswith(_OLE):
        locked = _ENCRYPTED in content
        raise Unreadable(file, _LOCKED if locked else _OLD)
    if not content.startswith(b"PK"):
        raise Unreadable(file, _BROKEN)
    # Python reads the whole directory of a zip at once, so its length is looked at before.
    if content.count(b"PK\x01\x02") > 2 * MAX_ENTRIES:
        raise Unreadable(file, _BOMB)


class _Inspection:
    """One pass over an archive; ``total`` counts the bytes that have come out so far."""

    def __init__(self, file: str, archive: zipfile.ZipFile) -> None:
        self.file = file
        self.archive = archive
        self.total = 0
        self.entries = self._named(archive.infolist())

    def run(self) -> Package:
        """Measure every part; copy those that are needed."""
        package = Package(b"")
        if any(name.startswith("xl/externallinks/") for name in self.entries):
            package.notes.append(("", "外部链接未读取，单元格中保留的是上次保存的结果"))
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as fresh:
            small = self._copy_small_parts(fresh)
            titles = _sheet_titles(small[_WORKBOOK], small[_INDEX])
            if titles is None:
                raise Unreadable(self.file, _STRANGE)
            strings = SharedStrings(self.file, small.get(_STRINGS, b""))
            package.notes += self._copy_sheets(fresh, titles, strings)
        for name, info in self.entries.items():
            if not _wanted(name):
                self._measure(info)
        package.content = target.getvalue()
        return package

    def _named(self, infos: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(infos) > MAX_ENTRIES:
            raise Unreadable(self.file, _BOMB)
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename.replace("\\", "/").casefold()
            if name in entries:
                raise Unreadable(self.file, _STRANGE)
            entries[name] = info
            self._refuse_entry(name, info)
        if any(name.casefold() not in entries for name in _NEEDED):
            raise Unreadable(self.file, _BROKEN)
        return entries

    def _refuse_entry(self, name: str, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & 1:
            raise Unreadable(self.file, _LOCKED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(self.file, _STRANGE)
        if "vbaproject" in name:
            raise Unreadable(self.file, _MACROS)

    def _copy_small_parts(self, fresh: zipfile.ZipFile) -> dict[str, bytes]:
        copied: dict[str, bytes] = {}
        for name in [n for n in self.entries if _wanted(n) and not _is_sheet(n)]:
            part = self._part(name, _limit(name))
            # A part that poses as something else could slip past the limits for sheets.
            if has_cells(part):
                raise Unreadable(self.file, _STRANGE)
            if name == _TYPES.casefold() and b"macroEnabled" in part:
                raise Unreadable(self.file, _MACROS)
            _put(fresh, self.entries[name].filename, part)
            copied[name] = part
        return copied

    def _copy_sheets(
        self, fresh: zipfile.ZipFile, titles: dict[_Place, str], strings: SharedStrings
    ) -> list[tuple[str, str]]:
        notes: list[tuple[str, str]] = []
        allowance = Allowance()
        for name in filter(_is_sheet, self.entries):
            sheet = bounded_sheet(self.file, self._part(name, MAX_LARGE_PART), strings, allowance)
            _put(fresh, self.entries[name].filename, sheet.content)
            notes += [(titles.get(_place(name), ""), text) for text in sheet.notes]
        return notes

    def _part(self, name: str, limit: int) -> bytes:
        """Unpack one part and refuse declarations through which XML can be made to explode."""
        part = io.BytesIO()
        self._measure(self.entries[name], limit, part)
        content = part.getvalue()
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
            raise Unreadable(self.file, _STRANGE)
        return content

    def _measure(
        self, info: zipfile.ZipInfo, limit: int = MAX_TOTAL, into: io.BytesIO | None = None
    ) -> None:
        size = 0
        with self.archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self.total += len(chunk)
                inflated = size > RATIO_FROM and size > MAX_RATIO * info.compress_size
                if inflated or size > limit or self.total > MAX_TOTAL:
                    raise Unreadable(self.file, _BOMB)
                if into is not None:
                    into.write(chunk)


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _wanted(name: str) -> bool:
    """Tell the parts a ledger is read from: no pictures, charts, comments, themes or links."""
    direct = posixpath.dirname(name) == "xl" and name.endswith(".xml")
    return direct or _is_sheet(name) or name in (_TYPES.casefold(), _ROOT, _INDEX)


def _limit(name: str) -> int:
    if name == _STRINGS:
        return MAX_LARGE_PART
    return MAX_SMALL_PART if name == "xl/styles.xml" else MAX_INDEX_PART


def _put(fresh: zipfile.ZipFile, name: str, part: bytes) -> None:
    # A fixed date, since zip cannot tell years before 1980; the name as the index spells it.
    info = zipfile.ZipInfo(name.replace("\\", "/"))
    large = len(part) > _COMPRESS_FROM
    info.compress_type = zipfile.ZIP_DEFLATED if large else zipfile.ZIP_STORED
    fresh.writestr(info, part, compresslevel=1)


def _place(target: str) -> _Place:
    """Name a part by its file and folder, however the path to it is spelled."""
    path = posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).casefold()
    return (posixpath.basename(posixpath.dirname(path)), posixpath.basename(path))


def _sheet_titles(workbook: bytes, index: bytes) -> dict[_Place, str] | None:
    """Give the title of the sheet in each part.

    None unless every sheet has a part of its own: otherwise one could be read over and over.
    """
    try:
        book = ElementTree.fromstring(workbook).iter()
        sheets = [element.attrib for element in book if _local(element.tag) == "sheet"]
        links = [link.attrib for link in ElementTree.fromstring(index) if link.get("Target")]
    except ElementTree.ParseError:
        return None
    places = {link.get("Id", ""): _place(link["Target"]) for link in links}
    titles = {_link_id(sheet): sheet.get("name", "") for sheet in sheets}
    one_to_one = len(titles) == len(sheets) and len(set(places.values())) == len(links)
    if not one_to_one or not 0 < len(sheets) <= MAX_SHEETS:
        return None
    return {places[link]: title for link, title in titles.items() if link in places}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _link_id(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith("}id")), "")
