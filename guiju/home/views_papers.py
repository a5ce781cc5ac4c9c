"""The text of a case and the files put with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guiju.core.errors import Conflict, Reason, Refusal
from guiju.files.sending import attachment
from guiju.home.case_seen import Seen, seen_case
from guiju.home.phrases import phrases_of
from guiju.home.scope import user_of
from guiju.home.side_forms import TextForm
from guiju.procedures.desk.attaching import attach
from guiju.procedures.desk.drafting import Revision, revise_text
from guiju.procedures.desk.merging import marked
from guiju.procedures.desk.panels import editor_of
from guiju.procedures.models import Phrase


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a new version; on somebody else's version in between, merge."""
    seen = seen_case(request, pk)
    editor = editor_of(seen.case.procedure)
    if editor:
        return redirect(editor, pk=pk)
    latest = seen.case.texts.order_by("-version").first()
    if request.method != "POST":
        start = {"body": latest.body, "saw": latest.digest} if latest else {}
        return _text_page(request, seen, TextForm(initial=start))
    form = TextForm(request.POST)
    if not form.is_valid():
        return _text_page(request, seen, form)
    said = form.cleaned_data
    material = said["material"] == "yes"
    revision = Revision(said["body"], said["saw"], material, said["note"])
    case = seen.held_since(request.POST.get("token", ""))
    try:
        written, now = revise_text(case, revision, by=seen.user, at=seen.at)
    except Conflict as conflict:
        return _text_conflict(request, seen, form, conflict)
    except Refusal as refusal:
        return _text_page(request, seen, form, refusal.reasons)
    messages.success(request, f"已保存第{written.version}稿。")
    if now.step != seen.case.step:
        messages.warning(request, "正文有实质性修改，本件已退回重新审核。")
    return redirect("case", pk=pk)


def _text_page(
    request: HttpRequest, seen: Seen, form: TextForm, reasons: tuple[Reason, ...] = ()
) -> HttpResponse:
    seen.case.refresh_from_db(fields=["token"])
    context = {"seen": seen, "case": seen.case, "form": form, "reasons": reasons}
    status = 200 if not form.is_bound else 409 if reasons else 422
    return render(request, "home/case_text.html", context, status=status)


def _text_conflict(
    request: HttpRequest, seen: Seen, form: TextForm, conflict: Conflict
) -> HttpResponse:
    """Yours, theirs and what both were made from, side by side; yours stays in the box."""
    seen.case.refresh_from_db(fields=["token"])
    theirs = seen.case.texts.order_by("-version").first()
    saw, yours = form.cleaned_data["saw"], form.cleaned_data["body"]
    if theirs is None or theirs.digest == saw:
        return _text_page(request, seen, form, conflict.reasons)
    base = seen.case.texts.filter(digest=saw).order_by("-version").first()
    before = base.body if base else ""
    merged = TextForm(initial={**form.cleaned_data, "saw": theirs.digest})
    context = {
        "seen": seen,
        "case": seen.case,
        "form": merged,
        "theirs": theirs,
        "base": base,
        "yours_marked": list(marked(before, yours)),
        "theirs_marked": list(marked(before, theirs.body)),
        "reasons": conflict.reasons,
    }
    return render(request, "home/text_merge.html", context, status=409)


@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file with the case."""
    seen = seen_case(request, pk)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, "请先选择文件。")
        return redirect("case", pk=pk)
    try:
        added = attach(seen.case, upload, name=upload.name or "", by=seen.user, at=seen.at)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, f"“{upload.name}”没有上传：{reason}")
    else:
        messages.success(request, f"已添加附件“{added.name}”。")
    return redirect("case", pk=pk)


@require_safe
def file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Download a file put with a case one may see."""
    seen = seen_case(request, pk)
    row = get_object_or_404(seen.case.attachments.select_related("file__jurisdiction"), pk=number)
    try:
        return attachment(row.file, name=row.name)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("case", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """One's own 常用意见: add, take out."""
    user = user_of(request)
    if request.method == "POST":
        words = request.POST.get("text", "").strip()[:200]
        if request.POST.get("out"):
            Phrase.objects.filter(user=user, text=request.POST["out"]).delete()
        elif words:
            Phrase.objects.get_or_create(user=user, text=words)
        return redirect("phrases")
    own = Phrase.objects.filter(user=user).order_by("text")
    return render(request, "home/phrases.html", {"own": own, "phrases": phrases_of(user)})
