"""Do the tables add up? The three checks of the official form, every column of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guiju.reports import disclosure_form as form
from guiju.reports.disclosure_tables import Number, Tables
from guiju.reports.refusals import NotReconciled

Row = tuple[str, str]
"""How a cell is called in a sentence, and its id."""


def reconcile(tables: Tables, carried: Mapping[str, int] | None = None) -> list[str]:
    """The equations that do not hold, each naming its cells; empty when all do.

    `carried` is row four of last year's frozen report by column, where there is one.
    """
    return [*_columns(tables), *_totals(tables), *_reviews(tables), *_last_year(tables, carried)]


def require_reconciled(tables: Tables, carried: Mapping[str, int] | None = None) -> None:
    """Raise NotReconciled, naming the cells, unless everything adds up."""
    troubles = reconcile(tables, carried)
    if troubles:
        raise NotReconciled(troubles)


def _columns(tables: Tables) -> Iterator[str]:
    for column in form.COLUMNS:
        here = f"表三 {column}列"
        new, carried_in, handled, carried_out = (
            (code, form.three(code, column))
            for code in (form.NEW, form.CARRIED_IN, form.HANDLED, form.CARRIED_OUT)
        )
        yield from _equation(tables, here, (new, carried_in), (handled, carried_out))
        results = [(code, form.three(code, column)) for code in form.RESULT_ROWS]
        yield from _equation(tables, here, results, (handled,))


def _totals(tables: Tables) -> Iterator[str]:
    for row in form.ROWS:
        parts = [(kind, form.three(row.code, kind)) for kind in form.KINDS]
        total = (form.TOTAL, form.three(row.code, form.TOTAL))
        yield from _equation(tables, f"表三 {row.code}行", parts, (total,))


def _reviews(tables: Tables) -> Iterator[str]:
    for review in form.REVIEWS:
        parts = [(result, form.four(review, result)) for result in form.REVIEW_RESULTS]
        total = (form.TOTAL, form.four(review, form.TOTAL))
        yield from _equation(tables, f"表四 {review}", parts, (total,))


def _last_year(tables: Tables, carried: Mapping[str, int] | None) -> Iterator[str]:
    for column, before in (carried or {}).items():
        now = _value(tables, form.three(form.CARRIED_IN, column))
        if now != before:
            yield f"表三 {column}列：二({_shown(now)})≠上年年报表三四({before})"


def _equation(
    tables: Tables, where: str, left: Sequence[Row], right: Sequence[Row]
) -> Iterator[str]:
    if _sum(tables, left) == _sum(tables, right) and _counts(tables, (*left, *right)):
        return
    yield f"{where}：{_side(tables, left)}≠{_side(tables, right)}"


def _counts(tables: Tables, cells: Sequence[Row]) -> bool:
    values = [_value(tables, name) for _, name in cells]
    return all(value is not None and value >= 0 for value in values)


def _sum(tables: Tables, cells: Sequence[Row]) -> Number:
    return sum((_value(tables, name) or 0 for _, name in cells), start=0)


def _side(tables: Tables, cells: Sequence[Row]) -> str:
    return "＋".join(f"{called}({_shown(_value(tables, name))})" for called, name in cells)


def _value(tables: Tables, name: str) -> Number | None:
    cell = tables.cells.get(name)
    return cell.value if cell else None


def _shown(value: Number | None) -> str:
    return "空" if value is None else str(value)
