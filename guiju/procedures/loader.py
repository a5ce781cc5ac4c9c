"""Read procedure files strictly: what is unknown, repeated or does not hang together is refused."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from guiju.procedures.definition import (
    BLANK,
    GIVEN,
    YEAR_END,
    Act,
    Invariant,
    LimitKind,
    Match,
    ParameterLength,
    Procedure,
    Step,
    TimeLimit,
)
from guiju.procedures.yaml_source import Place, Refused, Source, Trouble, read
from guiju.worktime.duration import Duration

ARTICLE = re.compile(
    r"^(第[一二三四五六七八九十百]+条(之[一二三四五六七八九十]+)?)"
    r"(第[一二三四五六七八九十]+款)?(第[一二三四五六七八九十]+项)?"
    r"([、和](第[一二三四五六七八九十百]+条)?(第[一二三四五六七八九十]+款)?"
    r"(第[一二三四五六七八九十]+项)?)*$"
)
ITEM = re.compile(r"^第?[一二三四五六七八九十]*[（(][一二三四五六七八九十]+[）)]$")


def load(path: Path, overrides: Mapping[str, str] | None = None) -> Procedure:
    """Load one procedure file.

    `overrides` sets local parameters as the office decided (`name: "10 working days"`).
    Raises Refused with every trouble found, each with id, file, line, place and remedy.
    """
    source = read(path)
    data = dict(source.data)
    for name, length in (overrides or {}).items():
        data["parameters"] = _overridden(source, data.get("parameters"), name, length)
    data["digest"] = digest_of(path)
    try:
        procedure = Procedure.model_validate(data)
    except ValidationError as error:
        raise Refused([_trouble(source, item) for item in error.errors()]) from error
    troubles = list(check(procedure, source))
    if troubles:
        raise Refused(troubles)
    return procedure


def _overridden(source: Source, parameters: object, name: str, length: str) -> object:
    known = parameters if isinstance(parameters, dict) else {}
    if name not in known:
        says = f"没有名为“{name}”的本地参数；法律规定的期限不能改"
        remedy = f"可设：{'、'.join(known)}" if known else "本程序没有本地参数"
        raise Refused([Trouble("office.parameter", source.path.name, says, remedy)])
    return {**known, name: {**known[name], "default": length}}


def digest_of(path: Path) -> str:
    """SHA-256 of the file as published; the hash lock and every case keep it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _trouble(source: Source, item: Mapping[str, object]) -> Trouble:
    location = tuple(part for part in item["loc"] if isinstance(part, str | int))  # type: ignore[attr-defined]
    kind = str(item["type"])
    place = source.place(location)
    if kind == "extra_forbidden":
        return Trouble(
            "procedure.unknown_key",
            place,
            f"不认识的键“{location[-1]}”",
            "见 docs/procedures.md 的键名表；拼写有误请改正",
        )
    if kind == "missing":
        return Trouble("procedure.missing_key", place, f"缺少“{location[-1]}”", "补上这一项")
    remedy = "按 docs/procedures.md 的写法改正"
    return Trouble("procedure.bad_value", place, str(item["msg"]), remedy)


def check(procedure: Procedure, source: Source) -> Iterator[Trouble]:
    """Yield what does not hang together: names without a meaning, bases without an article."""
    for part in (
        _check_acts,
        _check_steps,
        _check_limits,
        _check_invariants,
        _check_papers,
        _check_bases,
        _check_facts,
    ):
        yield from part(procedure, source)


def _unknown(
    source: Source, place: Place, names: Iterable[str], known: Iterable[str], kind: str
) -> Iterator[Trouble]:
    choices = sorted(known)
    for name in names:
        if name not in choices:
            close = difflib.get_close_matches(name, choices, 1)
            remedy = f"是不是“{close[0]}”？" if close else f"先在文件中写明这个{kind}"
            yield Trouble(
                f"procedure.unknown_{_WORDS[kind]}",
                source.place(place),
                f"没有名为“{name}”的{kind}",
                remedy,
            )


_WORDS = {
    "行为": "act",
    "环节": "step",
    "角色": "role",
    "事实": "fact",
    "期限": "limit",
    "结果": "outcome",
    "参数": "parameter",
}


def _check_acts(p: Procedure, source: Source) -> Iterator[Trouble]:
    seen: dict[str, str] = {}
    for step_id, step in p.steps.items():
        for act_id, act in step.acts.items():
            place: Place = ("steps", step_id, "acts", act_id)
            if act_id in seen:
                yield Trouble(
                    "procedure.repeated_act",
                    source.place(place),
                    f"“{act_id}”在“{seen[act_id]}”环节已写过",
                    "一个行为只写一处，其他环节用 also_in 引用",
                )
            seen[act_id] = step_id
            yield from _check_act(p, source, place, act)
    opening = [a for a in p.acts().values() if a.opens]
    if len(opening) != 1:
        yield Trouble(
            "procedure.opening",
            source.path.name,
            f"有{len(opening)}个 opens 行为",
            "恰好指定一个开启事项的行为",
        )


