"""年度学法计划: typed or read from a sheet, approved once, then taken in hand as sessions."""

from __future__ import annotations

import io
from datetime import date
from importlib import import_module

import pytest
import xlsxwriter
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from openpyxl import load_workbook

from guiju.audit.models import Entry
from guiju.checkup.export_list import workbook
from guiju.checkup.intake import Upload
from guiju.core.errors import NotYours, Refusal
from guiju.org.models import Post
from guiju.procedures.acts import Deed, Opening, open_case
from guiju.procedures.desk.linking import void_case
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Task, TaskState
from guiju.study.choosing import as_text, in_words, named_in
from guiju.study.models import Chosen, Plan, PlanItem
from guiju.study.plan_sheets import COLUMNS, lines, read_plan
from guiju.study.plans import (
    Wanted,
    add_items,
    approval_of,
    begin_for,
    change_item,
    items_of,
    make_plan,
    plans_of,
    remove_item,
    take_in_hand,
)
from tests.office import MONDAY
from tests.study.conftest import LAW, School

pytestmark = pytest.mark.django_db


def rules_of(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [reason.rule for reason in refused.value.reasons]


def open_tasks(plan: Plan) -> list[Task]:
    return list(plan.case.tasks.filter(state=TaskState.OPEN))


class TestChoosing:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            (f"《{LAW}》", [0]),
            (LAW, [0]),
            (f"《中华人民共和国{LAW}》第二条、第三条", [2, 3]),
            (f"《{LAW}》第一条至第三条", [1, 2, 3]),
            (f"《{LAW}》第二条\n\n《{LAW}》第二条\n《{LAW}》", [2, 0]),
            ("", []),
        ],
    )
    def test_laws_are_found_as_people_write_them(
        self, school: School, typed: str, found: list[int]
    ) -> None:
        assert [one.number for one in named_in(typed, MONDAY)] == found

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("《没有这部法》", "第1行：法规库中没有《没有这部法》"),
            (f"《{LAW}》\n《{LAW}》第九十九条", "第2行：《中华人民共和国灯笼管理条例》"),
            ("《花灯暂行办法》", "第1行：《花灯暂行办法》已于2010-05-01终止"),
        ],
    )
    def test_what_the_library_lacks_is_told_with_its_line(
        self, school: School, typed: str, says: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            named_in(typed, MONDAY)
        assert refused.value.reasons[0].says.startswith(says)

    def test_chosen_articles_are_typed_back_and_told_in_a_row(self, school: School) -> None:
        item = items_of(school.draft(school.lecture()))[0]
        named = tuple(named_in(f"{LAW}第二条、第三条", MONDAY))
        change_item(
            item,
            Wanted(item.planned_on, "集体学习", "改", laws=named),
            by=school.person("organiser"),
            at=school.at,
        )
        chosen = list(Chosen.objects.filter(item=item))
        typed = as_text(chosen)
        assert [one.number for one in named_in(typed, MONDAY)] == [2, 3]
        assert in_words(chosen) == f"《中华人民共和国{LAW}》第二条、第三条"


class TestPlan:
    def test_it_is_made_once_a_year_by_whoever_organises(self, school: School) -> None:
        plan = school.draft(school.lecture())
        assert str(plan) == "区政府办公室2025年度学法计划"
        with pytest.raises(Refusal) as refused:
            make_plan(school.office.unit, 2025, by=school.person("organiser"), at=school.at)
        assert rules_of(refused) == ["study.plan.once"]
        with pytest.raises(NotYours):
            make_plan(school.office.unit, 2026, by=school.person("head"), at=school.at)
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.create(
                jurisdiction=plan.jurisdiction, unit=plan.unit, year=2026,
                made_by=plan.made_by, made_at=school.at, case=plan.case,
            )  # fmt: skip

    def test_before_the_head_and_once_approved_it_is_not_changed(self, school: School) -> None:
        plan = school.draft()
        head, by = school.person("head"), school.person("organiser")
        with pytest.raises(Refusal) as refused:
            school.decide(plan, "submit")
        assert rules_of(refused) == ["study.plan.empty"]
        (item,) = add_items(plan, [school.lecture()], by=by, at=school.at)
        with pytest.raises(NotYours):
            school.decide(plan, "submit", by="head")
        with pytest.raises(Refusal):
            school.decide(plan, "approve")
        school.decide(plan, "submit")
        assert [task.role for task in open_tasks(plan)] == ["study_plan.head"]
        self.unchangeable(school, plan, item, "study.plan.submitted")
        school.decide(plan, "return_plan", reason="增加旁听庭审")
        change_item(item, school.lecture(topic="改"), by=by, at=school.at)
        school.decide(plan, "submit")
        with pytest.raises(NotYours):
            school.decide(plan, "approve", by="organiser")
        school.decide(plan, "approve")
        approval = approval_of(plan)
        assert approval is not None
        assert (approval.by, plan.approved_on) == (head.username, MONDAY)
        self.unchangeable(school, plan, item, "study.plan.approved")
        with pytest.raises(Refusal):
            school.decide(plan, "approve")
        assert [one.topic for one in items_of(plan)] == ["改"]
        verbs = Entry.objects.filter(chain=f"study/plan/{plan.pk}").order_by("seq")
        assert [entry.verb for entry in verbs] == [
            "study.plan.make", "study.plan.add", "study.plan.change",
        ]  # fmt: skip

    @staticmethod
    def unchangeable(school: School, plan: Plan, item: PlanItem, rule: str) -> None:
        by = school.person("organiser")
        for act in (
            lambda: add_items(plan, [school.lecture()], by=by, at=school.at),
            lambda: change_item(item, school.lecture(topic="改"), by=by, at=school.at),
            lambda: remove_item(item, by=by, at=school.at),
        ):
            with pytest.raises(Refusal) as refused:
                act()
            assert rules_of(refused) == [rule]

    def test_one_that_was_voided_is_begun_anew_with_its_items(self, school: School) -> None:
        by, plan = school.person("organiser"), school.draft(school.lecture())
        void_case(plan.case, reason="年度写错", by=by, at=school.at)
        assert not plans_of(viewer_of(by, on=MONDAY)).exists()
        again = make_plan(school.office.unit, 2025, by=by, at=school.at)
        assert (again.pk, again.items.count()) == (plan.pk, 1)
        assert again.case != plan.case and again.case.voided_on is None

    def test_a_case_opened_from_the_list_of_matters_gets_its_plan(self, school: School) -> None:
        by = school.person("organiser")
        unit = school.office.unit
        opening = Opening(unit.jurisdiction, "study_plan", "某计划", unit=unit)
        deed = Deed("draft_plan", MONDAY, {"year": 2025})
        first, second = (open_case(opening, deed, by=by, at=school.at) for _ in range(2))
        with pytest.raises(NotYours):
            begin_for(first, by=school.person("head"), at=school.at)
        plan = begin_for(first, by=by, at=school.at)
        assert (plan.year, plan.unit, plan.case) == (2025, unit, first)
        with pytest.raises(Refusal) as refused:
            begin_for(second, by=by, at=school.at)
        assert rules_of(refused) == ["study.plan.once"]

    def test_a_day_of_another_year_is_refused_and_nothing_added(self, school: School) -> None:
        plan = school.draft()
        wanted = [school.lecture(), school.lecture(date(2026, 1, 5))]
        with pytest.raises(Refusal) as refused:
            add_items(plan, wanted, by=school.person("organiser"), at=school.at)
        assert rules_of(refused) == ["study.plan.year"]
        assert not plan.items.exists()

    def test_an_item_becomes_a_session_with_its_laws(self, school: School) -> None:
        by = school.person("organiser")
        draft = school.draft(school.lecture())
        item = draft.items.get()
        with pytest.raises(Refusal) as refused:
            take_in_hand(item, by=by, at=school.at)
        assert rules_of(refused) == ["study.plan.unapproved"]
        school.decide(draft, "submit")
        school.decide(draft, "approve")
        with pytest.raises(NotYours):
            take_in_hand(item, by=school.person("head"), at=school.at)
        assert not PlanItem.objects.filter(case__isnull=False).exists()
        case = take_in_hand(item, by=by, at=school.at)
        assert (case.procedure, case.step, case.unit) == (
            "study_session", "planned", school.office.unit,
        )  # fmt: skip
        assert case.facts["planned_on"] == "2025-03-31"
        assert [one.number for one in Chosen.objects.filter(case=case)] == [2]
        with pytest.raises(Refusal) as refused:
            take_in_hand(item, by=by, at=school.at)
        assert rules_of(refused) == ["study.plan.in_hand"]

    def test_a_draft_is_seen_where_it_is_made_and_the_approved_in_the_district(
        self, school: School
    ) -> None:
        plan = school.draft(school.lecture())
        other = school.colleague("邻居", "区财政局")

        def sees(name: str) -> list[Plan]:
            user = other if name == "other" else school.person(name)
            return list(plans_of(viewer_of(user, on=MONDAY)))

        assert sees("archivist") == [plan]
        assert sees("other") == sees("nobody") == []
        school.decide(plan, "submit")
        assert sees("other") == []
        school.decide(plan, "approve")
        assert sees("other") == [plan] and sees("nobody") == []


class TestUpgrade:
    """What the migration that made plans cases hands out, and what it will not throw away."""

    migration = import_module("guiju.study.migrations.0005_plan_is_a_case")

    def test_who_had_the_roles_of_sessions_gets_those_of_plans(self, school: School) -> None:
        for post in Post.objects.all():
            post.roles = [role for role in post.roles if not role.startswith("study_plan.")]
            post.save()
        for _ in range(2):
            self.migration.hand_out_roles(apps, connection.schema_editor())
        held = {role for post in Post.objects.all() for role in post.roles}
        assert {role for role in held if role.startswith("study_plan.")} == {
            "study_plan.organiser", "study_plan.head",
        }  # fmt: skip
        post = Post.objects.get(holdings__user=school.person("organiser"))
        assert post.roles.count("study_plan.organiser") == 1

    def test_plans_without_a_case_are_not_thrown_away(self, school: School) -> None:
        self.migration.refuse_plans_without_case(apps, connection.schema_editor())
        school.draft()
        with pytest.raises(RuntimeError, match="先导出"):
            self.migration.refuse_plans_without_case(apps, connection.schema_editor())


class TestSheet:
    def test_what_goes_out_comes_in_again(self, school: School) -> None:
        plan = school.draft(school.lecture(), school.lecture(date(2025, 6, 30), "=第二季度"))
        items = [(item, "未列入办理") for item in items_of(plan)]
        content = workbook(str(plan), COLUMNS, lines(items))
        wanted = read_plan(Upload("计划.xlsx", content), 2025, plan.jurisdiction)
        assert wanted[0] == school.lecture()
        assert [one.planned_on.month for one in wanted] == [3, 6]
        assert load_workbook(io.BytesIO(content)).active is not None

    def test_every_fault_is_told_with_its_place(self, school: School) -> None:
        rows = [
            ("计划日期", "学习形式", "主题", "学习的法律和条文"),
            ("2025-03-31", "专题讲座", "甲", LAW),
            ("2024-03-31", "", "乙", ""),
            ("三月底", "专题讲座", "丙" * 201, "《没有这部法》"),
        ]
        with pytest.raises(Refusal) as refused:
            read_plan(Upload("计划.xlsx", sheet(rows)), 2025, school.office.jurisdiction)
        said = "\n".join(reason.says for reason in refused.value.reasons)
        for place in ("第3行A列：请填写2025年", "第3行B列：请填写学习形式", "第4行A列：",
                      "第4行C列：主题最多200个字", "第4行D列：第1行：法规库中没有"):  # fmt: skip
            assert place in said, said

    @pytest.mark.parametrize(
        ("upload", "says"),
        [
            (Upload("计划.xls", b"x"), "另存为"),
            (Upload("计划.xlsx", b"PK nothing"), ""),
            (Upload("计划.csv", "甲,乙\n1,2".encode()), "没有找到表头"),
            (Upload("计划.csv", "计划日期,学习形式,主题\n".encode()), "没有"),
        ],
    )
    def test_what_is_no_plan_is_refused(self, school: School, upload: Upload, says: str) -> None:
        with pytest.raises(Refusal) as refused:
            read_plan(upload, 2025, school.office.jurisdiction)
        assert says in refused.value.reasons[0].says


def sheet(rows: list[tuple[str, ...]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return target.getvalue()
