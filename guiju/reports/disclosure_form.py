"""The three tables of the yearly report on government information: their words and their order.

Source: 政府信息公开工作年度报告格式 (国办公开办函〔2021〕30号); the words are the official ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

KINDS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
TOTAL = "总计"
COLUMNS = (*KINDS, TOTAL)

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
NEW, CARRIED_IN, HANDLED, CARRIED_OUT = "一", "二", "三（七）", "四"

_GROUPS = (
    ("（一）予以公开", ()),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ()),
    (
        "（三）不予公开",
        (
            "属于国家秘密",
            "其他法律行政法规禁止公开",
            "危及“三安全一稳定”",
            "保护第三方合法权益",
            "属于三类内部事务信息",
            "属于四类过程性信息",
            "属于行政执法案卷",
            "属于行政查询事项",
        ),
    ),
    (
        "（四）无法提供",
        ("本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确"),
    ),
    (
        "（五）不予处理",
        (
            "信访举报投诉类申请",
            "重复申请",
            "要求提供公开出版物",
            "无正当理由大量反复申请",
            "要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "（六）其他处理",
        (
            "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "其他",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A numeric row of table three. `section` and `group` head it in the columns before."""

    code: str
    label: str
    section: str = ""
    group: str = ""


def _rows() -> Iterator[Row]:
    section = "三、本年度办理结果"
    yield Row(NEW, "一、本年新收政府信息公开申请数量")
    yield Row(CARRIED_IN, "二、上年结转政府信息公开申请数量")
    for group, items in _GROUPS:
        code = f"三{group[:3]}"
        if not items:
            yield Row(code, group, section)
        for number, item in enumerate(items, start=1):
            yield Row(f"{code}{number}", f"{number}.{item}", section, group)
    yield Row(HANDLED, "（七）总计", section)
    yield Row(CARRIED_OUT, "四、结转下年度继续办理")


ROWS = tuple(_rows())
RESULT_ROWS = tuple(row.code for row in ROWS if row.section and row.code != HANDLED)

REVIEWS = ("行政复议", "未经复议直接起诉", "复议后起诉")
REVIEW_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结")
PENDING = "尚未审结"

MADE, REPEALED, IN_FORCE = "本年制发件数", "本年废止件数", "现行有效件数"
DECISIONS, FEES = "本年处理决定数量", "本年收费金额（单位：万元）"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of table two: the item of article 20 it belongs to, its columns, its rows."""

    item: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


TABLE_TWO = (
    Block("第二十条第（一）项", (MADE, REPEALED, IN_FORCE), ("规章", "行政规范性文件")),
    Block("第二十条第（五）项", (DECISIONS,), ("行政许可",)),
    Block("第二十条第（六）项", (DECISIONS,), ("行政处罚", "行政强制")),
    Block("第二十条第（八）项", (FEES,), ("行政事业性收费",)),
)
NORMATIVE = "行政规范性文件"
FIGURE_PREFIXES = ("表二.", "表三.", "表四.")
"""How the id of a cell begins."""


def two(row: str, column: str) -> str:
    """The id of a cell of table two."""
    return f"表二.{row}.{column}"


def three(row: str, column: str) -> str:
    """The id of a cell of table three."""
    return f"表三.{row}.{column}"


def four(review: str, column: str) -> str:
    """The id of a cell of table four."""
    return f"表四.{review}.{column}"


def called(cell: str) -> str:
    """How a cell is called in a sentence: `表二“行政许可”本年处理决定数量`."""
    table, row, column = cell.split(".")
    return f"{table}“{row}”{column}"


def cells_of_table_two() -> Iterator[str]:
    for block in TABLE_TWO:
        for row in block.rows:
            for column in block.columns:
                yield two(row, column)
