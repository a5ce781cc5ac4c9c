"""Which wording of an article was in force on a day, told to the reader, and today's beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guiju.home.law_pages import article_numbered, version_of
from guiju.law.models import Article, Version
from guiju.law.selectors import Standing, version_on


@dataclass(frozen=True, slots=True)
class Wording:
    """How the wording shown stands to the day asked for, and to today.

    `changed`: today's wording of the article is another one, or there is none any more.
    """

    says: str
    certain: bool
    changed: bool
    today: str


def wording_of(
    version: Version, number: str, article: Article | None, *, on: date, today: date
) -> Wording:
    """What a reader must know who came from a rule applied on a day."""
    found = version_on(version.instrument, on)
    certain = found.standing is Standing.FOUND
    says = _in_force(version, on) if certain else f"{found.says}，下面是{version.on}的文本"
    now, _ = version_of(version.instrument, today)
    if now.pk == version.pk:
        return Wording(says, certain, changed=False, today="")
    current = article_numbered(now, number)
    if current is None:
        return Wording(says, certain, changed=True, today=f"现在的文本（{now.on}）没有这一条")
    if article is not None and current.text == article.text:
        return Wording(says, certain, changed=False, today="现在的文本中本条没有改动")
    return Wording(says, certain, changed=True, today="本条后来有改动，查看现在的文本")


def _in_force(version: Version, on: date) -> str:
    day = in_chinese(version.valid_from)
    if version.begins_as_stated:
        return f"按{day}施行的文本（{in_chinese(on)}有效）"
    return f"按{day}的文本（文中没有写明何时起施行，请核对施行日期）"


def in_chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
