"""What cannot be stored is refused before anything is done, whatever the page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from guiju.procedures.rulebook import office_rulebook
from tests.home.playing import Played, hidden
from tests.office import office_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def played(db: None) -> Played:
    p = office_rulebook().in_force("incoming_document", timezone.localdate())
    return Played(office_of(p), {})


def test_a_form_with_a_nul_is_a_bad_request_and_keeps_nothing(played: Played) -> None:
    case = played.open()
    client: Client = played.at("registrar")
    page = client.get(f"/cases/{case.pk}/urge/").text
    said = {"kind": "urge", "text": "请\x00办", "token": hidden(page, "token")}
    assert client.post(f"/cases/{case.pk}/urge/", said).status_code == 400
    assert not case.slips.exists()
