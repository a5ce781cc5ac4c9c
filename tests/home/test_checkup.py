"""The check-up by upload: nothing is stored, nobody else sees it, bad files are told apart."""

from __future__ import annotations

import io
import json
import os
import random
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from guiju.checkup.intake import Upload
from guiju.checkup.ledgers import all_ledgers
from guiju.checkup.reading import read_folder, read_sources
from guiju.checkup.run import Result, check
from guiju.home.blank_ledgers import blank_ledger
from guiju.org.models import Jurisdiction
from guiju.procedures.models import Case, Event
from tests.home.conftest import YEAR, Desk, staff


@pytest.fixture(autouse=True)
def private(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path / "var"
    return Path(settings.VAR) / "checkups"


@pytest.fixture
def expected(ledgers: Path) -> Result:
    return check(read_folder(ledgers, year=YEAR))


def uploads(folder: Path) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(p.name, p.read_bytes()) for p in sorted(folder.iterdir())]


def upload(client: Client, files: list[SimpleUploadedFile], year: str = "") -> str:
    """Upload and follow to the result; its address."""
    answer = client.post("/checkup/", {"ledgers": files, "year": year})
    assert answer.status_code == 302, answer.text
    return str(answer["Location"])


class TestResult:
    def test_it_lists_the_findings_of_the_command(
        self, bare: Desk, ledgers: Path, expected: Result
    ) -> None:
        page = bare.client.get(upload(bare.client, uploads(ledgers))).text
        assert f"<b data-total>{len(expected.findings)}</b>" in page
        for file in expected.files:
            assert file.ledger in page
        for finding in expected.findings[:50]:
            assert finding.says in page
        assert "为什么是这一天" in page

    def test_every_row_has_its_state(self, bare: Desk, ledgers: Path) -> None:
        place = upload(bare.client, uploads(ledgers))
        pages = [bare.client.get(f"{place}rows/{n}/").text for n in range(10)]
        rows = read_folder(ledgers, year=YEAR).rows
        assert sum(page.count("可用</span>") for page in pages) == len(rows)
        assert bare.client.get(f"{place}rows/10/").status_code == 404

    def test_nothing_reaches_the_database(self, bare: Desk, ledgers: Path) -> None:
        upload(bare.client, uploads(ledgers))
        assert not Case.objects.exists()
        assert not Event.objects.exists()

    def test_downloads_need_no_second_upload(
        self, bare: Desk, ledgers: Path, expected: Result
    ) -> None:
        place = upload(bare.client, uploads(ledgers))
        answers = {
            f: bare.client.get(f"{place}download/{f}") for f in ("xlsx", "docx", "html", "json")
        }
        content = {f: b"".join(a.streaming_content) for f, a in answers.items()}  # type: ignore[attr-defined]
        assert len(json.loads(content["json"])["findings"]) == len(expected.findings)
        assert openpyxl.load_workbook(io.BytesIO(content["xlsx"])).sheetnames
        assert content["docx"].startswith(b"PK")
        assert all("attachment" in a["Content-Disposition"] for a in answers.values())
        assert bare.client.get(f"{place}download/exe").status_code == 404

    def test_the_year_may_be_given(self, bare: Desk, ledgers: Path) -> None:
        page = bare.client.get(upload(bare.client, uploads(ledgers), "2024")).text
        assert "2024年台账合规体检报告" in page


class TestPrivacy:
    def test_nobody_else_can_open_it(
        self, bare: Desk, ledgers: Path, district: Jurisdiction
    ) -> None:
        place = upload(bare.client, uploads(ledgers)[:1])
        colleague = Client()
        colleague.force_login(staff("zhao", district))
        for path in (place, f"{place}rows/0/", f"{place}download/json"):
            assert colleague.get(path).status_code == 404
            assert bare.client.get(path).status_code == 200

    def test_it_is_gone_after_a_day(self, bare: Desk, ledgers: Path, private: Path) -> None:
        place = upload(bare.client, uploads(ledgers)[:1])
        [folder] = private.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        yesterday = folder.stat().st_mtime - 25 * 60 * 60
        os.utime(folder, (yesterday, yesterday))
        new = upload(bare.client, uploads(ledgers)[:1])
        assert bare.client.get(place).status_code == 404
        assert bare.client.get(new).status_code == 200

    @pytest.mark.parametrize("token", ["..", "%2e%2e%2fsecret_key", "x" * 22, "x", "\u5b57" * 22])
    def test_a_made_up_address_opens_nothing(self, bare: Desk, token: str) -> None:
        assert bare.client.get(f"/checkup/{token}/").status_code == 404


