"""What a text's last articles say: from when it is in force, and what it repeals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from guiju.law.heads import Dates, first_date, title_key
from guiju.law.parsed import Article

LOOKED_AT = 4
"""How many articles from the end on may be about coming into force."""

_FROM = re.compile(
    r"自\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*起\s*(?:施行|实施|生效|执行)"
)
_AT_ONCE = re.compile(r"自(?:公布|发布|颁布|通过|批准)之日起(?:施行|实施|生效|执行)")
_REPEALS = re.compile(r"废止|失效")
_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")


def effective_day(dates: Dates, articles: Sequence[Article]) -> date | None:
    """From the head; else from the closing articles; else the day it was made, if they say so."""
    if dates.effective is not None:
        return dates.effective
    for article in reversed(articles[-LOOKED_AT:]):
        text = article.text
        named = _FROM.search(text)
        if named is not None:
            return first_date(named[1])
        if _AT_ONCE.search(text):
            return dates.changed or dates.promulgated
    return None


def repealed_titles(articles: Sequence[Article], own: str) -> tuple[str, ...]:
    """The instruments the closing articles repeal, each once; never the text's own title."""
    found: dict[str, None] = {}
    for article in articles[-LOOKED_AT:]:
        for sentence in article.text.split("。"):
            if "起施行" in article.text and _REPEALS.search(sentence):
                found |= dict.fromkeys(_TITLE.findall(sentence))
    return tuple(title for title in found if title_key(title) != title_key(own))
