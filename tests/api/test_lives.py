"""Each act of both live procedures can be done over the line, and leads where its chart says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from guiju.api.models import ApiToken
from guiju.api.tokens import digest_of
from guiju.audit.selectors import first_break
from guiju.procedures.definition import OUTCOME
from guiju.procedures.models import Case
from tests.api.conftest import District, Line, now
from tests.documents.desk import SIGNED_FOR, Desk, desk_of, incoming
from tests.documents.test_lives import LIVES
from tests.foi import requests as foi

pytestmark = pytest.mark.django_db


def plain(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as JSON writes them."""
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in facts.items()}


@dataclass(slots=True)
class OverTheLine(Desk):
    """The desk of the incoming documents, every act of which goes through the API."""

    lines: dict[str, Line] = field(default_factory=dict)

    def line(self, name: str) -> Line:
        if name not in self.lines:
            user, secret = self.person(name), f"guiju_{len(self.lines)}"
            until = now().date() + timedelta(days=2)
            ApiToken.objects.create(
                jurisdiction=self.office.jurisdiction, user=user, system=name, hint="guiju_",
                digest=digest_of(secret), expires_on=until, created_by="周",
                created_at=now(),
            )  # fmt: skip
            self.lines[name] = Line(secret, user, user.holdings.get().post)
        return self.lines[name]

    def sign_for(self, title: str = "", *, on: date | None = None, **facts: Any) -> Case:
        self.today = on or self.today
        said = {
            "procedure": "incoming_document", "act": "sign_for", "on": self.today.isoformat(),
            "title": title or SIGNED_FOR["sender_title"], "facts": plain({**SIGNED_FOR, **facts}),
        }  # fmt: skip
        return self._now("sign_for", self.line("registrar").do("/cases", said))

    def do(self, act: str, *, by: str = "", to: Sequence[str] = (), **facts: Any) -> Case:
        said = {name: facts.pop(name) for name in ("opinion", "note") if name in facts}
        body = {
            "on": self.today.isoformat(), "token": self.case.token, "facts": plain(facts), **said,
            "to": [{"post": self.units[name].pk, "lead": n == 0} for n, name in enumerate(to)],
        }  # fmt: skip
        line = self.line(by or self.office.procedure.acts()[act].by[0])
        return self._now(act, line.do(f"/cases/{self.case.pk}/acts/{act}", body))

    def _now(self, act: str, told: Mapping[str, Any]) -> Case:
        self.current = Case.objects.get(pk=told["id"])
        assert (told["step"], told["token"]) == (self.case.step, self.case.token)
        self.done.append(act)
        return self.case


def test_every_act_on_an_incoming_document() -> None:
    seated, done = desk_of(), set[str]()
    lines: dict[str, Line] = {}
    for live, outcome in LIVES.values():
        desk = OverTheLine(seated.office, units=seated.units, lines=lines)
        live(desk)
        assert desk.case.outcome == outcome
        done |= set(desk.done)
    assert done == set(incoming().acts())
    assert first_break() is None


SERVED = (
    *foi.replied("granted"),
    ("serve", 29, {"delivery_method": "直接送达", "delivery_evidence": "回证1号"}),
)
AFTERWARDS: tuple[foi.Step, ...] = (
    *SERVED,
    ("publish_reply", 31, {"redaction_record": "已处理", "impact_assessment": "不涉及"}),
    ("archive", 31, {"archive_number": "2025-FOI-1"}),
    ("register_reconsideration", 40, {}),
    ("receive_reconsideration_notice", 41, {"reconsideration_procedure": "简易程序"}),
    ("answer_reconsideration", 43, {}),
    ("record_reconsideration_result", 60, {"reconsideration_result": "维持"}),
    ("register_lawsuit", 70, {"lawsuit_kind": "复议后起诉"}),
    ("receive_complaint_copy", 71, {}),
    ("answer_lawsuit", 75, {}),
    ("record_lawsuit_result", 120, {"litigation_after_result": "维持"}),
)
BY_NET: tuple[foi.Step, ...] = (
    ("attempt_contact", 3, {"contact_record": "电话无人接听"}),
    ("confirm_receipt", 4, {"contact_record": "电话确认"}),
    *foi.replied("granted", before=(("start_handling", 4, {}),)),
    (
        "serve_electronically",
        29,
        {"electronic_consent": "勾选", "delivery_evidence": "回执", "online_channel": "网址"},
    ),
)
PAID: tuple[foi.Step, ...] = (
    *foi.BILLED,
    ("deliver_fee_notice", 7, {}),
    ("receive_payment", 12, {"payment_evidence": "缴款书1号"}),
)
ASKED_BOTH: tuple[foi.Step, ...] = (
    *foi.HANDLED,
    ("consult_third_party", 5, {"third_party": "松林建材有限公司"}),
    ("deliver_third_party_letter", 6, {}),
    ("consult_other_organ", 6, {"other_organ": "区农业农村局"}),
    ("deliver_organ_letter", 7, {}),
    ("receive_other_organ_opinion", 12, {"other_organ_attitude": "同意公开"}),
)
SENT_BACK: tuple[foi.Step, ...] = (
    *foi.replied("granted")[:5],
    ("send_back_draft", 19, {"reason": "检索范围不全"}),
)


def foi_lives() -> Iterator[tuple[str, str, Sequence[tuple[str, date, Mapping[str, object]]]]]:
    """(name, channel, acts): the records that lead to the letters, as few as do every act."""
    found, seen = foi.every_letter(), set[str]()
    for name, matter in sorted(found.items(), key=lambda one: -len(one[1].history.events)):
        events = matter.history.events
        if {event.act for event in events} - seen:
            seen |= {event.act for event in events}
            yield name, "当面", [(e.act, e.on, e.facts) for e in events[1:]]
    late = found["supplement_abandoned"].history.events[1:]
    said = {"late_supplement_reason": "住院", "supplement_content": "补充年份"}
    more = [(e.act, e.on, e.facts) for e in late]
    yield "late", "当面", [*more, ("accept_late_supplement", late[-1].on, said)]
    steps = {
        "afterwards": AFTERWARDS,
        "by_net": BY_NET,
        "paid": PAID,
        "asked_both": ASKED_BOTH,
        "sent_back": SENT_BACK,
    }
    for name, acts in steps.items():
        channel = "互联网" if name == "by_net" else "当面"
        yield name, channel, [(a, foi.MARCH + timedelta(days=d - 1), f) for a, d, f in acts]


def test_every_act_on_a_request(district: District) -> None:
    acts, done = foi.foi_request().acts(), {"receive"}
    for name, channel, steps in foi_lives():
        facts = {
            "channel": channel, "applicant_kind": "自然人", "receipt_evidence": "回执1号",
            "applicant": "欧阳测试", "description": "资金安排",
        }  # fmt: skip
        said = {
            "procedure": "foi_request", "act": "receive", "on": "2025-03-03",
            "title": f"申请{name}", "facts": facts,
        }  # fmt: skip
        case = district["foi_request.clerk"].do("/cases", said)
        for act, on, given in steps:
            chosen = OUTCOME in acts[act].needs
            facts = {n: v for n, v in given.items() if n != OUTCOME or chosen}
            body = {"on": on.isoformat(), "token": case["token"], "facts": plain(facts)}
            line = district[f"foi_request.{acts[act].by[0]}"]
            case = line.do(f"/cases/{case['id']}/acts/{act}", body)
            done.add(act)
    assert done == set(acts)
    assert first_break() is None
