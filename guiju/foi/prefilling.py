"""Records with a set form, laid into the draft of the act that puts them on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from guiju.core.errors import NotYours, Reason
from guiju.procedures.definition import FactType
from guiju.procedures.desk.drafting import Place, save_draft
from guiju.procedures.desk.entries import viewer_who_sees
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Draft
from guiju.procedures.selectors import offers, procedure_of


@dataclass(frozen=True, slots=True)
class Record:
    """A record to be composed: its label, the acts that take it, who composes it."""

    label: str
    acts: tuple[str, ...]
    helper: str


RECORDS: Mapping[str, Record] = {
    "search-record": Record("登记检索情况", ("search", "find_competent_organ"), "信息承办单位"),
    "partial-test": Record("判断能否区分处理", ("reply",), "公开工作机构负责人"),
}

FIELD = "fact_{name}"
"""What the form of an act calls the input for a fact."""


def offered_records(case: Case, viewer: Viewer) -> list[str]:
    """The records someone may compose now: the chart offers the act, they hold its role."""
    mine = {o.id for o in offers(case, user=viewer.user, on=viewer.on) if o.role}
    return [name for name, record in RECORDS.items() if mine & set(record.acts)]


def prefill(case: Case, act: str, facts: Mapping[str, str], *, by: User, at: datetime) -> Draft:
    """Lay facts into someone's draft of an act; what is there already stays, the new below it.

    Raises NotYours when the act is not theirs to do now, StaleDraft.
    """
    viewer = viewer_who_sees(case, by=by, at=at)
    if act not in {o.id for o in offers(case, user=by, on=viewer.on) if o.role}:
        says = "现在不由您办理这一步"
        helper = next(r.helper for r in RECORDS.values() if act in r.acts)
        raise NotYours([Reason("record.act", says, helper=helper)])
    draft = Draft.objects.filter(user=by, case=case, act=act).first()
    fields = dict(draft.fields) if draft else {}
    for name, text in facts.items():
        key, before = FIELD.format(name=name), fields.get(FIELD.format(name=name)) or ""
        picked = procedure_of(case).all_facts()[name].type is FactType.CHOICE
        fields[key] = text if picked else _below(before, text)
    place = Place(case.jurisdiction, case.procedure, act, case)
    return save_draft(place, fields, token=draft.token if draft else 0, by=by, at=at)


def _below(before: str, text: str) -> str:
    lines = before.splitlines()
    return before if text in lines else "\n".join([*lines, text])
