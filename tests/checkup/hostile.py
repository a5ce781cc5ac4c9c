"""Files that mean harm, made in the tests."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

HEADS = ("登记编号", "申请内容", "收到日期", "答复日期", "答复类型")


def workbook(rows: list[list[object]], *, title: str = "", sheet: str = "依申请公开台账") -> bytes:
    """An .xlsx with these rows under a ledger's header."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(sheet)
    all_rows: list[list[object]] = ([[title]] if title else []) + [list(HEADS), *rows]
    for number, row in enumerate(all_rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.close()
    return target.getvalue()


def lawful() -> bytes:
    return workbook([["2025-0001", "甲", "2025-03-03", "2025-03-20", "予以公开"]])


def with_part(content: bytes, name: str, part: bytes, *, replace: bool = True) -> bytes:
    """The same package with one part put in."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if not (replace and info.filename == name):
                new.writestr(info.filename, old.read(info.filename))
        new.writestr(name, part)
    return target.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


SHEET = "xl/worksheets/sheet1.xml"


def zip_bomb() -> bytes:
    return with_part(lawful(), "xl/media/image1.png", b"\0" * (250 * 1024 * 1024))


def wide(columns: int) -> bytes:
    """A sheet whose only row of cells is as wide as told, far beyond what Excel allows."""
    letters = []
    for index in range(columns):
        name, n = "", index + 1
        while n:
            n, rest = divmod(n - 1, 26)
            name = chr(65 + rest) + name
        letters.append(f'<c r="{name}1" t="inlineStr"><is><t>x</t></is></c>')
    xml = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        'spreadsheetml/2006/main"><sheetData><row r="1">'
        + "".join(letters)
        + "</row></sheetData></worksheet>"
    )
    return with_part(lawful(), SHEET, xml.encode())


def far_corner() -> bytes:
    """One cell at the last row and column: laid out in full it would be 17 thousand million."""
    xml = part(lawful(), SHEET).replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    return with_part(lawful(), SHEET, xml)


def entity_bomb() -> bytes:
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    xml = part(lawful(), SHEET).split(b"?>", 1)[1]
    return with_part(lawful(), SHEET, declared + xml)
