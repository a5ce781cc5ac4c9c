"""Whatever two characters or more stand in a text find it, across numbers, marks and passages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from guiju.search import acts
from guiju.search.models import Kind
from guiju.search.rows import LONGEST_PASSAGE, Found
from tests.search.things import ask, refs


class EverySubstring(TestCase):
    @given(st.data())
    @settings(max_examples=25)
    def test_is_found(self, data: st.DataObject) -> None:
        signs = st.sampled_from("甲乙丙丁3a〔，")
        text = data.draw(st.text(signs, min_size=2, max_size=60)) + "戊己庚"
        before = "子" * data.draw(st.sampled_from([0, LONGEST_PASSAGE - 30]))
        acts.put([Found("case/9", Kind.CASE, "某事", before + text)])
        start = data.draw(st.integers(0, len(text) - 2))
        end = data.draw(st.integers(start + 2, len(text)))
        asked = text[start:end]
        first, last = asked[0], asked[-1]
        # A question that begins or ends inside a number or word asks for another one.
        inside = (start and text[start - 1].isascii() and first.isascii()) or (
            end < len(text) and text[end].isascii() and last.isascii()
        )
        if not inside and any(sign >= "\u4e00" for sign in asked.replace("，", "")):
            assert "case/9" in refs(ask(asked))
