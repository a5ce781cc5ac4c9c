"""A house of four units that drafts, signs together, reviews and signs: for the desk's tests.

One clerk would do for most; there are two, so that "whoever had it" is not "whoever may".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import User

from guiju.org import acts as org
from guiju.org.models import Jurisdiction, Post, Secrecy, Unit
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.drafting import Revision, revise_text
from guiju.procedures.desk.handing import hand_on
from guiju.procedures.desk.tasks import Back
from guiju.procedures.history import Value
from guiju.procedures.loader import load
from guiju.procedures.models import Case, Resume, Task, TaskState
from guiju.procedures.rulebook import Rulebook
from guiju.worktime.calendar import standard
from tests.office import MONDAY, noon

PAPER: dict[str, Any] = yaml.safe_load("""
procedure: paper
title: 文稿会签
valid_from: 2019-05-15
laws: {条例: 中华人民共和国政府信息公开条例}
local: {内部规定: 只作演示}
roles: {clerk: 经办人, unit: 会签单位, reviewer: 审核人, head: 负责人}
facts:
  agrees: {label: 是否同意, type: choice, choices: [同意, 不同意]}
  subject: {label: 事由}
  due_on: {label: 交办时限, type: date}
steps:
  start:
    label: 发起
    acts:
      begin: {label: 发起, by: clerk, to: drafting, opens: yes, takes: [subject, due_on]}
  drafting:
    label: 起草
    acts:
      note: {label: 记录, by: clerk, to: same, many: yes, takes: [due_on]}
      submit: {label: 送会签, by: clerk, to: together}
      submit_direct: {label: 免会签送审, by: clerk, to: reviewing}
  together:
    label: 会签
    holder: clerk
    countersign: {act: sign, complete: all, refused: {agrees: [不同意]}, refusal: return,
                  basis: 内部规定}
    acts:
      sign: {label: 签署, by: unit, to: same, many: yes, needs: [agrees], zone: 会签意见}
      conclude: {label: 会签完毕送审, by: clerk, to: reviewing}
      return_draft: {label: 退回起草, by: [unit, clerk], to: drafting, needs: [reason]}
  reviewing:
    label: 审核
    acts:
      review: {label: 审核同意, by: reviewer, to: signing, bound_to: text, zone: 审核意见,
               basis: 条例第四十五条}
      return_for_changes: {label: 退回修改, by: [reviewer, head], to: drafting, needs: [reason],
                           also_in: [signing]}
      return_to_units: {label: 退回会签, by: [reviewer, head], to: together, needs: [reason],
                        also_in: [signing]}
  signing:
    label: 签发
    acts:
      return_to_review: {label: 退回审核, by: head, to: reviewing, needs: [reason]}
      issue: {label: 签发, by: head, to: closed, outcome: issued, zone: 签发意见}
      drop: {label: 不予签发, by: head, to: closed, outcome: dropped, letter: dropped,
             needs: [reason]}
  closed: {label: 办结, final: yes}
outcomes:
  issued: {label: 已签发}
  dropped: {label: 不签发}
time_limits:
  promised: {label: 交办时限, due_fact: due_on, ends_with: issue or drop, basis: 内部规定,
             finding: paper.late}
invariants:
  - {id: paper.review, never: issue, without: review,
     since: [return_for_changes, return_to_review, return_to_units],
     says: 未经审核不得签发, basis: 条例第四十五条}
