"""The rows of each demo ledger. A row is lawful unless chance makes one of the faults listed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from guiju.demo import district as d
from guiju.worktime.calendar import Calendar

Cells = tuple[str | int | date, ...]
Maker = Callable[["Year"], Iterator[Cells]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many records a year has; the defaults are the demo office's."""

    study: int = 4
    documents: int = 35
    normative: int = 1
    repealed: int = 2
    meetings: int = 63
    executive: int = 22
    supervision: int = 52
    disclosures: int = 612
    site_messages: int = 2
    city_messages: int = 281
    foi: int = 3
    plan_items: int = 10
    problems: int = 3


@dataclass(frozen=True, slots=True)
class Year:
    """A year in the making: its calendar, its chance, how often things go wrong (1 = usual)."""

    year: int
    size: Size
    calendar: Calendar
    chance: random.Random
    faults: float

    def wrong(self, per_hundred: float) -> bool:
        return self.chance.random() * 100 < per_hundred * self.faults

    def pick(self, words: tuple[str, ...] | str) -> str:
        return self.chance.choice(words)

    def person(self) -> str:
        return f"{self.pick(d.SURNAMES)}某"

    def day(self, first: tuple[int, int] = (1, 4), last: tuple[int, int] = (11, 10)) -> date:
        """A working day of the year, early enough for what follows to end in the year."""
        begin, end = date(self.year, *first), date(self.year, *last)
        chosen = begin + timedelta(days=self.chance.randint(0, (end - begin).days))
        return self.calendar.next_working(chosen)

    def work(self, day: date, low: int, high: int) -> date:
        """A working day some working days later."""
        return self.calendar.add(day, self.chance.randint(low, high))


def foi(y: Year) -> Iterator[Cells]:
    kinds = ("自然人", "商业企业", "法律服务机构")
    results = ("予以公开", "部分公开", "无法提供-本机关不掌握相关政府信息")
    for n in range(1, y.size.foi + 1):
        received = y.day((1, 4), (9, 20))
        noticed, start = _supplement(y, received) if n % 3 == 0 else ("", received)
        consulted = _consultation(y, start) if n % 5 == 4 else None
        asked, answered = consulted or ("", "")
        length = 20 + (y.calendar.count(*consulted) if consulted else 0)
        extended: str | date = ""
        if n % 7 == 6:
            too_late = y.wrong(20)
            extended = y.calendar.add(start, length + (2 if too_late else -1))
            length += 0 if too_late else 20
        reply = y.calendar.add(
            start, length + (y.chance.randint(1, 6) if y.wrong(8) else -y.chance.randint(0, 12))
        )
        yield (
            n,
            f"{y.year}-{n:04d}",
            y.pick(("网络申请", "当面申请", "信函申请")),
            kinds[n % 3],
            y.person(),
            received,
            f"{y.pick(d.SUBJECTS)}资金安排的相关文件",
            noticed,
            start if noticed else "",
            asked,
            answered,
            extended,
            max(reply, consulted[1] if consulted else start),
            results[n % 3],
            y.pick(("邮寄", "当面领取")),
            "",
            "",
            "",
        )


def _supplement(y: Year, received: date) -> tuple[date, date]:
    noticed = y.work(received, 8, 9) if y.wrong(10) else y.work(received, 2, 6)
    return noticed, y.work(noticed, 3, 8)


def _consultation(y: Year, start: date) -> tuple[date, date]:
    asked = y.work(start, 1, 4)
    return asked, y.work(asked, 3, 12)


def disclosures(y: Year) -> Iterator[Cells]:
    for n in range(1, y.size.disclosures + 1):
        formed = y.day((1, 4), (11, 25))
        published = y.work(formed, 21, 35) if y.wrong(3) else y.work(formed, 1, 19)
        unreviewed = y.wrong(2.5)
        policy = n % 12 == 0
        yield (
            n,
            f"YL{y.year}{n:05d}",
            y.pick(d.SUBJECTS) + y.pick(("进展公示", "工作方案", "资金公告", "年度计划")),
            y.pick(("政策文件", "公告公示", "财政信息", "政务动态")),
            y.pick(("民生保障", "财政资金", "")),
            formed,
            published,
            "区政府门户网站",
            "" if unreviewed else y.person(),
            "" if unreviewed else y.calendar.add(formed, 0),
            "是" if policy else "否",
            "一图读懂" if policy else "",
            "图文" if policy else "",
        )


def messages(y: Year) -> Iterator[Cells]:
    platforms = [d.SITE] * y.size.site_messages + [d.CITY] * y.size.city_messages
    for n, platform in enumerate(platforms, start=1):
        written = y.day((1, 4), (11, 25))
        passed = y.work(written, 0, 2)
        replied = y.work(written, 16, 20) if y.wrong(5) else y.work(passed, 1, 12)
        subject = y.pick(d.SUBJECTS)
        silent = y.faults > 1 and y.wrong(2)
        yield (
            n,
            platform,
            f"LY{y.year}{n:05d}",
            written,
            y.pick(("咨询", "建议", "求助", "投诉")),
            f"关于{subject}的留言",
            f"想了解{subject}的安排和进度。",
            y.pick(d.UNITS),
            passed,
            "" if silent else replied,
            "" if silent else f"您关心的{subject}已由承办单位核实，现予答复。",
            y.pick(("是", "否")),
            y.pick(("满意", "基本满意", "")),
        )


