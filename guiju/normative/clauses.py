"""The clause-by-clause basis table, each citation looked up in the law library.

(优化营商环境条例第六十四条第一款: 没有法律、法规或者国务院决定和命令依据的, 不得减损权益、增加义务,
不得设置市场准入和退出条件.) What the library does not have is 无法核对, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, QuerySet

from guiju.checkup.export_list import Column
from guiju.documents.cited_law import LABELS
from guiju.law.citation_check import Verdict
from guiju.law.citing import check_text
from guiju.normative.desk import refuse_unless_open
from guiju.normative.models import ClauseBasis, ClauseKind
from guiju.procedures.desk.entries import enter, hold
from guiju.procedures.models import Case

BASIS = "优化营商环境条例第六十四条第一款"
STEPS = frozenset(
    {
        "drafting",
        "coordinating",
        "ready_to_consult",
        "consulting",
        "consulted",
        "ready_for_review",
        "amending",
    }
)
PAST = "立项起草以后、送审以前，才能登记条款依据"
HELPER = "起草单位"
COLUMNS = (
    Column("序号", 6), Column("条款", 10), Column("条款内容", 46), Column("涉及事项", 16),
    Column("依据的法律法规条文", 36), Column("核对结果", 24),
)  # fmt: skip
_WRONG = (Verdict.NO_ARTICLE, Verdict.NOT_IN_FORCE)


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said of a clause: its place in the text, its words, what it does, its basis."""

    clause: str
    text: str
    kind: str
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause with what became of its basis. `level` is red, yellow or green."""

    row: ClauseBasis
    level: str
    label: str
    says: str

    @property
    def is_wrong(self) -> bool:
        return self.level == "red"


def clauses_of(case: Case) -> QuerySet[ClauseBasis]:
    """In the order of the table."""
    return ClauseBasis.objects.filter(case=case).select_related("jurisdiction")


def register_clause(case: Case, said: Clause, *, by: User, at: datetime) -> ClauseBasis:
    """Add a clause to the table. Raises NotYours, Refusal."""
    with transaction.atomic():
        hold(case)
        refuse_unless_open(case, STEPS, PAST, by=by, at=at)
        last = clauses_of(case).aggregate(last=Max("place"))["last"] or 0
        row = ClauseBasis.objects.create(
            jurisdiction_id=case.jurisdiction_id, case=case, place=last + 1, **_fields(said)
        )
        enter(case, "register_clause", _told(row), by=by, at=at)
    return row


def change_clause(row: ClauseBasis, said: Clause, *, by: User, at: datetime) -> ClauseBasis:
    """Put a clause of the table right. Raises as above."""
    with transaction.atomic():
        hold(row.case)
        refuse_unless_open(row.case, STEPS, PAST, by=by, at=at)
        for name, value in _fields(said).items():
            setattr(row, name, value)
        row.save()
        enter(row.case, "change_clause", _told(row), by=by, at=at)
    return row


def remove_clause(row: ClauseBasis, *, by: User, at: datetime) -> None:
    """Take a clause out that the draft no longer has. Raises as above."""
    with transaction.atomic():
        hold(row.case)
        refuse_unless_open(row.case, STEPS, PAST, by=by, at=at)
        enter(row.case, "remove_clause", _told(row), by=by, at=at)
        row.delete()


def _fields(said: Clause) -> dict[str, str]:
    return {
        "clause": said.clause.strip(),
        "text": said.text.strip(),
        "kind": said.kind,
        "cited": said.cited.strip(),
    }


def _told(row: ClauseBasis) -> dict[str, str | int | None]:
    return {"clause": row.clause, "text": row.text, "kind": row.kind, "cited": row.cited}


def judged(case: Case, on: date) -> list[Judged]:
    """Every clause, its basis looked up in the law of that day."""
    return [_judge(row, on) for row in clauses_of(case)]


def _judge(row: ClauseBasis, on: date) -> Judged:
    if not row.cited:
        if row.kind == ClauseKind.NONE:
            return Judged(row, "green", "不需要依据", "")
        return Judged(row, "red", "没有依据", f"{row.get_kind_display()}须有法律法规依据")
    found = check_text(row.cited, on, district=row.jurisdiction)
    if not found:
        return Judged(row, "yellow", LABELS[Verdict.UNKNOWN], "没有写明法律名称和条号")
    wrong = [one for one in found if one.verdict in _WRONG]
    unknown = [one for one in found if one.verdict is Verdict.UNKNOWN]
    worst = (wrong or unknown or found)[0]
    level = "red" if wrong else "yellow" if unknown else "green"
    return Judged(row, level, LABELS[worst.verdict], worst.sentence)


def unfounded(case: Case, on: date) -> list[str]:
    """The clauses without law, a sentence each."""
    return [
        f"{one.row.clause}（{one.row.get_kind_display()}）{one.label}：{one.says}"
        for one in judged(case, on)
        if one.is_wrong
    ]


def summary(case: Case, on: date) -> str:
    """The table in lines, one a clause."""
    return "\n".join(
        f"{one.row.clause}（{one.row.get_kind_display()}）：{one.row.cited or '—'}（{one.label}）"
        for one in judged(case, on)
    )


def table(case: Case, on: date) -> list[tuple[int, str, str, str, str, str]]:
    """逐条依据表, a row a clause."""
    return [
        (n, one.row.clause, one.row.text, one.row.get_kind_display(), one.row.cited,
         f"{one.label}{'：' if one.says else ''}{one.says}")
        for n, one in enumerate(judged(case, on), 1)
    ]  # fmt: skip
