"""A case gets its number with the act that calls for one, once."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.core.errors import Refusal
from guiju.numbers.models import Number
from guiju.procedures import library
from guiju.procedures.models import Case
from tests.office import Office, office_of

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
