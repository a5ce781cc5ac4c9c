"""The cells of the board."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from guiju.procedures.desk.board import Line, Wanted
from guiju.procedures.desk.lights import Light

register = template.Library()


@register.inclusion_tag("home/parts/board_cell.html", takes_context=True)
def cell(context: template.Context, line: Line, light: Light, wanted: Wanted) -> dict[str, object]:
    """How many limits of a unit show a light, with the way to their list."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name in ("page", "unit", "all"):
        query.pop(name, None)
    query["light"] = light.colour
    if line.key:
        query["unit"] = line.key
    return {
        "n": line.counts[light.colour],
        "light": light,
        "name": line.name,
        "query": query.urlencode(),
        "chosen": (wanted.unit, wanted.light) == (line.key, light.colour),
    }
