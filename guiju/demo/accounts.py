"""The people of 云岭区: a clerk, a head, a reviewer, and the password they share here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User

from guiju.demo import district
from guiju.org.acts import appoint, create_jurisdiction, create_post, create_unit
from guiju.org.models import Jurisdiction
from guiju.procedures import library


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: name to sign in with, name shown, unit, post."""

    username: str
    name: str
    unit: str
    post: str


ACCOUNTS = (
    Account("lin", "林科员", district.OFFICE, "文电科科员"),
    Account("zhao", "赵主任", district.OFFICE, "办公室主任"),
    Account("sun", "孙审核", "区司法局", "合法性审核岗"),
)


def set_up_district(password: str) -> Jurisdiction:
    """Create the district, its units, posts and accounts; what exists is kept.

    The password is set anew, so that the one printed is always the one that works.
    """
    jurisdiction = create_jurisdiction(code=district.CODE, name=district.DISTRICT)
    for name in (district.OFFICE, *district.UNITS, *district.SECTIONS):
        create_unit(jurisdiction=jurisdiction, name=name)
    roles = [f"{p}.{role}" for p in sorted(library.versions()) for role in library.current(p).roles]
    for account in ACCOUNTS:
        unit = create_unit(jurisdiction=jurisdiction, name=account.unit)
        post = create_post(unit=unit, name=account.post, roles=roles)
        user, _ = User.objects.get_or_create(
            username=account.username, defaults={"first_name": account.name}
        )
        user.set_password(password)
        user.save()
        appoint(user=user, post=post, since=date(2020, 1, 1))
    return jurisdiction


def kept_password(path: Path) -> str:
    """The demo password of this machine: made once, kept in a file only its owner reads."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"yunling-{secrets.token_hex(3)}", encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
