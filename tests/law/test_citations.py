"""Citations as people write them, read and written back. The sentences are made up."""

from __future__ import annotations

import pytest

from guiju.law.citation_model import Citation, How, Place
from guiju.law.citations import instruments, normalise, normalise_title, parse

OWN = "云岭区公文办理办法"


def read(text: str, own: str = "", titles: tuple[str, ...] = ()) -> list[str]:
    return [normalise(citation) for citation in parse(text, own=own, titles=titles)]


def only(text: str, own: str = "", titles: tuple[str, ...] = ()) -> Citation:
    (citation,) = parse(text, own=own, titles=titles)
    return citation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按《行政许可法》第三条办", "《行政许可法》第三条"),
        ("按《中华人民共和国行政许可法》第三条办", "《行政许可法》第三条"),
        ("按《行政许可法》第33条第2款第3项办", "《行政许可法》第三十三条第二款第（三）项"),
        ("按《行政许可法》第３３条办", "《行政许可法》第三十三条"),
        ("按《行政许可法》第十二条第（三）项办", "《行政许可法》第十二条第（三）项"),
        ("按《行政许可法》第十二条第三项办", "《行政许可法》第十二条第（三）项"),
        ("按《行政许可法》第十二条第(三)项第2目办", "《行政许可法》第十二条第（三）项第二目"),
        ("按《行政许可法》第十二条（三）办", "《行政许可法》第十二条第（三）项"),
        ("按《行政许可法》第 十二 条办", "《行政许可法》第十二条"),
        ("按《行政许可法》中的第十二条办", "《行政许可法》第十二条"),
        ("按《行政许可法》第二章第十二条办", "《行政许可法》第十二条"),
        ("犯刑法第一百二十条之一第一款的", "《刑法》第一百二十条之一第一款"),
        ("犯刑法第262条之二的", "《刑法》第二百六十二条之二"),
        ("违反反垄断法第十七条的", "《反垄断法》第十七条"),
        ("有民法典第五百条情形的", "《民法典》第五百条"),
        ("按《行政复议法》（2023年修订）第十一条", "《行政复议法》（2023年修订）第十一条"),
        ("按《行政复议法（2023年修订）》第十一条", "《行政复议法》（2023年修订）第十一条"),
        ("按《云岭区试点办法（试行）》第四条", "《云岭区试点办法（试行）》第四条"),
        ("按国办发〔2018〕115号第二条办", "国办发〔2018〕115号第二条"),
        ("按国办发[2018]115号二（五）办", "国办发〔2018〕115号二（五）"),
        ("按《云岭区意见》（云政办发〔2025〕3号）第二条", "《云岭区意见》第二条"),
        ("按国务院令第711号第二十条办", "国务院令第711号第二十条"),
        ("按云政发(2023)5号文件第一条办", "云政发〔2023〕5号第一条"),
        ("按《云岭区意见》（云政办发〔2025〕3号）第二部分第（五）项", "《云岭区意见》二（五）"),
        ("按《档案法》第34条2款3项办", "《档案法》第三十四条第二款第（三）项"),
        ("按《档案法》第⼗⼆条第⼀款办", "《档案法》第十二条第一款"),
        ("按《档案法》（以下简称本法）第三条", "《档案法》第三条"),
        (
            "按《关于适用〈中华人民共和国民法典〉的解释》第二条",
            "《关于适用《民法典》的解释》第二条",
        ),
        ("按最高人民法院《关于送达的规定》第二条", "《最高人民法院关于送达的规定》第二条"),
    ],
)
def test_one_citation_is_read_and_normalised(text: str, expected: str) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三条、第五条至第七条和第九条第二款", ["第三条", "第五条至第七条", "第九条第二款"]),
        ("第十六条第一款、第二款", ["第十六条第一款", "第十六条第二款"]),
        ("第四十八条第一、二款", ["第四十八条第一款", "第四十八条第二款"]),
        ("第十条（一）（三）项", ["第十条第（一）项", "第十条第（三）项"]),
        ("第十条第（一）、（三）项", ["第十条第（一）项", "第十条第（三）项"]),
        ("第十条第(二)至第(六)项", ["第十条第（二）项至第（六）项"]),
        ("第十条第一款第二项至第九项", ["第十条第一款第（二）项至第（九）项"]),
        ("第五至七条", ["第五条至第七条"]),
        ("第43条至45条", ["第四十三条至第四十五条"]),
        ("第32条、33条", ["第三十二条", "第三十三条"]),
        ("第五条—第七条", ["第五条至第七条"]),
        ("第三十二条、第三十四条至第三十九条之一", ["第三十二条", "第三十四条至第三十九条之一"]),
        ("第十条第一款第三项、第四项和第二款", [
            "第十条第一款第（三）项", "第十条第一款第（四）项", "第十条第二款",
        ]),
        ("第二条第四款，以及第六条", ["第二条第四款", "第六条"]),
    ],
)  # fmt: skip
def test_several_in_one_breath(text: str, expected: list[str]) -> None:
    assert read(f"违反《档案法》{text}规定的") == [f"《档案法》{place}" for place in expected]


