"""The order of the boxes."""

from __future__ import annotations

from datetime import date

from guiju.procedures.desk.boxes import to_do
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Case
from guiju.procedures.models.cases import Urgency
from tests.procedures.desk.house import House


def test_what_is_urgent_and_due_comes_first_and_what_is_not_due_last(house: House) -> None:
    """SQLite had put what has no due date before everything that has."""
    said = [(None, 0), (date(2025, 3, 20), 0), (date(2025, 3, 10), 0), (None, Urgency.URGENT)]
    keys = []
    for due, urgency in said:
        keys.append(house.open("经办一").pk)
        Case.objects.filter(pk=keys[-1]).update(due_on=due, urgency=urgency)
    found = to_do(viewer_of(house.people["经办一"], on=house.today))
    assert [task.case_id for task in found] == [keys[3], keys[2], keys[1], keys[0]]
