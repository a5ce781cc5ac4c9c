"""An office that sends documents out, and a notice on its way through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User

from guiju.documents.writing import Change, write_document
from guiju.org import acts as org
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.library import current
from guiju.procedures.models import Case, Text
from guiju.procedures.rulebook import office_rulebook
from guiju.typeset.official import Heading, OfficialDocument, Paragraph, Signature
from tests.office import Office, noon, office_of

DAY = date(2026, 3, 2)
TITLE = "云岭区人民政府办公室关于做好汛期值班工作的通知"
DRAFTED = {
    "document_type": "通知",
    "direction": "下行",
    "classification": "非涉密",
    "declared_unclassified": True,
    "is_important": False,
    "is_joint": False,
    "is_multi_department": False,
}
NOTICE = OfficialDocument(
    title=TITLE,
    organs=("云岭区人民政府办公室",),
    addressees=("各镇人民政府", "区政府各部门"),
    body=(
        Paragraph(text="为做好汛期值班工作，现将有关事项通知如下。"),
        Heading(level=1, text="一、落实值班制度"),
        Paragraph(text="各单位要安排专人值守，主要负责人保持通信畅通。"),
        Paragraph(text="请认真贯彻落实。"),
    ),
    signatures=(Signature(organ="云岭区人民政府办公室"),),
    printed_by="云岭区人民政府办公室",
)


@dataclass
class Sending:
    """A document and the office it goes through; `act` does the next thing to it."""

    office: Office
    case: Case

    def act(
        self, name: str, *, by: str = "", on: date = DAY, opinion: str = "", **facts: Any
    ) -> Case:
        to = facts.pop("to", ())
        role = by or current("outgoing_document").acts()[name].by[0]
        deed = Deed(name, on, facts, to=to, opinion=opinion)
        self.case = perform(self.case, deed, by=self.office.people[role], at=noon(on))
        return self.case

    def write(
        self, document: OfficialDocument = NOTICE, *, by: str = "drafter", **how: Any
    ) -> Text:
        latest = self.case.texts.order_by("version").last()
        change = Change(latest.digest if latest else "", **how)
        text, self.case = write_document(
            self.case, document, change, by=self.office.people[by], at=noon(DAY)
        )
        return text

    def to_review(self) -> None:
        """Written, its attribute set, found to be no normative document."""
        self.write()
        self.act("finish_draft")
        self.act("set_disclosure", disclosure_attribute="主动公开", is_policy=False)
        self.act("submit")
        self.act("accept")
        self.act("identify", is_normative=False, identification_reason="内部工作部署")
        self.act("continue_as_ordinary")

    def to_signature(self) -> None:
        self.to_review()
        self.act("review", review_opinion="拟同意印发")
        self.act("skip_countersign")
        self.act("submit_to_chief", signer="主要负责人")

    def to_number(self) -> None:
        self.to_signature()
        self.act("sign_off", opinion="同意。")
        self.act("check")

    def to_filing(self) -> None:
        self.to_number()
        self.act("number", organ_code="云政办发", distribution="各镇、各部门", copies=30)
        self.act("print")
        self.act("seal", seal_name="云岭区人民政府办公室印章", sealed_copies=30)
        self.act("issue", archive_due=date(2027, 6, 30))
        self.act("send_to_disclosure")
        self.act("review_disclosure")
        self.act("disclose")


def sending(**drafted: Any) -> Sending:
    """A notice just begun, in an office whose rules are those that ship."""
    office = office_of(current("outgoing_document"))
    return begun(office, **drafted)


def begun(office: Office, title: str = TITLE, on: date = DAY, **drafted: Any) -> Sending:
    case = open_case(
        Opening(office.jurisdiction, "outgoing_document", title, unit=office.unit),
        Deed("draft", on, {**DRAFTED, **drafted}),
        by=office.people["drafter"],
        at=noon(on),
        rulebook=office_rulebook(),
    )
    return Sending(office, case)


def another_unit(office: Office, name: str, role: str) -> Addressee:
    """A department with one post that may be asked; the person is `people[name]`."""
    unit = org.create_unit(jurisdiction=office.jurisdiction, name=name)
    post = org.create_post(unit=unit, name=f"{name}负责人", roles=[f"outgoing_document.{role}"])
    office.people[name] = User.objects.create_user(f"{name}甲")
    org.appoint(user=office.people[name], post=post, since=date(2015, 1, 1))
    return Addressee(unit=unit)
