"""Rule files that do not hold together are refused; every rule of the study is accounted for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from guiju.typeset.check.checks import CHECKS
from guiju.typeset.check.fixes import FIXES
from guiju.typeset.check.loader import BadRules, read_rules, standard_rules
from guiju.typeset.check.rule import Level

STUDY = Path(__file__).parents[4] / "shared" / "standards" / "format_rules.csv"
GOOD = """
family: 试
rules:
  - id: Z01
    says: 试一试这条规则
    level: 错误
    strength: 规定
    verified: true
    basis: 某标准1
    forbid: 错
    wrong: 错
    right: 对
"""


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadRules) as problem:
        read_rules([path])
    return str(problem.value)


def test_a_whole_rule_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_rules([path]).rule("Z01").level is Level.ERROR


@pytest.mark.parametrize(
    "key", ["wrong", "right", "basis", "says", "strength", "verified", "level"]
)
def test_a_rule_without_source_or_examples_is_refused(tmp_path: Path, key: str) -> None:
    lines = [line for line in GOOD.splitlines() if not line.strip().startswith(f"{key}:")]
    assert key in refused(tmp_path, "\n".join(lines))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("strength: 规定", "strength: 一般", "only what is 规定 and verified"),
        ("verified: true", "verified: false", "only what is 规定 and verified"),
        ("forbid: 错", "check: no_such_check", "there is no check no_such_check"),
        ("forbid: 错", "forbid: 错\n    fix: no_such_fix", "there is no fix no_such_fix"),
        ("forbid: 错", "forbid: 错\n    check: pairs_whole", "one of forbid, require and check"),
        ("forbid: 错", "require: 对\n    put: 对", "write over what forbid found"),
        ("forbid: 错", "forbid: '('", "rules.yaml"),
        ("wrong: 错", "wrong: 错\n    mood: 好", "mood"),
        ("family: 试", "family: [", "rules.yaml"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert says in refused(tmp_path, GOOD.replace(old, new))


def test_a_rule_told_twice_is_refused(tmp_path: Path) -> None:
    twice = GOOD + "".join(GOOD.partition("rules:\n")[2])
    assert "Z01 is there twice" in refused(tmp_path, twice)


def test_every_check_and_fix_is_used_by_a_rule() -> None:
    rules = standard_rules().rules
    assert {rule.check for rule in rules if rule.check} == set(CHECKS)
    assert {rule.fix for rule in rules if rule.fix} == set(FIXES)


def test_every_rule_of_the_study_is_judged_or_told_why_not() -> None:
    if not STUDY.is_file():
        pytest.skip("the study of format rules is not at hand")
    with STUDY.open(encoding="utf-8-sig", newline="") as file:
        studied = {row["rule_id"]: row for row in csv.DictReader(file)}
    book = standard_rules()
    judged = {rule.id: rule for rule in book.rules}
    assert {*judged, *(left.id for left in book.unjudged)} == set(studied)
    for id, rule in judged.items():
        read = studied[id]["verified"].startswith("VERIFIED")
        assert not rule.verified or read, f"{id} is said to be verified, and was only recalled"
        if rule.level in {Level.BLOCK, Level.ERROR}:
            assert read and studied[id]["strength"].startswith("规定"), id
