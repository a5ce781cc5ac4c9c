"""Signing in after a form was sent too late leads back to the page of the form."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("http://testserver/cases/7/urge/", "/cases/7/urge/"),
        ("http://testserver/boxes/to-do/?page=2", "/boxes/to-do/%3Fpage%3D2"),
        ("http://elsewhere.example/cases/7/", "/"),
        ("", "/"),
    ],
)
def test_a_form_sent_too_late(client: Client, before: str, then: str) -> None:
    answer = client.post("/leader/task/1/do/", headers={"referer": before})
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next={then}"


def test_a_page_asked_for_is_the_one_that_opens(client: Client) -> None:
    assert client.get("/boxes/to-do/")["Location"] == "/sign-in/?next=/boxes/to-do/"
