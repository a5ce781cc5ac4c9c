"""`guiju deadline`: the calculator of statutory time limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import IO, TypeVar

import click

from guiju.core.office import office_folder
from guiju.worktime.calendar import BadCalendar, OutOfCalendar, office_calendar
from guiju.worktime.deadline import PAUSED, CannotCount, Deadline, Interval, deadline
from guiju.worktime.duration import Duration, Unit
from guiju.worktime.explain import PROVISIONAL, is_backward, lines, sentence, text

T = TypeVar("T")
EXAMPLE = 'guiju deadline --from 2025-03-03 --length "20 working days"'
_OPTIONS = {
    "start": "--from",
    "length": "--length",
    "pauses": "--pause",
    "extension": "--extend",
    "backward": "--backward",
    "roll": "--roll",
}


class BadInput(click.UsageError):
    """Input refused, told in Chinese with the option at fault and an example; exit status 2."""

    def __init__(self, option: str, says: str) -> None:
        super().__init__(f"{option}：{says}")

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(f"输入有误　{self.message}\n用法举例　{EXAMPLE}", file=file, err=file is None)


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
        raise ValueError("暂停按日计算：起止都写日期，不写时刻，如 2025-03-10..2025-03-24")
    if last < first:
        raise ValueError(f"暂停的止日{last}早于起日{first}，请写成 {last}..{first}")
    return first, last


def _option(name: str, read: Callable[[str], T], value: str | None) -> T:
    if value is None:
        raise BadInput(name, "必须写明")
    try:
        return read(value)
    except ValueError as error:
        raise BadInput(name, str(error)) from error


@click.command("deadline", help="期限计算器：自某日起算一段法定期限，列出逐日计算过程。")
@click.option("--from", "start", help="起算的日期或时刻（当日不计），必填")
@click.option("--length", help="期限，如“20 working days”“30日”“6个月”“48小时”，必填")
@click.option("--pause", "pauses", multiple=True, help="暂停 A..B：(A, B] 内不计，可写多次")
@click.option("--extend", "extension", help="延长，如“20 working days”")
@click.option("--backward", is_flag=True, help="向前推：某事之前最迟哪一天")
@click.option(
    "--roll/--no-roll",
    "roll",
    default=None,
    help="末日休息是否顺延（日、月、年默认顺延；向前推的则提前）",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def deadline_command(  # noqa: PLR0913 - one argument per option of the command
    start: str | None,
    length: str | None,
    pauses: tuple[str, ...],
    extension: str | None,
    backward: bool,
    roll: bool | None,
    as_json: bool,
) -> None:
    """Print the due date, the days counted and whether it is provisional. Exit 2 on bad input."""
    moment = _option("--from", read_moment, start)
    duration = _option("--length", Duration.parse, length)
    intervals = [_option("--pause", read_pause, pause) for pause in pauses]
    more = _option("--extend", Duration.parse, extension) if extension is not None else None
    try:
        found = deadline(
            moment,
            duration,
            calendar=office_calendar(office_folder()),
            pauses=intervals,
            extension=more,
            backward=backward,
            roll=roll,
        )
    except CannotCount as error:
        raise BadInput(_OPTIONS[error.part], str(error)) from error
    except (OutOfCalendar, BadCalendar) as error:
        raise BadInput("--from、--length", str(error)) from error
    click.echo(
        json.dumps(as_data(found), ensure_ascii=False, indent=1)
        if as_json
        else "\n".join(_as_text(found, duration))
    )


def as_data(d: Deadline) -> dict[str, object]:
    """The deadline as plain data: ISO dates, `days` with running numbers and reasons."""
    return {
        "start": _iso(d.start),
        "length": str(d.length) if d.length else None,
        "extension": str(d.extension) if d.extension else None,
        "due": _iso(d.due),
        "nominal": _iso(d.nominal),
        "provisional": d.provisional,
        "paused": [[a.isoformat(), b.isoformat()] for a, b in d.paused],
        "paused_days": [x.on.isoformat() for x in d.days if x.why == PAUSED],
        "says": sentence(d),
        "days": [{"on": x.on.isoformat(), "counted": x.counted, "why": x.why} for x in d.days],
    }


def _iso(value: date | datetime) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat(timespec="seconds" if value.second else "minutes")


def _as_text(d: Deadline, length: Duration) -> Iterator[str]:
    title = "最迟日" if is_backward(d) else "到期日"
    yield f"{title}：{text(d.due)}{'（暂定）' if d.provisional else ''}"
    yield f"起算：{text(d.start)}（{_counting(d, length)}）"
    yield f"说明：{sentence(d)}。"
    if d.provisional:
        yield f"暂定：{PROVISIONAL}。"
    yield from lines(d)


def _counting(d: Deadline, length: Duration) -> str:
    if length.unit is Unit.HOURS:
        return "按小时连续计算"
    first = d.start + timedelta(days=-1 if is_backward(d) else 1)
    return f"当日不计，自{text(first)}{'向前' if is_backward(d) else ''}数起"
