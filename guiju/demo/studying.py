"""A year of law study in 云岭区, played through its acts: plan, sessions, reading, statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User

from guiju.demo import district
from guiju.demo.live import ZONE
from guiju.demo.own_rules import FIREWORKS, STUDY, bring_in_own_rules, collect_bases
from guiju.org.models import Jurisdiction, Unit
from guiju.procedures.acts import Deed, perform
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.study.analyses import Written, write_analysis
from guiju.study.choosing import named_in
from guiju.study.models import Plan, PlanItem
from guiju.study.performance import begin_report, submit_report, write_report
from guiju.study.plans import Wanted, add_items, make_plan, take_in_hand
from guiju.study.reading import mark_read, own_list
from guiju.study.sessions import Attended, facts_for, name_of, take_attendance

ORGANISER, HEAD = "lin", "zhao"
CAME = ("zheng", "wu", "zhao", "qian", "lin", "shen", "han")
"""Who comes to a session; the last but one is away at the second."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What is planned: month and day, form, topic, lecturer, unit, laws as typed."""

    month: int
    day: int
    form: str
    topic: str
    lecturer: str
    unit: str
    laws: str


JUSTICE, ADVISER = "区司法局", "法律顾问"
TOPICS = (
    Topic(3, 27, "会前学法", "领导干部学法要求", "孙审核", JUSTICE, f"《{STUDY}》第二条至第六条"),
    Topic(6, 26, "专题讲座", "处罚和劝阻的界限", ADVISER, JUSTICE, f"《{FIREWORKS}》第五条"),
    Topic(9, 25, "旁听庭审", "旁听一起行政案件庭审", "孙审核", JUSTICE, f"《{STUDY}》第三条"),
    Topic(11, 20, "会前学法", "烟花爆竹燃放管理办法修订要点", "赵主任", district.OFFICE,
          f"《{FIREWORKS}》第三条至第五条"),
    Topic(12, 18, "集中培训", "全年案例剖析", ADVISER, JUSTICE, f"《{STUDY}》第五条"),
)  # fmt: skip


def play_study(jurisdiction: Jurisdiction, today: date) -> int:
    """Play this year up to today, unless it is there; how many sessions were held.

    What is studied are the district's own rules, brought in with it.
    """
    bring_in_own_rules(jurisdiction, today)
    collect_bases(jurisdiction, _user(ORGANISER), _at(today))
    unit = Unit.objects.get(jurisdiction=jurisdiction, name=district.OFFICE)
    there = Plan.objects.filter(unit=unit, year=today.year).exists()
    if there or today < date(today.year, 1, 15):
        return 0
    year = _Year(unit, today)
    plan = year.plan()
    held = [case for item in plan.items.all() if (case := year.session(item)) is not None]
    if held:
        year.read()
        year.analysis(held[1] if len(held) > 1 else held[0])
        year.statements()
    return len(held)


