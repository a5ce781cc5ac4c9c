"""An incoming document out of the tables, as its letters need it."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.documents.letters import BOOK
from guiju.letters.matter import Matter
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.selectors import history_of, procedure_of

__all__ = ["BOOK", "CODE", "ISSUERS", "PROCEDURE", "SERIES", "matter_of"]

PROCEDURE = "incoming_document"
SERIES = "公文往来函"
CODE = "document_code"
ISSUERS = ("registrar", "reviewer", "proposer", "lead")


def matter_of(
    case: Case, *, words: Mapping[str, str] | None = None, masked: bool = False
) -> Matter:
    """Raises UnknownProcedure when the file of the procedure is gone."""
    rules = office_rulebook()
    return Matter(
        procedure_of(case, rules),
        rules.calendar,
        history_of(case, rules),
        case.number,
        dict(words or {}),
    )
