"""Writing a letter: a pure structure, complete or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guiju.core.errors import Reason, Refusal
from guiju.foi.letters.calling import letters_for
from guiju.foi.letters.filling import Filling, chinese_day, clean
from guiju.foi.letters.matter import Matter
from guiju.foi.letters.template import Template, fragments, templates
from guiju.foi.organ import Organ
from guiju.procedures.definition import LETTER, Procedure

ATTACHMENTS, NUMBER = "attachments", "number"
"""Words that any letter takes: what goes with it, and its number where no act records one."""


class LetterRefused(Refusal):
    """The letter cannot be written yet; `reasons` names every fact that is missing."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready for print. `variant` is the remedy it gives: A, B or none."""

    id: str
    office: str
    kind: str
    number: str
    addressee: str
    body: tuple[str, ...]
    variant: str
    remedy: str
    attachments: str
    signature: str
    on: date
    notes: tuple[str, ...]

    @property
    def dated(self) -> str:
        return chinese_day(self.on)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Body, remedy and the line of attachments, in the order of the page."""
        attached = f"附件：{self.attachments}" if self.attachments else ""
        return tuple(text for text in (*self.body, self.remedy, attached) if text)

    @property
    def text(self) -> str:
        """The whole letter, line by line."""
        head = (self.office, self.kind, self.number, f"{self.addressee}：")
        return "\n".join((*head, *self.paragraphs, self.signature, self.dated, *self.notes))


def compose(case: Matter, letter_id: str, *, on: date, organ: Organ) -> Letter:
    """Write a letter dated `on`, as of the last event that calls for it.

    For an earlier one of several pass `case.until(called.place)`. Raises LetterRefused with
    everything that is missing, or when nothing on record calls for the letter.
    """
    template = templates()[letter_id]
    called = [one for one in letters_for(case) if one.letter == letter_id]
    if not called:
        says = f"办理记录中没有需要出具《{template.kind}》的行为"
        raise LetterRefused([Reason("letter.uncalled", says)])
    matter = case.until(called[-1].place)
    filling = Filling(matter, template, organ, on)
    variant = template.remedy or _remedy_of(matter.procedure, letter_id)
    for name in template.requires:
        filling.fact(name)
    letter = Letter(
        id=letter_id,
        office=organ.name,
        kind=template.kind,
        number=_number(filling),
        addressee=_addressee(filling, template),
        body=filling.paragraphs(template.body),
        variant=variant,
        remedy=filling.sentences(fragments()[f"remedy_{variant}"]) if variant else "",
        attachments=clean(case.words.get(ATTACHMENTS)),
        signature=organ.name,
        on=on,
        notes=tuple(f"（{note}）" for note in filling.paragraphs(template.notes)),
    )
    if on < filling.event.on:
        filling.lack("on", f"的日期不得早于{chinese_day(filling.event.on)}的办理记录")
    if filling.missing:
        raise LetterRefused(list(filling.missing.values()))
    return letter


def remedy_text(case: Matter, letter_id: str, *, on: date, organ: Organ) -> str:
    """The remedy paragraph a letter will carry, to be shown before the reply is signed."""
    return compose(case, letter_id, on=on, organ=organ).remedy


def _remedy_of(p: Procedure, letter_id: str) -> str:
    return next((o.remedy for o in p.outcomes.values() if o.letter == letter_id), "")


def _number(filling: Filling) -> str:
    """The number recorded with the act, typed for the letter, or else that of the case."""
    event, matter = filling.event, filling.matter
    own = clean(event.facts.get(LETTER)) or clean(matter.words.get(NUMBER))
    if own:
        return own
    if matter.number:
        return f"登记编号：{clean(matter.number)}"
    return filling.lack(NUMBER, "缺少“文号或者登记编号”")


def _addressee(filling: Filling, template: Template) -> str:
    if template.to == "applicant":
        return filling.word("applicant")
    return filling.fact(template.to)
