"""The letters a case calls for, what was typed for them, and what went out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guiju.core.errors import Refusal
from guiju.letters.calling import Called, letters_for
from guiju.letters.composing import ATTACHMENTS, NUMBER, Letter, compose, number_on_record
from guiju.letters.models import Issued, Wording
from guiju.letters.organ import Organ, our_organ
from guiju.letters.writers import Writer, writers
from guiju.procedures.desk.texts import digest_of
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin

AT_ISSUE = "（出具时编号）"


@dataclass(frozen=True, slots=True)
class Due:
    """A letter the record calls for, with the words typed for it and its issues, oldest first."""

    called: Called
    words: Mapping[str, str]
    issued: tuple[Issued, ...]

    @property
    def letter(self) -> str:
        return self.called.letter

    @property
    def seq(self) -> int:
        return self.called.event.seq

    @property
    def latest(self) -> Issued | None:
        return self.issued[-1] if self.issued else None


def writer_of(case: Case) -> Writer | None:
    """Whoever writes the letters of a case; nobody for a record out of a ledger."""
    return None if case.origin == Origin.IMPORTED else writers().get(case.procedure)


def letters_due(case: Case) -> list[Due]:
    """Every letter the case calls for, in the order of its events."""
    writer = writer_of(case)
    if writer is None:
        return []
    typed = {(w.letter, w.seq): w.words for w in Wording.objects.filter(case=case)}
    gone: dict[tuple[str, int], list[Issued]] = defaultdict(list)
    for row in Issued.objects.filter(case=case).select_related("pdf", "docx").order_by("version"):
        gone[row.letter, row.seq].append(row)
    return [
        Due(called, typed.get(key, {}), tuple(gone[key]))
        for called in letters_for(writer.matter_of(case, masked=True), writer.BOOK.texts)
        for key in [(called.letter, called.event.seq)]
    ]


def withdrawn(case: Case, due: list[Due]) -> list[Issued]:
    """Letters that went out for an event the record has since corrected or voided."""
    called = {(one.letter, one.seq) for one in due}
    rows = Issued.objects.filter(case=case).select_related("pdf", "docx").order_by("pk")
    return [row for row in rows if (row.letter, row.seq) not in called]


def preview(case: Case, due: Due, *, on: date) -> Letter:
    """The letter as it would go out, its private person masked, its number yet to be taken.

    Raises LetterRefused with everything missing, Refusal without a letterhead.
    """
    writer = writer_of(case)
    assert writer is not None
    words = dict(due.words)
    if due.latest is not None:
        words[NUMBER] = due.latest.number
    elif not number_recorded(writer, due, words) and code_of(writer, our_organ(on)):
        words[NUMBER] = AT_ISSUE
    matter = writer.matter_of(case, words=words, masked=True).until(due.called.place)
    return compose(writer.BOOK, matter, due.letter, on=on, organ=our_organ(on))


def words_wanted(case: Case, letter: str) -> dict[str, str]:
    """Name of the word → label, of everything that may be typed for a letter."""
    writer = writer_of(case)
    assert writer is not None
    own = dict(writer.BOOK.texts.letters[letter].words)
    return {**own, **{k: v for k, v in COMMON.items() if k not in own}}


COMMON = {ATTACHMENTS: "附件名称（没有的不填）", NUMBER: "文号（已在纸质登记簿编号的才填）"}


def is_stale(case: Case, due: Due) -> bool:
    """Whether the record of today would give another letter than the one that went out last."""
    latest = due.latest
    writer = writer_of(case)
    if latest is None or writer is None:
        return False
    words = {**due.words, NUMBER: latest.number}
    matter = writer.matter_of(case, words=words).until(due.called.place)
    try:
        organ = our_organ(latest.dated)
        now = compose(writer.BOOK, matter, due.letter, on=latest.dated, organ=organ)
    except Refusal:
        return True
    return digest_of(now.text) != latest.digest


def may_issue(case: Case, viewer: Viewer) -> bool:
    writer = writer_of(case)
    roles = writer.ISSUERS if writer else ()
    return any(viewer.holds(f"{case.procedure}.{role}", case.jurisdiction_id) for role in roles)


def may_take(case: Case, viewer: Viewer) -> bool:
    """Whether someone who may see the case may have its letters, which name people in full."""
    held = {
        role
        for post in viewer.posts
        if post.jurisdiction_id == case.jurisdiction_id
        for role in post.roles
    }
    return any(role.startswith(f"{case.procedure}.") for role in held)


def number_recorded(writer: Writer, due: Due, words: Mapping[str, str]) -> str:
    """The number somebody recorded or typed for a letter; '' when it is to be taken."""
    template = writer.BOOK.texts.letters[due.letter]
    return number_on_record(template, due.called.event.facts, words)


def code_of(writer: Writer, organ: Organ) -> str:
    """The word of the numbers of such letters; '' when they bear the number of the case."""
    return str(getattr(organ, writer.CODE))
