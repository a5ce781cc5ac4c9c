"""Whom the next step may go to, as the picker shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import QueryDict
from pypinyin import Style, lazy_pinyin

from guiju.core.row_keys import row_key
from guiju.home.address_tree import MOST_RECENT, Branch, Choice, grown, recently_chosen, units_above
from guiju.org.models import Delegation, Holding, Post, Unit
from guiju.org.selectors import Seat, called, holders_of
from guiju.procedures.definition import Act, Procedure
from guiju.procedures.desk.addressing import Addressee, carrying, full_role, proposed
from guiju.procedures.models import Case, Resume, Task, TaskState

OWN = ""
"""The value of the choice that leaves it to the system."""
FEW = 5
"""So many choices are seen at a glance; more are put in order."""


@dataclass(frozen=True, slots=True)
class Picker:
    """The choices of the next step. `several`: more than one may be picked; `leads`: they sign
    together, one of them in the lead. `recents`: values chosen lately, the last one first;
    `above`: unit → the unit it belongs to."""

    step: str
    role: str
    choices: tuple[Choice, ...]
    several: bool
    says: str = ""
    leads: bool = False
    recents: tuple[str, ...] = ()
    above: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> tuple[Choice, ...]:
        """What is proposed or chosen; all there is, where that is little."""
        return tuple(c for c in self.choices if c.chosen or not c.group or not self.is_long)

    @property
    def recent(self) -> tuple[Choice, ...]:
        """Those chosen lately, the last one first."""
        if not self.is_long:
            return ()
        left = {c.value: c for c in self.choices if c not in self.first}
        return tuple(left[value] for value in self.recents if value in left)[:MOST_RECENT]

    @property
    def tree(self) -> tuple[Branch, ...]:
        """All others, by unit."""
        shown = (*self.first, *self.recent)
        return grown([c for c in self.choices if c not in shown], self.above)

    @property
    def is_long(self) -> bool:
        return len(self.choices) > FEW

    def found(self, wanted: str) -> Picker:
        """Only what fits the words typed, and whatever is chosen already."""
        kept = tuple(c for c in self.choices if c.chosen or c.fits(wanted))
        return replace(self, choices=kept)

    def marked(self, values: Sequence[str], lead: str) -> Picker:
        """The picker with what was picked before."""
        kept = (replace(c, chosen=c.value in values, lead=c.value == lead) for c in self.choices)
        return replace(self, choices=tuple(kept))


def initials(text: str) -> str:
    """The first letters of a name in pinyin: 区教育局 → qjyj."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def picker(
    p: Procedure, case: Case, act: Act, *, tasks: Sequence[Task], seat: Seat | None, on: date
) -> Picker | None:
    """Whom an act may send the case to; None when it stays, ends, or comes straight back."""
    if act.to == "same" or p.steps[act.to].final:
        return None
    step = p.steps[act.to]
    if step.countersign is not None:
        role = p.acts()[step.countersign.act].by[0]
        posts = _able(carrying(full_role(p.id, role), case.jurisdiction, on), case)
        asked = tuple(_units(posts, on))
        return Picker(step.label, p.roles[role], asked, True, leads=True)
    role = p.holder_of(act.to)
    if not role:
        return None
    straight = _straight(tasks, act.to, seat)
    if straight:
        return Picker(step.label, p.roles[role], (), False, straight)
    posts = _able(carrying(full_role(p.id, role), case.jurisdiction, on), case)
    first = proposed(case, full_role(p.id, role), tasks, seat, on)
    return Picker(step.label, p.roles[role], tuple(_posts(posts, first, p.roles[role], on)), False)


def same_role(case: Case, task: Task, *, on: date) -> Picker:
    """Whom a task may be handed on to: the other posts with its role."""
    able = _able(carrying(task.role, case.jurisdiction, on), case)
    posts = [post for post in able if post.pk != task.post_id]
    return Picker("转给", "", tuple(_listed(posts, on)), False)


def readers(case: Case, *, on: date) -> Picker:
    """Whom a case may be circulated to: every post somebody holds that may read it."""
    held = Holding.objects.filter(
        Q(until=None) | Q(until__gte=on), since__lte=on, jurisdiction=case.jurisdiction
    )
    posts = Post.objects.filter(pk__in=held.values("post"), clearance__gte=case.secrecy)
    ordered = list(posts.select_related("unit").order_by("rank", "unit", "pk"))
    return Picker("传阅给", "", tuple(_listed(ordered, on)), True)