def documents(y: Year) -> Iterator[Cells]:
    for n in range(1, y.size.documents + 1):
        normative = n <= y.size.normative
        reviewed = y.day()
        signed = y.work(reviewed, 1, 3)
        missing = not normative and y.wrong(6)
        kind = "办法" if normative else y.pick(("通知", "意见", "函", "方案"))
        title = (
            f"云岭区人民政府关于印发{d.SUBJECTS[n % 16]}管理办法的通知"
            if normative
            else f"{d.OFFICE}关于做好{y.pick(d.SUBJECTS)}工作的{kind}"
        )
        own = n if normative else n - y.size.normative
        number = f"云政发〔{y.year}〕{own}号" if normative else f"云政办发〔{y.year}〕{own}号"
        yield (
            n,
            number,
            title,
            kind,
            "",
            y.pick(("", "", "加急")),
            "各镇（街道），区政府各部门",
            y.pick(d.UNITS),
            y.person(),
            "" if missing else y.person(),
            "" if missing else reviewed,
            "区长" if normative else "办公室主任",
            signed,
            y.work(signed, 0, 2),
            "是" if normative else "否",
            "主动公开" if normative else y.pick(("主动公开", "依申请公开", "不予公开")),
            "",
        )


def normative(y: Year) -> Iterator[Cells]:
    for n in range(1, y.size.normative + 1):
        opened = y.day((2, 10), (5, 30))
        closed = opened + timedelta(days=32)
        sent = y.work(closed, 2, 5)
        reviewed = y.work(sent, 6, 14)
        decided = y.work(reviewed, 2, 6)
        signed = y.work(decided, 1, 3)
        published = y.work(signed, 1, 4)
        yield (
            n,
            f"云岭区人民政府关于印发{d.SUBJECTS[n % 16]}管理办法的通知",
            f"云政发〔{y.year}〕{n}号",
            y.pick(d.UNITS),
            opened,
            closed,
            sent,
            "区司法局",
            reviewed,
            "合法",
            d.EXECUTIVE,
            decided,
            signed,
            published,
            "区政府门户网站",
            published + timedelta(days=30),
            date(y.year + 5, 12, 31),
            y.work(published, 2, 8),
            "",
            "",
            "",
            "",
        )
    for n in range(1, y.size.repealed + 1):
        issued = date(y.year - 3 - n, 6, 10)
        repealed = y.day((9, 1), (11, 30))
        yield (
            y.size.normative + n,
            f"云岭区人民政府关于印发{d.SUBJECTS[-n]}暂行办法的通知",
            f"云政发〔{issued.year}〕{n}号",
            y.pick(d.UNITS),
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            issued,
            issued,
            "区政府门户网站",
            issued,
            "",
            "",
            "废止",
            repealed,
            repealed,
            "依据的上位法已修改",
        )


def meetings(y: Year) -> Iterator[Cells]:
    for n in range(1, y.size.meetings + 1):
        executive = n <= y.size.executive
        held = y.day((1, 6), (12, 20))
        studied = executive and not y.wrong(12)
        needs = executive and n % 3 == 0
        reviewed = needs and not y.wrong(12)
        topics = y.chance.sample(d.SUBJECTS, 3)
        kind = d.EXECUTIVE if executive else y.pick(d.MEETING_KINDS)
        yield (
            n,
            f"HY{y.year}{n:03d}",
            f"{y.year}年第{n}次{kind}",
            kind,
            held,
            "区长" if executive else "办公室主任",
            "第一会议室",
            f"学习{y.pick(d.LAWS)}" if studied else "",
            len(topics),
            "；".join(f"研究{topic}事宜" for topic in topics),
            f"研究{topics[0]}事宜" if needs else "",
            "区司法局" if reviewed else "",
            y.calendar.add(held, -3) if reviewed else "",
            f"云政办纪〔{y.year}〕{n}号",
            "",
        )


def supervisions(y: Year) -> Iterator[Cells]:
    for n in range(1, y.size.supervision + 1):
        approved = y.day((1, 6), (10, 10))
        due = approved + timedelta(days=y.chance.choice((15, 30, 45)))
        back = (
            due + timedelta(days=y.chance.randint(1, 12))
            if y.wrong(8)
            else (due - timedelta(days=y.chance.randint(0, 8)))
        )
        open_end = y.wrong(6)
        problem = n % 3 == 0
        concluded = back + timedelta(days=y.chance.randint(2, 8))
        yield (
            n,
            f"DC{y.year}{n:03d}",
            f"{y.pick(d.SUBJECTS)}落实情况",
            y.pick((d.EXECUTIVE, "政府工作报告", "领导批示")),
            y.pick(("民生实事", "重点项目", "环境保护")),
            y.pick(("实地督查", "书面督查", "专项督查")),
            approved,
            y.pick(d.UNITS),
            y.pick(d.UNITS),
            due,
            back,
            "" if y.wrong(5) else "合法",
            "合规",
            "进度滞后" if problem else "",
            "" if open_end else concluded,
            "" if open_end or not problem else concluded + timedelta(days=20),
            "办理中" if open_end else "已销号",
        )


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


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "依申请公开台账": foi,
        "主动公开台账": disclosures,
        "网民留言台账": messages,
        "发文登记簿": documents,
        "规范性文件台账": normative,
        "会议台账": meetings,
        "督查督办台账": supervisions,
        "学法台账": study,
        "工作要点台账": plan_items,
        "问题整改台账": problems,
    }
)