def _check_act(p: Procedure, source: Source, place: Place, act: Act) -> Iterator[Trouble]:
    yield from _unknown(source, place, act.by, p.roles, "角色")
    yield from _unknown(source, place, act.not_by, p.roles, "角色")
    yield from _unknown(source, place, [s for s in (act.to,) if s != "same"], p.steps, "环节")
    yield from _unknown(source, place, act.also_in, p.steps, "环节")
    yield from _unknown(source, place, (*act.needs, *act.takes), p.all_facts(), "事实")
    yield from _unknown(source, place, [act.outcome] if act.outcome else [], p.outcomes, "结果")
    yield from _check_match(p, source, place, act.when)


def _check_steps(p: Procedure, source: Source) -> Iterator[Trouble]:
    for step_id, step in p.steps.items():
        if step.holder:
            yield from _check_holder(p, source, step_id, step.holder)
        if step.countersign:
            yield from _check_countersign(p, source, step_id, step)


def _check_holder(p: Procedure, source: Source, step_id: str, holder: str) -> Iterator[Trouble]:
    place = source.place(("steps", step_id, "holder"))
    roles = list(dict.fromkeys(role for act in p.offered_in(step_id) for role in act.by))
    if p.steps[step_id].final:
        yield Trouble("procedure.holder", place, "终结环节没有承办角色", "去掉 holder")
    elif holder not in roles:
        says = f"“{holder}”在本环节没有可做的行为，不能承办"
        yield Trouble("procedure.holder", place, says, f"可选：{'、'.join(roles)}")


def _check_countersign(p: Procedure, source: Source, step_id: str, step: Step) -> Iterator[Trouble]:
    rule = step.countersign
    if rule is None:
        return
    place: Place = ("steps", step_id, "countersign")
    yield from _unknown(source, place, [rule.act], p.acts(), "行为")
    yield from _check_match(p, source, place, rule.refused)
    act = step.acts.get(rule.act)
    wrong: list[tuple[str, str, str]] = []
    if rule.act in p.acts() and act is None:
        wrong.append(("act", f"“{rule.act}”写在别的环节", "会签行为须写在本环节的 acts 中"))
    if act and not (act.many and act.to in ("same", step_id)):
        says = f"“{rule.act}”不能由几个单位各做一次"
        wrong.append(("act", says, "会签行为写 to: same 和 many: yes"))
    if isinstance(rule.complete, int) and rule.complete < 1:
        says = f"须{rule.complete}个单位签署，数目不对"
        wrong.append(("number", says, "complete 写 all、any 或者不小于1的整数"))
    if rule.refusal != "continue" and not rule.refused:
        says = "没有写明什么是不同意"
        wrong.append(("refused", says, "以 refused 写明表示不同意的事实"))
    lost = [name for name in rule.refused if act and name not in (*act.needs, *act.takes)]
    if lost:
        says = f"“{rule.act}”不记录{'、'.join(lost)}，看不出不同意"
        wrong.append(("refused", says, "把该事实列入该行为的 needs 或者 takes"))
    for kind, says, remedy in wrong:
        yield Trouble(f"procedure.countersign_{kind}", source.place(place), says, remedy)


def _check_match(p: Procedure, source: Source, place: Place, match: Match) -> Iterator[Trouble]:
    facts = p.all_facts()
    yield from _unknown(source, place, match, facts, "事实")
    for name, values in match.items():
        fact = facts.get(name)
        if fact is None or values in ((GIVEN,), (BLANK,)):
            continue
        choices = ("是", "否") if fact.type == "yes_no" else fact.choices
        for value in values:
            if choices and value not in choices:
                yield Trouble(
                    "procedure.unknown_choice",
                    source.place(place),
                    f"“{name}”没有“{value}”这个值",
                    f"可选：{'、'.join(choices)}",
                )


def _check_limits(p: Procedure, source: Source) -> Iterator[Trouble]:
    acts = p.acts()
    for name, limit in p.time_limits.items():
        place: Place = ("time_limits", name)
        used = [*limit.runs_from, *limit.governs, *limit.ends_with, *limit.extended_by]
        for pause in limit.pauses:
            used += [pause.begins, pause.ends] + [pause.at_most_from] * bool(pause.at_most_from)
        yield from _unknown(source, place, used, acts, "行为")
        yield from _check_match(p, source, place, limit.when)
        yield from _check_length(p, source, place, limit)


def _check_length(
    p: Procedure, source: Source, place: Place, limit: TimeLimit
) -> Iterator[Trouble]:
    if isinstance(limit.length, ParameterLength):
        yield from _unknown(source, place, [limit.length.parameter], p.parameters, "参数")
    facts = [f for f in (limit.due_fact, limit.extension_fact) if f]
    yield from _unknown(source, place, facts, p.all_facts(), "事实")
    if (limit.length is None) == (limit.due_fact == ""):
        yield Trouble(
            "procedure.limit_length",
            source.place(place),
            "长度不明",
            "length 与 due_fact 二者写其一",
        )
    if not limit.due_fact and not limit.runs_from:
        yield Trouble("procedure.limit_start", source.place(place), "没有起算点", "写明 runs_from")
    if not (limit.governs or limit.ends_with):
        yield Trouble(
            "procedure.limit_end",
            source.place(place),
            "没有终点",
            "写明 ends_with（必须做）或 governs（做了才判断）",
        )
    if limit.extended_by and limit.extension is None:
        yield Trouble(
            "procedure.limit_extension", source.place(place), "延长多久不明", "写明 extension"
        )
    if limit.kind is LimitKind.BACKWARD and not isinstance(limit.length, Duration):
        yield Trouble(
            "procedure.limit_backward", source.place(place), "倒推期限须有长度", "写明 length"
        )


