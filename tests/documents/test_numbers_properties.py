"""Whatever is numbered, corrected, undone or entered by hand, no two documents bear one number."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from guiju.audit.selectors import first_break
from guiju.core.errors import Refusal
from guiju.documents.numbers_register import void_number
from guiju.numbers import acts as numbers
from guiju.numbers.models import Number, Series, State
from guiju.procedures.corrections import Replace, Void, correct
from guiju.procedures.desk.numbering import held_number
from guiju.procedures.history import effective
from guiju.procedures.models import Case
from guiju.procedures.selectors import procedure_of
from guiju.procedures.storing import recorded
from tests.documents.sending import DAY, Sending, begun, sending
from tests.office import noon

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
POOL = (
    *(f"云政办发〔2026〕{n}号" for n in (1, 2, 3)),
    "云政办函〔2026〕1号",
    "云政办发[2026]1号",
    "",
)
STEPS = ("number", "correct", "undo", "void in the register", "enter in the register")


def one_step(step: str, notice: Sending, typed: str, by: User) -> None:
    case = Case.objects.get(pk=notice.case.pk)
    notice.case = case
    number = next((e for e in _standing(case) if e.act == "number"), None)
    how = {"by": by, "at": noon(DAY)}
    if step == "number":
        notice.act("number", organ_code="云政办发", distribution="镇", copies=1,
                   document_number=typed)  # fmt: skip
    elif step == "correct" and number is not None:
        facts = {**number.facts, "document_number": typed}
        correct(case, Replace(number.seq, facts=facts), reason="登错", **how)
    elif step == "undo" and number is not None:
        correct(case, Void(number.seq), reason="没有编号", **how)
    elif step == "void in the register" and (held := held_number(case, "发文")):
        void_number(held, reason="停用", **how)
    elif step == "enter in the register" and (series := Series.objects.first()):
        numbers.enter(series, year=2026, serial=3, used_for="纸质公文", **how)


def _standing(case: Case) -> Iterable[object]:
    return effective(recorded(case, procedure_of(case)))


def agree(both: tuple[Sending, Sending]) -> None:
    borne = []
    for notice in both:
        case = Case.objects.get(pk=notice.case.pk)
        stands = any(e.act == "number" for e in _standing(case))
        if not stands:
            continue
        said = case.facts["document_number"]
        assert case.number == said
        borne.append(said)
        row = Number.objects.get(
            series__kind="发文", series__word=said.partition("〔")[0], year=2026,
            serial=int(said.partition("〕")[2].removesuffix("号")),
        )  # fmt: skip
        assert row.used_for == f"case/{case.pk}", "the register knows whose it is"
        assert row.state == State.USED or case.step == "numbering", "not under a void number"
    assert len(set(borne)) == len(borne), "a double number"
    used = Number.objects.filter(state=State.USED).values_list("used_for", flat=True)
    assert len(set(used)) == len(used), "one number a document"


@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_two_documents_bear_one_number(db: None, data: st.DataObject) -> None:
    with transaction.atomic():
        first = sending()
        both = first, begun(first.office)
        for notice in both:
            notice.to_number()
        by = first.office.people["administrator"]
        for _ in range(data.draw(st.integers(2, 12), "length")):
            step = data.draw(st.sampled_from(STEPS), "step")
            notice = both[data.draw(st.integers(0, 1), "whose")]
            try:
                with transaction.atomic():
                    one_step(step, notice, data.draw(st.sampled_from(POOL), "typed"), by)
                event(f"{step}: done")
            except Refusal:
                event(f"{step}: refused")
            agree(both)
        assert first_break() is None
        transaction.set_rollback(True)
