"""秘书代录: someone enters what the holder of a post has decided on paper, with a scan of it.

The act is the holder's, and what may not be done by the author may not be entered for them
either. Who entered it stands on the event, in the chain and beside the signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User

from guiju.core.errors import Reason, Refusal
from guiju.org.selectors import called, names_of
from guiju.procedures.models import Attachment, Case, Event, Origin


def refuse_without_paper(case: Case, scan: Attachment | None, decided_by: User) -> None:
    """Raise Refusal unless a scan of the paper is among the files of the case."""
    if scan is None or scan.case_id != case.pk:
        name = called(decided_by)
        says = f"代录{name}的批示须附批示原件的扫描件，附件须在本件之内"
        raise Refusal([Reason("on_paper.scan", says, helper=name)])


def entered_for_another(row: Event) -> bool:
    """The event was decided on paper by one and entered by another."""
    return (
        row.origin != Origin.IMPORTED and row.corrects is None and row.recorder not in ("", row.by)
    )


def recorders(rows: Iterable[Event]) -> Mapping[int, str]:
    """Number of an event entered for another → the name of who entered it."""
    found = {row.seq: row.recorder for row in rows if entered_for_another(row)}
    names = names_of(found.values())
    return {seq: names[by] for seq, by in found.items()}
