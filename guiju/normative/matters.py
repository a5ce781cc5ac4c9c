"""A normative document out of the tables, as its letters need it; found by name."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.letters.matter import Matter
from guiju.normative.desk import PROCEDURE
from guiju.normative.letters import BOOK
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.selectors import history_of, procedure_of

__all__ = ["BOOK", "CODE", "ISSUERS", "PROCEDURE", "SERIES", "matter_of"]

SERIES = "公文往来函"
CODE = "document_code"
ISSUERS = ("drafter", "reviewer", "competition", "office")


def matter_of(
    case: Case, *, words: Mapping[str, str] | None = None, masked: bool = False
) -> Matter:
    """The document, called as its text is. Raises UnknownProcedure when its file is gone."""
    rules = office_rulebook()
    return Matter(
        procedure_of(case, rules),
        rules.calendar,
        history_of(case, rules),
        case.number,
        {**(words or {}), "document_title": "".join(case.title.split("\n"))},
    )
