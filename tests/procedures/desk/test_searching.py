"""Whatever is written on a case is found at once, by those who may see the case and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from docx import Document

from guiju.home.finding import address, findable
from guiju.org.models import Secrecy
from guiju.procedures.desk.attaching import attach
from guiju.procedures.desk.linking import void_case
from guiju.procedures.file_words import read_words
from guiju.procedures.models import Attachment, Case
from guiju.procedures.searching import KINDS, index_all_cases
from guiju.search import acts
from guiju.search.models import Entry
from guiju.search.selectors import Answer, Asked, search
from guiju.typeset.press_official import official_pdf
from tests.files.samples import PDF as SCAN
from tests.office import MONDAY, noon
from tests.procedures.desk.house import House
from tests.typeset.official.samples import IMAGES, SAMPLES

pytestmark = pytest.mark.database
Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


def asked(question: str, user: User) -> Answer:
    return search(Asked(question, findable(user, MONDAY)))


def refs(question: str, user: User) -> list[str]:
    return [hit.entry.ref for hit in asked(question, user).hits]


def word(text: str) -> bytes:
    document, kept = Document(), BytesIO()
    document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "表内文字"
    document.save(kept)
    return kept.getvalue()


def test_a_case_is_found_from_the_act_that_opens_it(house: House) -> None:
    case = house.open()
    assert refs("某事项的通", house.people["经办一"]) == [f"case/{case.pk}"]
    assert refs("某事项的通", house.people["收发"]) == []


def test_what_is_signed_and_written_is_found(house: House) -> None:
    house.open()
    house.revise("龙舟赛沿河护栏应当加固。", "经办一")
    me = house.people["经办一"]
    assert refs("护栏应当", me) == [f"case/{house.case.pk}"]
    house.revise("龙舟赛沿河围挡应当加固。", "经办一")
    assert (refs("护栏应当", me), len(refs("围挡应当", me))) == ([], 1)


def test_a_file_is_found_by_its_words_and_opens_at_the_case(house: House) -> None:
    house.open()
    me, at = house.people["经办一"], noon(MONDAY)
    attach(house.case, word("防汛物资清单"), name="清单.docx", by=me, at=at)
    attach(house.case, "汛期值守".encode("gb18030"), name="值守.txt", by=me, at=at)
    (docx, txt) = Attachment.objects.order_by("pk")
    assert refs("防汛物资", me) == refs("表内文字", me) == [f"file/{docx.pk}"]
    (hit,) = asked("汛期值守", me).hits
    assert (hit.entry.ref, address(hit.entry)) == (
        f"file/{txt.pk}", f"/cases/{house.case.pk}/#files",
    )  # fmt: skip
    assert set(refs("清单.docx", me)) == {f"file/{docx.pk}", f"case/{house.case.pk}"}
    assert refs("防汛物资", house.people["收发"]) == []


def paper() -> bytes:
    return official_pdf(SAMPLES["notice"], images=IMAGES).pdf


def test_a_pdf_is_found_by_its_name_at_once_and_by_its_words_after_the_act(
    house: House, django_capture_on_commit_callbacks: Capture
) -> None:
    house.open()
    me, other = house.people["经办一"], house.people["收发"]
    with django_capture_on_commit_callbacks(execute=True):
        attach(house.case, paper(), name="工作要点.pdf", by=me, at=noon(MONDAY))
        assert (refs("督查室予以通报", me), len(refs("工作要点.pdf", me))) == ([], 2)
    (file,) = Attachment.objects.all()
    assert refs("督查室予以通报", me) == [f"file/{file.pk}"]
    assert refs("督查室予以通报", other) == []


def test_with_a_worker_it_reads_the_pdf(
    house: House, django_capture_on_commit_callbacks: Capture, settings: Any
) -> None:
    settings.JOB_WORKER = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    house.open()
    me = house.people["经办一"]
    with django_capture_on_commit_callbacks(execute=True):
        attach(house.case, paper(), name="工作要点.pdf", by=me, at=noon(MONDAY))
    (job,) = read_words.get_backend().results
    assert refs("督查室予以通报", me) == []
    assert read_words.call(*job.args)
    assert len(refs("督查室予以通报", me)) == 1


def test_a_pdf_whose_job_was_lost_is_read_at_night_and_only_once(house: House) -> None:
    house.open()
    me = house.people["经办一"]
    attach(house.case, paper(), name="工作要点.pdf", by=me, at=noon(MONDAY))
    attach(house.case, SCAN, name="扫描件.pdf", by=me, at=noon(MONDAY))
    assert refs("督查室予以通报", me) == []
    assert index_all_cases().written == 2
    assert len(refs("督查室予以通报", me)) == 1
    assert index_all_cases().written == 0


def test_a_file_taken_away_before_it_was_read_is_no_error(db: None) -> None:
    assert not read_words.call(999_999)


def test_a_secret_case_is_in_no_answer_of_who_is_not_cleared(house: House) -> None:
    house.clear("经办一")
    house.open(secrecy=Secrecy.WORK_SECRET)
    assert len(refs("某事项", house.people["经办一"])) == 1
    answer = asked("某事项", house.people["经办二"])
    assert (answer.hits, answer.total, answer.suggestions) == ((), 0, ())
    assert not any(answer.facets.values())


def test_a_void_case_says_so(house: House) -> None:
    house.open()
    void_case(
        house.case, reason="重复登记", by=house.people["经办一"], at=noon(MONDAY),
        rulebook=house.rules,
    )  # fmt: skip
    (hit,) = asked("某事项", house.people["经办一"]).hits
    assert hit.entry.status == "已作废"


def test_indexing_all_again_changes_nothing_and_repairs_everything(house: House) -> None:
    house.open()
    attach(
        house.case, word("防汛物资"), name="清单.docx", by=house.people["经办一"], at=noon(MONDAY)
    )
    kept = index_all_cases()
    assert (kept.written, kept.unchanged, kept.dropped) == (0, 2, 0)
    acts.clear()
    acts.put([])
    assert index_all_cases().written == 2
    Case.objects.filter(pk=house.case.pk).update(title="关于另一事项的函")
    kept = index_all_cases()
    assert (kept.written, kept.unchanged) == (1, 1)
    Entry.objects.filter(ref__startswith="file/").update(ref="file/999999")
    assert index_all_cases().dropped == 1


def test_every_matter_named_is_there() -> None:
    from guiju.procedures import library

    assert set(KINDS) <= {path.parent.parent.name for path in library.files()}
