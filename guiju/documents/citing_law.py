"""Citations put into a document being written, out of the research folders of its case."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404

from guiju.law.models import Clipping
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case
from guiju.procedures.research import citation_of, folders_of


def citation(case: Case, wanted: str, viewer: Viewer) -> str:
    """The citation of an article collected for the case, by its clipping. Raises Http404."""
    number = int(wanted[:18]) if wanted.isascii() and wanted.isdecimal() else 0
    rows = Clipping.objects.filter(pk=number, folder__in=folders_of(viewer, case))
    found = rows.select_related("instrument").first()
    if found is None:
        raise Http404("研究夹中没有这一条")
    return citation_of(found)


def cited(typed: Mapping[str, str], words: str) -> dict[str, str]:
    """What is typed, the citation at the end of its body."""
    return {**typed, "body": typed.get("body", "").rstrip() + words}


def taken_back(typed: Mapping[str, str], words: str) -> dict[str, str]:
    """What is typed without the citation at its end; the same where it ends otherwise."""
    return {**typed, "body": typed.get("body", "").rstrip().removesuffix(words)}