def test_each_of_several_has_its_own_stretch_of_the_text() -> None:
    text = "违反《档案法》第三条第一、二款和第五条的"
    assert [text[c.start : c.end] for c in parse(text)] == [
        "《档案法》第三条第一",
        "二款",
        "第五条",
    ]


def test_several_instruments_in_one_sentence_keep_their_articles() -> None:
    text = "依据民法典第七十条、公司法第一百八十三条和本办法第七条、第八条"
    assert read(text, OWN) == [
        "《民法典》第七十条",
        "《公司法》第一百八十三条",
        f"《{OWN}》第七条",
        f"《{OWN}》第八条",
    ]


@pytest.mark.parametrize(
    "definition",
    [
        "（以下简称《条例》）",
        "(以下简称《条例》)",
        "（以下简称“条例”）",
        "（以下称条例）",
        "（国务院令第711号，以下简称《条例》）",
    ],
)
@pytest.mark.parametrize("use", ["《条例》第三条", "条例第三条"])
def test_an_abbreviation_means_what_the_text_defined(definition: str, use: str) -> None:
    text = f"根据《中华人民共和国政府信息公开条例》{definition}，按{use}答复"
    citation = only(text)
    assert normalise(citation) == "《政府信息公开条例》第三条"
    assert citation.how in (How.ABBREVIATION, How.SAME)


def test_a_name_abbreviated_freely_is_known_once_defined() -> None:
    text = "根据《政府信息公开条例》（以下称公开条例），依公开条例第三条答复"
    citation = only(text)
    assert (citation.instrument, citation.how) == ("政府信息公开条例", How.ABBREVIATION)
    assert citation.written == "公开条例"


def test_an_abbreviation_of_two_laws_is_not_guessed() -> None:
    assert only("依据调解仲裁法第十六条申请").instrument == "调解仲裁法"


def test_an_abbreviation_of_two_laws_means_the_one_the_text_writes_out() -> None:
    text = "根据《中华人民共和国劳动争议调解仲裁法》，依据调解仲裁法第十六条申请"
    assert only(text).instrument == "劳动争议调解仲裁法"


def test_spaces_between_items_belong_to_none_of_them() -> None:
    text = "依据《档案法》第四条第 （二）、 （三）项"
    assert [text[c.start : c.end] for c in parse(text)] == ["《档案法》第四条第 （二）", "（三）项"]


@pytest.mark.parametrize("word", ["本办法", "本《办法》"])
def test_own_words_mean_the_text_itself(word: str) -> None:
    citation = only(f"依照{word}第九条办理", OWN)
    assert (citation.instrument, citation.how) == (OWN, How.OWN)


def test_without_an_own_title_the_instrument_stays_unknown() -> None:
    citation = only("依照本办法第九条办理")
    assert (citation.instrument, normalise(citation)) == ("", "第九条")


def test_that_law_is_the_one_of_its_kind_named_last() -> None:
    text = "《信访工作条例》规定了程序，《档案法》另有规定。该条例第三条、同法第五条适用"
    assert read(text) == ["《信访工作条例》第三条", "《档案法》第五条"]


def test_a_contract_law_is_not_the_same_law() -> None:
    assert read("《档案法》之外，依合同法第五条处理") == ["《合同法》第五条"]


def test_a_basic_law_is_not_this_law() -> None:
    text = "不得违背香港特别行政区基本法第一条和第十二条"
    assert read(text, OWN) == ["《香港特别行政区基本法》第一条", "《香港特别行政区基本法》第十二条"]


def test_the_longest_known_name_decides() -> None:
    assert read("依照劳动合同法第三条") == ["《劳动合同法》第三条"]


def test_a_local_rule_is_not_taken_for_the_national_one_it_is_called_after() -> None:
    assert read("依照云岭区信访工作条例第三条") == ["《云岭区信访工作条例》第三条"]


def test_a_title_given_by_the_caller_is_known_without_marks() -> None:
    text = "应当遵守云岭区关于和与及的怪名字第三条"
    assert read(text, titles=("云岭区关于和与及的怪名字",)) == [
        "《云岭区关于和与及的怪名字》第三条"
    ]


RULES = """第一条 为了办好公文，制定本办法。

第二条 公文应当有标题。

前款规定不适用于便函。

有前两款情形，或者有前条、前款第（一）项情形的，依照第一款办理。

第三条 下列公文不予受理：

（一）没有依据的；

（二）依据与前项相同的；

（三）违反本条第一项的。

第四条 违反第二条第一款、本办法第三条的，退回。违反前两条的，通报。
"""


