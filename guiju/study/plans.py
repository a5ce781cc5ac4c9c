"""年度学法计划: made by whoever organises study, approved by the head, then taken in hand.

Taking an item in hand opens its session: the opening act of `study_session`, by the rules of the
day. (No national number of sessions was found; what a plan holds is the unit's own, 学法计划.)
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
from guiju.procedures.desk.visibility import Viewer, viewer_of
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook
from guiju.study.choosing import Named, rows
from guiju.study.models import Chosen, Plan, PlanItem

PROCEDURE = "study_session"
ORGANISER, HEAD = f"{PROCEDURE}.organiser", f"{PROCEDURE}.head"
BASIS = "学法计划"
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
    seen = Q(jurisdiction__in=viewer.jurisdictions, approved_on__isnull=False)
    seen |= Q(unit__in=[unit.pk for unit in units_of(viewer)])
    seen |= Q(jurisdiction__in=[j for j in viewer.jurisdictions if viewer.holds(OVERSEER, j)])
    found = Plan.objects.all() if viewer.user.is_superuser else Plan.objects.filter(seen)
    return found.select_related("unit", "jurisdiction", "made_by", "approved_by").order_by(
        "-year", "unit__name", "pk"
    )


def units_of(viewer: Viewer, *roles: str) -> list[Unit]:
    """The units in which someone holds one of these roles of law study; any role without."""
    found: dict[int, Unit] = {}
    for post in viewer.posts:
        theirs = [role for role in post.roles if role.startswith(f"{PROCEDURE}.")]
        if set(theirs) & set(roles) if roles else theirs:
            found.setdefault(post.unit_id, post.unit)
    return list(found.values())


def may_organise(viewer: Viewer, unit: int | None) -> bool:
    return unit in {one.pk for one in units_of(viewer, ORGANISER)}


def may_approve(viewer: Viewer, unit: int | None) -> bool:
    return unit in {one.pk for one in units_of(viewer, HEAD)}


def make_plan(unit: Unit, year: int, *, by: User, at: datetime) -> Plan:
    """Begin the plan of a year. Raises NotYours, Refusal when the unit has one."""
    _refuse_unless(may_organise(viewer_of(by, on=day_of(at)), unit.pk), "编制学法计划", "organiser")
    with transaction.atomic():
        if Plan.objects.filter(unit=unit, year=year).exists():
            says = f"{unit}{year}年度学法计划已经有了，请在原计划中补充"
            raise Refusal([Reason("study.plan.once", says, BASIS)])
        plan = Plan.objects.create(
            jurisdiction=unit.jurisdiction, unit=unit, year=year, made_by=by, made_at=at
        )
        _enter(plan, "study.plan.make", {"year": year, "unit": unit.pk}, by, at)
    return plan


def add_items(plan: Plan, wanted: Iterable[Wanted], *, by: User, at: datetime) -> list[PlanItem]:
    """Put items into a plan not yet approved. Raises NotYours, Refusal."""
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
    """Write an item anew. Raises NotYours, Refusal once the plan is approved."""
    with transaction.atomic():
        _open_to(item.plan, by, at)
        item.chosen.all().delete()
        _put(item, wanted)
        _enter(item.plan, "study.plan.change", {"item": _told(item)}, by, at)
    return item


def remove_item(item: PlanItem, *, by: User, at: datetime) -> None:
    """Take an item out. Raises NotYours, Refusal once the plan is approved."""
    with transaction.atomic():
        _open_to(item.plan, by, at)
        _enter(item.plan, "study.plan.remove", {"item": _told(item)}, by, at)
        item.delete()


def approve_plan(plan: Plan, *, by: User, at: datetime) -> Plan:
    """The head approves what is planned. Raises NotYours, Refusal for an empty plan or twice."""
    _refuse_unless(may_approve(viewer_of(by, on=day_of(at)), plan.unit_id), "批准学法计划", "head")
    with transaction.atomic():
        plan = _locked(plan)
        if plan.approved_on is not None:
            raise Refusal([Reason("study.plan.approved", "这份计划已经批准", BASIS)])
        if not plan.items.exists():
            raise Refusal([Reason("study.plan.empty", "计划中还没有学法事项", BASIS)])
        plan.approved_by, plan.approved_on = by, day_of(at)
        plan.save(update_fields=["approved_by", "approved_on"])
        said: list[Json] = [_told(item) for item in plan.items.prefetch_related("chosen")]
        _enter(plan, "study.plan.approve", {"items": said}, by, at)
    return plan


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
    viewer = viewer_of(by, on=day_of(at))
    _refuse_unless(may_organise(viewer, plan.unit_id), "编制学法计划", "organiser")
    if _locked(plan).approved_on is not None:
        says = "计划已经批准，不再改动；改期、不办的，在该次学法中办理并写明原因"
        raise Refusal([Reason("study.plan.approved", says, BASIS, "主要负责人")])


def _locked(plan: Plan) -> Plan:
    held = Plan.objects.select_for_update(of=("self",)).select_related("unit", "jurisdiction")
    return held.get(pk=plan.pk)


_HELPERS = {"organiser": "学法组织人", "head": "主要负责人"}


def _refuse_unless(able: bool, what: str, role: str) -> None:
    if not able:
        helper = _HELPERS[role]
        says = f"{what}由本单位的{helper}办理"
        raise NotYours([Reason(f"study.plan.{role}", says, BASIS, helper)])


def _enter(plan: Plan, verb: str, said: dict[str, Json], by: User, at: datetime) -> None:
    chain = f"study/plan/{plan.pk}"
    audit.append(audit.Record(plan.jurisdiction_id, chain, verb, by.get_username(), at, said))


def items_of(plan: Plan) -> Sequence[PlanItem]:
    """The items in order of their days, with laws and sessions."""
    return list(plan.items.select_related("case").prefetch_related("chosen__instrument"))
