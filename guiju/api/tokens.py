"""Giving a system its key, taking it back, and knowing it again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.contrib.auth.models import User
from django.db import transaction

from guiju.api.models import ApiToken
from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.acts import appoint
from guiju.org.models import Jurisdiction, Post
from guiju.org.selectors import posts_of
from guiju.procedures.desk.visibility import ADMINISTRATOR
from guiju.procedures.record import day_of

PREFIX = "guiju_"
LONGEST = timedelta(days=366 * 2)
"""A key nobody renews is a key nobody watches (a setting of practice)."""

USED_EVERY = timedelta(minutes=1)
"""How exactly `last_used_at` is kept: a write a minute, not one a request."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key for a system: the account it acts as and the posts of that account, until when."""

    system: str
    account: str
    jurisdiction: Jurisdiction
    expires_on: date
    posts: Sequence[Post] = ()


def issue(wanted: Wanted, *, by: str, at: datetime) -> tuple[ApiToken, str]:
    """Make a key and, where it is new, the account it belongs to; returns it with its secret.

    The secret is nowhere kept. Raises Refusal for the account of a person, an account without
    posts, or a period that is over or longer than two years.
    """
    on = day_of(at)
    _refuse_unless_sound(wanted, on)
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        user = _account(wanted, on)
        token = ApiToken.objects.create(
            jurisdiction=wanted.jurisdiction,
            user=user,
            system=wanted.system.strip(),
            hint=secret[:12],
            digest=digest_of(secret),
            expires_on=wanted.expires_on,
            created_by=by,
            created_at=at,
        )
        posts: list[Json] = [post.pk for post in wanted.posts]
        said: dict[str, Json] = {
            "system": token.system,
            "account": user.get_username(),
            "posts": posts,
            "until": str(token.expires_on),
        }
        _enter(token, "create_token", said, by=by, at=at)
    return token, secret


def revoke(token: ApiToken, *, by: str, at: datetime) -> ApiToken:
    """From now on the key opens nothing; one already revoked stays as it is."""
    with transaction.atomic():
        row = ApiToken.objects.select_for_update().get(pk=token.pk)
        if row.revoked_at is None:
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])
            _enter(row, "revoke_token", {"system": row.system}, by=by, at=at)
    return row


def recognise(secret: str, *, at: datetime) -> ApiToken | None:
    """The key with this secret while it is good; keeps when it was last used."""
    found = (
        ApiToken.objects.select_related("user", "jurisdiction")
        .filter(digest=digest_of(secret), revoked_at=None, user__is_active=True)
        .filter(expires_on__gte=day_of(at))
        .first()
    )
    if found is not None and (found.last_used_at is None or at - found.last_used_at > USED_EVERY):
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=at)
    return found


def administers(user: User, *, on: date) -> list[Jurisdiction]:
    """The districts whose keys someone looks after on a day."""
    posts = posts_of(user, on=on)
    found = {p.jurisdiction_id: p.jurisdiction for p in posts if ADMINISTRATOR in p.roles}
    return list(found.values())


def refuse_unless_administrator(user: User, jurisdiction: Jurisdiction, *, on: date) -> None:
    """Raises NotYours."""
    if jurisdiction not in administers(user, on=on):
        raise NotYours([Reason("role", "接口令牌由系统管理员管理", helper="系统管理员")])


def digest_of(secret: str) -> str:
    """SM3 in hex. The secret is random, so that no salt or stretching is called for."""
    hashed = Hash(SM3())
    hashed.update(secret.encode("utf-8", "surrogatepass"))
    return hashed.finalize().hex()


def _refuse_unless_sound(wanted: Wanted, on: date) -> None:
    if not wanted.system.strip() or not wanted.account.strip():
        raise Refusal([Reason("needs.system", "请写明系统名称和系统账号")])
    if not on <= wanted.expires_on <= on + LONGEST:
        raise Refusal([Reason("token.period", "有效期须在今天以后、两年以内")])
    if any(post.jurisdiction_id != wanted.jurisdiction.pk for post in wanted.posts):
        raise Refusal([Reason("token.posts", "岗位须属于同一行政区")])


def _account(wanted: Wanted, on: date) -> User:
    """The account of the system, opened without a password where it is new."""
    name = wanted.account.strip()
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name, first_name=wanted.system.strip()[:150])
    elif user.has_usable_password() or user.is_superuser:
        says = f"“{name}”是人员账号；令牌只发给不能登录的系统账号，以免冒用个人名义"
        raise Refusal([Reason("token.account", says)])
    for post in wanted.posts:
        appoint(user=user, post=post, since=on)
    if not posts_of(user, on=on, jurisdiction=wanted.jurisdiction):
        raise Refusal([Reason("token.posts", "请至少给系统账号一个岗位，否则什么也不能办")])
    if posts_of(user, on=on) != posts_of(user, on=on, jurisdiction=wanted.jurisdiction):
        raise Refusal([Reason("token.posts", f"“{name}”在其他行政区任职，请另设系统账号")])
    return user


def tokens_of(jurisdictions: Sequence[Jurisdiction]) -> list[ApiToken]:
    """The keys of these districts, those still good first, the newest first."""
    found = ApiToken.objects.filter(jurisdiction__in=jurisdictions)
    found = found.select_related("user", "jurisdiction")
    rows = list(found.order_by("-created_at", "-pk"))
    return sorted(rows, key=lambda token: token.revoked_at is not None)


def _enter(token: ApiToken, verb: str, said: dict[str, Json], *, by: str, at: datetime) -> None:
    chain = f"api-token/{token.pk}"
    audit.append(audit.Record(token.jurisdiction_id, chain, verb, by, at, said))
