"""Whatever is written on a case is found at once, by those who may see the case and nobody else."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth.models import User
from docx import Document

from guiju.home.finding import address, findable
from guiju.org.models import Secrecy
from guiju.procedures.desk.attaching import attach
from guiju.procedures.desk.linking import void_case
from guiju.procedures.models import Attachment, Case
from guiju.procedures.searching import KINDS, index_all_cases
from guiju.search import acts
from guiju.search.models import Entry
from guiju.search.selectors import Answer, Asked, search
from tests.office import MONDAY, noon
from tests.procedures.desk.house import House

pytestmark = pytest.mark.database


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
