"""Of a word that stands everywhere what stands highest is found and counted, and it is said so."""

from __future__ import annotations

import pytest

from guiju.search import acts
from guiju.search.matches import MOST
from guiju.search.models import Kind
from guiju.search.rows import Found
from tests.search.things import ask, refs

pytestmark = pytest.mark.database
REPEALED, IN_FORCE, NATIONAL = 20, 130, 156


def article(n: int, standing: int, text: str = "灯会应当巡查。") -> Found:
    return Found(f"article/{n}", Kind.ARTICLE, f"某条例第{n}条", text, standing=standing)


@pytest.fixture
def many(db: None) -> None:
    """More repealed articles than are counted, and behind them a few that are in force."""
    acts.clear()
    acts.put(article(n, REPEALED) for n in range(MOST + 5))
    acts.put([article(9001, IN_FORCE), article(9002, NATIONAL), article(9003, IN_FORCE)])


@pytest.mark.usefixtures("many")
def test_law_in_force_comes_first_wherever_it_lies_in_the_index() -> None:
    answer = ask("巡查")
    assert refs(answer)[:3] == ["article/9002", "article/9001", "article/9003"]
    assert (answer.total, answer.more) == (MOST, True)
    assert sum(value.n for value in answer.facets["kind"]) == MOST + 1


@pytest.mark.usefixtures("many")
def test_what_is_few_is_counted_to_the_last() -> None:
    acts.put([article(9004, REPEALED, "灯谜"), article(9005, NATIONAL, "灯谜会")])
    answer = ask("灯谜")
    assert (refs(answer), answer.total, answer.more) == (["article/9005", "article/9004"], 2, False)


@pytest.mark.usefixtures("many")
def test_no_one_can_ask_for_the_mark_of_a_tier() -> None:
    for typed in ("0位", "1位", "〇位", "0 位"):
        assert refs(ask(typed)) == []


def test_an_index_made_before_there_were_tiers_finds_all_the_same(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guiju.search.rows._marks", lambda row: [])
    acts.clear()
    acts.put([article(1, REPEALED), article(2, NATIONAL)])
    assert refs(ask("巡查")) == ["article/2", "article/1"]
