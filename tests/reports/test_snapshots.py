"""A frozen report stays what it was; what has changed since is told by figure and record."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break, missing_triggers
from guiju.core.errors import Refusal
from guiju.procedures.models import Case
from guiju.reports.acts import freeze, recompute, thawed
from guiju.reports.building import Order, build_paper
from guiju.reports.models import Snapshot
from guiju.reports.paper import DISCLOSURE, LAW_BASED_GOVERNMENT, Name, Paper
from guiju.reports.pdf import render_pdf
from guiju.reports.refusals import NotReconciled, RecordsUnclear
from tests.office import noon
from tests.reports.district import District, new_district

pytestmark = pytest.mark.django_db
YEAR_AFTER = noon(date(2026, 1, 20))


@pytest.fixture
def district() -> District:
    made = new_district()
    made.request("甲", date(2025, 2, 3), date(2025, 2, 20))
    made.request("乙", date(2025, 12, 20))
    made.case("plan_item", [("list_item", date(2025, 1, 1))], key="1", title="制定学法计划")
    made.case(
        "problem",
        [("identify", date(2025, 1, 1))],
        key="1",
        title="流程不够规范",
        symptom="时限不明确",
        measures="梳理流程",
        due_on="2026-06-30",
    )
    made.case("normative_document", [("publish", date(2025, 4, 1))], key="云政规〔2025〕1号")
    return made


def paper_of(district: District, name: Name, year: int = 2025) -> Paper:
    return build_paper(name, Order(district.jurisdiction, year), district.rules)


def frozen_of(district: District, name: Name) -> Snapshot:
    return freeze(
        paper_of(district, name),
        jurisdiction=district.jurisdiction,
        by="赵主任",
        at=YEAR_AFTER,
        rulebook=district.rules,
    )


class TestBuilding:
    def test_the_report_is_filled_from_the_tables(self, district: District) -> None:
        paper = paper_of(district, LAW_BASED_GOVERNMENT)
        assert paper.title == "云岭区人民政府办公室2025年法治政府建设年度报告"
        assert (paper.figures["foi.received"], paper.figures["plan.items"]) == (2, 1)
        assert len(paper.records["foi.received"]) == 2
        assert "流程不够规范" in str(paper.content)
        assert "2026年6月底前完成" in str(paper.content)

    def test_every_figure_opens_as_many_records_as_it_counts(self, district: District) -> None:
        for name in (LAW_BASED_GOVERNMENT, DISCLOSURE):
            paper = paper_of(district, name)
            for figure, n in paper.figures.items():
                assert len(paper.records.get(figure, ())) == (n or 0), figure

    def test_the_tables_are_filled_and_add_up(self, district: District) -> None:
        paper = paper_of(district, DISCLOSURE)
        assert paper.title == "云岭区人民政府2025年政府信息公开工作年度报告"
        assert paper.figures["表三.一.自然人"] == 2
        assert paper.figures["表三.四.总计"] == 1
        assert paper.figures["表二.行政规范性文件.本年制发件数"] == 1

    def test_a_request_without_its_kind_is_refused_by_name(self, district: District) -> None:
        district.case("foi_request", [("receive", date(2025, 5, 6))], key="丙")
        with pytest.raises(RecordsUnclear, match="申请“丙”没有写明申请人类型"):
            paper_of(district, DISCLOSURE)

    def test_another_district_is_not_counted(self, district: District) -> None:
        new_district("990102", "青川县").request("丁", date(2025, 5, 6))
        assert paper_of(district, DISCLOSURE).figures["表三.一.总计"] == 2


class TestFreezing:
    @pytest.mark.parametrize("name", [LAW_BASED_GOVERNMENT, DISCLOSURE])
    def test_a_frozen_report_comes_back_byte_for_byte(self, district: District, name: Name) -> None:
        before = render_pdf(paper_of(district, name)).pdf
        snapshot = Snapshot.objects.get(pk=frozen_of(district, name).pk)
        district.request("补录", date(2025, 5, 6), date(2025, 5, 20))
        paper, _ = recompute(paper_of(district, name), snapshot)
        assert render_pdf(paper).pdf == before

    def test_nothing_changed_means_no_difference(self, district: District) -> None:
        snapshot = frozen_of(district, DISCLOSURE)
        assert recompute(paper_of(district, DISCLOSURE), snapshot)[1] == ()

    def test_records_that_appear_vanish_and_change_are_named(self, district: District) -> None:
        snapshot = frozen_of(district, DISCLOSURE)
        district.request("丙", date(2025, 5, 6), date(2025, 5, 20))
        gone = Case.objects.get(number="乙")
        district.event(
            gone, 2, "receive", date(2024, 12, 20), corrects=1, facts={"applicant_kind": "自然人"}
        )
        Case.objects.filter(number="甲").update(token=7)
        _, found = recompute(paper_of(district, DISCLOSURE), snapshot)
        [new] = [d for d in found if d.figure == "表三.一.自然人"]
        assert (new.before, new.after) == (2, 2)
        assert (new.appeared, new.vanished, new.changed) == (("丙",), ("乙",), ("甲",))
        assert str(new) == "表三“一”自然人：封存时2，现为2；新增：丙；不再计入：乙；有变动：甲"

    def test_it_can_be_frozen_only_once(self, district: District) -> None:
        frozen_of(district, DISCLOSURE)
        with pytest.raises(Refusal, match="已经封存"):
            frozen_of(district, DISCLOSURE)
        assert Snapshot.objects.count() == 1

    def test_it_is_audited_and_bound_to_the_procedures(self, district: District) -> None:
        snapshot = frozen_of(district, DISCLOSURE)
        entry = Entry.objects.get(chain=f"report/{snapshot.pk}")
        assert (entry.verb, entry.by) == ("freeze_report", "赵主任")
        assert snapshot.digest in entry.payload
        assert first_break() is None
        assert snapshot.rules == {
            "foi_request": "foi_request",
            "normative_document": "normative_document",
        }

    def test_the_database_refuses_to_change_or_delete_it(self, district: District) -> None:
        snapshot = frozen_of(district, DISCLOSURE)
        one = Snapshot.objects.filter(pk=snapshot.pk)
        for change in (lambda: one.update(year=2024), one.delete):
            with pytest.raises(DatabaseError, match="不能改动"), transaction.atomic():
                change()
        assert missing_triggers() == []

    def test_one_tampered_with_is_not_printed(self, district: District) -> None:
        snapshot = frozen_of(district, DISCLOSURE)
        snapshot.figures = {**snapshot.figures, "表三.一.自然人": 9}
        with pytest.raises(Refusal, match="已被改动"):
            thawed(snapshot)


def test_next_year_must_carry_in_what_was_frozen_as_carried_out(district: District) -> None:
    frozen_of(district, DISCLOSURE)
    assert paper_of(district, DISCLOSURE, 2026).figures["表三.二.自然人"] == 1
    district.request("补录", date(2025, 11, 3))
    with pytest.raises(NotReconciled) as refused:
        paper_of(district, DISCLOSURE, 2026)
    assert "表三 自然人列：二(2)≠上年年报表三四(1)" in refused.value.troubles
