"""The way a case has come, drawn: each round of a step, who had it, when received, read, done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils import timezone

from guiju.home.case_desk import CaseDesk, TaskShown
from guiju.procedures.models import TaskState

WIDTH = 340
LEFT, TOP, HEAD, LINE, GAP, PAD = 8, 6, 30, 36, 26, 8
FONT = "'Noto Sans CJK SC','Microsoft YaHei','SimHei',sans-serif"
_STYLE = (
    ".node{fill:#f4f5f6;stroke:#9aa5af;stroke-width:1.5}.node.done{fill:#e3f2e6;stroke:#2e7d32}"
    ".node.now{fill:#fff3e0;stroke:#d06f00;stroke-width:2.5}"
    ".node.late{fill:#fdeaea;stroke:#b71c1c;stroke-width:2.5}"
    ".node.returned{fill:#fff;stroke:#b71c1c;stroke-dasharray:7 4}"
    ".path-tie{stroke:#5b6770;stroke-width:1.4;fill:none}.path text{fill:#1b2733}"
    ".path-name{font-size:15px;font-weight:600}.path-who{font-size:13px}.path-when{font-size:12px;fill:#55626d}"
)
_WORDS = {"done": "已办", "now": "在办", "late": "逾期", "returned": "已退回", "todo": "未办"}
_ENDED = (TaskState.CANCELLED,)


@dataclass(frozen=True, slots=True)
class Node:
    """A step come to once, or that may come next: its state, and the tasks of that time."""

    label: str
    state: str
    tasks: tuple[TaskShown, ...] = ()

    @property
    def height(self) -> int:
        return HEAD + LINE * len(self.tasks) + (PAD if self.tasks else 0)


def path_chart(desk: CaseDesk) -> str:
    """The way so far as an SVG picture; a click on someone leads to their row of the history."""
    nodes = [*_come(desk), *_next(desk)]
    parts: list[str] = []
    top = TOP
    for n, node in enumerate(nodes):
        parts += _drawn(node, top)
        if n + 1 < len(nodes) and nodes[n + 1].state != "todo":
            parts.append(_arrow(top + node.height))
        elif n + 1 < len(nodes) and node.state != "todo":
            parts.append(_arrow(top + node.height, dashed=True))
        top += node.height + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="group" '
        f'aria-label="本件走过的环节" font-family="{FONT}"><style>{_STYLE}</style>'
        + "".join(parts)
        + "</svg>"
    )


def _come(desk: CaseDesk) -> Iterator[Node]:
    rows = [t for t in desk.history if t.row.state not in _ENDED]
    while rows:
        first = rows[0]
        same = [t for t in rows if (t.step, t.row.round) == (first.step, first.row.round)]
        run = tuple(t for t in same if t.row.seq == first.row.seq or _together(t, first))
        yield Node(first.step, _state(desk, run), run)
        taken = {t.row.pk for t in run}
        rows = [t for t in rows if t.row.pk not in taken]
    case = desk.seen.case
    step = desk.seen.procedure.steps.get(case.step)
    if step is not None and step.final:
        yield Node(step.label, "done")


def _together(task: TaskShown, first: TaskShown) -> bool:
    return task.row.kind == first.row.kind and task.row.opened_at == first.row.opened_at


def _state(desk: CaseDesk, run: Sequence[TaskShown]) -> str:
    if any(t.row.state == TaskState.OPEN for t in run):
        return "late" if desk.late else "now"
    return "returned" if any(t.row.state == TaskState.RETURNED for t in run) else "done"


def _next(desk: CaseDesk) -> Iterator[Node]:
    """Where the present step may lead when it goes on."""
    p, case = desk.seen.procedure, desk.seen.case
    if case.closed_on is not None or case.voided_on is not None or case.step not in p.steps:
        return
    order = list(p.steps)
    later = order[order.index(case.step) + 1 :]
    own = dict.fromkeys(act.to for act in p.steps[case.step].acts.values())
    for name in [to for to in own if to in later and not p.steps[to].final][:3]:
        yield Node(p.steps[name].label, "todo")


def _drawn(node: Node, top: int) -> Iterator[str]:
    width, word = WIDTH - 2 * LEFT, _WORDS[node.state]
    yield (
        f'<rect class="node {node.state}" x="{LEFT}" y="{top}" width="{width}" '
        f'height="{node.height}" rx="6"/>'
        f'<text class="path-name" x="{LEFT + 12}" y="{top + 21}">{escape(node.label)}</text>'
        f'<text class="path-when" x="{WIDTH - LEFT - 12}" y="{top + 20}" text-anchor="end">'
        f"{'下一步可到' if node.state == 'todo' else word}</text>"
    )
    for n, task in enumerate(node.tasks):
        y = top + HEAD + LINE * n
        row = task.row
        mark = "（主办）" if row.lead else ""
        said = f"：{task.opinion}" if task.opinion else ""
        who = _short(task.by or task.who) + mark
        when = f"收 {_at(row.opened_at)}　阅 {_at(row.read_at)}　办 {_at(row.done_at)}"
        title = f"{task.who}，{row.get_state_display()}，{when}，用时{task.taken}{said}"
        yield (
            f'<a href="#task-{row.pk}"><title>{escape(title)}</title>'
            f'<text class="path-who" x="{LEFT + 12}" y="{y + 12}">{escape(who)}</text>'
            f'<text class="path-when" x="{LEFT + 12}" y="{y + 28}">{escape(when)}</text></a>'
        )


def _short(text: str) -> str:
    return text if len(text) <= 22 else text[:21] + "…"  # noqa: PLR2004 - the width of the box


def _at(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}" if moment else "—"


def _arrow(top: int, *, dashed: bool = False) -> str:
    x, end = WIDTH // 2, top + GAP - 1
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return (
        f'<path class="path-tie" d="M{x} {top + 1} V{end}"{dash}/>'
        f'<path class="path-tie" d="M{x - 5} {end - 7} L{x} {end} L{x + 5} {end - 7}"/>'
    )
