"""Which act takes a number, from which series: data in `<app>/numbering.yaml`, found by name.

The number is taken in the transaction of the act, under the lock of its series; a case that has
one from the series keeps it however often the act is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml
from django.contrib.auth.models import User
from pydantic import BaseModel, ConfigDict

import guiju
from guiju.numbers import acts as numbers
from guiju.numbers.reading import STANDARD_FORM
from guiju.procedures.history import Value
from guiju.procedures.models import Case


class Rule(BaseModel):
    """`act` takes a number of the series `kind`/`word`; it becomes the case's number, and the
    fact named where nobody has typed one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: str
    kind: str
    word: str
    pattern: str = STANDARD_FORM
    fact: str = ""


@cache
def rules() -> Mapping[tuple[str, str], Rule]:
    """(procedure, act) → its rule, of every matter app."""
    found: dict[tuple[str, str], Rule] = {}
    for path in sorted(Path(guiju.__file__).parent.glob("*/numbering.yaml")):
        for procedure, said in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            rule = Rule.model_validate(said)
            found[(procedure, rule.act)] = rule
    return found


@dataclass(frozen=True, slots=True)
class Numbering:
    """By whom and when a number is taken; the year is that of the act."""

    by: User
    at: datetime
    on: date


def number_case(case: Case, act: str, numbering: Numbering) -> str:
    """Give the case its number when the act calls for one and it has none; '' when not."""
    rule = rules().get((case.procedure, act))
    if rule is None or (case.number and not rule.fact):
        return ""
    series = numbers.open_series(
        jurisdiction=case.jurisdiction, kind=rule.kind, word=rule.word, pattern=rule.pattern
    )
    taken = numbers.take(
        series, year=numbering.on.year, used_for=f"case/{case.pk}", by=numbering.by, at=numbering.at
    )
    case.number = str(taken)
    case.save(update_fields=["number"])
    return case.number


def with_number(
    case: Case, act: str, facts: Mapping[str, Value], numbering: Numbering
) -> dict[str, Value]:
    """The facts with the number the act takes, unless one was typed (a paper register)."""
    rule = rules().get((case.procedure, act))
    if rule is None or not rule.fact:
        return dict(facts)
    typed = str(facts.get(rule.fact) or "").strip()
    if typed:
        case.number = typed[:120]
        case.save(update_fields=["number"])
        return dict(facts)
    return {**facts, rule.fact: number_case(case, act, numbering)}


def fills(procedure: str, act: str) -> str:
    """The fact a number is taken for when it is left blank; ''."""
    rule = rules().get((procedure, act))
    return rule.fact if rule else ""
