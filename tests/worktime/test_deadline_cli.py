"""The calculator as a clerk uses it, and every dated example of the law facts."""

import csv
import json

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guiju.worktime.calendar import standard
from guiju.worktime.cli import deadline_command
from guiju.worktime.deadline import fixed_date

EXAMPLES = Path(__file__).parents[3] / "shared" / "law" / "deadlines.csv"
UNITS = {"workday": "working days", "calendar_day": "days", "month": "months", "year": "years",
         "hour": "hours"}


def run(*args: str) -> Result:
    return CliRunner().invoke(deadline_command, list(args))


def examples() -> list[dict[str, str]]:
    if not EXAMPLES.exists():
        return []
    with EXAMPLES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def arguments(row: dict[str, str]) -> list[str]:
    args = ["--from", row["clock_start"], "--length", f"{row['n']} {UNITS[row['unit']]}", "--json"]
    for pause in filter(None, row["suspensions"].split(";")):
        begins, ends = pause.strip("(]").split(",")
        args += ["--pause", f"{begins}..{ends}"]
    if row["extension_workdays"] not in ("", "0"):
        args += ["--extend", f"{row['extension_workdays']} working days"]
    if row["count_from"] == "backward":
        args.append("--backward")
    return [*args, "--roll" if row["roll_if_rest_day"] == "Y" else "--no-roll"]


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the dated examples are not beside this checkout")
def test_all_dated_examples_of_the_law_facts() -> None:
    rows = examples()
    assert len(rows) >= 58
    for row in rows:
        if row["unit"] == "fixed_date":
            month, day = map(int, row["expected_due"].split("-")[1:])
            year = int(row["expected_due"][:4])
            assert str(fixed_date(year, month, day, calendar=standard()).due) == row["expected_due"]
            continue
        result = run(*arguments(row))
        assert result.exit_code == 0, (row["id"], result.output)
        assert json.loads(result.output)["due"] == row["expected_due"], row["id"]


def test_it_prints_the_days_counted() -> None:
    result = run("--from", "2025-09-24", "--length", "7个工作日")
    assert result.exit_code == 0
    assert "到期日：2025-10-10" in result.output
    assert "2025-10-01 星期三 不计（国庆节）" in result.output
    assert "第7天" in result.output


def test_it_says_when_a_date_is_provisional() -> None:
    data = json.loads(run("--from", "2026-12-20", "--length", "20 working days", "--json").output)
    assert data["provisional"] is True
    assert "暂" in run("--from", "2026-12-20", "--length", "20 working days").output


def test_a_calendar_limit_rolls_unless_told_not_to() -> None:
    args = ("--from", "2025-08-06", "--length", "60 days", "--json")
    assert json.loads(run(*args).output)["due"] == "2025-10-09"
    assert json.loads(run(*args, "--no-roll").output)["due"] == "2025-10-05"


@pytest.mark.parametrize(("args", "says"), [
    (("--from", "3月5日", "--length", "20 working days"), "不是日期"),
    (("--from", "2025-03-05", "--length", "20 weeks"), "看不懂的期限"),
    (("--from", "2025-03-05", "--length", "48 hours"), "时刻"),
    (("--from", "2025-03-05", "--length", "5 days", "--pause", "2025-03-09"), "不是区间"),
    (("--from", "2025-03-05", "--length", "5 days", "--pause", "2025-03-09..2025-03-01"), "早于"),
    (("--from", "2025-03-05", "--length", "5 days", "--pause", "2025-03-09T08:00..2025-03-10"), "不写时刻"),
    (("--from", "2011-03-05", "--length", "5 working days"), "早于放假数据"),
])
def test_bad_input_is_refused_with_an_example(args: tuple[str, ...], says: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert says in result.output


