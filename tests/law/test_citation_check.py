"""A citation looked up: found, no such article, not in force, or not to be verified."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.law.citation_check import Article, Finding, Instrument, Shelf, Verdict, check_all
from guiju.law.citations import parse

IN_2025 = date(2025, 6, 1)


@pytest.fixture
def library() -> Shelf:
    shelf = Shelf()
    shelf.add(
        Instrument("中华人民共和国灯笼管理条例", date(2010, 5, 1)),
        [Article(1, 0, (0,)), Article(2, 0, (0, 3)), Article(3), Article(3, 1, (0,))],
    )
    shelf.add(
        Instrument("灯笼管理条例（2020年修订）", date(2020, 1, 1)),
        [Article(1, 0, (0,)), Article(2, 0, (0,)), *(Article(n, 0, (0,)) for n in range(3, 9))],
    )
    shelf.add(
        Instrument("云岭区灯谜办法", date(2001, 1, 1), date(2024, 1, 1), "云岭区灯谜规定"),
        [Article(1)],
    )
    return shelf


def look_up(text: str, library: Shelf, on: date = IN_2025) -> Finding:
    (finding,) = check_all(parse(text, titles=library.titles()), library, on)
    return finding


def test_an_article_in_force_is_found(library: Shelf) -> None:
    finding = look_up("按《灯笼管理条例》第八条办", library)
    assert finding.verdict is Verdict.FOUND
    assert finding.sentence == "《灯笼管理条例》第八条在2025年6月1日有效。"


def test_each_day_has_the_version_that_held_then(library: Shelf) -> None:
    in_2015 = date(2015, 1, 1)
    assert look_up("《灯笼管理条例》第八条", library, in_2015).verdict is Verdict.NO_ARTICLE
    assert look_up("《灯笼管理条例》第三条之一", library, in_2015).verdict is Verdict.FOUND
    assert look_up("《灯笼管理条例》第三条之一", library).verdict is Verdict.NO_ARTICLE


def test_a_wrong_article_number_is_said_with_the_day(library: Shelf) -> None:
    finding = look_up("按《灯笼管理条例》第九条办", library)
    assert finding.verdict is Verdict.NO_ARTICLE
    assert finding.sentence == "2025年6月1日的《灯笼管理条例》没有第九条。"


@pytest.mark.parametrize(
    ("place", "missing"),
    [
        ("第二条第三款", "第二条第三款（该条共二款）"),
        ("第二条第二款第四项", "第二条第二款第（四）项"),
        ("第二条第四项", "第二条第（四）项"),
        ("第一条第一款第一项", "第一条第一款第（一）项"),
        ("第二条至第四条", "第四条"),
        ("第二条第二款第一项至第五项", "第二条第二款第（五）项"),
    ],
)
def test_a_missing_part_or_end_of_a_range_is_named(
    library: Shelf, place: str, missing: str
) -> None:
    finding = look_up(f"按《灯笼管理条例》{place}办", library, date(2015, 1, 1))
    assert finding.verdict is Verdict.NO_ARTICLE
    assert finding.sentence == f"2015年1月1日的《灯笼管理条例》没有{missing}。"


@pytest.mark.parametrize(
    "place", ["第二条第二款第三项", "第二条第三项", "第三条第九款", "第一条至第三条"]
)
def test_what_is_there_or_not_known_to_be_missing_is_found(library: Shelf, place: str) -> None:
    finding = look_up(f"按《灯笼管理条例》{place}办", library, date(2015, 1, 1))
    assert finding.verdict is Verdict.FOUND


def test_a_repealed_instrument_is_said_with_its_successor(library: Shelf) -> None:
    finding = look_up("按《云岭区灯谜办法》第一条办", library)
    assert finding.verdict is Verdict.NOT_IN_FORCE
    assert finding.sentence == "《云岭区灯谜办法》已于2024年1月1日失效，现为《云岭区灯谜规定》。"
    last_day = look_up("按《云岭区灯谜办法》第一条办", library, date(2023, 12, 31))
    assert last_day.verdict is Verdict.FOUND


def test_an_instrument_not_yet_in_force_is_said_so(library: Shelf) -> None:
    finding = look_up("按《灯笼管理条例》第一条办", library, date(2010, 4, 30))
    assert finding.verdict is Verdict.NOT_IN_FORCE
    assert finding.sentence == "《灯笼管理条例》自2010年5月1日起施行，2010年4月30日尚未生效。"
    first_day = look_up("按《灯笼管理条例》第一条办", library, date(2010, 5, 1))
    assert first_day.verdict is Verdict.FOUND


def test_an_unknown_instrument_cannot_be_verified_and_is_never_called_wrong(library: Shelf) -> None:
    finding = look_up("按《远方的风筝章程》第一条办", library)
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.sentence == "库中没有《远方的风筝章程》，无法核实。"
    assert "错误" not in finding.sentence
    assert finding.suggestions == ()


def test_where_that_days_wording_is_missing_nothing_is_called_wrong() -> None:
    shelf = Shelf()
    shelf.add(Instrument("灯笼管理条例", date(2001, 1, 1), date(2005, 1, 1)), [Article(1)])
    shelf.add(Instrument("灯笼管理条例", date(2020, 1, 1)), [Article(1)])
    finding = look_up("按《灯笼管理条例》第七条办", shelf, date(2010, 1, 1))
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.sentence == "库中没有2010年1月1日有效的《灯笼管理条例》文本，无法核实。"


def test_a_near_title_is_suggested(library: Shelf) -> None:
    finding = look_up("按《灯笼管理办法》第一条办", library)
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.suggestions[0] == "灯笼管理条例"
    assert finding.sentence.endswith("是否指《灯笼管理条例》？")


def test_a_citation_of_nothing_named_cannot_be_verified(library: Shelf) -> None:
    finding = look_up("按本办法第一条办", library)
    assert (finding.verdict, finding.sentence) == (
        Verdict.UNKNOWN,
        "没有写明是哪一部文件，无法核实。",
    )


def test_headings_of_a_paper_are_not_looked_up_one_by_one() -> None:
    shelf = Shelf()
    shelf.add(Instrument("云岭办发〔2025〕3号"), [])
    finding = look_up("按云岭办发〔2025〕3号二（五）办", shelf)
    assert finding.verdict is Verdict.FOUND
    assert "未逐一核对" in finding.sentence


def test_a_range_without_end_does_not_take_forever(library: Shelf) -> None:
    finding = look_up("按《灯笼管理条例》第一条至第99999999条办", library)
    assert finding.verdict is Verdict.NO_ARTICLE
