"""An office that answers requests: live cases, its letterhead, keys that seal."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from guiju.foi.applicants import put_away
from guiju.foi.identity import Identity
from guiju.letters import organ
from guiju.org import acts as org
from guiju.org.models import Post
from guiju.procedures.models import Case
from tests.foi.requests import APPLICANT, ORGAN, foi_request
from tests.office import MONDAY, Office, office_of

TUESDAY = date(2025, 3, 4)


@pytest.fixture(autouse=True)
def key(settings: Settings, tmp_path: Path) -> None:
    settings.APPLICANT_KEY = ["k" * 40]
    settings.VAR = tmp_path


@pytest.fixture
def letterhead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The letterhead of 云岭区, with a word for numbers of its letters."""
    folder = tmp_path / "office"
    folder.mkdir()
    said = {**json.loads(ORGAN.model_dump_json()), "code": "云政依申请"}
    (folder / organ.FILE).write_text(json.dumps([said], ensure_ascii=False), encoding="utf-8")
    monkeypatch.setattr(organ, "office_folder", lambda: folder)
    return folder / organ.FILE


@pytest.fixture
def office(db: None) -> Office:
    return office_of(foi_request())


@pytest.fixture
def case(office: Office, letterhead: Path) -> Case:
    return opened(office)


def opened(office: Office, applicant: Identity = APPLICANT) -> Case:
    """A request received over the counter on Monday, 3 March 2025."""
    case = office.open(
        MONDAY,
        channel="当面",
        applicant_kind="自然人",
        receipt_evidence="收件登记单",
        description="供水工程资金安排表",
    )
    put_away(case, applicant)
    return case


def handled(office: Office) -> Case:
    """A request the unit has begun to look for."""
    case = office.do(opened(office), "accept", TUESDAY)
    return office.do(case, "start_handling", TUESDAY)


def seat_overseer(office: Office, name: str = "overseer") -> None:
    """Someone who sees every case of the district and works on none."""

    post: Post = org.create_post(unit=office.unit, name=name, roles=["overseer"])
    office.people[name] = User.objects.create_user(name)
    org.appoint(user=office.people[name], post=post, since=date(2015, 1, 1))
