"""Adding working days in constant time beside stepping day by day."""

from __future__ import annotations

from datetime import date, timedelta

from bench.measure import line, timed
from guiju.worktime.calendar import standard
from guiju.worktime.deadline import deadline
from guiju.worktime.duration import Duration, Unit


def main(rounds: int = 100_000) -> None:
    calendar = standard()
    starts = [date(2016, 1, 4) + timedelta(days=n % 3500) for n in range(rounds)]
    with timed() as fast:
        for start in starts:
            calendar.add(start, 20)
    with timed() as slow:
        for start in starts[: rounds // 20]:
            left, day = 20, start
            while left:
                day += timedelta(days=1)
                left -= calendar.is_working(day)
    twenty = Duration(20, Unit.WORKING_DAYS)
    with timed() as whole:
        for start in starts[: rounds // 10]:
            deadline(start, twenty, calendar=calendar, pauses=[(start, start + timedelta(days=9))])
    line("add 20 working days", f"{rounds / fast[0]:,.0f} /s")
    line(
        "stepping day by day",
        f"{rounds / 20 / slow[0]:,.0f} /s",
        f"{(slow[0] * 20) / fast[0]:.0f} × slower",
    )
    line("a deadline with a pause", f"{rounds / 10 / whole[0]:,.0f} /s")


if __name__ == "__main__":
    main()
