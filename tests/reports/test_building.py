"""A report is not made of records that cannot be read, and says which they are."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from guiju.procedures.models import Case
from guiju.reports.building import Order, build_paper
from guiju.reports.paper import DISCLOSURE, Name
from guiju.reports.refusals import RecordsUnclear
from tests.reports.district import new_district

pytestmark = pytest.mark.django_db


def test_a_record_whose_rules_are_gone_is_named() -> None:
    district = new_district()
    district.request("甲", date(2025, 2, 3), date(2025, 2, 20))
    lost = district.request("乙", date(2025, 3, 3), date(2025, 3, 20))
    order = Order(district.jurisdiction, 2025)
    for name in get_args(Name):
        build_paper(name, order, district.rules)
    Case.objects.filter(pk=lost.pk).update(version="0" * 64)
    with pytest.raises(RecordsUnclear) as refused:
        build_paper(DISCLOSURE, order, district.rules)
    (says,) = refused.value.troubles
    assert says.startswith("乙：所依据的程序版本已经不在")
