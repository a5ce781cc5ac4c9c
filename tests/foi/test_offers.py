"""What the desk offers in the handling of a request."""

from __future__ import annotations

from guiju.procedures.selectors import offers
from tests.letters.cast import TUESDAY, handled
from tests.office import Office


def test_what_an_act_fits_is_entered_with_it(office: Office, letterhead: object) -> None:
    """The result of the search is what the act asks for; it cannot be on record before."""
    case = handled(office)
    handler = office.people["handler"]
    found = {o.id: o.reasons for o in offers(case, user=handler, on=TUESDAY, rulebook=office.rules)}
    assert found["search"] == ()
    assert [reason.rule for reason in found["submit_draft"]] == ["chart"]
    case = office.do(
        case, "search", TUESDAY, search_record="档案室、办公系统", search_result="检索到"
    )
    found = {o.id: o.reasons for o in offers(case, user=handler, on=TUESDAY, rulebook=office.rules)}
    assert found["submit_draft"] == ()
