"""代录 from the page: the leader lends it, the secretary enters the paper with its scan."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from guiju.org import acts as org
from guiju.org.models import Delegation
from guiju.procedures.models import Case, Task
from tests.home.playing import Played, hidden
from tests.home.test_leader import FITS, with_deputy

SCAN = b"\x89PNG\r\n\x1a\n" + bytes(64) + b"IEND\xaeB`\x82"


@pytest.fixture
def lent(played: Played, settings: Settings, tmp_path: object) -> tuple[Case, Task]:
    """The case waits for the deputy head, whose paper the registrar may enter."""
    settings.VAR = tmp_path
    case, task = with_deputy(played)
    today = timezone.localdate()
    data = {
        "post": str(played.post_of("deputy_head").pk),
        "to": str(played.office.people["registrar"].pk),
        "since": today.isoformat(),
        "until": (today + timedelta(days=9)).isoformat(),
        "reason": "外出调研",
        "records": "yes",
    }
    answer = played.at("deputy_head").post("/people/lend/", data, follow=True)
    assert "代录批示" in answer.text
    assert Delegation.objects.get().records
    return case, task


def sent(played: Played, case: Case, **more: object) -> str:
    """The form sent back as the page gave it, and what the desk answers."""
    address = f"/cases/{case.pk}/acts/instruct/"
    page = played.at("registrar").get(address).text
    data = {"on": played.today, "token": hidden(page, "token"), "opinion": "请住建局牵头。", **more}
    return str(played.at("registrar").post(address, data, follow=True).text)


def test_the_list_says_whose_paper_may_be_entered(played: Played, lent: tuple[Case, Task]) -> None:
    page = played.at("registrar").get("/people/").text
    assert "【代录】录入" in page
    assert ">代录</td>" in page
    assert "【代录】" in played.at("registrar").get("/boxes/to-do/").text


def test_the_form_asks_for_the_paper_and_loses_nothing(
    played: Played, lent: tuple[Case, Task]
) -> None:
    case, _ = lent
    page = played.at("registrar").get(f"/cases/{case.pk}/acts/instruct/").text
    assert 'enctype="multipart/form-data"' in page and "代录" in page and "（必附）" in page
    assert "data-handwriting" not in page, "nobody writes in the leader's hand"
    assert (
        "data-handwriting" in played.at("deputy_head").get(f"/cases/{case.pk}/acts/instruct/").text
    )
    again = sent(played, case)
    assert "须附批示原件的扫描件" in again
    assert "请住建局牵头。" in again
    assert Case.objects.get(pk=case.pk).step == "deputy_instructing"


def test_entered_with_its_scan_it_is_the_leaders(played: Played, lent: tuple[Case, Task]) -> None:
    case, _ = lent
    sent(played, case, scan=SimpleUploadedFile("批示.png", SCAN))
    now = Case.objects.get(pk=case.pk)
    assert now.step != "deputy_instructing"
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert re.search(r'<span class="tag">[^<]+代录</span>', page)
    slip = played.at("proposer").get(f"/cases/{case.pk}/sheet/").text
    assert "请住建局牵头。" in slip and "代录）" in slip


def test_who_entered_it_takes_it_back_and_the_log_says_who(
    played: Played, lent: tuple[Case, Task]
) -> None:
    case, _ = lent
    sent(played, case, scan=SimpleUploadedFile("批示.png", SCAN))
    page = played.at("registrar").get(f"/cases/{case.pk}/").text
    assert f'action="/cases/{case.pk}/take-back/"' in page
    assert (
        f'action="/cases/{case.pk}/take-back/"'
        not in played.at("reviewer").get(f"/cases/{case.pk}/").text
    )
    answer = played.at("registrar").post(
        f"/cases/{case.pk}/take-back/", {"token": hidden(page, "token")}, follow=True
    )
    assert "已取回" in answer.text
    assert Case.objects.get(pk=case.pk).step == "deputy_instructing"
    registrar = played.office.people["registrar"].username
    assert re.search(rf"作废第\d条，{registrar}取回", answer.text)
    told = played.at("deputy_head").get("/notices/").text
    assert "已取回按您的纸质批示代录的“批示”" in told


def test_a_scan_sent_with_a_refused_act_stays_and_is_chosen(
    played: Played, lent: tuple[Case, Task]
) -> None:
    case, _ = lent
    again = sent(played, case, scan=SimpleUploadedFile("批示.png", SCAN), token="99")
    (scan,) = case.attachments.all()
    assert f'<option value="{scan.pk}" selected>' in again
    sent(played, case, paper=str(scan.pk))
    assert Case.objects.get(pk=case.pk).step != "deputy_instructing"
    assert case.attachments.count() == 1


def test_the_leaders_page_leads_to_the_form(played: Played, lent: tuple[Case, Task]) -> None:
    case, task = lent
    other = org.create_post(
        unit=played.office.unit, name="另一位分管负责人", roles=["incoming_document.deputy_head"]
    )
    user = User.objects.create_user("另一位")
    org.appoint(user=user, post=other, since=timezone.localdate())
    own = played.at("deputy_head").get(f"/leader/task/{task.pk}/").text
    page = played.at("registrar").get(f"/leader/task/{task.pk}/").text
    assert f'href="/cases/{case.pk}/acts/instruct/"' in page
    for button in ('value="instruct"', 'value="hand_on"'):
        assert button in own and button not in page


def test_a_leader_who_writes_on_paper_is_not_away(played: Played, lent: tuple[Case, Task]) -> None:
    case = played.do("reviewer", played.registered(), "accept", **FITS)
    page = played.at("proposer").get(f"/cases/{case.pk}/acts/propose_to_deputy/").text
    assert str(played.post_of("deputy_head")) in page
    assert "外出" not in page
