"""`guiju deadline`: the calculator of statutory time limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import click

from guiju.worktime.calendar import OutOfCalendar, standard
from guiju.worktime.deadline import Deadline, Interval, deadline
from guiju.worktime.duration import Duration
from guiju.worktime.explain import lines, sentence

T = TypeVar("T")


def read_moment(value: str) -> date | datetime:
    """`2025-03-03` is a day, `2025-10-01T22:30` a moment. Raises ValueError with an example."""
    plain = value.strip()
    try:
        return date.fromisoformat(plain) if len(plain) <= 10 else datetime.fromisoformat(plain)
    except ValueError as error:
        raise ValueError(
            f"“{value}”不是日期：请写成 2025-03-03，以小时计的写成 2025-10-01T22:30"
        ) from error


def read_pause(value: str) -> Interval:
    """`2025-03-10..2025-03-24` takes out the days in (A, B]. Raises ValueError."""
    begins, dots, ends = value.partition("..")
    if not dots:
        raise ValueError(f"“{value}”不是区间：请写成 2025-03-10..2025-03-24")
    first, last = read_moment(begins), read_moment(ends)
    if isinstance(first, datetime) or isinstance(last, datetime):
        raise ValueError("暂停按日计算：起止都写日期，不写时刻")
    if last < first:
        raise ValueError(f"暂停的止日{last}早于起日{first}")
    return first, last


def _option(name: str, read: Callable[[str], T], value: str) -> T:
    try:
        return read(value)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=name) from error


@click.command("deadline", help="期限计算器：自某日起算一段法定期限，列出逐日计算过程。")
@click.option("--from", "start", required=True, help="起算的日期或时刻（当日不计）")
@click.option("--length", required=True, help="期限，如“20 working days”“30 days”“6 months”“48 hours”")
@click.option("--pause", "pauses", multiple=True, help="暂停 A..B：(A, B] 内的日子不计，可写多次")
@click.option("--extend", "extension", help="延长，如“20 working days”")
@click.option("--backward", is_flag=True, help="向前推：某事之前最迟哪一天")
@click.option("--roll/--no-roll", "roll", default=None, help="届满日休假是否顺延（日、月、年默认顺延）")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def deadline_command(  # noqa: PLR0913 - one argument per option of the command
    start: str, length: str, pauses: tuple[str, ...], extension: str | None,
    backward: bool, roll: bool | None, as_json: bool,
) -> None:
    """Print the due date, the days counted and whether it is provisional. Exit 2 on bad input."""
    moment = _option("--from", read_moment, start)
    duration = _option("--length", Duration.parse, length)
    intervals = [_option("--pause", read_pause, pause) for pause in pauses]
    more = _option("--extend", Duration.parse, extension) if extension else None
    try:
        found = deadline(moment, duration, calendar=standard(), pauses=intervals,
                         extension=more, backward=backward, roll=roll)
    except (OutOfCalendar, ValueError, OverflowError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=1) if as_json
               else _as_text(found))


def as_data(d: Deadline) -> dict[str, object]:
    """The deadline as plain data: ISO dates, `days` with running numbers and reasons."""
    return {
        "start": d.start.isoformat(),
        "length": str(d.length),
        "extension": str(d.extension) if d.extension else None,
        "due": _iso(d.due),
        "nominal": _iso(d.nominal),
        "provisional": d.provisional,
        "paused": [[a.isoformat(), b.isoformat()] for a, b in d.paused],
        "says": sentence(d),
        "days": [{"on": x.on.isoformat(), "counted": x.counted, "why": x.why} for x in d.days],
    }


def _iso(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat()


def _as_text(d: Deadline) -> str:
    title = "到期日" if _iso(d.due) >= d.start.isoformat() else "最迟日"
    note = "（暂定）" if d.provisional else ""
    return "\n".join([f"{title}：{_iso(d.due)}{note}", sentence(d), *lines(d)])
