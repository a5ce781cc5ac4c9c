"""What there is to work with: the procedures, and who may be addressed."""

from __future__ import annotations

from typing import Annotated

from django.db.models import TextField
from django.db.models.functions import Cast
from ninja import Path, Query

from guiju.api import shown, told
from guiju.api.asking import Asked
from guiju.api.routing import reads
from guiju.api.wanted import NAME, After, Limit
from guiju.org.models import Post
from guiju.procedures.rulebook import office_rulebook

TAG = "程序与岗位"


@reads(TAG, "/me", told.Me, "令牌对应的系统、账号和岗位")
def me(request: Asked) -> told.Me:
    caller = request.auth
    return told.Me(
        system=caller.token.system,
        user=caller.user.get_username(),
        jurisdiction=caller.jurisdiction.name,
        expires_on=caller.token.expires_on,
        posts=shown.posts(caller.viewer.posts, on=caller.today),
    )


@reads(TAG, "/procedures", list[told.ProcedureRow], "现行程序的目录")
def procedures(request: Asked) -> list[told.ProcedureRow]:
    rules = office_rulebook()
    found = [rules.in_force(name, request.auth.today) for name in sorted(rules.procedures)]
    return [shown.procedure_row(p) for p in found]


@reads(TAG, "/procedures/{name}", told.ProcedureOut, "一个程序：角色、环节、行为及其应填内容、期限")
def procedure(
    request: Asked, name: Annotated[str, Path(pattern=NAME, max_length=60)]
) -> told.ProcedureOut:
    return shown.procedure(office_rulebook().in_force(name, request.auth.today))


@reads(
    TAG,
    "/posts",
    told.PostPage,
    "本行政区的岗位，可按角色查找",
    "role 形如 incoming_document.handler。办理时用岗位的 id 指定下一办理人。",
)
def posts(
    request: Asked,
    role: Annotated[str, Query("", pattern=r"^[a-z0-9_.]*$", max_length=120)],
    after: After,
    limit: Limit,
) -> told.PostPage:
    caller = request.auth
    rows = Post.objects.filter(jurisdiction=caller.jurisdiction, pk__gt=after)
    if role:
        rows = rows.annotate(said=Cast("roles", TextField())).filter(said__contains=f'"{role}"')
    found = list(rows.select_related("unit").order_by("pk")[: limit + 1])
    items = shown.posts(found[:limit], on=caller.today)
    return told.PostPage(items=items, next=items[-1].id if len(found) > limit else None)
