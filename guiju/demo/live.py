"""Cases in the middle of their lives, played through the engine as clerks would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from guiju.core.errors import Refusal
from guiju.documents.writing import Change, write_document
from guiju.org.models import Jurisdiction, Post, Unit
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.circulating import circulate
from guiju.procedures.desk.returning import send_back
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.history import Value
from guiju.procedures.models import Case, SlipKind
from guiju.procedures.rulebook import office_rulebook
from guiju.typeset.official import OfficialDocument

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Move:
    """Someone's act, so many working days ago. `units` are asked, the first as lead."""

    by: str
    act: str
    ago: int
    facts: Mapping[str, Value] = field(default_factory=dict)
    opinion: str = ""
    units: tuple[str, ...] = ()
    back: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One case: its title and its acts so far; `readers` are usernames it is circulated to.

    `document` is its text, written by whoever opened it; `before` says what else somebody writes
    just before they do an act.
    """

    procedure: str
    title: str
    unit: str
    moves: tuple[Move, ...]
    urgency: int = 0
    readers: tuple[str, ...] = ()
    urged: str = ""
    document: OfficialDocument | None = None
    before: Mapping[str, Callable[[Case, User, datetime], object]] = field(default_factory=dict)


def play(lives: tuple[Life, ...], jurisdiction: Jurisdiction, today: date) -> int:
    """Play every life that is not there yet; the number of cases opened."""
    opened = 0
    for life in lives:
        there = Case.objects.filter(
            jurisdiction=jurisdiction, procedure=life.procedure, title=life.title
        )
        if not there.exists():
            _Player(jurisdiction, today).live(life)
            opened += 1
    return opened


@dataclass(frozen=True, slots=True)
class _Player:
    jurisdiction: Jurisdiction
    today: date

    def live(self, life: Life) -> Case:
        first, *rest = life.moves
        case = self._open(life, first)
        if life.document is not None:
            by, at = self._user(first.by), self._at(first.ago)
            _, case = write_document(case, life.document, Change(), by=by, at=at)
        for move in rest:
            if move.act in life.before:
                life.before[move.act](case, self._user(move.by), self._at(move.ago))
                case.refresh_from_db()
            case = self._move(case, move)
        last = self._at(life.moves[-1].ago)
        if life.readers:
            posts = list(Post.objects.filter(holdings__user__username__in=life.readers))
            sender = self._user(life.moves[-1].by)
            circulate(case, posts, note="请阅知", by=sender, at=last)
        if life.urged:
            by, text = self._user(life.urged), "请按期办理并反馈进展。"
            urge(case, Urging(SlipKind.URGE, text), by=by, at=self._at(0))
        return case

    def _open(self, life: Life, first: Move) -> Case:
        unit = Unit.objects.get(jurisdiction=self.jurisdiction, name=life.unit)
        at, by = self._at(first.ago), self._user(first.by)
        opening = Opening(
            self.jurisdiction, life.procedure, life.title, unit=unit, urgency=life.urgency
        )
        return open_case(opening, self._deed(life.procedure, first), by=by, at=at)

    def _move(self, case: Case, move: Move) -> Case:
        do = send_back if move.back else perform
        try:
            deed = self._deed(case.procedure, move)
            return do(case, deed, by=self._user(move.by), at=self._at(move.ago))
        except Refusal as refusal:
            raise RuntimeError(f"{case.title}：{move.act}：{refusal}") from refusal

    def _deed(self, procedure: str, move: Move) -> Deed:
        return Deed(
            move.act,
            self._day(move.ago),
            dict(move.facts),
            to=tuple(self._asked(procedure, move.units)),
            opinion=move.opinion,
        )

    def _asked(self, procedure: str, units: tuple[str, ...]) -> Iterator[Addressee]:
        """Of each unit the highest post with a part in the procedure."""
        for place, name in enumerate(units):
            unit = Unit.objects.get(jurisdiction=self.jurisdiction, name=name)
            posts = unit.posts.order_by("rank", "pk")
            able = (p for p in posts if any(r.startswith(f"{procedure}.") for r in p.roles))
            post = next(able, None)
            yield Addressee(post=post, unit=unit, lead=place == 0)

    def _day(self, ago: int) -> date:
        calendar = office_rulebook().calendar
        return calendar.add(self.today, -ago) if ago else self.today

    def _at(self, ago: int) -> datetime:
        return datetime.combine(self._day(ago), time(10, 30), ZONE)

    def _user(self, name: str) -> User:
        return User.objects.get(username=name)
