"""The yearly report on building a law-based government: 法治政府建设年度报告.

Contents: work and results, shortcomings and their causes, how the head met their duty as the
person first responsible, next year's measures. (Source: 法治政府建设与责任落实督察工作规定.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from guiju.procedures.history import History
from guiju.reports.prose import (
    Clause,
    Paragraph,
    Part,
    Quantity,
    Section,
    ordinal,
    plain,
    sentence,
    told,
    without_stop,
)

UNGROUPED = "其他工作"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A task of the year's plan."""

    title: str
    category: str
    done: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A shortcoming, how it shows, what is done about it, and by when."""

    label: str
    symptom: str
    measures: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Material:
    """All that the report is made from: figures by id with unit, plan, problems, next plan."""

    office: str
    year: int
    figures: Mapping[str, Quantity]
    plan: Sequence[PlanItem]
    problems: Sequence[Problem]
    next_plan: Sequence[PlanItem] = ()


@dataclass(frozen=True, slots=True)
class Report:
    office: str
    heading: str
    year: int
    opening: Paragraph
    parts: tuple[Part, ...]

    def paragraphs(self) -> Iterator[Paragraph]:
        yield self.opening
        for part in self.parts:
            for section in part.sections:
                yield from section.paragraphs

    def quantities(self) -> dict[str, int]:
        """The figures the report states, by id."""
        return {q.figure: q.n for paragraph in self.paragraphs() for q in paragraph.quantities()}


_WORK = (
    (
        "坚持依法科学民主决策",
        (
            Clause("meeting.held", "全年组织召开各类会议", "全年没有召开会议"),
            Clause("meeting.executive", "其中政府常务会议", "没有召开政府常务会议"),
        ),
    ),
    (
        "严格文件审核与规范性文件管理",
        (
            Clause("document.issued", "全年审核印发文件", "全年没有印发文件"),
            Clause("normative.reviewed", "开展规范性文件合法性审核", "没有送审的规范性文件"),
            Clause("normative.repealed", "经清理废止规范性文件", "没有废止规范性文件"),
        ),
    ),
    (
        "全面推进政务公开",
        (
            Clause("disclosure.published", "主动公开政府信息", "没有主动公开政府信息"),
            Clause("foi.received", "收到政府信息公开申请", "没有收到政府信息公开申请"),
        ),
    ),
    (
        "强化督查落实",
        (
            Clause("supervision.carried_out", "全年开展督查", "全年没有开展督查"),
            Clause("supervision.problems_solved", "推动发现的问题完成整改", "没有问题完成整改"),
        ),
    ),
)
_RESPONSIBLE = (
    Clause("plan.items", "确定年度法治政府建设工作要点", "本年度没有确定工作要点"),
    Clause("plan.done", "已完成", "尚无完成的事项"),
    Clause("study.sessions", "组织集中学法", "没有组织集中学法"),
    Clause("meeting.law_study", "在常务会议会前学法", "没有安排常务会议会前学法"),
)
_MESSAGES = (
    Clause("message.site.received", "收到政府网站留言", "没有收到政府网站留言"),
    Clause("message.city.received", "收到市级平台转来留言", "没有收到市级平台转来留言"),
)


def build(material: Material) -> Report:
    """Put the report together in its three customary parts.

    Raises KeyError when a figure it states is missing from the material.
    """
    year, office = material.year, material.office
    opening = plain(f"{year}年，{office}依照年度工作安排推进法治政府建设，现将有关情况报告如下。")
    return Report(
        office,
        f"{year}年法治政府建设年度报告",
        year,
        opening,
        (
            Part("一、工作开展情况及成效", tuple(_numbered(_work(material)))),
            Part("二、存在的问题", (Section("", tuple(_shortcomings(material))),)),
            Part("三、下一年度工作措施", (Section("", tuple(_measures(material))),)),
        ),
    )


def plan_item_of(title: str, history: History) -> PlanItem:
    category = str(history.facts.get("category") or "")
    return PlanItem(title, category, history.last(("complete",)) is not None)


def problem_of(title: str, history: History) -> Problem:
    facts = history.facts
    due = facts.get("due_on")
    if isinstance(due, str):
        due = date.fromisoformat(due)
    return Problem(
        title,
        str(facts.get("symptom") or ""),
        str(facts.get("measures") or ""),
        due if isinstance(due, date) else None,
    )


def _numbered(sections: Iterable[Section]) -> Iterator[Section]:
    for number, section in enumerate(sections, start=1):
        yield Section(f"（{ordinal(number)}）{section.heading}", section.paragraphs)


def _work(material: Material) -> Iterator[Section]:
    yield Section("履行推进法治建设第一责任人职责", (_responsible(material),))
    for heading, clauses in _WORK:
        yield Section(heading, (sentence(told(clauses, material.figures)),))
    yield Section("回应群众关切", (_messages(material.figures),))
    yield Section("年度重点任务", tuple(_tasks(material.plan)))


def _responsible(material: Material) -> Paragraph:
    lead = "主要负责人履行推进法治建设第一责任人职责"
    return sentence([(lead,), *told(_RESPONSIBLE, material.figures)])


def _messages(figures: Mapping[str, Quantity]) -> Paragraph:
    clauses = list(told(_MESSAGES, figures))
    received = sum(figures[clause.figure].n for clause in _MESSAGES)
    answered = figures["message.answered"]
    if received and answered.n == received:
        clauses.append(("共答复", answered, "，全部办结"))
    elif received:
        clauses += told((Clause("message.answered", "已答复", "尚未答复"),), figures)
    return sentence(clauses)


def _tasks(plan: Sequence[PlanItem]) -> Iterator[Paragraph]:
    if not plan:
        yield plain("本年度没有列入工作要点的任务。")
        return

    def category(item: PlanItem) -> str:
        return item.category or UNGROUPED

    order = {name: place for place, name in reversed(list(enumerate(map(category, plan))))}
    ordered = sorted(plan, key=lambda item: order[category(item)])
    for name, items in groupby(ordered, category):
        tasks = [f"{without_stop(i.title)}{'' if i.done else '（尚未完成）'}" for i in items]
        yield plain(f"{name}方面：{'；'.join(tasks)}。")


def _shortcomings(material: Material) -> Iterator[Paragraph]:
    counted = material.figures["problem.open"]
    if not counted.n:
        yield Paragraph((replace(counted, words="经自查，本年度没有尚在整改的问题"), "。"))
        return
    yield Paragraph(("经自查，目前尚在整改的问题有", counted, "。"))
    for number, problem in enumerate(material.problems, start=1):
        symptom = without_stop(problem.symptom)
        shown = f"，主要表现为{symptom}" if symptom else ""
        yield plain(f"{ordinal(number)}是{without_stop(problem.label)}{shown}。")


def _measures(material: Material) -> Iterator[Paragraph]:
    lines = [_measure(problem) for problem in material.problems if problem.measures]
    lines += [f"继续推进“{without_stop(i.title)}”，尽快完成" for i in material.plan if not i.done]
    lines += [without_stop(item.title) for item in material.next_plan]
    for number, line in enumerate(lines, start=1):
        yield plain(f"{ordinal(number)}是{line}。")
    if not lines:
        yield plain(f"{material.year + 1}年工作要点尚未录入。")


def _measure(problem: Problem) -> str:
    by = f"，{problem.due.year}年{problem.due.month}月底前完成" if problem.due else ""
    return f"针对“{without_stop(problem.label)}”，{without_stop(problem.measures)}{by}"
