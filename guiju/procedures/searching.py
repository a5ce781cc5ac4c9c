"""Cases and their files as things to be found. Whatever changes what a case says comes here.

A case is found by its title, number, unit and what was entered on it, by its newest text, what
was signed, what was found in it and the names of its files. Who may see the case may find all
that; `Entry.subject` is the case, and its visibility bounds every search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from django.db.models import prefetch_related_objects

from guiju.files.words import SLOW, suffix_of, words_of
from guiju.procedures import library
from guiju.procedures.models import Attachment, Case, Finding, Opinion, Text
from guiju.search.acts import Kept, keep_only, put, put_new
from guiju.search.models import LAW, Entry, Kind
from guiju.search.rows import Found
from guiju.statements.asking import Prepared
from guiju.statements.writing import set_all

KINDS = {
    "documents": Kind.DOCUMENT,
    "normative": Kind.DOCUMENT,
    "disclosure": Kind.DISCLOSURE,
    "inquiries": Kind.MESSAGE,
}
"""What the cases of a matter app are called in the filter; those of any other are cases."""

STANDING = 30
LOT = 500
_ID = re.compile(r"[a-z0-9_.]*\Z")


@cache
def _kinds() -> dict[str, Kind]:
    """Procedure → kind, by the app its file lies in."""
    return {
        path.stem.split("@")[0]: KINDS.get(path.parent.parent.name, Kind.CASE)
        for path in library.files()
    }


def index_cases(cases: Sequence[Case]) -> Kept:
    """Bring what is found of these cases up to the cases, in the caller's transaction."""
    kept = Kept()
    for start in range(0, len(cases), LOT):
        lot = list(cases[start : start + LOT])
        prefetch_related_objects(lot, "unit", "texts", "opinions", "findings", "attachments")
        done = put(_found(case, _written(case)) for case in lot)
        kept.written += done.written
        kept.unchanged += done.unchanged
    return kept


@dataclass(frozen=True, slots=True)
class Written:
    """What is written on a case beside its facts, the texts in order of their versions."""

    texts: Sequence[Text]
    opinions: Sequence[Opinion]
    findings: Sequence[Finding]
    attachments: Sequence[Attachment]


def _written(case: Case) -> Written:
    texts = sorted(case.texts.all(), key=lambda text: text.version)
    return Written(
        texts, list(case.opinions.all()), list(case.findings.all()), list(case.attachments.all())
    )


_CASE = Prepared(lambda pk: Case.objects.filter(pk=pk).select_related("unit"), int)
_TEXTS = Prepared(lambda case: Text.objects.filter(case=case).order_by("version"), int)
_OPINIONS = Prepared(lambda case: Opinion.objects.filter(case=case), int)
_FINDINGS = Prepared(lambda case: Finding.objects.filter(case=case), int)
_ATTACHMENTS = Prepared(lambda case: Attachment.objects.filter(case=case), int)


def index_case(case: Case, written: Written | None = None) -> None:
    """The same for one case, as it now is in the tables: asked on every act that says something.

    `written` is all that is written on a case just opened, which is then as it is given.
    """
    if written is not None:
        put_new([_found(case, written)])
        return
    pk = case.pk
    asked = _TEXTS.ask(pk), _OPINIONS.ask(pk), _FINDINGS.ask(pk), _ATTACHMENTS.ask(pk)
    (fresh,) = _CASE(pk)
    written = Written(asked[0].rows(), asked[1].rows(), asked[2].rows(), asked[3].rows())
    put([_found(fresh, written)])


def index_status(case: Case) -> None:
    """The same where nothing but the closing or voiding of the case has changed."""
    set_all(Entry, {"status": _status(case)}, ref=ref_of(case))


def ref_of(case: Case) -> str:
    return f"case/{case.pk}"


def _found(case: Case, written: Written) -> Found:
    return Found(
        ref_of(case), _kinds().get(case.procedure, Kind.CASE), case.title, _text(case, written),
        jurisdiction=case.jurisdiction_id, subject=case.pk, number=case.number,
        unit=case.unit.name if case.unit else "", year=case.opened_on.year, status=_status(case),
        standing=STANDING,
    )  # fmt: skip


def _status(case: Case) -> str:
    if case.voided_on is not None:
        return "已作废"
    return "已办结" if case.closed_on is not None else "办理中"


def _text(case: Case, written: Written) -> str:
    """What is written on a case, one thing a line; in one order, whichever way it was read."""
    lines = [
        *_entered(case.facts[name] for name in sorted(case.facts)),
        *(text.body for text in written.texts[-1:]),
        *(f"{o.zone}：{o.text}（{o.name}）" for o in written.opinions if o.text),
        *(f"{o.zone}：手写（{o.name}，{o.on}）" for o in written.opinions if o.handwriting),
        *sorted(f"{found.says}（{found.basis}）" for found in written.findings),
        *(f"附件：{attached.name}" for attached in written.attachments),
    ]
    return "\n".join(dict.fromkeys(lines))


def _entered(values: Iterable[object]) -> Iterator[str]:
    """The words among the facts; days and the names of choices are none."""
    for value in values:
        if isinstance(value, str) and not _ID.match(value):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from _entered(value)


def index_all_cases(progress: Callable[[int], None] = lambda done: None) -> Kept:
    """Bring every case and file up to the tables, and take out what is no longer there."""
    kept, refs = Kept(), set[str]()
    rows = Case.objects.order_by("pk").iterator(chunk_size=LOT)
    while lot := list(islice(rows, LOT)):
        done = index_cases(lot)
        kept.written += done.written
        kept.unchanged += done.unchanged
        refs |= {ref_of(case) for case in lot}
        progress(len(lot))
    refs |= _index_new_files(kept)
    kept.dropped = keep_only([kind for kind in Kind if kind not in LAW], refs)
    return kept


def _index_new_files(kept: Kept) -> set[str]:
    """Index the files whose words are not yet read; the refs of all."""
    there = Attachment.objects.select_related("case__unit", "file").order_by("pk")
    entries = Entry.objects.filter(ref__startswith="file/", updated_at__isnull=False)
    indexed = set(entries.values_list("ref", flat=True))
    refs = {f"file/{pk}" for pk in there.values_list("pk", flat=True)}
    new = (one for one in there.iterator() if file_ref(one) not in indexed)
    kept.written += index_files(new).written
    kept.unchanged += len(refs & indexed)
    return refs


def index_file(attached: Attachment) -> bool:
    """Make a file put with a case found by the words in it, and the case by the file's name.

    False: the words take a while to read (`file_words`); until then its name is found.
    """
    slow = suffix_of(attached.file) in SLOW
    put([_unread(attached) if slow else _file(attached)])
    index_case(attached.case)
    return not slow


def index_files(attachments: Iterable[Attachment]) -> Kept:
    """Files by their words. They never change, so what is indexed is not read again."""
    return put(_file(one) for one in attachments)


def _unread(attached: Attachment) -> Found:
    """A file by its name; that its words were read is said by `updated_at`."""
    case = attached.case
    return Found(
        file_ref(attached), Kind.DOCUMENT, attached.name, "",
        jurisdiction=attached.jurisdiction_id, subject=case.pk, number=case.number,
        unit=case.unit.name if case.unit else "", year=attached.at.year, status="附件",
        standing=STANDING,
    )  # fmt: skip


def _file(attached: Attachment) -> Found:
    return replace(_unread(attached), text=words_of(attached.file), updated_at=attached.at)


def file_ref(attached: Attachment) -> str:
    return f"file/{attached.pk}"
