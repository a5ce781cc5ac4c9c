"""A year of ledgers goes into the tables once, and what is corrected comes as new events."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.checkup.importing import Imported, Order, import_reading
from guiju.checkup.ledgers import Ledger
from guiju.checkup.reading import Problem, Reading, Row
from guiju.core.errors import Refusal
from guiju.org.models import Unit
from guiju.procedures.acts import Deed, Opening, open_case
from guiju.procedures.corrections import Void, correct
from guiju.procedures.history import Event as KernelEvent
from guiju.procedures.history import History, Value
from guiju.procedures.models import Case, Event, Finding, Origin
from guiju.procedures.selectors import history_of, offers, recompute
from tests.office import MONDAY, Office, noon, office_of
from tests.procedures.small import small

pytestmark = pytest.mark.django_db
SEEN = frozenset({"receive", "submit", "review", "reply", "outcome", "urgent"})
LEDGER = Ledger(ledger="小台账", procedure="small", key="编号", title="事项", columns={}, events=())
SUBMITTED, REVIEWED, REPLIED = date(2025, 3, 4), date(2025, 3, 17), date(2025, 3, 20)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of(small(tmp_path))


def acts(**days: date) -> list[KernelEvent]:
    return [KernelEvent(act, day, "王某") for act, day in days.items()]


def whole() -> list[KernelEvent]:
    return acts(receive=MONDAY, submit=SUBMITTED, review=REVIEWED, reply=REPLIED)


def row(
    key: str = "1",
    events: Sequence[KernelEvent] | None = None,
    *,
    file: str = "小台账.xlsx",
    number: int = 2,
    **facts: Value,
) -> Row:
    done = tuple(whole() if events is None else events)
    said = {"outcome": "granted", "urgent": False, **facts}
    history = History(done, {k: v for k, v in said.items() if v is not None}, SEEN)
    digest = hashlib.sha256(repr((done, sorted(history.facts.items()))).encode()).hexdigest()
    return Row(LEDGER, file, "Sheet1", number, key, "某事项", "区水务局", history, digest)


def imported(
    office: Office, *rows: Row, problems: tuple[Problem, ...] = (), year: int = 2025
) -> Imported:
    order = Order(office.jurisdiction, "周", noon(date(2026, 1, 5)))
    return import_reading(Reading(rows, problems, (), year), order, rulebook=office.rules)


def counts() -> tuple[int, ...]:
    return (
        Case.objects.count(),
        Event.objects.count(),
        Entry.objects.count(),
        Finding.objects.count(),
    )


class TestFirstImport:
    def test_a_row_becomes_a_closed_case(self, office: Office) -> None:
        imported(office, row())
        case = Case.objects.get()
        assert (case.origin, case.ledger, case.ledger_year, case.key, case.row) == (
            Origin.IMPORTED,
            "小台账",
            2025,
            "1",
            2,
        )
        assert (case.step, case.outcome, case.opened_on, case.closed_on) == (
            "closed",
            "granted",
            MONDAY,
            REPLIED,
        )
        assert case.unit == Unit.objects.get(name="区水务局")
        assert case.version == office.procedure.digest

    def test_its_history_is_the_rows(self, office: Office) -> None:
        told = row(due_on=date(2025, 4, 1))
        imported(office, told)
        history = history_of(Case.objects.get(), office.rules)
        assert [(e.act, e.on, e.by) for e in history.events] == [
            (e.act, e.on, e.by) for e in told.history.events
        ]
        assert history.facts == told.history.facts
        assert history.seen == SEEN

    def test_facts_stand_on_the_acts_that_record_them(self, office: Office) -> None:
        imported(office, row())
        facts = {e.act: e.facts for e in Event.objects.all()}
        assert facts["reply"] == {"outcome": "granted"}
        assert facts["receive"] == {"urgent": False}

    def test_breaches_are_attached(self, office: Office) -> None:
        late = acts(receive=MONDAY, submit=SUBMITTED, review=REVIEWED, reply=date(2025, 4, 30))
        done = imported(office, row("1"), row("2", late))
        finding = Finding.objects.get()
        assert (finding.case.key, finding.rule, finding.year) == ("2", "small.reply.late", 2025)
        assert finding.days_late == 30
        assert done.files[0].findings == 1

    def test_it_is_audited_with_file_and_row(self, office: Office) -> None:
        imported(office, row())
        entry = Entry.objects.get()
        assert (entry.verb, entry.by, entry.seq) == ("import", "周", 1)
        assert '"file":"小台账.xlsx"' in entry.payload
        assert '"act":"reply"' in entry.payload
        assert first_break() is None

    def test_running_numbers_start_afresh_each_year(self, office: Office) -> None:
        imported(office, row())
        earlier = acts(receive=date(2024, 3, 4), reply=date(2024, 3, 20))
        imported(office, row("1", earlier), year=2024)
        assert sorted(Case.objects.values_list("ledger_year", flat=True)) == [2024, 2025]
        assert not Event.objects.filter(corrects__isnull=False).exists()


class TestAgain:
    def test_the_same_file_changes_nothing(self, office: Office) -> None:
        late = acts(receive=MONDAY, reply=date(2025, 4, 30))
        rows = row("1"), row("2", late, number=3)
        imported(office, *rows)
        before = counts(), list(Case.objects.order_by("pk").values())
        done = imported(office, *rows)
        assert (counts(), list(Case.objects.order_by("pk").values())) == before
        assert (done.files[0].added, done.files[0].unchanged) == (0, 2)

    def test_a_corrected_day_replaces_that_event_only(self, office: Office) -> None:
        late = acts(receive=MONDAY, submit=SUBMITTED, review=REVIEWED, reply=date(2025, 4, 30))
        imported(office, row("1", late))
        kept = list(Event.objects.order_by("seq").values())
        done = imported(office, row())
        assert list(Event.objects.filter(seq__lte=4).order_by("seq").values()) == kept
        new = Event.objects.get(seq=5)
        assert (new.act, new.on, new.corrects, new.void) == ("reply", REPLIED, 4, False)
        assert new.reason
        assert done.files[0].corrected == 1
        assert Case.objects.get().closed_on == REPLIED
        assert not Finding.objects.exists()
        assert Entry.objects.get(seq=2).verb == "import_correction"

    @pytest.mark.parametrize(
        "events",
        [
            acts(receive=MONDAY, submit=SUBMITTED, reply=REPLIED),
            acts(receive=MONDAY, submit=SUBMITTED),
            acts(
                receive=MONDAY, submit=SUBMITTED, consult=SUBMITTED, review=REVIEWED, reply=REPLIED
            ),
            acts(submit=date(2025, 3, 1), receive=MONDAY),
            [],
        ],
    )
    def test_whatever_changed_the_history_is_the_new_rows(
        self, office: Office, events: list[KernelEvent]
    ) -> None:
        imported(office, row())
        done = imported(office, row("1", events))
        case = Case.objects.get()
        wanted = events or whole()
        assert [(e.act, e.on) for e in history_of(case, office.rules).events] == [
            (e.act, e.on) for e in wanted
        ]
        assert bool(done.problems) == (not events)
        assert recompute(case, office.rules).facts == case.facts
        assert first_break() is None

    def test_a_correction_can_be_corrected_back(self, office: Office) -> None:
        other = acts(receive=MONDAY, submit=SUBMITTED, reply=REPLIED)
        for told in (row(), row("1", other), row(), row("1", other, outcome="refused")):
            imported(office, told)
        history = history_of(Case.objects.get(), office.rules)
        assert [e.act for e in history.events] == ["receive", "submit", "reply"]
        assert history.facts["outcome"] == "refused"

    def test_a_row_that_only_moved_keeps_its_events(self, office: Office) -> None:
        imported(office, row())
        imported(office, replace(row(), row=9, file="小台账（改）.xlsx"))
        case = Case.objects.get()
        assert (case.row, case.source.file) == (9, "小台账（改）.xlsx")  # type: ignore[union-attr]
        assert Event.objects.count() == 4

    def test_a_vanished_row_is_told_and_kept(self, office: Office) -> None:
        imported(office, row("1"), row("2"))
        done = imported(office, row("1"))
        assert Case.objects.count() == 2
        assert "“2”" in done.problems[0].says

    def test_a_later_look_finds_what_has_become_overdue(self, office: Office) -> None:
        waiting = row("1", acts(receive=MONDAY), outcome=None)
        order = Order(office.jurisdiction, "周", noon(date(2025, 3, 10)), date(2025, 3, 10))
        reading = Reading((waiting,), (), (), 2025)
        import_reading(reading, order, rulebook=office.rules)
        assert "small.reply.missing" not in Finding.objects.values_list("rule", flat=True)
        imported(office, waiting)
        assert "small.reply.missing" in Finding.objects.values_list("rule", flat=True)


class TestWhatIsNotEntered:
    def test_a_live_case_of_that_number_is_never_touched(self, office: Office) -> None:
        opening = Opening(office.jurisdiction, "small", "在线事项", "1", office.unit)
        live = open_case(
            opening,
            Deed("receive", MONDAY, {"urgent": "否"}),
            by=office.people["clerk"],
            at=noon(MONDAY),
            rulebook=office.rules,
        )
        done = imported(office, row("1"))
        assert "在线" in done.problems[0].says
        assert Case.objects.get() == live
        assert Event.objects.count() == 1

    def test_the_same_number_in_two_files_is_entered_once(self, office: Office) -> None:
        done = imported(office, row("1"), row("1", file="另一份.xlsx"))
        assert Case.objects.count() == 1
        assert "已有" in done.problems[0].says

    def test_a_row_without_a_day_is_told(self, office: Office) -> None:
        done = imported(office, row("1", []), row("2"))
        assert (Case.objects.count(), done.problems[0].row) == (1, 2)

    def test_problems_of_the_reading_are_passed_on(self, office: Office) -> None:
        problem = Problem("小台账.xlsx", "收到日期不是日期", "Sheet1", 3, "F")
        assert imported(office, row(), problems=(problem,)).problems == (problem,)

    def test_text_no_database_takes_is_cleaned(self, office: Office) -> None:
        odd = replace(row(ground="甲\x00乙"), title="题\x00目" * 300, unit="单\x00位")
        imported(office, odd)
        case = Case.objects.get()
        assert (case.facts["ground"], len(case.title)) == ("甲乙", 500)
        assert case.unit is not None
        assert case.unit.name == "单位"

    def test_a_crash_leaves_nothing_of_its_file(self, office: Office) -> None:
        """The second file names a procedure nobody has; the first stays."""
        unknown = LEDGER.model_copy(update={"procedure": "nobody", "ledger": "别的台账"})
        bad = replace(row("3", file="坏.xlsx"), ledger=unknown)
        with pytest.raises(KeyError):
            imported(office, row("1"), row("2", file="坏.xlsx"), bad)
        assert list(Case.objects.values_list("key", flat=True)) == ["1"]
        assert Event.objects.count() == 4


class TestImportedCasesAreRecords:
    def test_nothing_is_done_to_them_online(self, office: Office) -> None:
        imported(office, row("1", acts(receive=MONDAY)))
        case = Case.objects.get()
        assert offers(case, user=office.people["clerk"], on=REPLIED, rulebook=office.rules) == []
        with pytest.raises(Refusal, match="台账导入"):
            office.do(case, "submit", REPLIED)
        with pytest.raises(Refusal, match="台账导入"):
            correct(
                case,
                Void(1),
                reason="x",
                by=office.people["administrator"],
                at=noon(REPLIED),
                rulebook=office.rules,
            )
