"""A normative document on its way through 云岭区, done by whoever holds each role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from guiju.documents.writing import Change, write_document
from guiju.normative.clauses import Clause, register_clause
from guiju.normative.consultation import Said, register_comment
from guiju.normative.filings import Sent, record_sent
from guiju.normative.models import ClauseKind, FiledWith
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.definition import Procedure
from guiju.procedures.history import Value
from guiju.procedures.library import current
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from guiju.typeset.official import OfficialDocument, Paragraph, Signature
from tests.office import Office, noon, office_of

PROCEDURE = "normative_document"
DAY = date(2026, 3, 2)
TITLE = "云岭区农贸市场管理办法"
TEXT = OfficialDocument(
    title=TITLE,
    organs=("云岭区人民政府",),
    addressees=("各镇人民政府", "区政府各部门"),
    body=(Paragraph(text="第一条　为规范农贸市场管理，制定本办法。"),),
    signatures=(Signature(organ="云岭区人民政府"),),
    printed_by="云岭区人民政府办公室",
)
IS_ONE: Mapping[str, Value] = {
    "qualification": True,
    "qualification_reason": "涉及经营者权利义务，普遍适用，反复适用",
    "affects_business": True,
}
LAWFUL: Mapping[str, Any] = {
    "legality_opinion": "合法",
    "review_document": "云司审〔2026〕1号",
    "review_checklist": "七项均无问题",
}
NO_LAW_NEEDED = Clause("全文", "不设许可、处罚、强制、征收、收费", ClauseKind.NONE)


def normative() -> Procedure:
    return current(PROCEDURE)


@dataclass
class Chain:
    """A document and the office it goes through; an act takes a day."""

    office: Office
    case: Case
    today: date = DAY

    def person(self, role: str) -> User:
        return self.office.people[role]

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(self.person(role))
        return client

    def by(self, role: str) -> dict[str, Any]:
        return {"by": self.person(role), "at": noon(self.today)}

    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    def act(self, name: str, *, by: str = "", opinion: str = "", **facts: Any) -> Case:
        role = by or normative().acts()[name].by[0]
        deed = Deed(name, self.today, facts, opinion=opinion)
        self.case = perform(self.case, deed, by=self.person(role), at=noon(self.today))
        return self.case

    def write(self, document: OfficialDocument = TEXT, by: str = "drafter", **how: Any) -> None:
        latest = self.case.texts.order_by("version").last()
        change = Change(latest.digest if latest else "", **how)
        given = self.by(by)
        _, self.case = write_document(self.case, document, change, **given)

    def clause(self, said: Clause = NO_LAW_NEEDED) -> None:
        register_clause(self.case, said, **self.by("drafter"))

    def comment(self, **said: Any) -> None:
        whole = {"who": "区餐饮协会", "received_on": self.today, "text": "建议放宽时限", **said}
        register_comment(self.case, Said(**whole), **self.by("drafter"))

    def to_consultation(self) -> None:
        self.act("begin_drafting")
        self.act("assess", assessment_report="现行做法没有统一规定")
        self.act("settle_departments", department_opinions="一致")
        self.write()
        self.act("open_consultation", consultation_address="区政府门户网站")

    def to_review(self) -> None:
        """Consulted for thirty days, reviewed for fair competition, sent with its table."""
        self.to_consultation()
        self.comment(handling="adopted")
        self.wait(30)
        self.act("close_consultation")
        self.act("hear_business", business_opinions="已听取两家协会意见", adoption_table="采纳一条")
        self.act(
            "competition_review", competition_document="云市监公审〔2026〕1号", opinion="符合。"
        )
        self.clause()
        self.act("submit_for_review", draft_explanation="起草说明", basis_table="依据表")

    def reviewed(self, **facts: Any) -> None:
        self.to_review()
        self.wait(10)
        self.act("legality_review", **{**LAWFUL, **facts})

    def to_signature(self) -> None:
        self.reviewed()
        self.act("submit_to_meeting")
        self.act("deliberate", deliberation_result="通过", minutes="第3次常务会议纪要")
        self.act("submit_for_signature")

    def published(self) -> None:
        self.to_signature()
        self.act("sign_off", opinion="同意。")
        self.act("number", organ_code="云政规", document_number="")
        self.act("publish", publication_address="区政府门户网站")

    def filed(self) -> None:
        self.published()
        for organ in FiledWith:
            sent = Sent(organ, self.today, f"备〔2026〕{organ.label}1号", self.today)
            record_sent(self.case, sent, **self.by("office"))
        self.act("record_filing", filing_city="市备1号", filing_congress="区人大备1号")

    def in_force(self) -> None:
        self.filed()
        self.act("archive", archive_number="2026-GF-1")


def begun(office: Office, title: str = TITLE, on: date = DAY, **facts: Any) -> Chain:
    case = open_case(
        Opening(office.jurisdiction, PROCEDURE, title, unit=office.unit),
        Deed("propose", on, {**IS_ONE, **facts}),
        by=office.people["drafter"],
        at=noon(on),
        rulebook=office_rulebook(),
    )
    return Chain(office, case, on)


def chain(**facts: Any) -> Chain:
    """A document just proposed, in an office whose rules are those that ship."""
    return begun(office_of(normative()), **facts)