""")

Signing = Mapping[str, Any]


def paper(folder: Path, holder: str = "", **rule: Any) -> Procedure:
    """The procedure, its countersigning changed as told."""
    data = yaml.safe_load(yaml.safe_dump(PAPER, allow_unicode=True, sort_keys=False))
    data["steps"]["together"]["countersign"] |= rule
    if holder:
        data["steps"]["together"]["holder"] = holder
    path = folder / "paper.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load(path)


_OF_THE_DEED = ("opinion", "handwriting", "saw", "note", "role")


@dataclass(slots=True)
class House:
    """The house with the one case it is busy with. Posts and people go by the same short names."""

    jurisdiction: Jurisdiction
    rules: Rulebook
    procedure: Procedure
    office: Unit
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    today: date = MONDAY
    current: Case | None = None

    @property
    def case(self) -> Case:
        assert self.current is not None
        return self.current

    def hire(self, name: str, unit: Unit, *roles: str, **post: Any) -> User:
        """A post of that name with someone in it."""
        full = [r if r in ("administrator", "overseer") else f"paper.{r}" for r in roles]
        self.posts[name] = org.create_post(unit=unit, name=name, roles=full, **post)
        self.people[name] = User.objects.create_user(f"{name}某")
        org.appoint(user=self.people[name], post=self.posts[name], since=date(2015, 1, 1))
        return self.people[name]

    def clear(self, *names: str) -> None:
        """Let these posts read work secrets."""
        for name in names:
            self.posts[name].clearance = Secrecy.WORK_SECRET
            self.posts[name].save(update_fields=["clearance"])

    def open(self, by: str = "经办一", *, secrecy: int = 0, **facts: Value) -> Case:
        opening = Opening(
            self.jurisdiction, "paper", "关于某事项的通知", unit=self.office, secrecy=secrecy
        )
        deed = Deed("begin", self.today, facts, to=(self.to(by),))
        self.current = open_case(
            opening, deed, by=self.people[by], at=noon(self.today), rulebook=self.rules
        )
        return self.current

    def to(self, name: str, *, lead: bool = False) -> Addressee:
        """A post by its name; a unit by its name; a person in their post as `岗位/人`."""
        if "/" in name:
            post, _, person = name.partition("/")
            return Addressee(post=self.posts[post], user=self.people[person])
        if name in self.posts:
            return Addressee(post=self.posts[name], lead=lead)
        return Addressee(unit=Unit.objects.get(name=name), lead=lead)

    def do(
        self, act: str, by: str, to: Sequence[str] = (), back: Back | None = None, **more: Any
    ) -> Case:
        """Perform an act; what `_OF_THE_DEED` names as in `Deed`, the rest are facts."""
        said = {name: more.pop(name) for name in _OF_THE_DEED if name in more}
        addressees = tuple(self.to(name, lead=n == 0) for n, name in enumerate(to))
        deed = Deed(act, self.today, more, to=addressees, back=back, **said)
        self.current = perform(
            self.case, deed, by=self.people[by], at=noon(self.today), rulebook=self.rules
        )
        return self.current

    def revise(self, body: str, by: str, *, material: bool = True, note: str = "") -> None:
        latest = self.case.texts.order_by("version").last()
        revision = Revision(body, latest.digest if latest else "", material, note)
        _, self.current = revise_text(
            self.case, revision, by=self.people[by], at=noon(self.today), rulebook=self.rules
        )

    def hand(self, by: str, to: str) -> Task:
        mine = next(t for t in self.open_tasks() if t.post == self.posts[by])
        return hand_on(mine, self.to(to), note="请办", by=self.people[by], at=noon(self.today))

    def open_tasks(self) -> list[Task]:
        found = self.case.tasks.filter(state=TaskState.OPEN).select_related("post", "unit", "user")
        return list(found.order_by("pk"))

    def held(self) -> set[str]:
        """The open tasks as `环节:岗位`, `环节:岗位/人` or `环节:单位` (`环节:角色` for a pool)."""
        return {f"{task.step}:{who(task)}" for task in self.open_tasks()}

    def state_of(self, name: str, step: str) -> str:
        """The state of the last task a post had in a step."""
        task = self.case.tasks.filter(post=self.posts[name], step=step).order_by("pk").last()
        return task.state if task else ""


def who(task: Task) -> str:
    person = f"/{task.user.username.removesuffix('某')}" if task.user else ""
    return f"{task.post.name if task.post else task.unit.name if task.unit else task.role}{person}"


def house_of(procedure: Procedure) -> House:
    """The house in 云岭区."""
    district = org.create_jurisdiction(code="990101", name="云岭区")
    office = org.create_unit(jurisdiction=district, name="办公室")
    rules = Rulebook({procedure.id: (procedure,)}, standard())
    house = House(district, rules, procedure, office)
    for name in ("经办一", "经办二"):
        house.hire(name, office, "clerk", rank=40)
    house.hire("审核", office, "reviewer", rank=30)
    house.hire("负责人", office, "head", rank=10, leads=True)
    house.hire("管理员", office, "administrator")
    house.hire("总览", office, "overseer")
    for name in ("甲局", "乙局", "丙局"):
        unit = org.create_unit(jurisdiction=district, name=name)
        house.hire(f"{name}会签岗", unit, "unit")
    house.hire("甲局副岗", org.create_unit(jurisdiction=district, name="甲局"), "unit")
    house.hire("收发", office)
    return house


STRAIGHT = Back(Resume.STRAIGHT_BACK)
AGREED = {"agrees": "同意"}
AGAINST = {"agrees": "不同意"}
REASON = {"reason": "数据有误"}
UNITS = ("甲局会签岗", "乙局会签岗", "丙局会签岗")