def test_relative_places_are_counted_from_where_they_stand() -> None:
    places = [c.removeprefix(f"《{OWN}》") for c in read(RULES, OWN)]
    assert places == [
        "第二条第一款",
        "第二条第一款至第二款",
        "第一条",
        "第二条第二款第（一）项",
        "第二条第一款",
        "第三条第一款第（一）项",
        "第三条第（一）项",
        "第二条第一款",
        "第三条",
        "第二条至第三条",
    ]


def test_a_relative_place_that_leads_nowhere_is_left_open() -> None:
    citation = only("第一条 依照前款规定办理。", OWN)
    assert (citation.place, citation.instrument, citation.how) == (Place(), "", How.RELATIVE)


def test_a_bare_item_goes_on_from_the_article_cited_in_its_sentence() -> None:
    text = "第九条 提交本办法第三条规定的材料（第二项除外）。"
    assert read(text, OWN)[1] == f"《{OWN}》第三条第（二）项"


def test_a_bare_article_beyond_the_text_is_one_of_the_law_named_before() -> None:
    text = "第一条 不符合刑法第三百九十八条，但构成第三百九十七条的。"
    assert read(text, OWN) == ["《刑法》第三百九十八条", "《刑法》第三百九十七条"]


def test_in_a_letter_a_bare_article_is_one_of_the_law_named_last() -> None:
    text = "根据《档案法》第三条的规定受理。依照第五条、第七条处理。"
    assert read(text, OWN)[1:] == ["《档案法》第五条", "《档案法》第七条"]


def test_that_paragraph_and_that_item_are_those_cited_last() -> None:
    text = (
        "按《档案法》第三条第二款第（一）项处理。在该项规定的期限内，不得违反该款规定、同条第三款"
    )
    assert read(text)[1:] == [
        "《档案法》第三条第二款第（一）项",
        "《档案法》第三条第二款",
        "《档案法》第三条第三款",
    ]


def test_an_abbreviation_nobody_defined_is_of_no_known_instrument() -> None:
    citation = only("根据《条例》第三条")
    assert (citation.instrument, citation.written) == ("", "《条例》")


def test_an_amendment_speaks_in_the_words_of_what_it_amends() -> None:
    text = "一、将《灯笼规定》第三条修改为：“依照本规定第五条办理。”本决定第一条除外。"
    own = "关于修改《灯笼规定》的决定"
    assert read(text, own) == [
        "《灯笼规定》第三条",
        "《灯笼规定》第五条",
        "《关于修改《灯笼规定》的决定》第一条",
    ]


def test_an_article_put_in_by_an_amendment_is_one_of_the_amended_law() -> None:
    text = "罪名依据：第三百条之一（《刑法修正案（十九）》第二条）"
    assert read(text) == ["《刑法》第三百条之一", "《刑法修正案（十九）》第二条"]


def test_clauses_of_a_contract_are_none_of_the_law() -> None:
    assert read("按照双方合同第三条、协议第五条的约定", OWN) == []


def test_a_text_without_line_breaks_has_its_headings_too() -> None:
    text = "第一条 公文应当有标题。 第二条 便函不在此限。 第三条 违反前条规定的，退回。"
    assert read(text, OWN) == [f"《{OWN}》第二条"]


def test_an_annex_is_not_the_instrument_it_belongs_to() -> None:
    assert only("违反本办法附件第二条的", OWN).instrument == f"{OWN}附件"


@pytest.mark.parametrize(
    "text",
    [
        "第三条 公文应当有标题。",
        "## 第三条 标题",
        "**第三条** 标题",
        "“第三条　公文应当有标题。”",
        "第三条之一 标题",
        "第一条件是诚实，第二款式新颖，第三项目开工，第一目标达成。",
        "第一项工作已经完成。",
        "基本条件、基本款项、目前条件、以前条款件数",
        "中华人民共和国第十四届全国人民代表大会第三次会议",
        "《人民日报》第三版",
    ],
)
def test_headings_and_ordinary_words_are_no_citations(text: str) -> None:
    assert parse(text, own=OWN) == []


def test_a_number_nobody_writes_is_left_alone() -> None:
    assert parse("《档案法》第一一十百条") == []


def test_titles_are_found_with_or_without_an_article() -> None:
    text = "根据《档案法》和《云岭区方案》，参见《人民日报》"
    assert [title for _, _, title in instruments(text)] == ["档案法", "云岭区方案"]


@pytest.mark.parametrize(
    "title",
    [
        "中华人民共和国档案法",
        "档案法（2020年修订）",
        " 档案 法 ",
        "中华人民共和国档案法(2020-06-20)",
    ],
)
def test_a_title_has_one_spelling(title: str) -> None:
    assert normalise_title(title) == "档案法"
