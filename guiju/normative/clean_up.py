"""清理: a round in which every document in force gets a conclusion, carried out and made public.

(立法法第一百一十六条: whoever made a document cleans up. What the round asks for, one of four
conclusions for each and a public list, is invariant normative.clean_up of the procedure.) The
office opens and finishes a round, the head decides what ends, the office publishes. A conclusion
becomes an act of the document's case; of a document known from a ledger only, the round itself
is the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import Conflict, NotYours, Reason, Refusal
from guiju.normative.decisions import ENDING
from guiju.normative.models import CleanUp, CleanUpItem, Conclusion
from guiju.normative.register import standing_in
from guiju.normative.validity import PROCEDURE
from guiju.org.models import Jurisdiction
from guiju.org.selectors import seats_of
from guiju.procedures.acts import Deed, perform
from guiju.procedures.guard import offered
from guiju.procedures.history import Value
from guiju.procedures.models import Case, Origin
from guiju.procedures.record import day_of
from guiju.procedures.selectors import history_of, procedure_of

LAW = "《中华人民共和国立法法》第一百一十六条"
OFFICE, HEAD, DRAFTER = (f"{PROCEDURE}.{role}" for role in ("office", "head", "drafter"))
WHO = {OFFICE: "政府办公室", HEAD: "政府主要负责人", DRAFTER: "起草单位"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a unit finds about a document: one of four conclusions, and why."""

    conclusion: str
    reason: str


def open_clean_up(
    jurisdiction: Jurisdiction, *, title: str, reason: str, by: User, at: datetime
) -> CleanUp:
    """Begin a round over every document now in force.

    Raises NotYours; Refusal while another round is under way, or when nothing is in force.
    """
    on = day_of(at)
    with transaction.atomic():
        Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
        require(by, (OFFICE,), jurisdiction, at=at)
        if CleanUp.objects.filter(jurisdiction=jurisdiction, published_on=None).exists():
            raise _refusal("open", "上一轮清理还没有公布结果，请先办完")
        there = standing_in(jurisdiction, on)
        if not there:
            raise _refusal("empty", "没有现行有效的规范性文件，无需清理")
        clean_up = CleanUp.objects.create(
            jurisdiction=jurisdiction, title=title, reason=reason, opened_on=on, opened_by=by
        )
        CleanUpItem.objects.bulk_create(
            CleanUpItem(
                jurisdiction=jurisdiction,
                clean_up=clean_up,
                case=line.case,
                unit=line.case.unit,
                number=line.number,
                title=line.title,
            )
            for line in there
        )
        _record(clean_up, "open", by, at, {"title": title, "documents": len(there)})
    return clean_up


def conclude(item: CleanUpItem, found: Found, *, by: User, at: datetime) -> CleanUpItem:
    """Say what is to become of a document; until the round is finished it may be said anew.

    Raises NotYours unless by the office or the document's unit; Refusal without a reason.
    """
    with transaction.atomic():
        clean_up = _locked(item.clean_up)
        unit = (item.unit_id,) if item.unit_id else ()
        require(by, (OFFICE, DRAFTER), clean_up.jurisdiction, at=at, drafting=unit)
        if clean_up.finished_on is not None:
            raise _refusal("finished", f"本轮清理已于{clean_up.finished_on}完成，结论不能再改")
        if found.conclusion not in Conclusion.values or not found.reason.strip():
            raise _refusal("conclusion", "请选择清理结论并写明理由")
        item = CleanUpItem.objects.select_for_update().get(pk=item.pk)
        item.conclusion, item.reason = found.conclusion, found.reason.strip()
        item.concluded_by, item.concluded_on = by, day_of(at)
        item.save()
        said: dict[str, Json] = {"case": item.case_id, "conclusion": item.conclusion}
        _record(clean_up, "conclude", by, at, {**said, "reason": item.reason})
    return item


def finish(clean_up: CleanUp, *, by: User, at: datetime) -> CleanUp:
    """Close the conclusions and put each on record as the clean-up of its document.

    Raises NotYours; Refusal while a document in force lacks its conclusion.
    """
    with transaction.atomic():
        locked = _locked(clean_up)
        require(by, (OFFICE,), locked.jurisdiction, at=at)
        if locked.finished_on is not None:
            raise _done(f"本轮清理已于{locked.finished_on}完成")
        missing = lacking(locked, at=at)
        if missing:
            raise Refusal([_lacks(item) for item in missing])
        locked.finished_on = day_of(at)
        locked.save()
        for item in _concluded(locked, Conclusion.values):
            facts: dict[str, Value] = {"clean_up_conclusion": item.conclusion}
            _act(item, "clean_up", facts, by=by, at=at)
        _record(locked, "finish", by, at, _counts(locked))
    return locked