def arranged(found: Picker, case: Case, typed: QueryDict, *, by: User) -> Picker:
    """The picker as it is shown: what was picked and looked for, whom this person last chose."""
    if found.is_long:
        place = case.jurisdiction
        recents, above = recently_chosen(by, place), units_above(place)
        found = replace(found, recents=recents, above=above)
    picked = typed.getlist("to")
    marked = found.marked(picked, typed.get("lead", "")) if picked else found
    return marked.found(typed.get("find", ""))


def _listed(posts: Sequence[Post], on: date) -> Iterator[Choice]:
    notes = standing_in(posts, on)
    for post in posts:
        letters = initials(f"{post}{notes[post.pk]}")
        yield Choice(f"post:{post.pk}", str(post), post.unit.name, notes[post.pk], letters)


def _able(posts: Iterable[Post], case: Case) -> list[Post]:
    return [post for post in posts if post.clearance >= case.secrecy]


def _straight(tasks: Iterable[Task], step: str, seat: Seat | None) -> str:
    """Says so when the case goes straight back to whoever returned it."""
    for task in tasks:
        origin = task.return_to
        mine = task.state == TaskState.OPEN and task.resume == Resume.STRAIGHT_BACK
        if mine and seat is not None and origin is not None and origin.step == step:
            return f"修改后直接回到退回人{origin.post or ''}"
    return ""


def _posts(posts: list[Post], first: Addressee, role: str, on: date) -> Iterator[Choice]:
    notes = standing_in(posts, on)
    known = first.post.pk if first.post else None
    if known is None or known not in {post.pk for post in posts}:
        pool = f"{first.unit.name if first.unit else ''}{role}（谁先办由谁办）"
        yield Choice(OWN, pool, "", chosen=True)
    for post in posts:
        label = f"{post}（建议）" if post.pk == known else str(post)
        letters = initials(f"{post}{notes[post.pk]}")
        yield Choice(
            f"post:{post.pk}", label, post.unit.name, notes[post.pk], letters, post.pk == known
        )


def _units(posts: list[Post], on: date) -> Iterator[Choice]:
    notes = standing_in(posts, on)
    by_unit: dict[int, list[Post]] = {}
    for post in posts:
        by_unit.setdefault(post.unit_id, []).append(post)
    for pk, some in by_unit.items():
        unit = some[0].unit
        note = "；".join(notes[post.pk] for post in some)
        yield Choice(f"unit:{pk}", unit.name, unit.name, note, initials(f"{unit.name}{note}"))
        if len(some) > 1:
            for post in some:
                letters = initials(f"{post}{notes[post.pk]}")
                yield Choice(f"post:{post.pk}", str(post), unit.name, notes[post.pk], letters)


def standing_in(posts: Sequence[Post], on: date) -> dict[int, str]:
    """Post → who sits there, who stands in for them, and the substitute."""
    holders = holders_of(posts, on=on)
    lent: dict[int, list[Delegation]] = {}
    running = Delegation.objects.filter(post__in=posts, since__lte=on, until__gte=on, records=False)
    for delegation in running.select_related("to"):
        lent.setdefault(delegation.post_id, []).append(delegation)
    found: dict[int, str] = {}
    for post in posts:
        names = "、".join(called(user) for user in holders.get(post.pk, ()))
        away = "".join(f"，外出，{called(d.to)}代至{d.until:%m-%d}" for d in lent.get(post.pk, ()))
        found[post.pk] = f"{names or '暂缺'}{away}"
    return found


def chosen(data: QueryDict, case: Case, *, several: bool) -> tuple[Addressee, ...]:
    """The addressees of a form as it came in; what is not of this district is passed over."""
    lead = data.get("lead", "")
    values = [v for v in data.getlist("to") if v]
    if several and lead and lead not in values:
        values.insert(0, lead)
    found = [_addressee(value, case, lead=value == lead) for value in values]
    return tuple(one for one in found if one is not None)


def _addressee(value: str, case: Case, *, lead: bool) -> Addressee | None:
    found = _meant(value)
    if found is None or found.jurisdiction_id != case.jurisdiction_id:
        return None
    if isinstance(found, Post):
        return Addressee(post=found, lead=lead)
    return Addressee(unit=found, lead=lead)


def _meant(value: str) -> Post | Unit | None:
    """The post or unit a value of the picker stands for; None for one that is none (any more)."""
    kind, _, number = value.partition(":")
    if (key := row_key(number)) is None:
        return None
    if kind == "post":
        return Post.objects.filter(pk=key).select_related("unit").first()
    return Unit.objects.filter(pk=key).first() if kind == "unit" else None


def addressee_name(value: str) -> str:
    """What a value of the picker is called; '' for one that is none (any more)."""
    return str(_meant(value) or "")
