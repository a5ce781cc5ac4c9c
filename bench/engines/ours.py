"""The approval on Guiju with everything on: lock, token, guard, event, chain, tasks, limits."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import User
from django.utils import timezone

from bench.engines.approval import STEPS, People
from guiju.org import acts as org
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.definition import Procedure
from guiju.procedures.loader import load
from guiju.procedures.models import Case
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook
from guiju.worktime.calendar import standard


def _procedure() -> Procedure:
    """Ten steps, each with its own role; two limits, three rules."""
    roles = {f"person{n}": f"第{n}人" for n in range(STEPS + 1)}
    begin = {"label": "发起", "by": "person0", "to": "step_1", "opens": "yes"}
    steps: dict[str, Any] = {"start": {"label": "发起", "acts": {"begin": begin}}}
    for n in range(1, STEPS + 1):
        onward = f"step_{n + 1}" if n < STEPS else "closed"
        act = {"label": f"通过{n}", "by": f"person{n}", "to": onward, "not_by": f"person{n - 1}"}
        steps[f"step_{n}"] = {"label": f"环节{n}", "acts": {f"pass_{n}": act}}
    steps["closed"] = {"label": "办结", "final": "yes"}
    last = f"pass_{STEPS}"
    limit = {"label": "办理期限", "length": "20 working days", "runs_from": "begin"}
    half = {"label": "初审期限", "length": "5 working days", "runs_from": "begin"}
    data = {
        "procedure": "approval",
        "title": "十步审批",
        "valid_from": "2019-05-15",
        "laws": {"条例": "中华人民共和国政府信息公开条例"},
        "local": {"内部规定": "只作演示"},
        "roles": roles,
        "steps": steps,
        "time_limits": {
            "whole": {**limit, "ends_with": last, "basis": "条例第三十三条", "finding": "late"},
            "half": {**half, "ends_with": "pass_5", "basis": "内部规定", "finding": "half_late"},
        },
        "invariants": [
            {"id": f"approval.{n}", "never": last, "without": f"pass_{n}", "says": f"须先通过{n}"}
            | {"basis": "内部规定"}
            for n in (3, 6, 9)
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "approval.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        return load(path)


class Ours:
    name = "guiju"

    def __init__(self, people: People) -> None:
        self.people = people
        p = _procedure()
        self.rules = Rulebook({p.id: (p,)}, standard())
        self.home = org.create_jurisdiction(code="990101", name="云岭区")
        self.unit = org.create_unit(jurisdiction=self.home, name="区政府办公室")
        for n, user in enumerate((people.opener, *people.steps)):
            post = org.create_post(unit=self.unit, name=f"岗位{n}", roles=[f"approval.person{n}"])
            org.appoint(user=user, post=post, since=date(2015, 1, 1))

    def play(self, title: str) -> int:
        opening = Opening(self.home, "approval", title, unit=self.unit)
        begun = timezone.now()
        deed = Deed("begin", day_of(begun))
        case = open_case(opening, deed, by=self.people.opener, at=begun, rulebook=self.rules)
        for n, user in enumerate(self.people.steps, 1):
            case = self._step(case, f"pass_{n}", user, timezone.now())
        return case.pk

    def _step(self, case: Case, act: str, by: User, at: datetime) -> Case:
        deed = Deed(act, day_of(at))
        return perform(case, deed, by=by, at=at, rulebook=self.rules)

    def finished(self, key: int) -> bool:
        return Case.objects.get(pk=key).closed_on is not None
