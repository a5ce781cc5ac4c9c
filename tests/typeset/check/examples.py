"""The examples of the rules as sheets."""

from __future__ import annotations

from guiju.typeset.check.rule import Case, Rule
from guiju.typeset.check.sheet import Passage, Sheet, Zone
from guiju.typeset.check.structure import sheet_of
from guiju.typeset.check.zoning import Line, zoned
from guiju.typeset.official import OfficialDocument


def sheet_of_example(rule: Rule, text: str, case: Case | None) -> Sheet:
    """The case where there is one; otherwise the text as a passage of the rule's first zone."""
    if case is None:
        zone = rule.zones[0] if rule.zones else Zone.BODY
        sheet = Sheet(passages=(Passage(zone=zone, text=text, source=0),), official=True)
    elif case.document is not None:
        sheet = sheet_of(OfficialDocument.model_validate(case.document))
    elif case.lines is not None:
        sheet = zoned(Line(line, n) for n, line in enumerate(case.lines))
    else:
        sheet = Sheet.model_validate(case.sheet)
    return _as_wanted(rule, sheet)


def _as_wanted(rule: Rule, sheet: Sheet) -> Sheet:
    """A sheet that tells nothing of type, direction or form is of those the rule is about."""
    when = rule.when
    told = {
        "genre": sheet.genre or next(iter(when.genres), ""),
        "direction": sheet.direction or next(iter(when.directions), ""),
        "form": sheet.form or next(iter(when.forms), ""),
    }
    return sheet.model_copy(update=told)
