"""A district whose systems call: one account for each role, as the law keeps the roles apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from guiju.api.tokens import Wanted, issue
from guiju.org import acts as org
from guiju.org.models import Jurisdiction, Post, Unit
from guiju.procedures.rulebook import office_rulebook
from tests.kept import standing

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A system on the line."""

    secret: str
    user: User
    place: Post

    def get(self, path: str, **query: object) -> HttpResponse:
        return Client().get(f"/api/v1{path}", query, headers=self.headers())  # type: ignore[arg-type]

    def post(self, path: str, body: object = None, **headers: str) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = b"" if body is None else json.dumps(body).encode()
        kind = "" if body is None else "application/json"
        sent = {**self.headers(), **named}
        return Client().generic("POST", f"/api/v1{path}", data, kind, headers=sent)

    def read(self, path: str, **query: object) -> Any:
        return told(self.get(path, **query))

    def do(self, path: str, body: object = None, **headers: str) -> Any:
        return told(self.post(path, body, **headers))

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


def told(response: HttpResponse) -> Any:
    assert response.status_code < 300, (response.status_code, response.content.decode())
    return response.json()  # type: ignore[attr-defined]


def problem(response: HttpResponse) -> tuple[int, str, set[str]]:
    """Status, kind, rules."""
    found = response.json()  # type: ignore[attr-defined]
    return response.status_code, found["kind"], {r["rule"] for r in found["reasons"]}


@dataclass(frozen=True, slots=True)
class District:
    jurisdiction: Jurisdiction
    office: Unit
    lines: Mapping[str, Line]

    def __getitem__(self, role: str) -> Line:
        return self.lines[role]


def a_line(name: str, unit: Unit, *roles: str, post: str = "", leads: bool = False) -> Line:
    """A system with a token, whose account holds one post with these roles."""
    place = org.create_post(unit=unit, name=post or f"{name}岗", roles=roles, leads=leads)
    user = User.objects.create_user(name)
    org.appoint(user=user, post=place, since=date(2015, 1, 1))
    wanted = Wanted(name, name, unit.jurisdiction, now().date() + timedelta(days=90))
    _, secret = issue(wanted, by="管理员周", at=now())
    return Line(secret, user, place)


def now() -> datetime:
    return timezone.now()


PROCEDURES = ("incoming_document", "foi_request")


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """No test is held back by the calls of another."""
    cache.clear()


@pytest.fixture(scope="module")
def kept_district(
    together: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[District]:
    with standing(django_db_blocker):
        yield a_district()


@pytest.fixture
def district(kept_district: District, db: None) -> District:
    return deepcopy(kept_district)


def a_district() -> District:
    """云岭区: one account per role, the departments' 住建局 and 财政局, an administrator."""
    place = org.create_jurisdiction(code="990101", name="云岭区")
    office = org.create_unit(jurisdiction=place, name="区政府办公室")
    lines: dict[str, Line] = {}
    for procedure in PROCEDURES:
        p = office_rulebook().in_force(procedure, date(2026, 1, 1))
        for role, label in p.roles.items():
            name = f"{procedure}.{role}"
            lines[name] = a_line(f"{p.title}{label}", office, name)
    for name, unit_name in (("住建局", "住建局"), ("财政局", "财政局"), ("财政局二", "财政局")):
        unit = org.create_unit(jurisdiction=place, name=unit_name)
        roles = ("incoming_document.handler", "incoming_document.lead")
        lines[name] = a_line(f"{name}系统", unit, *roles)
    lines["administrator"] = a_line("管理系统", office, "administrator")
    return District(place, office, lines)


DOCUMENT: Json = {
    "sender": "市政府办公室",
    "sender_title": "关于做好防汛工作的通知",
    "count_checked": "是",
    "classification": "非涉密",
    "declared_unclassified": "是",
}


def opening(**changes: object) -> Json:
    return {
        "procedure": "incoming_document",
        "act": "sign_for",
        "title": "关于做好防汛工作的通知",
        "on": str(timezone.localdate()),
        "facts": DOCUMENT,
        **changes,
    }


@pytest.fixture
def registrar(district: District) -> Line:
    return district["incoming_document.registrar"]
