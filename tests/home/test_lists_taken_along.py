"""通知、谁能看到、岗位、分管、作业: what the page lists, in Excel and with a button to print."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
from django.utils import timezone

from guiju.jobs.models import Job, JobState
from guiju.org.acts import put_in_charge
from guiju.org.models import Delegation
from tests.home.playing import Played


def rows(played: Played, role: str, path: str) -> list[tuple[object, ...]]:
    """The lines of a workbook below its heads."""
    answer = played.at(role).get(path)
    assert answer.status_code == 200, answer
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [tuple(row) for row in sheet.iter_rows(min_row=3, values_only=True)]


def prints(played: Played, role: str, path: str) -> bool:
    page = played.at(role).get(path).text
    return "data-print" in page and ".xlsx" in page


def test_notices(played: Played) -> None:
    played.registered()
    ((_, kind, text, read),) = rows(played, "reviewer", "/notices/export.xlsx")
    assert (kind, read) == ("新待办", "—")
    assert "关于做好冬季供暖保障的通知" in str(text)
    assert prints(played, "reviewer", "/notices/")
    played.at("reviewer").post("/notices/read/")
    assert rows(played, "reviewer", "/notices/export.xlsx?unread=1") == []
    assert rows(played, "nobody", "/notices/export.xlsx") == []


def test_a_notice_that_is_none_marks_no_other(played: Played) -> None:
    played.registered()
    client = played.at("reviewer")
    for pk in ("", "x", "9" * 20):
        client.post("/notices/read/", {"pk": pk})
    assert len(rows(played, "reviewer", "/notices/export.xlsx?unread=1")) == 1


def test_who_sees_a_case(played: Played) -> None:
    case = played.registered()
    found = rows(played, "registrar", f"/cases/{case.pk}/who.xlsx")
    assert ("收文员甲", "区政府办公室收文员", "参与办理或传阅") in found
    assert prints(played, "registrar", f"/cases/{case.pk}/who/")
    assert played.at("nobody").get(f"/cases/{case.pk}/who.xlsx").status_code == 404


def test_who_is_away(played: Played) -> None:
    today = timezone.localdate()
    Delegation.objects.create(
        jurisdiction=played.office.jurisdiction,
        post=played.post_of("proposer"),
        to=played.office.people["reviewer"],
        since=today,
        until=today + timedelta(days=3),
        reason="出差",
        by="周",
    )
    ((post, holder, to, *_, reason, way, state),) = rows(played, "registrar", "/people/export.xlsx")
    assert (post, holder, to) == ("区政府办公室办公室负责人", "办公室负责人甲", "办公室初审人甲")
    assert (reason, way, state) == ("出差", "代办", "代办中")
    assert prints(played, "registrar", "/people/")


def test_who_is_in_charge_of_what(played: Played) -> None:
    put_in_charge(post=played.post_of("deputy_head"), unit=played.office.unit)
    found = {row[0]: row[1] for row in rows(played, "administrator", "/people/charges/export.xlsx")}
    assert found["区政府办公室"] == "区政府办公室分管负责人"
    assert not found["全部单位"]
    assert prints(played, "administrator", "/people/charges/")
    assert played.at("registrar").get("/people/charges/export.xlsx").status_code == 403


def test_one_s_own_jobs(played: Played) -> None:
    Job.objects.create(
        jurisdiction=played.office.jurisdiction,
        kind="holidays",
        by=played.office.people["administrator"],
        state=JobState.DONE,
        asked_at=timezone.now(),
    )
    ((_, _, state, percent, _, ended),) = rows(played, "administrator", "/jobs/export.xlsx")
    assert (state, percent, ended) == ("完成", "100%", "—")
    assert rows(played, "registrar", "/jobs/export.xlsx") == []
    assert prints(played, "administrator", "/jobs/")
