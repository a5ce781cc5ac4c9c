"""What the rows of a made year break, worked out apart from the rules.

Written day by day and cell by cell, so that a rule read wrongly by both sides would have to be
read wrongly twice.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from guiju.demo.ledgers import DemoYear
from guiju.worktime.calendar import standard

CALENDAR = standard()
Row = dict[str, object]
Found = set[tuple[str, str, str]]
"""Ledger, key, rule."""


def expected(demo: DemoYear) -> Found:
    """Every finding there should be in the ledgers of this year."""
    return {
        (table.name, key, rule)
        for table in demo.tables()
        if table.name in ORACLE
        for row in table.rows
        for key, rule in ORACLE[table.name](dict(zip(table.heads, row, strict=True)), demo.year)
    }


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
