"""Forms of the desk: uploads for the check-up, and the calculator of time limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from guiju.checkup.intake import Upload
from guiju.procedures.rulebook import office_rulebook
from guiju.worktime.calendar import OutOfCalendar
from guiju.worktime.cli import read_moment, read_pause
from guiju.worktime.deadline import Deadline, Interval, deadline
from guiju.worktime.duration import Duration, Unit

MAX_FILES = 60


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class LedgerFiles(forms.FileField):
    """Several files at once; each is judged by the reader, not here."""

    widget = ManyFiles(attrs={"accept": ".xlsx,.csv"})

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        files = cast(list[UploadedFile], data if isinstance(data, list) else [data] if data else [])
        if not files:
            raise forms.ValidationError("请至少选择一个台账文件（.xlsx 或 .csv）。")
        if len(files) > MAX_FILES:
            says = f"一次最多{MAX_FILES}个文件，这里有{len(files)}个，请分几次上传。"
            raise forms.ValidationError(says)
        return files


class CheckupForm(forms.Form):
    ledgers = LedgerFiles(label="选择台账文件，或把文件拖到这里")
    year = forms.IntegerField(
        label="台账年度（可不填）",
        required=False,
        min_value=1990,
        max_value=2099,
        help_text="不填时按多数行的日期判断。",
        error_messages={"invalid": "年度写四位数字，如 2025。"},
    )

    def uploads(self) -> list[Upload]:
        """The files with their bytes; names that come twice are numbered to tell them apart."""
        files = cast(Sequence[UploadedFile], self.cleaned_data["ledgers"])
        times: Counter[str] = Counter()
        found = []
        for file in files:
            name = file.name or "未命名"
            times[name] += 1
            again = f"（{times[name]}）" if times[name] > 1 else ""
            found.append(Upload(f"{Path(name).stem}{again}{Path(name).suffix}", file.read()))
        return found


UNITS = (
    (Unit.WORKING_DAYS.value, "个工作日"),
    (Unit.DAYS.value, "日"),
    (Unit.MONTHS.value, "个月"),
    (Unit.YEARS.value, "年"),
    (Unit.HOURS.value, "小时"),
)
ROLLS = (("", "按单位默认（日、月、年顺延）"), ("yes", "届满日休假则顺延"), ("no", "不顺延"))
PAUSES = 2
MOST_PAUSES = 12
_DAY = forms.TextInput(attrs={"type": "date"})


class DeadlineForm(forms.Form):
    """One time limit as its parts; the day of the event itself is not counted."""

    start = forms.CharField(
        label="起算日期",
        max_length=40,
        widget=_DAY,
        help_text="当日不计，从次日算起。",
        error_messages={"required": "请填写起算日期，如 2025-03-03。"},
    )
    time = forms.CharField(
        label="时刻（只用于小时）",
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"type": "time"}),
    )
    n = forms.IntegerField(
        label="期限",
        min_value=0,
        max_value=9999,
        error_messages={"required": "请填写期限，如 20。", "invalid": "期限写整数，如 20。"},
    )
    unit = forms.ChoiceField(label="单位", choices=UNITS)
    more = forms.IntegerField(
        label="延长",
        min_value=0,
        max_value=9999,
        required=False,
        error_messages={"invalid": "延长写整数，如 20。"},
    )
    more_unit = forms.ChoiceField(label="延长的单位", choices=UNITS, required=False)
    backward = forms.BooleanField(label="向前推（某事之前最迟哪一天）", required=False)
    roll = forms.ChoiceField(label="届满日休假", choices=ROLLS, required=False)

    def clean_start(self) -> date | datetime:
        try:
            return read_moment(self.cleaned_data["start"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, object]:
        data = self.cleaned_data
        start, time = data.get("start"), data.get("time")
        if time and isinstance(start, date) and not isinstance(start, datetime):
            try:
                data["start"] = read_moment(f"{start.isoformat()}T{time}")
            except ValueError:
                self.add_error("time", "时刻写成 22:30。")
        if (
            data.get("unit") == Unit.HOURS
            and "start" in data
            and not isinstance(data["start"], datetime)
            and not self.errors
        ):
            self.add_error("time", "以小时计的期限须写明起算的时刻，如 22:30。")
        return data


@dataclass(slots=True)
class PauseRow:
    """A row of the calculator for a pause (begins, ends]; blank rows are passed over."""

    begins: str = ""
    ends: str = ""
    error: str = ""


@dataclass(slots=True)
class Calculation:
    """What was asked of the calculator and what it says: `found`, or errors by their fields."""

    form: DeadlineForm
    pauses: list[PauseRow]
    asked: bool = False
    error: str = ""
    found: Deadline | None = None
    intervals: list[Interval] = field(default_factory=list)


def calculate(query: QueryDict) -> Calculation:
    """Read the calculator's address and count. Nothing is asked before a start is given."""
    asked = "start" in query and "again" not in query
    rows = _pause_rows(query)
    if not asked:
        initial = {name: query.get(name, "") for name in DeadlineForm.base_fields}
        initial["unit"] = initial["unit"] or Unit.WORKING_DAYS.value
        initial["more_unit"] = initial["more_unit"] or Unit.WORKING_DAYS.value
        return Calculation(DeadlineForm(initial=initial), rows)
    calculation = Calculation(DeadlineForm(query), rows, asked=True)
    _read_pauses(calculation)
    if calculation.form.is_valid() and not any(row.error for row in rows):
        _count(calculation)
    return calculation


def _pause_rows(query: QueryDict) -> list[PauseRow]:
    begins, ends = query.getlist("pause_from"), query.getlist("pause_to")
    rows = [PauseRow(a.strip()[:20], b.strip()[:20]) for a, b in zip(begins, ends, strict=False)][
        :MOST_PAUSES
    ]
    blank = PAUSES if not rows else 2 if query.get("again") else 0
    return (rows + [PauseRow() for _ in range(blank)])[:MOST_PAUSES]


def _read_pauses(calculation: Calculation) -> None:
    for row in calculation.pauses:
        if not row.begins and not row.ends:
            continue
        if not row.begins or not row.ends:
            row.error = "暂停的起日和止日都要填写。"
            continue
        if row.ends < row.begins:
            row.error = f"暂停的止日{row.ends}早于起日{row.begins}。"
            continue
        try:
            calculation.intervals.append(read_pause(f"{row.begins}..{row.ends}"))
        except ValueError as error:
            row.error = str(error)


def _count(calculation: Calculation) -> None:
    data = calculation.form.cleaned_data
    more = Duration(data["more"], Unit(data["more_unit"])) if data.get("more") else None
    roll = {"yes": True, "no": False}.get(data.get("roll", ""))
    try:
        calculation.found = deadline(
            data["start"],
            Duration(data["n"], Unit(data["unit"])),
            calendar=office_rulebook().calendar,
            pauses=calculation.intervals,
            extension=more,
            backward=data["backward"],
            roll=roll,
        )
    except (OutOfCalendar, ValueError, OverflowError) as error:
        calculation.error = _in_chinese(error)


def _in_chinese(error: Exception) -> str:
    """The counter's own words, or plain ones where only Python had any."""
    text = str(error)
    return (
        text
        if any("\u4e00" <= letter <= "\u9fff" for letter in text)
        else ("这段期限超出了能推算的日期范围，请核对起算日期和期限长度。")
    )
