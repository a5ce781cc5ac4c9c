"""A request out of the tables, as its letters need it; found by name (`guiju.letters.writers`)."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.foi import applicants
from guiju.foi.identity import Identity
from guiju.foi.identity import masked as mask
from guiju.foi.letters import BOOK, Matter
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.selectors import history_of, procedure_of

__all__ = ["BOOK", "CODE", "ISSUERS", "PROCEDURE", "SERIES", "matter_of"]

PROCEDURE = "foi_request"
SERIES = "依申请公开答复"
CODE = "code"
ISSUERS = ("clerk", "head", "handler")


def matter_of(
    case: Case, *, words: Mapping[str, str] | None = None, masked: bool = False
) -> Matter:
    """The request with its applicant in full, or `masked` for a preview.

    Raises NotSealed when the applicant cannot be opened, UnknownProcedure when the file of the
    procedure is gone.
    """
    rules = office_rulebook()
    identity = applicants.known(case) or Identity()
    if masked:
        identity = Identity(mask(identity.name))
    return Matter(
        procedure_of(case, rules),
        rules.calendar,
        history_of(case, rules),
        case.number,
        dict(words or {}),
        identity,
    )
