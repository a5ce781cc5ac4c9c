"""A route nobody has thought about does not pass: every one has its line in the table."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from tests.permissions.table import Entry, entries, read
from tests.permissions.walk import Route, routes


def missing(found: dict[str, Route], table: tuple[Entry, ...]) -> list[str]:
    """What has to be added to the table, in words."""
    known = {(entry.path, entry.method) for entry in table}
    return [
        f"{method} /{route.path} has no line in tests/permissions/routes.yaml: say who may call "
        "it, then run the tests of tests/permissions"
        for route in found.values()
        for method in sorted(route.methods or {"GET"})
        if (route.path, method) not in known
    ]


def left_over(found: dict[str, Route], table: tuple[Entry, ...]) -> list[str]:
    """What stands in the table and is no route any more."""
    return [
        f"{entry} is in tests/permissions/routes.yaml, but no route answers it: take it out"
        for entry in table
        if entry.path not in found
        or (methods := found[entry.path].methods) is not None
        and entry.method not in methods
    ]


def test_every_route_has_its_line() -> None:
    found = routes()
    assert len(found) > 100, "the walk of the resolver found next to nothing"
    assert missing(found, entries()) == []


def test_every_line_has_its_route() -> None:
    assert left_over(routes(), entries()) == []


def test_every_argument_of_a_path_is_filled() -> None:
    found = routes()
    for entry in entries():
        assert set(entry.arguments) == found[entry.path].arguments, str(entry)


@require_POST
def _new_one(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(str(pk))


def test_a_new_route_fails_until_it_has_a_line() -> None:
    found = routes([path("new/", include([path("<int:pk>/", _new_one)]))])
    (said,) = missing(found, entries())
    assert said.startswith("POST /new/<int:pk>/ has no line in tests/permissions/routes.yaml")
    table = tuple(read('"new/<int:pk>/": {POST: signed_in}'))
    assert missing(found, table) == []
    assert left_over(found, table) == []


def test_a_line_without_a_route_and_a_wrong_method_are_found() -> None:
    found = routes([path("new/<int:pk>/", _new_one)])
    table = tuple(read('"new/<int:pk>/": {GET: signed_in}\n"old/": {GET: public}'))
    assert [said.split(" is in")[0] for said in left_over(found, table)] == [
        "GET /new/<int:pk>/", "GET /old/",
    ]  # fmt: skip


def test_a_word_the_table_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="who must be one of"):
        read('"new/": {GET: everybody}')
