"""Small words the templates need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from guiju.home.law_links import Linked, Shelf
from guiju.home.law_pages import number_of
from guiju.home.scope import scope_for
from guiju.law.models import Article
from guiju.procedures.desk.handwriting import drawing
from guiju.worktime.deadline import Day

register = template.Library()
_WEEKDAYS = "一二三四五六日"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day or moment in figures; a dash for none."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if value else "—"


@register.filter
def drawn(handwriting: str) -> str:
    """An opinion written by hand, as a picture in the page."""
    return mark_safe(drawing(handwriting))  # noqa: S308 - numbers in a frame of our own


@register.filter
def weekday(value: date) -> str:
    return f"周{_WEEKDAYS[value.weekday()]}"


@register.inclusion_tag("home/parts/days.html")
def day_list(days: Sequence[Day]) -> dict[str, object]:
    """Every day of a limit with its number or why it was not counted, by weeks."""
    return {"days": days, "forward": len(days) > 1 and days[0].on < days[-1].on}


@register.simple_tag
def here(request: HttpRequest, name: str) -> str:
    """Tell whether the page shown belongs to this menu entry."""
    match = request.resolver_match if request else None
    section = (match.url_name or "").split("-")[0] if match else ""
    return "page" if section == name else "false"


@register.inclusion_tag("home/parts/sort_head.html", takes_context=True)
def sort_head(context: template.Context, key: str, label: str) -> dict[str, object]:
    """A column head that sorts by its column, and the other way at the second click."""
    request: HttpRequest = context["request"]
    now = request.GET.get("sort", "")
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if now == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {"label": label, "query": query.urlencode(), "direction": direction}


@register.inclusion_tag("home/parts/linked.html", takes_context=True)
def law_text(context: template.Context, said: object, on: date | None = None) -> dict[str, object]:
    """A text with the articles it names as links; the library is looked up once a page.

    Articles open in the wording of the day `on`; on a page of a case, of the day it was opened,
    for a case keeps the rules of that day and they cite the law by its numbers then.
    """
    request: HttpRequest = context["request"]
    text = str(said)
    if "条" not in text:
        return {"parts": [Linked(text)] if text else []}
    shelf = getattr(request, "law_shelf", None)
    if shelf is None:
        shelf = Shelf(context.get("scope") or scope_for(request))
        request.law_shelf = shelf  # type: ignore[attr-defined]
    return {"parts": list(shelf.linked(text, on or getattr(request, "law_day", None)))}


@register.filter
def article_number(article: Article) -> str:
    return number_of(article)


@register.simple_tag(takes_context=True)
def narrow(context: template.Context, name: str, value: str) -> str:
    """The address with one more condition, or with it taken off; always from the first page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
