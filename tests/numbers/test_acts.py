"""Numbers are given in order, once, and never lost from the register."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import Refusal
from guiju.numbers.acts import correct, enter, open_series, reserve, take, use_reserved, void
from guiju.numbers.models import Number, Series, State
from guiju.numbers.selectors import gaps, number_of, numbers_for
from guiju.org.acts import create_jurisdiction
from guiju.org.models import Jurisdiction

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 3, 4, tzinfo=UTC)


@pytest.fixture
def district() -> Jurisdiction:
    return create_jurisdiction(code="990101", name="云岭区")


@pytest.fixture
def series(district: Jurisdiction) -> Series:
    return open_series(jurisdiction=district, kind="发文", word="云政办发")


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("林")


def refused(act: Callable[..., Any], *args: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as error:
        act(*args, **given)
    (reason,) = error.value.reasons
    assert reason.says
    return reason.rule


def taken(series: Series, by: User, count: int, year: int = 2025) -> list[str]:
    start = Number.objects.count()
    return [
        str(take(series, year=year, used_for=f"case/{start + n}", by=by, at=AT))
        for n in range(count)
    ]


class TestTaking:
    def test_numbers_follow_one_another(self, series: Series, lin: User) -> None:
        assert taken(series, lin, 3) == [f"云政办发〔2025〕{n}号" for n in (1, 2, 3)]

    def test_a_new_year_begins_at_one(self, series: Series, lin: User) -> None:
        assert taken(series, lin, 2)[-1] == "云政办发〔2025〕2号"
        assert taken(series, lin, 1, 2026) == ["云政办发〔2026〕1号"]
        assert taken(series, lin, 1, 2025) == ["云政办发〔2025〕3号"]

    def test_re_entering_the_step_keeps_the_number(self, series: Series, lin: User) -> None:
        first = take(series, year=2025, used_for="case/12", by=lin, at=AT)
        taken(series, lin, 1)
        again = take(series, year=2026, used_for="case/12", by=lin, at=AT)
        assert again == first
        assert Number.objects.count() == Entry.objects.count() == 2

    def test_series_count_apart(self, district: Jurisdiction, series: Series, lin: User) -> None:
        other = open_series(
            jurisdiction=district,
            kind="督办单",
            word="云督",
            pattern="{word}〔{year}〕第{serial}号",
        )
        taken(series, lin, 2)
        assert taken(other, lin, 1) == ["云督〔2025〕第1号"]

    @pytest.mark.parametrize(
        ("given", "rule"), [({"year": 25}, "number.year"), ({"used_for": " "}, "number.used_for")]
    )
    def test_what_cannot_be_is_refused(
        self, series: Series, lin: User, given: dict[str, Any], rule: str
    ) -> None:
        wanted = {"year": 2025, "used_for": "case/1", "by": lin, "at": AT} | given
        assert refused(take, series, **wanted) == rule
        assert not Number.objects.exists()

    def test_a_failed_act_gives_its_number_back(self, series: Series, lin: User) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            take(series, year=2025, used_for="case/1", by=lin, at=AT)
            raise RuntimeError
        assert taken(series, lin, 1) == ["云政办发〔2025〕1号"]


class TestReserving:
    def test_reserved_numbers_are_not_taken(self, series: Series, lin: User) -> None:
        kept = reserve(series, year=2025, count=2, reason="年初大会专用", by=lin, at=AT)
        assert [n.serial for n in kept] == [1, 2]
        assert taken(series, lin, 1) == ["云政办发〔2025〕3号"]
        used = use_reserved(kept[0], used_for="case/9", by=lin, at=AT)
        assert (used.state, used.text) == (State.USED, "云政办发〔2025〕1号")
        assert take(series, year=2025, used_for="case/9", by=lin, at=AT) == used

    def test_using_it_twice_for_the_same_changes_nothing(self, series: Series, lin: User) -> None:
        (kept,) = reserve(series, year=2025, count=1, reason="专用", by=lin, at=AT)
        use_reserved(kept, used_for="case/9", by=lin, at=AT)
        use_reserved(kept, used_for="case/9", by=lin, at=AT)
        assert Entry.objects.count() == 2
        assert refused(use_reserved, kept, used_for="case/8", by=lin, at=AT) == (
            "number.not_reserved"
        )

    def test_a_case_with_a_number_gets_no_second(self, series: Series, lin: User) -> None:
        take(series, year=2025, used_for="case/9", by=lin, at=AT)
        (kept,) = reserve(series, year=2025, count=1, reason="专用", by=lin, at=AT)
        assert refused(use_reserved, kept, used_for="case/9", by=lin, at=AT) == "number.held"
        kept.refresh_from_db()
        assert kept.state == State.RESERVED

    @pytest.mark.parametrize(
        ("given", "rule"),
        [
            ({"reason": "  "}, "number.reason"),
            ({"count": 0}, "number.count"),
            ({"count": 201}, "number.count"),
            ({"year": 0}, "number.year"),
        ],
    )
    def test_reserving_needs_sense(
        self, series: Series, lin: User, given: dict[str, Any], rule: str
    ) -> None:
        wanted = {"year": 2025, "count": 1, "reason": "专用", "by": lin, "at": AT} | given
        assert refused(reserve, series, **wanted) == rule


class TestVoiding:
    def test_a_void_number_never_comes_back(self, series: Series, lin: User) -> None:
        first = take(series, year=2025, used_for="case/1", by=lin, at=AT)
        gone = void(first, reason="文件撤回", by=lin, at=AT)
        assert (gone.state, gone.used_for, gone.reason) == (State.VOID, "case/1", "文件撤回")
        second = take(series, year=2025, used_for="case/1", by=lin, at=AT)
        assert second.serial == 2
        assert [n.serial for n in numbers_for("case/1")] == [1, 2]
        assert number_of(series, "case/1") == second

    def test_it_needs_a_reason_and_happens_once(self, series: Series, lin: User) -> None:
        first = take(series, year=2025, used_for="case/1", by=lin, at=AT)
        assert refused(void, first, reason="", by=lin, at=AT) == "number.reason"
        void(first, reason="撤回", by=lin, at=AT)
        assert refused(void, first, reason="撤回", by=lin, at=AT) == "number.void"
        assert refused(use_reserved, first, used_for="case/2", by=lin, at=AT) == (
            "number.not_reserved"
        )


class TestEntering:
    def test_taking_goes_on_behind_paper(self, series: Series, lin: User) -> None:
        enter(series, year=2025, serial=57, used_for="paper/57", by=lin, at=AT)
        assert taken(series, lin, 1) == ["云政办发〔2025〕58号"]

    def test_a_clash_is_refused(self, series: Series, lin: User) -> None:
        given = {"year": 2025, "serial": 57, "by": lin, "at": AT}
        first = enter(series, used_for="paper/57", **given)
        assert enter(series, used_for="paper/57", **given) == first
        assert refused(enter, series, used_for="paper/58", **given) == "number.taken"
        later = given | {"serial": 58}
        assert refused(enter, series, used_for="paper/57", **later) == "number.held"
        assert refused(enter, series, used_for="x", **(given | {"serial": 0})) == "number.serial"


def test_a_corrected_number_is_void_and_the_other_on_record(series: Series, lin: User) -> None:
    held = take(series, year=2025, used_for="case/1", by=lin, at=AT)
    how: dict[str, Any] = {"year": 2025, "reason": "看错", "by": lin, "at": AT}
    now = correct(held, series, serial=3, **how)
    assert (str(now), now.state, now.used_for) == ("云政办发〔2025〕3号", "used", "case/1")
    held.refresh_from_db()
    assert (held.state, held.reason) == (State.VOID, "更正：看错")
    assert str(take(series, year=2025, used_for="case/2", by=lin, at=AT)) == "云政办发〔2025〕4号"
    back = correct(now, series, serial=1, **how)
    assert (back.pk, back.state, back.reason) == (held.pk, State.USED, ""), "its own again"
    assert number_of(series, "case/1") == back
    verbs = Entry.objects.filter(chain=f"numbers/{series.pk}").order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        *("take", "void", "enter"),
        *("take", "void", "restore"),
    ]


def test_a_number_is_not_corrected_to_anothers(series: Series, lin: User) -> None:
    held = take(series, year=2025, used_for="case/1", by=lin, at=AT)
    other = take(series, year=2025, used_for="case/2", by=lin, at=AT)
    how: dict[str, Any] = {"year": 2025, "by": lin, "at": AT}
    assert refused(correct, held, series, serial=2, reason="看错", **how) == "number.taken"
    void(other, reason="重复", by=lin, at=AT)
    assert refused(correct, held, series, serial=2, reason="看错", **how) == "number.taken"
    assert refused(correct, held, series, serial=5, reason=" ", **how) == "number.reason"
    assert number_of(series, "case/1") == held, "nothing half-done"


def test_the_gaps_of_a_year(series: Series, lin: User) -> None:
    enter(series, year=2025, serial=3, used_for="paper/3", by=lin, at=AT)
    enter(series, year=2025, serial=7, used_for="paper/7", by=lin, at=AT)
    kept, lost = reserve(series, year=2025, count=2, reason="专用", by=lin, at=AT)
    void(lost, reason="不用了", by=lin, at=AT)
    found = gaps(series, 2025)
    assert found.missing == ((1, 2), (4, 6))
    assert (found.reserved, found.void) == ((kept,), (lost,))
    assert gaps(series, 2026).missing == ()


def test_everything_is_on_the_chain_of_the_series(series: Series, lin: User) -> None:
    (kept,) = reserve(series, year=2025, count=1, reason="专用", by=lin, at=AT)
    use_reserved(kept, used_for="case/1", by=lin, at=AT)
    void(kept, reason="撤回", by=lin, at=AT)
    take(series, year=2025, used_for="case/1", by=lin, at=AT)
    entries = Entry.objects.filter(chain=f"numbers/{series.pk}").order_by("seq")
    assert [e.verb for e in entries] == ["reserve", "use_reserved", "void", "take"]
    assert {e.by for e in entries} == {"林"}
    assert '"number":"云政办发〔2025〕2号"' in entries[3].payload
    assert first_break() is None


class TestSeries:
    def test_opening_twice_is_opening_once(self, district: Jurisdiction, series: Series) -> None:
        assert open_series(jurisdiction=district, kind="发文", word="云政办发") == series

    def test_two_series_never_print_the_same(self, district: Jurisdiction, series: Series) -> None:
        same = {"jurisdiction": district, "kind": "会议纪要"}
        assert refused(open_series, **same, word="云政办发") == "number.series"
        other = {**same, "word": "办发", "pattern": "云政{word}〔{year}〕{serial}号"}
        assert refused(open_series, **other) == "number.series"
        with pytest.raises(IntegrityError), transaction.atomic():
            Series.objects.create(**other)

    @pytest.mark.parametrize("word", ["", "云政 办", "云2025", "云政〔", "{year}"])
    def test_a_word_is_chinese(self, district: Jurisdiction, word: str) -> None:
        assert refused(open_series, jurisdiction=district, kind="发文", word=word) == "number.word"

    @pytest.mark.parametrize(
        "pattern",
        [
            "{word}{year}{serial}",
            "{word}〔{year}〕1{serial}号",
            "第{serial}号",
            "{word.x}〔{year}〕{serial}",
        ],
    )
    def test_a_pattern_reads_one_way(self, district: Jurisdiction, pattern: str) -> None:
        given = {"kind": "发文", "word": "云", "pattern": pattern}
        assert refused(open_series, jurisdiction=district, **given) == "number.pattern"


@pytest.mark.parametrize(
    "wrong",
    [
        {"serial": 1},
        {"serial": 0, "used_for": "case/2"},
        {"serial": 2, "used_for": "case/1"},
        {"serial": 2, "used_for": ""},
        {"serial": 2, "used_for": "", "state": State.RESERVED},
    ],
)
def test_the_database_itself_refuses(series: Series, lin: User, wrong: dict[str, Any]) -> None:
    take(series, year=2025, used_for="case/1", by=lin, at=AT)
    row = {"used_for": "case/3", "state": State.USED, "year": 2025, "by": lin, "at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.create(jurisdiction=series.jurisdiction, series=series, **{**row, **wrong})


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[None]:
    """On SQLite: new connections meet a copy in a file, where writers queue as in service.

    The test's database lives in memory, where they would fail at once instead.
    """
    if connection.vendor != "sqlite":
        yield
        return
    copy = folder / "copy.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
        # As the first to come leaves it; two who come first at once do not wait for each other.
        target.execute("PRAGMA journal_mode=WAL")
    kept = connection.settings_dict
    name, options = kept["NAME"], kept["OPTIONS"]
    # Fifty writers of one file wait by chance, not in turn: on a busy machine for long.
    kept.update(NAME=str(copy), OPTIONS={**options, "timeout": 120})
    try:
        yield
    finally:
        kept.update(NAME=name, OPTIONS=options)


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Do the work `count` times at once; raises what any of them raised."""
    gate = threading.Barrier(count)
    failures: list[BaseException] = []

    def run(index: int) -> None:
        try:
            gate.wait(30)
            work(index)
        except BaseException as problem:  # noqa: BLE001 -- told below, in the test's own thread
            failures.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_fifty_numbers_in_a_row(
    series: Series, lin: User, tmp_path: Path
) -> None:
    """Every case is numbered twice over, as by a clerk with two windows open."""
    serials: dict[int, set[int]] = {n: set() for n in range(50)}
    chain: list[int] = []

    def number_it(index: int) -> None:
        for _ in range(2):
            number = take(series, year=2025, used_for=f"case/{index}", by=lin, at=AT)
            serials[index].add(number.serial)

    def look(_: int) -> None:
        chain.extend(Entry.objects.order_by("seq").values_list("seq", flat=True))
        assert first_break() is None

    with database_of_its_own(tmp_path):
        in_threads(50, number_it)
        in_threads(1, look)
    assert all(len(given) == 1 for given in serials.values())
    assert sorted(serial for given in serials.values() for serial in given) == [*range(1, 51)]
    assert chain == [*range(1, 51)]


@pytest.mark.django_db(transaction=True)
def test_corrected_crosswise_at_once_nobody_waits_for_the_other(
    series: Series, lin: User, tmp_path: Path
) -> None:
    other = open_series(jurisdiction=series.jurisdiction, kind="发文", word="云政办函")
    both = series, other
    for n, one in enumerate(both):
        take(one, year=2025, used_for=f"case/{n}", by=lin, at=AT)

    def back_and_forth(index: int) -> None:
        for turn in range(1, 13):
            held = Number.objects.select_related("series").get(
                used_for=f"case/{index}", state=State.USED
            )
            there = both[(index + turn) % 2]
            how: dict[str, Any] = {"reason": "看错", "by": lin, "at": AT}
            correct(held, there, year=2025, serial=10 * (index + 1) + turn, **how)

    with database_of_its_own(tmp_path):
        in_threads(2, back_and_forth)
        found: list[int] = []
        in_threads(1, lambda _: found.append(Number.objects.filter(state=State.USED).count()))
    assert found == [2]
