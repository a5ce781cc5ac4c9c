"""Random lives of a case at the desk: everything anybody can try, and what must hold after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.contrib.auth.models import User
from hypothesis import strategies as st

from guiju.core.errors import Refusal
from guiju.org import acts as org
from guiju.org.models import Jurisdiction, Post, Unit
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.corrections import correct, correct_title
from guiju.procedures.definition import BLANK, GIVEN, Procedure
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.circulating import circulate, mark_read, recall
from guiju.procedures.desk.drafting import Revision, revise_text
from guiju.procedures.desk.handing import hand_on, hand_over, lend_post, open_task
from guiju.procedures.desk.linking import void_case
from guiju.procedures.desk.returning import send_back, take_back
from guiju.procedures.desk.tasks import Back
from guiju.procedures.desk.texts import digest_of
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.guard import offered
from guiju.procedures.history import Value
from guiju.procedures.models import Case, Resume, SlipKind, TaskState
from guiju.procedures.rulebook import Rulebook
from guiju.procedures.selectors import history_of
from tests.office import MONDAY, Office, noon
from tests.procedures.desk.house import House
from tests.procedures.test_tables_properties import facts_for, some_correction

T = TypeVar("T")
WORDS = ("初稿", "二稿", "三稿")


@dataclass(slots=True)
class World:
    """A district with its people and the one case they are busy with."""

    jurisdiction: Jurisdiction
    unit: Unit
    rules: Rulebook
    procedure: Procedure
    people: Mapping[str, User]
    data: st.DataObject
    today: date = MONDAY
    current: Case | None = None
    restated_on: date = MONDAY
    posts: list[Post] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.posts = list(Post.objects.filter(jurisdiction=self.jurisdiction).order_by("pk"))

    @classmethod
    def of(cls, home: House | Office, data: st.DataObject) -> World:
        unit = home.office if isinstance(home, House) else home.unit
        return cls(home.jurisdiction, unit, home.rules, home.procedure, home.people, data)

    @property
    def case(self) -> Case:
        assert self.current is not None
        return self.current

    @property
    def at(self) -> datetime:
        return noon(self.today)

    @property
    def entering(self) -> dict[str, Any]:
        return {"at": self.at, "rulebook": self.rules}

    def one(self, some: Sequence[T], label: str) -> T:
        return self.data.draw(st.sampled_from(some), label)

    def chance(self, of: int, label: str) -> bool:
        return self.data.draw(st.integers(1, of), label) == 1

    def anyone(self) -> User:
        return self.people[self.one(sorted(self.people), "who")]

    def likely(self) -> User:
        """Usually whoever has a task, sometimes anyone."""
        tasks = list(self.case.tasks.filter(state=TaskState.OPEN).order_by("pk"))
        posts = [t.post_id for t in tasks if t.post_id]
        if not posts or self.chance(4, "anyone"):
            return self.anyone()
        post = self.one(posts, "post")
        holders = [h.user for h in Post.objects.get(pk=post).holdings.filter(until=None)]
        return self.one(holders, "holder") if holders else self.anyone()


def begin(world: World) -> bool:
    """Open the case; False when that was refused."""
    p = world.procedure
    name = next(n for n, act in p.acts().items() if act.opens)
    by = next(
        u for u in world.people.values()
        if any(f"{p.id}.{p.acts()[name].by[0]}" in h.post.roles for h in u.holdings.all())
    )  # fmt: skip
    deed = Deed(name, world.today, fitting(world, name))
    opening = Opening(world.jurisdiction, p.id, "某事项", unit=world.unit)
    try:
        world.current = open_case(opening, deed, by=by, **world.entering)
    except Refusal:
        return False
    return True


def act(world: World) -> None:
    p, data = world.procedure, world.data
    likely = offered(p, history_of(world.case, world.rules))
    names = likely if likely and data.draw(st.integers(0, 5), "wild") else sorted(p.acts())
    name = world.one(names, "act")
    by = world.likely()
    to = tuple(addressee(world) for _ in range(data.draw(st.integers(0, 3), "how many")))
    deed = Deed(
        name,
        world.today - timedelta(days=int(world.chance(8, "backdated"))),
        fitting(world, name),
        to=to,
        note="附言",
        opinion=world.one(["", "同意"], "opinion"),
        handwriting=world.one(["", "[[10,20,30,40]]"], "handwriting"),
        saw=world.one(["", "", digest_of("初稿"), digest_of("二稿")], "saw"),
        back=some_back(world),
    )
    door = world.one([perform, perform, send_back], "door")
    world.current = door(world.case, deed, by=by, **world.entering)


def fitting(world: World, name: str) -> dict[str, Value]:
    """What might be recorded with an act: usually what the act is there for."""
    facts = facts_for(world.procedure, name, world.data, world.today)
    if world.chance(6, "does not fit"):
        return facts
    wanted = world.procedure.acts()[name].when
    return facts | {k: values[0] for k, values in wanted.items() if values[0] not in (GIVEN, BLANK)}


def some_back(world: World) -> Back | None:
    if world.chance(2, "no terms"):
        return None
    resume = world.one(list(Resume), "resume")
    return Back(resume, world.chance(2, "keep siblings"), world.chance(2, "keep signed"))


def addressee(world: World) -> Addressee:
    post = world.one(world.posts, "post")
    kind = world.one(["post", "post", "unit", "person", "nobody"], "to")
    if kind == "unit":
        return Addressee(unit=post.unit, lead=world.chance(2, "lead"))
    if kind == "person":
        return Addressee(post=post, user=world.anyone())
    return Addressee(post=post) if kind == "post" else Addressee(user=world.anyone())


def pass_on(world: World) -> None:
    tasks = list(world.case.tasks.order_by("pk"))
    if tasks:
        hand_on(
            world.one(tasks, "task"), addressee(world), note="请办", by=world.likely(), at=world.at
        )


def look(world: World) -> None:
    tasks = list(world.case.tasks.filter(state=TaskState.OPEN))
    if tasks:
        open_task(world.one(tasks, "task"), by=world.likely(), at=world.at)


def fetch(world: World) -> None:
    last = world.case.events.order_by("-seq").values_list("by", flat=True).first()
    users = [u for u in world.people.values() if u.username == last]
    by = users[0] if users and world.data.draw(st.integers(0, 3), "who") else world.anyone()
    world.current = take_back(world.case, by=by, **world.entering)


def amend(world: World) -> None:
    by = world.people["administrator"]
    if world.chance(6, "title"):
        title = world.one(["某事项的函", "", world.case.title], "called")
        world.current = correct_title(world.case, title, reason="笔误", by=by, at=world.at)
        return
    how = some_correction(world.procedure, world.case, world.data, world.today)
    world.current = correct(world.case, how, reason="录入有误", by=by, **world.entering)


def cancel(world: World) -> None:
    if world.chance(4, "void"):
        world.current = void_case(world.case, reason="误开", by=world.anyone(), **world.entering)


def rewrite(world: World) -> None:
    latest = world.case.texts.order_by("version").last()
    saw = latest.digest if latest and world.data.draw(st.integers(0, 4), "saw") else ""
    revision = Revision(world.one(WORDS, "body"), saw, world.chance(2, "material"), "改字")
    _, world.current = revise_text(world.case, revision, by=world.likely(), **world.entering)


def send_round(world: World) -> None:
    posts = [world.one(world.posts, "reader") for _ in range(2)]
    found = circulate(world.case, posts, note="请阅", by=world.anyone(), at=world.at)
    if found:
        mark_read(found[0], opinion="已阅", by=world.anyone(), at=world.at)
        recall(world.case, found, by=world.anyone(), at=world.at)


def hurry(world: World) -> None:
    kind = world.one(list(SlipKind), "slip")
    urge(world.case, Urging(kind, "请尽快"), by=world.anyone(), **world.entering)


def lend(world: World) -> None:
    lend_post(
        post=world.one(world.posts, "post"),
        to=world.anyone(),
        period=org.Period(world.today, world.today + timedelta(days=5)),
        reason="出差",
        by=world.people["administrator"],
        at=world.at,
    )


def succeed(world: World) -> None:
    """Someone leaves; the administrator and whoever opened the case stay, or nobody could go on."""
    names = [n for n in sorted(world.people) if n not in ("administrator", "nobody")]
    if world.chance(3, "leaves"):
        leaving, successor = world.one(names, "leaving"), world.one(names, "successor")
        hand_over(
            leaving=world.people[leaving],
            successor=world.people[successor],
            on=world.today,
            by=world.people["administrator"],
            at=world.at,
        )
        world.today += timedelta(days=1)


def wait(world: World) -> None:
    world.today += timedelta(days=world.one([1, 8, 35], "days"))


MOVES: tuple[Callable[[World], None], ...] = (
    *(act,) * 9, pass_on, pass_on, look, fetch, fetch, amend, amend, cancel, rewrite, rewrite,
    send_round, hurry, lend, succeed, wait,
)  # fmt: skip
