"""The letters about a document, each composed from a played case, as Word file and as PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pdfplumber
import pytest

from guiju.core.errors import NotYours
from guiju.documents.letters import BOOK
from guiju.documents.matters import matter_of
from guiju.letters.acts import Which, find, issue, save_words
from guiju.letters.composing import Letter, LetterRefused, compose
from guiju.letters.organ import our_organ
from guiju.letters.paper import as_docx, as_pdf
from guiju.letters.selectors import letters_due, preview
from guiju.procedures.history import History
from tests.documents.desk import UNITS, Desk, incoming
from tests.office import MONDAY, noon

pytestmark = pytest.mark.django_db
NOT_OURS = {"examination_result": "不符合规定", "reason": "不属于本机关职权。"}


def returned(desk: Desk) -> None:
    desk.registered()
    desk.do("return_to_sender", **NOT_OURS)


def replied(desk: Desk) -> None:
    desk.concluded()
    desk.do("confirm_result")
    desk.do("reply", reply_record="书面答复")


LETTERS: dict[str, Callable[[Desk], None]] = {
    "incoming_return": returned,
    "incoming_reply": replied,
}


def written(desk: Desk, **words: str) -> Letter:
    """The letter due, with words typed for it, as it would go out today."""
    (due,) = letters_due(desk.case)
    if words:
        which = Which(due.letter, due.seq)
        save_words(desk.case, which, words, by=desk.person("registrar"), at=noon(desk.today))
        due = find(desk.case, which)
    return preview(desk.case, due, on=MONDAY)


def test_every_letter_of_the_chart_is_tried_here() -> None:
    acts = {act.letter for act in incoming().acts().values() if act.letter}
    ends = {outcome.letter for outcome in incoming().outcomes.values() if outcome.letter}
    assert acts | ends == set(BOOK.texts.letters) == set(LETTERS)


@pytest.mark.usefixtures("letterhead")
class TestEveryLetter:
    @pytest.mark.parametrize("name", LETTERS)
    def test_it_is_complete_and_called_for(self, desk: Desk, name: str) -> None:
        LETTERS[name](desk)
        letter = written(desk)
        assert letter.id == name
        assert letter.addressee == "云州市人民政府办公室"
        assert "《党政机关公文处理工作条例》第二十四条" in letter.text
        assert "《关于开展春季防火检查的通知》（云州政办发〔2025〕8号）" in letter.text
        assert "联系单位：区政府办公室文书科，0000-1234500" in letter.text
        assert not re.search(r"[{}]|None|：。|。。|，。|“”|（）|；。", letter.text), letter.text

    @pytest.mark.parametrize("name", LETTERS)
    def test_paper_and_word_hold_the_same_words(self, desk: Desk, name: str) -> None:
        LETTERS[name](desk)
        letter = written(desk)
        document = docx.Document(io.BytesIO(as_docx(letter)))
        assert "\n".join(p.text for p in document.paragraphs) == letter.text
        with pdfplumber.open(io.BytesIO(as_pdf(letter))) as pdf:
            (page,) = pdf.pages
            said = re.sub(r"\s", "", page.extract_text() or "").removesuffix("—1—")
        assert said == re.sub(r"\s", "", letter.text)

    @pytest.mark.parametrize("name", LETTERS)
    def test_it_goes_out_under_a_number_of_its_own(self, desk: Desk, name: str) -> None:
        LETTERS[name](desk)
        (due,) = letters_due(desk.case)
        which, by = Which(due.letter, due.seq), desk.person("registrar")
        row = issue(desk.case, which, on=MONDAY, by=by, at=noon(desk.today))
        assert row.number == "云政办函〔2025〕1号"
        assert (row.pdf.size > 1000, row.docx.size > 1000) == (True, True)


@pytest.mark.usefixtures("letterhead")
class TestReturn:
    def test_it_gives_the_reason_and_what_to_do(self, desk: Desk) -> None:
        returned(desk)
        assert "理由是：不属于本机关职权。" in written(desk).text
        assert "现将该件退回。" in written(desk).text
        assert "现将该件退回，请报区民政局。" in written(desk, advice="请报区民政局。").text

    def test_a_stranger_issues_nothing(self, desk: Desk) -> None:
        returned(desk)
        (due,) = letters_due(desk.case)
        for name in ("nobody", "archivist"):
            with pytest.raises(NotYours):
                issue(
                    desk.case, Which(due.letter, due.seq), on=MONDAY, by=desk.person(name),
                    at=noon(desk.today),
                )  # fmt: skip


@pytest.mark.usefixtures("letterhead")
class TestReply:
    def test_it_tells_the_result_unless_words_are_typed(self, desk: Desk) -> None:
        replied(desk)
        assert f"该件由{UNITS[0]}办理，结果为：已检查重点单位三十家。" in written(desk).text
        typed = written(desk, content="检查已经结束", attachments="检查情况表")
        assert "检查已经结束。" in typed.text
        assert "结果为" not in typed.text
        assert "附件：检查情况表" in typed.text

    def test_a_number_recorded_with_the_act_is_its_number(self, desk: Desk) -> None:
        desk.concluded()
        desk.do("confirm_result")
        desk.do("reply", reply_record="书面答复", reply_number="云政办函〔2025〕15号")
        assert written(desk).number == "云政办函〔2025〕15号"


LACKS = [
    (returned, "reason", "理由"),
    (returned, "sender_title", "来文标题"),
    (returned, "sender", "来文单位"),
    (replied, "result", "承办结果"),
]


@pytest.mark.usefixtures("letterhead")
@pytest.mark.parametrize(("live", "lost", "label"), LACKS)
def test_what_the_record_lacks_is_named(
    desk: Desk, live: Callable[[Desk], None], lost: str, label: str
) -> None:
    """The chart asks for these facts; a record may lack them all the same."""
    live(desk)
    matter = matter_of(desk.case)
    blank: dict[str, Any] = {lost: ""}
    events = tuple(replace(e, facts={**e.facts, **blank}) for e in matter.history.events)
    bare = replace(matter, history=History(events, {**matter.history.facts, **blank}))
    (due,) = letters_due(desk.case)
    with pytest.raises(LetterRefused) as refused:
        compose(BOOK, bare, due.letter, on=MONDAY, organ=our_organ(MONDAY))
    assert f"缺少“{label}" in str(refused.value)
    assert all(reason.helper for reason in refused.value.reasons)
