"""An office that studies law: its organiser, head, lecturer, recorder and archivist; two laws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from guiju.law.acts import store_texts
from guiju.law.reading import read_folder
from guiju.org import acts as org
from guiju.org.models import Post
from guiju.procedures.acts import Deed, perform
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from guiju.study.choosing import named_in
from guiju.study.models import Plan, PlanItem
from guiju.study.plans import Wanted, add_items, make_plan, take_in_hand
from tests.law.texts import write_library
from tests.office import MONDAY, Office, noon, office_of

AT = noon(MONDAY)
LAW = "灯笼管理条例"


@dataclass(slots=True)
class School:
    """The office, and the day it is there."""

    office: Office
    at: datetime = AT

    def person(self, name: str) -> User:
        return self.office.people[name]

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.person(name))
        return client

    def draft(self, *wanted: Wanted) -> Plan:
        by = self.person("organiser")
        plan = make_plan(self.office.unit, self.at.year, by=by, at=self.at)
        if wanted:
            add_items(plan, wanted, by=by, at=self.at)
        return plan

    def approved(self, *wanted: Wanted) -> Plan:
        plan = self.draft(*(wanted or (self.lecture(),)))
        self.decide(plan, "submit")
        return self.decide(plan, "approve")

    def decide(self, plan: Plan, act: str, *, by: str = "", **facts: str) -> Plan:
        """An act of the plan's case, by whoever does it; the plan as it is then."""
        who = by or ("organiser" if act == "submit" else "head")
        deed = Deed(act, timezone.localdate(self.at), facts)
        case = Case.objects.get(pk=plan.case_id)
        perform(case, deed, by=self.person(who), at=self.at)
        plan.refresh_from_db()
        return plan

    def lecture(self, on: date = date(2025, 3, 31), topic: str = "第一季度集中学法") -> Wanted:
        laws = tuple(named_in(f"《{LAW}》第二条", on))
        return Wanted(on, "专题讲座", topic, "法律顾问", "区司法局", laws)

    def taken(self) -> Case:
        """A session out of the plan, to be prepared."""
        item = PlanItem.objects.filter(plan=self.approved()).get()
        return take_in_hand(item, by=self.person("organiser"), at=self.at)

    def colleague(self, name: str, unit: str = "") -> User:
        """Somebody more, in the office or in another unit of the district."""
        where = self.office.unit
        if unit:
            where = org.create_unit(jurisdiction=self.office.jurisdiction, name=unit)
        post = org.create_post(unit=where, name=f"{name}的岗位", roles=[])
        user = User.objects.create_user(name)
        org.appoint(user=user, post=post, since=date(2015, 1, 1))
        return user


@pytest.fixture
def school(db: None, tmp_path: Path) -> School:
    store_texts(read_folder(write_library(tmp_path / "laws")).texts)
    office = office_of(office_rulebook().procedures["study_session"][-1])
    for role in ("organiser", "head"):
        post = Post.objects.get(holdings__user=office.people[role])
        post.roles = [*post.roles, f"study_plan.{role}"]
        post.save()
    return School(office)
