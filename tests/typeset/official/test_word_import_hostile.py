"""Hostile Word files are refused with a reason, and none of them is believed."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guiju.core.errors import Refusal
from guiju.typeset.word_import import import_docx, read_docx
from guiju.typeset.word_official import KEPT_AT, write_word
from tests.typeset.official.samples import NOTICE, SHORT

WORD = "word/document.xml"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
GOOD = write_word(SHORT, {})


def with_parts(content: bytes, **parts: bytes | None) -> bytes:
    """The file with some parts replaced or added; names use __ for / and _x for the suffix."""
    changed = {name.replace("__", "/").replace("_x", ".xml"): part for name, part in parts.items()}
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename not in changed:
                new.writestr(info.filename, old.read(info.filename))
        for name, part in changed.items():
            if part is not None:
                new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def body(inner: str, before: str = "") -> bytes:
    return f"{before}<w:document {SPACE}><w:body>{inner}</w:body></w:document>".encode()


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        import_docx(content)
    (reason,) = caught.value.reasons
    assert re.search("[一-鿿]", reason.says)
    return reason.rule


def test_zip_bomb() -> None:
    assert refused(with_parts(GOOD, word__media__a_x=b"\0" * 60_000_000)) == "file.bomb"


def test_external_entity() -> None:
    attack = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    evil = with_parts(GOOD, word__document_x=body("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", attack))
    assert refused(evil) == "file.strange"


def test_entity_behind_much_white_is_not_read() -> None:
    """Even where the declaration is not seen: it is never resolved."""
    attack = " " * 5000 + '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    evil = with_parts(
        GOOD, word__document_x=body("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", "<!-- -->" + attack)
    )
    try:
        said = import_docx(evil).document.canonical()
    except Refusal:
        return
    with open("/etc/hostname", encoding="utf-8") as secret:  # noqa: PTH123
        assert secret.read().strip() not in said


def test_billion_laughs() -> None:
    laughs = '<!ENTITY l0 "ha">'
    for n in range(1, 12):
        laughs += f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">'
    attack = f"<!DOCTYPE d [{laughs}]>"
    evil = with_parts(GOOD, word__document_x=body("<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", attack))
    assert refused(evil) == "file.strange"


def test_macros() -> None:
    assert refused(with_parts(GOOD, **{"word__vbaProject.bin": b"x"})) == "file.macros"


def test_program_inside() -> None:
    assert refused(with_parts(GOOD, **{"word__media__image1.png": b"MZ" + b"\0" * 99})) == (
        "file.program"
    )


def test_ten_thousand_tables_within_tables() -> None:
    open_, close = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    evil = with_parts(GOOD, word__document_x=body(open_ * 10_000 + close * 10_000))
    assert refused(evil) == "file.broken"


def test_two_hundred_tables_within_tables_are_read() -> None:
    open_, close = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    deep = with_parts(GOOD, word__document_x=body(open_ * 60 + close * 60))
    assert read_docx(deep).body != ()


def test_too_many_cells() -> None:
    row = "<w:tr>" + "<w:tc/>" * 1000 + "</w:tr>"
    evil = with_parts(GOOD, word__document_x=body("<w:tbl>" + row * 101 + "</w:tbl>"))
    assert refused(evil) == "file.cells"


def test_a_span_as_wide_as_the_world() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    wide = with_parts(GOOD, word__document_x=body(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert len(read_docx(wide).body[0].rows[0]) == 63  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"%PDF-1.7", GOOD[:2000], b"\xd0\xcf\x11\xe0"]
)
def test_no_word_file_at_all(content: bytes) -> None:
    assert refused(content) == "file.broken"


def test_a_workbook_is_no_document() -> None:
    types = b'<?xml version="1.0"?><Types>spreadsheetml.sheet.main+xml</Types>'
    assert refused(with_parts(GOOD, **{"[Content_Types]_x": types})) == "file.broken"


def test_missing_parts() -> None:
    assert refused(with_parts(GOOD, word__document_x=None)) == "file.broken"


def test_what_is_kept_does_not_speak_for_other_pages() -> None:
    """Somebody shows one text and keeps another: the pages count."""
    lie = SHORT.model_copy(update={"title": "关于拨付一百万元的决定"}).canonical().encode()
    name = KEPT_AT.removeprefix("/").replace("/", "__")
    assert read_docx(with_parts(GOOD, **{name: lie})).title == SHORT.title
    assert read_docx(with_parts(GOOD, **{name: b"{}"})).title == SHORT.title
    assert read_docx(with_parts(GOOD, **{name: b"\xff\xfe"})).title == SHORT.title


def test_pictures_from_elsewhere_are_not_fetched() -> None:
    word = docx.Document(io.BytesIO(write_word(NOTICE, {})))
    link = word.part.relate_to("http://192.0.2.1/a.png", "urn:x", is_external=True)
    blip = (
        f'<w:p {SPACE} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<w:r><w:drawing><a:blip r:link="{link}"/></w:drawing></w:r></w:p>'
    )
    word.element.body.insert(5, docx.oxml.parse_xml(blip))
    stream = io.BytesIO()
    word.save(stream)
    read = import_docx(stream.getvalue())
    assert dict(read.images) == {}
    assert any("图片" in said for said in read.told)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_documents_are_read_or_refused(data: st.DataObject) -> None:
    """Bytes of the text's own XML changed at will: a document or a reason, never anything else."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        xml = bytearray(archive.read(WORD))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(xml) - 1))
        piece = data.draw(st.sampled_from([b"<", b">", b"/", b'"', b"w:p", b"", b"\0", b"9" * 20]))
        xml[at : at + data.draw(st.integers(0, 40))] = piece
    try:
        import_docx(with_parts(GOOD, word__document_x=bytes(xml)))
    except Refusal as problem:
        assert problem.reasons


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_archives_are_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        import_docx(bytes(damaged))
    except Refusal as problem:
        assert problem.reasons
