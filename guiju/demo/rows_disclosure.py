"""Rows of the disclosure, request and message ledgers; a row is lawful unless chance says no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guiju.demo import district as d
from guiju.demo.year import Cells, Year


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