def decide(clean_up: CleanUp, *, decision: str, by: User, at: datetime) -> CleanUp:
    """Repeal and declare lapsed what the round concluded so, on the strength of `decision`.

    Raises NotYours unless by the head; Refusal before the round is finished, or without the
    decision's name and number (公文条例第三十三条).
    """
    with transaction.atomic():
        locked = _locked(clean_up)
        require(by, (HEAD,), locked.jurisdiction, at=at)
        if locked.finished_on is None:
            raise _refusal("unfinished", "清理还没有完成，不能决定", helper=WHO[OFFICE])
        if locked.decided_on is not None:
            raise _done(f"已于{locked.decided_on}作出决定")
        if not decision.strip():
            raise _refusal(
                "decision", "请写明决定的名称和文号", "党政机关公文处理工作条例第三十三条"
            )
        locked.decided_on, locked.decision = day_of(at), decision.strip()
        locked.save()
        for item in _concluded(locked, ENDING):
            facts: dict[str, Value] = {"repeal_basis": locked.decision}
            _act(item, ENDING[item.conclusion], facts, by=by, at=at)
        _record(locked, "decide", by, at, {"decision": locked.decision, **_counts(locked)})
    return locked


def publish(clean_up: CleanUp, *, address: str, by: User, at: datetime) -> CleanUp:
    """Make the list public: where it stands is put on record with every document.

    Raises NotYours; Refusal before the decision, or without the address.
    """
    with transaction.atomic():
        locked = _locked(clean_up)
        require(by, (OFFICE,), locked.jurisdiction, at=at)
        if locked.decided_on is None:
            raise _refusal(
                "undecided", "清理结果还没有经主要负责人决定，不能公布", helper=WHO[HEAD]
            )
        if locked.published_on is not None:
            raise _done(f"已于{locked.published_on}公布")
        if not address.strip():
            raise _refusal("address", "请填写清理结果公布的网址")
        locked.published_on, locked.address = day_of(at), address.strip()
        locked.save()
        listed = f"{locked.title}（{locked.address}）"
        for item in _concluded(locked, Conclusion.values):
            _act(item, "publish_repeal", {"catalogue_updated": listed}, by=by, at=at)
            _act(item, "publish_clean_up", {"clean_up_list": locked.address}, by=by, at=at)
        _record(locked, "publish", by, at, {"address": locked.address})
    return locked


def lacking(clean_up: CleanUp, *, at: datetime) -> list[CleanUpItem]:
    """The documents of a round that are in force and have no conclusion.

    What ended since the round began needs none.
    """
    there = standing_in(clean_up.jurisdiction, day_of(at))
    cases, numbers = {line.case.pk for line in there}, {line.number for line in there} - {""}
    items = clean_up.items.filter(conclusion="").select_related("unit")
    return [item for item in items if item.case_id in cases or item.number in numbers]


def require(
    by: User,
    roles: Iterable[str],
    jurisdiction: Jurisdiction,
    *,
    at: datetime,
    drafting: Iterable[int] = (),
) -> None:
    """Raises NotYours unless the person holds one of the roles there that day.

    As drafter only for the units `drafting`.
    """
    wanted, units = tuple(roles), tuple(drafting)
    for seat in seats_of(by, on=day_of(at), jurisdiction=jurisdiction):
        held = {role for role in wanted if role in seat.post.roles}
        if held - {DRAFTER} or (held and seat.post.unit_id in units):
            return
    names = "、".join(WHO[role] for role in wanted)
    says = f"这一步由{names}办理，不在您的岗位职责内"
    raise NotYours([Reason("clean_up.who", says, LAW, names)])


def _act(
    item: CleanUpItem, name: str, facts: Mapping[str, Value], *, by: User, at: datetime
) -> None:
    """Do an act on the document's case, where it has one and its chart offers the act now."""
    case = Case.objects.select_related("jurisdiction", "unit").get(pk=item.case_id)
    if case.origin == Origin.IMPORTED:
        return
    if name in offered(procedure_of(case), history_of(case)):
        perform(case, Deed(name, day_of(at), facts), by=by, at=at)


def _locked(clean_up: CleanUp) -> CleanUp:
    rows = CleanUp.objects.select_related("jurisdiction").select_for_update(of=("self",))
    return rows.get(pk=clean_up.pk)


def _concluded(clean_up: CleanUp, conclusions: Iterable[str]) -> list[CleanUpItem]:
    return list(clean_up.items.filter(conclusion__in=list(conclusions)).order_by("pk"))


def _counts(clean_up: CleanUp) -> dict[str, Json]:
    said = clean_up.items.exclude(conclusion="").values_list("conclusion", flat=True)
    counted: dict[str, Json] = {}
    for one in Conclusion.values:
        counted[one] = sum(1 for conclusion in said if conclusion == one)
    return counted


def _record(clean_up: CleanUp, verb: str, by: User, at: datetime, payload: dict[str, Json]) -> None:
    chain = f"clean-up/{clean_up.pk}"
    audit.append(
        audit.Record(clean_up.jurisdiction_id, chain, verb, by.get_username(), at, payload)
    )


def _lacks(item: CleanUpItem) -> Reason:
    unit = item.unit.name if item.unit else WHO[OFFICE]
    says = f"《{item.title}》（{item.number or '无文号'}）还没有清理结论，本轮清理不能完成"
    return Reason("normative.clean_up.conclusion", says, LAW, unit)


def _done(says: str) -> Conflict:
    return Conflict([Reason("clean_up.done", says)])


def _refusal(rule: str, says: str, basis: str = LAW, helper: str = WHO[OFFICE]) -> Refusal:
    return Refusal([Reason(f"clean_up.{rule}", says, basis, helper)])
