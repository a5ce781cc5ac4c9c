"""Whatever the text: no crash, spans in order, what is written is read back, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guiju.law.citation_model import Citation, How, Place
from guiju.law.citations import normalise, parse
from guiju.law.numerals import to_chinese

pytestmark = pytest.mark.slow

OWN = "云岭区公文办理办法"

numbers = st.integers(1, 1300)
small = st.one_of(st.none(), st.integers(1, 30))
places = st.builds(
    lambda article, suffix, paragraph, item, subitem: Place(
        article, suffix, paragraph, item, subitem if item else None
    ),
    numbers,
    st.integers(0, 9),
    small,
    small,
    small,
)
citations = st.builds(
    lambda title, place: Citation(0, 0, title, title, place, How.WRITTEN),
    st.sampled_from(["档案法", "刑法", "民法典", "云岭区印章管理办法（试行）", "云岭区档案规定"]),
    places,
)


@given(citations)
def test_what_is_written_is_read_back(citation: Citation) -> None:
    text = f"办理时依照{normalise(citation)}的规定执行"
    (found,) = parse(text)
    assert (found.instrument, found.place) == (citation.instrument, citation.place)
    assert text[found.start : found.end] == normalise(citation)


@given(st.lists(citations, min_size=2, max_size=6))
def test_a_list_of_citations_is_read_back(wanted: list[Citation]) -> None:
    text = "依照" + "、".join(normalise(citation) for citation in wanted) + "办理"
    assert [(c.instrument, c.place) for c in parse(text)] == [
        (c.instrument, c.place) for c in wanted
    ]


@given(st.lists(numbers, min_size=1, max_size=8))
def test_articles_of_one_law_are_read_back(wanted: list[int]) -> None:
    text = "违反《档案法》" + "、".join(f"第{to_chinese(n)}条" for n in wanted) + "的"
    assert [(c.instrument, c.place.article) for c in parse(text)] == [("档案法", n) for n in wanted]


FRAGMENTS = [
    *"第条款项目一十百9（）()、和至之《》〈〉法该同前两本“”号令。\n ",
    *(
        "条例",
        "本办法",
        "以下简称",
        "〔2018〕",
        "第三条",
        "第（二）项",
        "《档案法》",
        "附件",
        "二（五）",
    ),
]


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)))
def test_any_text_is_read_and_spans_lie_in_it_in_order(text: str) -> None:
    end = 0
    for citation in parse(text, own=OWN, titles=("档案法",)):
        assert end <= citation.start < citation.end <= len(text)
        end = citation.end
        normalise(citation)


@pytest.mark.parametrize(
    "piece",
    [
        "第一、",
        "第一项、",
        "第一项",
        "合同第一条、",
        "依据调解仲裁法第一条，《甲调解仲裁法》",
        "第",
        "（一）",
        "《",
        "》第三条",
        "《档案法》第三条、",
        "第三条，",
        "以下简称",
        "（以下简称",
        "前款第一项、",
        "的规定法第",
        "甲乙丙丁戊己庚辛" * 20 + "法第三条",
        "第三条 \n",
        "该条例第一项。",
        " ",
        "“",
    ],
)
def test_a_long_text_takes_time_in_step_with_its_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        start = time.process_time()
        parse(text, own=OWN)
        return time.process_time() - start

    # A quadratic reading would take sixteen times as long, not four; 1 MB would take minutes. The
    # quicker of two, since what else the machine does slows one reading and not the other.
    bound = max(0.2, 9 * min(seconds(20_000) for _ in range(2)))
    assert any(seconds(80_000) < bound for _ in range(2))


def test_a_megabyte_is_read_in_seconds() -> None:
    text = (
        "依照《档案法》第三条第一款第（二）项和本办法第五条、前款规定办理，有关事项见附件。\n"
        * 25_000
    )
    start = time.process_time()
    assert len(parse(text, own=OWN)) == 75_000
    assert time.process_time() - start < 30