class TestBadFiles:
    def test_each_bad_file_is_told_and_the_good_ones_count(self, bare: Desk, ledgers: Path) -> None:
        good = next(f for f in uploads(ledgers) if "学法" in str(f.name))
        noise = random.Random(1).randbytes(3000)
        page = bare.client.get(
            upload(
                bare.client,
                [
                    good,
                    SimpleUploadedFile("坏.xlsx", noise),
                    SimpleUploadedFile("旧.xls", noise),
                    SimpleUploadedFile("空.csv", b""),
                    SimpleUploadedFile("照片.png", noise),
                    SimpleUploadedFile("别的.csv", "甲,乙,丙\n1,2,3\n".encode()),
                ],
            )
        ).text
        assert "学法台账" in page
        assert page.count("未识别") == 5
        for says in ("已损坏", "旧版 Excel", "文件是空的", "只能读取", "认不出是哪种台账"):
            assert says in page

    def test_only_bad_files_still_give_a_page(self, bare: Desk) -> None:
        page = bare.client.get(upload(bare.client, [SimpleUploadedFile("x.csv", b"\xff\xfe\x00")]))
        assert page.status_code == 200
        assert "没有发现违反规定的行" not in page.text

    def test_a_bad_cell_is_shown_with_its_column(self, bare: Desk) -> None:
        text = "学习日期,学习形式,主题,学习内容\n某日,专题讲座,甲,乙\n2025-03-03,专题讲座,丙,丁\n"
        file = SimpleUploadedFile(
            "学法台账.csv",
            f"序号,{text}".replace("\n某", "\n1,某").replace("\n2025", "\n2,2025").encode(),
        )
        place = upload(bare.client, [file])
        assert "B列" in bare.client.get(f"{place}rows/0/?only=bad").text

    def test_a_column_nobody_knows_is_told_of_the_sheet(self, bare: Desk) -> None:
        text = "序号,学习日期,学习形式,主题,学习内容,甲乙丙\n1,2025-03-03,专题讲座,丁,戊,己\n"
        place = upload(bare.client, [SimpleUploadedFile("学法台账.csv", text.encode())])
        assert "不认识的列：甲乙丙" in bare.client.get(place).text
        rows = bare.client.get(f"{place}rows/0/").text
        assert rows.count("可用</span>") == 1
        assert "未计入" not in rows

    def test_files_of_the_same_name_are_told_apart(self, bare: Desk, ledgers: Path) -> None:
        file = next(p for p in ledgers.iterdir() if "学法" in p.name)
        twice = [SimpleUploadedFile(file.name, file.read_bytes()) for _ in range(2)]
        page = bare.client.get(upload(bare.client, twice)).text
        assert "学法台账.xlsx" in page
        assert "学法台账（2）.xlsx" in page

    def test_no_file_is_asked_for_and_the_year_is_kept(self, bare: Desk) -> None:
        answer = bare.client.post("/checkup/", {"year": "2024"})
        assert answer.status_code == 422
        assert "请至少选择一个台账文件" in answer.text
        assert 'value="2024"' in answer.text

    def test_an_upload_out_of_all_measure_is_not_read(self, bare: Desk) -> None:
        answer = bare.client.post("/checkup/", {}, CONTENT_LENGTH=str(200 * 1024 * 1024))
        assert answer.status_code == 413
        assert "文件太大" in answer.text


class TestTemplates:
    def test_each_ledger_has_one_that_is_read_back_without_a_problem(self, bare: Desk) -> None:
        for ledger in all_ledgers().ledgers:
            answer = bare.client.get(f"/checkup/templates/{ledger.ledger}.xlsx")
            assert answer.status_code == 200
            reading = read_sources([Upload(f"{ledger.ledger}.xlsx", answer.content)])
            assert [f.ledger for f in reading.files] == [ledger.ledger]
            assert not reading.problems

    def test_the_heads_are_the_columns(self) -> None:
        for ledger in all_ledgers().ledgers:
            sheet = openpyxl.load_workbook(io.BytesIO(blank_ledger(ledger))).active
            assert sheet is not None
            assert [cell.value for cell in sheet[1]] == list(ledger.columns)

    def test_an_unknown_ledger_has_none(self, bare: Desk) -> None:
        assert bare.client.get("/checkup/templates/别的台账.xlsx").status_code == 404
