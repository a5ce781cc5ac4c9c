"""Lists, pages and exports show what the one rule of visibility lets someone see, and no more."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guiju.home.scope import scope_of
from guiju.org.acts import appoint, create_post, create_unit
from guiju.org.models import Jurisdiction, Post, Secrecy
from guiju.procedures.desk.visibility import who_sees
from guiju.procedures.models import Case, Finding, Origin, Participation
from tests.home.conftest import AT, YEAR, Desk

ON = date(2026, 1, 15)


def sitting(name: str, district: Jurisdiction, *roles: str) -> tuple[Client, User, Post]:
    """Someone signed in who holds a post of the finance bureau with these roles."""
    unit = create_unit(jurisdiction=district, name="区财政局")
    post = create_post(unit=unit, name=f"{name}的岗位", roles=roles)
    user = User.objects.create_user(name)
    appoint(user=user, post=post, since=date(2020, 1, 1))
    client = Client()
    client.force_login(user)
    return client, user, post


@pytest.fixture
def live(desk: Desk) -> Case:
    """A case opened at the desk that nobody of the cast has a part in."""
    return Case.objects.create(
        jurisdiction=desk.jurisdiction,
        procedure="foi_request",
        version="x",
        title="在线的申请",
        number="YL2025-9",
        opened_on=date(YEAR, 3, 3),
    )


def test_a_live_case_is_seen_by_its_people_only(desk: Desk, live: Case) -> None:
    client, user, post = sitting("qian", desk.jurisdiction, "foi_request.clerk")
    assert live not in scope_of(user, on=ON).cases()
    assert client.get(f"/cases/{live.pk}/").status_code == 404
    Participation.objects.create(jurisdiction=desk.jurisdiction, case=live, post=post, last_at=AT)
    assert live in scope_of(user, on=ON).cases()
    assert client.get(f"/cases/{live.pk}/").status_code == 200


def test_ledger_records_are_for_those_who_work_on_their_procedure(desk: Desk) -> None:
    client, user, _ = sitting("qian", desk.jurisdiction, "foi_request.clerk")
    seen = scope_of(user, on=ON).cases()
    assert set(seen.values_list("procedure", flat=True)) == {"foi_request"}
    assert seen.count() == Case.objects.filter(procedure="foi_request").count() > 0
    foi, inquiry = (
        client.get(f"/figures/{name}/{YEAR}/").text
        for name in ("foi.received", "message.city.received")
    )
    assert "<b data-total>3</b>" in foi
    assert "<b data-total>0</b>" in inquiry
    assert "不是全区的总数" in inquiry


def test_findings_are_those_of_visible_cases(desk: Desk) -> None:
    client, user, _ = sitting("qian", desk.jurisdiction, "foi_request.clerk")
    mine = Finding.objects.filter(case__procedure="foi_request").count()
    assert 0 < mine < Finding.objects.count()
    assert scope_of(user, on=ON).findings().count() == mine
    assert f"<b data-total>{mine}</b>" in client.get(f"/findings/{YEAR}/?all=1").text


def test_totals_and_reports_are_for_overseers(desk: Desk) -> None:
    client, _, _ = sitting("qian", desk.jurisdiction, "foi_request.clerk")
    assert "data-figure" not in client.get("/").text
    assert client.get("/reports/").status_code == 403
    assert client.get(f"/reports/disclosure/{YEAR}/").status_code == 404
    assert client.get(f"/reports/disclosure/{YEAR}/docx").status_code == 404
    assert desk.client.get(f"/reports/disclosure/{YEAR}/").status_code == 200


def test_what_is_above_ones_clearance_is_counted_but_not_listed(desk: Desk) -> None:
    case = Case.objects.filter(procedure="foi_request").first()
    assert case is not None
    Case.objects.filter(pk=case.pk).update(secrecy=Secrecy.WORK_SECRET)
    page = desk.client.get(f"/figures/foi.received/{YEAR}/").text
    assert "<b data-total>2</b>" in page
    assert "另有1件不在您的阅知范围" in page
    assert desk.client.get(f"/cases/{case.pk}/").status_code == 404
    assert case.title not in desk.client.get(f"/findings/{YEAR}/?all=1").text


def test_a_superuser_oversees_all_but_work_secrets(live: Case) -> None:
    root = User.objects.create_superuser("root")
    assert live in scope_of(root, on=ON).cases()
    assert root in [sees.user for sees in who_sees(live, on=ON)]
    Case.objects.filter(pk=live.pk).update(secrecy=Secrecy.WORK_SECRET)
    live.refresh_from_db()
    assert live not in scope_of(root, on=ON).cases()
    assert root not in [sees.user for sees in who_sees(live, on=ON)]


def test_those_named_as_seeing_a_case_are_those_who_see_it(desk: Desk, live: Case) -> None:
    sitting("qian", desk.jurisdiction, "foi_request.clerk")
    for case in (live, *Case.objects.filter(origin=Origin.IMPORTED)[:5]):
        named = {sees.user for sees in who_sees(case, on=ON)}
        see = {u for u in User.objects.all() if case in scope_of(u, on=ON).cases()}
        assert named == see
