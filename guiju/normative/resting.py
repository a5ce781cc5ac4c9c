"""What depends on a document's validity: being cited as a basis, and what it amended.

(优化营商环境条例第六十四条第二款: what was not published is no basis for administration; B-7:
neither is what has ended or is suspended.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.core.errors import Reason
from guiju.normative.register import Line, issued, lines
from guiju.normative.validity import PROCEDURE, Standing
from guiju.numbers.reading import read
from guiju.org.models import Jurisdiction
from guiju.procedures.desk.visibility import Viewer, visible_cases
from guiju.procedures.history import Value, text_of
from guiju.procedures.models import Case
from guiju.procedures.selectors import standing_events

RULE = "normative.basis.not_in_force"
BASIS = "《优化营商环境条例》第六十四条第二款"
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}?[〔\[（(【][0-9]{4}[〕\]）)】] ?第?[0-9]{1,5} ?号")

_SENTENCE, _RESTS = re.compile(r"[。；\n]"), re.compile("根据|依据|依照|按照")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a number somebody wrote was taken for, and whether it may be cited on a day."""

    written: str
    line: Line | None

    @property
    def may(self) -> bool:
        return self.line is not None and self.line.validity.is_basis


def citable(written: str, viewer: Viewer, on: date) -> Judged:
    """A document by its number, among those someone may see."""
    meant = str(read(written) or written)
    found = lines(issued(visible_cases(viewer)), on)
    return Judged(written, next((line for line in found if line.number == meant), None))


def not_in_force(text: str, jurisdiction: Jurisdiction, on: date) -> list[Reason]:
    """Why a text may not rest on the documents of its own district that it cites by number.

    A basis is what a sentence with 根据, 依据, 依照 or 按照 names; that a document ends another, or
    tells of one that ended, is no basis. What the register does not hold is not judged: it may be
    another organ's.
    """
    return [_reason(line, on) for line in _cited(text, jurisdiction, on)]


def _cited(text: str, jurisdiction: Jurisdiction, on: date) -> Iterator[Line]:
    resting = (one for one in _SENTENCE.split(text) if _RESTS.search(one))
    numbers = {_as_written(found.group()) for one in resting for found in _NUMBER.finditer(one)}
    if not numbers:
        return
    theirs = Case.objects.filter(jurisdiction=jurisdiction)
    for line in lines(issued(theirs), on):
        standing = line.validity.standing
        ended = not line.validity.is_basis and standing is not Standing.UNKNOWN
        if ended and any(said.endswith(line.number) for said in numbers if line.number):
            yield line


def _as_written(said: str) -> str:
    """As the standard writes it. What stands before the organ's word stays: the end tells."""
    return str(read(said) or said)


def _reason(line: Line, on: date) -> Reason:
    says = f"《{line.title}》（{line.number}）在{on.isoformat()}{line.validity.standing.value}"
    return Reason(RULE, f"{says}，不能作为依据", BASIS, "起草单位")


@dataclass(frozen=True, slots=True)
class Changed:
    """A document this one amended, and from when."""

    case: Case
    by: str
    since: date


def amended_by(case: Case, number: str) -> list[Changed]:
    """The documents that stand as `case` amended them: look at them before it is repealed.

    A repeal does not bring back the earlier wording by itself; a decision must say so.
    """
    if not number:
        return []
    district = case.jurisdiction
    events = standing_events(jurisdiction=district, procedure=PROCEDURE, act="amend")
    found: list[Changed] = []
    for event in events.select_related("case__jurisdiction").order_by("on", "pk"):
        said = text_of(_plain(event.facts.get("amended_by")))
        if number in re.sub(r"\s", "", said) or str(read(said)) == number:
            found.append(Changed(event.case, said, event.on))
    return found


def _plain(value: object) -> Value:
    return value if isinstance(value, str) else None
