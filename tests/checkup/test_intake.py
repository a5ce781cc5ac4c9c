"""What is let in by name and size, and what an .xlsx must not hold."""

import io
import zipfile
from pathlib import Path

import pytest

from guiju.checkup.intake import Unreadable, Upload, ledger_files, take_in
from guiju.checkup.package import MAX_ENTRIES, repack
from guiju.checkup.sheets import read_workbook
from tests.checkup import packages

LAWFUL = packages.book(f'<row r="1">{packages.cell("A1", "甲")}</row>')


def refusal(content: bytes, name: str = "台账.xlsx") -> str:
    with pytest.raises(Unreadable) as refused:
        read_workbook(Upload(name, content))
    assert refused.value.file == name
    return refused.value.says


def with_entries(*entries: tuple[str, bytes]) -> bytes:
    target = io.BytesIO(LAWFUL)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in entries:
            archive.writestr(name, part)
    return target.getvalue()


class TestNamesAndSizes:
    def test_a_folder_lists_ledgers_and_passes_over_locks_hidden_files_and_others(
        self, tmp_path: Path
    ) -> None:
        for name in ("乙.CSV", "甲.xlsx", "旧.xls", "~$甲.xlsx", ".隐藏.xlsx", "说明.txt"):
            (tmp_path / name).write_bytes(b"x")
        (tmp_path / "夹.xlsx").mkdir()
        assert {file.name for file in ledger_files(tmp_path)} == {"甲.xlsx", "乙.CSV", "旧.xls"}

    def test_a_folder_that_is_not_there_is_unreadable(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="无法打开"):
            ledger_files(tmp_path / "没有")

    @pytest.mark.parametrize("name", ["a.xls", "a.XLSM", "a.et", "a.xlsb", "a.ods"])
    def test_other_spreadsheets_are_refused_with_how_to_save_them(self, name: str) -> None:
        assert "另存为" in refusal(b"x", name)

    @pytest.mark.parametrize("name", ["~$甲.xlsx", ".甲.csv"])
    def test_a_lock_file_given_by_name_is_refused(self, name: str) -> None:
        assert "临时文件" in refusal(b"x", name)

    def test_the_size_limit_holds_for_uploads_and_files(self, tmp_path: Path) -> None:
        path = tmp_path / "大.csv"
        path.write_bytes(b"x" * 11)
        for source in (path, Upload("大.csv", b"x" * 11)):
            assert take_in(source, limit=11).content == b"x" * 11
            with pytest.raises(Unreadable, match="超过"):
                take_in(source, limit=10)

    def test_an_upload_keeps_no_folder_in_its_name(self) -> None:
        assert take_in(Upload("../../a.csv", b"x")).file == "a.csv"

    def test_a_file_that_is_not_there_and_an_empty_one_are_unreadable(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="找不到"):
            take_in(tmp_path / "没有.csv")
        assert "空的" in refusal(b"")


class TestPackages:
    def test_a_lawful_one_is_packed_anew_without_what_a_ledger_does_not_need(self) -> None:
        content = with_entries(("xl/media/image1.png", b"x"), ("docProps/app.xml", b"<a/>"))
        with zipfile.ZipFile(io.BytesIO(repack("a", content).content)) as archive:
            assert set(archive.namelist()) == {*packages.PARTS, packages.SHEET}

    def test_what_is_no_zip_is_refused(self) -> None:
        assert "不是真正的 xlsx" in refusal(b"<html></html>")
        assert "不是真正的 xlsx" in refusal(LAWFUL[: len(LAWFUL) // 2])

    def test_an_old_workbook_and_a_locked_one_are_told_apart(self) -> None:
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
        assert "旧版" in refusal(ole)
        assert "密码" in refusal(ole + "EncryptedPackage".encode("utf-16-le"))

    def test_a_zip_with_locked_entries_is_refused(self) -> None:
        directory = LAWFUL.index(b"PK\x01\x02")
        locked = bytearray(LAWFUL)
        locked[directory + 8] |= 1
        assert "密码" in refusal(bytes(locked))

    @pytest.mark.parametrize("missing", ["xl/workbook.xml", "_rels/.rels", "[Content_Types].xml"])
    def test_missing_parts_are_noticed(self, missing: str) -> None:
        assert "已损坏" in refusal(packages.package({missing: None}))

    def test_macros_are_refused(self) -> None:
        assert "宏" in refusal(with_entries(("xl/vbaProject.bin", b"x")))

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("name", [packages.SHEET, packages.SHEET.upper()])
    def test_two_parts_of_one_name_are_refused(self, name: str) -> None:
        assert "不正常" in refusal(with_entries((name, b"<worksheet/>")))

    def test_too_many_entries_are_refused(self) -> None:
        many = [(f"x/{n}", b"") for n in range(MAX_ENTRIES)]
        assert "压缩炸弹" in refusal(with_entries(*many))

    @pytest.mark.parametrize("declared", ["<!DOCTYPE x>", '<!ENTITY a "aaaa">'])
    def test_declarations_in_any_part_are_refused(self, declared: str) -> None:
        assert "不正常" in refusal(packages.package({packages.SHEET: declared}))
        assert "不正常" in refusal(packages.package({"xl/styles.xml": declared}))

    def test_two_sheets_that_share_one_part_are_refused(self) -> None:
        book = packages.PARTS["xl/workbook.xml"]
        again = '<sheet name="又" sheetId="2" r:id="r1"/></sheets>'
        twice = book.replace("</sheets>", again)
        assert "不正常" in refusal(packages.package({"xl/workbook.xml": twice}))

    def test_a_part_that_poses_as_a_sheet_is_refused(self) -> None:
        posing = packages.sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
        assert "不正常" in refusal(packages.package({"xl/styles.xml": posing}))

    def test_external_links_are_told_and_the_rest_is_read(self) -> None:
        book = read_workbook(
            Upload("a.xlsx", with_entries(("xl/externalLinks/externalLink1.xml", b"<x/>")))
        )
        assert ["外部链接未读取" in problem.says for problem in book.problems] == [True]
        assert book.sheets[0].rows[0].cells == ["甲"]
