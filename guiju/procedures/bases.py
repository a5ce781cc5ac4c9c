"""Do the procedures cite the law rightly? Each basis against the law library.

A law the library does not have, or not in the wording of that day, cannot be verified; that
is said so and never counted as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guiju.law.models import Article
from guiju.law.numerals import NUMBER, to_chinese, to_int
from guiju.law.parsed import article_label
from guiju.law.selectors import Found, Standing, article_on
from guiju.procedures.definition import Procedure, TimeLimit
from guiju.worktime.duration import Duration, Unit

_PLACE = re.compile(
    rf"第({NUMBER})条(?:之({NUMBER}))?(?:第({NUMBER})款)?(?:第[（(]?({NUMBER})[）)]?项)?"
)
_POINT = re.compile(rf"^({NUMBER})(?:、|(?=[（(]))[（(]?({NUMBER})?[）)]?")
_DIGIT = NUMBER.removesuffix("+")
_WORKING = re.compile("(?:本法|本条例|本规定|本办法).*(?:是指工作日|以工作日计算)")
_QUOTED_DAYS = re.compile(rf"“({NUMBER})日”")
_WITHIN_DAYS = re.compile(rf"({NUMBER})日以内")
_WORDS = {
    Unit.WORKING_DAYS: ("个工作日", "工作日"),
    Unit.DAYS: ("日", "天"),
    Unit.MONTHS: ("个月", "月"),
    Unit.YEARS: ("年",),
    Unit.HOURS: ("小时", "个小时"),
}


class Verdict(StrEnum):
    FOUND = "found"
    LOCAL = "local"  # the office's own source, said to be so in the file
    CANNOT_VERIFY = "cannot verify"
    NO_ARTICLE = "no article"
    NOT_IN_FORCE = "not in force"
    NO_NUMBER = "no number"


WRONG = frozenset({Verdict.NO_ARTICLE, Verdict.NOT_IN_FORCE, Verdict.NO_NUMBER})


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a procedure rests on a source; `lengths` are the numbers it takes from there."""

    where: str
    text: str
    lengths: tuple[Duration, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one basis. `articles`: the articles found, for opening beside the rule."""

    procedure: str
    basis: Basis
    verdict: Verdict
    says: str
    articles: tuple[Article, ...] = ()

    def __str__(self) -> str:
        return f"{self.procedure} {self.basis.where}（{self.basis.text}）：{self.says}"


@dataclass(frozen=True, slots=True)
class Cited:
    """A place a basis names; 0 where it names no 款 or 项."""

    number: int
    suffix: int = 0
    paragraph: int = 0
    item: int = 0

    def __str__(self) -> str:
        label = article_label(self.number, self.suffix)
        if self.paragraph:
            label += f"第{to_chinese(self.paragraph)}款"
        return label + (f"第{to_chinese(self.item)}项" if self.item else "")


def bases_of(p: Procedure) -> Iterator[Basis]:
    """Every basis of a procedure, in the order a lawyer reads its sheet."""
    yield from _bases_of_steps(p)
    for name, limit in p.time_limits.items():
        yield Basis(f"期限“{limit.label or name}”", limit.basis, _lengths(limit))
    for rule in p.invariants:
        yield Basis(f"规则 {rule.id}", rule.basis)
    for paper in p.papers:
        yield Basis(f"材料 {paper.id}", paper.basis)
    for name, outcome in p.outcomes.items():
        if outcome.basis:
            yield Basis(f"结果“{outcome.label or name}”", outcome.basis)
    for parameter in p.parameters.values():
        yield Basis(f"参数“{parameter.label}”", parameter.basis)


def _bases_of_steps(p: Procedure) -> Iterator[Basis]:
    for name, act in p.acts().items():
        if act.basis:
            yield Basis(f"行为“{act.label or name}”", act.basis)
    for step in p.steps.values():
        if step.countersign and step.countersign.basis:
            yield Basis(f"环节“{step.label}”会签规则", step.countersign.basis)


def _lengths(limit: TimeLimit) -> tuple[Duration, ...]:
    """The numbers the law must contain. A local parameter is no law, a pause has its own."""
    fixed = limit.length if isinstance(limit.length, Duration) else None
    return tuple(length for length in (fixed, limit.extension) if length is not None and length.n)


def check_bases(procedures: Iterable[Procedure]) -> list[Checked]:
    """Each basis of each procedure, on the day the procedure came into force."""
    return [_check(p, basis) for p in procedures for basis in bases_of(p)]


def _check(p: Procedure, basis: Basis) -> Checked:
    if basis.text in p.local:
        return Checked(p.id, basis, Verdict.LOCAL, "本地来源，不在法规库核对")
    short = max((name for name in p.laws if basis.text.startswith(name)), key=len, default="")
    places = cited_places(basis.text.removeprefix(short)) if short else []
    if not places:
        return Checked(p.id, basis, Verdict.CANNOT_VERIFY, "没有写明条号，无法核对")
    articles: list[Article] = []
    for place in places:
        verdict, says, article = _check_place(p.laws[short], place, p.valid_from)
        if verdict is not Verdict.FOUND:
            return Checked(p.id, basis, verdict, says, tuple(articles))
        articles += [article] if article is not None else []
    missing = [n for n in basis.lengths if not any(_article_says(a, n) for a in articles)]
    if missing:
        says = f"条文中没有“{'、'.join(n.label for n in missing)}”"
        return Checked(p.id, basis, Verdict.NO_NUMBER, says, tuple(articles))
    return Checked(p.id, basis, Verdict.FOUND, "条文存在并有效", tuple(articles))


def cited_places(rest: str) -> list[Cited]:
    """The places after a short title: 第三十三条第二款, 一（二）; unreadable ones left out."""
    found = [Cited(*map(_number, match.groups())) for match in _PLACE.finditer(rest)]
    point = _POINT.match(rest)
    if not found and point is not None:
        found = [Cited(_number(point[1]), item=_number(point[2]))]
    return [place for place in found if place.number]


def _number(text: str | None) -> int:
    try:
        return to_int(text) if text else 0
    except ValueError:
        return 0


_OTHERWISE = {
    Standing.UNKNOWN_INSTRUMENT: Verdict.CANNOT_VERIFY,
    Standing.WORDING_MISSING: Verdict.CANNOT_VERIFY,
    Standing.NO_ARTICLE: Verdict.NO_ARTICLE,
    Standing.NOT_YET: Verdict.NOT_IN_FORCE,
    Standing.NO_LONGER: Verdict.NOT_IN_FORCE,
}


def _check_place(title: str, place: Cited, on: date) -> tuple[Verdict, str, Article | None]:
    found: Found = article_on(title, place.number, on, suffix=place.suffix)
    if found.standing is not Standing.FOUND or found.article is None:
        return _OTHERWISE[found.standing], found.says, None
    passages = found.article.passages.all()
    if place.paragraph:
        passages = passages.filter(paragraph=place.paragraph)
    if place.item:
        passages = passages.filter(item=place.item)
    if not passages.exists():
        return Verdict.NO_ARTICLE, f"《{title}》没有{place}", None
    return Verdict.FOUND, "", found.article


def _article_says(article: Article, length: Duration) -> bool:
    """Whether an article names the length itself, or in days that its law says are working days."""
    if says_length(article.text, length):
        return True
    if length.unit is not Unit.WORKING_DAYS:
        return False
    clauses = article.version.articles.filter(text__contains="工作日")
    return says_length(article.text, Duration(length.n, Unit.DAYS)) and any(
        days_are_working_days(clause.text, length.n) for clause in clauses
    )


def days_are_working_days(text: str, n: int) -> bool:
    """Whether a text says that its own “n日” means working days.

    Three ways of saying so: the numbers in quotes, up to a number (十日以内), or all of them.
    """
    for sentence in re.split("[。；]", text):
        if _WORKING.search(sentence) is None:
            continue
        named = {_number(found) for found in _QUOTED_DAYS.findall(sentence)}
        within = _WITHIN_DAYS.search(sentence)
        if n in named or (within is not None and n <= _number(within[1])):
            return True
        if not named and within is None:
            return True
    return False


def says_length(text: str, length: Duration) -> bool:
    """Whether a text names this length of time: 20个工作日 and 二十个工作日 are one."""
    numbers = {str(length.n), to_chinese(length.n)}
    if length.n == 2:
        numbers.add("两")
    for number in numbers:
        for word in _WORDS[length.unit]:
            # 十日 is not in 二十日: the number must not go on to the left.
            if re.search(rf"(?<!{_DIGIT}){number}{word}", text):
                return True
    return False
