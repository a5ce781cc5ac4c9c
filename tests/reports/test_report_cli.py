"""`guiju report`: files and words, exit status, and nothing written of what is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guiju.procedures.rulebook import office_rulebook
from guiju.reports.cli import report_group
from guiju.reports.models import Snapshot
from tests.reports.district import District, new_district

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    made = new_district(rules=office_rulebook())
    made.request("甲", date(2025, 2, 3), date(2025, 2, 20))
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(report_group, arguments)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("report", ["law-based-government", "disclosure"])
def test_word_and_pdf_are_written(district: District, tmp_path: Path, report: str) -> None:
    done = run(report, "--year", "2025", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert names(tmp_path) == [f"{report}-2025.docx", f"{report}-2025.pdf"]
    assert "已写入" in done.output


def test_what_is_refused_is_named_and_not_written(district: District, tmp_path: Path) -> None:
    district.case("foi_request", [("receive", date(2025, 5, 6))], key="[丙]")
    done = run("disclosure", "--year", "2025", "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert "不予生成 申请“[丙]”没有写明申请人类型" in done.output
    assert names(tmp_path / "out") == []


def test_frozen_it_is_printed_the_same_and_differences_are_told(
    district: District, tmp_path: Path
) -> None:
    first = run("disclosure", "--year", "2025", "--out", str(tmp_path), "--freeze", "--by", "赵")
    before = (tmp_path / "disclosure-2025.pdf").read_bytes()
    district.request("乙", date(2025, 3, 3), date(2025, 3, 20))
    again = run("disclosure", "--year", "2025", "--out", str(tmp_path))
    assert "已封存" in first.output
    assert Snapshot.objects.get().frozen_by == "赵"
    assert (tmp_path / "disclosure-2025.pdf").read_bytes() == before
    assert "与封存时不同 表三“一”自然人：封存时1，现为2；新增：乙" in again.output


def test_cells_typed_by_hand_need_their_author(district: District, tmp_path: Path) -> None:
    manual = tmp_path / "manual.json"
    manual.write_text(json.dumps({"cells": {}}), encoding="utf-8")
    done = run("disclosure", "--year", "2025", "--manual", str(manual), "--out", str(tmp_path))
    assert done.exit_code == 1
    assert "author" in done.output


def test_the_district_must_be_named_where_there_are_several(district: District) -> None:
    new_district("990102", "青川县")
    done = run("disclosure", "--year", "2025")
    assert done.exit_code == 1
    assert "--jurisdiction" in done.output
    assert "990102（青川县）" in done.output


def test_without_a_district_it_says_what_to_do() -> None:
    assert "guiju import" in run("disclosure", "--year", "2025").output
