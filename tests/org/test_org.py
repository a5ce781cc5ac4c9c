"""Roles belong to posts, and posts are held for a time."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from guiju.org.acts import (
    Period,
    appoint,
    create_jurisdiction,
    create_post,
    create_unit,
    delegate,
    relieve,
)
from guiju.org.models import Post, Unit
from guiju.org.selectors import posts_of, roles_of, seats_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    district = create_jurisdiction(code="990101", name="云岭区")
    unit = create_unit(jurisdiction=district, name="区政府办公室")
    return create_post(unit=unit, name="经办人", roles=["foi_request.clerk"])


def test_a_post_is_held_from_its_first_to_its_last_day(post: Post) -> None:
    lin = User.objects.create_user("林")
    holding = appoint(user=lin, post=post, since=date(2025, 1, 2))
    relieve(holding=holding, until=date(2025, 6, 30))
    days = [date(2025, 1, 1), date(2025, 1, 2), date(2025, 6, 30), date(2025, 7, 1)]
    assert [posts_of(lin, on=day) for day in days] == [[], [post], [post], []]


def test_the_first_post_that_carries_a_role_gives_it(post: Post) -> None:
    other = create_post(unit=post.unit, name="值班", roles=["foi_request.clerk", "inquiry.clerk"])
    assert roles_of([post, other]) == {"foi_request.clerk": post, "inquiry.clerk": other}


def test_setting_up_twice_changes_nothing(post: Post) -> None:
    again = create_post(
        unit=create_unit(jurisdiction=post.jurisdiction, name="区政府办公室"),
        name="经办人",
        roles=["foi_request.clerk"],
    )
    lin = User.objects.create_user("林")
    first = appoint(user=lin, post=post, since=date(2025, 1, 2))
    assert again == post
    assert appoint(user=lin, post=post, since=date(2025, 2, 1)) == first


def test_in_one_district_nobody_acts_from_a_post_of_another(post: Post) -> None:
    other = create_jurisdiction(code="990102", name="云水区")
    there = create_post(unit=create_unit(jurisdiction=other, name="区政府办公室"), name="经办人")
    lent = create_post(unit=there.unit, name="科长")
    lin, chief = User.objects.create_user("林"), User.objects.create_user("科长")
    day = date(2025, 1, 2)
    for user, held in ((lin, post), (lin, there), (chief, lent)):
        appoint(user=user, post=held, since=day)
    delegate(post=lent, to=lin, period=Period(day, day), reason="出差", by=chief)
    found = {
        where: {seat.post for seat in seats_of(lin, on=day, jurisdiction=where)}
        for where in (None, post.jurisdiction, other)
    }
    assert found == {None: {post, there, lent}, post.jurisdiction: {post}, other: {there, lent}}


def test_two_units_of_a_district_have_two_names(post: Post) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(jurisdiction=post.jurisdiction, name="区政府办公室")


def test_nobody_leaves_before_coming(post: Post) -> None:
    lin = User.objects.create_user("林")
    with pytest.raises(IntegrityError), transaction.atomic():
        relieve(
            holding=appoint(user=lin, post=post, since=date(2025, 2, 1)), until=date(2025, 1, 1)
        )
