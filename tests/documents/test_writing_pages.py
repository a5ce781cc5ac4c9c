"""The editor and the papers of an outgoing document, from their pages, without JavaScript."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from guiju.documents.paper import document_of
from guiju.documents.paper_form import form_of, typed_from
from guiju.law.acts import store_texts
from guiju.law.models import Article, Clipping
from guiju.law.reading import read_folder
from guiju.procedures.desk.drafting import WRITING
from guiju.procedures.models import Case, Draft
from guiju.procedures.research import collect, make_folder
from guiju.typeset.official import Attachment, Attendance, Form, OfficialDocument, Paragraph, Table
from guiju.typeset.word_official import official_docx
from tests.documents.sending import DAY, NOTICE, TITLE, Sending, sending
from tests.law.texts import write_library
from tests.office import noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(monkeypatch: pytest.MonkeyPatch) -> Sending:
    monkeypatch.setattr(timezone, "now", lambda: noon(DAY))
    return sending()


def page_of(notice: Sending, role: str = "drafter") -> Client:
    client = Client()
    client.force_login(notice.office.people[role])
    return client


def at(notice: Sending, rest: str) -> str:
    return f"/documents/{notice.case.pk}/{rest}"


def typed(document: OfficialDocument = NOTICE, **more: str) -> dict[str, str]:
    return {**typed_from(document), "material": "yes", "saw": "", "draft_token": "0", **more}


def test_what_the_form_sends_is_the_document() -> None:
    full = NOTICE.model_copy(
        update={
            "form": Form.MINUTES,
            "attendance": (Attendance(label="出席", who="甲某、乙某"),),
            "attachments": (
                Attachment(title="任务表", body=(Table(rows=(("甲", "乙"),), caption="表"),)),
                Attachment(title="名单"),
            ),
            "cc": ("区委办公室",),
            "sealed": False,
            "dated": DAY,
            "note": "此件公开发布",
            "signers": ("甲某", "乙某"),
        }
    )
    form = form_of(typed_from(full))
    assert form.is_valid(), form.errors
    assert form.document() == full


class TestSaving:
    def test_a_version_with_its_structure(self, notice: Sending) -> None:
        answer = page_of(notice).post(at(notice, "write/"), typed(do="save"))
        assert answer.status_code == 302
        text = notice.case.texts.get()
        assert OfficialDocument.read(text.structure) == NOTICE
        assert "落实值班制度" in text.body

    def test_somebody_elses_version_is_told_and_nothing_typed_is_lost(
        self, notice: Sending
    ) -> None:
        notice.write()
        other = NOTICE.model_copy(update={"note": "我的附注"})
        answer = page_of(notice).post(at(notice, "write/"), typed(other, do="save"))
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "我的附注" in page
        assert "第1稿" in page
        assert notice.case.texts.count() == 1
        assert Draft.objects.get(act=WRITING).fields["note"] == "我的附注"

    def test_wrong_fields_say_so_and_keep_what_was_typed(self, notice: Sending) -> None:
        wrong = typed(do="save", dated="明天", attendance="甲某")
        answer = page_of(notice).post(at(notice, "write/"), wrong)
        assert answer.status_code == 422
        assert "第1行须以" in answer.content.decode()
        assert "落实值班制度" in answer.content.decode()

    def test_a_document_without_title_is_refused(self, notice: Sending) -> None:
        answer = page_of(notice).post(at(notice, "write/"), {**typed(do="save"), "title": ""})
        assert answer.status_code == 409

    def test_who_does_not_hold_the_case_does_not_write(self, notice: Sending) -> None:
        notice.to_review()
        answer = page_of(notice).post(at(notice, "write/"), typed(do="save"))
        assert answer.status_code == 403
        assert notice.case.texts.count() == 1

    def test_the_plain_page_leads_to_the_editor(self, notice: Sending) -> None:
        answer = page_of(notice).get(f"/cases/{notice.case.pk}/text/")
        assert answer["Location"] == at(notice, "write/")


class TestCiting:
    """Articles collected for the document, put into it without JavaScript."""

    @pytest.fixture
    def clipping(self, notice: Sending, tmp_path: Path) -> Clipping:
        store_texts(read_folder(write_library(tmp_path / "laws")).texts)
        by = notice.office.people["drafter"]
        given = {"jurisdiction": notice.office.jurisdiction, "case": notice.case, "by": by}
        folder = make_folder("依据", **given, at=noon(DAY))
        article = Article.objects.get(version__on="2019-04-03", number=2)
        assert collect(folder, article, by=by, at=noon(DAY))
        return folder.clippings.get()

    def test_put_at_the_end_and_taken_back(self, notice: Sending, clipping: Clipping) -> None:
        client, words = page_of(notice), "《中华人民共和国灯笼管理条例》第二条"
        shown = client.get(at(notice, "write/")).content.decode()
        assert f'data-insert="{words}"' in shown and f'value="cite:{clipping.pk}"' in shown
        sent = typed(title="", note="还没写完", do=f"cite:{clipping.pk}")
        answer = client.post(at(notice, "write/"), sent, follow=True)
        assert f"已在正文末尾插入{words}" in answer.content.decode()
        assert f'value="uncite:{clipping.pk}"' in answer.content.decode()
        draft = Draft.objects.get(act=WRITING)
        assert draft.fields["body"] == sent["body"].rstrip() + words
        assert draft.fields["note"] == "还没写完"
        more = {**draft.fields, "draft_token": str(draft.token), "do": f"uncite:{clipping.pk}"}
        client.post(at(notice, "write/"), more)
        assert Draft.objects.get(act=WRITING).fields["body"] == sent["body"].rstrip()

    def test_only_out_of_the_folders_of_the_document(
        self, notice: Sending, clipping: Clipping
    ) -> None:
        clipping.folder.subject = None
        clipping.folder.save()
        for do in (f"cite:{clipping.pk}", "cite:x", "cite:", "uncite:999999"):
            assert page_of(notice).post(at(notice, "write/"), typed(do=do)).status_code == 404
        assert not Draft.objects.filter(act=WRITING).exists()


def _sent_on(page: str) -> dict[str, str]:
    """What the form of the merge page would send, nothing picked."""
    return {
        name: unescape(text)
        for name, text in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        if name != "csrfmiddlewaretoken"
    }


class TestMerging:
    """Two have the document open; the second is asked, paragraph by paragraph."""

    def both(self, notice: Sending) -> tuple[Client, str]:
        first = notice.write()
        theirs = NOTICE.model_copy(update={"note": "对方的附注", "cc": ("区委办公室",)})
        notice.write(theirs)
        mine = NOTICE.model_copy(update={"note": "我的附注", "addressees": ("各乡镇",)})
        client = page_of(notice)
        sent = typed(mine, do="save", saw=first.digest)
        answer = client.post(at(notice, "write/"), sent)
        assert answer.status_code == 409
        return client, answer.text

    def test_each_side_is_shown_and_only_a_clash_is_asked(self, notice: Sending) -> None:
        _, page = self.both(notice)
        for words in ("合并公文", "我的附注", "对方的附注", "只有您改了", "两人都改了，请选择"):
            assert words in page
        assert page.count("两人都改了，请选择") == 1
        assert "（删去）" not in page

    def test_a_clash_nobody_decided_is_asked_again(self, notice: Sending) -> None:
        client, page = self.both(notice)
        again = client.post(at(notice, "write/"), {**_sent_on(page), "do": "merge"})
        assert again.status_code == 422
        assert "还有1处两边都改过" in again.text

    def test_what_was_picked_becomes_the_draft_and_then_a_version(self, notice: Sending) -> None:
        client, page = self.both(notice)
        picked = {**_sent_on(page), "do": "merge", "pick-note-0": "theirs"}
        answer = client.post(at(notice, "write/"), picked, follow=True)
        assert "已按所选合并成草稿" in answer.text
        draft = Draft.objects.get(act=WRITING)
        newest = notice.case.texts.order_by("version").last()
        assert newest is not None and draft.fields["saw"] == newest.digest
        saved = {**draft.fields, "do": "save", "draft_token": str(draft.token)}
        assert client.post(at(notice, "write/"), saved).status_code == 302
        written = notice.case.texts.order_by("version").last()
        assert written is not None
        document = OfficialDocument.read(written.structure)
        assert document.note == "对方的附注"
        assert document.cc == ("区委办公室",)
        assert document.addressees == ("各乡镇",)

    def test_one_version_more_meanwhile_is_compared_anew(self, notice: Sending) -> None:
        client, page = self.both(notice)
        notice.write(NOTICE.model_copy(update={"note": "第三人的附注"}))
        picked = {**_sent_on(page), "do": "merge", "pick-note-0": "theirs"}
        answer = client.post(at(notice, "write/"), picked)
        assert answer.status_code == 409
        assert "第三人的附注" in answer.text

    def test_two_windows_of_one_person(self, notice: Sending) -> None:
        client = page_of(notice)
        client.post(at(notice, "write/save/"), typed(note="第一个窗口"))
        page = client.post(at(notice, "write/"), typed(note="第二个窗口", do="draft"))
        assert page.status_code == 409
        assert "第一个窗口" in page.text and "另一窗口" in page.text
        picked = {**_sent_on(page.text), "do": "merge", "pick-note-0": "mine"}
        answer = client.post(at(notice, "write/"), picked, follow=True)
        assert answer.status_code == 200
        assert Draft.objects.get(act=WRITING).fields["note"] == "第二个窗口"


class TestDrafts:
    def test_saved_by_itself_and_there_again(self, notice: Sending) -> None:
        client = page_of(notice)
        said = client.post(at(notice, "write/save/"), typed(note="草稿里的附注")).json()
        assert said["draft_token"] == 1
        assert "草稿里的附注" in client.get(at(notice, "write/")).content.decode()

    def test_saved_elsewhere_meanwhile(self, notice: Sending) -> None:
        client = page_of(notice)
        client.post(at(notice, "write/save/"), typed())
        assert client.post(at(notice, "write/save/"), typed()).status_code == 409

    def test_gone_when_the_version_is_saved(self, notice: Sending) -> None:
        client = page_of(notice)
        client.post(at(notice, "write/save/"), typed())
        client.post(at(notice, "write/"), typed(do="save"))
        assert not Draft.objects.filter(act=WRITING).exists()

    def test_the_list_of_drafts_leads_back(self, notice: Sending) -> None:
        client = page_of(notice)
        client.post(at(notice, "write/save/"), typed())
        answer = client.get(f"/drafts/{Draft.objects.get().pk}/")
        assert answer["Location"] == f"/cases/{notice.case.pk}/text/"


class TestLookingOver:
    def test_pages_and_findings(self, notice: Sending) -> None:
        wrong = NOTICE.model_copy(update={"body": (Paragraph(text="现将有关事项,通知如下。"),)})
        seen = page_of(notice).post(at(notice, "write/preview/"), typed(wrong)).json()
        assert seen["pages"][0].startswith("data:image/svg+xml;base64,")
        assert any(told["mend"] for told in seen["told"])

    def test_without_scripts_the_button_shows_the_same(self, notice: Sending) -> None:
        answer = page_of(notice).post(at(notice, "write/"), typed(do="look"))
        assert "data:image/svg+xml;base64," in answer.content.decode()

    def test_one_click_puts_it_right_in_the_draft(self, notice: Sending) -> None:
        wrong = NOTICE.model_copy(update={"body": (Paragraph(text="现将有关事项,通知如下。"),)})
        page_of(notice).post(at(notice, "write/"), typed(wrong, do="mend"))
        assert Draft.objects.get().fields["body"] == "现将有关事项，通知如下。"


class TestWord:
    def test_what_was_taken_out_comes_in_again(self, notice: Sending) -> None:
        content = official_docx(NOTICE).docx
        upload = SimpleUploadedFile("通知.docx", content)
        page_of(notice).post(at(notice, "write/"), {"do": "bring", "file": upload})
        form = form_of({str(k): str(v) for k, v in Draft.objects.get().fields.items()})
        assert form.is_valid()
        assert form.document() == NOTICE

    def test_what_is_no_word_file_is_refused(self, notice: Sending) -> None:
        upload = SimpleUploadedFile("通知.docx", b"no zip")
        answer = page_of(notice).post(at(notice, "write/"), {"do": "bring", "file": upload})
        assert answer.status_code == 409
        assert not Draft.objects.exists()

    def test_the_exports_open(self, notice: Sending) -> None:
        notice.write()
        client = page_of(notice)
        assert client.get(at(notice, "document.pdf")).content.startswith(b"%PDF")
        word = client.get(at(notice, "document.docx")).content
        assert "word/document.xml" in zipfile.ZipFile(BytesIO(word)).namelist()


def test_the_papers_of_a_document_on_its_way(notice: Sending) -> None:
    notice.to_filing()
    client = page_of(notice)
    sheet = client.get(at(notice, "sheet/")).content.decode()
    for words in ("发文稿纸", "云政办发〔2026〕1号", "主要负责人甲", "拟同意印发"):
        assert words in sheet
    assert client.get(at(notice, "sheet.pdf")).content.startswith(b"%PDF")
    assert "会签单" in client.get(at(notice, "countersign/")).content.decode()
    register = client.get("/documents/outgoing/register/").content.decode()
    assert "云政办发〔2026〕1号" in register
    assert "云岭区人民政府办公室印章" in client.get("/documents/seals/register/").content.decode()
    for name in ("outgoing", "seals"):
        export = client.get(f"/documents/{name}/register.xlsx").content
        assert zipfile.ZipFile(BytesIO(export)).testzip() is None
    zipped = client.get(at(notice, "package.zip")).content
    assert "清单.json" in zipfile.ZipFile(BytesIO(zipped)).namelist()


def test_an_incomplete_package_says_what_it_lacks(notice: Sending) -> None:
    answer = page_of(notice).get(at(notice, "package.zip"))
    assert answer.status_code == 409
    assert "没有用印记录" in answer.content.decode()


def test_versions_are_compared_by_the_names_of_people(notice: Sending) -> None:
    notice.write()
    notice.write(NOTICE.model_copy(update={"note": "此件公开发布"}))
    client = page_of(notice)
    marked = client.get(at(notice, "marked/")).content.decode()
    assert "<ins>（此件公开发布）</ins>" in marked
    assert "此件公开发布" not in client.get(at(notice, "clean/?version=1")).content.decode()


def test_whoever_may_not_see_the_case_finds_nothing(notice: Sending) -> None:
    notice.write()
    client = page_of(notice, "nobody")
    for rest in ("write/", "sheet/", "marked/", "package/", "document.pdf"):
        assert client.get(at(notice, rest)).status_code == 404
    assert TITLE not in client.get("/documents/outgoing/register/").content.decode()


def test_a_plain_text_becomes_the_body(notice: Sending) -> None:
    """A version saved before the editor, or over the API, opens in it."""
    case = Case.objects.get(pk=notice.case.pk)
    case.texts.create(
        jurisdiction=case.jurisdiction, version=1, body="一、总体要求", digest="0" * 64,
        by="某", at=noon(DAY),
    )  # fmt: skip
    document = document_of(case, DAY)
    assert document.title == TITLE
    assert [block.kind for block in document.body] == ["heading"]
