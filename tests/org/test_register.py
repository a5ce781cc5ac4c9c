"""The register is what the tables hold, whoever has written them and by whatever way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from guiju.org import acts as org
from guiju.org import register as module
from guiju.org.acts import Period
from guiju.org.models import Charge, Delegation, Holding, Jurisdiction, Post, Unit
from guiju.org.register import register
from guiju.org.selectors import seats_in

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture
def post() -> Post:
    home = org.create_jurisdiction(code="990101", name="云岭区")
    unit = org.create_unit(jurisdiction=home, name="办公室")
    return org.create_post(unit=unit, name="文书", roles=["incoming_document.clerk"])


@pytest.fixture
def clerk(post: Post) -> User:
    user = User.objects.create_user("jia", first_name="甲某")
    org.appoint(user=user, post=post, since=date(2020, 1, 1))
    return user


def test_it_is_read_once_while_nothing_changes(clerk: User) -> None:
    first = register()
    assert register() is first
    User.objects.filter(pk=clerk.pk).update(last_login="2026-03-02T08:00:00Z")
    assert register() is first, "who signs in changes nothing of who holds what"


def test_who_may_act_follows_from_it_and_is_forgotten_with_it(clerk: User, post: Post) -> None:
    role, home = "incoming_document.clerk", post.jurisdiction_id
    assert [seat.post for seat in seats_in(register(), clerk, on=DAY)] == [post]
    assert list(register().holding(role, home, DAY)) == [post]
    assert register().holding(role, home, DAY) is register().holding(role, home, DAY)
    before = date(2019, 12, 31)
    assert seats_in(register(), clerk, on=before) == []
    assert list(register().holding(role, home, before)) == []
    Holding.objects.filter(post=post).update(until=DAY - timedelta(days=1))
    assert seats_in(register(), clerk, on=DAY) == []
    assert list(register().holding(role, home, DAY)) == []


def test_a_list_of_seats_is_the_askers_own(clerk: User) -> None:
    seats_in(register(), clerk, on=DAY).clear()
    assert len(seats_in(register(), clerk, on=DAY)) == 1


def test_what_follows_is_kept_within_bounds(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FOLLOWED", 5)
    known = register()
    for n in range(12):
        assert known.once(("test", n), lambda n=n: n + 1) == n + 1  # type: ignore[misc]
        assert known.once(("test", n), lambda: 0) == n + 1, "worked out once"
    assert len(known._followed) <= 5


def _statement(sql: str) -> Callable[[User, Post], None]:
    def run(clerk: User, post: Post) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return run


def _delegated(clerk: User, post: Post) -> None:
    other = User.objects.create_user("yi")
    org.delegate(post=post, to=other, period=Period(DAY, DAY), reason="出差", by=clerk)


CHANGES: dict[str, Callable[[User, Post], object]] = {
    "a name": lambda clerk, post: User.objects.filter(pk=clerk.pk).update(first_name="改名"),
    "a person saved": lambda clerk, post: clerk.save(),
    "a post": lambda clerk, post: Post.objects.filter(pk=post.pk).update(roles=["x.y"]),
    "a post by its own hand": _statement("UPDATE org_post SET clearance = 2"),
    "a unit": lambda clerk, post: Unit.objects.update(name="别名"),
    "a district": lambda clerk, post: Jurisdiction.objects.update(name="别名"),
    "a new post": lambda clerk, post: org.create_post(unit=post.unit, name="科长"),
    "many new posts": lambda clerk, post: Post.objects.bulk_create(
        [Post(jurisdiction=post.jurisdiction, unit=post.unit, name=f"岗位{n}") for n in range(3)]
    ),
    "a relief": lambda clerk, post: Holding.objects.update(until=DAY),
    "a holding gone": lambda clerk, post: Holding.objects.all().delete(),
    "a holding gone by hand": _statement("DELETE FROM org_holding"),
    "a standing in": _delegated,
    "a charge": lambda clerk, post: org.put_in_charge(post=post),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen_at_once(clerk: User, post: Post, change: str) -> None:
    before = register()
    CHANGES[change](clerk, post)
    after = register()
    assert after is not before and after.mark != before.mark
    held = [(h.pk, h.user_id, h.post_id, h.since, h.until) for h in after.holdings]
    rows = Holding.objects.order_by("since", "pk")
    assert held == list(rows.values_list("pk", "user_id", "post_id", "since", "until"))
    posts = {p.pk: (p.name, p.roles, p.clearance, p.unit.name) for p in after.posts.values()}
    assert posts == {
        p.pk: (p.name, p.roles, p.clearance, p.unit.name)
        for p in Post.objects.select_related("unit")
    }
    assert {p.pk: p.first_name for p in after.people.values()} == dict(
        User.objects.filter(holdings__isnull=False).values_list("pk", "first_name")
    ) | dict(User.objects.filter(delegations__isnull=False).values_list("pk", "first_name"))
    assert [d.pk for d in after.delegations] == list(
        Delegation.objects.order_by("since", "pk").values_list("pk", flat=True)
    )
    assert {c.pk for c in after.charges} == set(Charge.objects.values_list("pk", flat=True))


def test_what_is_rolled_back_was_never_so(clerk: User, post: Post) -> None:
    before = register()
    with pytest.raises(LookupError), transaction.atomic():
        Holding.objects.all().delete()
        assert register().held_by(clerk.pk, DAY) == []
        raise LookupError
    assert register().mark == before.mark
    assert [h.post for h in register().held_by(clerk.pk, DAY)] == [post]
    org.create_post(unit=post.unit, name="科长")
    assert register().mark != before.mark


def test_without_the_databases_word_nothing_is_kept(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration may have remade a table, and with it lost what marks its changes."""
    monkeypatch.setattr(module, "_kept", [])
    with connection.cursor() as cursor:
        on = " ON org_post" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER org_post_marks_update{on}")
    first = register()
    assert register() is not first
    Post.objects.update(name="别名")
    assert {post.name for post in register().posts.values()} == {"别名"}


def test_a_day_decides_who_holds_and_stands_in(clerk: User, post: Post) -> None:
    other = User.objects.create_user("yi")
    org.delegate(post=post, to=other, period=Period(DAY, DAY), reason="出差", by=clerk)
    known = register()
    assert known.held_by(clerk.pk, date(2019, 12, 31)) == []
    assert known.holders(post.pk, DAY) == [clerk]
    assert [d.post for d in known.lent_to(other.pk, DAY)] == [post]
    assert known.lent_to(other.pk, date(2026, 3, 3)) == []
    assert [d.to for d in known.lent(post.jurisdiction_id, DAY)] == [other]
    assert known.lent(post.jurisdiction_id, date(2026, 3, 3)) == []
    assert known.lent(post.jurisdiction_id + 1, DAY) == []


def test_the_most_specific_charge_comes_first(clerk: User, post: Post) -> None:
    """PostgreSQL put the charge of the whole district before that of the unit."""
    chief = org.create_post(unit=post.unit, name="区长", rank=1)
    deputy = org.create_post(unit=post.unit, name="副区长", rank=2)
    org.put_in_charge(post=chief)
    org.put_in_charge(post=deputy, unit=post.unit)
    org.put_in_charge(post=post, unit=post.unit, procedure="foi_request")
    found = register().charges_over(post.jurisdiction_id, post.unit_id, "foi_request")
    assert [charge.post for charge in found] == [post, deputy, chief]
    assert [c.post for c in register().charges_over(post.jurisdiction_id, None, "x")] == [chief]
