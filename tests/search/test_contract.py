"""What every index must do, held to the one in use; on PostgreSQL the same tests run there.

Where OPENSEARCH_URL is given they run against OpenSearch as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Q

from guiju.search import acts
from guiju.search.models import Entry, Kind
from guiju.search.rows import LONGEST_PASSAGE, Found
from tests.search.things import PAPERS, ask, refs

OPENSEARCH = os.environ.get("OPENSEARCH_URL", "")
INDEXES = ["", pytest.param(OPENSEARCH, marks=pytest.mark.skipif(not OPENSEARCH, reason="no URL"))]


@pytest.fixture(params=INDEXES, ids=["database", "opensearch"])
def papers(request: pytest.FixtureRequest, db: None, settings: Any) -> Iterator[None]:
    settings.OPENSEARCH_URL = request.param
    acts.clear()
    acts.put(PAPERS)
    yield
    acts.clear()


pytestmark = pytest.mark.usefixtures("papers")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("灯会安全", "document/1"),
        ("会安", "document/1"),
        ("隐患立即", "document/1"),
        ("云政发〔2025〕3号", "document/1"),
        ("云政发(2025)3号", "document/1"),
        ("〔2025〕3号", "document/1"),
        ("2025 3号", "document/1"),
        ("政发[2024]13号", "document/2"),
        ("领导小组 名单", "document/2"),
        ("⾏情", "case/3"),
        ("龙舟", None),
        ("执⾏情况", "case/3"),
        ("政务公开 预算", "case/3"),
        ("dhys", "case/3"),
        ("３号 灯会", "document/1"),
    ],
)
def test_a_question_finds(question: str, first: str | None) -> None:
    found = refs(ask(question))
    assert (found[:1] == [first]) if first else found == []


def test_a_number_is_not_found_in_a_longer_one() -> None:
    assert "document/2" not in refs(ask("〔2024〕3号"))


def test_no_word_is_no_question() -> None:
    assert ask("《》 ，。").total == 0
    assert ask("").hits == ()


def test_one_character_finds_what_begins_with_it() -> None:
    assert set(refs(ask("灯"))) == {"document/1", "document/2", "case/3"}


def test_the_exact_title_comes_first() -> None:
    acts.put([Found(f"case/{n}", Kind.CASE, f"灯会{n}号事项", "灯会 " * 40) for n in range(9, 40)])
    acts.put([Found("case/8", Kind.CASE, "灯会", "另行通知")])
    assert refs(ask("灯会"))[0] == "case/8"


def test_what_was_typed_wrongly_is_suggested() -> None:
    assert "关于调整灯会领导小组的通知" in ask("调正灯会领导小组").suggestions


def test_what_is_only_a_little_like_it_is_not_suggested() -> None:
    acts.put([
        Found("instrument/1", Kind.INSTRUMENT, "中华人民共和国政府信息公开条例"),
        Found("instrument/2", Kind.INSTRUMENT, "信访条例"),
    ])  # fmt: skip
    answer = ask("政府信息公凯条例")
    assert answer.suggestions == ("中华人民共和国政府信息公开条例",)
    assert [hit.entry.ref for hit in answer.further][:1] == ["instrument/1"]


def test_facets_count_and_narrow() -> None:
    answer = ask("灯会")
    assert {v.value: v.n for v in answer.facets["kind"]} == {"document": 2, "case": 1}
    assert {v.value: v.n for v in answer.facets["year"]} == {"2025": 2, "2024": 1}
    narrowed = ask("灯会", kind="document", year="2024")
    assert (refs(narrowed), narrowed.total) == (["document/2"], 1)


def test_the_words_are_marked_where_they_stand() -> None:
    (hit, *_) = ask("每日巡查").hits
    assert [part.text for part in hit.snippet if part.hit] == ["每日巡查"]


def test_an_index_follows_changes() -> None:
    acts.put([Found("document/1", Kind.DOCUMENT, "关于元宵游园的通知", "地点在人民公园。")])
    assert "document/1" not in refs(ask("灯会安全"))
    assert refs(ask("元宵游园")) == ["document/1"]
    assert acts.drop(["document/1"]) == 1
    assert refs(ask("元宵游园")) == []


def test_putting_the_same_again_changes_nothing() -> None:
    before = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    kept = acts.put(PAPERS)
    assert (kept.written, kept.unchanged) == (0, len(PAPERS))
    assert list(Entry.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_what_stands_beside_the_words_follows_and_the_words_stay() -> None:
    keys = set(Entry.objects.values_list("pk", flat=True))
    closed = replace(PAPERS[2], status="已办结", unit="区审计局", year=2026, subject=7)
    kept = acts.put([closed])
    assert (kept.written, kept.unchanged) == (1, 0)
    assert set(Entry.objects.values_list("pk", flat=True)) == keys
    (hit,) = ask("预算明细", year="2026").hits
    assert (hit.entry.status, hit.entry.unit, hit.entry.subject) == ("已办结", "区审计局", 7)


def test_a_number_given_later_is_found() -> None:
    assert refs(ask("云依申请〔2025〕9号")) == []
    acts.put([replace(PAPERS[2], number="云依申请〔2025〕9号")])
    assert refs(ask("云依申请〔2025〕9号")) == ["case/3"]


def test_a_long_text_is_one_thing_found_anywhere() -> None:
    text = "".join(f"甲{n}乙丙。" for n in range(LONGEST_PASSAGE)) + "末尾的暗语"
    acts.put([Found("case/9", Kind.CASE, "长文", text)])
    assert Entry.objects.filter(ref="case/9").count() > 3
    assert refs(ask("末尾的暗语")) == ["case/9"]
    answer = ask("乙丙")
    assert (refs(answer), answer.total) == (["case/9"], 1)
    assert [v.n for v in answer.facets["kind"]] == [1]


def test_what_may_not_be_seen_is_nowhere() -> None:
    answer = ask("灯会", ~Q(subject=3))
    assert "case/3" not in refs(answer) and answer.total == 2
    assert [v.value for v in answer.facets["kind"]] == ["document"]
