"""`guiju checkup DIR`: what it prints, writes and returns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guiju.checkup.cli import checkup_command
from guiju.checkup.export import FORMATS
from guiju.demo.ledgers import DemoYear, write_year
from guiju.demo.year import Size

GUIJU = Path(sys.executable).with_name("guiju")
SIZE = Size(foi=20, documents=12, meetings=20, executive=8, disclosures=30, city_messages=20)
CLEAN = "登记编号,申请内容,收到日期,答复日期\n1,甲,2024-01-05,2024-01-09\n"
LATE = CLEAN + "2,乙,2024-01-05,2024-06-05\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(checkup_command, [str(each) for each in arguments])


def keep(folder: Path, text: str | bytes, name: str = "依申请公开台账.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


@pytest.fixture
def year(tmp_path: Path) -> Path:
    folder = tmp_path / "2024"
    write_year(folder, DemoYear(2024, 5, SIZE, faults=6.0))
    return folder


class TestExitStatus:
    def test_clean(self, tmp_path: Path) -> None:
        result = run(keep(tmp_path, CLEAN))
        assert (result.exit_code, "没有发现" in result.stderr) == (0, True)

    def test_findings(self, tmp_path: Path) -> None:
        result = run(keep(tmp_path, LATE))
        assert (result.exit_code, "共1条，涉及1行" in result.stderr) == (1, True)

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("坏.xlsx", b"PK\x03\x04", "坏.xlsx：未识别"),
            ("旧.xls", b"x", "旧版 Excel"),
            ("通讯录.csv", "姓名,电话\n甲,1\n".encode(), "认不出是哪种台账"),
            ("说明.txt", b"x", "没有读到任何台账"),
        ],
    )
    def test_nothing_readable(self, tmp_path: Path, name: str, content: bytes, says: str) -> None:
        result = run(keep(tmp_path, content, name))
        assert result.exit_code == 2
        assert says in result.stderr
        assert "没有发现" not in result.stderr

    def test_one_corrupt_file_outweighs_what_the_others_show(self, tmp_path: Path) -> None:
        keep(tmp_path, LATE)
        result = run(keep(tmp_path, b"PK\x03\x04", "坏.xlsx"))
        assert result.exit_code == 2
        assert "foi.reply.late" in result.stderr
        assert "结果不完整" in result.stderr

    def test_bad_cells_are_no_reason_to_stop(self, tmp_path: Path) -> None:
        result = run(keep(tmp_path, CLEAN + "2,乙,昨天,2024-06-05\n"))
        assert result.exit_code == 0
        assert "第3行C列 “收到日期”应为日期" in result.stderr

    def test_an_empty_and_a_missing_folder(self, tmp_path: Path) -> None:
        assert run(tmp_path).exit_code == 2
        result = run(tmp_path / "没有")
        assert (result.exit_code, "没有这个文件夹" in result.stderr) == (2, True)


class TestInput:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--format", "csv"], "没有“csv”格式，可用：json、xlsx、html、docx"),
            (["--format", "json,csv"], "没有“csv”格式"),
            (["--year", "今年"], "--year：请写四位的年份"),
            (["--as-of", "2024"], "--as-of：请写日期"),
            (["--fast"], "没有选项 --fast"),
            (["--out"], "缺了值"),
        ],
    )
    def test_what_is_refused_is_told_in_chinese_with_an_example(
        self, tmp_path: Path, arguments: list[str], says: str
    ) -> None:
        result = run(keep(tmp_path, CLEAN), *arguments)
        assert result.exit_code == 2
        assert says in result.stderr
        assert "用法举例" in result.stderr
        assert result.stdout == ""

    def test_no_folder_at_all(self) -> None:
        result = run()
        assert (result.exit_code, "请写明台账所在的文件夹" in result.stderr) == (2, True)

    def test_the_year_decides_which_rows_count(self, tmp_path: Path) -> None:
        keep(tmp_path, LATE)
        assert run(tmp_path, "--year", "2024").exit_code == 1
        other = run(tmp_path, "--year", "2022")
        assert (other.exit_code, "2022年台账体检" in other.stderr) == (0, True)

    def test_the_day_up_to_which_the_ledgers_tell(self, tmp_path: Path) -> None:
        keep(tmp_path, CLEAN + "2,乙,2024-01-05,\n")
        assert run(tmp_path, "--as-of", "2024-01-31").exit_code == 0
        assert run(tmp_path, "--as-of", "2024-02-29").exit_code == 1


class TestOutput:
    def test_json_alone_on_stdout_and_the_rest_on_stderr(self, year: Path) -> None:
        result = run(year, "--format", "json")
        assert result.exit_code == 1
        told = json.loads(result.stdout)
        assert {"year", "figures", "findings", "problems"} <= told.keys()
        assert told["year"] == 2024
        assert told["figures"]["meeting.held"] == 20
        keys = {"ledger", "row", "key", "rule", "basis", "due", "actual", "says"}
        assert all(keys <= finding.keys() for finding in told["findings"])
        assert "按规则" in result.stderr

    def test_a_finding_tells_excels_row(self, tmp_path: Path) -> None:
        (finding,) = json.loads(run(keep(tmp_path, LATE), "--format", "json").stdout)["findings"]
        assert {k: finding[k] for k in ("ledger", "row", "key", "rule", "basis")} == {
            "ledger": "依申请公开台账", "row": 3, "key": "2", "rule": "foi.reply.late",
            "basis": "政府信息公开条例第三十三条",
        }  # fmt: skip
        assert (finding["due"], finding["actual"]) == ("2024-02-02", "2024-06-05")

    def test_a_folder_gets_all_four(self, year: Path, tmp_path: Path) -> None:
        out = tmp_path / "a" / "b"
        result = run(year, "--out", out)
        assert {path.name for path in out.iterdir()} == {f"checkup.{name}" for name in FORMATS}
        assert result.stdout == ""
        assert all(f"checkup.{name}" in result.stderr for name in FORMATS)

    def test_or_those_asked_for(self, year: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run(year, "--out", out, "--format", " json, xlsx,json")
        assert {path.name for path in out.iterdir()} == {"checkup.json", "checkup.xlsx"}
        told = json.loads((out / "checkup.json").read_text(encoding="utf-8"))
        assert told == json.loads(run(year, "--format", "json").stdout)

    def test_a_place_that_cannot_be_written_is_told(self, year: Path, tmp_path: Path) -> None:
        (tmp_path / "文件").write_bytes(b"x")
        result = run(year, "--out", tmp_path / "文件")
        assert (result.exit_code, "无法写入" in result.stderr) == (2, True)
        assert "按规则" in result.stderr

    def test_tables_by_rule_and_by_unit_add_up(self, year: Path) -> None:
        result = run(year)
        findings = json.loads(run(year, "--format", "json").stdout)["findings"]
        by_rule, by_unit = result.stderr.split("按规则")[1].split("按单位")
        for part in (by_rule, by_unit):
            counts = [line.split("│")[-2].strip() for line in part.splitlines() if "│" in line]
            assert sum(int(count) for count in counts if count) == len(findings)
        for finding in findings:
            assert finding["rule"] in by_rule
            assert (finding["unit"] or "未写明单位") in by_unit

    def test_what_stands_in_a_cell_is_never_markup(self, tmp_path: Path) -> None:
        text = (
            "留言编号,标题,留言日期,答复日期,转办单位\n"
            "1,[/x],[/bold],,[red]\n2,:smile:,2024-01-05,2024-06-05,[/a]:smile:\n"
        )
        result = run(keep(tmp_path, text, "网民留言台账[red].csv"))
        assert result.exit_code == 1
        assert "网民留言台账[red].csv：网民留言台账，2行" in result.stderr
        assert "这里是“[/bold]”" in result.stderr
        assert "[/a]:smile:" in result.stderr


class TestAsAProgram:
    def test_runs_anywhere_without_database_or_django(self, tmp_path: Path) -> None:
        keep(tmp_path / "台账", LATE)
        blank = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            [str(GUIJU), "checkup", "台账", "--format", "json"],
            cwd=tmp_path, env=blank, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 1, done.stderr
        assert len(json.loads(done.stdout)["findings"]) == 1
        assert "foi.reply.late" in done.stderr
        assert sorted(path.name for path in tmp_path.iterdir()) == ["台账"]

    def test_never_imports_django(self, tmp_path: Path) -> None:
        script = (
            "import sys\nfrom guiju.config.cli import main\n"
            f"status = main(['checkup', {str(keep(tmp_path, LATE))!r}, '--out', "
            f"{str(tmp_path / 'out')!r}], standalone_mode=False)\n"
        )
        tail = "assert not {'django', 'sqlite3', 'psycopg'} & sys.modules.keys()\n"
        done = subprocess.run(
            [sys.executable, "-c", f"try:\n  {script.replace(chr(10), chr(10) + '  ')}pass\n"
             f"except SystemExit as end:\n  assert end.code == 1, end.code\n{tail}"],
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
