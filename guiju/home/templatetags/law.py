"""Articles at hand while a text is written."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from guiju.home.scope import scope_for
from guiju.procedures.models import Case
from guiju.procedures.research import clipped, folders_of

register = template.Library()
SHOWN = 8
"""Folders offered beside a text, newest first."""


@register.inclusion_tag("home/parts/case_folders.html", takes_context=True)
def case_folders(
    context: template.Context, case: Case, into: str, form: str = ""
) -> dict[str, object]:
    """The folders of a case, each citation with a button that puts it where the caret is.

    `into` is the id of the text's box. Without scripts the citations are there to be copied; with
    the id of its `form` the button sends it, to do `cite:<clipping>`.
    """
    request: HttpRequest = context["request"]
    folders = folders_of(scope_for(request).viewer, case)[:SHOWN]
    return {
        "folders": [(folder, clipped(folder)) for folder in folders],
        "request": request, "case": case, "into": into, "form": form,
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip
