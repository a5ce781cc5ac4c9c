"""The people of the permission tests: one for each way of having, or not having, to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User

from guiju.org import acts as org
from guiju.org.models import Jurisdiction, Post, Secrecy, Unit
from guiju.org.selectors import OVERSEER
from guiju.procedures.desk.visibility import ADMINISTRATOR

SINCE = date(2015, 1, 1)
OFFICE, FINANCE, SCHOOLS = "区政府办公室", "区财政局", "区教育局"
CLERK = (
    "foi_request.clerk", "incoming_document.registrar", "incoming_document.archivist",
    "outgoing_document.drafter", "normative_document.drafter", "normative_document.office",
    "study_plan.organiser", "study_session.organiser", "study_session.recorder",
)  # fmt: skip
HEAD = ("foi_request.head", "incoming_document.proposer")
REVIEWER = ("foi_request.secrecy_reviewer", "incoming_document.reviewer")
LEFT = ("former", "moved")
UNIT = ("foi_request.handler", "incoming_document.handler", "incoming_document.lead")


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, and the post they sit in; `elsewhere` puts them into another district."""

    says: str
    unit: str = ""
    roles: tuple[str, ...] = ()
    clearance: int = Secrecy.INTERNAL
    charge: str = ""
    elsewhere: bool = False
    leads: bool = False


PEOPLE: dict[str, Person] = {
    "outsider": Person("has an account and no post"),
    "stranger": Person("does the clerk's work in another district", OFFICE, CLERK, elsewhere=True),
    "colleague": Person("sits in the same office, without a role", OFFICE),
    "clerk": Person("registers requests and documents", OFFICE, CLERK),
    "head": Person("leads the office, proposes and signs", OFFICE, HEAD, leads=True),
    "reviewer": Person("examines in the office", OFFICE, REVIEWER),
    "handler": Person("has a task, in a department", FINANCE, UNIT),
    "mate": Person("sits in the same department, without a role", FINANCE),
    "reader": Person("was sent the case for reading", SCHOOLS),
    "peer": Person("does the clerk's work in another unit", SCHOOLS, CLERK),
    "delegate": Person("stands in for the handler today"),
    "past_delegate": Person("stood in for the handler until yesterday"),
    "former": Person("was a clerk until yesterday"),
    "moved": Person("was a clerk until yesterday, now sits elsewhere without a role", SCHOOLS),
    "deputy": Person("is in charge (分管) of the office's matters", "区领导", charge=OFFICE),
    "other_deputy": Person("is in charge of the schools' matters", "区领导", charge=SCHOOLS),
    "overseer": Person("oversees the statistics of the district", "区统计室", (OVERSEER,)),
    "administrator": Person("administers the district", OFFICE, (ADMINISTRATOR,)),
    "root": Person("a superuser without a post"),
    "low": Person("does the clerk's work, cleared for nothing", OFFICE, CLERK, Secrecy.OPEN),
    "cleared": Person(
        "does the office's work, cleared for work secrets",
        OFFICE, (*CLERK, *HEAD, *REVIEWER), Secrecy.WORK_SECRET,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cast:
    district: Jurisdiction
    elsewhere: Jurisdiction
    units: dict[str, Unit]
    users: dict[str, User]
    posts: dict[str, Post]

    def __getitem__(self, name: str) -> User:
        return self.users[name]


def a_cast(today: date) -> Cast:
    """Two districts and everybody in their posts as they stand today."""
    district = org.create_jurisdiction(code="990101", name="云岭区")
    elsewhere = org.create_jurisdiction(code="990102", name="云溪区")
    units: dict[str, Unit] = {}
    users: dict[str, User] = {}
    posts: dict[str, Post] = {}
    for name, person in PEOPLE.items():
        users[name] = User.objects.create_user(name, is_superuser=name == "root")
        if person.unit:
            place = elsewhere if person.elsewhere else district
            unit = org.create_unit(jurisdiction=place, name=person.unit)
            if not person.elsewhere:
                units[person.unit] = unit
            posts[name] = _post(name, person, unit)
            org.appoint(user=users[name], post=posts[name], since=SINCE)
    for name, person in PEOPLE.items():
        if person.charge:
            org.put_in_charge(post=posts[name], unit=units[person.charge])
    cast = Cast(district, elsewhere, units, users, posts)
    _stand_in(cast, today)
    return cast


def _post(name: str, person: Person, unit: Unit) -> Post:
    post = org.create_post(
        unit=unit, name=f"{name}岗", roles=person.roles, leads=person.leads, rank=50
    )
    post.clearance = person.clearance
    post.save(update_fields=["clearance"])
    return post


def _stand_in(cast: Cast, today: date) -> None:
    day = timedelta(days=1)
    periods = {
        "delegate": org.Period(today - day, today + day),
        "past_delegate": org.Period(today - 9 * day, today - day),
    }
    for name, period in periods.items():
        org.delegate(
            post=cast.posts["handler"], to=cast[name], period=period, reason="休假",
            by=cast["administrator"],
        )  # fmt: skip
    # In the post while the scene is played; relieved as of yesterday when it is over.
    for name in LEFT:
        org.appoint(user=cast[name], post=cast.posts["clerk"], since=SINCE)


def relieve_those_who_left(cast: Cast, today: date) -> None:
    for name in LEFT:
        held = cast[name].holdings.get(post=cast.posts["clerk"])
        org.relieve(holding=held, until=today - timedelta(days=1))
