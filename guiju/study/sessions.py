"""The sheet of a session: what is read there, who came, and the facts both make for its acts.

The sheet is kept beside the case and closes with it; what counts is what the acts record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.models import Jurisdiction, Post, Unit
from guiju.org.selectors import called, holders_of
from guiju.procedures.desk.drafting import Place, save_draft
from guiju.procedures.desk.entries import enter, hold, viewer_who_sees
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Draft, Origin
from guiju.procedures.selectors import offers
from guiju.study.choosing import Named, in_words, rows
from guiju.study.models import Attendance, Chosen, PlanItem
from guiju.study.plans import PROCEDURE

BASIS = "学法登记要求"
KEEPERS = frozenset({f"{PROCEDURE}.{role}" for role in ("organiser", "recorder", "head")})
COMPOSED = ("prepare", "hold", "sign_in")
"""The acts whose facts follow from plan and sheet."""
_MOST_NAMED = 120
_CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Attended:
    """One line of the sign-in sheet; `user` is None for an outsider."""

    name: str
    unit_name: str
    present: bool = True
    reason: str = ""
    user: User | None = None


def chosen_for(case: Case) -> list[Chosen]:
    """The laws and articles of a session."""
    return list(Chosen.objects.filter(case=case).select_related("instrument"))


def may_keep_sheet(viewer: Viewer, case: Case) -> bool:
    """Whether they fill in the sheet: of a live session of their unit, not yet confirmed."""
    mine = any(
        post.unit_id == case.unit_id
        and KEEPERS & set(post.roles)
        and post.clearance >= case.secrecy
        for post in viewer.posts
    )
    live = case.origin != Origin.IMPORTED and case.closed_on is None and case.voided_on is None
    return mine and live and case.step != _CONFIRMED


def choose_laws(case: Case, named: Sequence[Named], *, by: User, at: datetime) -> None:
    """Write down what is read at a session, in the place of what was. Raises NotYours."""
    with transaction.atomic():
        hold(case)
        _refuse_unless_keeper(case, by, at)
        Chosen.objects.filter(case=case).delete()
        made = rows(named)
        for row in made:
            row.case = case
        Chosen.objects.bulk_create(made)
        said: list[Json] = [str(one) for one in made]
        enter(case, "study.laws", {"laws": said}, by=by, at=at)


def take_attendance(case: Case, sheet: Iterable[Attended], *, by: User, at: datetime) -> None:
    """Write the sign-in sheet anew. Raises NotYours; Refusal for who is absent without reason."""
    lines = list(sheet)
    _refuse_faults(lines)
    with transaction.atomic():
        hold(case)
        _refuse_unless_keeper(case, by, at)
        Attendance.objects.filter(case=case).delete()
        made = [
            Attendance(
                case=case,
                user=line.user,
                name=line.name,
                unit_name=line.unit_name,
                present=line.present,
                reason="" if line.present else line.reason,
            )
            for line in lines
        ]
        Attendance.objects.bulk_create(made)
        said: list[Json] = [str(one) for one in made]
        enter(case, "study.attendance", {"sheet": said}, by=by, at=at)


def _refuse_faults(lines: Sequence[Attended]) -> None:
    silent = [line.name for line in lines if not line.present and not line.reason.strip()]
    if silent:
        says = f"缺席的须写明原因：{'、'.join(silent)}"
        raise Refusal([Reason("study.attendance.reason", says, BASIS)])
    outside = [(line.name, line.unit_name) for line in lines if line.user is None]
    twice = sorted({name for name, unit in outside if outside.count((name, unit)) > 1})
    if twice:
        raise Refusal([Reason("study.attendance.twice", f"重复登记：{'、'.join(twice)}", BASIS)])


def _refuse_unless_keeper(case: Case, by: User, at: datetime) -> None:
    viewer = viewer_who_sees(case, by=by, at=at)
    case.refresh_from_db()
    if not may_keep_sheet(viewer, case):
        says = "学习内容和签到由本单位学法组织人、记录人登记，确认完成后不再改动"
        raise NotYours([Reason("study.sheet", says, BASIS, "学法组织人")])


@dataclass(frozen=True, slots=True)
class Count:
    """Who came, in figures."""

    present: int
    absent: int
    outside: int

    @property
    def expected(self) -> int:
        return self.present + self.absent


def counted(sheet: Iterable[Attendance]) -> Count:
    lines = list(sheet)
    present = sum(line.present for line in lines)
    outside = sum(line.user_id is None for line in lines)
    return Count(present, len(lines) - present, outside)


def facts_for(case: Case, act: str) -> dict[str, str]:
    """What plan and sheet say for an act, by fact; what they do not say is left out."""
    item = PlanItem.objects.filter(case=case).first()
    sheet = list(Attendance.objects.filter(case=case))
    said = {
        "topic": str(case.facts.get("topic") or case.title),
        "content": in_words(chosen_for(case)) or str(case.facts.get("content") or ""),
        "lecturer": str(case.facts.get("lecturer") or (item.lecturer if item else "")),
        "form": str(case.facts.get("form") or (item.form if item else "")),
        "attendance": str(counted(sheet).present) if sheet else "",
        "sign_in": _signed(sheet),
    }
    wanted = {
        "prepare": ("content", "lecturer"),
        "hold": ("topic", "content", "lecturer", "attendance", "form"),
        "sign_in": ("sign_in",),
    }[act]
    return {name: said[name] for name in wanted if said[name]}


def _signed(sheet: Sequence[Attendance]) -> str:
    """签到 24 人：…；缺席 2 人：…（出差）. Long lists are counted, the sheet has the names."""
    if not sheet:
        return ""
    here = [line.name for line in sheet if line.present]
    away = [f"{line.name}（{line.reason}）" for line in sheet if not line.present]
    said = f"签到{len(here)}人：{_listed(here)}"
    return f"{said}；缺席{len(away)}人：{_listed(away)}" if away else said


def _listed(names: Sequence[str]) -> str:
    told = "、".join(names[:_MOST_NAMED])
    return f"{told}等，见签到表" if len(names) > _MOST_NAMED else told


def composable(case: Case, viewer: Viewer) -> list[tuple[str, str]]:
    """(act, label) of what someone may do now with facts out of the sheet."""
    able = [one for one in offers(case, user=viewer.user, on=viewer.on) if one.role]
    return [(one.id, one.act.label) for one in able if one.id in COMPOSED]


def compose(case: Case, act: str, *, by: User, at: datetime) -> Draft:
    """Lay what the sheet says into someone's draft of an act, in the place of what stood there.

    Raises NotYours when the act is not theirs to do now, StaleDraft.
    """
    viewer = viewer_who_sees(case, by=by, at=at)
    if act not in {name for name, _ in composable(case, viewer)}:
        raise NotYours([Reason("study.act", "现在不由您办理这一步", helper="学法组织人")])
    draft = Draft.objects.filter(user=by, case=case, act=act).first()
    fields = dict(draft.fields) if draft else {}
    fields |= {f"fact_{name}": text for name, text in facts_for(case, act).items()}
    place = Place(case.jurisdiction, case.procedure, act, case)
    return save_draft(place, fields, token=draft.token if draft else 0, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the district who may come: the person and the unit they come from."""

    user: User
    unit: Unit


def members_of(units: Iterable[Unit], viewer: Viewer) -> list[Member]:
    """Who holds a post in these units that day, by rank, each once."""
    posts = list(
        Post.objects.filter(unit__in=list(units)).select_related("unit").order_by("rank", "pk")
    )
    held = holders_of(posts, on=viewer.on)
    found: dict[int, Member] = {}
    for post in posts:
        for user in held.get(post.pk, ()):
            if user.is_active:
                found.setdefault(user.pk, Member(user, post.unit))
    return list(found.values())


def name_of(user: User) -> str:
    """As a sheet names them: the full name, else the one they sign in with."""
    return called(user)[:60]


def units_in(jurisdiction: Jurisdiction) -> list[Unit]:
    return list(Unit.objects.filter(jurisdiction=jurisdiction).order_by("name"))
