"""What a system does over the line leaves the same record as what a clerk does at the desk."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.procedures.models import Case, Event
from tests.api.conftest import DOCUMENT, District, Line, opening, problem
from tests.api.drivers import AtTheDesk, Driver, OnTheLine

pytestmark = pytest.mark.django_db

REGISTERED = {"urgency": "未标注"}
ACCEPTED = {"examination_result": "符合规定", "kind": "办件", "is_important": "否"}
REPORTED = {"result": "已排查整改", "handled": "已办结"}


def play(driver: Driver, district: District) -> int:
    """A document from receipt to two units and on, with everything that can happen on the way."""
    lines = district.lines.items()
    role = {n.partition(".")[2]: line for n, line in lines if n.startswith("incoming_document.")}
    registrar, reviewer, proposer = role["registrar"], role["reviewer"], role["proposer"]
    housing, finance = district["住建局"], district["财政局"]
    other, pk = driver.open(registrar), driver.open(registrar)
    driver.link(registrar, pk, other)
    driver.void(registrar, other)
    driver.watch(registrar, pk)
    driver.write(registrar, pk, "各街道：\n请做好防汛工作。")
    driver.act(registrar, pk, "register", REGISTERED)
    driver.take_back(registrar, pk)
    driver.act(registrar, pk, "register", REGISTERED)
    driver.open_task(reviewer, pk)
    driver.back(reviewer, pk, "return_to_registration", {"reason": "来文字号有误"})
    driver.act(registrar, pk, "register", REGISTERED)
    by_hand = {"opinion": "符合规定，请拟办。", "handwriting": "[[1,2,3,4],[5,6]]"}
    driver.act(reviewer, pk, "accept", ACCEPTED, **by_hand)
    driver.act(proposer, pk, "propose_to_units", {"proposal": "请住建局牵头办理"}, opinion="同意")
    driver.act(proposer, pk, "assign", {"lead_unit": "住建局"}, to=[housing, finance])
    driver.urge(proposer, pk)
    first = driver.circulate(proposer, pk, role["deputy_head"])
    second = driver.circulate(proposer, pk, role["chief_head"])
    driver.read(role["deputy_head"], first)
    driver.recall(proposer, pk, second)
    driver.hand_on(finance, pk, district["财政局二"])
    driver.act(housing, pk, "report_result", REPORTED, opinion="已办结")
    driver.act(district["财政局二"], pk, "report_result", REPORTED)
    driver.correct(district["administrator"], pk, 1, {**DOCUMENT, "sender": "市防汛办"})
    driver.retitle(district["administrator"], pk, "关于做好今年防汛工作的通知")
    return pk


NOT_COMPARED = {"case", "task", "reading", "readings", "slips", "other"}
"""Keys of rows in what the audit chain says."""


def record(pk: int) -> dict[str, Any]:
    """Everything on record of a case, but for the keys of rows and the moments."""
    case = Case.objects.get(pk=pk)
    entries = Entry.objects.filter(chain=f"case/{pk}").order_by("seq")
    return {
        "case": (
            case.title, case.step, case.outcome, case.token, case.secrecy, case.opened_on
        ),  # fmt: skip
        "facts": unnumbered(case.facts),
        "events": [
            (*row[:-1], unnumbered(row[-1]))
            for row in case.events.order_by("seq").values_list(
                "seq", "act", "on", "by", "role", "post", "corrects", "void", "reason", "facts"
            )
        ],
        "audit": [
            (e.seq, e.verb, e.by, plain(json.loads(e.payload)), len(e.digest)) for e in entries
        ],
        "tasks": list(
            case.tasks.order_by("pk").values_list(
                "step", "kind", "role", "post", "user", "state", "round", "seq", "lead", "note",
                "sender", "came_back", "resume", "read_by", "done_by", "urged", "ended_seq",
            )
        ),
        "readings": list(
            case.readings.order_by("pk").values_list(
                "post", "sender", "read_by", "opinion", "handwriting", "note"
            )
        ),
        "opinions": list(
            case.opinions.order_by("pk").values_list(
                "seq", "zone", "text", "handwriting", "digest", "by", "post"
            )
        ),
        "texts": list(case.texts.values_list("version", "digest", "by")),
        "limits": list(case.limits.order_by("name").values_list("name", "state", "due_on")),
        "slips": list(case.slips.order_by("pk").values_list("kind", "to", "text", "by")),
        "parts": sorted(map(str, case.parts.values_list("user", "post", "acted"))),
        "links": list(case.links.values_list("kind", "by")),
        "watched": list(case.follows.values_list("user")),
    }  # fmt: skip


def unnumbered(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts but for the running number, which no two cases share."""
    return {name: value for name, value in facts.items() if name != "receipt_number"}


