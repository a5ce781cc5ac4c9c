"""Which element each line of a file is taken for."""

from __future__ import annotations

import pytest

from guiju.typeset.check.judging import check
from guiju.typeset.check.reading import sheet_of_lines
from guiju.typeset.check.sheet import Zone

NOTICE = """000017
特急
云岭区水务局文件
云水发〔2025〕12号

云岭区水务局关于印发《云岭区河道管理办法（试行）》的通知

各镇人民政府，区直有关单位：
　　经区政府同意，现将《云岭区河道管理办法（试行）》印发给你们，请认真贯彻执行。
　　一、总体要求
　　到2027年，河道管理覆盖率达到95%，分工见附件2。
　　（一）工作目标。到2025年底，完成10条河道整治。
　　1.上半年完成3条。
　　（1）镇区段。

附件：1.责任清单
2.任务清单

云岭区水务局
2025年3月5日

（此件公开发布）

附件1

责任清单

各镇负责本镇河道。

附件2

任务清单

一、镇区段。

抄送：区委办公室，区人大常委会办公室。
云岭区水务局办公室　　　　　　2025年3月6日印发
"""
ZONES = [
    Zone.COPY_NUMBER, Zone.URGENCY, Zone.MARK, Zone.NUMBER, Zone.TITLE, Zone.RECIPIENT,
    Zone.BODY, Zone.HEADING, Zone.BODY, Zone.BODY, Zone.BODY, Zone.BODY,
    Zone.ATTACH_NOTE, Zone.ATTACH_NOTE, Zone.SIGNATURE, Zone.DATE, Zone.NOTE,
    Zone.ATTACH_LABEL, Zone.ATTACH_TITLE, Zone.ATTACH_BODY,
    Zone.ATTACH_LABEL, Zone.ATTACH_TITLE, Zone.ATTACH_BODY, Zone.CC, Zone.PRINTED,
]  # fmt: skip


def test_a_whole_notice_falls_into_its_elements_and_has_nothing_wrong() -> None:
    sheet = sheet_of_lines(tuple(NOTICE.split("\n")))
    assert [passage.zone for passage in sheet.passages] == ZONES
    assert (sheet.genre, sheet.organs) == ("通知", ("云岭区水务局",))
    assert [(f.rule.id, f.quote) for f in check(sheet)] == []


@pytest.mark.parametrize(
    ("lines", "genre", "direction"),
    [
        (("云岭区司法局关于解决办案经费的请示", "区人民政府："), "请示", "上行"),
        (("云岭区司法局关于商请支持的函", "区财政局："), "函", "平行"),
        (("云岭区人民政府", "关于同意设立服务站的批复", "区司法局："), "批复", "下行"),
        (("云岭区人民政府令", "第3号", "《云岭区停车办法》已经通过。"), "令", "下行"),
        (("云岭区人民政府常务会议纪要", "〔2025〕6号", "会议研究了防汛工作。"), "纪要", ""),
    ],
)
def test_the_type_and_direction_are_read_from_the_head(
    lines: tuple[str, ...], genre: str, direction: str
) -> None:
    sheet = sheet_of_lines(lines)
    assert sheet.official
    assert (sheet.genre, sheet.direction) == (genre, direction)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天开会。",
        "《关于防汛的通知》已经印发。",
        "第一条　为了防汛，制定本办法。",
        "2025年工作总结",
    ],
)
def test_what_is_no_official_document_is_text_from_end_to_end(text: str) -> None:
    sheet = sheet_of_lines((text, "正文一段。"))
    assert not sheet.official
    assert {passage.zone for passage in sheet.passages} == {Zone.BODY}


def test_a_title_of_no_type_is_one_when_it_is_addressed_to_somebody() -> None:
    sheet = sheet_of_lines(("云岭区司法局关于2025年工作的总结", "区人民政府：", "现总结如下。"))
    assert "T02" in {finding.rule.id for finding in check(sheet)}
