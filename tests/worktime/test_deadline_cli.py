"""The calculator as a clerk uses it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from guiju.worktime.cli import deadline_command


def run(*args: str) -> Result:
    return CliRunner().invoke(deadline_command, list(args))


def test_it_prints_the_days_counted() -> None:
    result = run("--from", "2025-09-24", "--length", "7个工作日")
    assert result.exit_code == 0
    assert "到期日：2025-10-10" in result.output
    assert "2025-10-01 星期三 至 2025-10-05 星期日 不计：国庆节" in result.output
    assert "2025-09-28 星期日 第3个工作日（调休上班）" in result.output
    assert result.output.endswith("2025-10-10 星期五 第7个工作日\n")


def test_a_calendar_limit_is_told_in_stretches_with_what_it_was_rolled_over() -> None:
    assert run("--from", "2025-08-06", "--length", "60日").output.splitlines()[3:] == [
        "2025-08-07 星期四 至 2025-10-05 星期日 第1日至第60日",
        "2025-10-06 星期一 中秋节，顺延",
        "2025-10-07 星期二 至 2025-10-08 星期三 国庆节，顺延",
        "2025-10-09 星期四 顺延至此",
    ]


def test_it_says_in_a_sentence_what_was_not_counted() -> None:
    output = run(
        "--from",
        "2025-10-20",
        "--length",
        "20 working days",
        "--pause",
        "2025-10-24..2025-11-05",
        "--extend",
        "20 working days",
    ).output
    assert (
        "说明：自2025-10-20次日起算20个工作日，延长20个工作日，不计周末14天、"
        "2025-10-25至2025-11-05暂停，至2025-12-25届满。"
    ) in output


def test_a_backward_limit_gives_the_latest_day() -> None:
    output = run("--from", "2025-06-20", "--length", "7 days", "--backward").output
    assert output.startswith("最迟日：2025-06-13\n")
    assert "2025-06-19 星期四 至 2025-06-13 星期五 第1日至第7日" in output


def test_hours_keep_the_moment() -> None:
    args = ("--from", "2025-10-01T22:30", "--length", "48小时")
    assert json.loads(run(*args, "--json").output)["due"] == "2025-10-03T22:30"
    assert "到期日：2025-10-03 22:30\n" in run(*args).output
    second = run("--from", "2025-10-01T22:30:15", "--length", "1 hour", "--json").output
    assert json.loads(second)["due"] == "2025-10-01T23:30:15"


def test_json_carries_all_that_a_page_needs() -> None:
    data = json.loads(
        run(
            "--from",
            "2025-03-03",
            "--length",
            "2 working days",
            "--pause",
            "2025-03-04..2025-03-06",
            "--json",
        ).output
    )
    assert data == {
        "start": "2025-03-03",
        "length": "2 working days",
        "extension": None,
        "due": "2025-03-07",
        "nominal": "2025-03-07",
        "provisional": False,
        "paused": [["2025-03-04", "2025-03-06"]],
        "paused_days": ["2025-03-05", "2025-03-06"],
        "says": "自2025-03-03次日起算2个工作日，不计2025-03-05至2025-03-06暂停，至2025-03-07届满",
        "days": [
            {"on": "2025-03-04", "counted": 1, "why": ""},
            {"on": "2025-03-05", "counted": None, "why": "暂停"},
            {"on": "2025-03-06", "counted": None, "why": "暂停"},
            {"on": "2025-03-07", "counted": 2, "why": ""},
        ],
    }


def test_it_says_when_a_date_is_provisional() -> None:
    data = json.loads(run("--from", "2026-12-20", "--length", "20 working days", "--json").output)
    assert data["provisional"] is True
    output = run("--from", "2026-12-20", "--length", "20 working days").output
    assert "（暂定）" in output
    assert "通知公布并载入后须重新计算" in output
    assert "暂定" not in run("--from", "2025-12-20", "--length", "20 working days").output


def test_a_calendar_limit_rolls_unless_told_not_to() -> None:
    args = ("--from", "2025-08-06", "--length", "60 days", "--json")
    assert json.loads(run(*args).output)["due"] == "2025-10-09"
    assert json.loads(run(*args, "--no-roll").output)["due"] == "2025-10-05"


@pytest.mark.parametrize(
    ("args", "option", "says"),
    [
        (("--length", "5 days"), "--from", "必须写明"),
        (("--from", "2025-03-05"), "--length", "必须写明"),
        (("--from", "3月5日", "--length", "20 working days"), "--from", "2025-03-03"),
        (("--from", "2025-02-30", "--length", "20 working days"), "--from", "不是日期"),
        (("--from", "2025-03-05", "--length", "20 weeks"), "--length", "20个工作日"),
        (("--from", "2025-03-05", "--length", "-5 days"), "--length", "20个工作日"),
        (("--from", "2025-03-05", "--length", "48 hours"), "--from", "时刻"),
        (("--from", "2025-03-05T08:00", "--length", "48 hours", "--roll"), "--roll", "不顺延"),
        (
            ("--from", "2025-03-05T08:00", "--length", "8 hours", "--extend", "1 day"),
            "--extend",
            "24 hours",
        ),
        (("--from", "2025-03-05", "--length", "5 days", "--extend", ""), "--extend", "看不懂"),
        (
            ("--from", "2025-03-05", "--length", "5 days", "--pause", "2025-03-09"),
            "--pause",
            "2025-03-10..2025-03-24",
        ),
        (
            ("--from", "2025-03-05", "--length", "5 days", "--pause", "2025-03-09..2025-03-01"),
            "--pause",
            "2025-03-01..2025-03-09",
        ),
        (
            (
                "--from",
                "2025-03-05",
                "--length",
                "5 days",
                "--pause",
                "2025-03-09T08:00..2025-03-10",
            ),
            "--pause",
            "不写时刻",
        ),
        (
            ("--from", "2025-03-05", "--length", "5 days", "--backward", "--extend", "5 days"),
            "--backward",
            "延长",
        ),
        (("--from", "2011-03-05", "--length", "5 working days"), "--from", "早于放假数据"),
        (("--from", "2025-03-05", "--length", "9999 years"), "--length", "年份"),
    ],
)
def test_bad_input_is_refused_in_chinese_with_the_option_and_an_example(
    args: tuple[str, ...], option: str, says: str
) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert says in result.output
    assert option in result.output.partition("：")[0]
    assert "用法举例" in result.output


def test_it_starts_without_loading_django() -> None:
    code = "import guiju.worktime.cli, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
