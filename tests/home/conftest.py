"""A desk with a small imported year of 云岭区, and someone signed in at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from guiju.checkup.importing import Order, import_reading
from guiju.checkup.reading import Reading, read_folder
from guiju.demo.ledgers import DemoYear, write_year
from guiju.demo.year import Size
from guiju.org.acts import appoint, create_jurisdiction, create_post, create_unit
from guiju.org.models import Jurisdiction
from guiju.org.selectors import OVERSEER
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from tests.home.playing import Played
from tests.kept import standing
from tests.office import office_of

YEAR = 2025
AT = datetime(2026, 1, 15, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SMALL = Size(
    study=2,
    documents=6,
    normative=1,
    repealed=1,
    meetings=6,
    executive=3,
    supervision=6,
    disclosures=12,
    site_messages=2,
    city_messages=56,
    foi=3,
    plan_items=4,
    problems=2,
)


@dataclass(frozen=True, slots=True)
class Desk:
    client: Client
    user: User
    jurisdiction: Jurisdiction


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year with every fault a ledger of the demo can have, many of them."""
    folder = tmp_path_factory.mktemp("ledgers")
    write_year(folder, DemoYear(YEAR, size=SMALL, faults=4.0))
    return folder


@pytest.fixture(scope="session")
def reading(ledgers: Path) -> Reading:
    return read_folder(ledgers, year=YEAR)


def staff(name: str, jurisdiction: Jurisdiction) -> User:
    """Someone who may see the statistics of a district, and so every case of it."""
    unit = create_unit(jurisdiction=jurisdiction, name=f"{jurisdiction.name}政府办公室")
    user = User.objects.create_user(name, password="a-long-password-1")
    appoint(
        user=user,
        post=create_post(unit=unit, name="科员", roles=[OVERSEER]),
        since=date(2020, 1, 1),
    )
    return user


def the_district() -> Jurisdiction:
    return create_jurisdiction(code="990101", name="云岭区")


@pytest.fixture
def district(db: None) -> Jurisdiction:
    return the_district()


@pytest.fixture
def bare(district: Jurisdiction, client: Client) -> Desk:
    """Someone signed in at a desk without a single case."""
    user = staff("lin", district)
    client.force_login(user)
    return Desk(client, user, district)


@pytest.fixture(scope="module")
def kept_year(
    together: str, reading: Reading, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with standing(django_db_blocker):
        district = the_district()
        staff("lin", district)
        import_reading(reading, Order(district, "lin", AT))
        yield


@pytest.fixture
def desk(kept_year: None, db: None, client: Client) -> Desk:
    user = User.objects.get(username="lin")
    client.force_login(user)
    return Desk(client, user, Jurisdiction.objects.get())


@pytest.fixture
def foreign(db: None) -> Case:
    """A case of another district that the one signed in has no part in."""
    elsewhere = create_jurisdiction(code="990102", name="云溪区")
    case = Case(
        jurisdiction=elsewhere,
        procedure="foi_request",
        version="x",
        title="外区的事项",
        number="XS2025-1",
        opened_on=date(2025, 3, 3),
    )
    case.save()
    return case


@pytest.fixture
def played(db: None) -> Played:
    p = office_rulebook().in_force("incoming_document", timezone.localdate())
    return Played(office_of(p), {})
