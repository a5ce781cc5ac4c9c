"""Documents of 云岭区 that were issued before, put straight on record, and who works with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.test import Client

from guiju.org import acts as org
from guiju.org.models import Unit
from guiju.procedures import history as kernel
from guiju.procedures.definition import Procedure
from guiju.procedures.history import Value
from guiju.procedures.models import Case, Origin, Participation, Source
from guiju.procedures.record import state_of, to_json
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.storing import Entered, put_on_record, restate
from tests.office import Office, noon, office_of

ISSUED = date(2026, 3, 2)
TODAY = date(2026, 6, 1)


def procedure() -> Procedure:
    return office_rulebook().procedures["normative_document"][-1]


@dataclass(slots=True)
class Desk:
    """The office, with 区民政局 that drafts; `issue` puts a document in force on record."""

    office: Office
    bureau: Unit
    today: date = TODAY
    issued: list[Case] = field(default_factory=list)

    def person(self, name: str) -> User:
        return self.office.people[name]

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.person(name))
        return client

    def issue(self, number: str, title: str = "", *, on: date = ISSUED, **facts: Value) -> Case:
        """A document filed and archived on the day it was published."""
        case = self.begin(title or f"云岭区养老服务补贴办法{len(self.issued) + 1}")
        opened: dict[str, Value] = {
            "title": case.title, "qualification": True, "qualification_reason": "普遍适用",
            "affects_business": False,
        }  # fmt: skip
        self.put(case, "propose", on, opened, by="drafter")
        self.put(case, "number", on, {"document_number": number})
        self.put(case, "publish", on, {"publication_address": "https://example.org/", **facts})
        self.put(case, "record_filing", on, {"filing_city": "1", "filing_congress": "2"})
        self.put(case, "archive", on, {"archive_number": "A1"})
        self.issued.append(case)
        return case

    def begin(self, title: str) -> Case:
        p = self.office.procedure
        return Case.objects.create(
            jurisdiction=self.office.jurisdiction, unit=self.bureau, procedure=p.id,
            version=p.digest, title=title, opened_on=ISSUED, token=0,
            opened_by=self.person("drafter"),
        )  # fmt: skip

    def put(
        self, case: Case, act: str, on: date, facts: Mapping[str, Value], *, by: str = "office"
    ) -> None:
        """On record without asking whether it may be done."""
        user = self.person(by)
        seq = case.events.count() + 1
        event = kernel.Event(act, on, user.get_username(), by, dict(facts), seq=seq)
        put_on_record(case, event, Entered(user.get_username(), noon(on)))
        Participation.objects.get_or_create(
            jurisdiction=case.jurisdiction, case=case, user=user,
            defaults={"acted": True, "last_at": noon(on)},
        )  # fmt: skip
        restate(case, self.office.procedure, self.office.rules.calendar, as_of=self.today)

    def undo(self, case: Case, seq: int) -> None:
        """Say that an event never took place."""
        wrong = case.events.get(seq=seq)
        later = kernel.Event(
            wrong.act, wrong.on, wrong.by, wrong.role, {}, seq=case.events.count() + 1,
            corrects=seq, void=True,
        )  # fmt: skip
        put_on_record(case, later, Entered("管理员周", noon(self.today), reason="误录"))
        restate(case, self.office.procedure, self.office.rules.calendar, as_of=self.today)

    def import_one(self, number: str, title: str, *, year: int = 2025, **facts: Value) -> Case:
        """A document known from a ledger only."""
        return known_from_ledger(self.bureau, number, title, year=year, **facts)


def known_from_ledger(
    unit: Unit, number: str, title: str, *, year: int = 2025, **facts: Value
) -> Case:
    """A document published on 3 March of a year, as the import of a ledger leaves it."""
    p, on, district = procedure(), date(year, 3, 3), unit.jurisdiction
    source = Source.objects.create(
        jurisdiction=district, ledger="规范性文件台账", year=year, file="台账.xlsx", sheet="1",
        seen=["publish", "repeal", "clean_up"],
    )  # fmt: skip
    event = kernel.Event("publish", on, facts=facts, seq=1)
    state = state_of(p, kernel.replay([event]), imported=True)
    case = Case.objects.create(
        jurisdiction=district, unit=unit, procedure=p.id, version=p.digest, title=title,
        number=number, key=number, opened_on=on, closed_on=on, origin=Origin.IMPORTED,
        ledger=source.ledger, ledger_year=year, source=source, step=state.step,
        facts=to_json(facts),
    )  # fmt: skip
    case.events.create(
        jurisdiction=district, seq=1, procedure=p.id, act="publish", on=on, year=year,
        facts=to_json(facts), origin=Origin.IMPORTED,
    )  # fmt: skip
    return case


def desk_of() -> Desk:
    """Everybody of the procedure in the office, and a drafter and an onlooker in 区民政局."""
    office = office_of(procedure())
    bureau = org.create_unit(jurisdiction=office.jurisdiction, name="区民政局")
    post = org.create_post(unit=bureau, name="起草岗", roles=["normative_document.drafter"])
    office.people["bureau"] = User.objects.create_user("民政局经办")
    org.appoint(user=office.people["bureau"], post=post, since=date(2015, 1, 1))
    post = org.create_post(unit=office.unit, name="统计岗", roles=["overseer"])
    office.people["overseer"] = User.objects.create_user("统计员")
    org.appoint(user=office.people["overseer"], post=post, since=date(2015, 1, 1))
    return Desk(office, bureau)
