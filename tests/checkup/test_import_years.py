"""A year in the tables says what the check-up of its files says; `guiju import` enters it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from guiju.audit.selectors import first_break
from guiju.checkup.import_cli import import_command
from guiju.checkup.importing import Order, import_reading
from guiju.checkup.intake import Upload
from guiju.checkup.reading import read_folder, read_sources
from guiju.checkup.run import check
from guiju.demo.ledgers import DemoYear, write_year
from guiju.demo.year import Size
from guiju.org.acts import create_jurisdiction
from guiju.org.models import Jurisdiction
from guiju.procedures.figure import all_figures
from guiju.procedures.models import Case, Event, Finding
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.selectors import case_ids, histories, recompute
from tests.office import noon

pytestmark = pytest.mark.django_db
SIZE = Size(foi=20, documents=12, normative=4, disclosures=30, city_messages=20, study=4)


@pytest.fixture
def district() -> Jurisdiction:
    return create_jurisdiction(code="990101", name="云岭区")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_year(tmp_path, DemoYear(2024, 7, SIZE, faults=6.0))
    return tmp_path


def test_figures_and_findings_are_those_of_the_check_up(
    district: Jurisdiction, folder: Path
) -> None:
    reading = read_folder(folder)
    result = check(reading)
    import_reading(reading, Order(district, "周", noon(date(2025, 1, 6))))
    stored = Finding.objects.select_related("case", "case__unit")
    assert sorted(
        (f.case.ledger, f.case.key, f.rule, f.basis, f.says, f.due, f.days_late, f.case.row)
        for f in stored
    ) == sorted(
        (f.ledger, f.key, f.rule, f.basis, f.says, f.due, f.days_late, f.row)
        for f in result.findings
    )
    assert len(result.findings) > 10
    counted = {f.id: len(case_ids(f, jurisdiction=district, year=2024)) for f in all_figures()}
    assert counted == dict(result.figures)


def test_every_row_comes_back_as_it_was_read(district: Jurisdiction, folder: Path) -> None:
    reading = read_folder(folder)
    import_reading(reading, Order(district, "周", noon(date(2025, 1, 6))))
    wanted = {(row.ledger.ledger, row.key): row.history for row in reading.rows}
    rules = office_rulebook()
    found = dict(histories(Case.objects.all(), rules))
    assert len(found) == len(reading.rows)
    for case, history in found.items():
        row = wanted[case.ledger, case.key]
        assert [(e.act, e.on, e.by) for e in history.events] == [
            (e.act, e.on, e.by) for e in row.events
        ]
        assert history.facts == row.facts
        assert history.seen == row.seen
        state = recompute(case, rules)
        assert (state.step, state.outcome, state.facts) == (case.step, case.outcome, case.facts)
    assert first_break() is None


def test_the_command_enters_a_folder_and_does_it_only_once(
    district: Jurisdiction, folder: Path
) -> None:
    first = CliRunner().invoke(import_command, [str(folder), "--by", "周"])
    assert first.exit_code == 0, first.output
    entered = Case.objects.count(), Event.objects.count(), Finding.objects.count()
    again = CliRunner().invoke(import_command, [str(folder), "--jurisdiction", "990101"])
    assert again.exit_code == 0, again.output
    assert (Case.objects.count(), Event.objects.count(), Finding.objects.count()) == entered
    assert entered[0] > 100


def test_rows_with_unreadable_days_are_entered_with_what_they_do_show(
    district: Jurisdiction,
) -> None:
    head = "督查编号,事项名称,批准立项日期,办结时限,反馈日期,程序合法性核查,督查结论日期"
    supervision = f"{head}\n1,甲,2024-13-05,2024-02-01,2024-02-05,,2024-02-06"
    request = "登记编号,申请内容,收到日期,延期告知日期,答复日期\n1,乙,2024-01-05,?,2024-02-20"
    texts = {"督查督办台账.csv": supervision, "依申请公开台账.csv": request}
    reading = read_sources([Upload(name, text.encode()) for name, text in texts.items()])
    for _ in range(2):
        import_reading(reading, Order(district, "周", noon(date(2025, 1, 6))))
        assert {(f.case.key, f.rule) for f in Finding.objects.select_related("case")} == {
            ("1", "supervision.feedback.late"), ("1", "supervision.legality_check.missing"),
        }  # fmt: skip
    assert Case.objects.count() == 2
    wanted = {(row.ledger.ledger, row.key): row.history.seen for row in reading.rows}
    stored = dict(histories(Case.objects.all(), office_rulebook()))
    assert {(case.ledger, case.key): history.seen for case, history in stored.items()} == wanted


def test_an_empty_folder_is_nothing_to_enter(district: Jurisdiction, tmp_path: Path) -> None:
    assert CliRunner().invoke(import_command, [str(tmp_path)]).exit_code == 2


def test_without_a_district_the_command_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(import_command, [str(tmp_path)])
    assert result.exit_code == 2
    assert "行政区" in result.output
