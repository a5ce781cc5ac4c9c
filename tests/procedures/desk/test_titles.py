"""A title put right: by the administrator, with a reason, and what it was stays on the chain."""

from __future__ import annotations

import pytest

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import Conflict, NotYours, Refusal
from guiju.procedures.corrections import Replace, correct, correct_title
from guiju.procedures.desk.on_chain import Retitled, on_chain
from guiju.procedures.desk.titles import title_after
from guiju.procedures.library import current
from guiju.procedures.models import Case
from guiju.search.models import Entry as Found
from tests.documents.sending import TITLE, sending
from tests.office import MONDAY, Office, noon, office_of

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "关于做好供暖保障的通知", "关于做好供暖保账的通知"
SIGNED = {
    "sender": "市政府办",
    "sender_title": WRONG,
    "count_checked": "是",
    "classification": "非涉密",
    "declared_unclassified": "是",
}


@pytest.fixture
def office() -> Office:
    return office_of(current("incoming_document"))


@pytest.fixture
def case(office: Office) -> Case:
    """Called as its sender called it, with the slip of the pen."""
    found = office.open(MONDAY, **SIGNED)
    Case.objects.filter(pk=found.pk).update(title=WRONG)
    return Case.objects.get(pk=found.pk)


def put_right(office: Office, case: Case, title: str = RIGHT, **how: object) -> Case:
    said = {"reason": "笔误", "by": office.people["administrator"], "at": noon(MONDAY), **how}
    return correct_title(case, title, **said)  # type: ignore[arg-type]


def test_lists_searches_and_the_chain_follow(office: Office, case: Case) -> None:
    token = case.token
    put_right(office, case, f"  {RIGHT}\n")
    case = Case.objects.get(pk=case.pk)
    assert (case.title, case.initials) == (RIGHT, "gyzhgnbzdtz")
    assert case.token == token + 1, "whoever had the page open is told"
    assert Found.objects.get(ref=f"case/{case.pk}").title == RIGHT
    by = office.people["administrator"].username
    assert on_chain(case).retitled == [Retitled(by, MONDAY, WRONG, RIGHT, "笔误")]
    assert on_chain(case).entered == {1: MONDAY}
    assert first_break() is None


@pytest.mark.parametrize(
    ("title", "reason", "rule"),
    [
        ("", "笔误", "title"),
        (" \n ", "笔误", "title"),
        ("长" * 501, "笔误", "title"),
        (WRONG, "笔误", "title"),
        (RIGHT, " ", "needs.reason"),
    ],
)
def test_not_without_a_title_a_change_and_a_reason(
    office: Office, case: Case, title: str, reason: str, rule: str
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        put_right(office, case, title, reason=reason)
    assert [one.rule for one in refusal.value.reasons] == [rule]
    assert (Case.objects.get(pk=case.pk).title, Entry.objects.count()) == (WRONG, entries)


def test_by_nobody_else_and_not_on_a_page_left_behind(office: Office, case: Case) -> None:
    with pytest.raises(NotYours):
        put_right(office, case, by=office.people["registrar"])
    left = Case.objects.get(pk=case.pk)
    put_right(office, case)
    with pytest.raises(Conflict):
        put_right(office, left, "关于别的事的通知")


def test_the_title_follows_the_fact_it_was_taken_from(office: Office, case: Case) -> None:
    facts = {**case.facts, "sender_title": RIGHT}
    how = {"by": office.people["administrator"], "at": noon(MONDAY), "rulebook": office.rules}
    case = correct(case, Replace(1, facts=facts), reason="笔误", **how)  # type: ignore[arg-type]
    assert Case.objects.get(pk=case.pk).title == RIGHT
    assert [one.after for one in on_chain(case).retitled] == [RIGHT]


def test_it_follows_a_later_act_that_says_the_fact_anew(office: Office, case: Case) -> None:
    case = office.do(case, "register", MONDAY, urgency="未标注", receipt_number="")
    facts = {**case.events.get(seq=2).facts, "sender_title": RIGHT}
    how = {"by": office.people["administrator"], "at": noon(MONDAY), "rulebook": office.rules}
    correct(case, Replace(2, facts=facts), reason="笔误", **how)  # type: ignore[arg-type]
    assert Case.objects.get(pk=case.pk).title == RIGHT


def test_a_title_of_its_own_stays_where_a_fact_is_put_right(office: Office, case: Case) -> None:
    put_right(office, case, "供暖")
    case = Case.objects.get(pk=case.pk)
    facts = {**case.facts, "sender_title": RIGHT}
    how = {"by": office.people["administrator"], "at": noon(MONDAY), "rulebook": office.rules}
    correct(case, Replace(1, facts=facts), reason="笔误", **how)  # type: ignore[arg-type]
    assert Case.objects.get(pk=case.pk).title == "供暖"


def test_of_two_facts_that_say_it_the_one_put_right_counts() -> None:
    case = Case(procedure="incoming_document", title=WRONG, facts={"a": WRONG, "b": RIGHT})
    assert title_after(case, {"a": WRONG, "b": WRONG}) == RIGHT
    assert title_after(case, {"a": WRONG, "b": "x"}) == WRONG


def test_a_fact_put_right_does_not_rename_a_document() -> None:
    notice = sending()
    notice.write()
    notice.case.facts["title"] = RIGHT
    assert title_after(notice.case, {"title": TITLE}) == TITLE


def test_a_document_is_called_by_its_text() -> None:
    notice = sending()
    put_right(notice.office, notice.case, RIGHT)
    notice.case = Case.objects.get(pk=notice.case.pk)
    notice.write()
    assert notice.case.title == TITLE
    with pytest.raises(Refusal, match="正文的标题") as refusal:
        put_right(notice.office, notice.case, RIGHT)
    assert refusal.value.reasons[0].helper == "拟稿人"
    assert [one.after for one in on_chain(notice.case).retitled] == [RIGHT], "no correction of it"
