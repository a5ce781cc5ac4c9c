"""What has an `Idempotency-Key` is done once, however often and however many at once ask."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from guiju.api.gate import prune
from guiju.api.models import Answer
from guiju.audit.models import Entry
from guiju.procedures.models import Case, Event
from tests.api.conftest import District, Line, a_district, opening, problem
from tests.numbers.test_acts import database_of_its_own, in_threads

pytestmark = pytest.mark.django_db


def test_the_same_again_gets_the_same_answer(registrar: Line) -> None:
    first = registrar.post("/cases", opening(), Idempotency_Key="k-1")
    again = registrar.post("/cases", opening(), Idempotency_Key="k-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1


def test_the_answer_is_that_of_then(registrar: Line) -> None:
    case = registrar.do("/cases", opening(), Idempotency_Key="k-1")
    body = {"on": case["opened_on"], "token": 1, "facts": {"urgency": "未标注"}}
    registrar.do(f"/cases/{case['id']}/acts/register", body, Idempotency_Key="k-2")
    assert registrar.do("/cases", opening(), Idempotency_Key="k-1") == case
    again = registrar.do(f"/cases/{case['id']}/acts/register", body, Idempotency_Key="k-2")
    assert again["token"] == 2
    assert Event.objects.count() == 2


def test_something_else_under_the_key_is_refused(registrar: Line) -> None:
    registrar.do("/cases", opening(), Idempotency_Key="k-1")
    other = registrar.post("/cases", opening(title="另一件"), Idempotency_Key="k-1")
    assert problem(other) == (422, "invalid", {"idempotency"})
    elsewhere = registrar.post("/cases/1/watch", None, Idempotency_Key="k-1")
    assert problem(elsewhere) == (422, "invalid", {"idempotency"})
    assert Case.objects.count() == 1


def test_keys_of_two_systems_are_two_keys(district: District, registrar: Line) -> None:
    registrar.do("/cases", opening(), Idempotency_Key="k-1")
    other = district["incoming_document.reviewer"]
    assert other.post("/cases", opening(), Idempotency_Key="k-1").status_code == 403


def test_a_refusal_leaves_the_key_free(registrar: Line) -> None:
    case = registrar.do("/cases", opening())
    path, body = f"/cases/{case['id']}/acts/register", {"on": case["opened_on"], "token": 1}
    assert registrar.post(path, body, Idempotency_Key="k-1").status_code == 409
    assert not Answer.objects.exists()
    registrar.do(path, {**body, "facts": {"urgency": "未标注"}}, Idempotency_Key="k-1")
    assert Event.objects.filter(case=case["id"]).count() == 2


@pytest.mark.parametrize("key", ["", "键", "a b", "x" * 81, "a\tb"])
def test_a_key_is_visible_letters(registrar: Line, key: str) -> None:
    answer = registrar.post("/cases", opening(), Idempotency_Key=key)
    assert problem(answer)[:2] == (422, "invalid")
    assert not Case.objects.exists()


def test_answers_are_forgotten_in_time(registrar: Line) -> None:
    registrar.do("/cases", opening(), Idempotency_Key="old")
    Answer.objects.update(at=timezone.now() - timedelta(days=31))
    registrar.do("/cases", opening(), Idempotency_Key="new")
    assert prune(at=timezone.now()) == 1
    assert list(Answer.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_do_it_once(tmp_path: Path) -> None:
    """On PostgreSQL the second waits at the unique row, on SQLite at the write lock."""
    registrar = a_district()["incoming_document.registrar"]
    answers: list[tuple[int, bytes]] = []
    seen: list[tuple[int, int, int]] = []

    def call(_: int) -> None:
        answer = registrar.post("/cases", opening(), Idempotency_Key="at-once")
        answers.append((answer.status_code, answer.content))

    def look(_: int) -> None:
        entries = Entry.objects.filter(chain__startswith="case/").count()
        seen.append((Case.objects.count(), Event.objects.count(), entries))

    with database_of_its_own(tmp_path):
        in_threads(10, call)
        in_threads(1, look)
    assert len(answers) == 10
    assert {status for status, _ in answers} == {201}
    assert len({body for _, body in answers}) == 1
    assert seen == [(1, 1, 1)]
