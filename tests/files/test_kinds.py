"""A file is what it contains, whatever it is called; what may do harm stays outside."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.core.errors import Refusal
from guiju.files import insides
from guiju.files.kinds import KINDS, LONGEST_NAME, clean_name, recognise
from tests.files import samples

GOOD = {
    ".pdf": samples.PDF,
    ".ofd": samples.ofd(),
    ".docx": samples.word(),
    ".xlsx": samples.workbook(),
    ".pptx": samples.slides(),
    ".doc": samples.ole("WordDocument"),
    ".wps": samples.ole("WordDocument"),
    ".xls": samples.ole("Workbook"),
    ".et": samples.ole("Book"),
    ".ppt": samples.ole("PowerPoint Document"),
    ".dps": samples.ole("PowerPoint Document"),
    ".jpg": samples.JPEG,
    ".jpeg": samples.JPEG,
    ".png": samples.png(),
    ".tif": samples.TIFF,
    ".tiff": samples.TIFF,
    ".txt": samples.TEXT,
}


def refused(name: str, content: bytes) -> tuple[str, str]:
    with pytest.raises(Refusal) as error:
        recognise(name, io.BytesIO(content))
    (reason,) = error.value.reasons
    return reason.rule.removeprefix("file."), reason.says


def test_every_kind_has_a_sample() -> None:
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("suffix", GOOD)
def test_every_kind_is_taken_in(suffix: str) -> None:
    content = io.BytesIO(GOOD[suffix])
    assert recognise(f"附件{suffix.upper()}", content) is KINDS[suffix]
    assert content.tell() == 0


@pytest.mark.parametrize("suffix", GOOD)
def test_a_program_is_none_of_them(suffix: str) -> None:
    rule, says = refused(f"附件{suffix}", samples.EXE)
    assert rule == "mismatch"
    assert f"“{suffix}”" in says
    assert "可执行程序" in says


@pytest.mark.parametrize("suffix", GOOD)
@pytest.mark.parametrize("other", [".pdf", ".docx", ".xlsx", ".doc", ".xls", ".png", ".ofd"])
def test_a_suffix_that_lies_is_refused(suffix: str, other: str) -> None:
    if KINDS[suffix].label != KINDS[other].label:
        assert refused(f"附件{suffix}", GOOD[other])[0] == "mismatch"


@pytest.mark.parametrize("name", ["x.exe", "x.docm", "x.zip", "x.html", "x.svg", "x", "x.docx.exe"])
def test_other_kinds_are_refused_and_the_allowed_named(name: str) -> None:
    rule, says = refused(name, samples.PDF)
    assert rule == "kind"
    assert "docx" in says


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_comes_in_any_encoding_of_the_office(encoding: str) -> None:
    text = "发文字号：云政办发〔2025〕3号\r\n\t第二行\f".encode(encoding)
    assert recognise("说明.txt", io.BytesIO(text)).content_type == "text/plain"


@pytest.mark.parametrize("content", [b"a\0b", b"\x01\x02", b"\xff" * 9, b"%PDF-1.7 "])
def test_what_is_not_text_is_not_text(content: bytes) -> None:
    assert refused("说明.txt", content)[0] == "mismatch"


@pytest.mark.parametrize("suffix", [".pdf", ".png", ".jpg", ".docx", ".xlsx", ".ofd"])
def test_half_a_file_is_broken(suffix: str) -> None:
    good = GOOD[suffix]
    assert refused(f"附件{suffix}", good[: len(good) // 2])[0] == "broken"


class TestHostileArchives:
    @pytest.mark.parametrize(
        ("parts", "rule"),
        [
            ({"word__vbaProject_dot_bin": b"x"}, "macros"),
            ({"xl__macrosheets__sheet1_dot_xml": b"<x/>"}, "macros"),
            ({"word__embeddings__a_dot_exe": b"x"}, "program"),
            ({"word__embeddings__a_dot_bin": samples.EXE}, "program"),
            ({"word__embeddings__oleObject1_dot_bin": samples.ole("\x01Ole10Native")}, "program"),
            (
                {"word__embeddings__b_dot_xls": samples.ole("Workbook", "_VBA_PROJECT_CUR")},
                "macros",
            ),
            ({"word__evil_dot_xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "strange"),
            ({"..__..__evil_dot_xml": b"<x/>"}, "strange"),
            ({"__etc__passwd": b"x"}, "strange"),
            ({"C:__evil_dot_xml": b"<x/>"}, "strange"),
        ],
    )
    def test_what_a_document_does_not_have(self, parts: dict[str, bytes], rule: str) -> None:
        assert refused("附件.docx", samples.word_with(**parts))[0] == rule

    def test_a_chart_with_its_workbook_is_welcome(self) -> None:
        content = samples.word_with(word__embeddings__a_dot_xlsx=samples.workbook())
        assert recognise("附件.docx", io.BytesIO(content)) is KINDS[".docx"]

    def test_archives_within_archives_end(self) -> None:
        inner = samples.zipped({"a.zip": samples.workbook()})
        assert refused("附件.docx", samples.word_with(a_dot_zip=inner))[0] == "strange"

    def test_a_text_declared_with_macros(self) -> None:
        types = b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
        assert refused("附件.docx", samples.zipped({"[Content_Types].xml": types}))[0] == "macros"

    def test_a_bomb_of_one_part(self) -> None:
        bomb = samples.word_with(word__bomb_dot_xml=b"\0" * (20 * insides.MEGABYTE))
        assert len(bomb) < insides.MEGABYTE
        assert refused("附件.docx", bomb)[0] == "bomb"

    def test_a_bomb_within_a_part(self) -> None:
        inner = samples.zipped({"bomb.xml": b"\0" * (20 * insides.MEGABYTE)})
        assert refused("附件.docx", samples.word_with(a_dot_xlsx=inner))[0] == "bomb"

    def test_a_bomb_of_many_parts(self) -> None:
        parts = {f"part{n}.xml": b"" for n in range(insides.MAX_PARTS + 1)}
        stored = samples.zipped(parts, compress=zipfile.ZIP_STORED)
        assert refused("附件.docx", stored)[0] == "bomb"

    def test_a_directory_out_of_all_measure_is_not_read(self) -> None:
        directory = b"PK\x03\x04" + b"PK\x01\x02" * (2 * insides.MAX_PARTS + 1)
        assert refused("附件.docx", directory)[0] == "bomb"

    def test_two_parts_of_one_name(self) -> None:
        target = io.BytesIO(samples.word_with())
        with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning):
            archive.writestr("word/document.xml", b"<other/>")
        assert refused("附件.docx", target.getvalue())[0] == "strange"

    def test_a_password(self) -> None:
        content = bytearray(samples.word_with())
        # The flag of the first entry in the directory: encrypted.
        content[content.index(b"PK\x01\x02") + 8] |= 1
        assert refused("附件.docx", bytes(content))[0] == "locked"

    def test_a_text_with_a_password_is_an_ole_file(self) -> None:
        locked = samples.ole("EncryptionInfo", "EncryptedPackage")
        assert refused("附件.doc", locked)[0] == "locked"

    @pytest.mark.parametrize(
        ("entry", "rule"), [("Macros", "macros"), ("VBA", "macros"), ("\x01Ole10Native", "program")]
    )
    def test_old_texts_with_macros_or_parcels(self, entry: str, rule: str) -> None:
        assert refused("附件.doc", samples.ole("WordDocument", entry))[0] == rule

    def test_the_word_macros_in_a_text_is_only_a_word(self) -> None:
        content = samples.ole("WordDocument") + b"  " + "VBA\0Macros\0".encode("utf-16-le")
        assert recognise("附件.doc", io.BytesIO(content)) is KINDS[".doc"]


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=300), st.sampled_from(sorted(GOOD)))
def test_any_bytes_are_taken_or_refused(suffix: str, noise: bytes, start: str) -> None:
    """Never another error, whatever is put behind a good beginning."""
    for content in (noise, GOOD[start][:40] + noise, GOOD[start] + noise):
        try:
            assert recognise(f"附件{suffix}", io.BytesIO(content)) is KINDS[suffix]
        except Refusal as refusal:
            assert refusal.reasons[0].says


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/通知.pdf", "通知.pdf"),
        ("C:\\Users\\林\\桌面\\通知.pdf", "通知.pdf"),
        ("通知\r\nSet-Cookie: a=b.pdf", "通知Set-Cookie_ a=b.pdf"),
        ("通知\u202efdp.exe", "通知fdp.exe"),
        (' 通知<1>:"a".pdf ', "通知_1___a_.pdf"),
        (".通知.pdf.", "通知.pdf"),
    ],
)
def test_a_name_is_only_a_name(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@pytest.mark.parametrize("name", ["", "..", "/", "a/", "\u202e", "..\\", " ", "_.pdf", "\0"])
def test_no_name_is_refused(name: str) -> None:
    with pytest.raises(Refusal):
        clean_name(name)


@given(st.text(max_size=400))
def test_any_name_becomes_harmless_or_is_refused(name: str) -> None:
    try:
        kept = clean_name(f"{name}.pdf")
    except Refusal:
        return
    assert kept.endswith("pdf")
    assert len(kept) <= LONGEST_NAME
    assert not set(kept) & set('/\\<>:"|?*\r\n\0\u202e')
    assert clean_name(kept) == kept
