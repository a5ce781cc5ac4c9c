"""A case gets its number with the act that calls for one, once."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.core.errors import Refusal
from guiju.numbers.acts import enter, open_series, void
from guiju.numbers.models import Number
from guiju.procedures import library
from guiju.procedures.acts import Deed, Opening, open_case
from guiju.procedures.corrections import Replace, correct
from guiju.procedures.desk.linking import void_case
from guiju.procedures.desk.numbering import refuse_while_borne
from guiju.procedures.models import Case
from tests.office import Office, noon, office_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
SIGNED = {
    "sender": "市政府办",
    "sender_title": "供暖",
    "count_checked": "是",
    "classification": "非涉密",
    "declared_unclassified": "是",
}


@pytest.fixture
def office() -> Office:
    return office_of(library.current("incoming_document"))


def test_registering_takes_the_next_number_and_the_case_bears_it(office: Office) -> None:
    numbers = []
    for _ in range(2):
        case = office.open(DAY, **SIGNED)
        case = office.do(case, "register", DAY, urgency="未标注", receipt_number="")
        numbers.append(case.facts["receipt_number"])
        assert Case.objects.get(pk=case.pk).number == numbers[-1]
    assert numbers == ["收〔2026〕1号", "收〔2026〕2号"]


def test_a_number_typed_from_a_paper_register_stands(office: Office) -> None:
    case = office.open(DAY, **SIGNED)
    case = office.do(case, "register", DAY, urgency="未标注", receipt_number="纸质-7")
    assert (case.facts["receipt_number"], case.number) == ("纸质-7", "纸质-7")
    assert not Number.objects.exists()


def test_a_number_of_the_series_that_is_typed_is_on_record_there(office: Office) -> None:
    first = office.do(office.open(DAY, **SIGNED), "register", DAY, urgency="未标注",
                      receipt_number="收[2026]07号")  # fmt: skip
    assert first.number == "收〔2026〕7号", "as the series writes it"
    second = office.open(DAY, **SIGNED)
    with pytest.raises(Refusal, match="收〔2026〕7号已登记"):
        office.do(second, "register", DAY, urgency="未标注", receipt_number="收〔2026〕7号")
    second.refresh_from_db()
    assert second.number == ""
    second = office.do(second, "register", DAY, urgency="未标注", receipt_number="")
    assert second.number == "收〔2026〕8号"


def test_the_same_number_written_otherwise_is_no_other(office: Office) -> None:
    case = office.do(office.open(DAY, **SIGNED), "register", DAY, urgency="未标注",
                     receipt_number="")  # fmt: skip
    facts = {**case.events.get(seq=2).facts, "receipt_number": "收[2026]第01号"}
    how = {"by": office.people["administrator"], "at": noon(DAY), "rulebook": office.rules}
    case = correct(case, Replace(2, facts=facts), reason="登错", **how)
    assert case.number == case.facts["receipt_number"] == "收〔2026〕1号"
    assert Number.objects.get().state == "used"


@pytest.mark.parametrize("typed", ["收〔2026〕9号", "纸质-7"])
def test_registering_again_gives_no_other_number(office: Office, typed: str) -> None:
    case = office.do(office.open(DAY, **SIGNED), "register", DAY, urgency="未标注",
                     receipt_number="")  # fmt: skip
    case = office.do(case, "return_to_registration", DAY, by="reviewer", reason="来文字号登错")
    with pytest.raises(Refusal, match="已有编号收〔2026〕1号") as refusal:
        office.do(case, "register", DAY, urgency="未标注", receipt_number=typed)
    assert refusal.value.reasons[0].helper == "系统管理员"
    case.refresh_from_db()
    again = "收〔2026〕1号"
    case = office.do(case, "register", DAY, urgency="未标注", receipt_number=again)
    assert case.number == again and Number.objects.count() == 1


@pytest.mark.parametrize("typed", ["收〔2026〕9号", "纸质-7"])
def test_a_number_typed_at_opening_is_the_one_it_is_registered_under(
    office: Office, typed: str
) -> None:
    opening = Opening(office.jurisdiction, "incoming_document", "某来文", typed, unit=office.unit)
    by = office.people["registrar"]
    case = open_case(opening, Deed("sign_for", DAY, SIGNED), by=by, at=noon(DAY))
    case = office.do(case, "register", DAY, urgency="未标注", receipt_number="")
    assert case.number == case.facts["receipt_number"] == typed
    case = office.do(case, "return_to_registration", DAY, by="reviewer", reason="来文字号登错")
    case = office.do(case, "register", DAY, urgency="未标注", receipt_number="")
    assert case.number == typed, "and again"
    other = office.do(office.open(DAY, **SIGNED), "register", DAY, urgency="未标注",
                      receipt_number="")  # fmt: skip
    assert other.number == ("收〔2026〕10号" if "号" in typed else "收〔2026〕1号")


def test_one_void_since_is_not_taken_again_for_what_was_typed(office: Office) -> None:
    case = office.do(office.open(DAY, **SIGNED), "register", DAY, urgency="未标注",
                     receipt_number="")  # fmt: skip
    case = office.do(case, "return_to_registration", DAY, by="reviewer", reason="重号")
    void(Number.objects.get(), reason="重号", by=office.people["registrar"], at=noon(DAY))
    case = office.do(case, "register", DAY, urgency="未标注", receipt_number="")
    assert case.number == "收〔2026〕2号"


@pytest.mark.parametrize(
    ("first", "then", "on_record"),
    [
        ("", "收〔2026〕3号", {"1": "void", "3": "used"}),
        ("", "纸质-7", {"1": "void"}),
        ("纸质-7", "收〔2026〕3号", {"3": "used"}),
        ("纸质-7", "纸质-8", {}),
        ("纸质-7", "来文〔2026〕5号", {}),
    ],
)
def test_a_number_put_right(
    office: Office, first: str, then: str, on_record: dict[str, str]
) -> None:
    case = office.do(office.open(DAY, **SIGNED), "register", DAY, urgency="未标注",
                     receipt_number=first)  # fmt: skip
    facts = {**case.events.get(seq=2).facts, "receipt_number": then}
    how = {"by": office.people["administrator"], "at": noon(DAY), "rulebook": office.rules}
    case = correct(case, Replace(2, facts=facts), reason="登错", **how)
    case.refresh_from_db()
    assert case.number == case.facts["receipt_number"] == then
    said = {str(n.serial): n.state for n in Number.objects.all()}
    assert said == on_record


@pytest.mark.parametrize("typed", ["依申请〔2026〕1号", "2026-01"])
def test_a_number_typed_at_opening_is_not_given_out_again(typed: str) -> None:
    office = office_of(library.current("foi_request"))
    assert opened(office, typed).number == typed
    other = opened(office, "")
    assert other.number == ("依申请〔2026〕2号" if "号" in typed else "依申请〔2026〕1号")
    if "号" in typed:
        with pytest.raises(Refusal, match="依申请〔2026〕1号已登记"):
            opened(office, typed)
        assert Case.objects.count() == 2, "nothing half-done"


def test_the_number_of_a_request_goes_with_it() -> None:
    office = office_of(library.current("foi_request"))
    case = opened(office, "")
    with pytest.raises(Refusal, match="请先作废该件"):
        refuse_while_borne(Number.objects.get(used_for=f"case/{case.pk}"))
    case.refresh_from_db()
    by = office.people["administrator"]
    void_case(case, reason="重复登记", by=by, at=noon(DAY), rulebook=office.rules)
    refuse_while_borne(Number.objects.get(used_for=f"case/{case.pk}"))


def opened(office: Office, number: str) -> Case:
    opening = Opening(office.jurisdiction, "foi_request", "某申请", number, unit=office.unit)
    facts = {
        "channel": "当面",
        "applicant_kind": "自然人",
        "receipt_evidence": "回执1号",
        "applicant": "张三丰",
        "description": "老旧小区改造资金安排",
    }
    deed = Deed("receive", DAY, facts)
    by = office.people[office.procedure.acts()["receive"].by[0]]
    return open_case(opening, deed, by=by, at=noon(DAY), rulebook=office.rules)


def test_a_refused_act_takes_no_number(office: Office) -> None:
    case = office.open(DAY, **SIGNED)
    with pytest.raises(Refusal):
        office.do(case, "register", DAY, receipt_number="")
    assert not Number.objects.exists()
    assert Case.objects.get(pk=case.pk).number == ""


def test_registering_again_keeps_the_number(office: Office) -> None:
    case = office.open(DAY, **SIGNED)
    case = office.do(case, "register", DAY, urgency="未标注", receipt_number="")
    case = office.do(case, "return_to_registration", DAY, by="reviewer", reason="来文字号登错")
    case = office.do(case, "register", DAY, urgency="未标注", receipt_number="")
    assert case.number == "收〔2026〕1号"
    assert Number.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("incoming_document", "党政机关公文处理工作条例第二十四条第二项"),
        ("outgoing_document", "党政机关公文处理工作条例第二十五条第二项"),
        ("normative_document", "规范性文件编号办法"),
        ("foi_request", ""),
    ],
)
def test_a_refusal_cites_what_the_procedure_cites_for_the_act(name: str, basis: str) -> None:
    """An office's own rule is not told as law; that an application is received, of no number."""
    p = library.current(name)
    office = office_of(p)
    final = next(step for step, said in p.steps.items() if said.final)
    case = Case.objects.create(
        jurisdiction=office.jurisdiction, unit=office.unit, procedure=name, version=p.digest,
        title="某事项", step=final, number="云政〔2026〕1号", opened_on=DAY, token=1,
    )  # fmt: skip
    series = open_series(jurisdiction=office.jurisdiction, kind="发文", word="云政")
    by = office.people["administrator"]
    number = enter(series, year=2026, serial=1, used_for=f"case/{case.pk}", by=by, at=noon(DAY))
    with pytest.raises(Refusal) as told:
        refuse_while_borne(number)
    (reason,) = told.value.reasons
    assert reason.basis == basis
