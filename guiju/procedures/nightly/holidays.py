"""A year's holiday notice put in force: checked, kept in the office's folder, cases read anew."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit import acts as audit
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.core.office import own_folder
from guiju.jobs.acts import start
from guiju.jobs.models import Job
from guiju.org.models import Jurisdiction
from guiju.procedures.desk.visibility import ADMINISTRATOR, viewer_of
from guiju.procedures.record import day_of
from guiju.worktime.calendar import DATA, HOLIDAYS, BadCalendar, Calendar, YearFile, load, read_year

EARLIER = ".earlier"
MOST_BYTES = 200_000


def checked(text: str) -> YearFile:
    """The year a notice file announces. Raises Refusal that says where and what to change."""
    if len(text.encode()) > MOST_BYTES:
        raise _refusal("文件太大，不像年度放假数据，请核对")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{_year_in(text)}.json"
        path.write_text(text, encoding="utf-8")
        try:
            year = read_year(path)
            own = own_folder() / HOLIDAYS
            load(DATA, *([own] if own.is_dir() else []), Path(folder))
        except BadCalendar as bad:
            raise _refusal(str(bad)) from bad
    return year


def _year_in(text: str) -> int:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise _refusal(f"不是可读的 JSON 文件（{error}），请按样例文件改正") from error
    year = data.get("year") if isinstance(data, dict) else None
    if type(year) is not int or not 1990 <= year <= 2099:
        raise _refusal('缺少 year，或 year 不是四位年份，请写明，如 "year": 2027')
    return year


def _refusal(says: str) -> Refusal:
    return Refusal([Reason("holidays", says, "全国年节及纪念日放假办法第二条")])


def put_in_force(text: str, *, by: User, at: datetime) -> list[Job]:
    """Keep the file in the office's folder and have every open case read anew.

    The calendar is the whole office's, so each district gets a job; that of the administrator
    comes first. The file it takes the place of stays beside it. Raises NotYours, Refusal.
    """
    viewer = viewer_of(by, on=day_of(at))
    mine = [p.jurisdiction_id for p in viewer.posts if ADMINISTRATOR in p.roles]
    if not mine:
        raise NotYours([Reason("holidays.who", "放假数据由系统管理员载入", helper="系统管理员")])
    year = checked(text)
    districts = sorted(Jurisdiction.objects.all(), key=lambda j: (j.pk != mine[0], j.code))
    with transaction.atomic():
        jobs = [
            start("holidays", jurisdiction=district, by=by, at=at, asked={"year": year.year})
            for district in districts
        ]
        audit.append(
            audit.Record(
                mine[0],
                f"holidays/{year.year}",
                "holidays",
                by.get_username(),
                at,
                {"notice": year.notice, "sha256": hashlib.sha256(text.encode()).hexdigest()},
            )
        )
        _keep(year.year, text)
    return jobs


def _keep(year: int, text: str) -> None:
    """Write the file whole or not at all; what was there before stays as `<year>.json.earlier`."""
    folder = own_folder() / HOLIDAYS
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{year}.json"
    descriptor, draft = tempfile.mkstemp(dir=folder, suffix=".draft")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(draft).chmod(0o644)
    if target.exists():
        earlier = target.with_name(target.name + EARLIER)
        earlier.unlink(missing_ok=True)
        os.link(target, earlier)
    Path(draft).replace(target)


def earlier_text(year: int) -> str:
    """The file that the one in force took the place of; '' where there is none."""
    path = own_folder() / HOLIDAYS / f"{year}.json{EARLIER}"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def days_changed(year: YearFile, calendar: Calendar) -> int:
    """How many days of that year would work where they do not now, or the other way."""
    now = next((y for y in calendar.years if y.year == year.year), None)
    if now is None:
        return len(year.holidays) + len(year.workdays)
    return len(now.holidays.keys() ^ year.holidays.keys()) + len(
        now.workdays.keys() ^ year.workdays.keys()
    )
