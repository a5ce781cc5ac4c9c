"""The office's own rules: from a folder, as text or Word, again and again, for their district."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from guiju.law.cli import law_group
from guiju.law.models import Article, Instrument, Version
from guiju.org.acts import create_jurisdiction
from guiju.org.models import Jurisdiction

pytestmark = pytest.mark.database

FIREWORKS = """云岭区烟花爆竹燃放管理办法
（2024年3月1日云岭区人民政府公布　自2024年4月1日起施行）

第一条　为了加强烟花爆竹燃放管理，制定本办法。
第二条　下列地点禁止燃放：
（一）文物保护单位；
（二）车站。
第三条　本办法自2024年4月1日起施行。
"""
DUTY = ("云政办发〔2022〕5号", "一、值班安排", "（一）每日两人值班。", "（二）节假日领导带班。",
        "二、交接班", "（一）当面交接。", "云岭区人民政府办公室", "2022年1月10日",
        "（此件公开发布）")  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "规范性文件"
    own.mkdir()
    (own / "烟花.txt").write_bytes(FIREWORKS.encode("gb18030"))
    (own / "通知.txt").write_text("请各单位阅知。\n谢谢。", encoding="utf-8")
    paper = Document()
    paper.add_heading("云岭区值班制度", 0)
    for line in DUTY:
        paper.add_paragraph(line)
    (tmp_path / "本机关制度").mkdir()
    paper.save(str(tmp_path / "本机关制度" / "值班制度.docx"))
    return tmp_path


@pytest.fixture
def district(db: None) -> Jurisdiction:
    return create_jurisdiction(code="990101", name="云岭区")


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(law_group, list(words))
    return done.exit_code, done.output


def test_they_are_read_whatever_they_were_saved_as(folder: Path, district: Jurisdiction) -> None:
    status, said = run("import", str(folder), "--own", "990101", "--all")
    assert (status, Instrument.objects.count()) == (1, 2)
    assert "未能读取 规范性文件/通知.txt：没有找到公布、修改或者施行日期" in said
    rule = Instrument.objects.get(title="云岭区值班制度")
    assert (rule.kind, rule.jurisdiction) == ("office", district)
    version = rule.versions.get()
    assert (version.on, version.valid_from) == (date(2022, 1, 10), date(2022, 1, 10))
    labels = list(Article.objects.filter(version=version).values_list("label", flat=True))
    assert labels[:2] == ["一", "二"]
    assert not Article.objects.filter(text__contains="2022年1月10日").exists()


def test_importing_them_again_changes_nothing(folder: Path, district: Jurisdiction) -> None:
    run("import", str(folder), "--own", "990101")
    before = list(Version.objects.order_by("pk").values_list("pk", "digest"))
    _, said = run("import", str(folder), "--own", "990101")
    assert "新增0个版本，更正0个，未变2个" in said
    assert list(Version.objects.order_by("pk").values_list("pk", "digest")) == before


def test_they_are_shown_to_their_district_only(folder: Path, district: Jurisdiction) -> None:
    run("import", str(folder), "--own", "990101")
    asked = ("show", "云岭区烟花爆竹燃放管理办法", "第二条", "--on", "2024-05-01")
    assert run(*asked) == (1, "库中没有《云岭区烟花爆竹燃放管理办法》，无法核对\n")
    status, said = run(*asked, "--own", "990101")
    assert status == 0 and "文物保护单位" in said
    status, said = run(*asked, "--own", "000000")
    assert status == 2 and "没有代码为000000的行政区" in said


def test_a_text_is_checked_against_them(
    folder: Path, district: Jurisdiction, tmp_path: Path
) -> None:
    run("import", str(folder), "--own", "990101")
    text = tmp_path / "请示.txt"
    text.write_text(
        "关于某事的请示\n依照《云岭区烟花爆竹燃放管理办法》第二条、第九条办理。", "utf-8"
    )
    status, said = run("cite", str(text), "--on", "2024-05-01", "--all")
    assert status == 0 and "无法核实2处" in said
    status, said = run("cite", str(text), "--on", "2024-05-01", "--own-rules", "990101", "--all")
    assert status == 1 and "相符1处，条款不存在1处" in said
