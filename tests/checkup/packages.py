"""Workbooks put together part by part, as no honest program would write them."""

import io
import zipfile
from collections.abc import Mapping

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"

PARTS: Mapping[str, str] = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_BOOK}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
    '<sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_LINKS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r3" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    # Style 1 is the built-in date of Chinese Excel, 2 the ordinary built-in date.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>'
    '<xf numFmtId="31"/><xf numFmtId="14"/></cellXfs></styleSheet>',
}


def sheet(rows: str) -> str:
    """The XML of a sheet with these rows."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def strings(items: str) -> str:
    """The XML of the shared table with these texts."""
    return f'<sst xmlns="{_MAIN}">{items}</sst>'


def package(changes: Mapping[str, str | bytes | None]) -> bytes:
    """An .xlsx of the usual parts with these put in, or left out where None."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**PARTS, SHEET: sheet(""), **changes}.items():
            if part is not None:
                archive.writestr(name, part)
    return target.getvalue()


def book(rows: str, **changes: str) -> bytes:
    """An .xlsx whose one sheet has these rows, as XML."""
    return package({SHEET: sheet(rows), **changes})


def cell(place: str, value: str) -> str:
    """A cell of text, written into the sheet itself."""
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
