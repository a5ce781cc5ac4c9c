"""Nothing is shown to strangers, and nobody gets to guess passwords."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from guiju.org.models import Jurisdiction
from tests.home.conftest import staff

PAGES = (
    "/",
    "/figures/foi.received/2025/",
    "/figures/foi.received/2025/export.xlsx",
    "/findings/",
    "/findings/2025/",
    "/findings/2025/export.xlsx",
    "/cases/1/",
    "/checkup/",
    "/checkup/AAAAAAAAAAAAAAAAAAAAAA/",
    "/checkup/AAAAAAAAAAAAAAAAAAAAAA/download/xlsx",
    "/checkup/templates/会议台账.xlsx",
    "/reports/",
    "/reports/disclosure/2025/",
    "/reports/disclosure/2025/docx",
    "/deadline/",
    "/procedures/",
    "/procedures/foi_request/",
    "/password/",
    "/no/such/page/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page(client: Client, page: str) -> None:
    answer = client.get(page)
    if page == "/no/such/page/":
        assert answer.status_code == 404
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("sign-in"))


@pytest.mark.django_db
def test_whoever_watches_the_server_needs_no_account(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


def test_the_right_password_opens_the_desk(district: Jurisdiction, client: Client) -> None:
    staff("lin", district)
    answer = client.post(
        "/sign-in/?next=/deadline/",
        {"username": "lin", "password": "a-long-password-1", "next": "/deadline/"},
    )
    assert answer["Location"] == "/deadline/"
    assert "期限计算器" in client.get("/deadline/").text


def test_nobody_is_led_off_the_site_after_signing_in(
    district: Jurisdiction, client: Client
) -> None:
    staff("lin", district)
    answer = client.post(
        "/sign-in/",
        {"username": "lin", "password": "a-long-password-1", "next": "https://example.org/"},
    )
    assert answer["Location"] == "/"


def test_five_wrong_passwords_lock_the_name(district: Jurisdiction, client: Client) -> None:
    staff("lin", district)
    for _ in range(4):
        wrong = client.post("/sign-in/", {"username": "lin", "password": "nonsense"})
        assert wrong.status_code == 200
        assert "用户名或密码不对" in wrong.text
    locked = client.post("/sign-in/", {"username": "lin", "password": "nonsense"})
    assert locked.status_code == 429
    assert "暂停登录15分钟" in locked.text
    right = client.post("/sign-in/", {"username": "lin", "password": "a-long-password-1"})
    assert right.status_code == 429


def test_signing_out_takes_a_click_not_a_link(district: Jurisdiction, client: Client) -> None:
    client.force_login(staff("lin", district))
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_a_password_can_be_changed(district: Jurisdiction, client: Client) -> None:
    client.force_login(staff("lin", district))
    answer = client.post(
        "/password/",
        {
            "old_password": "a-long-password-1",
            "new_password1": "Another-Long-2",
            "new_password2": "Another-Long-2",
        },
        follow=True,
    )
    assert "密码已修改" in answer.text
