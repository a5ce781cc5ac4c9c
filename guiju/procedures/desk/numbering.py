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
from guiju.core.errors import Reason, Refusal
from guiju.core.row_keys import row_key
from guiju.numbers import acts as numbers
from guiju.numbers.models import Number, Series, State
from guiju.numbers.reading import REGULATION, STANDARD_FORM, DocumentNumber, faults, read
from guiju.procedures.definition import Act, Procedure
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook

_LONGEST = 120
"""Characters of a number as cases keep it."""
_OF_CASE = "case/"
"""What a number is used for, before the key of the case."""


class Rule(BaseModel):
    """`act` takes a number of the series `kind`/`word`; it becomes the case's number, and the
    fact named where nobody has typed one.

    With `word_fact` the series is that of the word (机关代字) recorded on the case, and a number
    typed is put on record in it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: str
    kind: str
    word: str = ""
    word_fact: str = ""
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
    """Give the case its number when the act calls for one; '' when not.

    One typed when the case was opened stands. Raises Refusal when another case bears it.
    """
    rule = rules().get((case.procedure, act))
    if rule is None:
        return ""
    if case.number and not rule.fact:
        return _borne(case, rule, case.number, None, numbering)
    return _take(case, rule, rule.word, numbering)


def with_number(
    case: Case, act: str, facts: Mapping[str, Value], numbering: Numbering
) -> dict[str, Value]:
    """The facts with the number the act takes, unless one was typed, now or at opening.

    Raises Refusal when the word of the series is missing, or a number typed cannot be.
    """
    rule = rules().get((case.procedure, act))
    if rule is None or not rule.fact:
        return dict(facts)
    typed = str(facts.get(rule.fact) or "").strip()
    if rule.word_fact:
        return {**facts, rule.fact: _in_series_of_word(case, rule, facts, typed, numbering)}
    held = held_number(case, rule.kind) if typed or case.number else None
    if not typed and held is None:
        typed = _typed_before(case, rule)
    if typed:
        return {**facts, rule.fact: _borne(case, rule, typed, held, numbering)}
    return {**facts, rule.fact: number_case(case, act, numbering)}


def _typed_before(case: Case, rule: Rule) -> str:
    """What was typed when the case was opened, or registered before; '' for one that is void."""
    if not case.number:
        return ""
    mine = Number.objects.filter(series__kind=rule.kind, used_for=f"{_OF_CASE}{case.pk}")
    return "" if mine.exists() else case.number


def _in_series_of_word(
    case: Case, rule: Rule, facts: Mapping[str, Value], typed: str, numbering: Numbering
) -> str:
    held = held_number(case, rule.kind)
    if typed:
        return _entered(case, rule, typed, held, numbering)
    if held is not None:
        return _kept(case, str(held))
    word = str(facts.get(rule.word_fact) or case.facts.get(rule.word_fact) or "").strip()
    if not word:
        says = "请填写机关代字，由系统在该代字当年的序列中取号"
        raise Refusal([Reason(f"needs.{rule.word_fact}", says, REGULATION)])
    return _take(case, rule, word, numbering)


def held_number(case: Case, kind: str) -> Number | None:
    """The number of this kind the case has; going through the step again keeps it."""
    held = Number.objects.filter(
        series__jurisdiction=case.jurisdiction_id,
        series__kind=kind,
        used_for=f"{_OF_CASE}{case.pk}",
        state=State.USED,
    )
    return held.select_related("series").first()


def _entered(case: Case, rule: Rule, typed: str, held: Number | None, numbering: Numbering) -> str:
    """A number typed is put on record in its series, so that it is never given out again."""
    wrong = faults(typed)
    if wrong:
        raise Refusal(list(wrong))
    if held is not None and str(held) != typed:
        says = f"本件已有发文字号{held}，重新办理时保留原号"
        raise Refusal([Reason("number.held", says, REGULATION)])
    meant = read(typed)
    assert meant is not None
    _enter(case, rule, meant, numbering)
    return _kept(case, typed)


def _borne(case: Case, rule: Rule, typed: str, held: Number | None, numbering: Numbering) -> str:
    """A number typed. One of the series is put on record there; one of a paper register is not."""
    meant = _of_series(rule, typed)
    if held is not None and str(meant or typed) != str(held):
        says = f"本件已有编号{held}，重新办理时保留原号；登错了的，由系统管理员更正"
        raise Refusal([Reason("number.held", says, helper="系统管理员")])
    if meant is None:
        return _kept(case, typed[:_LONGEST])
    _enter(case, rule, meant, numbering)
    return _kept(case, str(meant))


def _of_series(rule: Rule, typed: str) -> DocumentNumber | None:
    """What is meant, where it is a number of the rule's own series."""
    meant = read(typed)
    return meant if meant is not None and meant.word == rule.word else None


