"""Notices in the page: what one has been told, newest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from guiju.core.row_keys import row_keys
from guiju.home.boxes_page import moment
from guiju.home.records_export import Column, download, workbook
from guiju.home.scope import user_of
from guiju.home.told import as_told
from guiju.notices.acts import mark_read
from guiju.notices.models import Notice
from guiju.notices.selectors import unread_count
from guiju.procedures.desk.boxes import MOST_COUNTED
from guiju.procedures.desk.visibility import viewer_of

PER_PAGE = 30
COLUMNS = (Column("时间", 18), Column("种类", 16), Column("内容", 80), Column("已读", 18))


def notices(request: HttpRequest) -> HttpResponse:
    """All notices of whoever asks, or those not read with `unread`."""
    user = user_of(request)
    only = "unread" in request.GET
    page = Paginator(_asked(request)[:MOST_COUNTED], PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = as_told(viewer_of(user, on=timezone.localdate()), page.object_list)
    context = {"page": page, "only": only, "waiting": unread_count(user)}
    return render(request, "home/notices.html", context)


def _asked(request: HttpRequest) -> QuerySet[Notice]:
    own = Notice.objects.filter(user=user_of(request)).order_by("-created_at", "-pk")
    return own.filter(read_at=None) if "unread" in request.GET else own


def notices_export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, as far as the page lists them."""
    viewer = viewer_of(user_of(request), on=timezone.localdate())
    rows = (
        (moment(row.created_at), row.get_kind_display(), row.text, moment(row.read_at))
        for row in as_told(viewer, _asked(request)[:MOST_COUNTED])
    )
    return download(workbook("通知清单", COLUMNS, rows), f"通知清单（{viewer.on}）.xlsx")


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice read and go where it points."""
    user = user_of(request)
    found = get_object_or_404(Notice, pk=pk, user=user)
    mark_read(user, at=timezone.now(), notices=[found.pk])
    safe = url_has_allowed_host_and_scheme(found.link, allowed_hosts=None)
    return redirect(found.link if safe else "notices")


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all of them read, or the one named."""
    chosen = row_keys(request.POST.getlist("pk")) if "pk" in request.POST else None
    mark_read(user_of(request), at=timezone.now(), notices=chosen)
    return redirect("notices")
