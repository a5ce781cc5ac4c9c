"""Whole years of ledgers: exactly the figures and findings that follow from their rows."""

import json
from pathlib import Path

import pytest

from guiju.checkup.reading import read_folder
from guiju.checkup.run import Result, check
from guiju.demo.ledgers import DemoYear, write_year
from guiju.demo.year import Size
from tests.checkup.oracle import Found, expected

SHARED = Path(__file__).parents[3] / "shared" / "ledgers"


def checked(folder: Path) -> Result:
    return check(read_folder(folder))


def findings(result: Result) -> Found:
    return {(f.ledger, f.key, f.rule) for f in result.findings}


@pytest.mark.skipif(not SHARED.exists(), reason="the ledgers are not beside this checkout")
@pytest.mark.parametrize("year", ["2025", "2023-messy"])
def test_a_given_year_has_exactly_its_expected_figures_and_findings(year: str) -> None:
    given = json.loads((SHARED / f"{year}.expected.json").read_text(encoding="utf-8"))
    result = checked(SHARED / year)
    assert result.year == given["year"]
    assert result.figures == given["figures"]
    wanted = {(f["ledger"], f["key"], f["rule"], f["basis"]) for f in given["findings"]}
    got = [(f.ledger, f.key, f.rule, f.basis) for f in result.findings]
    assert set(got) == wanted
    assert len(got) == len(given["findings"])
    assert result.problems == ()


@pytest.mark.parametrize("year", range(2016, 2026))
def test_other_years_made_the_same_way(year: int, tmp_path: Path) -> None:
    size = Size(foi=40, documents=30, normative=4, disclosures=80, city_messages=60, study=4)
    demo = DemoYear(year=year, seed=year, size=size, faults=6.0)
    write_year(tmp_path, demo)
    result = checked(tmp_path)
    wanted = expected(demo)
    assert findings(result) == wanted
    assert len(wanted) > 20
    assert result.problems == ()


def test_the_demo_year_has_the_totals_of_the_report(tmp_path: Path) -> None:
    write_year(tmp_path, DemoYear(2025))
    result = checked(tmp_path)
    assert result.year == 2025
    assert (
        result.figures
        | {
            "study.sessions": 4,
            "document.issued": 35,
            "normative.reviewed": 1,
            "normative.repealed": 2,
            "meeting.held": 63,
            "supervision.carried_out": 52,
            "disclosure.published": 612,
            "message.site.received": 2,
            "message.city.received": 281,
            "message.answered": 283,
            "foi.received": 3,
        }
        == result.figures
    )
    rules = {f.rule for f in result.findings}
    assert len(rules) >= 6
    assert 20 <= len(result.findings) <= 120


def test_every_late_finding_tells_why_this_date(tmp_path: Path) -> None:
    write_year(tmp_path, DemoYear(2025, faults=4.0))
    result = checked(tmp_path)
    late = [f for f in result.findings if f.days_late and f.rule == "disclosure.publish.late"]
    assert late
    for finding in late:
        assert finding.due and finding.actual
        assert finding.why.startswith("自")
        assert str(finding.due) in finding.why
        assert finding.days_late == (finding.actual - finding.due).days