def _enter(case: Case, rule: Rule, meant: DocumentNumber, numbering: Numbering) -> None:
    """Put a number on record in its series, unless it is there as this case's."""
    numbers.enter(
        _series(case, rule, meant.word),
        year=meant.year,
        serial=meant.serial,
        used_for=f"{_OF_CASE}{case.pk}",
        by=numbering.by,
        at=numbering.at,
    )


def put_right(  # noqa: PLR0913 - an act on a case, what it said and is to say, why, by whom
    case: Case,
    act: str,
    old: Mapping[str, Value],
    facts: Mapping[str, Value],
    reason: str,
    numbering: Numbering,
) -> dict[str, Value]:
    """The facts of a corrected act; where they say another number the register follows.

    Raises Refusal for a number that cannot be, or is another's, and where one is left out.
    """
    rule = rules().get((case.procedure, act))
    was, now = (str(said.get(rule.fact) or "").strip() if rule else "" for said in (old, facts))
    if rule is None or was == now:
        return dict(facts)
    if not now:
        says = f"编号{was}已经登记，不能删去；登错了的，请填写正确的编号"
        raise Refusal([Reason("number.held", says, _basis(*_taking(case, rule)))])
    meant = _meant(rule, now)
    held = held_number(case, rule.kind)
    if meant is None and held is not None:
        why = f"更正为{now}：{reason}"[: numbers.LONGEST_REASON]
        numbers.void(held, reason=why, by=numbering.by, at=numbering.at)
    elif meant is not None and held is None:
        _enter(case, rule, meant, numbering)
    elif meant is not None and held is not None and str(held) != str(meant):
        numbers.correct(
            held,
            _series(case, rule, meant.word),
            year=meant.year,
            serial=meant.serial,
            reason=reason,
            by=numbering.by,
            at=numbering.at,
        )
    return {**facts, rule.fact: _kept(case, str(meant or now[:_LONGEST]))}


def _meant(rule: Rule, typed: str) -> DocumentNumber | None:
    """The number of a series that is meant, None for one of a paper register."""
    if not rule.word_fact:
        return _of_series(rule, typed)
    wrong = faults(typed)
    if wrong:
        raise Refusal(list(wrong))
    return read(typed)


def _take(case: Case, rule: Rule, word: str, numbering: Numbering) -> str:
    taken = numbers.take(
        _series(case, rule, word),
        year=numbering.on.year,
        used_for=f"{_OF_CASE}{case.pk}",
        by=numbering.by,
        at=numbering.at,
    )
    return _kept(case, str(taken))


def _series(case: Case, rule: Rule, word: str) -> Series:
    return numbers.open_series(
        jurisdiction=case.jurisdiction, kind=rule.kind, word=word, pattern=rule.pattern
    )


def _kept(case: Case, number: str) -> str:
    case.number = number
    case.save(update_fields=["number"])
    return number


def refuse_while_borne(number: Number) -> None:
    """Raise Refusal where a case going on bears the number and could not take another now.

    Holds the case until the transaction ends.
    """
    key = row_key(number.used_for.removeprefix(_OF_CASE))
    if not number.used_for.startswith(_OF_CASE) or key is None:
        return
    case = Case.objects.select_for_update().filter(pk=key, closed_on=None).first()
    rule = next((r for (p, _), r in rules().items() if case and p == case.procedure), None)
    if case is None or rule is None or case.number != str(number):
        return
    p, act = _taking(case, rule)
    if act is not None and case.step in p.steps and act in p.offered_in(case.step):
        return
    back = act is not None and not act.opens
    way = f"请先退回“{p.label_of(rule.act)}”，或者更正编号" if back else "请先作废该件"
    says = f"{number}由在办的事项使用，不能作废；{way}"
    raise Refusal([Reason("number.borne", says, _basis(p, act), "系统管理员")])


def _taking(case: Case, rule: Rule) -> tuple[Procedure, Act | None]:
    """The procedure a case goes by, and its act that takes the number."""
    p = office_rulebook().nearest(case.procedure, case.version, case.opened_on)
    return p, p.acts().get(rule.act)


def _basis(p: Procedure, act: Act | None) -> str:
    """Why a matter is registered under a number; an opening act is there for something else."""
    return "" if act is None or act.opens else p.cite(act.basis)


def fills(procedure: str, act: str) -> str:
    """The fact a number is taken for when it is left blank; ''."""
    rule = rules().get((procedure, act))
    return rule.fact if rule else ""
