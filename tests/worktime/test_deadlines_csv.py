"""Every dated example of the law facts, through the kernel and through the command."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from guiju.worktime.calendar import standard
from guiju.worktime.cli import deadline_command
from guiju.worktime.deadline import Deadline, Interval, deadline, fixed_date
from guiju.worktime.duration import Duration, Unit

FACTS = Path(__file__).parents[3] / "shared" / "law" / "deadlines.csv"
UNITS = {
    "workday": Unit.WORKING_DAYS,
    "calendar_day": Unit.DAYS,
    "month": Unit.MONTHS,
    "year": Unit.YEARS,
    "hour": Unit.HOURS,
}
FIXED_BEFORE = {"P48": (3, 1), "P49": (4, 1)}  # "before 1 March", "before 1 April"
# Two minimum periods and a retention period: their procedures say that they do not roll.
TOLD_NOT_TO_ROLL = ("P27", "P28", "P54")

Row = dict[str, str]


def rows() -> list[Row]:
    if not FACTS.exists():
        return []
    with FACTS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


ROWS = rows()
COUNTED = [row for row in ROWS if row["unit"] != "fixed_date"]
FIXED = [row for row in ROWS if row["unit"] == "fixed_date"]

pytestmark = pytest.mark.skipif(
    not ROWS, reason=f"the dated examples ({FACTS.name}) are not beside this checkout"
)


def moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def pauses(row: Row) -> list[Interval]:
    spans = [span.strip("(]").split(",") for span in row["suspensions"].split(";") if span]
    return [(date.fromisoformat(begins), date.fromisoformat(ends)) for begins, ends in spans]


def counted(row: Row) -> Deadline:
    more = int(row["extension_workdays"])
    return deadline(
        moment(row["clock_start"]),
        Duration(int(row["n"]), UNITS[row["unit"]]),
        calendar=standard(),
        pauses=pauses(row),
        extension=Duration(more, Unit.WORKING_DAYS) if more else None,
        backward=row["count_from"] == "backward",
        roll=row["roll_if_rest_day"] == "Y",
    )


def arguments(row: Row) -> list[str]:
    args = ["--from", row["clock_start"], "--length", f"{row['n']} {UNITS[row['unit']]}", "--json"]
    for begins, ends in pauses(row):
        args += ["--pause", f"{begins}..{ends}"]
    if row["extension_workdays"] != "0":
        args += ["--extend", f"{row['extension_workdays']} working days"]
    if row["count_from"] == "backward":
        args.append("--backward")
    return [*args, "--roll" if row["roll_if_rest_day"] == "Y" else "--no-roll"]


def test_no_example_is_left_out() -> None:
    assert len(ROWS) == len(COUNTED) + len(FIXED) >= 58
    assert {row["unit"] for row in COUNTED} == set(UNITS)


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row["id"])
def test_the_kernel_gives_the_day_a_lawyer_counted(row: Row) -> None:
    found = counted(row)
    assert found.due == moment(row["expected_due"])
    assert found.nominal == moment(row["nominal_end"])
    assert not found.provisional


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row["id"])
def test_the_command_gives_the_same_day(row: Row) -> None:
    result = CliRunner().invoke(deadline_command, arguments(row))
    assert result.exit_code == 0, result.output
    data = json.loads(result.output)
    assert (data["due"], data["nominal"]) == (row["expected_due"], row["nominal_end"])


@pytest.mark.parametrize("row", FIXED, ids=lambda row: row["id"])
def test_a_day_the_law_names_stays_where_it_is(row: Row) -> None:
    due = date.fromisoformat(row["expected_due"])
    if row["id"] in FIXED_BEFORE:
        month, day = FIXED_BEFORE[row["id"]]
        found = fixed_date(due.year, month, day, calendar=standard(), before=True)
    else:
        found = fixed_date(due.year, due.month, due.day, calendar=standard())
    assert found.due == due


@pytest.mark.parametrize(
    "row", [row for row in COUNTED if row["id"] not in TOLD_NOT_TO_ROLL], ids=lambda row: row["id"]
)
def test_the_defaults_already_roll_as_the_facts_say(row: Row) -> None:
    backward = row["count_from"] == "backward"
    found = deadline(
        moment(row["clock_start"]),
        Duration(int(row["n"]), UNITS[row["unit"]]),
        calendar=standard(),
        backward=backward,
    )
    explicit = deadline(
        moment(row["clock_start"]),
        Duration(int(row["n"]), UNITS[row["unit"]]),
        calendar=standard(),
        backward=backward,
        roll=row["roll_if_rest_day"] == "Y",
    )
    assert found.due == explicit.due


def test_ninety_days_are_sixty_and_an_extension_of_thirty() -> None:
    row = next(row for row in ROWS if row["id"] == "P45")
    extended = deadline(
        moment(row["clock_start"]),
        Duration(60, Unit.DAYS),
        calendar=standard(),
        extension=Duration(30, Unit.DAYS),
    )
    assert extended.due == moment(row["expected_due"])
