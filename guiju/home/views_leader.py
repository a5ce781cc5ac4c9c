"""The leader's page, for a phone: 待批 and 待阅, one at a time, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guiju.core.errors import Reason, Refusal
from guiju.core.row_keys import row_key
from guiju.home.boxes_page import rows_shown
from guiju.home.case_page import facts_shown
from guiju.home.going_on import shortened, tell_unsent
from guiju.home.leader import TASK, Place, choices, others, pile, place_of
from guiju.home.phrases import phrases_of
from guiju.home.refused import GONE
from guiju.home.scope import user_of
from guiju.notices.acts import mark_read_about
from guiju.org.models import Post
from guiju.procedures.acts import Deed, perform
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.boxes import to_do, to_read
from guiju.procedures.desk.circulating import mark_read
from guiju.procedures.desk.handing import hand_on, open_task
from guiju.procedures.desk.opinions import MAX_LENGTH, block
from guiju.procedures.desk.returning import send_back
from guiju.procedures.desk.tasks import Back
from guiju.procedures.desk.visibility import Viewer, viewer_of
from guiju.procedures.models import Reading, Resume, Task
from guiju.procedures.selectors import is_kept, offers, procedure_kept


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper before someone, what they typed, and what stood against it."""

    viewer: Viewer
    kind: str
    item: Task | Reading
    place: Place
    typed: QueryDict = field(default_factory=QueryDict)
    reasons: tuple[Reason, ...] = ()


def leader(request: HttpRequest) -> HttpResponse:
    """The first paper of the pile."""
    found = pile(viewer_of(user_of(request), on=timezone.localdate()))
    if not found:
        return render(request, "home/leader_empty.html")
    return redirect("leader-paper", kind=found[0][0], pk=found[0][1])


def _paper(request: HttpRequest, kind: str, pk: int) -> Paper | None:
    viewer = viewer_of(user_of(request), on=timezone.localdate())
    place = place_of(pile(viewer), kind, pk)
    rows = to_do(viewer) if kind == TASK else to_read(viewer)
    item = rows.filter(pk=pk).first() if place is not None else None
    if place is None or item is None:
        messages.info(request, "这一件已经办过或者已被收回，下面是现在等待您的。")
        tell_unsent(request)
        return None
    return Paper(viewer, kind, item, place, request.POST.copy())


def paper(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One paper; opening it is on record, as anywhere at the desk."""
    found = _paper(request, kind, pk)
    if found is None:
        return redirect("leader")
    if isinstance(found.item, Task):
        open_task(found.item, by=found.viewer.user, at=timezone.now())
    mark_read_about(found.viewer.user, f"case/{found.item.case_id}", at=timezone.now())
    return _shown(request, found)


def _shown(request: HttpRequest, found: Paper, status: int = 200) -> HttpResponse:
    case, viewer = found.item.case, found.viewer
    request.law_day = case.opened_on  # type: ignore[attr-defined]
    box = "to-do" if found.kind == TASK else "to-read"
    context: dict[str, object] = {
        "kind": found.kind,
        "item": found.item,
        "case": case,
        "row": next(rows_shown(box, viewer, [found.item])),
        "place": found.place,
        "facts": list(facts_shown(procedure_kept(case), case)),
        "text": case.texts.order_by("-version").first(),
        "zones": block(case),
        "attachments": case.attachments.select_related("file").order_by("pk"),
        "phrases": phrases_of(viewer.user),
        "typed": found.typed,
        "reasons": found.reasons,
        "most": MAX_LENGTH,
    }
    if isinstance(found.item, Task) and not is_kept(case):
        context["reasons"] = (*found.reasons, GONE)
    elif isinstance(found.item, Task):
        context |= {"choices": choices(found.item, viewer), "others": others(found.item, viewer)}
    return render(request, "home/leader.html", context, status=status)


@require_POST
def leader_do(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Do what was touched, then on to the next paper. A refusal keeps what was typed."""
    found = _paper(request, kind, pk)
    if found is None:
        return redirect("leader")
    try:
        says = _do(found)
    except Refusal as refusal:
        again = Paper(found.viewer, kind, found.item, found.place, found.typed, refusal.reasons)
        return _shown(request, again, status=409)
    messages.success(request, says)
    follows = found.place.after or found.place.before
    if follows is None:
        return redirect("leader")
    return redirect("leader-paper", kind=follows[0], pk=follows[1])


def _do(found: Paper) -> str:
    item, user, at = found.item, found.viewer.user, timezone.now()
    what, data = found.typed.get("do", ""), found.typed
    opinion = (data.get("opinion", "").strip() or data.get("phrase", ""))[:MAX_LENGTH]
    if isinstance(item, Reading):
        drawn = data.get("handwriting", "")
        mark_read(item, opinion=opinion, handwriting=drawn, by=user, at=at)
        return f"已阅：{shortened(item.case.title)}"
    token = data.get("token", "")
    item.case.token = int(token) if token.isdecimal() and len(token) < 10 else 0  # noqa: PLR2004
    if what == "hand_on":
        post = next((p for p in others(item, found.viewer) if str(p.pk) == data.get("to")), None)
        if post is None:
            raise Refusal([Reason("hand_on.to", "请选择转给哪个岗位")])
        hand_on(item, Addressee(post=post), note=data.get("note", "")[:500], by=user, at=at)
        return f"已转{post}：{shortened(item.case.title)}"
    return _act(found, item, what, opinion)


def _act(found: Paper, task: Task, name: str, opinion: str) -> str:
    viewer, data, at = found.viewer, found.typed, timezone.now()
    offer = next(
        (o for o in offers(task.case, user=viewer.user, on=viewer.on) if o.id == name), None
    )
    if offer is None:
        raise Refusal([Reason("step", "本件现在不能这样办理，请刷新后再看")])
    role = task.role.partition(".")[2]
    deed = Deed(
        name,
        viewer.on,
        {"reason": data.get("reason", "").strip()} if offer.returns else {},
        at=at,
        role=role if role in offer.act.by else "",
        to=_returned_to(data, offer.returns),
        opinion="" if offer.returns else opinion,
        handwriting="" if offer.returns else data.get("handwriting", ""),
        saw=data.get("saw", ""),
        back=_back(data) if offer.returns else None,
    )
    act = send_back if offer.returns else perform
    act(task.case, deed, by=viewer.user, at=at)
    return f"已办“{offer.act.label}”：{shortened(task.case.title)}"


def _back(data: QueryDict) -> Back:
    straight = data.get("resume") == Resume.STRAIGHT_BACK
    return Back(
        Resume.STRAIGHT_BACK if straight else Resume.STEP_BY_STEP,
        keep_siblings=data.get("siblings") == "keep",
        keep_signed=data.get("siblings") == "keep",
    )


def _returned_to(data: QueryDict, returns: bool) -> tuple[Addressee, ...]:
    pk = row_key(data.get("to"))
    if not returns or pk is None:
        return ()
    post = Post.objects.select_related("unit").filter(pk=pk).first()
    return (Addressee(post=post),) if post else ()
