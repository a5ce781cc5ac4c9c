"""Whole years of ledgers: exactly the figures and findings that follow from their rows.

The oracle below is written apart from the rules, day by day and cell by cell, so that a rule
read wrongly by both sides would have to be read wrongly twice.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from guiju.checkup.reading import read_folder
from guiju.checkup.run import Result, check
from guiju.demo.ledgers import DemoYear, write_year
from guiju.demo.year import Size
from guiju.worktime.calendar import standard

SHARED = Path(__file__).parents[3] / "shared" / "ledgers"
CALENDAR = standard()
Row = dict[str, object]
Found = set[tuple[str, str, str]]


def checked(folder: Path) -> Result:
    return check(read_folder(folder))


def findings(result: Result) -> Found:
    return {(f.ledger, f.key, f.rule) for f in result.findings}


@pytest.mark.skipif(not SHARED.exists(), reason="the ledgers are not beside this checkout")
@pytest.mark.parametrize("year", ["2025", "2023-messy"])
def test_a_given_year_has_exactly_its_expected_figures_and_findings(year: str) -> None:
    expected = json.loads((SHARED / f"{year}.expected.json").read_text(encoding="utf-8"))
    result = checked(SHARED / year)
    assert result.year == expected["year"]
    assert result.figures == expected["figures"]
    wanted = {(f["ledger"], f["key"], f["rule"], f["basis"]) for f in expected["findings"]}
    got = [(f.ledger, f.key, f.rule, f.basis) for f in result.findings]
    assert set(got) == wanted
    assert len(got) == len(expected["findings"])
    assert result.problems == ()


@pytest.mark.parametrize("year", range(2016, 2026))
def test_other_years_made_the_same_way(year: int, tmp_path: Path) -> None:
    size = Size(foi=40, documents=30, normative=4, disclosures=80, city_messages=60, study=4)
    demo = DemoYear(year=year, seed=year, size=size, faults=6.0)
    write_year(tmp_path, demo)
    result = checked(tmp_path)
    tables = {
        t.name: [dict(zip(t.heads, row, strict=True)) for row in t.rows] for t in demo.tables()
    }
    wanted = {
        (ledger, key, rule)
        for ledger, rows in tables.items()
        if ledger in ORACLE
        for row in rows
        for key, rule in ORACLE[ledger](row, year)
    }
    assert findings(result) == wanted
    assert len(wanted) > 20
    assert result.problems == ()


def after(start: date, n: int, skipped: set[date] | None = None) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        n -= CALENDAR.is_working(day) and day not in (skipped or set())
    return day


def day(row: Row, name: str) -> date | None:
    value = row[name]
    return value if isinstance(value, date) else None


def foi(row: Row, year: int) -> Iterator[tuple[str, str]]:
    key, received = str(row["登记编号"]), day(row, "收到日期")
    assert received
    noticed, supplied = day(row, "补正通知日期"), day(row, "补正收到日期")
    if noticed and noticed > after(received, 7):
        yield key, "foi.correction_notice.late"
    asked, answered = day(row, "征求第三方意见日期"), day(row, "第三方意见收到日期")
    skipped = set()
    while asked and answered and asked < answered:
        asked += timedelta(days=1)
        skipped.add(asked)
    due = after(supplied or received, 20, skipped)
    extended, replied = day(row, "延期告知日期"), day(row, "答复日期")
    if extended and extended > due:
        yield key, "foi.extension.late"
    elif extended:
        due = after(supplied or received, 40, skipped)
    if replied and replied > due:
        yield key, "foi.reply.late"


def disclosure(row: Row, year: int) -> Iterator[tuple[str, str]]:
    key, formed, published = str(row["索引号"]), day(row, "信息形成日期"), day(row, "公开日期")
    assert formed
    if published and published > after(formed, 20):
        yield key, "disclosure.publish.late"
    if not row["保密审查人"] or not row["审查日期"]:
        yield key, "disclosure.review.missing"


def message(row: Row, year: int) -> Iterator[tuple[str, str]]:
    key, written, replied = str(row["留言编号"]), day(row, "留言日期"), day(row, "答复日期")
    assert written
    due = after(written, 15)
    if replied and replied > due:
        yield key, "message.reply.late"
    if not replied and due < date(year, 12, 31):
        yield key, "message.reply.missing"


def document(row: Row, year: int) -> Iterator[tuple[str, str]]:
    if row["是否规范性文件"] == "否" and not (row["审核人"] and row["审核日期"]):
        yield str(row["发文字号"]), "document.review.missing"


def meeting(row: Row, year: int) -> Iterator[tuple[str, str]]:
    key, held, reviewed = str(row["会议编号"]), day(row, "召开日期"), day(row, "审查意见日期")
    assert held
    if "常务会议" in str(row["会议类型"]) and not row["会前学法内容"]:
        yield key, "meeting.law_study.missing"
    if row["需合法性审查议题"] and not reviewed:
        yield key, "meeting.topic_review.missing"
    if row["需合法性审查议题"] and reviewed and reviewed > held:
        yield key, "meeting.topic_review.late"


def supervision(row: Row, year: int) -> Iterator[tuple[str, str]]:
    key, due, back = str(row["督查编号"]), day(row, "办结时限"), day(row, "反馈日期")
    if due and back and back > due:
        yield key, "supervision.feedback.late"
    if not row["程序合法性核查"]:
        yield key, "supervision.legality_check.missing"
    if not row["督查结论日期"]:
        yield key, "supervision.conclusion.missing"


ORACLE: dict[str, Callable[[Row, int], Iterator[tuple[str, str]]]] = {
    "依申请公开台账": foi,
    "主动公开台账": disclosure,
    "网民留言台账": message,
    "发文登记簿": document,
    "会议台账": meeting,
    "督查督办台账": supervision,
}


def test_the_demo_year_has_the_totals_of_the_report(tmp_path: Path) -> None:
    write_year(tmp_path, DemoYear(2025))
    result = checked(tmp_path)
    assert result.year == 2025
    assert (
        result.figures
        | {
            "study.sessions": 4,
            "document.issued": 35,
            "normative.reviewed": 1,
            "normative.repealed": 2,
            "meeting.held": 63,
            "supervision.carried_out": 52,
            "disclosure.published": 612,
            "message.site.received": 2,
            "message.city.received": 281,
            "message.answered": 283,
            "foi.received": 3,
        }
        == result.figures
    )
    rules = {f.rule for f in result.findings}
    assert len(rules) >= 6
    assert 20 <= len(result.findings) <= 120


def test_every_late_finding_tells_why_this_date(tmp_path: Path) -> None:
    write_year(tmp_path, DemoYear(2025, faults=4.0))
    result = checked(tmp_path)
    late = [f for f in result.findings if f.days_late and f.rule == "disclosure.publish.late"]
    assert late
    for finding in late:
        assert finding.due and finding.actual
        assert finding.why.startswith("自")
        assert str(finding.due) in finding.why
        assert finding.days_late == (finding.actual - finding.due).days
