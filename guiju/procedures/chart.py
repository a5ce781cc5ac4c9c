"""A procedure's chart as SVG: the steps down the left, beside each the acts and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from guiju.procedures.definition import Act, Procedure

WIDTH = 960
BOX_LEFT, BOX_WIDTH, BOX_HEIGHT = 24, 176, 46
ACT_LEFT, ROLE_LEFT, TARGET_LEFT, TARGET_WIDTH = 236, 470, 740, 190
ROW, GAP, TOP = 28, 34, 24
FONT = "'Noto Sans CJK SC','Microsoft YaHei','SimHei',sans-serif"

_STYLE = (
    ".step{fill:#fff;stroke:#1f4e79;stroke-width:1.6}.final{fill:#e8f1ea;stroke:#2e7d32}"
    ".todo{fill:#f4f5f6;stroke:#9aa5af}.done{fill:#e3f2e6;stroke:#2e7d32}"
    ".now{fill:#fff3e0;stroke:#d06f00;stroke-width:3}.late{fill:#fdeaea;stroke:#b71c1c}"
    ".returned{stroke-dasharray:7 4}"
    ".line{stroke:#5b6770;stroke-width:1.4;fill:none}.tie{stroke:#c5ced6;stroke-width:1}"
    ".to{fill:#eaf1f8}.back{fill:#fbeaea}.end{fill:#e8f1ea}.stay{fill:#f4f5f6}"
    "text{fill:#1b2733}.name{font-size:16px;text-anchor:middle}.act{font-size:14px}"
    ".role{font-size:13px;fill:#55626d}.target{font-size:13px;text-anchor:middle}"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """One case on its chart: where it is (`late` or not), where it was, where it was sent back.

    `live`: the steps it has not come to are grey.
    """

    now: str = ""
    done: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()
    late: bool = False
    live: bool = False

    def of(self, step: str) -> list[str]:
        """The classes of a step's box; "now late" is an overdue present step."""
        here = step == self.now
        grey = self.live and not here and step not in self.done
        marks = [
            ("now", here),
            ("late", here and self.late),
            ("done", step in self.done),
            ("todo", grey),
            ("returned", step in self.returned),
        ]
        return [name for name, on in marks if on]


def chart(p: Procedure, *, now: str = "", marks: Marks | None = None) -> str:
    """The chart as an SVG document; `now` marks the present step of a case, `marks` all of it."""
    shown = marks or Marks(now)
    parts: list[str] = []
    top, order = TOP, list(p.steps)
    for index, step in enumerate(order):
        rows = [(name, act, to) for source, name, act, to in p.moves() if source == step]
        height = max(BOX_HEIGHT, len(rows) * ROW)
        middle = top + height // 2
        parts += _rows(p, rows, index, order, (top, middle))
        final = ["final"] if p.steps[step].final else []
        parts.append(_box(p.steps[step].label, middle, [*final, *shown.of(step)]))
        if index + 1 < len(order):
            following = top + height + GAP
            below = _height(p, order[index + 1])
            end = following + below // 2 - BOX_HEIGHT // 2
            if any(to == order[index + 1] for _, _, to in rows):
                parts.append(_arrow(middle + BOX_HEIGHT // 2, end))
        top += height + GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" '
        f'width="{WIDTH}" height="{top}" role="img" aria-label="{escape(p.title)}流程图" '
        f'font-family="{FONT}"><title>{escape(p.title)}流程图</title><style>{_STYLE}</style>'
    )
    return "".join([head, *parts, "</svg>"])


def _height(p: Procedure, step: str) -> int:
    rows = sum(source == step for source, *_ in p.moves())
    return max(BOX_HEIGHT, rows * ROW)


def _box(label: str, middle: int, marks: list[str]) -> str:
    style = " ".join(["step", *marks])
    return (
        f'<rect class="{style}" x="{BOX_LEFT}" y="{middle - BOX_HEIGHT // 2}" '
        f'width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6"/>'
        f'<text class="name" x="{BOX_LEFT + BOX_WIDTH // 2}" y="{middle + 6}">'
        f"{escape(label)}</text>"
    )


def _arrow(start: int, end: int) -> str:
    x = BOX_LEFT + BOX_WIDTH // 2
    return (
        f'<path class="line" d="M{x} {start} V{end - 1}"/>'
        f'<path class="line" d="M{x - 5} {end - 8} L{x} {end - 1} L{x + 5} {end - 8}"/>'
    )


def _rows(
    p: Procedure,
    rows: list[tuple[str, Act, str]],
    index: int,
    order: list[str],
    place: tuple[int, int],
) -> Iterator[str]:
    top, middle = place
    for number, (_, act, to) in enumerate(rows):
        y = top + number * ROW + ROW // 2
        yield (
            f'<path class="tie" fill="none" d="M{BOX_LEFT + BOX_WIDTH} {middle} '
            f'C{ACT_LEFT - 20} {middle} {ACT_LEFT - 26} {y} {ACT_LEFT - 6} {y}"/>'
        )
        roles = "、".join(p.roles[role] for role in act.by)
        kind, words = _target(p, act, to, index, order)
        yield (
            f'<text class="act" x="{ACT_LEFT}" y="{y + 5}"'
            f"{_narrow(act.label, 14, ROLE_LEFT - ACT_LEFT - 10)}>{escape(act.label)}</text>"
            f'<text class="role" x="{ROLE_LEFT}" y="{y + 5}"'
            f"{_narrow(roles, 13, TARGET_LEFT - ROLE_LEFT - 10)}>{escape(roles)}</text>"
            f'<rect class="{kind}" x="{TARGET_LEFT}" y="{y - 11}" width="{TARGET_WIDTH}" '
            f'height="22" rx="11"/><text class="target" x="{TARGET_LEFT + TARGET_WIDTH // 2}" '
            f'y="{y + 5}">{escape(words)}</text>'
        )


def _narrow(words: str, size: int, room: int) -> str:
    """Squeezes words that would run into the next column; their letters are `size` px wide."""
    if len(words) * size <= room:
        return ""
    return f' textLength="{room}" lengthAdjust="spacingAndGlyphs"'


def _target(p: Procedure, act: Act, to: str, index: int, order: list[str]) -> tuple[str, str]:
    label = p.steps[to].label
    if act.opens:
        return "to", f"开启 → {label}"
    if to == order[index]:
        return "stay", "仍在本环节"
    if p.steps[to].final:
        return "end", f"■ {label}"
    return ("to", f"→ {label}") if order.index(to) > index else ("back", f"↩ {label}")
