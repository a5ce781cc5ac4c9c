"""What the engine keeps out of the events of a request: who asked.

The events are never changed or deleted; a name on them could never be taken back. The engine
calls `mask` for what it puts on record and `keep`, in the same transaction, for what it withheld.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from guiju.foi.applicants import known, put_away
from guiju.foi.identity import Identity, masked
from guiju.procedures.history import Value
from guiju.procedures.models import Case

PROCEDURE = "foi_request"
FACTS = ("applicant", "identity_checked")

ON_RECORD = "已核验，见申请人信息"
"""What the events say of an identity check, whatever was written."""

_FIELDS = {"applicant": "name", "identity_checked": "checked"}


def mask(facts: Mapping[str, Value]) -> dict[str, Value]:
    """The facts as they may stand on record; what was left blank stays blank."""
    shown = dict(facts)
    if _said(facts, "applicant"):
        shown["applicant"] = masked(_said(facts, "applicant"))
    if _said(facts, "identity_checked"):
        shown["identity_checked"] = ON_RECORD
    return shown


def keep(case: Case, facts: Mapping[str, Value]) -> None:
    """Seal what `mask` hides. Facts that come masked already (a replay) leave what is kept."""
    brought = {_FIELDS[name]: text for name in FACTS if (text := _said(facts, name))}
    if not brought:
        return
    before = known(case) or Identity()
    if before.name and brought.get("name") == masked(before.name):
        del brought["name"]
    if before.checked and brought.get("checked") == ON_RECORD:
        del brought["checked"]
    if brought:
        put_away(case, replace(before, **brought))


def _said(facts: Mapping[str, Value], name: str) -> str:
    value = facts.get(name)
    return "" if value is None else str(value).strip()
