"""年度学法计划: made by whoever organises study, approved by the head, then taken in hand.

Laying it before the head, approval and return are acts of its case, of `study_plan`. Taking an
item in hand opens its session: the opening act of `study_session`, by the rules of the day. (No
national number of sessions was found; what a plan holds is the unit's own, 学法计划.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.models import Unit
from guiju.org.selectors import OVERSEER
from guiju.procedures.acts import Deed, Opening, open_case
from guiju.procedures.desk.entries import hold
from guiju.procedures.desk.visibility import Viewer, viewer_of
from guiju.procedures.history import Value
from guiju.procedures.models import Case, Event
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook
from guiju.procedures.selectors import Offer, offers
from guiju.study.choosing import Named, rows
from guiju.study.models import APPROVED, Chosen, Plan, PlanItem

PROCEDURE, PLANNING = "study_session", "study_plan"
ORGANISER = f"{PLANNING}.organiser"
BASIS = "学法计划"
DRAFTING, SUBMITTED = "drafting", "submitted"
"""The steps of a plan's case: its items may change, and are before the head."""
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is planned, as typed or read from a sheet."""

    planned_on: date
    form: str
    topic: str
    lecturer: str = ""
    lead_unit: str = ""
    laws: tuple[Named, ...] = ()


def plans_of(viewer: Viewer) -> QuerySet[Plan]:
    """The plans someone sees: approved ones of their district; a draft in the unit that makes it.

    Whoever oversees a district sees its drafts too, a superuser everything.
    """
    seen = Q(jurisdiction__in=viewer.jurisdictions, case__outcome=APPROVED)
    seen |= Q(unit__in=[unit.pk for unit in units_of(viewer)])
    seen |= Q(jurisdiction__in=[j for j in viewer.jurisdictions if viewer.holds(OVERSEER, j)])
    found = Plan.objects.filter(case__voided_on=None)
    found = found if viewer.user.is_superuser else found.filter(seen)
    return found.select_related("unit", "jurisdiction", "made_by", "case").order_by(
        "-year", "unit__name", "pk"
    )


def units_of(viewer: Viewer, *roles: str) -> list[Unit]:
    """The units in which someone holds one of these roles of law study; any role without."""
    found: dict[int, Unit] = {}
    for post in viewer.posts:
        theirs = [role for role in post.roles if role.partition(".")[0] in (PROCEDURE, PLANNING)]
        if set(theirs) & set(roles) if roles else theirs:
            found.setdefault(post.unit_id, post.unit)
    return list(found.values())


def may_organise(viewer: Viewer, unit: int | None) -> bool:
    return unit in {one.pk for one in units_of(viewer, ORGANISER)}


def acts_on(plan: Plan, viewer: Viewer) -> list[Offer]:
    """What someone may do now with the case of a plan, and what is theirs but held up, and why."""
    if plan.case.voided_on is not None:
        return []
    return [one for one in offers(plan.case, user=viewer.user, on=viewer.on) if one.role]


def approval_of(plan: Plan) -> Event | None:
    """The event by which it was approved, as the record now stands."""
    if plan.approved_on is None:
        return None
    return plan.case.events.filter(act="approve", void=False).order_by("-seq").first()


def make_plan(
    unit: Unit, year: int, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Plan:
    """Begin the plan of a year and its case. Raises NotYours, Refusal when the unit has one.

    In the place of one that was voided, with the items of that.
    """
    _refuse_unless(may_organise(viewer_of(by, on=day_of(at)), unit.pk))
    with transaction.atomic():
        former = _voided(unit, year, "请在原计划中补充")
        case = open_case(
            Opening(unit.jurisdiction, PLANNING, f"{unit}{year}年度学法计划", unit=unit),
            Deed("draft_plan", day_of(at), {"year": year}),
            by=by,
            at=at,
            rulebook=rulebook,
        )
        return _begun(case, former, unit, year, by, at)


def begin_for(case: Case, *, by: User, at: datetime) -> Plan:
    """The plan of a case that was opened without one. Raises NotYours, Refusal as `make_plan`."""
    _refuse_unless(may_organise(viewer_of(by, on=day_of(at)), case.unit_id))
    assert case.unit is not None
    with transaction.atomic():
        hold(case)
        year = int(case.facts["year"])
        former = _voided(case.unit, year, "请作废本件，在原计划中补充")
        return _begun(case, former, case.unit, year, by, at)


def _voided(unit: Unit, year: int, instead: str) -> Plan | None:
    """The plan of that year whose case was voided. Raises Refusal where there is a live one."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related("case")
    former = rows.filter(unit=unit, year=year).first()
    if former is not None and former.case.voided_on is None:
        says = f"{unit}{year}年度学法计划已经有了，{instead}"
        raise Refusal([Reason("study.plan.once", says, BASIS)])
    return former


def _begun(case: Case, former: Plan | None, unit: Unit, year: int, by: User, at: datetime) -> Plan:
    plan = former or Plan(unit=unit, year=year)
    plan.jurisdiction, plan.made_by, plan.made_at, plan.case = unit.jurisdiction, by, at, case
    plan.save()
    _enter(plan, "study.plan.make", {"year": year, "unit": unit.pk, "case": case.pk}, by, at)
    return plan


