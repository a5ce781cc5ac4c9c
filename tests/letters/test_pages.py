"""The pages of letters: what is due, preview, words, issue, download; nothing for strangers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from guiju.law.acts import store_texts
from guiju.law.reading import read_folder
from guiju.letters.models import Issued, Wording
from guiju.letters.panel import letters_panel
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Case
from tests.law.texts import write_library
from tests.letters.cast import opened, seat_overseer
from tests.office import MONDAY, Office


class Someone:
    """Signed in at the desk."""

    def __init__(self, office: Office, name: str) -> None:
        self.client = Client()
        self.client.force_login(office.people[name])

    def get(self, path: str) -> HttpResponse:
        return self.client.get(path)  # type: ignore[return-value]

    def post(self, path: str, **said: str) -> HttpResponse:
        return self.client.post(path, said)  # type: ignore[return-value]


def page_of(case: Case, rest: str = "receipt/1/") -> str:
    return f"/cases/{case.pk}/letters/{rest}"


@pytest.fixture
def clerk(office: Office) -> Someone:
    return Someone(office, "clerk")


def test_from_due_to_downloaded(clerk: Someone, case: Case) -> None:
    page = clerk.get(page_of(case, "")).content.decode()
    assert "政府信息公开申请登记回执" in page
    assert "待出具" in page
    page = clerk.get(page_of(case)).content.decode()
    assert "张**：" in page
    assert "张三丰" not in page
    assert "以提交之日2025年3月3日为收到申请之日" in page
    answer = clerk.post(page_of(case), do="issue", on="2025-03-03")
    assert answer.status_code == 302
    row = Issued.objects.get()
    User.objects.filter(username=row.by).update(first_name="林科员")
    page = clerk.get(page_of(case)).content.decode()
    assert row.number in page
    assert "林科员于" in page
    assert "重新出具（文号不变）" in page
    for kind, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
        got = clerk.client.get(page_of(case, f"issued/{row.pk}.{kind}"))
        assert got.status_code == 200
        assert b"".join(got.streaming_content)[:4].startswith(magic)  # type: ignore[attr-defined]
        assert "attachment" in got["Content-Disposition"]


def test_the_preview_as_it_will_be_printed(clerk: Someone, case: Case) -> None:
    answer = clerk.get(page_of(case, "receipt/1/preview.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF")
    assert not Issued.objects.exists()


def test_words_are_saved_and_shown(clerk: Someone, case: Case) -> None:
    answer = clerk.post(page_of(case), do="words", attachments="收件清单", number="")
    assert answer.status_code == 302
    assert Wording.objects.get().words == {"attachments": "收件清单"}
    page = clerk.get(page_of(case)).content.decode()
    assert "附件：收件清单" in page
    assert 'value="收件清单"' in page


def test_what_is_wrong_is_said_and_nothing_lost(clerk: Someone, case: Case) -> None:
    answer = clerk.post(page_of(case), do="issue", on="三月三日")
    assert answer.status_code == 422
    assert "落款日期写成" in answer.content.decode()
    answer = clerk.post(page_of(case), do="issue", on="2025-03-01")
    assert answer.status_code == 409
    assert "不得早于2025年3月3日" in answer.content.decode()
    clerk.post(page_of(case), do="issue", on="2025-03-03")
    answer = clerk.post(page_of(case), do="issue", on="2025-03-03", reason="")
    assert answer.status_code == 422
    assert "请写明重新出具的原因" in answer.content.decode()
    answer = clerk.post(page_of(case), do="words", attachments="字" * 2001)
    assert answer.status_code == 422
    assert "字" * 2001 in answer.content.decode()


def test_without_a_letterhead_the_page_says_what_to_set(
    clerk: Someone, office: Office, letterhead: Path
) -> None:
    letterhead.unlink()
    case = opened(office)
    answer = clerk.get(page_of(case))
    assert answer.status_code == 200
    assert "letterhead.json" in answer.content.decode()
    assert clerk.get(page_of(case, "receipt/1/preview.pdf")).status_code == 409


def test_a_stranger_sees_nothing(office: Office, clerk: Someone, case: Case) -> None:
    clerk.post(page_of(case), do="issue", on="2025-03-03")
    row = Issued.objects.get()
    stranger = Someone(office, "nobody")
    for rest in ("", "receipt/1/", "receipt/1/preview.pdf", f"issued/{row.pk}.pdf"):
        assert stranger.get(page_of(case, rest)).status_code == 404
    assert stranger.post(page_of(case), do="words", attachments="x").status_code == 404
    assert not Wording.objects.exists()


def test_an_overseer_sees_the_list_and_no_name(office: Office, clerk: Someone, case: Case) -> None:
    clerk.post(page_of(case), do="issue", on="2025-03-03")
    row = Issued.objects.get()
    seat_overseer(office)
    overseer = Someone(office, "overseer")
    page = overseer.get(page_of(case)).content.decode()
    assert row.number in page
    assert "张三丰" not in page
    assert f"issued/{row.pk}" not in page
    assert overseer.get(page_of(case, f"issued/{row.pk}.pdf")).status_code == 403
    assert overseer.post(page_of(case), do="issue", on="2025-03-03", reason="x").status_code == 403
    assert Issued.objects.count() == 1


def test_what_is_not_there(clerk: Someone, office: Office, case: Case) -> None:
    clerk.post(page_of(case), do="issue", on="2025-03-03")
    row, other = Issued.objects.get(), opened(office)
    for path in (
        page_of(case, "receipt/9/"),
        page_of(case, "no-such-letter/1/"),
        page_of(other, f"issued/{row.pk}.pdf"),
        page_of(case, "issued/999.pdf"),
    ):
        assert clerk.get(path).status_code == 404


def test_the_panel_shows_what_went_out(office: Office, clerk: Someone, case: Case) -> None:
    viewer = viewer_of(office.people["clerk"], on=MONDAY)
    assert [due.latest for due in letters_panel(case, viewer).context["letters"]] == [None]  # type: ignore[attr-defined]
    clerk.post(page_of(case), do="issue", on="2025-03-03")
    (due,) = letters_panel(case, viewer).context["letters"]  # type: ignore[misc]
    assert due.latest == Issued.objects.get()


def test_the_law_a_letter_cites_is_looked_up_before_it_goes_out(
    clerk: Someone, case: Case, tmp_path: Path
) -> None:
    store_texts(read_folder(write_library(tmp_path / "lanterns")).texts)
    said = "《灯笼管理条例》第二条、《灯笼管理条例》第九十九条、《鼓楼条例》第一条各一份"
    clerk.post(page_of(case), do="words", attachments=said)
    page = clerk.get(page_of(case)).content.decode()
    assert re.search(r"有此条文</span>　《灯笼管理条例》第二条", page)
    assert re.search(
        r'class="error"><span class="tag">条文不存在</span>　《灯笼管理条例》第九十九条', page
    )
    assert re.search(r"<p><span[^>]*>无法核对</span>　《鼓楼条例》第一条", page)
