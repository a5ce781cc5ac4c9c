"""The district's office at its desks: each act as a browser without scripts would send it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from guiju.org.models import Post
from guiju.procedures.models import Case
from tests.office import Office

SIGNED_FOR = {
    "title": "关于做好冬季供暖保障的通知",
    "number": "收〔2026〕1号",
    "urgency": "0",
    "secrecy": "0",
    "fact_sender": "云州市人民政府办公室",
    "fact_sender_title": "关于做好冬季供暖保障的通知",
    "fact_count_checked": "yes",
    "fact_classification": "非涉密",
    "fact_declared_unclassified": "yes",
}


@dataclass(frozen=True, slots=True)
class Played:
    """An office at its desks. `at(role)` is the browser of whoever holds the role."""

    office: Office
    clients: dict[str, Client]

    def at(self, role: str) -> Client:
        if role not in self.clients:
            client = Client()
            client.force_login(self.office.people[role])
            self.clients[role] = client
        return self.clients[role]

    def post_of(self, role: str) -> Post:
        return Post.objects.get(holdings__user=self.office.people[role])

    @property
    def today(self) -> str:
        return timezone.localdate().isoformat()

    def open(self, **changes: str) -> Case:
        data = {**SIGNED_FOR, "unit": str(self.office.unit.pk), "on": self.today, **changes}
        answer = self.at("registrar").post("/cases/new/incoming_document/", data)
        assert answer.status_code == 302, answer.text
        return Case.objects.latest("pk")

    def do(self, role: str, case: Case, act: str, **data: object) -> Case:
        page = self.at(role).get(f"/cases/{case.pk}/acts/{act}/")
        assert page.status_code == 200, page
        sent = {"on": self.today, "token": hidden(page.text, "token"), **data}
        answer = self.at(role).post(f"/cases/{case.pk}/acts/{act}/", sent)
        assert answer.status_code == 302, answer.text
        return Case.objects.get(pk=case.pk)

    def registered(self) -> Case:
        case = self.open()
        facts = {"fact_receipt_number": "收1", "fact_urgency": "未标注"}
        return self.do("registrar", case, "register", **facts)

    def examined(self) -> Case:
        facts = {
            "fact_examination_result": "符合规定",
            "fact_kind": "办件",
            "fact_is_important": "no",
        }
        return self.do("reviewer", self.registered(), "accept", **facts)

    def assigned(self, **to: object) -> Case:
        said = {"fact_proposal": "拟请区司法局主办。", "fact_lead_unit": "区政府办公室"}
        case = self.do("proposer", self.examined(), "propose_to_units", **said)
        return self.do("proposer", case, "assign", **to)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name} on the page"
    return found[1]
