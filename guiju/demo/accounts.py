"""The people of 云岭区, each in the posts of a real desk, and the password they share here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User

from guiju.demo import district
from guiju.org.acts import appoint, create_jurisdiction, create_post, create_unit, put_in_charge
from guiju.org.models import Jurisdiction, Post
from guiju.org.selectors import OVERSEER
from guiju.procedures import library

SINCE = date(2020, 1, 1)
LIVE = (
    "foi_request", "incoming_document", "outgoing_document", "normative_document",
    "study_plan", "study_session",
)  # fmt: skip
"""The procedures whose roles are spread over the posts one by one."""


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: name to sign in with, name shown, unit, post, and what the post may do.

    `roles` are `<procedure>.<role>`, or `administrator` and `overseer`; `everything` adds every
    role of the procedures not in `LIVE`.
    """

    username: str
    name: str
    unit: str
    post: str
    roles: tuple[str, ...] = ()
    rank: int = 50
    leads: bool = False
    everything: bool = False


def _of(procedure: str, *roles: str) -> tuple[str, ...]:
    return tuple(f"{procedure}.{role}" for role in roles)


_UNIT_ROLES = (
    *_of("incoming_document", "handler", "lead"),
    *_of("foi_request", "handler"),
    *_of("outgoing_document", "consulted"),
)

ACCOUNTS = (
    Account(
        "lin", "林科员", district.OFFICE, "文电科科员",
        (*_of("foi_request", "clerk"), *_of("incoming_document", "registrar", "archivist"),
         *_of("outgoing_document", "drafter", "registrar", "seal_keeper", "archivist"),
         *_of("normative_document", "office"), *_of("study_plan", "organiser"),
         *_of("study_session", "organiser", "recorder", "archivist"), OVERSEER),
        rank=60, everything=True,
    ),
    Account(
        "zhao", "赵主任", district.OFFICE, "办公室主任",
        (*_of("foi_request", "head"), *_of("incoming_document", "proposer"),
         *_of("outgoing_document", "office_head", "disclosure_unit"),
         *_of("normative_document", "meeting"), *_of("study_plan", "head"),
         *_of("study_session", "head"), OVERSEER),
        rank=20, leads=True, everything=True,
    ),
    Account(
        "sun", "孙审核", "区司法局", "合法性审核岗",
        (*_of("foi_request", "reviewer"), *_of("normative_document", "reviewer"),
         *_of("study_session", "lecturer"), OVERSEER),
        rank=40, everything=True,
    ),
    Account(
        "qian", "钱科长", district.OFFICE, "文电科科长",
        (*_of("incoming_document", "reviewer"), *_of("foi_request", "secrecy_reviewer"),
         *_of("outgoing_document", "reviewer")), rank=40,
    ),
    Account(
        "wu", "吴副区长", district.OFFICE, "分管副区长",
        (*_of("incoming_document", "deputy_head"), *_of("outgoing_document", "deputy_head")),
        rank=5,
    ),
    Account(
        "zheng", "郑区长", district.OFFICE, "区长",
        (*_of("incoming_document", "chief_head"), *_of("outgoing_document", "chief_head"),
         *_of("normative_document", "head")), rank=1,
    ),
    Account(
        "feng", "冯科员", "区财政局", "办公室科员", _UNIT_ROLES, rank=60,
    ),
    Account(
        "chen", "陈科员", "区教育局", "办公室科员", _UNIT_ROLES, rank=60,
    ),
    Account(
        "wei", "卫科员", "区住房和城乡建设局", "办公室科员",
        (*_UNIT_ROLES, *_of("normative_document", "drafter")), rank=60,
    ),
    Account(
        "shen", "沈局长", "区财政局", "局长", _of("outgoing_document", "cosigner"), rank=30,
        leads=True,
    ),
    Account(
        "han", "韩局长", "区教育局", "局长", _of("outgoing_document", "cosigner"), rank=30,
        leads=True,
    ),
    Account(
        "yang", "杨科长", "区市场监督管理局", "公平竞争审查科科长",
        _of("normative_document", "competition"), rank=40,
    ),
    Account(
        "zhou", "周管理员", district.OFFICE, "系统管理员", ("administrator",), rank=90,
    ),
)  # fmt: skip


def set_up_district(password: str) -> Jurisdiction:
    """Create the district, its units, posts and accounts; what exists is kept.

    The password is set anew, so that the one printed is always the one that works.
    """
    jurisdiction = create_jurisdiction(code=district.CODE, name=district.DISTRICT)
    for name in (district.OFFICE, *district.UNITS, *district.SECTIONS):
        create_unit(jurisdiction=jurisdiction, name=name)
    rest = [
        f"{p}.{role}"
        for p in sorted(library.versions())
        if p not in LIVE
        for role in library.current(p).roles
    ]
    for account in ACCOUNTS:
        post = _post(account, jurisdiction, rest)
        user, _ = User.objects.get_or_create(
            username=account.username, defaults={"first_name": account.name}
        )
        user.set_password(password)
        user.save()
        appoint(user=user, post=post, since=SINCE)
        if account.username == "wu":
            put_in_charge(post=post)
    return jurisdiction


def _post(account: Account, jurisdiction: Jurisdiction, rest: list[str]) -> Post:
    return create_post(
        unit=create_unit(jurisdiction=jurisdiction, name=account.unit),
        name=account.post,
        roles=(*account.roles, *(rest if account.everything else ())),
        rank=account.rank,
        leads=account.leads,
    )


def kept_password(path: Path) -> str:
    """The demo password of this machine: made once, kept in a file only its owner reads."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"yunling-{secrets.token_hex(3)}", encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
