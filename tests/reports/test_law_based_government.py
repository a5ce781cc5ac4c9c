"""The yearly report on law-based government: three parts, every number with its figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guiju.procedures.figure import all_figures
from guiju.procedures.history import Event, History
from guiju.reports.law_based_government import (
    Material,
    PlanItem,
    Problem,
    Report,
    build,
    plan_item_of,
    problem_of,
)
from guiju.reports.prose import Quantity, ordinal

COUNTS = {
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
    "meeting.executive": 24,
    "meeting.law_study": 20,
    "supervision.problems_solved": 24,
    "plan.items": 3,
    "plan.done": 2,
    "problem.open": 1,
}


def quantities(**changes: int) -> dict[str, Quantity]:
    counts = COUNTS | {name.replace("__", "."): n for name, n in changes.items()}
    return {f.id: Quantity(f.id, counts[f.id], f.unit) for f in all_figures()}


MATERIAL = Material(
    "云岭区人民政府办公室",
    2025,
    quantities(),
    (
        PlanItem("制定学法计划", "学习培训", True),
        PlanItem("清理文件", "规范性文件", True),
        PlanItem("组织旁听庭审。", "学习培训", False),
    ),
    (Problem("流程不够规范", "时限不明确。", "梳理制度流程", date(2026, 6, 30)),),
)


def text_of(report: Report) -> str:
    return "\n".join(p.text for p in report.paragraphs())


class TestReport:
    def test_it_has_the_three_customary_parts(self) -> None:
        assert [part.heading for part in build(MATERIAL).parts] == [
            "一、工作开展情况及成效",
            "二、存在的问题",
            "三、下一年度工作措施",
        ]

    def test_it_states_every_figure_with_its_id(self) -> None:
        assert build(MATERIAL).quantities() == COUNTS

    @pytest.mark.parametrize(
        "words",
        [
            "审核印发文件35件",
            "规范性文件合法性审核1件",
            "废止规范性文件2件",
            "各类会议63场",
            "开展督查52次",
            "政府信息612条",
            "政府网站留言2件",
            "市级平台转来留言281件",
            "共答复283件，全部办结",
            "政府信息公开申请3件",
            "集中学法4次",
        ],
    )
    def test_a_number_stands_with_its_unit(self, words: str) -> None:
        assert words in text_of(build(MATERIAL))

    def test_the_person_first_responsible_has_a_section(self) -> None:
        first = build(MATERIAL).parts[0].sections[0]
        assert first.heading == "（一）履行推进法治建设第一责任人职责"
        assert {q.figure for q in first.paragraphs[0].quantities()} >= {"plan.items", "plan.done"}

    def test_plan_items_stand_together_by_category(self) -> None:
        tasks = [p.text for p in build(MATERIAL).parts[0].sections[-1].paragraphs]
        assert tasks == [
            "学习培训方面：制定学法计划；组织旁听庭审（尚未完成）。",
            "规范性文件方面：清理文件。",
        ]

    def test_problems_lead_to_measures(self) -> None:
        _, problems, measures = build(MATERIAL).parts
        assert problems.sections[0].paragraphs[1].text == (
            "一是流程不够规范，主要表现为时限不明确。"
        )
        assert [p.text for p in measures.sections[0].paragraphs] == [
            "一是针对“流程不够规范”，梳理制度流程，2026年6月底前完成。",
            "二是继续推进“组织旁听庭审”，尽快完成。",
        ]


class TestNoneAtAll:
    def test_zero_is_said_in_words_and_keeps_its_figure(self) -> None:
        nothing = {f.id: Quantity(f.id, 0, f.unit) for f in all_figures()}
        report = build(Material("云岭区人民政府办公室", 2025, nothing, (), ()))
        text = text_of(report)
        assert "没有收到政府信息公开申请" in text
        assert "没有尚在整改的问题" in text
        assert "2026年工作要点尚未录入" in text
        assert "0" not in text.replace("2025", "").replace("2026", "")
        assert set(report.quantities()) == set(COUNTS) - {"message.answered"}

    def test_messages_not_all_answered_are_not_called_done(self) -> None:
        some = replace(MATERIAL, figures=quantities(message__answered=210))
        assert "已答复210件。" in text_of(build(some))
        assert "全部办结" not in text_of(build(some))

    def test_a_missing_figure_is_an_error(self) -> None:
        with pytest.raises(KeyError, match=r"foi\.received"):
            build(
                replace(
                    MATERIAL, figures={k: v for k, v in quantities().items() if k != "foi.received"}
                )
            )


class TestReadingRecords:
    def test_a_plan_item_is_done_when_completed(self) -> None:
        listed = Event("list_item", date(2025, 1, 1))
        done = Event("complete", date(2025, 3, 1))
        facts = {"category": "述法"}
        assert plan_item_of("述法", History((listed,), facts)) == PlanItem("述法", "述法", False)
        assert plan_item_of("述法", History((listed, done), facts)).done

    def test_a_problem_reads_its_due_day_from_text_or_date(self) -> None:
        for due in ("2026-06-30", date(2026, 6, 30)):
            facts = {"symptom": "慢", "measures": "快", "due_on": due}
            assert problem_of("拖延", History((), facts)) == Problem(
                "拖延", "慢", "快", date(2026, 6, 30)
            )


@pytest.mark.parametrize(
    ("n", "word"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (999, "九百九十九"),
        (1000, "1000"),
    ],
)
def test_ordinals_are_written_as_people_count(n: int, word: str) -> None:
    assert ordinal(n) == word
