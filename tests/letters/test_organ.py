"""In whose name letters go out: by day, and a refusal says what to set and where."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guiju.core.errors import Refusal
from guiju.letters.organ import FILE, organ_on, our_organ

FIRST: dict[str, Any] = {
    "since": "2024-01-01",
    "name": "云岭区人民政府办公室",
    "section": "政务公开科",
    "phone": "0000-1234567",
    "address": "云岭区政通路1号",
    "reconsideration": "云岭区人民政府",
    "court": "云岭区人民法院",
    "supervisor": "云州市人民政府办公室",
}
LATER = {**FIRST, "since": "2026-01-01", "address": "云岭区新政路2号", "code": "云政依申请"}


def folder(tmp_path: Path, content: object) -> Path:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_entry_in_force_on_the_day(tmp_path: Path) -> None:
    office = folder(tmp_path, [LATER, FIRST])
    assert organ_on(office, date(2025, 12, 31)).address == "云岭区政通路1号"
    assert organ_on(office, date(2026, 1, 1)).address == "云岭区新政路2号"
    assert organ_on(office, date(2025, 12, 31)).code == ""
    assert organ_on(office, date(2026, 1, 1)).code == "云政依申请"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([], "没有设置2025-06-01起"),
        ([LATER], "没有设置2025-06-01起"),
        ("{", "不是正确的JSON"),
        (FIRST, "应为列表"),
        ([{**FIRST, "court": "  "}], "没有填好“管辖法院”"),
        ([{**FIRST, "since": "去年"}], "没有填好“启用日期”"),
        ([{k: v for k, v in FIRST.items() if k != "phone"}], "没有填好“联系电话”"),
        ([{**FIRST, "code": "云2025"}], "没有填好“答复文书的机关代字”"),
        ([{**FIRST, "fax": "1"}], "没有填好“fax”"),
    ],
)
def test_what_is_not_set_well_is_named(tmp_path: Path, content: object, says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        organ_on(folder(tmp_path, content), date(2025, 6, 1))
    (reason,) = refused.value.reasons
    assert reason.rule == "letter.organ"
    assert "GUIJU_OFFICE" in reason.says
    assert reason.helper == "系统管理员"


def test_bytes_that_are_no_text_are_refused_too(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00[")
    with pytest.raises(Refusal, match="不是正确的JSON"):
        organ_on(tmp_path, date(2025, 6, 1))


def test_without_a_folder_or_a_file(tmp_path: Path) -> None:
    for office in (None, tmp_path, tmp_path / "gone"):
        with pytest.raises(Refusal, match="没有设置出具文书的机关名称"):
            organ_on(office, date(2025, 6, 1))


def test_ours_is_that_of_the_folder_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIJU_OFFICE", str(folder(tmp_path, [FIRST])))
    assert our_organ(date(2025, 6, 1)).name == "云岭区人民政府办公室"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("GUIJU_OFFICE", str(elsewhere))
    with pytest.raises(Refusal):
        our_organ(date(2025, 6, 1))
