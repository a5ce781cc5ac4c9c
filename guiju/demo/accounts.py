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

SINCE = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: name to sign in with, name shown, unit, post, and what the post may do.

    `roles` are `<procedure>.<role>`, or `administrator` and `overseer`.
    """

    username: str
    name: str
    unit: str
    post: str
    roles: tuple[str, ...] = ()
    rank: int = 50
    leads: bool = False


def _of(procedure: str, *roles: str) -> tuple[str, ...]:
    return tuple(f"{procedure}.{role}" for role in roles)


_UNIT_ROLES = (
    *_of("incoming_document", "handler", "lead"),
    *_of("foi_request", "handler"),
    *_of("outgoing_document", "consulted"),
    *_of("annual_report", "supplier"),
    *_of("executive_topic", "sponsor", "executor"),
    *_of("inquiry", "handler"),
    *_of("meeting", "unit"),
    *_of("problem", "responsible"),
    *_of("proactive_disclosure", "drafter"),
    *_of("public_concern", "responsible"),
    *_of("supervision", "object"),
)
_UNIT_HEAD_ROLES = (
    *_of("outgoing_document", "cosigner"),
    *_of("inquiry", "head"),
    *_of("public_concern", "head"),
)

ACCOUNTS = (
    Account(
        "lin", "林科员", district.OFFICE, "文电科科员",
        (*_of("foi_request", "clerk"), *_of("incoming_document", "registrar", "archivist"),
         *_of("outgoing_document", "drafter", "registrar", "seal_keeper", "archivist"),
         *_of("normative_document", "office"), *_of("study_plan", "organiser"),
         *_of("study_session", "organiser", "recorder", "archivist"),
         *_of("annual_report", "drafter", "archivist"), *_of("executive_topic", "archivist"),
         *_of("meeting", "archivist"), *_of("plan_item", "unit", "archivist"),
         *_of("problem", "finder", "archivist"), *_of("proactive_disclosure", "drafter"),
         *_of("supervision", "inspector"), OVERSEER),
        rank=60,
    ),
    Account(
        "zhao", "赵主任", district.OFFICE, "主任",
        (*_of("foi_request", "head"), *_of("incoming_document", "proposer"),
         *_of("outgoing_document", "office_head", "disclosure_unit"),
         *_of("normative_document", "meeting"), *_of("study_plan", "head"),
         *_of("study_session", "head"), *_of("executive_topic", "office"),
         *_of("meeting", "office_head"), *_of("plan_item", "head"), *_of("problem", "head"),
         *_of("proactive_disclosure", "head"), OVERSEER),
        rank=20, leads=True,
    ),
    Account(
        "sun", "孙审核", "区司法局", "合法性审核岗",
        (*_of("foi_request", "reviewer"), *_of("normative_document", "reviewer"),
         *_of("study_session", "lecturer"), *_of("executive_topic", "justice"),
         *_of("meeting", "topic_reviewer"), *_of("supervision", "reviewer"), OVERSEER),
        rank=40,
    ),
    Account(
        "qian", "钱科长", district.OFFICE, "文电科科长",
        (*_of("incoming_document", "reviewer"), *_of("foi_request", "secrecy_reviewer"),
         *_of("outgoing_document", "reviewer"),
         *_of("annual_report", "checker", "secrecy_reviewer"), *_of("inquiry", "reviewer"),
         *_of("proactive_disclosure", "reviewer"), *_of("public_concern", "reviewer"),
         *_of("supervision", "transferee")), rank=40,
    ),
    Account(
        "wu", "吴副区长", district.GOVERNMENT, "副区长",
        (*_of("incoming_document", "deputy_head"), *_of("outgoing_document", "deputy_head")),
        rank=5,
    ),
    Account(
        "zheng", "郑区长", district.GOVERNMENT, "区长",
        (*_of("incoming_document", "chief_head"), *_of("outgoing_document", "chief_head"),
         *_of("normative_document", "head"), *_of("annual_report", "chief"),
         *_of("executive_topic", "chief"), *_of("meeting", "chair", "minutes_signer"),
         *_of("supervision", "head")), rank=1,
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
        "shen", "沈局长", "区财政局", "局长", _UNIT_HEAD_ROLES, rank=30,
        leads=True,
    ),
    Account(
        "han", "韩局长", "区教育局", "局长", _UNIT_HEAD_ROLES, rank=30,
        leads=True,
    ),
    Account(
        "he", "何局长", "区住房和城乡建设局", "局长", _UNIT_HEAD_ROLES, rank=30,
        leads=True,
    ),
    Account(
        "yang", "杨科长", "区市场监督管理局", "公平竞争审查科科长",
        (*_of("normative_document", "competition"), *_of("executive_topic", "market_regulator")),
        rank=40,
    ),
    Account(
        "cao", "曹律师", "区司法局", "公职律师", _of("executive_topic", "adviser"), rank=50,
    ),
    Account(
        "tang", "唐科长", "区发展和改革局", "重大项目评估科科长",
        _of("executive_topic", "assessor", "expert"), rank=40,
    ),
    Account(
        "xu", "许科长", "督查科", "科长",
        (*_of("supervision", "supervisor"), *_of("executive_topic", "evaluator"),
         *_of("plan_item", "verifier"), *_of("problem", "verifier"), OVERSEER), rank=40,
    ),
    Account(
        "shi", "施科员", "秘书科", "科员",
        (*_of("meeting", "secretary", "recorder"), *_of("executive_topic", "recorder"),
         *_of("plan_item", "planner")), rank=60,
    ),
    Account(
        "jiang", "蒋科员", "政务公开科", "科员",
        (*_of("proactive_disclosure", "clerk"), *_of("annual_report", "publisher"),
         *_of("inquiry", "clerk", "publisher"), *_of("public_concern", "monitor"),
         *_of("plan_item", "unit")), rank=60,
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
    create_unit(jurisdiction=jurisdiction, name=district.GOVERNMENT)
    office = create_unit(jurisdiction=jurisdiction, name=district.OFFICE)
    for name in district.UNITS:
        create_unit(jurisdiction=jurisdiction, name=name)
    for name in district.SECTIONS:
        create_unit(jurisdiction=jurisdiction, name=name, parent=office)
    for account in ACCOUNTS:
        post = _post(account, jurisdiction)
        user, _ = User.objects.get_or_create(
            username=account.username, defaults={"first_name": account.name}
        )
        user.set_password(password)
        user.save()
        appoint(user=user, post=post, since=SINCE)
        if account.username == "wu":
            put_in_charge(post=post)
    return jurisdiction


def _post(account: Account, jurisdiction: Jurisdiction) -> Post:
    return create_post(
        unit=create_unit(jurisdiction=jurisdiction, name=account.unit),
        name=account.post,
        roles=account.roles,
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
