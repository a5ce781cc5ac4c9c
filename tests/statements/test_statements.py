"""Prepared questions answer, and written rows read back, as Django's own would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.forms import model_to_dict
from hypothesis import assume, given
from hypothesis import strategies as st

from guiju.org import acts as org
from guiju.org.models import Holding, Jurisdiction, Post, Unit
from guiju.statements.asking import Prepared
from guiju.statements.trips import send, together
from guiju.statements.writing import insert, moment, remove, update

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    home = org.create_jurisdiction(code="990101", name="云岭区")
    return org.create_unit(jurisdiction=home, name="办公室")


def posts(unit: Unit) -> list[Post]:
    said = [("甲", ["foi_request.clerk"], 3), ("乙%_\\", ["a_b.head"], 1), ("丙", [], 2)]
    return [Post(jurisdiction=unit.jurisdiction, unit=unit, name=n, roles=r, rank=k)
            for n, r, k in said]  # fmt: skip


def by_rank(rank: int, name: str) -> QuerySet[Post]:
    found = Post.objects.filter(rank__lte=rank, name__contains=f"{name}")
    return found.select_related("unit__jurisdiction", "substitute").order_by("rank")


@pytest.mark.parametrize(("rank", "name"), [(9, ""), (2, ""), (9, "%_\\"), (9, "_"), (0, "甲")])
def test_a_prepared_question_answers_as_its_queryset(unit: Unit, rank: int, name: str) -> None:
    insert(posts(unit))
    prepared = Prepared(by_rank, int, str)
    for _ in range(2):
        found, wanted = prepared(rank, name), list(by_rank(rank, name))
        assert [model_to_dict(post) for post in found] == [model_to_dict(post) for post in wanted]
        assert [p.unit.jurisdiction.name for p in found] == ["云岭区" for _ in wanted]


def test_a_day_is_asked_for_as_a_day(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []

    def sending(sql: str, values: Sequence[object]) -> object:
        sent.extend(values)
        return send(sql, values)

    monkeypatch.setattr("guiju.statements.asking.send", sending)
    (post, *_) = written = posts(unit)
    insert(written, keys=True)
    org.appoint(user=User.objects.create_user("甲某"), post=post, since=date(2020, 2, 29))
    since = Prepared(lambda on: Holding.objects.filter(since__lte=on), date)
    days = date(2020, 2, 28), date(2020, 2, 29)
    assert [len(since(on)) for on in days] == [0, 1]
    assert sent == [connection.ops.adapt_datefield_value(day) for day in days]


@given(at=st.datetimes(timezones=st.timezones()))
def test_a_moment_is_said_as_django_says_it(at: datetime) -> None:
    assume(1 < at.year < 9999)
    assert moment(at, connection.vendor) == connection.ops.adapt_datetimefield_value(at)


def test_two_questions_are_read_in_either_order(unit: Unit) -> None:
    insert(posts(unit))
    every, units = (
        Prepared(lambda j: Post.objects.filter(jurisdiction=j), int),
        Prepared(lambda j: Unit.objects.filter(jurisdiction=j), int),
    )
    with together():
        first, second = every.ask(unit.jurisdiction_id), units.ask(unit.jurisdiction_id)
        assert [len(second.rows()), len(first.rows())] == [1, 3]


def test_django_hears_at_once_what_its_own_statements_did(unit: Unit) -> None:
    with together():
        insert(posts(unit))
        post = Post.objects.get(name="甲")
        post.rank = 8
        post.save(update_fields=["rank"])
        assert Post.objects.filter(rank__lt=8).update(leads=True) == 2
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(jurisdiction=unit.jurisdiction, unit=unit, name="甲")
        assert Post.objects.get_or_create(unit=unit, name="丙")[1] is False
        assert Post.objects.filter(name="丙").delete()[0] == 1
    assert dict(Post.objects.values_list("name", "rank")) == {"甲": 8, "乙%_\\": 1}


@pytest.mark.postgres
def test_what_is_sent_is_prepared_once_a_connection(unit: Unit) -> None:
    """Django's own default, no preparing at all, had every act's statements planned anew."""
    asked = Prepared(by_rank, int, str)
    for _ in range(3):
        with together():
            insert(posts(unit)[:1])
            assert asked(9, "")
            Post.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements"
            " WHERE statement LIKE %s AND generic_plans + custom_plans >= 3",
            ['%"org_post"%'],
        )
        assert cursor.fetchone()[0] >= 2


def test_an_argument_that_is_lost_is_told(unit: Unit) -> None:
    with pytest.raises(AssertionError, match="lost"):
        Prepared(lambda rank: Post.objects.filter(rank=3), int)(3)


def test_rows_learn_their_keys_and_read_back(unit: Unit) -> None:
    written = posts(unit)
    insert(written, keys=True)
    assert all(post.pk and not post._state.adding for post in written)
    kept = {post.pk: post for post in Post.objects.all()}
    assert [model_to_dict(kept[p.pk]) for p in written] == [model_to_dict(p) for p in written]


@pytest.mark.parametrize("said", [date(2020, 2, 29), "2020-02-29", datetime(2020, 2, 29, 12), None])
def test_a_day_is_written_as_a_day_however_it_is_said(unit: Unit, said: date | str | None) -> None:
    (post, *_) = written = posts(unit)
    insert(written, keys=True)
    user = User.objects.create_user("甲某")
    kept = {"post": post, "user": user, "since": date(2020, 1, 1), "until": said}
    insert([Holding(jurisdiction=unit.jurisdiction, **kept)])
    found = Holding.objects.get()
    assert found.until == (None if said is None else date(2020, 2, 29))
    assert Holding.objects.filter(until=date(2020, 2, 29)).exists() == (said is not None)


def test_an_update_saves_the_fields_named_and_no_other(unit: Unit) -> None:
    written = posts(unit)
    insert(written, keys=True)
    for post in written:
        post.roles, post.rank, post.name = ["x.y"], 7, "别名"
    update(written, ("roles", "rank"))
    kept = list(Post.objects.order_by("pk").values_list("roles", "rank", "name"))
    assert kept == [(["x.y"], 7, name) for name in ("甲", "乙%_\\", "丙")]


def test_remove_takes_those_rows_alone(unit: Unit) -> None:
    other = org.create_unit(jurisdiction=unit.jurisdiction, name="别处")
    insert([*posts(unit), *posts(other)])
    remove(Post, unit=unit.pk)
    assert set(Post.objects.values_list("unit", flat=True)) == {other.pk}


@pytest.mark.django_db(transaction=True)
def test_an_error_on_the_way_leaves_nothing_behind() -> None:
    home = org.create_jurisdiction(code="990101", name="云岭区")
    unit = org.create_unit(jurisdiction=home, name="办公室")
    with pytest.raises(DatabaseError) as told, together():
        insert(posts(unit))
        insert(posts(unit))  # the same names again
        Jurisdiction.objects.filter(pk=home.pk).update(name="改名")
    assert isinstance(told.value, IntegrityError)
    assert not Post.objects.exists()
    assert Jurisdiction.objects.get().name == "云岭区"


@pytest.mark.django_db(transaction=True)
def test_a_question_nobody_reads_holds_no_table(unit: Unit) -> None:
    """A refused act has asked more than it reads; SQLite then let no table be changed."""
    insert(posts(unit))
    asked = Prepared(lambda j: Post.objects.filter(jurisdiction=j), int).ask(unit.jurisdiction_id)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX passing ON org_post (rank)")
        cursor.execute("DROP INDEX passing")
    assert len(asked.rows()) == 3
