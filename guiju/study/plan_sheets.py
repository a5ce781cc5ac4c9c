"""The plan as a sheet: the same columns out and in, so that what went out comes in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from guiju.checkup.cells import Cell, CellProblem, column_letter, parse_text
from guiju.checkup.dates import parse_date
from guiju.checkup.export_list import CellValue, Column
from guiju.checkup.headers import HeaderAt, data_rows, find_header
from guiju.checkup.intake import Unreadable, Upload
from guiju.checkup.sheets import Row, Sheet, read_workbook
from guiju.core.errors import Reason, Refusal
from guiju.org.models import Jurisdiction
from guiju.study.choosing import as_text, named_in
from guiju.study.models import PlanItem
from guiju.study.plans import MOST_ITEMS, Wanted

COLUMNS = (
    Column("序号", 6),
    Column("计划日期", 12),
    Column("学习形式", 12),
    Column("主题", 36),
    Column("学习的法律和条文", 44),
    Column("主讲人", 14),
    Column("承办单位", 20),
    Column("办理情况", 12),
)
_NAMES = {column.head for column in COLUMNS}
_NEEDED = ("计划日期", "学习形式", "主题")
_LONGEST = {"学习形式": 30, "主题": 200, "主讲人": 100, "承办单位": 120}


def cells(number: int, item: PlanItem, state: str) -> tuple[CellValue, ...]:
    """An item as a row, laws one a line as they are typed."""
    return (
        number,
        item.planned_on,
        item.form,
        item.topic,
        as_text(item.chosen.all()),
        item.lecturer,
        item.lead_unit,
        state,
    )


def read_plan(upload: Upload, year: int, district: Jurisdiction) -> list[Wanted]:
    """The items of a sheet. Raises Refusal naming row and column of all that cannot be taken.

    Nothing is taken unless everything can be.
    """
    try:
        sheets = read_workbook(upload).sheets
    except Unreadable as unreadable:
        raise Refusal([_trouble(unreadable.says)]) from unreadable
    for sheet in sheets:
        header = find_header(sheet, _NAMES)
        if header is not None and set(_NEEDED) <= set(header.columns.values()):
            return _items(sheet, header, year, district)
    raise Refusal([_trouble(f"表中没有找到表头，须有{'、'.join(_NEEDED)}各列")])


def _items(sheet: Sheet, header: HeaderAt, year: int, district: Jurisdiction) -> list[Wanted]:
    found: list[Wanted] = []
    troubles: list[Reason] = []
    for row in data_rows(sheet, header):
        try:
            found.append(_item(row, header, year, district))
        except Refusal as refusal:
            troubles += refusal.reasons
        if len(found) > MOST_ITEMS:
            raise Refusal([_trouble(f"一份计划最多{MOST_ITEMS}项")])
    if troubles:
        raise Refusal(troubles[:30])
    if not found:
        raise Refusal([_trouble("表中没有学法事项")])
    return found


def _item(row: Row, header: HeaderAt, year: int, district: Jurisdiction) -> Wanted:
    places = {name: index for index, name in header.columns.items()}
    troubles: list[Reason] = []
    said = dict(_texts(row, places, troubles))
    day = _day(row, places["计划日期"], year, troubles)
    for name in _NEEDED[1:]:
        if not said[name]:
            troubles.append(_at(row, places[name], "请填写" + name))
    for name, most in _LONGEST.items():
        if len(said[name]) > most:
            troubles.append(_at(row, places[name], f"{name}最多{most}个字"))
    laws = []
    try:
        laws = named_in(said["学习的法律和条文"], day or date(year, 12, 31), district)
    except Refusal as refusal:
        where = places["学习的法律和条文"]
        troubles += [_at(row, where, reason.says) for reason in refusal.reasons]
    if troubles or day is None:
        raise Refusal(troubles)
    return Wanted(
        day, said["学习形式"], said["主题"], said["主讲人"], said["承办单位"], tuple(laws)
    )


def _texts(
    row: Row, places: Mapping[str, int], troubles: list[Reason]
) -> Iterator[tuple[str, str]]:
    for name in (*_LONGEST, "学习的法律和条文"):
        text = parse_text(_cell(row, places.get(name)))
        if isinstance(text, CellProblem):
            troubles.append(_at(row, places[name], text.says))
            text = None
        yield name, (text or "").replace("\x00", "")


def _day(row: Row, place: int, year: int, troubles: list[Reason]) -> date | None:
    day = parse_date(_cell(row, place))
    if isinstance(day, CellProblem):
        troubles.append(_at(row, place, day.says))
        return None
    if day is None or day.year != year:
        troubles.append(_at(row, place, f"请填写{year}年的计划日期"))
        return None
    return day


def _cell(row: Row, place: int | None) -> Cell:
    return row.cells[place] if place is not None and place < len(row.cells) else None


def _at(row: Row, place: int, says: str) -> Reason:
    return _trouble(f"第{row.number}行{column_letter(place)}列：{says}")


def _trouble(says: str) -> Reason:
    return Reason("study.plan.sheet", says)


def lines(items: Iterable[tuple[PlanItem, str]]) -> list[tuple[CellValue, ...]]:
    """Every item with its state, numbered."""
    return [cells(number, item, state) for number, (item, state) in enumerate(items, start=1)]