def add_items(plan: Plan, wanted: Iterable[Wanted], *, by: User, at: datetime) -> list[PlanItem]:
    """Put items into a plan being drafted. Raises NotYours, Refusal."""
    with transaction.atomic():
        _open_to(plan, by, at)
        items = list(wanted)
        if plan.items.count() + len(items) > MOST_ITEMS:
            says = f"一份计划最多{MOST_ITEMS}项"
            raise Refusal([Reason("study.plan.size", says, BASIS)])
        made = [_put(PlanItem(plan=plan), one) for one in items]
        said: list[Json] = [_told(item) for item in made]
        _enter(plan, "study.plan.add", {"items": said}, by, at)
    return made


def change_item(item: PlanItem, wanted: Wanted, *, by: User, at: datetime) -> PlanItem:
    """Write an item anew. Raises NotYours, Refusal once it is before the head."""
    with transaction.atomic():
        _open_to(item.plan, by, at)
        item.chosen.all().delete()
        _put(item, wanted)
        _enter(item.plan, "study.plan.change", {"item": _told(item)}, by, at)
    return item


def remove_item(item: PlanItem, *, by: User, at: datetime) -> None:
    """Take an item out. Raises NotYours, Refusal once it is before the head."""
    with transaction.atomic():
        _open_to(item.plan, by, at)
        _enter(item.plan, "study.plan.remove", {"item": _told(item)}, by, at)
        item.delete()


def take_in_hand(
    item: PlanItem, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Case:
    """Open the session of an item of an approved plan, with the laws chosen for it.

    Raises NotYours, Refusal when the plan is not approved or the item has its session.
    """
    with transaction.atomic():
        plan = _locked(item.plan)
        item = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if plan.approved_on is None:
            says = "学法计划经批准后才能列入办理"
            raise Refusal([Reason("study.plan.unapproved", says, BASIS, "主要负责人")])
        if item.case_id is not None:
            raise Refusal([Reason("study.plan.in_hand", "这一项已经列入办理", BASIS)])
        facts: dict[str, Value] = {
            "topic": item.topic,
            "planned_on": item.planned_on,
            "form": item.form,
        }
        case = open_case(
            Opening(plan.jurisdiction, PROCEDURE, item.topic, unit=plan.unit),
            Deed("plan_session", day_of(at), facts),
            by=by,
            at=at,
            rulebook=rulebook,
        )
        _copy(item.chosen.all(), case)
        item.case = case
        item.save(update_fields=["case"])
        _enter(plan, "study.plan.take_in_hand", {"item": item.pk, "case": case.pk}, by, at)
    return case


def _copy(chosen: Iterable[Chosen], case: Case) -> None:
    Chosen.objects.bulk_create(
        Chosen(
            case=case,
            instrument_id=one.instrument_id,
            version_on=one.version_on,
            number=one.number,
            suffix=one.suffix,
        )
        for one in chosen
    )


def _put(item: PlanItem, wanted: Wanted) -> PlanItem:
    if wanted.planned_on.year != item.plan.year:
        says = f"计划日期{wanted.planned_on}不在{item.plan.year}年"
        raise Refusal([Reason("study.plan.year", says, BASIS)])
    item.planned_on, item.form, item.topic = wanted.planned_on, wanted.form, wanted.topic
    item.lecturer, item.lead_unit = wanted.lecturer, wanted.lead_unit
    item.save()
    made = rows(wanted.laws)
    for row in made:
        row.item = item
    Chosen.objects.bulk_create(made)
    return item


def _told(item: PlanItem) -> dict[str, Json]:
    return {
        "item": item.pk,
        "planned_on": item.planned_on.isoformat(),
        "form": item.form,
        "topic": item.topic,
        "lecturer": item.lecturer,
        "lead_unit": item.lead_unit,
        "laws": [str(one) for one in item.chosen.select_related("instrument")],
    }


def _open_to(plan: Plan, by: User, at: datetime) -> None:
    _refuse_unless(may_organise(viewer_of(by, on=day_of(at)), plan.unit_id))
    now = _locked(plan)
    if now.approved_on is not None:
        says = "计划已经批准，不再改动；改期、不办的，在该次学法中办理并写明原因"
        raise Refusal([Reason("study.plan.approved", says, BASIS, "主要负责人")])
    if now.case.step != DRAFTING:
        says = "计划已报请批准，退回修改后才能改动"
        raise Refusal([Reason("study.plan.submitted", says, BASIS, "主要负责人")])


def _locked(plan: Plan) -> Plan:
    hold(plan.case)
    held = Plan.objects.select_for_update(of=("self",))
    return held.select_related("unit", "jurisdiction", "case").get(pk=plan.pk)


def _refuse_unless(able: bool) -> None:
    if not able:
        says = "编制学法计划由本单位的学法组织人办理"
        raise NotYours([Reason("study.plan.organiser", says, BASIS, "学法组织人")])


def _enter(plan: Plan, verb: str, said: dict[str, Json], by: User, at: datetime) -> None:
    chain = f"study/plan/{plan.pk}"
    audit.append(audit.Record(plan.jurisdiction_id, chain, verb, by.get_username(), at, said))


def items_of(plan: Plan) -> Sequence[PlanItem]:
    """The items in order of their days, with laws and sessions."""
    return list(plan.items.select_related("case").prefetch_related("chosen__instrument"))