@dataclass(frozen=True, slots=True)
class _Year:
    unit: Unit
    today: date

    def plan(self) -> Plan:
        """Made, laid before the head and approved in January."""
        by, year = _user(ORGANISER), self.today.year
        begun = date(year, 1, 8)
        plan = make_plan(self.unit, year, by=by, at=_at(begun))
        add_items(plan, [self._wanted(one) for one in TOPICS], by=by, at=_at(begun))
        self._do(plan.case, ORGANISER, "submit", begun + timedelta(days=1))
        self._do(plan.case, HEAD, "approve", begun + timedelta(days=4), opinion="同意。")
        return plan

    def _wanted(self, one: Topic) -> Wanted:
        on = date(self.today.year, one.month, one.day)
        laws = tuple(named_in(one.laws, on, self.unit.jurisdiction))
        return Wanted(on, one.form, one.topic, one.lecturer, one.unit, laws)

    def session(self, item: PlanItem) -> Case | None:
        """What has been done for an item by today; the session where it was held."""
        on, by = item.planned_on, _user(ORGANISER)
        if self.today < on - timedelta(days=30):
            return None
        case = take_in_hand(item, by=by, at=_at(on - timedelta(days=30)))
        if self.today < on - timedelta(days=7):
            return None
        self._do(case, ORGANISER, "prepare", on - timedelta(days=7), facts_for(case, "prepare"))
        if self.today < on:
            return None
        take_attendance(case, self._came(item), by=by, at=_at(on))
        self._do(case, ORGANISER, "hold", on, {**self._held(case), "hours": 2})
        self._do(case, ORGANISER, "sign_in", on, facts_for(case, "sign_in"))
        if self.today >= on + timedelta(days=12):
            said: dict[str, Value] = {
                "record": f"{item.lecturer}主讲，与会人员讨论了工作中的问题。"
            }
            self._do(case, ORGANISER, "record", on + timedelta(days=5), said)
            self._do(case, HEAD, "confirm", on + timedelta(days=6))
        return case

    @staticmethod
    def _held(case: Case) -> dict[str, Value]:
        said: dict[str, Value] = {**facts_for(case, "hold")}
        return {**said, "attendance": int(str(said["attendance"]))}

    def _came(self, item: PlanItem) -> list[Attended]:
        away = CAME[-2] if item.planned_on.month == TOPICS[1].month else ""
        sheet = []
        for name in CAME:
            user = _user(name)
            unit = user.holdings.get().post.unit.name
            reason = "出差" if name == away else ""
            sheet.append(Attended(name_of(user), unit, not reason, reason, user))
        return [*sheet, Attended(ADVISER, "某律师事务所")]

    def read(self) -> None:
        """Two read beforehand what the year's last session is about."""
        for name, ago in ((ORGANISER, 5), ("qian", 3)):
            user, on = _user(name), self.today - timedelta(days=ago)
            wanted = [one.law.pk for one in own_list(viewer_of(user, on=on), on.year)]
            mark_read(wanted[-1:], on.year, on=on, by=user, at=_at(self.today))

    def analysis(self, session: Case) -> None:
        laws = named_in(f"《{FIREWORKS}》第五条", self.today, self.unit.jurisdiction)
        written = Written(
            self.unit,
            "劝阻未告知依据引发的争议",
            "某社区巡查人员当场制止居民燃放烟花，未告知依据，居民提出异议，后经重新说明取得理解。",
            "巡查发现违反规定燃放的，应当先行劝阻，告知依据。",
            "劝阻不是处罚，也要说明依据；巡查人员应当随身携带禁放地点清单和条文。",
            tuple(laws),
            session,
        )
        write_analysis(written, by=_user(ORGANISER), at=_at(self.today))

    def statements(self) -> None:
        """The head of the office has handed in, the head of a bureau is still writing."""
        for name, done in ((HEAD, True), ("shen", False)):
            user = _user(name)
            unit = user.holdings.get().post.unit
            report = begin_report(unit, self.today.year, by=user, at=_at(self.today))
            words = {
                "duty": "主持本单位法治工作，重要文件发出前都经合法性审核，批准并参加年度学法。",
                "shortcomings": "学法与日常办件结合不够紧，个别记录整理较慢。" if done else "",
                "intended": "会前学法与当次议题对应，每季度剖析一个案例。" if done else "",
            }
            write_report(report, **words, by=user, at=_at(self.today))
            if done:
                submit_report(report, by=user, at=_at(self.today))

    @staticmethod
    def _do(
        case: Case, by: str, act: str, on: date, facts: Mapping[str, Value] | None = None,
        opinion: str = "",
    ) -> None:  # fmt: skip
        case.refresh_from_db()
        deed = Deed(act, on, dict(facts or {}), opinion=opinion)
        perform(case, deed, by=_user(by), at=_at(on))


def _user(name: str) -> User:
    return User.objects.get(username=name)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 30), ZONE)
