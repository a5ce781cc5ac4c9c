"""紧急程度 of an outgoing document is asked once, and its case bears it in every list."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from guiju.audit.models import Entry
from guiju.documents.paper import completed, document_of
from guiju.documents.paper_form import typed_from
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.corrections import Replace, correct
from guiju.procedures.library import current
from guiju.procedures.models import Case
from guiju.procedures.models.cases import Urgency
from tests.documents.sending import DAY, DRAFTED, NOTICE, TITLE, Sending, sending
from tests.office import noon, office_of

pytestmark = pytest.mark.database
MOST_URGENT = NOTICE.model_copy(update={"urgency": "特急"})


@pytest.fixture
def notice(db: None, monkeypatch: pytest.MonkeyPatch) -> Sending:
    monkeypatch.setattr(timezone, "now", lambda: noon(DAY))
    return sending()


def drafter(notice: Sending) -> Client:
    client = Client()
    client.force_login(notice.office.people["drafter"])
    return client


def drafted(notice: Sending, **more: str) -> Case:
    """A document begun from its page."""
    said = {k: {True: "yes", False: "no"}.get(v, v) for k, v in DRAFTED.items()}
    data = {
        "title": TITLE,
        "unit": str(notice.office.unit.pk),
        "secrecy": "0",
        "on": DAY.isoformat(),
        **{f"fact_{name}": text for name, text in said.items()},
        **more,
    }
    answer = drafter(notice).post("/cases/new/outgoing_document/", data)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.latest("pk")


def changes(case: Case) -> list[dict[str, object]]:
    rows = Entry.objects.filter(chain=f"case/{case.pk}", verb="change_urgency").order_by("seq")
    said = (json.loads(row.payload) for row in rows)
    return [{name: one[name] for name in ("from", "to")} for one in said]


def test_the_page_asks_once(notice: Sending) -> None:
    page = drafter(notice).get("/cases/new/outgoing_document/").content.decode()
    assert page.count("紧急程度") == 1
    assert "缓急" not in page


@pytest.mark.parametrize(
    ("said", "level"),
    [("", Urgency.ORDINARY), ("加急", Urgency.URGENT), ("特急", Urgency.MOST_URGENT)],
)
def test_the_case_is_as_urgent_as_its_document(notice: Sending, said: str, level: int) -> None:
    case = drafted(notice, fact_urgency=said)
    assert case.urgency == level
    assert completed(case, document_of(case, DAY)).urgency == said


def test_the_editor_does_not_ask_again(notice: Sending) -> None:
    case = drafted(notice, fact_urgency="加急")
    page = drafter(notice).get(f"/documents/{case.pk}/write/").content.decode()
    assert '<input type="hidden" name="urgency" value="加急">' in page
    assert '<select name="urgency"' not in page


def test_what_is_on_record_wins_over_what_is_typed(notice: Sending) -> None:
    case = drafted(notice, fact_urgency="加急")
    notice.case = case
    notice.write(MOST_URGENT)
    assert Case.objects.get(pk=case.pk).urgency == Urgency.URGENT
    assert completed(notice.case, document_of(notice.case, DAY)).urgency == "加急"
    assert changes(case) == []


def test_a_document_made_urgent_in_the_editor_takes_its_case_along(notice: Sending) -> None:
    case = drafted(notice)
    page = drafter(notice).get(f"/documents/{case.pk}/write/").content.decode()
    assert '<select name="urgency"' in page
    sent = {**typed_from(MOST_URGENT), "material": "yes", "saw": "", "draft_token": "0"}
    assert drafter(notice).post(f"/documents/{case.pk}/write/", sent).status_code == 302
    assert Case.objects.get(pk=case.pk).urgency == Urgency.MOST_URGENT
    assert changes(case) == [{"from": 0, "to": 2}]
    notice.case = Case.objects.get(pk=case.pk)
    notice.write(NOTICE)
    assert Case.objects.get(pk=case.pk).urgency == Urgency.ORDINARY


def test_an_older_case_keeps_what_was_chosen_for_it(notice: Sending) -> None:
    """缓急 was chosen for the case, its document says nothing: writing on changes neither."""
    notice.write()
    Case.objects.filter(pk=notice.case.pk).update(urgency=Urgency.URGENT)
    notice.case.refresh_from_db()
    notice.write(NOTICE.model_copy(update={"note": "此件公开发布"}))
    assert Case.objects.get(pk=notice.case.pk).urgency == Urgency.URGENT


def test_a_document_begun_late_starts_as_urgent_as_its_case(notice: Sending) -> None:
    Case.objects.filter(pk=notice.case.pk).update(urgency=Urgency.URGENT)
    notice.case.refresh_from_db()
    assert document_of(notice.case, DAY).urgency == "加急"


def test_a_correction_of_the_record_corrects_the_case(notice: Sending) -> None:
    case = drafted(notice, fact_urgency="特急")
    right = Replace(1, facts={**DRAFTED, "urgency": "加急"})
    people = notice.office.people
    case = correct(case, right, reason="误填", by=people["administrator"], at=noon(DAY))
    assert Case.objects.get(pk=case.pk).urgency == Urgency.URGENT
    correct(
        case, Replace(2, facts=DRAFTED), reason="误填", by=people["administrator"], at=noon(DAY)
    )
    assert Case.objects.get(pk=case.pk).urgency == Urgency.ORDINARY


SIGNED_FOR = {
    "sender": "云岭市人民政府办公室",
    "sender_number": "云市政办发〔2026〕8号",
    "sender_title": "关于开展春季防火检查的通知",
    "document_type": "通知",
    "count_checked": True,
    "classification": "非涉密",
    "declared_unclassified": True,
}


def test_an_incoming_document_is_as_urgent_as_it_is_registered(db: None) -> None:
    """签收 asks how urgent the matter is, 登记 what the document says of itself: that counts."""
    office = office_of(current("incoming_document"))
    clerk = office.people["registrar"]
    opening = Opening(office.jurisdiction, "incoming_document", TITLE, unit=office.unit)
    case = open_case(
        opening, Deed("sign_for", DAY, SIGNED_FOR), by=clerk, at=noon(DAY), rulebook=office.rules
    )
    assert case.urgency == Urgency.ORDINARY
    said = {"receipt_number": "收〔2026〕101号", "urgency": "特急"}
    perform(case, Deed("register", DAY, said), by=clerk, at=noon(DAY), rulebook=office.rules)
    case.refresh_from_db()
    assert case.urgency == Urgency.MOST_URGENT