def _check_invariants(p: Procedure, source: Source) -> Iterator[Trouble]:
    acts, facts = p.acts(), p.all_facts()
    seen: set[str] = set()
    for index, item in enumerate(p.invariants):
        place: Place = ("invariants", index)
        if item.id in seen:
            yield Trouble(
                "procedure.repeated_invariant",
                source.place(place),
                f"“{item.id}”重复",
                "每条规则用不同的 id",
            )
        seen.add(item.id)
        if not item.condition:
            yield Trouble(
                "procedure.condition",
                source.place(place),
                "条件不是恰好一个",
                "without、without_fact、without_value、with_value、after_due、"
                "before_due、same_person_as、other_person_than、after 写其一",
            )
        used = (
            *item.without,
            *item.since,
            *item.same_person_as,
            *item.other_person_than,
            *item.after,
            *item.unless,
        )
        used += (item.once,) if item.once else ()
        yield from _unknown(source, place, used, acts, "行为")
        yield from _unknown(source, place, item.never, (*acts, YEAR_END), "行为")
        limits = [n for n in (item.after_due, item.before_due) if n]
        yield from _unknown(source, place, limits, p.time_limits, "期限")
        yield from _unknown(source, place, item.without_fact, facts, "事实")
        for match in (item.when, item.without_value, item.with_value):
            yield from _check_match(p, source, place, match)
        yield from _check_exceptions(p, source, place, item)


def _check_papers(p: Procedure, source: Source) -> Iterator[Trouble]:
    known = {item.id for item in p.invariants}
    for index, paper in enumerate(p.papers):
        place: Place = ("papers", index)
        if paper.id in known:
            yield Trouble(
                "procedure.repeated_paper",
                source.place(place),
                f"“{paper.id}”重复",
                "每条规则用不同的 id",
            )
        known.add(paper.id)
        yield from _unknown(source, place, paper.never, p.acts(), "行为")
        yield from _unknown(source, place, [paper.by], p.roles, "角色")


def _check_exceptions(
    p: Procedure, source: Source, place: Place, item: Invariant
) -> Iterator[Trouble]:
    acts = p.acts()
    for name in item.unless:
        act = acts.get(name)
        if act and not (act.exception and act.needs):
            yield Trouble(
                "procedure.exception",
                source.place(place),
                f"“{name}”不是有据可查的例外",
                "例外行为须标 exception: yes，并以 needs 写明理由与文书",
            )


def _check_bases(p: Procedure, source: Source) -> Iterator[Trouble]:
    for place, basis in _bases(p):
        if not basis_is_known(p, basis):
            yield Trouble(
                "procedure.basis",
                source.place(place),
                f"依据“{basis}”不明",
                "写成“简称第…条…款…项”，简称列在 laws；地方数字列在 local",
            )


def basis_is_known(p: Procedure, basis: str) -> bool:
    """True when the basis is a listed law with an article or item, or a listed local source."""
    if basis in p.local:
        return True
    for short in sorted(p.laws, key=len, reverse=True):
        if basis.startswith(short):
            rest = basis.removeprefix(short).strip()
            return bool(ARTICLE.match(rest) or ITEM.match(rest))
    return False


def _bases(p: Procedure) -> Iterator[tuple[Place, str]]:
    yield from _bases_of_acts(p)
    for name, step in p.steps.items():
        if step.countersign and step.countersign.basis:
            yield ("steps", name, "countersign"), step.countersign.basis
    for name, outcome in p.outcomes.items():
        if outcome.basis:
            yield ("outcomes", name), outcome.basis
    for name, limit in p.time_limits.items():
        yield ("time_limits", name), limit.basis
    yield from ((("invariants", n), item.basis) for n, item in enumerate(p.invariants))
    yield from ((("papers", n), paper.basis) for n, paper in enumerate(p.papers))
    for name, parameter in p.parameters.items():
        yield ("parameters", name), parameter.basis


def _bases_of_acts(p: Procedure) -> Iterator[tuple[Place, str]]:
    for step_id, step in p.steps.items():
        for act_id, act in step.acts.items():
            if act.basis:
                yield ("steps", step_id, "acts", act_id), act.basis


def _check_facts(p: Procedure, source: Source) -> Iterator[Trouble]:
    for name, fact in p.facts.items():
        if (fact.type == "choice") != bool(fact.choices):
            yield Trouble(
                "procedure.choices",
                source.place(("facts", name)),
                "choices 与 type: choice 要一起写",
                "补上或去掉其一",
            )
