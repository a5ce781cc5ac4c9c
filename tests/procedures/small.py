"""A small procedure, lawful on purpose, that tests bend until it breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from guiju.procedures.definition import Procedure
from guiju.procedures.loader import load

SMALL: dict[str, Any] = yaml.safe_load("""
procedure: small
title: 小程序
valid_from: 2019-05-15
laws: {条例: 中华人民共和国政府信息公开条例}
local: {内部规定: 只作演示}
parameters:
  quick: {label: 快办期限, default: 3 working days, note: 没有法定数字, basis: 内部规定}
roles: {clerk: 经办人, head: 负责人, reviewer: 审核人}
facts:
  ground: {label: 理由}
  urgent: {label: 是否紧急, type: yes_no}
  units: {label: 延长数, type: number}
  due_on: {label: 交办时限, type: date}
steps:
  registration:
    label: 登记
    acts:
      receive: {label: 收到, by: clerk, to: handling, opens: yes, needs: [urgent],
               takes: [due_on]}
  handling:
    label: 办理
    acts:
      consult: {label: 征求意见, by: clerk, to: same, many: yes}
      hear: {label: 收到意见, by: clerk, to: same, many: yes}
      extend: {label: 延长, by: head, to: same, at_most: 1, takes: [units]}
      excuse: {label: 记录例外, by: head, to: same, exception: yes, needs: [ground]}
      submit: {label: 送审, by: clerk, to: reviewing}
  reviewing:
    label: 审核
    acts:
      review: {label: 审核同意, by: reviewer, not_by: clerk, to: signing}
      send_back: {label: 退回修改, by: reviewer, to: handling, needs: [reason]}
  signing:
    label: 签发
    acts:
      reply: {label: 答复, by: head, to: closed, needs: [outcome]}
  closed: {label: 办结, final: yes}
outcomes:
  granted: {label: 予以公开}
  refused: {label: 不予公开, needs: [ground]}
time_limits:
  reply:
    label: 答复期限
    length: 20 working days
    runs_from: receive
    ends_with: reply
    pauses: [{begins: consult, ends: hear, at_most: 15 working days}]
    extended_by: extend
    extension: at most 20 working days
    extension_fact: units
    basis: 条例第三十三条
    finding: small.reply.late
    finding_missing: small.reply.missing
  thinking: {label: 审核时间, kind: minimum, length: 5 working days, runs_from: submit,
             governs: review, basis: 条例第三十条}
  quick: {label: 快办期限, length: parameter quick, runs_from: receive, governs: submit,
          basis: 内部规定, when: {urgent: ['是']}, finding: small.quick.late}
  promised: {label: 交办时限, due_fact: due_on, ends_with: reply, basis: 内部规定,
             finding: small.promise.late}
invariants:
  - {id: small.review, never: reply, without: review, since: submit, says: 未经审核不得答复,
     basis: 条例第四十五条}
  - {id: small.extension, never: extend, after_due: reply, says: 延期须在期限内,
     basis: 条例第三十三条}
  - {id: small.ground, never: reply, without_fact: ground, when: {outcome: [refused]},
     says: 不予公开须有理由, basis: 条例第三十六条第三项}
  - {id: small.time, never: review, before_due: thinking, unless: [excuse],
     says: 审核不得少于五日, basis: 条例第三十条}
  - {id: small.person, never: review, same_person_as: submit, says: 审核人不得是起草人,
     basis: 条例第四十五条}
  - {id: small.account, never: year_end, without: reply, finding: small.open, says: 年终未办结,
     basis: 内部规定}
""")


def changed(**parts: Any) -> dict[str, Any]:
    """The small procedure as data with some of its top-level parts replaced."""
    return {**SMALL, **parts}


def write(folder: Path, data: dict[str, Any]) -> Path:
    path = folder / "small.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def small(folder: Path, **parts: Any) -> Procedure:
    """Load the small procedure, changed as told."""
    return load(write(folder, changed(**parts)))


def without_act(step: str, act: str) -> dict[str, Any]:
    """`steps` with one act taken out."""
    steps = {name: dict(body) for name, body in SMALL["steps"].items()}
    steps[step]["acts"] = {k: v for k, v in steps[step]["acts"].items() if k != act}
    return steps


def with_act(step: str, act: str, body: dict[str, Any]) -> dict[str, Any]:
    """`steps` with one act added or replaced."""
    steps = {name: dict(content) for name, content in SMALL["steps"].items()}
    steps[step]["acts"] = {**steps[step].get("acts", {}), act: body}
    return steps
