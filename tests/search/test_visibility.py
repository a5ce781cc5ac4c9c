"""No way leads to what may not be seen: not results, counts, facets, suggestions, pages."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from guiju.procedures.models import Case
from guiju.search import acts
from guiju.search.models import Kind
from guiju.search.rows import Found
from guiju.search.selectors import Asked, search

WORDS = ("灯会", "预算", "信息公开", "龙舟", "巡查", "云政发2025", "3号")
OTHERS = ("dh", "lz", "xxgk", "灯回", "什么")
KINDS = st.sampled_from([Kind.DOCUMENT, Kind.CASE, Kind.DISCLOSURE, Kind.MESSAGE])
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("，".join)
THINGS = st.lists(
    st.tuples(KINDS, TEXTS, TEXTS, st.sampled_from(WORDS), st.integers(2020, 2025), st.booleans()),
    min_size=1,
    max_size=12,
)
QUESTIONS = st.one_of(
    st.lists(
        st.sampled_from([*WORDS, "dh", "lz", "xxgk", "灯回", "什么"]), min_size=1, max_size=4
    ).map(" ".join),
    st.sampled_from(["灯会的预算是多少", "龙舟巡查信息公开", "云政发〔2025〕3号", "信息公凯灯会"]),
)


def of(things: list[tuple[Kind, str, str, str, int, bool]]) -> tuple[list[Found], set[int]]:
    found, seen = [], set()
    for n, (kind, title, text, unit, year, visible) in enumerate(things):
        found.append(
            Found(
                f"{kind}/{n}",
                kind,
                title,
                text,
                subject=n,
                unit=unit,
                year=year,
                status=unit,
                standing=n % 4 * 60,
            )
        )
        seen |= {n} if visible else set()
    return found, seen


class NothingHidden(TestCase):
    @given(THINGS, QUESTIONS)
    @settings(max_examples=60)
    def test_the_answer_is_the_one_there_would_be_without_it(
        self, things: list[tuple[Kind, str, str, str, int, bool]], question: str
    ) -> None:
        """Hidden things change nothing at all: same answer as if they had never been indexed."""
        self.same_without_them(things, question)

    @given(THINGS, QUESTIONS)
    @settings(max_examples=30)
    def test_nor_where_words_are_counted_by_the_sample(
        self, things: list[tuple[Kind, str, str, str, int, bool]], question: str
    ) -> None:
        with patch("guiju.search.loosely.COUNTED", 1), patch("guiju.search.loosely.ONE_IN", 2):
            self.same_without_them(things, question)

    def same_without_them(
        self, things: list[tuple[Kind, str, str, str, int, bool]], question: str
    ) -> None:
        found, seen = of(things)
        visible = Q(subject__in=seen)
        acts.clear()
        acts.put(found)
        answer = search(Asked(question, visible, count=50))
        assert {hit.entry.subject for hit in answer.hits} <= seen
        assert {hit.entry.subject for hit in answer.further} <= seen
        acts.clear()
        acts.put([one for one in found if one.subject in seen])
        alone = search(Asked(question, visible, count=50))
        assert sorted(h.entry.ref for h in answer.hits) == sorted(h.entry.ref for h in alone.hits)
        assert (answer.total, answer.facets) == (alone.total, alone.facets)
        assert sorted(answer.suggestions) == sorted(alone.suggestions)
        further = [[hit.entry.ref for hit in one.further] for one in (answer, alone)]
        assert sorted(further[0]) == sorted(further[1])

    def test_a_named_ref_is_no_way_around(self) -> None:
        acts.put([Found("case/1", Kind.CASE, "灯会", subject=1)])
        asked = Asked("灯会", Q(subject__in=[]), first=("case/1",))
        assert search(asked).hits == ()
        assert search(replace(asked, visible=Q())).total == 1

    def test_a_subquery_over_cases_is_the_filter(self) -> None:
        acts.put([Found("case/1", Kind.CASE, "灯会", subject=1)])
        seen = Q(subject__in=Case.objects.filter(title="没有").values("pk"))
        assert search(Asked("灯会", seen)).total == 0
