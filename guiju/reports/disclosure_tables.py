"""The three tables of the yearly disclosure report, counted from records; each cell opens them.

Basis: 政府信息公开条例第五十条.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from guiju.reports import disclosure_form as form
from guiju.reports.disclosure_records import Document, Request
from guiju.reports.refusals import ManualRefused, RecordsUnclear

UNFILLED = "未填报"
IN_FORCE_NOTE = "“现行有效件数”只计入系统内有公布记录的文件，更早的文件须手工填报。"

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and where it comes from: the records counted, or a person who typed it.

    `value` is None when no record holds it and nobody has filled it in.
    """

    value: Number | None = None
    keys: tuple[str, ...] = ()
    author: str = ""

    @property
    def shown(self) -> str:
        return UNFILLED if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class ManualCell:
    """A number typed by hand (手工填报), and by whom."""

    value: Number
    author: str


Manual = Mapping[str, ManualCell]


@dataclass(frozen=True, slots=True)
class Tables:
    """All cells of a year's tables two, three and four, by id."""

    year: int
    cells: Mapping[str, Cell]
    notes: tuple[str, ...] = field(default=())

    def unfilled(self) -> list[str]:
        """The ids of the cells that nobody has filled in."""
        return [name for name, cell in self.cells.items() if cell.value is None]

    def by_hand(self) -> dict[str, Cell]:
        return {name: cell for name, cell in self.cells.items() if cell.author}


def compute(
    year: int,
    requests: Iterable[Request],
    documents: Iterable[Document],
    manual: Manual | None = None,
) -> Tables:
    """Count the tables of a year.

    Raises RecordsUnclear naming each request that cannot be placed, ManualRefused for cells
    typed by hand that are none or that records fill.
    """
    asked = list(requests)
    troubles = list(_unclear(year, asked))
    if troubles:
        raise RecordsUnclear(troubles)
    counted = dict(_table_two(year, list(documents)))
    counted |= _table_three(year, asked)
    counted |= _table_four(year, asked)
    cells = _with_manual(counted, manual or {})
    given = cells[form.two(form.NORMATIVE, form.IN_FORCE)].author
    return Tables(year, cells, () if given else (IN_FORCE_NOTE,))


def _with_manual(counted: dict[str, Cell], manual: Manual) -> dict[str, Cell]:
    open_cells = set(form.cells_of_table_two()) - {
        form.two(form.NORMATIVE, form.MADE),
        form.two(form.NORMATIVE, form.REPEALED),
    }
    troubles = [
        f"“{name}”由记录计算得出，不能手工填报" if name in counted else f"没有“{name}”这一格"
        for name in manual
        if name not in open_cells
    ]
    troubles += [f"“{name}”没有写明填报人" for name, cell in manual.items() if not cell.author]
    troubles += [f"“{name}”不能小于零" for name, cell in manual.items() if cell.value < 0]
    if troubles:
        raise ManualRefused(troubles)
    typed = {name: Cell(cell.value, (), cell.author) for name, cell in manual.items()}
    return {name: Cell() for name in form.cells_of_table_two()} | counted | typed


def _table_two(year: int, documents: Sequence[Document]) -> Iterator[tuple[str, Cell]]:
    questions: dict[str, Callable[[Document], bool]] = {
        form.MADE: lambda d: d.published is not None and d.published.year == year,
        form.REPEALED: lambda d: d.repealed is not None and d.repealed.year == year,
        form.IN_FORCE: lambda d: d.in_force_after(year),
    }
    for column, question in questions.items():
        keys = tuple(d.key for d in documents if question(d))
        yield form.two(form.NORMATIVE, column), Cell(len(keys), keys)


def _table_three(year: int, requests: Sequence[Request]) -> dict[str, Cell]:
    found: dict[str, list[str]] = {
        form.three(row.code, column): [] for row in form.ROWS for column in form.COLUMNS
    }
    for request in requests:
        for row in _rows_of(year, request):
            found[form.three(row, request.kind)].append(request.key)
            found[form.three(row, form.TOTAL)].append(request.key)
    return {name: Cell(len(keys), tuple(keys)) for name, keys in found.items()}


def _rows_of(year: int, request: Request) -> Iterator[str]:
    if request.received_in(year):
        yield form.NEW
    elif request.open_after(year - 1):
        yield form.CARRIED_IN
    if request.ended_in(year):
        yield request.row
        yield form.HANDLED
    if request.open_after(year):
        yield form.CARRIED_OUT


def _table_four(year: int, requests: Sequence[Request]) -> dict[str, Cell]:
    found: dict[str, list[str]] = {
        form.four(review, column): []
        for review in form.REVIEWS
        for column in (*form.REVIEW_RESULTS, form.TOTAL)
    }
    for request in requests:
        for review in form.REVIEWS:
            result = request.result_of(review, year)
            if result:
                found[form.four(review, result)].append(request.key)
                found[form.four(review, form.TOTAL)].append(request.key)
    return {name: Cell(len(keys), tuple(keys)) for name, keys in found.items()}


def _unclear(year: int, requests: Sequence[Request]) -> Iterator[str]:
    """What keeps a request from being counted, said of that request; nothing is guessed."""
    for key, times in Counter(r.key for r in requests).items():
        if times > 1:
            yield f"申请“{key}”登记了{times}次：请合并为一件"
    for request in requests:
        if request.received is None and request.ended_in(year):
            yield f"申请“{request.key}”没有收到日期"
        if request.concerns(year):
            yield from _unplaced(year, request)
        for review in form.REVIEWS:
            result = request.result_of(review, year)
            if result and result not in form.REVIEW_RESULTS:
                yield f"申请“{request.key}”的{review}结果“{result}”不在表四所列之内"


def _unplaced(year: int, request: Request) -> Iterator[str]:
    name = f"申请“{request.key}”"
    if not request.kind:
        yield f"{name}没有写明申请人类型"
    elif request.kind not in form.KINDS:
        yield f"{name}的申请人类型“{request.kind}”不在表三所列之内"
    if request.received and request.ended and request.ended < request.received:
        yield f"{name}的办结日期{request.ended}早于收到日期{request.received}"
    if request.ended_in(year) and request.row not in form.RESULT_ROWS:
        shown = f"“{request.row}”不在表三所列之内" if request.row else "没有写明"
        yield f"{name}已办结，但处理结果{shown}"
