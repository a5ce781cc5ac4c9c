"""`guiju doc`: exit codes, Chinese output, mended copies, files that would do harm."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from guiju.documents.cited_law import LABELS, cited_law
from guiju.documents.cli import DONE, UNREADABLE, WRONG, doc_group
from guiju.law.acts import store_texts
from guiju.law.citation_check import Verdict
from guiju.law.reading import read_folder
from guiju.typeset.check.loader import standard_rules
from guiju.typeset.check.reading import sheet_of_lines

GOOD = """云岭区人民政府办公室关于做好2025年防汛工作的通知

各街道办事处：
　　请认真落实防汛责任，按时报送情况。

云岭区人民政府办公室
2025年3月5日
"""
BAD = GOOD.replace("各街道办事处：", "各街道办事处:").replace("3月5日", "03月05日")
LAW = """# 云岭区防汛办法

2024年1月1日起施行

第一条 为了防汛，制定本办法。

第二条 各街道负责防汛。
"""


def run(*args: object) -> Result:
    return CliRunner().invoke(doc_group, [str(arg) for arg in args])


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_document_has_nothing_wrong(tmp_path: Path) -> None:
    result = run("check", written(tmp_path / "好.txt", GOOD))
    assert result.exit_code == DONE, result.output
    assert "没有发现格式问题" in result.output


def test_errors_are_told_with_place_clause_and_example(tmp_path: Path) -> None:
    result = run("check", written(tmp_path / "差.txt", BAD))
    assert result.exit_code == WRONG
    for said in ("错误 M01", "第3段（主送机关）", "GB/T 9704—2012 7.3.2", "应为：各街道办事处："):
        assert said in result.output.replace("\n", "")


def test_many_files_are_told_one_by_one_and_as_json(tmp_path: Path) -> None:
    files = [written(tmp_path / "好.txt", GOOD), written(tmp_path / "差.txt", BAD)]
    result = run("check", *files, "--json")
    assert result.exit_code == WRONG
    good, bad = json.loads(result.output)
    assert good["findings"] == []
    (found,) = [row for row in bad["findings"] if row["rule"] == "M01"]
    assert (found["quote"], found["fix"], found["level"]) == (":", "：", "错误")


def test_the_mended_copy_is_clean_and_the_original_stays(tmp_path: Path) -> None:
    bad, out = written(tmp_path / "差.txt", BAD), tmp_path / "改.txt"
    assert run("check", bad, "--fix", out).exit_code == WRONG
    assert out.read_text(encoding="utf-8") == GOOD
    assert bad.read_text(encoding="utf-8") == BAD
    assert run("check", out).exit_code == DONE


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    bad = written(tmp_path / "差.txt", BAD)
    result = run("check", bad, "--fix", bad)
    assert result.exit_code == UNREADABLE
    assert "不能覆盖原文件" in result.output
    assert bad.read_text(encoding="utf-8") == BAD


def test_what_is_made_public_is_looked_at_more_closely(tmp_path: Path) -> None:
    text = GOOD.replace("按时报送情况", "向13800000000报送")
    path = written(tmp_path / "公开.txt", text)
    assert "B02" not in run("check", path).output
    assert "B02" in run("check", path, "--publish").output


def test_a_classified_mark_blocks(tmp_path: Path) -> None:
    result = run("check", written(tmp_path / "a.txt", "机密★5年\n" + GOOD))
    assert result.exit_code == WRONG
    assert "阻断 H11" in result.output


@cache
def hostile() -> dict[str, bytes]:
    """Name → bytes of files that must be refused."""
    target = io.BytesIO()
    docx.Document().save(target)

    def changed(part: str, data: bytes) -> bytes:
        made = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(target.getvalue())) as old,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                if name != part:
                    new.writestr(name, old.read(name))
            new.writestr(part, data)
        return made.getvalue()

    entity = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    )
    return {
        "炸弹.docx": changed("word/media/a.bin", b"\0" * 300_000_000),
        "实体.docx": changed("word/document.xml", entity),
        "宏.docx": changed("word/vbaProject.bin", b"macro"),
        "冒名.docx": b"%PDF-1.7 %%EOF",
        "残缺.pdf": b"%PDF-1.7",
        "损坏.pdf": b"%PDF-1.7 nothing in it %%EOF",
        "程序.txt": b"MZ\x90\x00\x03",
    }


@pytest.mark.parametrize("name", ["炸弹", "实体", "宏", "冒名", "残缺", "损坏", "程序"])
def test_a_file_that_would_do_harm_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    whole = next(known for known in hostile() if known.startswith(name))
    path = tmp_path / whole
    path.write_bytes(hostile()[whole])
    result = run("check", path)
    assert result.exit_code == UNREADABLE, result.output
    assert "无法检查" in result.output
    assert json.loads(run("check", path, "--json").output)[0]["refused"]


def test_a_pdf_is_checked_but_not_mended(tmp_path: Path) -> None:
    from guiju.typeset.press_official import official_pdf
    from tests.typeset.official.samples import SHORT

    path = tmp_path / "a.pdf"
    path.write_bytes(official_pdf(SHORT).pdf)
    result = run("check", path, "--fix", tmp_path / "b.pdf")
    assert result.exit_code == UNREADABLE
    assert "PDF 不能改" in result.output


def test_the_rules_are_listed_with_what_no_machine_can_judge() -> None:
    result = run("rules", "--all")
    assert result.exit_code == DONE
    book = standard_rules()
    said = result.output.replace("\n", "")
    assert all(rule.id in said for rule in book.rules)
    assert all(left.id in said for left in book.unjudged)
    assert f"机器不能判断的{len(book.unjudged)}条" in said


def test_checking_starts_neither_django_nor_a_database(tmp_path: Path) -> None:
    path = written(tmp_path / "好.txt", GOOD)
    program = (
        "import sys; from guiju.config.cli import main\n"
        f"try: main(['doc', 'check', {str(path)!r}], standalone_mode=False)\n"
        "except SystemExit as end: assert end.code == 0\n"
        "sys.exit('django' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "law"
    folder.mkdir()
    (folder / "云岭区防汛办法(2023-12-01).md").write_text(LAW, encoding="utf-8")
    store_texts(read_folder(folder).texts)
    return folder


@pytest.mark.django_db
def test_cited_law_is_found_missing_or_said_to_be_beyond_checking(library: Path) -> None:
    lines = (
        "云岭区人民政府办公室关于做好2025年防汛工作的通知",
        "各街道办事处：",
        "根据《云岭区防汛办法》第二条，各街道要负责。",
        "根据《云岭区防汛办法》第九条，各街道要负责。",
        "根据《云岭区抗旱办法》第一条，各街道要负责。",
    )
    sheet = sheet_of_lines(lines)
    found = cited_law(sheet, date(2025, 3, 5))
    assert [(row.verdict, row.quote) for row in found] == [
        (Verdict.FOUND, "《云岭区防汛办法》第二条"),
        (Verdict.NO_ARTICLE, "《云岭区防汛办法》第九条"),
        (Verdict.UNKNOWN, "《云岭区抗旱办法》第一条"),
    ]
    assert [sheet.passages[row.passage].text[row.start : row.end] for row in found] == [
        row.quote for row in found
    ]
    assert LABELS[found[2].verdict] == "无法核对" and found[2].level is not found[1].level
    assert cited_law(sheet, date(2020, 1, 1))[0].verdict is Verdict.NOT_IN_FORCE


@pytest.mark.django_db
def test_the_command_checks_citations_by_the_day_of_the_document(
    library: Path, tmp_path: Path
) -> None:
    text = GOOD.replace("请认真", "根据《云岭区防汛办法》第九条，请认真")
    path = written(tmp_path / "a.txt", text)
    assert run("check", path).exit_code == DONE
    result = run("check", path, "--law")
    assert result.exit_code == WRONG
    assert "法条引用 条文不存在" in result.output
    assert "2025年3月5日" in result.output.replace("\n", "")
