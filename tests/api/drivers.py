"""Two ways to do the same: a system on the line, and whoever sits at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils import timezone

from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.corrections import Replace, correct, correct_title
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.circulating import circulate, mark_read, recall
from guiju.procedures.desk.drafting import Revision, revise_text
from guiju.procedures.desk.handing import hand_on, open_task
from guiju.procedures.desk.linking import link_cases, unwatch, void_case, watch
from guiju.procedures.desk.returning import send_back, take_back
from guiju.procedures.desk.tasks import Back
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.models import Case, Resume, SlipKind, Task
from tests.api.conftest import DOCUMENT, District, Line, opening

TITLE = "关于做好防汛工作的通知"
Facts = Mapping[str, Any]


class Driver(Protocol):
    """What can be done to a case, known by its key."""

    def open(self, who: Line) -> int: ...
    def act(self, who: Line, pk: int, act: str, facts: Facts, **more: Any) -> None: ...
    def back(self, who: Line, pk: int, act: str, facts: Facts) -> None: ...
    def take_back(self, who: Line, pk: int) -> None: ...
    def circulate(self, who: Line, pk: int, to: Line) -> int: ...
    def recall(self, who: Line, pk: int, reading: int) -> None: ...
    def read(self, who: Line, reading: int) -> None: ...
    def urge(self, who: Line, pk: int) -> None: ...
    def link(self, who: Line, pk: int, other: int) -> None: ...
    def watch(self, who: Line, pk: int) -> None: ...
    def write(self, who: Line, pk: int, body: str) -> None: ...
    def open_task(self, who: Line, pk: int) -> None: ...
    def hand_on(self, who: Line, pk: int, to: Line) -> None: ...
    def correct(self, who: Line, pk: int, seq: int, facts: Facts) -> None: ...
    def retitle(self, who: Line, pk: int, title: str) -> None: ...
    def void(self, who: Line, pk: int) -> None: ...


def task_of(who: Line, pk: int) -> Task:
    return Task.objects.get(case=pk, post=who.place, state="open")


class OnTheLine:
    """Through the API."""

    def __init__(self, district: District) -> None:
        self.district = district

    def open(self, who: Line) -> int:
        return int(who.do("/cases", opening(title=TITLE))["id"])

    def act(self, who: Line, pk: int, act: str, facts: Facts, **more: Any) -> None:
        body = {"on": str(timezone.localdate()), "facts": dict(facts)}
        if "to" in more:
            body["to"] = [
                {"post": one.place.pk, "lead": n == 0} for n, one in enumerate(more["to"])
            ]
        body |= {name: more[name] for name in ("opinion", "handwriting") if name in more}
        self._do(who, pk, f"acts/{act}", body)

    def back(self, who: Line, pk: int, act: str, facts: Facts) -> None:
        body = {"act": act, "on": str(timezone.localdate()), "facts": dict(facts)}
        self._do(who, pk, "return", {**body, "resume": "straight_back"})

    def take_back(self, who: Line, pk: int) -> None:
        self._do(who, pk, "take-back", {})

    def circulate(self, who: Line, pk: int, to: Line) -> int:
        body = {"posts": [to.place.pk], "note": "请阅知"}
        return int(who.do(f"/cases/{pk}/circulate", body)[0]["id"])

    def recall(self, who: Line, pk: int, reading: int) -> None:
        assert who.do(f"/cases/{pk}/recall", {"readings": [reading]}) == {"count": 1}

    def read(self, who: Line, reading: int) -> None:
        who.do(f"/readings/{reading}/read", {"opinion": "已阅", "handwriting": "[[1,2,3,4]]"})

    def urge(self, who: Line, pk: int) -> None:
        who.do(f"/cases/{pk}/urge", {"kind": "urge", "text": "请抓紧办理"})

    def link(self, who: Line, pk: int, other: int) -> None:
        who.do(f"/cases/{pk}/links", {"other": other, "kind": "earlier"})

    def watch(self, who: Line, pk: int) -> None:
        who.do(f"/cases/{pk}/watch")
        who.do(f"/cases/{pk}/unwatch")
        who.do(f"/cases/{pk}/watch")

    def write(self, who: Line, pk: int, body: str) -> None:
        self._do(who, pk, "texts", {"body": body})

    def open_task(self, who: Line, pk: int) -> None:
        who.do(f"/tasks/{task_of(who, pk).pk}/open")

    def hand_on(self, who: Line, pk: int, to: Line) -> None:
        body = {"to": {"post": to.place.pk}, "note": "请代为办理"}
        who.do(f"/tasks/{task_of(who, pk).pk}/hand-on", body)

    def correct(self, who: Line, pk: int, seq: int, facts: Facts) -> None:
        body = {"kind": "replace", "seq": seq, "facts": dict(facts), "reason": "录入有误"}
        self._do(who, pk, "corrections", body)

    def retitle(self, who: Line, pk: int, title: str) -> None:
        self._do(who, pk, "corrections", {"kind": "title", "title": title, "reason": "笔误"})

    def void(self, who: Line, pk: int) -> None:
        self._do(who, pk, "void", {"reason": "重复登记"})

    def _do(self, who: Line, pk: int, path: str, body: dict[str, Any]) -> None:
        etag = who.get(f"/cases/{pk}").headers["ETag"]
        who.do(f"/cases/{pk}/{path}", body, If_Match=etag)


class AtTheDesk:
    """Through the functions the desk's pages call."""

    def __init__(self, district: District) -> None:
        self.district = district

    def open(self, who: Line) -> int:
        place = self.district.jurisdiction
        wanted = Opening(place, "incoming_document", TITLE, unit=who.place.unit)
        deed = Deed("sign_for", timezone.localdate(), DOCUMENT)
        return open_case(wanted, deed, by=who.user, at=timezone.now()).pk

    def act(self, who: Line, pk: int, act: str, facts: Facts, **more: Any) -> None:
        to = tuple(Addressee(post=o.place, lead=n == 0) for n, o in enumerate(more.get("to", ())))
        said = {name: more[name] for name in ("opinion", "handwriting") if name in more}
        deed = Deed(act, timezone.localdate(), facts, to=to, **said)
        perform(self._case(pk), deed, by=who.user, at=timezone.now())

    def back(self, who: Line, pk: int, act: str, facts: Facts) -> None:
        deed = Deed(act, timezone.localdate(), facts, back=Back(Resume.STRAIGHT_BACK))
        send_back(self._case(pk), deed, by=who.user, at=timezone.now())

    def take_back(self, who: Line, pk: int) -> None:
        take_back(self._case(pk), by=who.user, at=timezone.now())

    def circulate(self, who: Line, pk: int, to: Line) -> int:
        at = timezone.now()
        circulate(self._case(pk), [to.place], note="请阅知", by=who.user, at=at)
        return int(self._case(pk).readings.get(sent_at=at).pk)

    def recall(self, who: Line, pk: int, reading: int) -> None:
        case = self._case(pk)
        recall(case, [case.readings.get(pk=reading)], by=who.user, at=timezone.now())

    def read(self, who: Line, reading: int) -> None:
        row = who.place.readings.get(pk=reading)
        how = {"by": who.user, "at": timezone.now()}
        mark_read(row, opinion="已阅", handwriting="[[1,2,3,4]]", **how)

    def urge(self, who: Line, pk: int) -> None:
        urging = Urging(SlipKind.URGE, "请抓紧办理")
        urge(self._case(pk), urging, by=who.user, at=timezone.now())

    def link(self, who: Line, pk: int, other: int) -> None:
        one, two = self._case(pk), self._case(other)
        link_cases(one, two, "earlier", by=who.user, at=timezone.now())

    def watch(self, who: Line, pk: int) -> None:
        watch(self._case(pk), by=who.user, at=timezone.now())
        unwatch(self._case(pk), by=who.user)
        watch(self._case(pk), by=who.user, at=timezone.now())

    def write(self, who: Line, pk: int, body: str) -> None:
        revise_text(self._case(pk), Revision(body), by=who.user, at=timezone.now())

    def open_task(self, who: Line, pk: int) -> None:
        assert open_task(task_of(who, pk), by=who.user, at=timezone.now())

    def hand_on(self, who: Line, pk: int, to: Line) -> None:
        task, there = task_of(who, pk), Addressee(post=to.place)
        hand_on(task, there, note="请代为办理", by=who.user, at=timezone.now())

    def correct(self, who: Line, pk: int, seq: int, facts: Facts) -> None:
        wanted = Replace(seq, facts=facts)
        correct(self._case(pk), wanted, reason="录入有误", by=who.user, at=timezone.now())

    def retitle(self, who: Line, pk: int, title: str) -> None:
        case = self._case(pk)
        correct_title(case, title, reason="笔误", by=who.user, at=timezone.now())

    def void(self, who: Line, pk: int) -> None:
        void_case(self._case(pk), reason="重复登记", by=who.user, at=timezone.now())

    def _case(self, pk: int) -> Case:
        return Case.objects.get(pk=pk)
