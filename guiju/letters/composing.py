"""Writing a letter: a pure structure, complete or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guiju.core.errors import Reason, Refusal
from guiju.letters.book import Template
from guiju.letters.calling import letters_for
from guiju.letters.filling import Book, Filling, M, chinese_day, clean
from guiju.letters.organ import Organ
from guiju.procedures.definition import Procedure
from guiju.procedures.history import Value

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


def compose(book: Book[M], case: M, letter_id: str, *, on: date, organ: Organ) -> Letter:
    """Write a letter dated `on`, as of the last event that calls for it.

    For an earlier one of several pass `case.until(called.place)`. Raises LetterRefused with
    everything that is missing, or when nothing on record calls for the letter.
    """
    template = book.texts.letters[letter_id]
    called = [one for one in letters_for(case, book.texts) if one.letter == letter_id]
    if not called:
        says = f"办理记录中没有需要出具《{template.kind}》的行为"
        raise LetterRefused([Reason("letter.uncalled", says)])
    matter = case.until(called[-1].place)
    filling = Filling(book, matter, template, organ, on)
    variant = template.remedy or _remedy_of(matter.procedure, letter_id)
    remedy = book.texts.fragments[f"remedy_{variant}"] if variant else ()
    for name in template.requires:
        filling.fact(name)
    letter = Letter(
        id=letter_id,
        office=organ.name,
        kind=template.kind,
        number=_number(filling),
        addressee=filling.word(template.to),
        body=filling.paragraphs(template.body),
        variant=variant,
        remedy=filling.sentences(remedy),
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


def number_on_record(
    template: Template, act_facts: Mapping[str, Value], words: Mapping[str, str]
) -> str:
    """The number recorded with the act, else the one typed for the letter; '' for neither."""
    return clean(act_facts.get(template.number)) or clean(words.get(NUMBER))


def _remedy_of(p: Procedure, letter_id: str) -> str:
    return next((o.remedy for o in p.outcomes.values() if o.letter == letter_id), "")


def _number(filling: Filling[M]) -> str:
    """The number recorded with the act, typed for the letter, or else that of the case."""
    matter = filling.matter
    own = number_on_record(filling.template, filling.event.facts, matter.words)
    if own:
        return own
    if matter.number:
        return f"{filling.book.registered}：{clean(matter.number)}"
    return filling.lack(NUMBER, f"缺少“文号或者{filling.book.registered}”")
