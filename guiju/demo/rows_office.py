"""Rows of the document, meeting and supervision ledgers; a row is lawful unless chance says no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from guiju.demo import district as d
from guiju.demo.year import Cells, Year


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
        title = f"云岭区人民政府关于印发{d.SUBJECTS[n % 16]}管理办法的通知"
        yield (n, title, f"云政发〔{y.year}〕{n}号", y.pick(d.UNITS), *_chain(y), "", "", "", "")
    for n in range(1, y.size.repealed + 1):
        issued = date(y.year - 3 - n, 6, 10)
        repealed = y.day((9, 1), (11, 30))
        title = f"云岭区人民政府关于印发{d.SUBJECTS[-n]}暂行办法的通知"
        head = (y.size.normative + n, title, f"云政发〔{issued.year}〕{n}号", y.pick(d.UNITS))
        made: Cells = ("",) * 8 + (issued, issued, "区政府门户网站", issued, "", "")
        yield (*head, *made, "废止", repealed, repealed, "依据的上位法已修改")


def _chain(y: Year) -> Cells:
    """The dates of a document that went through its whole chain, from consultation to filing."""
    opened = y.day((2, 10), (5, 30))
    closed = opened + timedelta(days=32)
    sent = y.work(closed, 2, 5)
    reviewed = y.work(sent, 6, 14)
    decided = y.work(reviewed, 2, 6)
    signed = y.work(decided, 1, 3)
    published = y.work(signed, 1, 4)
    review = (sent, "区司法局", reviewed, "合法", d.EXECUTIVE, decided, signed)
    force = (published + timedelta(days=30), date(y.year + 5, 12, 31), y.work(published, 2, 8))
    return (opened, closed, *review, published, "区政府门户网站", *force)


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
