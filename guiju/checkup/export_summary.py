"""The words and counts that every written form of a check-up shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from guiju.checkup.run import Finding, Result
from guiju.procedures.figure import all_figures


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one ledger under one rule."""

    ledger: str
    rule: str
    basis: str
    findings: tuple[Finding, ...]


def figures_told(result: Result) -> Iterator[tuple[str, int, str]]:
    """(Chinese label, count, measure word) of every figure, in the order declared."""
    for figure in all_figures():
        if figure.id in result.figures:
            yield figure.label, result.figures[figure.id], figure.unit


def groups(result: Result) -> list[Group]:
    """The findings by ledger and, within it, by rule; their order within a group is kept."""

    def together(f: Finding) -> tuple[str, str, str]:
        return f.ledger, f.rule, f.basis

    ordered = sorted(result.findings, key=together)
    return [Group(*key, tuple(found)) for key, found in groupby(ordered, together)]


def rows_concerned(result: Result) -> int:
    """How many rows have at least one finding."""
    return len({(f.ledger, f.file, f.sheet, f.row) for f in result.findings})


def headline(result: Result) -> str:
    """One sentence that says what was read and what was found."""
    known = sum(1 for f in result.files if f.ledger)
    rows = sum(f.rows for f in result.files if f.ledger)
    read = f"共读入{known}张台账{rows}行"
    if not result.findings:
        found = "没有发现违反规定的情形"
    else:
        found = f"发现违反规定的情形{len(result.findings)}条，涉及{rows_concerned(result)}行"
    unread = f"；另有{len(result.problems)}处未能读取，不在判断之列" if result.problems else ""
    return f"{read}，截至{result.as_of}，{found}{unread}。"


def heading(result: Result) -> str:
    return f"{result.year}年台账合规体检报告" if result.year else "台账合规体检报告"
