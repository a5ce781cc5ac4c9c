"""The calculator of statutory time limits: an address one can pass on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guiju.home.forms import calculate
from guiju.worktime.explain import day_of, sentence


def calculator(request: HttpRequest) -> HttpResponse:
    """The form, and under it the due date with every day on the way there."""
    calculation = calculate(request.GET)
    found = calculation.found
    context: dict[str, object] = {"calculation": calculation, "form": calculation.form}
    if found is not None:
        context |= {
            "found": found,
            "says": sentence(found),
            "days": found.days,
            "backward": day_of(found.due) < day_of(found.start),
        }
    return render(request, "home/deadline.html", context)
