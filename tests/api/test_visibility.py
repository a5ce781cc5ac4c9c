"""A system sees what its account may see, in every answer alike, and never who applied."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from guiju.foi.models import Applicant
from guiju.org import acts as org
from guiju.procedures.models import Case
from tests.api.conftest import District, Line, a_line, opening, problem

pytestmark = pytest.mark.django_db

PARTS = (
    "", "/events", "/limits", "/tasks", "/readings", "/opinions", "/findings", "/offers",
    "/viewers", "/links", "/slips", "/texts", "/attachments",
)  # fmt: skip


@pytest.fixture
def housing(district: District) -> Line:
    """The register of incoming documents of 住建局, another unit than that of the office."""
    unit = org.create_unit(jurisdiction=district.jurisdiction, name="住建局")
    return a_line("住建局收文系统", unit, "incoming_document.registrar")


def ids(line: Line, **query: object) -> set[int]:
    return {case["id"] for case in line.read("/cases", **query)["items"]}


def test_a_unit_sees_no_case_of_another(registrar: Line, housing: Line) -> None:
    ours = registrar.do("/cases", opening(title="办公室收文"))["id"]
    theirs = housing.do("/cases", opening(title="住建局收文"))["id"]
    assert (ids(registrar), ids(housing)) == ({ours}, {theirs})
    assert ids(housing, text="收文") == {theirs}
    for part in PARTS:
        assert problem(housing.get(f"/cases/{ours}{part}"))[:2] == (404, "missing"), part
        assert registrar.get(f"/cases/{ours}{part}").status_code == 200
    assert [t["case"] for t in housing.read("/tasks")["items"]] == [theirs]
    assert problem(housing.get("/cases", after=ours))[:2] == (404, "missing")


def test_nor_acts_on_one(registrar: Line, housing: Line) -> None:
    ours = registrar.do("/cases", opening())["id"]
    theirs = housing.do("/cases", opening())["id"]
    task = registrar.read("/tasks")["items"][0]["id"]
    on = str(timezone.localdate())
    calls = (
        (f"/cases/{ours}/acts/register", {"on": on, "token": 1, "facts": {"urgency": "未标注"}}),
        (f"/cases/{ours}/return", {"on": on, "token": 1, "act": "return_to_registration"}),
        (f"/cases/{ours}/take-back", {"token": 1}),
        (f"/cases/{ours}/void", {"token": 1, "reason": "误开"}),
        (f"/cases/{ours}/corrections", {"token": 1, "kind": "void", "seq": 1, "reason": "误"}),
        (f"/cases/{ours}/texts", {"token": 1, "body": "正文"}),
        (f"/cases/{ours}/circulate", {"posts": [housing.place.pk]}),
        (f"/cases/{ours}/recall", {"readings": [1]}),
        (f"/cases/{ours}/urge", {"text": "请办"}),
        (f"/cases/{ours}/links", {"other": theirs}),
        (f"/cases/{theirs}/links", {"other": ours}),
        (f"/cases/{ours}/watch", None),
        (f"/cases/{ours}/unwatch", None),
        (f"/tasks/{task}/open", None),
        (f"/tasks/{task}/hand-on", {"to": {"post": housing.place.pk}}),
    )
    for path, body in calls:
        assert problem(housing.post(path, body))[:2] == (404, "missing"), path
    assert Case.objects.get(pk=ours).token == 1


def test_circulation_lets_it_be_seen(registrar: Line, housing: Line) -> None:
    case = registrar.do("/cases", opening())["id"]
    registrar.do(f"/cases/{case}/circulate", {"posts": [housing.place.pk]})
    assert ids(housing) == {case}
    reading = housing.read("/readings")["items"][0]
    assert reading["case"] == case
    housing.do(f"/readings/{reading['id']}/read", {"opinion": "知悉"})
    assert housing.read("/readings")["items"] == []
    users = {one["user"] for one in registrar.read(f"/cases/{case}/viewers")}
    assert housing.user.username in users


def test_a_secret_beyond_the_clearance_is_not_there(district: District, registrar: Line) -> None:
    case = registrar.do("/cases", opening(secrecy=1))["id"]
    reviewer = district["incoming_document.reviewer"]
    assert reviewer.get(f"/cases/{case}").status_code == 200
    reviewer.place.clearance = 0
    reviewer.place.save(update_fields=["clearance"])
    assert reviewer.get(f"/cases/{case}").status_code == 404
    assert ids(reviewer) == set()


def test_another_district_is_another_world(district: District, registrar: Line) -> None:
    elsewhere = org.create_jurisdiction(code="990102", name="云溪区")
    unit = org.create_unit(jurisdiction=elsewhere, name="区政府办公室")
    stranger = a_line("云溪收文系统", unit, "incoming_document.registrar", "administrator")
    case = registrar.do("/cases", opening())["id"]
    assert ids(stranger) == set()
    assert stranger.get(f"/cases/{case}").status_code == 404
    posts = stranger.read("/posts")["items"]
    assert {post["unit_name"] for post in posts} == {"区政府办公室"}
    assert len(posts) == 1
    theirs = stranger.do("/cases", opening())["id"]
    body = {"posts": [registrar.place.pk]}
    assert problem(stranger.post(f"/cases/{theirs}/circulate", body))[0] == 404
    assert problem(stranger.post("/cases", opening(unit=registrar.place.unit_id)))[0] == 404


def test_who_applied_is_in_no_answer(district: District) -> None:
    clerk = district["foi_request.clerk"]
    facts = {
        "channel": "当面",
        "applicant_kind": "自然人",
        "receipt_evidence": "收件登记单",
        "applicant": "欧阳测试",
        "identity_checked": "证件尾号0917",
        "description": "供水工程资金安排",
    }
    body = opening(procedure="foi_request", act="receive", title="申请公开资金安排", facts=facts)
    case = clerk.do("/cases", body, Idempotency_Key="one")
    again = clerk.do("/cases", body, Idempotency_Key="one")
    paths = [f"/cases/{case['id']}{part}" for part in PARTS] + ["/cases", "/tasks"]
    answers = [clerk.get(path).content.decode() for path in paths] + [str(case), str(again)]
    assert Applicant.objects.filter(case=case["id"]).exists()
    for said in ("欧阳测试", "欧阳", "0917", "identity_checked"):
        assert [a for a in answers if said in a] == []
    assert case["facts"]["description"] == "供水工程资金安排"


def test_pages_follow_each_other_without_gap_or_repeat(registrar: Line) -> None:
    made = [registrar.do("/cases", opening(title=f"第{n}件"))["id"] for n in range(7)]
    seen: list[int] = []
    after = 0
    for _ in range(4):
        page = registrar.read("/cases", limit=2, after=after)
        seen += [case["id"] for case in page["items"]]
        after = page["next"]
    assert after is None
    assert seen == sorted(made, reverse=True)
    assert problem(registrar.get("/cases", limit=201))[:2] == (422, "invalid")


def test_filters(registrar: Line) -> None:
    one = registrar.do("/cases", opening(title="防汛"))
    two = registrar.do("/cases", opening(title="抗旱"))
    body = {"on": one["opened_on"], "token": 1, "facts": {"urgency": "未标注"}}
    registrar.do(f"/cases/{one['id']}/acts/register", body)
    assert ids(registrar, text="防汛") == {one["id"]}
    assert ids(registrar, step="examining") == {one["id"]}
    assert ids(registrar, procedure="foi_request") == set()
    registrar.do(f"/cases/{two['id']}/void", {"token": 1, "reason": "误开"})
    assert ids(registrar, state="open") == {one["id"]}
    assert ids(registrar, state="closed") == {two["id"]}
    assert ids(registrar, opened_since=date(2999, 1, 1)) == set()
    assert problem(registrar.get("/cases", stepp="x")) == (422, "invalid", {"invalid.query"})


def test_the_number_of_queries_does_not_grow(
    registrar: Line, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for n in range(12):
        registrar.do("/cases", opening(title=f"第{n}件"))
    for path in ("/cases", "/tasks"):
        registrar.read(path)
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            assert len(registrar.read(path)["items"]) == 12


def test_a_stopped_account_sees_nothing(registrar: Line) -> None:
    User.objects.filter(pk=registrar.user.pk).update(is_active=False)
    assert problem(registrar.get("/me"))[:2] == (401, "unauthorized")
