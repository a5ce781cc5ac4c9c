"""Typing words for a letter, issuing it, taking it along: each on the audit chain of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.files.acts import store
from guiju.files.models import File
from guiju.letters.composing import NUMBER, Letter, compose
from guiju.letters.models import Issued, Wording
from guiju.letters.organ import Organ, our_organ
from guiju.letters.paper import as_docx, as_pdf
from guiju.letters.selectors import (
    Due,
    code_of,
    letters_due,
    may_issue,
    may_take,
    number_recorded,
    words_wanted,
    writer_of,
)
from guiju.letters.writers import Writer
from guiju.numbers import acts as numbers
from guiju.numbers.reading import read
from guiju.procedures.desk.entries import enter, hold, viewer_who_sees
from guiju.procedures.desk.texts import digest_of
from guiju.procedures.models import Case
from guiju.procedures.record import day_of

LONGEST = 2000
"""Characters of one word typed for a letter."""


@dataclass(frozen=True, slots=True)
class Which:
    """A letter of a case: its id and the event it is for."""

    letter: str
    seq: int


def save_words(
    case: Case, which: Which, words: Mapping[str, str], *, by: User, at: datetime
) -> None:
    """Keep what was typed for a letter. Raises NotYours, Refusal for words it does not take."""
    _refuse_unless_issuer(case, by, at)
    unknown = [name for name in words if name not in words_wanted(case, which.letter)]
    if unknown or any(len(text) > LONGEST for text in words.values()):
        says = f"本文书没有“{'、'.join(unknown)}”一项" if unknown else f"每项不得超过{LONGEST}字"
        raise Refusal([Reason("letter.words", says)])
    kept = {name: text.strip() for name, text in words.items() if text.strip()}
    with transaction.atomic():
        hold(case)
        find(case, which)
        Wording.objects.update_or_create(
            case=case,
            letter=which.letter,
            seq=which.seq,
            defaults={
                "jurisdiction_id": case.jurisdiction_id,
                "words": kept,
                "by": by.get_username(),
                "at": at,
            },
        )
        said: dict[str, Json] = {"letter": which.letter, "seq": which.seq, "words": kept}
        enter(case, "word_letter", said, by=by, at=at)


def issue(
    case: Case, which: Which, *, on: date, by: User, at: datetime, reason: str = ""
) -> Issued:
    """Write the letter dated `on`, number it, and keep it as it goes out.

    Issued again it keeps its number, and needs a reason. Raises NotYours, LetterRefused with all
    that is missing, Refusal.
    """
    _refuse_unless_issuer(case, by, at)
    if on > day_of(at):
        raise Refusal([Reason("letter.dated", "落款日期不得晚于今天")])
    with transaction.atomic():
        hold(case)
        due = find(case, which)
        if due.latest is not None and not reason.strip():
            raise Refusal([Reason("letter.again", "本文书已经出具，重新出具须写明原因")])
        issuing = _Issuing(case, due, our_organ(on), by, at)
        letter = issuing.written(on)
        row = issuing.put_away(letter, reason.strip() if due.latest else "")
        enter(
            case,
            "issue_letter",
            {
                "letter": row.letter,
                "seq": row.seq,
                "version": row.version,
                "number": row.number,
                "digest": row.digest,
                "pdf": row.pdf.digest,
                "docx": row.docx.digest,
                "reason": row.reason,
            },
            by=by,
            at=at,
        )
    return row


def take_along(row: Issued, *, word: bool, by: User, at: datetime) -> File:
    """The file of a letter that went out; who took it is on record.

    Raises NotYours for someone who may not see the case or has no part in such matters.
    """
    case = row.case
    viewer = viewer_who_sees(case, by=by, at=at)
    if not may_take(case, viewer):
        says = "已出具的文书载有当事人的姓名、名称，只供办理此类事项的岗位取用"
        raise NotYours([Reason("letter.not_involved", says, helper="本件经办人")])
    with transaction.atomic():
        hold(case)
        said = {"letter": row.letter, "number": row.number, "format": "docx" if word else "pdf"}
        enter(case, "take_letter", said, by=by, at=at)
    return row.docx if word else row.pdf


def find(case: Case, which: Which) -> Due:
    """The letter on the list of those the case calls for. Raises Refusal when it is not there."""
    for due in letters_due(case):
        if (due.letter, due.seq) == (which.letter, which.seq):
            return due
    raise Refusal([Reason("letter.uncalled", "办理记录中没有需要出具这件文书的行为")])


@dataclass(frozen=True, slots=True)
class _Issuing:
    """A letter on its way out, inside the transaction that holds its case."""

    case: Case
    due: Due
    organ: Organ
    by: User
    at: datetime

    def written(self, on: date) -> Letter:
        writer = self._writer
        words = dict(self.due.words)
        recorded = number_recorded(writer, self.due, words)
        if recorded:
            self._register(recorded)
        elif self.due.latest is not None:
            words[NUMBER] = self.due.latest.number
        elif self._code:
            words[NUMBER] = self._next(on)
        matter = writer.matter_of(self.case, words=words).until(self.due.called.place)
        return compose(writer.BOOK, matter, self.due.letter, on=on, organ=self.organ)

    def put_away(self, letter: Letter, reason: str) -> Issued:
        number = letter.number.replace("/", "／")
        name = f"{letter.kind}（{number}）"
        latest = self.due.latest
        return Issued.objects.create(
            jurisdiction_id=self.case.jurisdiction_id,
            case=self.case,
            letter=self.due.letter,
            seq=self.due.seq,
            version=latest.version + 1 if latest else 1,
            kind=letter.kind,
            number=letter.number,
            dated=letter.on,
            pdf=self._file(as_pdf(letter), f"{name}.pdf"),
            docx=self._file(as_docx(letter), f"{name}.docx"),
            digest=digest_of(letter.text),
            reason=reason,
            by=self.by.get_username(),
            at=self.at,
        )

    @property
    def _writer(self) -> Writer:
        writer = writer_of(self.case)
        assert writer is not None
        return writer

    @property
    def _code(self) -> str:
        return code_of(self._writer, self.organ)

    def _next(self, on: date) -> str:
        series = numbers.open_series(
            jurisdiction=self.case.jurisdiction, kind=self._writer.SERIES, word=self._code
        )
        purpose = f"case/{self.case.pk}/letter/{self.due.letter}/{self.due.seq}"
        taken = numbers.take(series, year=on.year, used_for=purpose, by=self.by, at=self.at)
        return str(taken)

    def _register(self, recorded: str) -> None:
        """Put a number given with the act into the series, so that no other letter gets it."""
        given = read(recorded)
        if given is None or given.word != self._code:
            return
        series = numbers.open_series(
            jurisdiction=self.case.jurisdiction, kind=self._writer.SERIES, word=self._code
        )
        purpose = f"case/{self.case.pk}/event/{self.due.seq}"
        numbers.enter(
            series, year=given.year, serial=given.serial, used_for=purpose, by=self.by, at=self.at
        )

    def _file(self, content: bytes, name: str) -> File:
        return store(
            content, name=name, jurisdiction=self.case.jurisdiction, by=self.by, at=self.at
        )


def _refuse_unless_issuer(case: Case, by: User, at: datetime) -> None:
    viewer = viewer_who_sees(case, by=by, at=at)
    writer = writer_of(case)
    if writer is None:
        raise Refusal([Reason("letter.none", "本事项没有可以在这里出具的文书")])
    if not may_issue(case, viewer):
        says = "文书由办理本事项的岗位出具"
        raise NotYours([Reason("letter.not_yours", says, helper=writer.BOOK.clerk)])
