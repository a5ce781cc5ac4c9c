"""Whatever the text: nothing is raised, places lie inside, fixes settle and do what they say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from guiju.typeset.check.judging import check
from guiju.typeset.check.loader import standard_rules
from guiju.typeset.check.mending import fixable, mend_document, mend_lines
from guiju.typeset.check.reading import sheet_of_lines
from guiju.typeset.check.sheet import Passage, Sheet, Zone
from guiju.typeset.check.structure import sheet_of
from guiju.typeset.official import Attachment, Heading, OfficialDocument, Paragraph

PIECES = [
    *(rule.wrong for rule in standard_rules().rules if rule.wrong_case is None),
    *(rule.right for rule in standard_rules().rules if rule.right_case is None),
    *"，。；：、！？“”《》〈〉（）〔〕[](){}<>\"'.,:;-—～…　 \t0123９年月日号一二三十百第附件",
    "云岭区人民政府关于做好防汛工作的通知",
    "各街道办事处：",
    "2025年3月5日",
]
scraps = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=12).map("".join)
lines = st.lists(scraps.map(lambda text: text.replace("\n", " ")), max_size=12).map(tuple)
sheets = st.builds(
    Sheet,
    passages=st.lists(
        st.builds(Passage, zone=st.sampled_from(Zone), text=scraps, source=st.none()), max_size=8
    ).map(tuple),
    official=st.booleans(),
    genre=st.sampled_from(["", "通知", "请示", "报告", "批复", "令", "函", "纪要"]),
    direction=st.sampled_from(["", "上行", "下行", "平行"]),
    organs=st.lists(scraps, max_size=2).map(tuple),
)
documents = st.builds(
    OfficialDocument,
    title=scraps,
    addressees=st.lists(scraps, max_size=2).map(tuple),
    body=st.lists(
        st.one_of(
            st.builds(Paragraph, text=scraps),
            st.builds(Heading, level=st.integers(1, 4), text=scraps),
        ),
        max_size=5,
    ).map(tuple),
    attachments=st.lists(st.builds(Attachment, title=scraps), max_size=3).map(tuple),
    note=scraps,
)


@given(sheets)
@settings(max_examples=150, deadline=None)
def test_every_place_lies_inside_its_passage(sheet: Sheet) -> None:
    for finding in check(sheet, publish=True):
        if finding.passage is None:
            assert (finding.start, finding.end, finding.put) == (0, 0, None)
            continue
        text = sheet.passages[finding.passage].text
        assert 0 <= finding.start <= finding.end <= len(text)
        assert text[finding.start : finding.end].startswith(finding.quote.removesuffix("…"))


@given(lines)
@settings(max_examples=150, deadline=None)
def test_mending_lines_twice_is_mending_them_once(text: tuple[str, ...]) -> None:
    mended = mend_lines(text, sheet_of_lines)
    assert mend_lines(mended, sheet_of_lines) == mended
    sheet = sheet_of_lines(mended)
    assert [f.rule.id for f in check(sheet) if fixable(sheet, f)] == []


@given(documents)
@settings(max_examples=100, deadline=None)
def test_mending_a_structure_settles_and_removes_what_it_mends(document: OfficialDocument) -> None:
    mended = mend_document(document)
    assert mend_document(mended) == mended
    sheet = sheet_of(mended)
    assert [f.rule.id for f in check(sheet) if fixable(sheet, f)] == []


@given(scraps)
@settings(max_examples=100, deadline=None)
def test_what_is_quoted_stays_as_it_is(quoted: str) -> None:
    inner = "".join(char for char in quoted if char not in "“”《》\n")
    text = f"他说：“{inner}”（见附件）"
    (mended,) = mend_lines((text,), sheet_of_lines)
    assert f"“{inner}”" in mended
