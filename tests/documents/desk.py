"""收文 at the desks of 云岭区: a played life of a document, from signing for it to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from guiju.org import acts as org
from guiju.org.models import Post, Unit
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from tests.office import MONDAY, Office, noon, office_of

UNITS = ("区应急管理局", "区林草局", "区消防救援大队")
SIGNED_FOR: dict[str, Value] = {
    "sender": "云州市人民政府办公室",
    "sender_number": "云州政办发〔2025〕8号",
    "sender_title": "关于开展春季防火检查的通知",
    "document_type": "通知",
    "written_on": date(2025, 2, 27),
    "copies": 3,
    "count_checked": "是",
    "classification": "非涉密",
    "declared_unclassified": "是",
}
REGISTERED: dict[str, Value] = {"receipt_number": "", "urgency": "未标注"}
FITS: dict[str, Value] = {"examination_result": "符合规定", "kind": "办件", "is_important": "否"}
REASON: dict[str, Value] = {"reason": "附件不全"}
DONE: dict[str, Value] = {"result": "已检查重点单位三十家。", "handled": "已办结"}


def incoming() -> Procedure:
    return office_rulebook().procedures["incoming_document"][-1]


@dataclass(slots=True)
class Desk:
    """The office and three units that handle documents; acts are done by whoever holds the role."""

    office: Office
    today: date = MONDAY
    current: Case | None = None
    units: dict[str, Post] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    @property
    def case(self) -> Case:
        assert self.current is not None
        return self.current

    def person(self, name: str) -> User:
        return self.office.people[name]

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.person(name))
        return client

    def sign_for(self, title: str = "", *, on: date | None = None, **facts: Value) -> Case:
        said = {**SIGNED_FOR, **facts}
        opening = Opening(
            self.office.jurisdiction,
            "incoming_document",
            title or str(said["sender_title"]),
            unit=self.office.unit,
            secrecy=0,
        )
        self.today = on or self.today
        deed = Deed("sign_for", self.today, said)
        self.current = open_case(
            opening, deed, by=self.person("registrar"), at=noon(self.today),
            rulebook=self.office.rules,
        )  # fmt: skip
        self.done.append("sign_for")
        return self.current

    def do(self, act: str, *, by: str = "", to: Sequence[str] = (), **facts: Any) -> Case:
        """Do an act by whoever holds its first role, or by the one named; a day goes by."""
        said = {
            name: facts.pop(name) for name in ("opinion", "handwriting", "note") if name in facts
        }
        role = by or self.office.procedure.acts()[act].by[0]
        asked = tuple(
            Addressee(post=self.units[name], lead=n == 0) for n, name in enumerate(to)
        )  # fmt: skip
        deed = Deed(act, self.today, facts, to=asked, **said)
        self.current = perform(
            self.case, deed, by=self.person(role), at=noon(self.today), rulebook=self.office.rules
        )
        self.done.append(act)
        return self.current

    def wait(self, days: int = 1) -> None:
        self.today += timedelta(days=days)

    def registered(self, **facts: Value) -> Case:
        self.sign_for()
        return self.do("register", **{**REGISTERED, **facts})

    def examined(self, **facts: Value) -> Case:
        self.registered()
        return self.do("accept", **{**FITS, **facts})

    def assigned(self, *units: str, **facts: Value) -> Case:
        """In the hands of the units, the first as lead."""
        self.examined(**facts)
        self.do("propose_to_units", proposal="拟请应急局主办。")
        names = units or UNITS
        return self.do("assign", to=names, lead_unit=names[0], co_units="、".join(names[1:]))

    def concluded(self) -> Case:
        self.assigned()
        for name in UNITS:
            self.do("report_result", by=name, **DONE)
        return self.do("conclude", by=UNITS[0], **DONE)


def desk_of() -> Desk:
    """The office of 云岭区 with its three units, each with one post that leads and handles."""
    office = office_of(incoming())
    desk = Desk(office)
    for rank, (role, label) in enumerate(
        (("chief_head", 1), ("deputy_head", 5), ("proposer", 20), ("reviewer", 30)), 1
    ):
        Post.objects.filter(holdings__user=office.people[role]).update(rank=label + rank)
    for name in UNITS:
        unit: Unit = org.create_unit(jurisdiction=office.jurisdiction, name=name)
        roles = ["incoming_document.lead", "incoming_document.handler"]
        desk.units[name] = org.create_post(unit=unit, name="办公室", roles=roles)
        office.people[name] = User.objects.create_user(f"{name}经办")
        org.appoint(user=office.people[name], post=desk.units[name], since=date(2015, 1, 1))
    reader = org.create_post(unit=office.unit, name="秘书科", roles=[])
    desk.units["秘书科"] = reader
    office.people["reader"] = User.objects.create_user("秘书科某")
    org.appoint(user=office.people["reader"], post=reader, since=date(2015, 1, 1))
    return desk
