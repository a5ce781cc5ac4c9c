"""A new holiday notice: checked, looked at, put in force, and what it moved."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from guiju.core.office import VARIABLE
from guiju.jobs.models import Job, JobState
from guiju.procedures.models import Limit
from guiju.worktime.calendar import DATA
from tests.home.clock import TODAY, LiveDesk, live_desk

pytestmark = pytest.mark.django_db
DUE, AFTER = date(2025, 4, 18), date(2025, 4, 21)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    return tmp_path


@pytest.fixture
def live(office: Path, db: None) -> LiveDesk:
    return live_desk()


def notice(**more: str) -> str:
    """The notice of 2025 with further days off."""
    year = json.loads((DATA / "2025.json").read_text(encoding="utf-8"))
    year["holidays"] |= more
    return json.dumps(year, ensure_ascii=False, indent=1)


def upload(client: Client, text: str) -> HttpResponse:
    file = SimpleUploadedFile("通知.json", text.encode(), "application/json")
    return client.post("/holidays/", {"file": file})


def confirm(client: Client, text: str, done: DjangoCaptureOnCommitCallbacks) -> str:
    with done(execute=True):
        answer = client.post("/holidays/", {"text": text, "sure": "yes"})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_notice_moves_the_open_cases_and_can_be_taken_back(
    live: LiveDesk, office: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case = live.request("某申请", date(2025, 3, 20))
    limit = Limit.objects.get(case=case, running=True, owed=True)
    assert limit.due_on == DUE
    client, more = live.client("administrator"), notice(**{str(DUE): "新增假日"})
    preview = upload(client, more).content.decode()
    assert "新增假日" in preview
    assert "有1天不同" in preview
    assert not (office / "holidays").exists()
    page = client.get(confirm(client, more, django_capture_on_commit_callbacks)).content.decode()
    assert "某申请" in page
    assert "2025-04-18" in page
    assert "2025-04-21" in page
    limit.refresh_from_db()
    case.refresh_from_db()
    assert limit.due_on == case.due_on == AFTER
    assert "新增假日" in client.get("/calendar/2025/4/").content.decode()

    confirm(client, notice(), django_capture_on_commit_callbacks)
    limit.refresh_from_db()
    assert limit.due_on == DUE
    assert (office / "holidays" / "2025.json.earlier").is_file()
    back = client.post("/holidays/", {"earlier": "2025"}).content.decode()
    assert "新增假日" in back


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "不是可读的 JSON"),
        ("[]", "year"),
        ('{"year": 2025}', "缺少 notice"),
        (notice(**{"2025-13-01": "错"}), "2025-13-01"),
        (notice(**{"2024-05-01": "错"}), "不在2025年"),
        (json.dumps({"year": 2040, "notice": "", "holidays": {}, "workdays": {}}), "缺少2027年"),
        ("x" * 300_000, "文件太大"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    live: LiveDesk, office: Path, text: str, says: str
) -> None:
    answer = upload(live.client("administrator"), text)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    confirmed = live.client("administrator").post("/holidays/", {"text": text, "sure": "yes"})
    assert confirmed.status_code in (400, 422)
    assert not (office / "holidays").exists()


def test_only_an_administrator_changes_the_calendar(live: LiveDesk, office: Path) -> None:
    client = live.client("overseer")
    page = client.get("/holidays/").content.decode()
    assert "国庆节" in page
    assert '<input id="file"' not in page
    assert upload(client, notice()).status_code == 403
    assert client.post("/holidays/", {"text": notice(), "sure": "yes"}).status_code == 403
    assert not Job.objects.exists()


def test_a_job_is_seen_by_whoever_asked_for_it(
    live: LiveDesk, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = live.client("administrator")
    path = confirm(client, notice(), django_capture_on_commit_callbacks)
    assert "没有期限因此变化" in client.get(path).content.decode()
    assert path in client.get("/jobs/").content.decode()
    assert live.client("overseer").get(path).status_code == 404
    Job.objects.update(state=JobState.WAITING, asked_at=timezone.now(), seen_at=None)
    waiting = client.get(path).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert live.client("overseer").post(f"{path}cancel/").status_code == 404
    client.post(f"{path}cancel/")
    assert Job.objects.get().state == JobState.CANCELLED


def test_what_moved_is_shown_only_of_what_may_be_seen(
    live: LiveDesk, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case = live.request("工作秘密的申请", date(2025, 3, 20))
    type(case).objects.filter(pk=case.pk).update(secrecy=2)
    client = live.client("administrator")
    more = notice(**{str(DUE): "新增假日"})
    page = client.get(confirm(client, more, django_capture_on_commit_callbacks)).content.decode()
    assert "工作秘密的申请" not in page
    assert "不在您的阅知范围" in page
