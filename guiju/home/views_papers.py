"""The text of a case and the files put with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guiju.core.errors import Conflict, Reason, Refusal
from guiju.files.sending import attachment
from guiju.home.case_seen import Seen, seen_case
from guiju.home.draft_pages import save_and_return
from guiju.home.phrases import COMMON
from guiju.home.scope import user_of
from guiju.home.side_forms import TextForm
from guiju.home.text_pages import (
    MERGE,
    blank_form,
    draft_of,
    latest_of,
    merge_page,
    merging,
    place_of,
    text_page,
)
from guiju.home.typed import drop
from guiju.procedures.desk.attaching import attach
from guiju.procedures.desk.drafting import Revision, revise_text
from guiju.procedures.desk.panels import editor_of
from guiju.procedures.models import Phrase

SAVE = "save"


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a new version; on somebody else's version in between, merge."""
    seen = seen_case(request, pk)
    editor = editor_of(seen.case.procedure)
    if editor:
        return redirect(editor, pk=pk)
    if request.method != "POST":
        draft = draft_of(seen)
        return text_page(request, seen, blank_form(seen, draft), draft=draft)
    again = request.POST.get("again", "")
    if again == SAVE:
        return save_and_return(request, place_of(seen))
    form = TextForm(request.POST)
    if again == MERGE:
        return _merged(request, seen, form)
    if not form.is_valid():
        return text_page(request, seen, form)
    return _saved(request, seen, form)


def _saved(request: HttpRequest, seen: Seen, form: TextForm) -> HttpResponse:
    said = form.cleaned_data
    material = said["material"] == "yes"
    revision = Revision(said["body"], said["saw"], material, said["note"])
    case = seen.held_since(request.POST.get("token", ""))
    try:
        written, now = revise_text(case, revision, by=seen.user, at=seen.at)
    except Conflict as conflict:
        theirs = latest_of(seen)
        if theirs is None or theirs.digest == said["saw"]:
            return text_page(request, seen, form, conflict.reasons)
        return merge_page(request, seen, form, conflict.reasons)
    except Refusal as refusal:
        return text_page(request, seen, form, refusal.reasons)
    drop(place_of(seen), request.POST, by=seen.user)
    messages.success(request, f"已保存第{written.version}稿。")
    if now.step != seen.case.step:
        messages.warning(request, "正文有实质性修改，本件已退回重新审核。")
    return redirect("case", pk=seen.case.pk)


def _merged(request: HttpRequest, seen: Seen, form: TextForm) -> HttpResponse:
    """The text as picked, back in its form to be looked over; what is undecided is asked again."""
    theirs = latest_of(seen)
    if theirs is None:
        return text_page(request, seen, form)
    if request.POST.get("against") != theirs.digest:
        says = f"正文又有了第{theirs.version}稿，请重新比对"
        return merge_page(request, seen, form, (Reason("conflict.text", says),))
    field = merging(seen, form, theirs)
    left = field.undecided(request.POST)
    if left:
        return merge_page(request, seen, form, (), left)
    body = field.chosen(request.POST)
    told = {name: form[name].value() for name in ("material", "note")}
    messages.success(request, "已按所选合并，还没有保存。请核对后保存为新的一稿。")
    return text_page(request, seen, TextForm(initial={**told, "body": body, "saw": theirs.digest}))


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
    return render(request, "home/phrases.html", {"own": own, "phrases": COMMON})
