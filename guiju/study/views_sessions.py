"""The sheet of a session: its laws, who came; and the sheet to sign on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guiju.checkup.export_list import Column, download, workbook
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.core.row_keys import row_key
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.procedures.models import Case, Origin
from guiju.study.choosing import as_text, in_words, named_in
from guiju.study.forms import LawsForm
from guiju.study.models import Attendance
from guiju.study.plans import PROCEDURE
from guiju.study.sessions import (
    Attended,
    Member,
    choose_laws,
    chosen_for,
    composable,
    compose,
    counted,
    may_keep_sheet,
    members_of,
    name_of,
    take_attendance,
    units_in,
)

PRESENT, ABSENT = "present", "absent"
_OUTSIDERS = 4000
"""Characters typed for people from outside."""
_EMPTY_LINES = 5
_BETWEEN = re.compile(r"[\s，,、；;]+")
_COLUMNS = (
    Column("序号", 6), Column("姓名", 14), Column("单位", 28), Column("出席情况", 10),
    Column("缺席原因", 24), Column("签名", 16),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A person on the page, as ticked."""

    member: Member
    state: str = ""
    reason: str = ""


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())


def _session(viewer: Viewer, pk: int) -> Case:
    live = visible_cases(viewer).filter(procedure=PROCEDURE).exclude(origin=Origin.IMPORTED)
    return get_object_or_404(live.select_related("unit", "jurisdiction"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in the sheet; carry it over into the form of the act that is next."""
    viewer = _viewer(request)
    case = _session(viewer, pk)
    reasons: tuple[Reason, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            return _act(request, viewer, case)
        except Refusal as refusal:
            reasons = refusal.reasons
            status = 403 if isinstance(refusal, NotYours) else 409
    return render(
        request,
        "study/session.html",
        {**_shown(request, viewer, case), "reasons": reasons, "label": "登记"},
        status=status,
    )


def _act(request: HttpRequest, viewer: Viewer, case: Case) -> HttpResponse:
    said, at = request.POST, timezone.now()
    wanted = said.get("do", "")
    if wanted == "laws":
        text = said.get("laws", "").replace("\x00", "")[:5000]
        named = named_in(text, viewer.on, case.jurisdiction)
        choose_laws(case, named, by=viewer.user, at=at)
        messages.success(request, "学习内容已保存。")
    elif wanted == "attendance":
        rows = _rows(viewer, case, _also(request), said)
        sheet = [*_ticked(rows), *_outsiders(said.get("outsiders", ""))]
        take_attendance(case, sheet, by=viewer.user, at=at)
        messages.success(request, "签到已保存。")
    elif wanted:
        compose(case, wanted, by=viewer.user, at=at)
        messages.success(request, "已写入办理表单的草稿，请核对后提交。")
        return redirect("case-act", pk=case.pk, name=wanted)
    return redirect("study-session", pk=case.pk)


def _shown(request: HttpRequest, viewer: Viewer, case: Case) -> dict[str, object]:
    """The page as kept, or as typed where that was refused."""
    said = request.POST
    sheet = list(Attendance.objects.filter(case=case))
    chosen, also = chosen_for(case), _also(request)
    kept_laws, kept_others = as_text(chosen), _as_typed(sheet)
    laws = said["laws"] if said.get("do") == "laws" and "laws" in said else kept_laws
    asked = said if said.get("do") == "attendance" else None
    return {
        "case": case,
        "chosen": chosen,
        "content": in_words(chosen) or case.facts.get("content", ""),
        "form": LawsForm(initial={"laws": laws}),
        "rows": _rows(viewer, case, also, asked),
        "outsiders": said.get("outsiders", "") if asked is not None else kept_others,
        "sheet": sheet,
        "count": counted(sheet),
        "keeps": may_keep_sheet(viewer, case),
        "composable": composable(case, viewer),
        "units": units_in(case.jurisdiction),
        "with_unit": also,
        "planned_on": case.facts.get("planned_on", ""),
    }


def _also(request: HttpRequest) -> int | None:
    """The other unit whose people are to be listed too."""
    return row_key(request.POST.get("unit") or request.GET.get("unit"))


def _rows(viewer: Viewer, case: Case, also: int | None, said: QueryDict | None) -> list[Row]:
    """The unit's people, those listed already, those of the unit asked for and those ticked."""
    kept = {row.user_id: row for row in Attendance.objects.filter(case=case) if row.user_id}
    ticked = {name.removeprefix("state_") for name in said or ()}
    return [
        _row(member, kept.get(member.user.pk), said)
        for member in members_of(units_in(case.jurisdiction), viewer)
        if member.unit.pk in (case.unit_id, also)
        or member.user.pk in kept
        or str(member.user.pk) in ticked
    ]


def _row(member: Member, kept: Attendance | None, said: QueryDict | None) -> Row:
    if said is not None:
        state = said.get(f"state_{member.user.pk}", "")
        reason = said.get(f"reason_{member.user.pk}", "").replace("\x00", "").strip()[:100]
        return Row(member, state if state in (PRESENT, ABSENT) else "", reason)
    if kept is None:
        return Row(member)
    return Row(member, PRESENT if kept.present else ABSENT, kept.reason)


def _ticked(rows: Iterable[Row]) -> list[Attended]:
    return [
        Attended(
            name_of(row.member.user),
            row.member.unit.name,
            row.state == PRESENT,
            row.reason,
            row.member.user,
        )
        for row in rows
        if row.state
    ]


def _outsiders(text: str) -> list[Attended]:
    """One a line: the name, then the unit. All of them came."""
    found = []
    for line in text.replace("\x00", "")[:_OUTSIDERS].splitlines():
        name, _, unit = _BETWEEN.sub(" ", line).strip().partition(" ")
        if name:
            found.append(Attended(name[:60], unit.strip()[:120]))
    return found


def _as_typed(sheet: Iterable[Attendance]) -> str:
    return "\n".join(f"{r.name} {r.unit_name}".strip() for r in sheet if r.user_id is None)


@require_safe
def sign_in_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """签到表 to be printed: who is on the sheet, else the unit's people, and empty lines."""
    viewer = _viewer(request)
    case = _session(viewer, pk)
    sheet = list(Attendance.objects.filter(case=case))
    people = [(row.name, row.unit_name) for row in sheet]
    if not people:
        rows = _rows(viewer, case, None, None)
        people = [(name_of(row.member.user), row.member.unit.name) for row in rows]
    context = {
        "case": case,
        "people": people,
        "blank": range(max(_EMPTY_LINES, 20 - len(people))),
        "content": in_words(chosen_for(case)) or case.facts.get("content", ""),
        "planned_on": case.facts.get("planned_on", ""),
    }
    return render(request, "study/sign_in.html", context)


@require_safe
def attendance_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The sign-in sheet as a workbook."""
    case = _session(_viewer(request), pk)
    rows = [
        (n, row.name, row.unit_name, "出席" if row.present else "缺席", row.reason, "")
        for n, row in enumerate(Attendance.objects.filter(case=case), start=1)
    ]
    title = f"签到表（{case.title[:60]}）"
    return download(workbook(title, _COLUMNS, rows), f"{title}.xlsx")
