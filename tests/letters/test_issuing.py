"""A letter goes out once under one number and is shown unchanged whatever happens later."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import docx
import pdfplumber
import pytest
from django.db import DatabaseError, transaction

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import NotYours, Refusal
from guiju.files.selectors import is_intact, open_file
from guiju.foi.applicants import amend
from guiju.letters.acts import Which, issue, save_words, take_along
from guiju.letters.composing import LetterRefused
from guiju.letters.models import Issued, Wording
from guiju.letters.selectors import AT_ISSUE, is_stale, letters_due, preview, withdrawn
from guiju.numbers.models import Number, Series
from guiju.procedures.corrections import Void, correct
from guiju.procedures.models import Case
from guiju.procedures.storing import chain_of
from tests.letters.cast import TUESDAY, handled, opened, seat_overseer
from tests.office import MONDAY, Office, noon

RECEIPT = Which("receipt", 1)


def issued(
    office: Office, case: Case, which: Which = RECEIPT, on: date = MONDAY, **more: str
) -> Issued:
    return issue(case, which, on=on, by=office.people["clerk"], at=noon(on), **more)


def verbs(case: Case) -> list[str]:
    return list(
        Entry.objects.filter(chain=chain_of(case)).order_by("seq").values_list("verb", flat=True)
    )


class TestIssuing:
    def test_it_is_numbered_kept_and_on_the_chain(self, office: Office, case: Case) -> None:
        row = issued(office, case)
        assert row.number == "云政依申请〔2025〕1号"
        assert (row.version, row.dated, row.kind) == (1, MONDAY, "政府信息公开申请登记回执")
        assert is_intact(row.pdf)
        assert is_intact(row.docx)
        entry = Entry.objects.filter(chain=chain_of(case)).order_by("seq").last()
        assert entry is not None
        said = json.loads(entry.payload)
        assert entry.verb == "issue_letter"
        assert (said["number"], said["pdf"]) == (row.number, row.pdf.digest)
        assert "张三丰" not in entry.payload
        assert first_break() is None

    def test_the_files_name_the_applicant_the_preview_does_not(
        self, office: Office, case: Case
    ) -> None:
        row = issued(office, case)
        with open_file(row.docx) as content:
            lines = [p.text for p in docx.Document(io.BytesIO(content.read())).paragraphs]
        assert "张三丰：" in lines
        with open_file(row.pdf) as content, pdfplumber.open(io.BytesIO(content.read())) as pdf:
            assert "张三丰" in (pdf.pages[0].extract_text() or "")
        (due,) = letters_due(case)
        assert preview(case, due, on=MONDAY).addressee == "张**"
        assert "张三丰" not in row.pdf.name

    def test_a_preview_takes_no_number(self, case: Case) -> None:
        (due,) = letters_due(case)
        assert preview(case, due, on=MONDAY).number == AT_ISSUE
        assert not Number.objects.filter(series__kind="依申请公开答复").exists()
        assert not Issued.objects.exists()

    def test_a_refused_letter_takes_no_number(self, office: Office, letterhead: Path) -> None:
        nameless = office.open(
            channel="当面", applicant_kind="自然人", receipt_evidence="收件登记单"
        )
        with pytest.raises(LetterRefused) as refused:
            issued(office, nameless)
        assert {r.rule for r in refused.value.reasons} == {
            "letter.missing.applicant",
            "letter.missing.description",
        }
        assert not Number.objects.filter(series__kind="依申请公开答复").exists()

    def test_the_next_letter_takes_the_next_number(self, office: Office, case: Case) -> None:
        issued(office, case)
        assert issued(office, opened(office)).number == "云政依申请〔2025〕2号"

    def test_issued_again_it_keeps_its_number_and_says_why(
        self, office: Office, case: Case
    ) -> None:
        first = issued(office, case)
        with pytest.raises(Refusal, match="重新出具须写明原因"):
            issued(office, case)
        again = issued(office, case, on=TUESDAY, reason="姓名有误")
        assert (again.number, again.version, again.reason) == (first.number, 2, "姓名有误")
        first.refresh_from_db()
        assert first.dated == MONDAY

    def test_a_letter_that_went_out_cannot_be_changed(self, office: Office, case: Case) -> None:
        row = issued(office, case)
        with pytest.raises(DatabaseError), transaction.atomic():
            Issued.objects.filter(pk=row.pk).update(number="改号")
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()

    def test_a_number_given_with_the_act_goes_into_the_series(
        self, office: Office, letterhead: Path
    ) -> None:
        case = office.do(
            handled(office),
            "extend_reply",
            TUESDAY,
            extension_days=5,
            extension_reason="涉及多个部门",
            letter="云政依申请〔2025〕7号",
        )
        seq = case.events.order_by("-seq")[0].seq
        row = issued(office, case, Which("extension_notice", seq), TUESDAY)
        assert row.number == "云政依申请〔2025〕7号"
        assert issued(office, case, on=TUESDAY).number == "云政依申请〔2025〕8号"

    def test_a_number_another_letter_bears_is_refused(self, office: Office, case: Case) -> None:
        issued(office, case)
        other = office.do(
            handled(office),
            "extend_reply",
            TUESDAY,
            extension_days=5,
            extension_reason="涉及多个部门",
            letter="云政依申请〔2025〕1号",
        )
        seq = other.events.order_by("-seq")[0].seq
        with pytest.raises(Refusal, match="不能重复"):
            issued(office, other, Which("extension_notice", seq), TUESDAY)

    def test_without_a_word_of_its_own_it_bears_the_number_of_the_case(
        self, office: Office, letterhead: Path
    ) -> None:
        text = letterhead.read_text(encoding="utf-8").replace("云政依申请", "")
        letterhead.write_text(text, encoding="utf-8")
        case = opened(office)
        assert issued(office, case).number == f"登记编号：{case.number}"
        assert not Series.objects.filter(kind="依申请公开答复").exists()

    def test_not_dated_tomorrow_nor_before_its_act(self, office: Office, case: Case) -> None:
        clerk = office.people["clerk"]
        with pytest.raises(Refusal, match="不得晚于今天"):
            issue(case, RECEIPT, on=TUESDAY, by=clerk, at=noon(MONDAY))
        with pytest.raises(Refusal, match="不得早于2025年3月3日"):
            issue(case, RECEIPT, on=MONDAY - timedelta(days=1), by=clerk, at=noon(MONDAY))

    def test_without_a_letterhead_it_says_where_to_set_it(
        self, office: Office, letterhead: Path
    ) -> None:
        letterhead.unlink()
        with pytest.raises(Refusal, match=r"letterhead\.json"):
            issued(office, opened(office))

    def test_only_by_who_handles_such_matters(self, office: Office, case: Case) -> None:
        seat_overseer(office)
        for name in ("reviewer", "overseer", "nobody"):
            with pytest.raises(NotYours):
                issue(case, RECEIPT, on=MONDAY, by=office.people[name], at=noon(MONDAY))
        assert not Issued.objects.exists()


class TestLater:
    def test_a_change_of_the_record_shows_as_such(self, office: Office, case: Case) -> None:
        row = issued(office, case)
        (due,) = letters_due(case)
        assert not is_stale(case, due)
        amend(case, {"name": "张三峰"}, reason="更正", by=office.people["clerk"], at=noon(MONDAY))
        assert is_stale(case, due)
        assert is_intact(row.pdf)

    def test_a_voided_act_leaves_its_letter_on_the_list(
        self, office: Office, letterhead: Path
    ) -> None:
        case = office.do(
            handled(office), "consult_third_party", TUESDAY, third_party="松林建材有限公司"
        )
        seq = case.events.order_by("-seq")[0].seq
        row = issued(office, case, Which("third_party_consultation", seq), TUESDAY)
        admin = office.people["administrator"]
        case = correct(case, Void(seq), reason="登记错了", by=admin, at=noon(TUESDAY))
        due = letters_due(case)
        assert [one.letter for one in due] == ["receipt"]
        assert withdrawn(case, due) == [row]


class TestWords:
    def test_words_are_kept_audited_and_printed(self, office: Office, case: Case) -> None:
        said = {"attachments": "  收件清单 ", "number": ""}
        save_words(case, RECEIPT, said, by=office.people["clerk"], at=noon(MONDAY))
        assert Wording.objects.get(case=case).words == {"attachments": "收件清单"}
        (due,) = letters_due(case)
        assert preview(case, due, on=MONDAY).attachments == "收件清单"
        assert verbs(case)[-1] == "word_letter"

    def test_words_a_letter_does_not_take(self, office: Office, case: Case) -> None:
        for words in ({"applicant": "李四"}, {"attachments": "字" * 2001}):
            with pytest.raises(Refusal):
                save_words(case, RECEIPT, words, by=office.people["clerk"], at=noon(MONDAY))
        assert not Wording.objects.exists()

    def test_a_letter_nothing_calls_for(self, office: Office, case: Case) -> None:
        with pytest.raises(Refusal, match="没有需要出具这件文书"):
            save_words(case, Which("receipt", 9), {}, by=office.people["clerk"], at=noon(MONDAY))


class TestTakingAlong:
    def test_who_took_it_is_on_record(self, office: Office, case: Case) -> None:
        row = issued(office, case)
        clerk = office.people["clerk"]
        assert take_along(row, word=False, by=clerk, at=noon(MONDAY)) == row.pdf
        assert take_along(row, word=True, by=clerk, at=noon(MONDAY)) == row.docx
        assert verbs(case)[-2:] == ["take_letter", "take_letter"]

    def test_not_for_overseers_who_only_count(self, office: Office, case: Case) -> None:
        row = issued(office, case)
        seat_overseer(office)
        for name in ("overseer", "nobody"):
            with pytest.raises(NotYours):
                take_along(row, word=False, by=office.people[name], at=noon(MONDAY))
