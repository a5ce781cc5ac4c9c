"""Break a title into lines by meaning, shaped as a trapezium or rhombus. Pure.

(Source: GB/T 9704-2012 7.3.1: 词意完整、排列对称、长短适宜、间距恰当，使用梯形或菱形.)
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 19
"""Characters of size 2 (22 pt) that stand in 156 mm with some white at the sides."""

FORBIDDEN, WITHIN_WORD, UNSURE, GOOD = 10_000.0, 60.0, 12.0, 0.0

_NOT_FIRST = "，。、；：？！）》〉〕］”’·…—％%"
_NOT_LAST = "（《〈〔［“‘"
_RUN = re.compile(
    r"[0-9A-Za-z.\-/%]+(?:年度|[年月日号期届次个项条万亿])?|〔\d{4}〕\d+号"
    "|[“‘][^”’]{1,8}[”’]"
)
_TYPES = "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
_TOGETHER = re.compile(
    "人民政府办公室|人民政府|办公室|委员会|管理局|司法局|财政局|工作方案|实施方案|实施意见|实施细则"
    "|管理办法|暂行办法|工作要点|工作规则|行动计划|应急预案|有关事项|有关问题|法治政府|政府建设"
    "|行政规范性文件|规范性文件|政府信息公开|信息公开|行政执法|行政复议|合法性审核|年度报告"
    "|专项行动|领导小组|工作机制|情况|印发|转发|批转|关于|进一步|全面|加强|做好|开展|推进|调整"
    "|清理|结果|监督|检查|任务|分工|贯彻|落实|组织|成员|人员|项目|建设|管理|服务|安全|生产"
    "|经济|社会|发展|规划|农村|城市|公共|资金|资源|环境|保护|整治|提升|工作|计划|方案|办法"
)
_BEFORE = re.compile(rf"关于|《|和|与|暨|的(?:{_TYPES})$")
_AFTER = re.compile(
    "关于印发|关于转发|关于批转|人民政府办公室|人民政府|委员会|[局厅部》、]|[^目]的"
)
_ORGAN = re.compile(r"[^\s]+?(?:局|厅|部|委|办|室|府|会|院|处)(?=\s|关于)")
_LAST_TYPE = re.compile(rf"的(?:{_TYPES})$")


def title_lines(title: str, longest: int = LONGEST) -> tuple[str, ...]:
    """The lines of a title. A line end in the title itself is kept; () for an empty one."""
    given = [line.strip() for line in title.splitlines() if line.strip()]
    if len(given) > 1:
        return tuple(part for line in given for part in _broken(line, longest))
    return _broken(given[0], longest) if given else ()


@lru_cache(maxsize=512)
def _broken(title: str, longest: int) -> tuple[str, ...]:
    if len(title) <= longest:
        return (title,)
    costs = _costs(title)
    count = -(-len(title) // longest)
    tries = [_best(title, costs, n, longest) for n in (count, count + 1)]
    found = [each for each in tries if each is not None]
    if not found:
        return tuple(title[at : at + longest] for at in range(0, len(title), longest))
    # One line more has to be worth it.
    _, ends = min(found, key=lambda each: each[0] + 15.0 * (len(each[1]) - count))
    starts = (0, *ends[:-1])
    return tuple(title[start:end].strip() for start, end in zip(starts, ends, strict=True))


def _costs(title: str) -> list[float]:
    """What breaking before each character costs."""
    costs = [UNSURE] * (len(title) + 1)
    for found in _BEFORE.finditer(title):
        costs[found.start()] = GOOD
    for found in _AFTER.finditer(title):
        costs[found.end()] = GOOD
    for kind in _LAST_TYPE.finditer(title):
        # 的 stays with what it follows, or begins the line: the type alone makes no line.
        costs[kind.start()], costs[kind.start() + 1] = UNSURE, WITHIN_WORD
    _forbid_inside(costs, _TOGETHER, title, WITHIN_WORD)
    _forbid_inside(costs, _ORGAN, title, WITHIN_WORD)
    for space in re.finditer(r"\s", title):
        costs[space.start()], costs[space.end()] = WITHIN_WORD, GOOD
    _forbid_inside(costs, _RUN, title, FORBIDDEN)
    for at in range(1, len(title)):
        if title[at] in _NOT_FIRST or title[at - 1] in _NOT_LAST:
            costs[at] = FORBIDDEN
    costs[len(title)] = GOOD
    return costs


def _forbid_inside(costs: list[float], what: re.Pattern[str], title: str, cost: float) -> None:
    for found in what.finditer(title):
        for at in range(found.start() + 1, found.end()):
            costs[at] = cost


def _best(
    title: str, costs: list[float], count: int, longest: int
) -> tuple[float, tuple[int, ...]] | None:
    """The cheapest way to break into `count` lines: shape first, then meaning."""
    ways: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for line in range(1, count + 1):
        longer: list[tuple[float, tuple[int, ...]]] = []
        for cost, ends in ways:
            start = ends[-1] if ends else 0
            left = len(title) - start
            reach = [len(title)] if line == count else range(start + 2, start + longest + 1)
            longer.extend(
                (cost + costs[end], (*ends, end))
                for end in reach
                if end <= len(title)
                and end - start <= longest
                and costs[end] < FORBIDDEN
                and (left - (end - start)) <= longest * (count - line)
            )
        ways = longer
    if not ways:
        return None
    return min((cost + _shape(ends), ends) for cost, ends in ways)


def _shape(ends: tuple[int, ...]) -> float:
    """Penalty of the lengths: neither trapezium nor rhombus, or very uneven."""
    lengths = [end - start for start, end in zip((0, *ends[:-1]), ends, strict=True)]
    steps = [after - before for before, after in zip(lengths, lengths[1:], strict=False)]
    grows, shrinks = (all(step >= 0 for step in steps), all(step <= 0 for step in steps))
    peak = lengths.index(max(lengths))
    rhombus = lengths == sorted(lengths[: peak + 1]) + sorted(lengths[peak + 1 :], reverse=True)
    cost = 0.0 if grows or shrinks or rhombus else 25.0
    mean = sum(lengths) / len(lengths)
    cost += sum(abs(length - mean) for length in lengths)
    # Lines of one length look like a block: the standard wants a slope.
    return cost + (4.0 if len(set(lengths)) == 1 else 0.0) + (20.0 if min(lengths) < 5 else 0.0)
