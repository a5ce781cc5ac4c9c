"""A procedure as one Chinese page and one chart, for a lawyer to read and sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from guiju.procedures import library
from guiju.procedures.chart import chart
from guiju.procedures.definition import Countersign, LimitKind, Procedure, TimeLimit
from guiju.procedures.prover import proofs_of

_STYLE = """
body{font:16px/1.7 'Noto Serif CJK SC',SimSun,serif;max-width:1000px;margin:24px auto;
padding:0 16px;color:#1b2733}h1{font-size:26px;text-align:center}
h2{font-size:19px;border-left:5px solid #1f4e79;
padding-left:10px;margin-top:32px}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{border:1px solid #b9c4ce;padding:5px 8px;vertical-align:top;text-align:left}
th{background:#eef3f8}
.chart{overflow-x:auto}.sign{margin-top:40px}.local{color:#8a4b00}small{color:#55626d}
@media print{body{margin:0}.chart svg{max-width:100%;height:auto}tr{page-break-inside:avoid}}
"""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table of the page: heading, column heads, rows of plain text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(p: Procedure) -> list[SheetTable]:
    """What a lawyer must be able to check: steps, acts, limits, rules, outcomes, parameters."""
    return [
        SheetTable("环节", ("环节", "由谁承办", "会签规则", "依据"), tuple(_steps(p))),
        SheetTable("行为", ("环节", "行为", "由谁", "须填写", "至", "依据"), tuple(_acts(p))),
        SheetTable(
            "期限", ("期限", "长度", "起算", "终点", "暂停与延长", "依据"), tuple(_limits(p))
        ),
        SheetTable("不得违反的规则", ("规则", "编号", "依据", "由何保证"), tuple(_rules(p))),
        SheetTable("处理结果", ("结果", "年报表列", "救济告知", "依据"), tuple(_outcomes(p))),
        SheetTable(
            "本地参数（不是法律规定）",
            ("参数", "现值", "说明", "依据"),
            tuple(
                (x.label, x.default.label, x.note, p.cite(x.basis)) for x in p.parameters.values()
            ),
        ),
    ]


def page(p: Procedure) -> str:
    """The page as standalone HTML with the chart inside."""
    body = "".join(_table(table) for table in tables(p) if table.rows)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(p.title)}'
        f"</title><style>{_STYLE}</style></head><body><h1>{escape(p.title)}</h1>"
        f"<p>自{p.valid_from}起适用。文件校验值 <small>{p.digest[:16]}</small></p>"
        f'<h2>流程图</h2><div class="chart">{chart(p)}</div>{body}'
        '<p class="sign">法律审核人：____________　日期：______年____月____日</p></body></html>'
    )


def write_sheets(folder: Path) -> list[Path]:
    """Write a page and a chart for every procedure; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in sorted(library.versions()):
        p = library.current(name)
        for suffix, text in (("html", page(p)), ("svg", chart(p))):
            path = folder / f"{name}.{suffix}"
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return written


def _steps(p: Procedure) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for step_id, step in p.steps.items():
        rule, holder = step.countersign, p.holder_of(step_id)
        rows.append(
            (
                step.label,
                p.roles.get(holder, ""),
                countersign_text(p, rule) if rule else "",
                p.cite(rule.basis) if rule else "",
            )
        )
    return rows


def countersign_text(p: Procedure, rule: Countersign) -> str:
    """`各单位“报送承办结果”，全部完成后方可继续；…`: who must sign and what a refusal does."""
    words = {"all": "全部完成", "any": "有一个单位完成"}
    count = words.get(str(rule.complete), f"满{rule.complete}个单位")
    parts = [f"各单位“{p.label_of(rule.act)}”，{count}后方可继续"]
    if rule.refused:
        then = {
            "continue": "记录在案，不影响继续办理",
            "return": "只能退回",
            "stop": "须该单位重新签署后方可继续",
        }
        parts.append(f"有单位不同意的，{then[rule.refusal]}")
    parts.append(f"各单位{'可以' if rule.see_others else '签署前不能'}看到其他单位的意见")
    return "；".join(parts)


def _acts(p: Procedure) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for source, _, act, target in p.moves():
        needs = "、".join(p.label_of(name) for name in act.needs)
        roles = "、".join(p.roles[role] for role in act.by)
        rows.append(
            (
                p.steps[source].label,
                act.label + (f"（意见印在“{act.zone}”栏）" if act.zone else ""),
                roles,
                needs,
                p.steps[target].label,
                p.cite(act.basis),
            )
        )
    return rows


def _limits(p: Procedure) -> list[tuple[str, ...]]:
    return [
        (
            limit.label,
            length_text(p, limit),
            _labels(p, limit.runs_from),
            _labels(p, limit.ends_with or limit.governs),
            _pauses(p, limit),
            p.cite(limit.basis)
            + (f"（解释：{limit.interpretation}）" if limit.interpretation else ""),
        )
        for limit in p.time_limits.values()
    ]


def length_text(p: Procedure, limit: TimeLimit) -> str:
    """`20个工作日`, `不少于30日`, `之前至少7日`, or the recorded day's label."""
    length = p.length_of(limit)
    if length is None:
        return f"至{p.label_of(limit.due_fact)}"
    words = {LimitKind.MINIMUM: "不少于{}", LimitKind.BACKWARD: "提前{}"}
    return words.get(limit.kind, "{}").format(length.label)


def _pauses(p: Procedure, limit: TimeLimit) -> str:
    parts = [f"{p.label_of(x.begins)}至{p.label_of(x.ends)}不计" for x in limit.pauses]
    if limit.extension is not None:
        parts.append(f"{_labels(p, limit.extended_by)}，最长{limit.extension.label}")
    return "；".join(parts)


def _rules(p: Procedure) -> list[tuple[str, ...]]:
    how = {proof.invariant: proof.how for proof in proofs_of(p)}
    words = {"chart": "流程图", "desk": "办理时核对"}
    rules = [(item.says, item.id, p.cite(item.basis), words[how[item.id]]) for item in p.invariants]
    papers = [(item.says, item.id, p.cite(item.basis), "办理时核对材料") for item in p.papers]
    return [*rules, *papers]


def _outcomes(p: Procedure) -> list[tuple[str, ...]]:
    return [(x.label, x.counts_in, x.remedy, p.cite(x.basis)) for x in p.outcomes.values()]


def _labels(p: Procedure, names: Sequence[str]) -> str:
    return "或".join(p.label_of(name) for name in names)


def _table(table: SheetTable) -> str:
    heads = "".join(f"<th>{escape(head)}</th>" for head in table.heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    return f"<h2>{escape(table.title)}</h2><table><tr>{heads}</tr>{rows}</table>"
