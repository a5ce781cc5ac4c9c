"""Rows of the study, plan and problem ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from guiju.demo import district as d
from guiju.demo.year import Cells, Year


def study(y: Year) -> Iterator[Cells]:
    for n in range(1, y.size.study + 1):
        month = 3 * n - 1 if y.size.study <= 4 else 1 + (n - 1) % 12
        yield (
            n,
            y.day((month, 5), (month, 25)),
            y.pick(("会前学法", "专题讲座", "集中研讨")),
            f"第{n}次集中学法",
            y.pick(d.LAWS),
            "办公室主任",
            y.chance.randint(15, 40),
            y.person(),
        )


def plan_items(y: Year) -> Iterator[Cells]:
    tasks = (
        ("召开法治建设领导小组会议", "组织领导"),
        ("印发年度法治建设工作要点", "制度建设"),
        ("落实会前学法计划", "学习培训"),
        ("主要负责人年终述法", "述法"),
        ("剖析行政败诉典型案例", "案例学习"),
        ("清理行政规范性文件", "规范性文件"),
        ("建立督查事项台账", "督查"),
        ("改版政府信息公开专栏", "政务公开"),
        ("统一依申请公开文书格式", "政务公开"),
        ("聘任年度法律顾问", "法律顾问"),
    )
    for n in range(1, y.size.plan_items + 1):
        task, kind = tasks[(n - 1) % len(tasks)]
        due = date(y.year, min(2 + n, 12), 25)
        yield (
            n,
            task,
            kind,
            "办公室主任",
            y.pick(d.SECTIONS),
            due,
            "按要求完成",
            due - timedelta(days=y.chance.randint(1, 20)),
            "已完成",
        )


def problems(y: Year) -> Iterator[Cells]:
    texts = (
        (
            "部分科室运用法治方式办事的能力不足",
            "遇到新情况先找惯例、后找依据",
            "分岗位开展案例培训",
        ),
        ("部门协办事项衔接不畅", "牵头与配合职责靠口头商定", "逐项写明牵头、配合单位和时限"),
        ("档案归集不够及时", "办结后材料分散在个人手中", "办结时一并归档并按月核对"),
    )
    for n in range(1, y.size.problems + 1):
        problem, symptom, measure = texts[(n - 1) % len(texts)]
        yield (
            n,
            problem,
            "自查",
            symptom,
            measure,
            d.SECTIONS[n % 5] + "负责人",
            date(y.year + 1, 3 * ((n - 1) % 3 + 2), 30),
            "整改中",
        )
