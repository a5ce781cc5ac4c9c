"""Acts of the desk that move no case are on its audit chain all the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason
from guiju.procedures.desk.visibility import Viewer, may_see, viewer_of
from guiju.procedures.models import Case
from guiju.procedures.record import day_of
from guiju.procedures.storing import chain_of


def hold(*cases: Case) -> None:
    """Hold the rows of cases until the transaction ends: one writer a chain, in one order.

    The first thing an act does that moves no case.
    """
    pks = sorted({case.pk for case in cases})
    list(Case.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def enter(case: Case, verb: str, content: Mapping[str, Json], *, by: User, at: datetime) -> None:
    """Add one link to the chain of a case. The transaction of the act holds the case."""
    said: dict[str, Json] = {"case": case.pk, **content}
    audit.append(
        audit.Record(case.jurisdiction_id, chain_of(case), verb, by.get_username(), at, said)
    )


def viewer_who_sees(case: Case, *, by: User, at: datetime) -> Viewer:
    """Whoever acts, as long as they may see the case. Raises NotYours."""
    viewer = viewer_of(by, on=day_of(at))
    if not may_see(viewer, case):
        raise NotYours([Reason("visibility", "您不在本件的阅知范围内", helper="本件经办人")])
    return viewer
