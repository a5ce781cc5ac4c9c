"""Giving out numbers: under the lock of their series, one after the other, each on record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from guiju.audit import acts as audit
from guiju.core.errors import Reason, Refusal
from guiju.numbers.models import Number, Series, State
from guiju.numbers.reading import REGULATION, STANDARD, STANDARD_FORM
from guiju.org.models import Jurisdiction

MOST_RESERVED = 200
"""Numbers reserved at once; more is a slip of the hand."""

REGISTRAR = "编号登记人员"
LONGEST_REASON = 200
_YEARS = range(1949, 2100)
_WORD = re.compile(r"[\u4e00-\u9fff]{1,12}")
# No digits of its own: 2025 and 12 would run together with a 1 beside them.
_LITERAL = r"[^0-9{}]"
_PATTERN = re.compile(
    rf"{_LITERAL}*\{{word\}}{_LITERAL}+\{{year\}}{_LITERAL}+\{{serial\}}{_LITERAL}*"
)


def open_series(
    *, jurisdiction: Jurisdiction, kind: str, word: str, pattern: str = STANDARD_FORM
) -> Series:
    """The series of this kind and word; an existing one keeps its pattern.

    Raises Refusal when word or pattern is malformed, or when another series prints the same.
    """
    existing = Series.objects.filter(jurisdiction=jurisdiction, kind=kind, word=word).first()
    if existing:
        return existing
    if not _WORD.fullmatch(word):
        raise _refusal("word", "机关代字应为1至12个汉字", REGULATION)
    if not _PATTERN.fullmatch(pattern):
        says = "编号样式应依次写明{word}、{year}、{serial}，各一次，其间须有分隔的文字或括号"
        raise _refusal("pattern", says, STANDARD)
    printed = pattern.replace("{word}", word)
    # Another may have opened this very series since it was looked for.
    for other in Series.objects.filter(jurisdiction=jurisdiction).exclude(kind=kind, word=word):
        if other.pattern.replace("{word}", other.word) == printed:
            says = f"“{other}”已在使用同样的编号，同一编号不能由两个序列给出"
            raise _refusal("series", says, REGULATION)
    # Two who open it at once get the same one.
    return Series.objects.get_or_create(
        jurisdiction=jurisdiction, kind=kind, word=word, defaults={"pattern": pattern}
    )[0]


def take(series: Series, *, year: int, used_for: str, by: User, at: datetime) -> Number:
    """The next number of the year, for good; the one already held when `used_for` has one.

    Numbers are taken in order behind the highest there is; reserved ones are left alone. At the
    turn of the year they begin at 1. Raises Refusal for a year or purpose that cannot be.
    """
    _check(year, used_for)
    entering = _Entering(series, year, by, at)
    with transaction.atomic():
        entering.lock()
        held = _held(series, used_for)
        return held or entering.add("take", State.USED, used_for=used_for)


def enter(
    series: Series, *, year: int, serial: int, used_for: str, by: User, at: datetime
) -> Number:
    """Put a number on record that was given on paper; `take` goes on behind it.

    Raises Refusal when it is there already or `used_for` has another.
    """
    _check(year, used_for)
    if serial < 1:
        raise _refusal("serial", "序号从1开始", STANDARD)
    entering = _Entering(series, year, by, at)
    with transaction.atomic():
        entering.lock()
        held = _held(series, used_for)
        if held and (held.year, held.serial) != (year, serial):
            raise _refusal("held", f"该事项已有编号{held}，不能再编一个")
        there = Number.objects.filter(series=series, year=year, serial=serial).first()
        if there and there != held:
            raise _refusal("taken", f"{there}已登记为{there.get_state_display()}，不能重复")
        return held or entering.add("enter", State.USED, used_for=used_for, serial=serial)


def reserve(
    series: Series, *, year: int, count: int, reason: str, by: User, at: datetime
) -> list[Number]:
    """Keep the next `count` numbers back, with the reason. Raises Refusal without one."""
    _check_year(year)
    wanted = _reason(reason)
    if not 1 <= count <= MOST_RESERVED:
        raise _refusal("count", f"一次可预留1至{MOST_RESERVED}个编号")
    entering = _Entering(series, year, by, at)
    with transaction.atomic():
        entering.lock()
        return [entering.add("reserve", State.RESERVED, reason=wanted) for _ in range(count)]


def use_reserved(number: Number, *, used_for: str, by: User, at: datetime) -> Number:
    """Use a number kept back. Raises Refusal unless it is reserved and `used_for` has none."""
    _check(number.year, used_for)

    def use(locked: Number) -> None:
        if locked.state == State.USED and locked.used_for == used_for:
            return
        if locked.state != State.RESERVED:
            says = f"{locked}的状态是{locked.get_state_display()}，不是预留的编号"
            raise _refusal("not_reserved", says)
        held = _held(locked.series, used_for)
        if held:
            raise _refusal("held", f"该事项已有编号{held}，不能再编一个")
        locked.state, locked.used_for = State.USED, used_for

    return _change(number, "use_reserved", use, by, at)


def void(number: Number, *, reason: str, by: User, at: datetime) -> Number:
    """Void a number, reserved or used; it is never given out again.

    What it was used for may then take another. Raises Refusal without a reason, or when it is
    void already.
    """
    wanted = _reason(reason)

    def make_void(locked: Number) -> None:
        if locked.state == State.VOID:
            raise _refusal("void", f"{locked}已经作废：{locked.reason}")
        locked.state, locked.reason = State.VOID, wanted

    return _change(number, "void", make_void, by, at)


def correct(  # noqa: PLR0913 - from which to which, why, by whom and when
    held: Number, series: Series, *, year: int, serial: int, reason: str, by: User, at: datetime
) -> Number:
    """What bears `held` bears another number: void the one, put the other on record.

    A number it bore before is its own again. Raises Refusal when another bears or bore it, and
    without a reason.
    """
    why, whose = _reason(reason), held.used_for
    with transaction.atomic():
        # Both in one order: two that are corrected crosswise would wait for each other.
        _lock(held.series_id, series.pk)
        void(held, reason=f"更正：{why}"[:LONGEST_REASON], by=by, at=at)
        its_own = Number.objects.filter(
            series=series, year=year, serial=serial, used_for=whose, state=State.VOID
        ).first()
        if its_own is None:
            return enter(series, year=year, serial=serial, used_for=whose, by=by, at=at)
        return _change(its_own, "restore", _make_used, by, at)


def _lock(*series: int) -> None:
    """Hold series until the transaction ends; nobody else numbers in them meanwhile."""
    wanted = Series.objects.select_for_update().filter(pk__in=set(series)).order_by("pk")
    list(wanted.values_list("pk"))


def _make_used(locked: Number) -> None:
    locked.state, locked.reason = State.USED, ""


@dataclass(frozen=True, slots=True)
class _Entering:
    """Someone at work in one year of one series."""

    series: Series
    year: int
    by: User
    at: datetime

    def lock(self) -> None:
        _lock(self.series.pk)

    def add(
        self, verb: str, state: State, *, used_for: str = "", reason: str = "", serial: int = 0
    ) -> Number:
        """Save a number, the next one unless `serial` is given. The series is locked."""
        number = Number.objects.create(
            jurisdiction_id=self.series.jurisdiction_id,
            series=self.series,
            year=self.year,
            serial=serial or self._next(),
            state=state,
            used_for=used_for,
            reason=reason,
            by=self.by,
            at=self.at,
        )
        _record(number, verb)
        return number

    def _next(self) -> int:
        rows = Number.objects.filter(series=self.series, year=self.year)
        last: int | None = rows.aggregate(last=Max("serial"))["last"]
        return (last or 0) + 1


def _held(series: Series, used_for: str) -> Number | None:
    return Number.objects.filter(series=series, used_for=used_for, state=State.USED).first()


def _change(
    number: Number, verb: str, change: Callable[[Number], None], by: User, at: datetime
) -> Number:
    with transaction.atomic():
        _lock(number.series_id)
        locked = Number.objects.select_related("series").get(pk=number.pk)
        before = locked.state
        change(locked)
        if locked.state == before:
            return locked
        locked.by, locked.at = by, at
        locked.save(update_fields=["state", "used_for", "reason", "by", "at"])
        _record(locked, verb)
    return locked


def _record(number: Number, verb: str) -> None:
    audit.append(
        audit.Record(
            number.jurisdiction_id,
            f"numbers/{number.series_id}",
            verb,
            number.by.get_username(),
            number.at,
            {
                "number": number.text,
                "year": number.year,
                "serial": number.serial,
                "state": number.state,
                "used_for": number.used_for,
                "reason": number.reason,
            },
        )
    )


def _check(year: int, used_for: str) -> None:
    _check_year(year)
    if not used_for.strip():
        raise _refusal("used_for", "须说明编号用于哪件公文或事项")


def _check_year(year: int) -> None:
    if year not in _YEARS:
        raise _refusal("year", f"年份{year}不对，应为四位数字的公历年份", STANDARD)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise _refusal("reason", "预留、作废编号须说明原因，留作登记")
    return reason.strip()


def _refusal(rule: str, says: str, basis: str = "") -> Refusal:
    return Refusal([Reason(f"number.{rule}", says, basis, REGISTRAR)])
