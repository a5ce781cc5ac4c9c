"""The leader's page: the whole paper, and nothing written on one that is gone is lost."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from guiju.procedures.desk.attaching import attach
from guiju.procedures.models import Case, Task, TaskState
from tests.home.playing import Played

FITS = {"fact_examination_result": "符合规定", "fact_kind": "办件", "fact_is_important": "no"}


def with_deputy(played: Played) -> tuple[Case, Task]:
    case = played.do("reviewer", played.registered(), "accept", **FITS)
    case = played.do("proposer", case, "propose_to_deputy", fact_proposal="拟请阅示。")
    return case, case.tasks.get(state=TaskState.OPEN)


def test_the_scan_of_a_paper_is_on_it(played: Played, settings: Settings, tmp_path: object) -> None:
    settings.VAR = tmp_path
    case, task = with_deputy(played)
    scan = SimpleUploadedFile("来文扫描件.txt", "正文".encode())
    at = timezone.now()
    added = attach(case, scan, name=scan.name or "", by=played.office.people["proposer"], at=at)
    page = played.at("deputy_head").get(f"/leader/task/{task.pk}/").text
    assert f'href="/cases/{case.pk}/files/{added.pk}/"' in page
    assert "来文扫描件.txt" in page


def test_what_was_written_on_a_paper_done_meanwhile_is_said(played: Played) -> None:
    case, task = with_deputy(played)
    opinion = {"do": "instruct", "opinion": "请住建局牵头办理。"}
    played.do("deputy_head", case, "instruct")
    answer = played.at("deputy_head").post(f"/leader/task/{task.pk}/do/", opinion, follow=True)
    assert "您写的“请住建局牵头办理。”没有提交" in answer.text
    assert "您手写的意见没有提交" not in answer.text
    drawn = {"do": "instruct", "handwriting": "[[1,2,3,4]]"}
    answer = played.at("deputy_head").post(f"/leader/task/{task.pk}/do/", drawn, follow=True)
    assert "您手写的意见没有提交" in answer.text
