"""The check-up as a report on paper: 体检报告."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document
from docx.enum.section import WD_SECTION

from guiju.checkup.export_summary import figures_told, heading, headline
from guiju.checkup.run import Finding, Result
from guiju.typeset import word

MOST_LISTED = 2_000
"""Findings listed on paper (some 200 pages); the workbook has them all."""

COLUMNS = ("序号", "台账", "行号", "编号", "标题", "单位", "情形", "依据", "届满日期", "实际日期")
WIDTHS = (9.0, 20.0, 9.0, 25.0, 35.0, 20.0, 42.0, 25.0, 20.0, 20.0)


def write_docx(result: Result, path: Path) -> None:
    """Write the report: what was read, figures, findings by rule and by unit, the list."""
    document = word.new_document()
    document.core_properties.title = heading(result)
    word.add(document, heading(result), word.TITLE)
    word.add(document, headline(result))
    word.add(document, "一、指标", word.HEADING)
    figures = [(label, f"{n}{unit}") for label, n, unit in figures_told(result)]
    word.add_table(document, ("指标", "数量"), figures, (110, 40))
    if result.findings:
        word.add(document, "二、按规则汇总", word.HEADING)
        rules = [(basis, rule, str(n)) for rule, basis, n in result.by_rule()]
        word.add_table(document, ("法律依据", "规则", "条数"), rules, (80, 55, 15))
        word.add(document, "三、按单位汇总", word.HEADING)
        units = [(unit, str(n)) for unit, n in result.by_unit()]
        word.add_table(document, ("单位", "条数"), units, (110, 40))
        word.lay_out(document.add_section(WD_SECTION.NEW_PAGE), landscape=True)
        word.add(document, "四、逐条清单", word.HEADING)
        listed = result.findings[:MOST_LISTED]
        rows = (_cells(number, f) for number, f in enumerate(listed, start=1))
        word.add_table(document, COLUMNS, rows, WIDTHS)
        if len(result.findings) > MOST_LISTED:
            left = len(result.findings) - MOST_LISTED
            says = f"以上列出前{MOST_LISTED}条，其余{left}条见checkup.xlsx。"
            word.add(document, says, word.NOTE)
    _problems(document, result)
    document.save(str(path))


def _cells(number: int, f: Finding) -> tuple[str, ...]:
    return (
        str(number),
        f.ledger,
        str(f.row),
        f.key,
        f.title,
        f.unit,
        f.says,
        f.basis,
        f.due.isoformat() if f.due else "",
        f.actual.isoformat() if f.actual else "",
    )


def _problems(document: Document, result: Result) -> None:
    if not result.problems:
        return
    word.add(document, "未能读取的内容", word.HEADING)
    rows = (
        (p.file, p.sheet, f"{p.row or ''}{p.column}", p.says) for p in result.problems[:MOST_LISTED]
    )
    width = 225 if result.findings else 156
    word.add_table(document, ("文件", "工作表", "行列", "问题"), rows, (45, 25, 16, width - 86))