def plain(said: dict[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in said.items() if name not in NOT_COMPARED}
    if "event" in found:
        found["event"]["facts"] = unnumbered(found["event"]["facts"])
    return found


def test_the_record_is_the_same_as_at_the_desk(district: District, registrar: Line) -> None:
    called = play(OnTheLine(district), district)
    seated = play(AtTheDesk(district), district)
    assert record(called) == record(seated)
    assert len(record(called)["events"]) >= 11
    assert len(record(called)["audit"]) >= 17
    reviewed = registrar.read(f"/cases/{called}/opinions")[0]
    assert reviewed["handwriting"] == "[[1,2,3,4],[5,6]]"
    assert first_break() is None


class TestRefusals:
    def test_a_refusal_names_rule_article_and_helper(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        body = {"on": str(case["opened_on"]), "token": case["token"]}
        answer = registrar.post(f"/cases/{case['id']}/acts/register", body)
        assert problem(answer) == (409, "refusal", {"needs.urgency"})
        reasons = answer.json()["reasons"]  # type: ignore[attr-defined]
        assert {r["basis"] for r in reasons} == {"党政机关公文处理工作条例第二十四条第二项"}

    def test_what_is_another_roles_is_not_yours(self, district: District, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        reviewer = district["incoming_document.reviewer"]
        body = {"on": case["opened_on"], "facts": REGISTERED, "token": case["token"]}
        answer = reviewer.post(f"/cases/{case['id']}/acts/register", body)
        assert problem(answer) == (403, "not_yours", {"role"})
        assert answer.json()["reasons"][0]["helper"] == "收文员"  # type: ignore[attr-defined]

    def test_what_is_no_handwriting_is_refused(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        body = {"on": case["opened_on"], "facts": REGISTERED, "token": case["token"]}
        path = f"/cases/{case['id']}/acts/register"
        answer = registrar.post(path, {**body, "handwriting": "<svg onload=alert(1)>"})
        assert problem(answer) == (409, "refusal", {"handwriting"})

    def test_an_old_version_is_a_conflict(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        body = {"on": case["opened_on"], "facts": REGISTERED, "token": case["token"]}
        path = f"/cases/{case['id']}/acts/register"
        registrar.do(path, body)
        assert problem(registrar.post(path, body)) == (409, "conflict", {"conflict"})
        stale = registrar.post(path, {**body, "token": None}, If_Match='"1"')
        assert problem(stale) == (409, "conflict", {"conflict"})
        assert Event.objects.filter(case=case["id"]).count() == 2

    def test_nothing_is_done_blindly(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        answer = registrar.post(f"/cases/{case['id']}/take-back", {})
        assert problem(answer) == (409, "conflict", {"conflict.token"})

    def test_only_an_administrator_corrects(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        body = {"kind": "void", "seq": 1, "reason": "有误", "token": case["token"]}
        answer = registrar.post(f"/cases/{case['id']}/corrections", body)
        assert problem(answer) == (403, "not_yours", {"role"})

    def test_nobody_is_addressed_by_nothing(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        body = {"on": case["opened_on"], "facts": REGISTERED, "to": [{}], "token": case["token"]}
        answer = registrar.post(f"/cases/{case['id']}/acts/register", body)
        assert problem(answer) == (409, "refusal", {"addressees"})

    def test_what_may_be_done_and_why_not(self, district: District, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        found = {o["act"]: o["reasons"] for o in registrar.read(f"/cases/{case['id']}/offers")}
        assert found["register"] == []
        reviewer = district["incoming_document.reviewer"]
        found = {o["act"]: o["reasons"] for o in reviewer.read(f"/cases/{case['id']}/offers")}
        assert {r["rule"] for r in found["register"]} == {"role"}

    def test_where_the_version_is_gone_the_record_is_still_read(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        path = f"/cases/{case['id']}"
        Case.objects.filter(pk=case["id"]).update(version="0" * 64)
        for part in ("/limits", "/offers"):
            answer = registrar.get(path + part)
            assert problem(answer) == (409, "refusal", {"procedure.gone"}), part
            assert answer.json()["reasons"][0]["helper"] == "系统管理员"  # type: ignore[attr-defined]
        body = {"on": case["opened_on"], "facts": REGISTERED, "token": case["token"]}
        answer = registrar.post(f"{path}/acts/register", body)
        assert problem(answer) == (409, "refusal", {"procedure.gone"})
        assert registrar.read(path)["title"] == case["title"]
        assert [one["act"] for one in registrar.read(f"{path}/events")] == ["sign_for"]

    def test_a_procedure_that_never_was_is_not_there(self, registrar: Line) -> None:
        assert problem(registrar.get("/procedures/nothing")) == (404, "missing", {"missing"})
        answer = registrar.post("/cases", opening(procedure="nothing"))
        assert problem(answer) == (404, "missing", {"missing"})
