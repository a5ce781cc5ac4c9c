"""Every leaf of the decision tree has its letter: complete, with its article and its remedy."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import docx
import pdfplumber
import pytest

from guiju.foi.identity import Identity
from guiju.foi.letters import BOOK, Letter, LetterRefused, Matter, compose, letters_for
from guiju.letters.book import Part
from guiju.letters.filling import BRACES, PROVISIONAL, citation, clean
from guiju.letters.paper import as_docx, as_pdf
from guiju.procedures.history import History
from tests.foi.requests import (
    APPLICANT,
    CONSULTED,
    HANDLED,
    ORGAN,
    REFUSAL,
    SUPPLEMENT,
    SUPPLEMENTED,
    every_letter,
    foi_request,
    replied,
    request,
)

EVERY = every_letter()
P = foi_request()
LETTERS, FRAGMENTS = BOOK.texts.letters, BOOK.texts.fragments
NAMED = {act.letter for act in P.acts().values() if act.letter} | {
    outcome.letter for outcome in P.outcomes.values() if outcome.letter
}
ARTICLE = re.compile("第[一二三四五六七八九十百]+条")


def written(name: str, matter: Matter | None = None, on: date | None = None) -> Letter:
    matter = matter or EVERY[name]
    on = on or matter.history.events[-1].on
    return compose(matter, name.split("/")[0], on=on, organ=ORGAN)


def ends_in(matter: Matter) -> str:
    """The outcome of the last event that gives one; '' for a request not yet answered."""
    p, found = matter.procedure, ""
    for event in matter.history.events:
        act = p.acts()[event.act]
        found = str(act.outcome or event.facts.get("outcome") or found)
    return found


def parts_of(name: str) -> list[Part]:
    """Every part of a template, the shared and the alternative ones included."""
    template = LETTERS[name]
    found: list[Part] = []
    waiting = [part for paragraph in (*template.body, *template.notes) for part in paragraph]
    while waiting:
        part = waiting.pop()
        found.append(part)
        waiting += [*part.one_of, *(FRAGMENTS[part.use] if part.use else ())]
    return found


class TestEveryLetter:
    def test_every_letter_the_procedure_names_has_a_template(self) -> None:
        assert len(NAMED) == 31
        assert set(LETTERS) >= NAMED

    def test_every_template_is_called_for(self) -> None:
        called = {act for template in LETTERS.values() for act in template.acts}
        assert called <= set(P.acts())
        assert {name for name, t in LETTERS.items() if not t.acts} == NAMED

    def test_every_template_is_tried_here(self) -> None:
        assert {name.split("/")[0] for name in EVERY} == set(LETTERS)

    @pytest.mark.parametrize("outcome", sorted(P.outcomes))
    def test_every_leaf_of_the_decision_tree_has_one_that_composes(self, outcome: str) -> None:
        ends = {name: one for name, one in EVERY.items() if ends_in(one) == outcome}
        assert ends, f"no request here ends in {outcome}"
        letter = P.outcomes[outcome].letter
        assert letter in {name.split("/")[0] for name in ends}
        shown = written(next(name for name in ends if name.split("/")[0] == letter))
        assert as_pdf(shown).startswith(b"%PDF")
        assert as_docx(shown).startswith(b"PK")

    @pytest.mark.parametrize("name", EVERY)
    def test_it_is_complete(self, name: str) -> None:
        letter = written(name)
        for text in (letter.office, letter.kind, letter.number, letter.addressee, letter.body):
            assert text
        assert not re.search(r"[{}]|None|：。|：；|“”|（）|。。|，。|：$", letter.text), letter.text
        assert letter.text.count("云岭区人民政府办公室") >= 2
        assert letter.dated == letter.text.splitlines()[-len(letter.notes) - 1]

    @pytest.mark.parametrize("name", EVERY)
    def test_it_cites_the_article_of_its_act_or_outcome(self, name: str) -> None:
        letter, bare = written(name), name.split("/")[0]
        called = [one for one in letters_for(EVERY[name]) if one.letter == bare][-1]
        outcome = next((o for o in P.outcomes.values() if o.letter == bare), None)
        basis = outcome.basis if outcome else P.acts()[called.event.act].basis
        wanted = ARTICLE.findall(basis) or [basis]
        assert any(article in "".join(letter.body) for article in wanted), (basis, letter.text)

    @pytest.mark.parametrize("name", EVERY)
    def test_it_gives_the_remedy_of_its_outcome(self, name: str) -> None:
        letter, bare = written(name), name.split("/")[0]
        outcome = next((o for o in P.outcomes.values() if o.letter == bare), None)
        if outcome is not None:
            assert letter.variant == outcome.remedy
        if letter.variant == "A":
            assert "60日内" in letter.remedy
            assert "6个月内" in letter.remedy
            assert "向云岭区人民政府申请行政复议" in letter.remedy
            assert "直接向云岭区人民法院提起行政诉讼" in letter.remedy
            assert "应当先" not in letter.remedy
        elif letter.variant == "B":
            assert "应当先" in letter.remedy
            assert "60日内向云岭区人民政府申请行政复议" in letter.remedy
            assert "第二十三条第一款第四项、第二款" in letter.remedy
            assert "15日内" in letter.remedy
            assert "6个月" not in letter.remedy
        else:
            assert letter.remedy == ""
            assert "行政复议" not in letter.text

    @pytest.mark.parametrize("name", EVERY)
    def test_word_holds_the_same_lines(self, name: str) -> None:
        letter = written(name)
        document = docx.Document(io.BytesIO(as_docx(letter)))
        assert "\n".join(p.text for p in document.paragraphs) == letter.text

    @pytest.mark.parametrize("name", EVERY)
    def test_pdf_holds_the_same_words(self, name: str) -> None:
        letter = written(name)
        with pdfplumber.open(io.BytesIO(as_pdf(letter))) as opened:
            pages = [page.extract_text() or "" for page in opened.pages]
        said = re.sub(r"\s|—\d+—", "", "".join(re.sub(r"— \d+ —", "", text) for text in pages))
        assert re.sub(r"\s", "", letter.text) == said
        assert len(pages) <= 2

    @pytest.mark.parametrize("name", sorted(LETTERS))
    def test_every_condition_speaks_of_things_that_exist(self, name: str) -> None:
        known = {*P.all_facts(), *LETTERS[name].words, "organ_online"}
        for part in parts_of(name):
            assert set(part.when) <= known
            assert {*part.act, *part.after} <= set(P.acts())
            for fact, values in part.when.items():
                choices = P.all_facts()[fact].choices if fact in P.all_facts() else ()
                assert not choices or set(values) <= {*choices, "given", "blank"}

    def test_every_article_cited_is_one_the_procedure_or_the_collection_names(self) -> None:
        bases = {act.basis for act in P.acts().values()} | {o.basis for o in P.outcomes.values()}
        bases |= {limit.basis for limit in P.time_limits.values()}
        bases |= {rule.basis for rule in P.invariants}
        said = " ".join(bases)
        # rules.md 8.1, 8.4, 8.5, 7.1: named there, not in the procedure.
        extra = {"条例第二十九条", "条例第四十条", "行政诉讼法第四十四条", "条例第十五条"}
        for parts in [parts_of(name) for name in LETTERS] + [
            list(FRAGMENTS["remedy_A"]),
            list(FRAGMENTS["remedy_B"]),
        ]:
            for part in parts:
                for word in BRACES.findall(part.say):
                    if citation(P, word) and ARTICLE.search(word):
                        law = word[: word.index("第")]
                        for article in ARTICLE.findall(word):
                            known = f"{law}{article}"
                            assert known in extra or article in said, known


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("name", "fact", "label"),
        [
            ("supplement_notice", "supplement_until", "补正期限"),
            ("supplement_notice", "supplement_items", "需要补正的事项"),
            ("supplement_notice", "description", "申请内容"),
            ("third_party_consultation", "third_party", "第三方"),
            ("extension_notice", "extension_reason", "延长理由"),
            ("fee_notice", "fee_calculation", "收费计算"),
            ("state_secret", "classification_record", "定密依据"),
            ("not_held", "search_record", "检索记录"),
            ("law_forbids", "partial_test", "区分处理判断"),
            ("receipt", "applicant_kind", "申请人类型"),
        ],
    )
    @pytest.mark.parametrize("blank", [None, "", "  "])
    def test_a_missing_fact_is_named(
        self, name: str, fact: str, label: str, blank: str | None
    ) -> None:
        matter = EVERY[name]
        events = tuple(
            replace(event, facts={k: blank if k == fact else v for k, v in event.facts.items()})
            for event in matter.history.events
        )
        with pytest.raises(LetterRefused) as refused:
            written(name, replace(matter, history=History(events, matter.history.facts)))
        (reason,) = refused.value.reasons
        assert reason.rule == f"letter.missing.{fact}"
        assert f"《{LETTERS[name].kind}》缺少“{label}" in reason.says
        assert reason.helper

    def test_everything_missing_is_told_at_once(self) -> None:
        matter = replace(request(*replied("other")), applicant=Identity())
        with pytest.raises(LetterRefused) as refused:
            written("other", matter)
        says = str(refused.value)
        assert "缺少“申请人”" in says
        assert "缺少“其他处理的情形和理由”" in says

    def test_a_letter_nothing_calls_for(self) -> None:
        with pytest.raises(LetterRefused, match="没有需要出具《政府信息公开信息处理费收费通知书》"):
            written("fee_notice", EVERY["receipt"])

    def test_no_number_at_all(self) -> None:
        bare = replace(EVERY["receipt"], number="")
        with pytest.raises(LetterRefused, match="缺少“文号或者登记编号”"):
            written("receipt", bare)
        typed = replace(bare, words={"number": "云政回〔2025〕1号"})
        assert written("receipt", typed).number == "云政回〔2025〕1号"

    def test_not_dated_before_its_act(self) -> None:
        with pytest.raises(LetterRefused, match="不得早于2025年3月28日"):
            written("granted", on=date(2025, 3, 27))

    def test_an_unconfirmed_request_has_no_day_of_receipt(self) -> None:
        assert EVERY["receipt/互联网"].received_on is None
        assert "双方确认之日" in written("receipt/互联网").text
        confirmed = request(("confirm_receipt", 4, {"contact_record": "电话"}), channel="互联网")
        assert confirmed.received_on == date(2025, 3, 4)

    def test_an_outcome_the_record_contradicts(self) -> None:
        with pytest.raises(LetterRefused, match="“检索结果”应为信息不存在"):
            written("not_held", request(*replied("not_held")))

    def test_a_third_party_that_was_never_asked(self) -> None:
        with pytest.raises(LetterRefused, match="“第三方权益的判断”应为第三方不同意公开"):
            written("third_party_rights", request(*replied("third_party_rights", **REFUSAL)))


class TestWhatItSays:
    def test_the_two_silences_differ(self) -> None:
        third, organ = written("third_party_consultation").text, written("organ_consultation").text
        assert "15个工作日" in third
        assert "15个工作日" in organ
        assert "逾期未提出意见的，由本机关依照条例的规定决定是否公开" in third
        assert "视为同意公开" not in third
        assert "逾期未提出意见的，视为同意公开" in organ

    @pytest.mark.parametrize(
        "name", ["third_party_consultation", "organ_consultation", "third_party_decision"]
    )
    def test_others_are_not_told_who_asked(self, name: str) -> None:
        assert "张" not in written(name).text

    def test_an_extension_is_counted_by_the_calendar(self) -> None:
        text = written("extension_notice").text
        assert "至2025年3月31日届满" in text
        assert "延长10个工作日，延长后至2025年4月15日届满" in text  # 4 April is a holiday

    def test_an_extension_made_too_late_is_refused(self) -> None:
        matter = EVERY["extension_notice"]
        events = (
            *matter.history.events[:-1],
            replace(matter.history.events[-1], on=date(2025, 4, 1)),
        )
        with pytest.raises(LetterRefused, match="没有在原答复期限届满前作出"):
            written(
                "extension_notice", replace(matter, history=History(events, matter.history.facts))
            )

    def test_a_day_beyond_the_last_holiday_notice_is_marked(self) -> None:
        matter = EVERY["receipt"]
        late = date(2026, 12, 20)
        events = tuple(replace(e, on=late) for e in matter.history.events)
        shown = written("receipt", replace(matter, history=History(events, matter.history.facts)))
        assert PROVISIONAL in shown.text
        assert PROVISIONAL not in written("receipt").text

    def test_a_supplement_and_a_company(self) -> None:
        steps = replied("petition", before=SUPPLEMENTED)
        text = written("petition", request(*steps, kind="商业企业")).text
        assert "于2025年3月6日告知你单位补正，并于2025年3月14日收到补正的申请" in text
        assert "您" not in text
        assert "下列渠道" not in text

    def test_part_of_it_is_what_reconsideration_is_about(self) -> None:
        assert "中不予公开部分的决定" in written("partly_granted").remedy
        assert "中不予公开的决定" in written("law_forbids").remedy

    def test_the_internet_channel_is_told_where_there_is_one(self) -> None:
        online = ORGAN.model_copy(update={"online": "云州市行政复议网上平台"})
        letter = compose(EVERY["granted"], "granted", on=date(2025, 3, 28), organ=online)
        assert "通过互联网提交：云州市行政复议网上平台" in letter.remedy

    def test_silence_of_the_third_party_is_told(self) -> None:
        silent = (*CONSULTED[:3], ("deliver_third_party_letter", 6, {}))
        matter = request(*silent)
        events = [
            replace(e, on=date(2025, 4, 20)) for e in EVERY["third_party_rights"].history.events[5:]
        ]
        facts = {**EVERY["third_party_rights"].history.facts}
        facts["third_party_conclusion"] = "第三方逾期未提出意见"
        events = [replace(e, facts={k: facts[k] for k in e.facts}) for e in events]
        history = History((*matter.history.events, *events), facts)
        text = written("third_party_rights", replace(matter, history=history)).text
        assert "第三方逾期未提出意见，由本机关依照条例的规定决定" in text

    def test_facts_are_laid_into_a_sentence(self) -> None:
        assert clean("第一处。\n 第二处；\n\n") == "第一处；第二处"
        assert clean(10.0) == "10"
        assert "事项作出补正：写明文件的名称或者文号。\n" in written("supplement_notice").text


class TestWhichAreCalledFor:
    def test_each_with_its_event_and_day(self) -> None:
        called = letters_for(EVERY["third_party_rights"])
        assert [(one.letter, one.on.day) for one in called] == [
            ("receipt", 3),
            ("third_party_consultation", 5),
            ("consultation_notice", 5),
            ("third_party_rights", 28),
        ]
        assert called[0].event.act == "receive"

    def test_one_letter_for_act_and_outcome(self) -> None:
        called = [one.letter for one in letters_for(EVERY["supplement_abandoned"])]
        assert called == ["receipt", "supplement_notice", "supplement_abandoned"]

    def test_of_two_consultations_each_names_its_own(self) -> None:
        again = ("consult_third_party", 6, {"third_party": "清河合作社"})
        matter = request(*CONSULTED[:3], again)
        calls = [one for one in letters_for(matter) if one.letter == "third_party_consultation"]
        assert written("third_party_consultation", matter).addressee == "清河合作社"
        earlier = matter.until(calls[0].place)
        assert written("third_party_consultation", earlier).addressee == "松林建材有限公司"

    def test_a_letter_tells_the_record_of_its_own_day(self) -> None:
        matter = EVERY["still_unclear"]
        assert "补正的申请" not in written("supplement_notice", matter).body[0]
        assert matter.applicant is APPLICANT
        assert [one.letter for one in letters_for(request(*HANDLED))] == ["receipt"]
        assert len(letters_for(request(*SUPPLEMENT))) == 2
