"""A live desk for the pages of the clock: FOI requests that run, and a fixed day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.test import Client

from guiju.org import acts as org
from guiju.org.selectors import OVERSEER
from guiju.procedures.acts import Deed, Opening, open_case
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from tests.office import Office, noon, office_of

TODAY = date(2025, 3, 28)
FACTS = {"channel": "当面", "applicant_kind": "自然人", "receipt_evidence": "回执1号"}


@dataclass(frozen=True, slots=True)
class LiveDesk:
    office: Office

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.office.people[name])
        return client

    def request(self, title: str, on: date, secrecy: int = 0) -> Case:
        role = self.office.procedure.acts()["receive"].by[0]
        opening = Opening(
            self.office.jurisdiction, "foi_request", title, unit=self.office.unit, secrecy=secrecy
        )
        deed = Deed("receive", on, dict(FACTS))
        return open_case(opening, deed, by=self.office.people[role], at=noon(on))


def live_desk() -> LiveDesk:
    """The cast of the FOI request, and 吴 who oversees the district."""
    office = office_of(office_rulebook().procedures["foi_request"][-1])
    post = org.create_post(unit=office.unit, name="督查科科长", roles=[OVERSEER])
    user = User.objects.create_user("督查吴")
    org.appoint(user=user, post=post, since=date(2015, 1, 1))
    office.people["overseer"] = user
    return LiveDesk(office)
