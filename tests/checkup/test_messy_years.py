"""However a year is typed, its figures and findings are those of the same year kept tidily."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guiju.checkup.reading import read_folder
from guiju.checkup.run import Finding, Result, check
from guiju.demo.ledgers import DemoYear, LedgerTable, write_year
from guiju.demo.year import Size
from tests.checkup.messy import ENCODINGS, Hand, Place, write_book, write_csv
from tests.checkup.oracle import expected

SIZE = Size(
    foi=30, documents=16, normative=4, meetings=30, disclosures=60, city_messages=40,
    supervision=25, study=6,
)  # fmt: skip
YEARS = range(2015, 2027)


def made(year: int, seed: int = 1) -> DemoYear:
    return DemoYear(year=year, seed=seed, size=SIZE, faults=6.0)


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Result]:
    """The results of the years as `guiju demo` writes them."""
    found = {}
    for year in YEARS:
        folder = tmp_path_factory.mktemp(str(year))
        write_year(folder, made(year))
        found[year] = check(read_folder(folder))
    return found


def content(finding: Finding) -> tuple[object, ...]:
    found = finding
    return (
        found.ledger, found.key, found.rule, found.basis, found.due, found.actual, found.says,
        found.unit, found.title, found.why,
    )  # fmt: skip


def assert_same(messy: Result, wanted: Result, places: dict[tuple[str, str], Place]) -> None:
    assert messy.year == wanted.year
    assert messy.figures == wanted.figures
    got = sorted(map(narrow, map(content, messy.findings)), key=str)
    assert got == sorted(map(narrow, map(content, wanted.findings)), key=str)
    for found in messy.findings:
        assert (found.file, found.sheet, found.row) == places[found.ledger, found.key]
    assert [p for p in messy.problems if "不认识的列" not in p.says] == []


def narrow(values: tuple[object, ...]) -> tuple[object, ...]:
    """Full-width forms in titles stay as typed; only here are they compared without."""
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    return tuple(v.translate(wide) if isinstance(v, str) else v for v in values)


@pytest.mark.parametrize("year", YEARS)
def test_each_ledger_in_a_workbook_of_its_own(
    year: int, tidy: dict[int, Result], tmp_path: Path
) -> None:
    hand = Hand(random.Random(year))
    for table in made(year).tables():
        file = f"{table.name}.xlsx"
        write_book(tmp_path / file, [hand.grid(file, "Sheet1", table)])
    result = check(read_folder(tmp_path))
    assert_same(result, tidy[year], hand.places)
    assert {(f.ledger, f.key, f.rule) for f in result.findings} == expected(made(year))


@pytest.mark.parametrize("seed", range(3))
def test_known_by_their_columns_alone(seed: int, tidy: dict[int, Result], tmp_path: Path) -> None:
    hand = Hand(random.Random(seed))
    for number, table in enumerate(made(2023).tables()):
        file = f"{number}.xlsx"
        write_book(tmp_path / file, [hand.grid(file, "Sheet1", table, named=False)])
    assert_same(check(read_folder(tmp_path)), tidy[2023], hand.places)


@pytest.mark.parametrize("seed", range(3))
def test_all_as_sheets_of_two_workbooks(seed: int, tidy: dict[int, Result], tmp_path: Path) -> None:
    hand = Hand(random.Random(seed))
    tables = list(made(2022).tables())
    for file, some in (("甲.xlsx", tables[:4]), ("乙.xlsx", tables[4:])):
        write_book(tmp_path / file, [hand.grid(file, table.name, table) for table in some])
    assert_same(check(read_folder(tmp_path)), tidy[2022], hand.places)


def halves(table: LedgerTable) -> Iterator[LedgerTable]:
    middle = (len(table.rows) + 1) // 2
    yield replace(table, rows=table.rows[:middle])
    yield replace(table, rows=table.rows[middle:])


@pytest.mark.parametrize("seed", range(3))
def test_each_ledger_split_over_two_files(
    seed: int, tidy: dict[int, Result], tmp_path: Path
) -> None:
    hand = Hand(random.Random(seed))
    for table in made(2021).tables():
        for part, half in zip("上下", halves(table), strict=True):
            file = f"{table.name}（{part}半年）.xlsx"
            write_book(tmp_path / file, [hand.grid(file, "Sheet1", half)])
    assert_same(check(read_folder(tmp_path)), tidy[2021], hand.places)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_as_csv(encoding: str, tidy: dict[int, Result], tmp_path: Path) -> None:
    hand = Hand(random.Random(encoding), text_only=True)
    for table in made(2020).tables():
        write_csv(
            tmp_path / f"{table.name}.csv",
            hand.grid(f"{table.name}.csv", table.name, table),
            encoding,
        )
    assert_same(check(read_folder(tmp_path)), tidy[2020], hand.places)


NORMATIVE_STEPS = {
    "审核意见日期": "normative.legality_review.missing",
    "审议日期": "normative.deliberation.missing",
    "公布日期": "normative.publication.missing",
}


@pytest.mark.parametrize("left_out", NORMATIVE_STEPS)
def test_a_document_issued_without_a_step_is_found_and_a_repealed_one_is_not(
    left_out: str, tmp_path: Path
) -> None:
    hand = Hand(random.Random(left_out))
    table = next(t for t in made(2024).tables() if t.name == "规范性文件台账")
    at = table.heads.index(left_out)
    rows = tuple((*row[:at], "", *row[at + 1 :]) for row in table.rows)
    blanked = replace(table, rows=rows)
    write_book(tmp_path / "1.xlsx", [hand.grid("1.xlsx", "Sheet1", blanked)])
    result = check(read_folder(tmp_path, year=2024))
    key, signed = table.heads.index("发文字号"), table.heads.index("签发日期")
    issued = {str(r[key]) for r in rows if isinstance(r[signed], date) and r[signed].year == 2024}
    assert len(issued) == SIZE.normative
    assert {(f.key, f.rule) for f in result.findings} == {
        (number, NORMATIVE_STEPS[left_out]) for number in issued
    }
